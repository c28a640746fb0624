"""Retries by tenacity, with the waits on our clock and a log line for each repetition.

Never for a call that must not happen twice: use `Journal.effect` for that.
"""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type
from tenacity.stop import stop_base
from tenacity.wait import wait_base

from core.engine.clock import Clock

T = TypeVar("T")

log = logging.getLogger(__name__)


async def retry(
    call: Callable[[], Awaitable[T]],
    *,
    on: type[Exception] | tuple[type[Exception], ...],
    wait: wait_base | Callable[[RetryCallState], float],
    stop: stop_base,
    clock: Clock,
    before_sleep: Callable[[RetryCallState], Awaitable[None] | None],
) -> T:
    """Return what `call` returns; repeat it while it raises one of `on` and `stop` allows it.

    Args:
        call: the call.
        on: the errors after which it is safe to make the call again.
        wait: how many seconds are waited before each repetition.
        stop: which attempt is the last.
        clock: waits.
        before_sleep: called before each wait, to leave a line in the log.

    Raises:
        Exception: what the last attempt raised, or any error that is not one of `on`.
    """
    try:
        return await call()  # without tenacity: it adds 70 µs, and objects that only the garbage collector frees
    except on as error:
        failed = [error]

    async def call_again() -> T:
        if failed:
            raise failed.pop()
        return await call()

    return await AsyncRetrying(
        sleep=clock.sleep,
        retry=retry_if_exception_type(on),
        wait=wait,
        stop=stop,
        before_sleep=before_sleep,
        reraise=True,
    )(call_again)


def logged(what: str) -> Callable[[RetryCallState], None]:
    """Return a `before_sleep` that logs a warning; `what` names the call in it."""

    def log_repetition(state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        cause = str(error) or type(error).__name__
        log.warning("%s failed (%s); it is repeated in %g s", what, cause, state.upcoming_sleep)

    return log_repetition
