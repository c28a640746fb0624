"""Time as a dependency: all waiting goes through a clock that a test can control.

Only `SystemClock` reads the machine's time.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Protocol

log = logging.getLogger(__name__)


class Clock(Protocol):
    """The time, in seconds."""

    def time(self) -> float:
        """Return seconds since the epoch. Stored times are of this kind."""
        ...

    def monotonic(self) -> float:
        """Return seconds that never run backwards, to measure durations inside one process."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class SteadyTime:
    """Seconds since the epoch as a clock had them when this was made, and as many more as have gone by since.

    So they never jump, whoever sets the clock while the process runs.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._began = clock.time() - clock.monotonic()

    def now(self) -> float:
        """Return the present, in seconds since the epoch."""
        return self._began + self._clock.monotonic()

    def earliest(self) -> float:
        """Return the present as the clock tells it or as it is here, whichever is earlier.

        By this, nothing that is new looks old because somebody set the clock.
        """
        return min(self.now(), self._clock.time())

    def latest(self) -> float:
        """Return the present as the clock tells it or as it is here, whichever is later.

        What is dated after it, a clock has dated that was ahead.
        """
        return max(self.now(), self._clock.time())


class SystemClock:
    """The clock of this machine."""

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
    """Call `tick` every `every` seconds while the block runs; a failed tick is logged and does not end the block."""

    async def tick_forever() -> None:
        while True:
            await clock.sleep(every)
            try:
                await tick()
            except Exception:
                log.warning("a tick of %s failed", name, exc_info=True)

    task = asyncio.create_task(tick_forever(), name=name)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class BackgroundTask:
    """Runs `work` beside a block, and ends when both have ended; a failure of `work` is only logged.

    Hundreds of blocks may run for minutes, so the task is dropped as soon as it has ended.
    """

    __slots__ = ("_name", "_task", "_work")

    def __init__(self, work: Callable[[], Awaitable[None]], *, name: str) -> None:
        self._work = work
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
            await self._work()
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
