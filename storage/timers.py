"""One timer for all that sleeps: ten thousand sleeping lanes are one heap and one task."""

import asyncio
import contextlib
import heapq
from collections.abc import Callable
from typing import Final

from core.engine.clock import Clock, deadline

_LONGEST_SECONDS: Final = 30.0  # a machine that was suspended finds its timers late, but its wall clock right


class Timers:
    """Rings for a lane at its hour. A lane has one hour: a new one replaces the old."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, str]] = []
        self._hours: dict[str, float] = {}
        self._sooner = asyncio.Event()

    def set(self, lane: str, until: float) -> None:
        """Ring for a lane at an epoch second."""
        if self._hours.get(lane) == until:
            return
        self._hours[lane] = until
        heapq.heappush(self._heap, (until, lane))
        if self._heap[0] == (until, lane):
            self._sooner.set()

    def is_set(self, lane: str) -> bool:
        """Return whether a lane has an hour."""
        return lane in self._hours

    async def run(self, ring: Callable[[str], None]) -> None:
        """Ring until cancelled."""
        while True:
            self._sooner.clear()
            self._ring_ripe(ring)
            if not self._heap:
                await self._sooner.wait()
                continue
            rest = min(self._heap[0][0] - self._clock.time(), _LONGEST_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with deadline(rest, clock=self._clock):
                    await self._sooner.wait()

    def _ring_ripe(self, ring: Callable[[str], None]) -> None:
        while self._heap and self._heap[0][0] <= self._clock.time():
            until, lane = heapq.heappop(self._heap)
            if self._hours.get(lane) == until:
                del self._hours[lane]
                ring(lane)
