"""Timers for the lanes of suspended requests: one heap and one task for all of them."""

import asyncio
import heapq
from collections.abc import Callable
from typing import Final

from core.engine.clock import Clock, deadline
from core.engine.dispatch import LONGEST_SUSPEND_SECONDS

_LONGEST_SECONDS: Final = 30.0  # after a suspend of the machine only its wall clock is right, so it is read this often


class Timers:
    """Calls back for a lane at its time. A lane has one time: a new one replaces the old one."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[float, str]] = []
        self._times: dict[str, float] = {}
        self._changed = asyncio.Event()

    def set(self, lane: str, until: float) -> None:
        """Set the time of a lane, in epoch seconds."""
        if self._times.get(lane) == until:
            return
        self._times[lane] = until
        heapq.heappush(self._heap, (until, lane))
        if self._heap[0] == (until, lane):
            self._changed.set()

    def is_set(self, lane: str) -> bool:
        """Return whether a lane has a time."""
        return lane in self._times

    async def run(self, fire: Callable[[str], None]) -> None:
        """Call `fire` for each lane at its time, until cancelled."""
        while True:
            self._changed.clear()
            self._fire_due(fire)
            if not self._heap:
                await self._changed.wait()
                continue
            seconds = min(self._heap[0][0] - self._clock.time(), _LONGEST_SECONDS)
            try:
                async with deadline(seconds, clock=self._clock):
                    await self._changed.wait()
            except TimeoutError:
                self._fire_too_late(fire)

    def _fire_too_late(self, fire: Callable[[str], None]) -> None:
        """Fire what is set to a time that only a clock that was ahead can have given."""
        latest = self._clock.time() + LONGEST_SUSPEND_SECONDS + _LONGEST_SECONDS
        for lane in [lane for lane, until in self._times.items() if until > latest]:
            del self._times[lane]
            fire(lane)

    def _fire_due(self, fire: Callable[[str], None]) -> None:
        while self._heap and self._heap[0][0] <= self._clock.time():
            until, lane = heapq.heappop(self._heap)
            if self._times.get(lane) == until:
                del self._times[lane]
                fire(lane)
