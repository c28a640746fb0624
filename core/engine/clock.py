"""Time as a dependency: what waits, waits on a clock that a test can turn by hand.

Nothing here may read the machine's time except `SystemClock`.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

log = logging.getLogger(__name__)


class Clock(Protocol):
    """The three things a program wants from time."""

    def time(self) -> float:
        """Return seconds since the epoch: the only time that is stored."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards, for spans inside one process."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class SystemClock:
    """The machine's own clock."""

    def time(self) -> float:
        """Return seconds since the epoch."""
        return time.time()

    def monotonic(self) -> float:
        """Return seconds of the monotonic clock."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds)


@contextlib.asynccontextmanager
async def keepalive(
    tick: Callable[[], Awaitable[None]], *, every: float, clock: Clock, name: str
) -> AsyncIterator[None]:
    """Call `tick` each `every` seconds while the block works; a failed tick is logged and never kills the work."""

    async def beat() -> None:
        while True:
            await clock.sleep(every)
            try:
                await tick()
            except Exception:
                log.warning("a tick of %s failed", name, exc_info=True)

    task = asyncio.create_task(beat(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class Beside:
    """Runs a side task while the block runs, and waits for it at the end of the block. Its failure is only logged.

    The block may last for minutes in hundreds of chats, so nothing is kept of a task that is over.
    """

    __slots__ = ("_name", "_side", "_task")

    def __init__(self, side: Callable[[], Awaitable[None]], *, name: str) -> None:
        self._side = side
        self._name = name
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._guarded(), name=self._name)

    async def __aexit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if self._task is None:
            return
        if kind is asyncio.CancelledError:
            self._task.cancel()
        await asyncio.wait({self._task})

    async def _guarded(self) -> None:
        try:
            await self._side()
        except Exception:
            log.warning("%s failed", self._name, exc_info=True)
        finally:
            self._task = None


@contextlib.asynccontextmanager
async def deadline(seconds: float, *, clock: Clock) -> AsyncIterator[None]:
    """Cancel the block after `seconds` on `clock`.

    Raises:
        TimeoutError: the time ran out before the block ended.
    """
    async with asyncio.timeout(None) as limit:

        async def expire() -> None:
            await clock.sleep(seconds)
            limit.reschedule(asyncio.get_running_loop().time())

        task = asyncio.create_task(expire(), name="deadline")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
