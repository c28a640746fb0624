"""When the lanes of suspended requests go on: ten thousand of them are one heap and one task."""

import asyncio
import contextlib
import heapq
from collections.abc import Callable
from typing import Final

from core.engine.clock import Clock, deadline

_LONGEST_SECONDS: Final = 30.0  # a machine that was suspended finds its timers late, but its wall clock right


class Timers:
    """Calls back for a lane when its time has come. A lane has one time: a new one replaces the old."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, str]] = []
        self._times: dict[str, float] = {}
        self._sooner = asyncio.Event()

    def set(self, lane: str, until: float) -> None:
        """Call back for a lane at an epoch second."""
        if self._times.get(lane) == until:
            return
        self._times[lane] = until
        heapq.heappush(self._heap, (until, lane))
        if self._heap[0] == (until, lane):
            self._sooner.set()

    def is_set(self, lane: str) -> bool:
        """Return whether a lane has a time."""
        return lane in self._times

    async def run(self, fire: Callable[[str], None]) -> None:
        """Call `fire` for each lane whose time has come, until cancelled."""
        while True:
            self._sooner.clear()
            self._fire_due(fire)
            if not self._heap:
                await self._sooner.wait()
                continue
            rest = min(self._heap[0][0] - self._clock.time(), _LONGEST_SECONDS)
            with contextlib.suppress(TimeoutError):
                async with deadline(rest, clock=self._clock):
                    await self._sooner.wait()

    def _fire_due(self, fire: Callable[[str], None]) -> None:
        while self._heap and self._heap[0][0] <= self._clock.time():
            until, lane = heapq.heappop(self._heap)
            if self._times.get(lane) == until:
                del self._times[lane]
                fire(lane)
