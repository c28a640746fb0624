"""What the retries of this package share: each one leaves a line with its cause in the log. They wait on our clock.

Only calls that may be made more than once are retried: never one whose outcome is unknown and that sends something.
"""

import logging
from collections.abc import Callable

from tenacity import RetryCallState

from bots.telegram.refusals import causes


def error_of(state: RetryCallState) -> BaseException | None:
    """Return the error that ended the last attempt; None: it succeeded."""
    return state.outcome.exception() if state.outcome else None


def logged(log: logging.Logger, level: int, failure: str) -> Callable[[RetryCallState], None]:
    """Return what logs a failed attempt, as tenacity's `before_sleep`; `failure` says in words what has failed."""

    def before_sleep(state: RetryCallState) -> None:
        error = error_of(state)
        cause = causes(error) if error else "no reason"
        log.log(
            level, "%s (attempt %d, next in %.1f s): %s", failure, state.attempt_number, state.upcoming_sleep, cause
        )

    return before_sleep
