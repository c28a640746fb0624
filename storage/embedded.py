"""The engine of one process: a task for each lane that has something to do, one timer for those that sleep.

It never scans the open requests: a lane asks for its own head. No error ends a lane: it pauses and goes on.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from tenacity import stop_never, wait_fixed

from core.engine.clock import Clock
from core.engine.dispatch import Dispatcher, Stop, Suspend, Work
from core.engine.retries import retry
from storage.errors import StorageError
from storage.queue import Head, Queue
from storage.timers import Timers

T = TypeVar("T")

log = logging.getLogger(__name__)

_AT_ONCE: Final = "now:"  # lanes of answers: they never wait for a place
_LONGEST_PAUSE_SECONDS: Final = 60.0


class EmbeddedDispatcher(Dispatcher):
    """Keeps `core.engine.dispatch.Dispatcher`'s promises on one database that only this process works on."""

    def __init__(
        self,
        queue: Queue,
        *,
        clock: Clock,
        stop: Stop,
        concurrency: int,
        parked: Callable[[int], Awaitable[None]],
        max_deaths: int = 3,
        pause_seconds: float = 1.0,
    ) -> None:
        """Take the collaborators.

        Args:
            queue: the rows.
            clock: wakes what sleeps.
            stop: set when the engine is asked to stop.
            concurrency: how many requests are worked on at once, answers not counted.
            parked: tells the user that a request is given up, and ends it.
            max_deaths: how often in a row a request may be begun without getting on.
            pause_seconds: how long a lane pauses after an error; doubled with each further one.
        """
        self._queue = queue
        self._clock = clock
        self._stop = stop
        self._places = asyncio.Semaphore(concurrency)
        self._parked = parked
        self._max_deaths = max_deaths
        self._pause_seconds = pause_seconds
        self._timers = Timers(clock)
        self._work: Work | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()  # lanes that were notified while their task was ending
        self._begun: set[int] = set()  # requests whose first claim was counted when they were accepted
        self._running: dict[int, str] = {}
        self._woken: set[int] = set()
        self._wakes: set[asyncio.Task[None]] = set()

    def would_begin(self, lane: str) -> bool:
        """Keep `Dispatcher.would_begin`: the lane is idle, and there is a place for its work."""
        idle = lane not in self._lanes and not self._timers.is_set(lane)
        placed = lane.startswith(_AT_ONCE) or not self._places.locked()
        return idle and placed and self._work is not None and not self._stop.asked

    def notify(self, lane: str, begun: int | None = None) -> None:
        """Keep `Dispatcher.notify`."""
        if self._work is None or self._stop.asked:
            return  # the next start looks at every lane
        if begun is not None:
            self._begun.add(begun)
        if lane in self._lanes:
            self._again.add(lane)
            return
        task = asyncio.create_task(self._drain(lane, self._work), name=f"lane {lane}")
        self._lanes[lane] = task
        task.add_done_callback(lambda ended: self._left(lane, ended))

    def wake(self, request: int) -> None:
        """Keep `Dispatcher.wake`; a request that is being worked on goes on at once when it suspends itself."""
        if request in self._running:
            self._woken.add(request)
        waking = asyncio.create_task(self._wake(request), name=f"wake R{request}")
        self._wakes.add(waking)
        waking.add_done_callback(self._wakes.discard)

    async def run(self, work: Work, grace_seconds: float) -> None:
        """Keep `Dispatcher.run`."""
        self._work = work
        try:
            await self._resume()
            await self._timers.run(self.notify)
        finally:
            self._stop.asked = True
            try:
                await self._wind_down(grace_seconds)
            finally:
                await self._cut_off()

    async def _resume(self) -> None:
        for head in await self._insist(self._queue.heads):
            if head.wake_at > self._clock.time():
                self._timers.set(head.lane, head.wake_at)
            else:
                self.notify(head.lane)

    async def _drain(self, lane: str, work: Work) -> None:
        """Work on a lane until nothing is ready in it."""
        errors = 0
        while not self._stop.asked:
            self._again.discard(lane)
            at = "its head"
            try:
                async with self._place(lane):
                    head = await self._ready(lane)
                    if head is None:
                        return
                    at = f"R{head.request}"
                    await self._take(head, work)
                errors = 0
            except Exception:
                pause = min(self._pause_seconds * 2**errors, _LONGEST_PAUSE_SECONDS)
                log.exception("lane %s failed at %s; it goes on in %g s", lane, at, pause)
                await self._clock.sleep(pause)
                errors += 1

    def _left(self, lane: str, task: asyncio.Task[None]) -> None:
        del self._lanes[lane]
        died = None if task.cancelled() else task.exception()
        if died is not None:
            log.error("the task of lane %s died and is begun again", lane, exc_info=died)
        if died is not None or lane in self._again:
            self._again.discard(lane)
            self.notify(lane)

    def _place(self, lane: str) -> contextlib.AbstractAsyncContextManager[None]:
        return contextlib.nullcontext() if lane.startswith(_AT_ONCE) else self._places

    async def _ready(self, lane: str) -> Head | None:
        """Return the head of a lane if it may be worked on now."""
        head = None if self._stop.asked else await self._queue.head(lane)
        if head is not None and head.wake_at > self._clock.time():
            self._timers.set(lane, head.wake_at)
            return None
        return head

    async def _take(self, head: Head, work: Work) -> None:
        doomed = False
        self._running[head.request] = head.lane
        try:
            doomed = await self._claims(head) > self._max_deaths
            await (self._park(head.request) if doomed else work(head.request))
        except Suspend as suspended:
            await self._reschedule(head, suspended, forgive=not doomed)
        except asyncio.CancelledError:
            if not _asked_to_leave():
                raise RuntimeError("the work let a cancellation of its own out") from None
            await self._reschedule(head, Suspend(0.0), forgive=not doomed)  # cut off by us: that is no death
            raise
        finally:
            del self._running[head.request]
            self._woken.discard(head.request)

    async def _claims(self, head: Head) -> int:
        """Return how often in a row a request was begun, this time included."""
        if head.request in self._begun:
            self._begun.discard(head.request)
            return 1
        return await self._queue.begin(head.request, self._clock.time())

    async def _reschedule(self, head: Head, suspended: Suspend, *, forgive: bool) -> None:
        until = 0.0 if head.request in self._woken else suspended.until
        lane = await self._queue.reschedule(head.request, until, suspended.lane, forgive=forgive)
        if lane != head.lane:
            self.notify(lane)

    async def _park(self, request: int) -> None:
        log.error("R%s was begun %s times and never ended in order; it is parked", request, self._max_deaths)
        try:
            await self._parked(request)
        except Exception:
            log.exception("nobody could be told that R%s is parked", request)
        await self._queue.park(request, self._clock.time())

    async def _wake(self, request: int) -> None:
        lane = await self._insist(lambda: self._queue.wake(request))
        if lane is not None:
            self.notify(lane)

    async def _insist(self, ask: Callable[[], Awaitable[T]]) -> T:
        """Ask the database until it answers."""
        return await retry(
            ask,
            what="the database",
            on=StorageError,
            wait=wait_fixed(self._pause_seconds),
            stop=stop_never,
            clock=self._clock,
        )

    async def _wind_down(self, grace_seconds: float) -> None:
        """Let what runs come to its end or its next safe point."""
        busy = set(self._running.values())
        for lane, task in self._lanes.items():
            if lane not in busy:
                task.cancel()  # it waits for a place or pauses: nothing was begun
        over = asyncio.create_task(self._clock.sleep(grace_seconds), name="grace")
        try:
            while (running := {*self._lanes.values(), *self._wakes}) and not over.done():
                await asyncio.wait({over, *running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            over.cancel()
            await asyncio.gather(over, return_exceptions=True)

    async def _cut_off(self) -> None:
        left = [*self._lanes.values(), *self._wakes]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        self._work = None


def _asked_to_leave() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
