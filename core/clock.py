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


@contextlib.asynccontextmanager
async def beside(courtesy: Awaitable[None], *, name: str) -> AsyncIterator[None]:
    """Begin a courtesy with the block, and be done with it when the block is; its failure is logged, and no more."""

    async def guarded() -> None:
        try:
            await courtesy
        except Exception:
            log.warning("%s failed", name, exc_info=True)

    task = asyncio.create_task(guarded(), name=name)
    try:
        yield
    except asyncio.CancelledError:
        task.cancel()
        raise
    finally:
        await asyncio.wait({task})


@contextlib.asynccontextmanager
async def deadline(seconds: float, *, clock: Clock) -> AsyncIterator[None]:
    """Cancel the block after `seconds` on `clock`.

    Raises:
        TimeoutError: the time ran out before the block ended.
    """
    async with asyncio.timeout(None) as limit:

        async def ring() -> None:
            await clock.sleep(seconds)
            limit.reschedule(asyncio.get_running_loop().time())

        task = asyncio.create_task(ring(), name="deadline")
        try:
            yield
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
