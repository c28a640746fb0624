"""How long a file may take to arrive. One rule for every source: a link, a chat platform, the upload page.

A source must give `LEAST_RATE` bytes a second over a minute, and all of a file within `DEADLINE_SECONDS`. Only the time
spent waiting for the source counts, not the time that its reader takes over what it has got.
"""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, Protocol

from core.media.errors import TooSlow

LEAST_RATE: Final = 8 * 1024
"""Bytes a second."""

WINDOW_SECONDS: Final = 60.0
"""Over how long the rate is measured."""

DEADLINE_SECONDS: Final = 7200.0
"""How long one file may take in all."""

_TICK_SECONDS: Final = 1.0


class Clock(Protocol):
    """The part of `core.engine.clock.Clock` that is needed here."""

    def monotonic(self) -> float:
        """Return seconds that never run backwards."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        ...


class Transfer:
    """One file on its way, as `transfer` watches it."""

    def __init__(self, clock: Clock, deadline_seconds: float) -> None:
        self._clock = clock
        self._until = clock.monotonic() + deadline_seconds
        self._waiting_since: float | None = None
        self._waited = 0.0
        self._received = 0
        self._marks = deque([(0.0, 0)])  # seconds waited and bytes received, over the last window
        self._complete = False
        self.stopped_by: BaseException | None = None

    async def chunks(self, source: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
        """Pass on the bytes of the source that is to be watched."""
        while True:
            self._waiting_since = self._clock.monotonic()
            try:
                chunk = await anext(source, None)
            finally:
                self._waited += self._clock.monotonic() - self._waiting_since
                self._waiting_since = None
            if chunk is None:
                self._complete = True
                return
            self._received += len(chunk)
            yield chunk

    async def watch(self, limit: asyncio.Timeout, safe_point: Callable[[], Awaitable[None]] | None) -> None:
        """End the block of `limit` when the source is too slow, or `safe_point` raises; `stopped_by` then says why."""
        while self.stopped_by is None:
            await self._clock.sleep(_TICK_SECONDS)
            if self._complete:
                return
            self.stopped_by = TooSlow() if self._is_too_slow() else await _raised_by(safe_point)
        limit.reschedule(asyncio.get_running_loop().time())

    def _is_too_slow(self) -> bool:
        now = self._clock.monotonic()
        if now >= self._until:
            return True
        waited = self._waited + (0.0 if self._waiting_since is None else now - self._waiting_since)
        self._marks.append((waited, self._received))
        while len(self._marks) > 1 and waited - self._marks[1][0] >= WINDOW_SECONDS:
            self._marks.popleft()
        since, before = self._marks[0]
        return waited - since >= WINDOW_SECONDS and self._received - before < LEAST_RATE * WINDOW_SECONDS


async def _raised_by(safe_point: Callable[[], Awaitable[None]] | None) -> BaseException | None:
    if safe_point is None:
        return None
    try:
        await safe_point()
    except asyncio.CancelledError:
        raise
    except BaseException as raised:  # noqa: BLE001 - it is raised again in the task that is watched
        return raised
    return None


@asynccontextmanager
async def transfer(
    clock: Clock,
    *,
    safe_point: Callable[[], Awaitable[None]] | None = None,
    deadline_seconds: float = DEADLINE_SECONDS,
) -> AsyncIterator[Transfer]:
    """Watch over a block that reads one file through `Transfer.chunks`, until all its bytes have been read.

    Args:
        clock: measures the time.
        safe_point: called every second; what it raises ends the block, also while nothing arrives.
        deadline_seconds: how long the block may take until then.

    Raises:
        TooSlow: the source broke the rule.
        BaseException: what `safe_point` raised.
    """
    watched = Transfer(clock, deadline_seconds)
    try:
        async with asyncio.timeout(None) as limit:
            watching = asyncio.create_task(watched.watch(limit, safe_point), name="transfer")
            try:
                yield watched
            finally:
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
    except TimeoutError:
        if watched.stopped_by is None:
            raise
        raise watched.stopped_by from None
