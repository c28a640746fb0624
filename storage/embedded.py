"""The engine of one process: a task for each busy lane, and one timer for all suspended lanes.

Open requests are never scanned: a lane's task reads the head of its lane. An error pauses a lane and never ends it.
"""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from typing import Final, TypeVar

from tenacity import stop_never, wait_fixed

from core.engine.clock import Clock
from core.engine.current_request import working_on
from core.engine.dispatch import LONGEST_SUSPEND_SECONDS, Dispatcher, Reservation, Stop, Suspend, Work
from core.engine.rare_line import RareLine
from core.engine.retries import logged, retry
from core.model.host_unavailable import HostUnavailable
from storage.errors import StorageError
from storage.last_tries import LastTries
from storage.places import Places
from storage.queue import Head, Queue
from storage.timers import Timers

T = TypeVar("T")

log = logging.getLogger(__name__)

# The prefixes of the lanes of answers, and of those of polls and films: neither ever waits for a place.
_WITHOUT_PLACES: Final = ("now:", "render:")
RESUMED_AT_ONCE: Final = 200  # of those, at a start: as many as there are places, as shipped
_LONGEST_PAUSE_SECONDS: Final = 60.0
_AT_ONCE: Final = 50  # lanes of a start, before something else has its turn
_ROUNDING_SECONDS: Final = 1.0  # by so much two times of one clock may differ


class EmbeddedDispatcher(Dispatcher):
    """Implements `core.engine.dispatch.Dispatcher` on a database that only this process uses."""

    def __init__(
        self,
        queue: Queue,
        *,
        clock: Clock,
        stop: Stop,
        concurrency: int,
        park: Callable[[int], Awaitable[None]],
        parked_silently: Callable[[Head], None] = lambda _: None,
        platforms: Collection[str] | None = None,
        of_one_sender: int | None = None,
        needs_place: Callable[[int], Awaitable[bool]] | None = None,
        join_seconds: float = 0.0,
        max_claims: int = 3,
        pause_seconds: float = 1.0,
    ) -> None:
        """Create an engine that is not running.

        Args:
            queue: the rows.
            clock: wakes suspended lanes.
            stop: set when the engine is asked to stop.
            concurrency: how many requests are worked on at the same time, without answers, polls and films.
            park: tells the user that a request is given up, and ends it.
            parked_silently: told of a request that the engine ended by itself, because that failed.
            platforms: those that this process serves, by the time it runs; the requests of others sleep until a
                process serves them. None: all.
            of_one_sender: how many of them may be of the same sender; None: all.
            needs_place: whether a request still has a file to upload or a turn to run; None: each has.
            join_seconds: for how long after the start a request waits for its parts that did so when the last process
                ended: the platform may have sent them since.
            max_claims: how often in a row a request may be begun without progress, the last time alone.
            pause_seconds: how long a lane pauses after an error; doubled with each further one.
        """
        self._queue = queue
        self._clock = clock
        self._stop = stop
        self._places = Places(concurrency, of_one_sender or concurrency)
        self._needs_place = needs_place
        self._park_and_tell = park
        self._parked_silently = parked_silently
        self._platforms = platforms
        self._join_seconds = join_seconds
        self._max_claims = max_claims
        self._pause_seconds = pause_seconds
        self._last_tries = LastTries(queue, clock, max_claims)
        self._timers = Timers(clock)
        self._resumed = asyncio.Semaphore(RESUMED_AT_ONCE)
        waiting = "the host fails, and requests go on by themselves when it is well again; tries that were cut short"
        self._host_failures = RareLine(log, waiting, level=logging.ERROR)
        self._work: Work | None = None
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()  # lanes that were notified while their task was ending
        self._reserved: set[str] = set()  # lanes in which a request is being accepted that begins at once
        self._begun: set[int] = set()  # requests whose next claim is counted already
        self._kept: dict[str, tuple[int, contextlib.ExitStack]] = {}  # lane → such a request, and its place
        self._running: dict[int, str] = {}
        self._woken: set[int] = set()
        self._wakes: set[asyncio.Task[None]] = set()
        self._owned: set[asyncio.Task[None]] = set()  # what goes on after its request

    @contextlib.asynccontextmanager
    async def reserve(self, lane: str, person: str) -> AsyncIterator[Reservation | None]:
        """Implement `Dispatcher.reserve`: the lane is idle, and a place is free for its sender."""
        idle = not (lane in self._lanes or lane in self._reserved or self._timers.is_set(lane))
        place: contextlib.ExitStack | None = None
        if idle and self._work is not None and not self._stop.asked:
            without = lane.startswith(_WITHOUT_PLACES)
            place = contextlib.ExitStack() if without else self._places.reserve(person)
        if place is None:
            yield None
            return
        with place:
            if lane:
                self._reserved.add(lane)
            try:
                yield _Reserved(place, self._begun, self._kept)
            finally:
                self._reserved.discard(lane)

    def notify(self, lane: str) -> None:
        """Implement `Dispatcher.notify`."""
        if self._work is None or self._stop.asked:
            return  # the next start notifies every lane
        if lane in self._lanes:
            self._again.add(lane)
            return
        task = asyncio.create_task(self._drain(lane, self._work), name=f"lane {lane}")
        self._lanes[lane] = task
        task.add_done_callback(lambda ended: self._on_lane_ended(lane, ended))

    def wake(self, request: int) -> None:
        """Implement `Dispatcher.wake`; a running request is resumed at once when it suspends itself."""
        if request in self._running:
            self._woken.add(request)
        waking = asyncio.create_task(self._wake(request), name=f"wake R{request}")
        self._wakes.add(waking)
        waking.add_done_callback(self._wakes.discard)

    def own(self, task: asyncio.Task[None]) -> None:
        """Implement `Dispatcher.own`."""
        self._owned.add(task)
        task.add_done_callback(self._owned.discard)

    @property
    def working(self) -> int:
        """How many requests are worked on now."""
        return len(self._running)

    def leave_place(self, request: int) -> None:
        """Implement `Dispatcher.leave_place`."""
        self._places.leave(request)

    async def run(self, work: Work, grace_seconds: float) -> None:
        """Implement `Dispatcher.run`."""
        self._work = work
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._resume(), name="resume lanes")
                await self._timers.run(self.notify)
        finally:
            self._stop.asked = True
            try:
                await self._wind_down(grace_seconds)
            finally:
                await self._cancel_rest()
                self._host_failures.stop()

    async def _resume(self) -> None:
        unserved = Counter[str]()
        await self._retry(lambda: self._queue.wait_for_parts(self._clock.time() + self._join_seconds))
        heads, now = await self._retry(self._queue.heads), self._clock.time()
        # what begins a few at a time comes last, and keeps nothing else waiting
        in_order = sorted(heads, key=lambda head: (head.wake_at <= now, head.lane.startswith(_WITHOUT_PLACES)))
        for number, head in enumerate(in_order):
            if number % _AT_ONCE == 0:
                await asyncio.sleep(0)  # whoever asks meanwhile need not wait for the beginning of all of them
            if not self._serves(head):
                unserved[head.platform] += 1
                continue
            with working_on(head.request):
                log.info("R%d was open when this process began; it goes on", head.request)
            if now < head.wake_at:
                self._timers.set(head.lane, min(head.wake_at, now + LONGEST_SUSPEND_SECONDS))
            else:
                await self._begin_resumed(head.lane)
        for platform, lanes in unserved.items():
            log.warning("requests in %d lanes of %s sleep: it is not configured, or did not open", lanes, platform)

    async def _begin_resumed(self, lane: str) -> None:
        """Begin a lane of this start, when fewer than `RESUMED_AT_ONCE` of those that need no place are worked on.

        Else thousands would ask for the database and the same few connections at once, and none would come to its end.
        """
        if lane in self._lanes or not lane.startswith(_WITHOUT_PLACES):
            self.notify(lane)
            return
        await self._resumed.acquire()
        self.notify(lane)
        if lane in self._lanes:
            self._lanes[lane].add_done_callback(lambda _: self._resumed.release())

    def _serves(self, head: Head) -> bool:
        return self._platforms is None or head.platform in self._platforms

    async def _drain(self, lane: str, work: Work) -> None:
        """Work on a lane until nothing is ready in it."""
        with working_on(None):  # the task that notified the lane may work on another request
            await self._drain_lane(lane, work)

    async def _drain_lane(self, lane: str, work: Work) -> None:
        errors = 0
        while not self._stop.asked:
            self._again.discard(lane)
            head: Head | None = None
            try:
                head = await self._ready(lane)
                if head is None:
                    return
                with working_on(head.request):
                    async with await self._place(head) as for_place, self._last_tries.turn(head) as for_turn:
                        if (for_place or for_turn) and await self._ready(lane) != head:
                            continue  # the lane has another head by now, or the process stops
                        await self._work_on(head, work)
                errors = 0
            except Exception as error:  # noqa: BLE001 - it is logged there
                pause = min(self._pause_seconds * 2**errors, _LONGEST_PAUSE_SECONDS)
                self._log_failure(lane, head, error, pause)
                await self._clock.sleep(pause)
                errors += 1

    def _log_failure(self, lane: str, head: Head | None, error: Exception, pause: float) -> None:
        reference = f"R{head.request}" if head else ""
        if isinstance(error, HostUnavailable):  # the same for every lane, and again at every try
            self._host_failures.count(f"{error}; first at {reference or lane}")
            return
        log.error(
            "lane %s failed at %s; it goes on in %g s",
            *(lane, reference or "its head", pause),
            extra={"request": reference},
            exc_info=error,
        )

    def _on_lane_ended(self, lane: str, task: asyncio.Task[None]) -> None:
        del self._lanes[lane]
        error = None if task.cancelled() else task.exception()
        if error is not None:
            log.error("the task of lane %s failed and is started again", lane, exc_info=error)
        if error is not None or lane in self._again:
            self._again.discard(lane)
            self.notify(lane)
        else:
            self._kept_for(lane, None)

    def _kept_for(self, lane: str, request: int | None) -> contextlib.ExitStack | None:
        """Return the place that was kept for a request of a lane; one that was kept for another is freed."""
        reserved_by, place = self._kept.pop(lane, (None, None))
        if place is not None and reserved_by != request:
            place.close()  # that one has ended before it could begin
            return None
        return place

    async def _place(self, head: Head) -> contextlib.AbstractAsyncContextManager[bool]:
        """Return what gives a request its place, where it needs one."""
        reserved = self._kept_for(head.lane, head.request)
        needed = not head.lane.startswith(_WITHOUT_PLACES)
        if needed and reserved is None and self._needs_place is not None:
            needed = await self._needs_place(head.request)
        if not needed:
            return contextlib.nullcontext(enter_result=False)
        return self._places.take(head.request, head.person, head.account, reserved)

    async def _ready(self, lane: str) -> Head | None:
        """Return the head of a lane if it may be worked on now."""
        head = None if self._stop.asked else await self._queue.head(lane)
        if head is not None and not self._serves(head):
            return None  # not begun, so that it is no failed try either
        if head is not None and self._sleeps(head):
            self._timers.set(lane, head.wake_at)
            return None
        return head

    def _sleeps(self, head: Head) -> bool:
        """Return whether a request has to sleep on; not until a time that only a clock ahead can have written."""
        return 0 < head.wake_at - self._clock.time() <= LONGEST_SUSPEND_SECONDS + _ROUNDING_SECONDS

    async def _work_on(self, head: Head, work: Work) -> None:
        self._running[head.request] = head.lane
        try:
            given_up = await self._claims(head) > self._max_claims
            try:
                await self._try(head, work, given_up=given_up)
            except HostUnavailable:
                if not given_up:
                    self._begun.add(head.request)  # its next try is no further claim: the host failed, not the request
                raise
        finally:
            del self._running[head.request]
            self._woken.discard(head.request)

    async def _try(self, head: Head, work: Work, *, given_up: bool) -> None:
        try:
            await (self._park(head) if given_up else work(head.request))
        except Suspend as suspended:
            await self._reschedule(head, suspended, forgive=not given_up)
        except asyncio.CancelledError:
            if not _task_is_cancelled():
                raise RuntimeError("the work raised a CancelledError of its own") from None
            # cancelled by this engine, which is no fault of the request
            await self._reschedule(head, Suspend(0.0), forgive=not given_up)
            raise

    async def _claims(self, head: Head) -> int:
        """Return how often in a row a request was begun, including this time."""
        if head.request in self._begun:
            self._begun.discard(head.request)
            return 1
        return await self._queue.begin(head.request, self._clock.time())

    async def _reschedule(self, head: Head, suspended: Suspend, *, forgive: bool) -> None:
        longest = self._clock.time() + LONGEST_SUSPEND_SECONDS
        until = 0.0 if head.request in self._woken else min(suspended.until, longest)
        lane = await self._queue.reschedule(head.request, until, suspended.lane, forgive=forgive)
        if lane != head.lane:
            self.notify(lane)

    async def _park(self, head: Head) -> None:
        request = head.request
        log.error("R%s was begun %s times without progress; it is parked", request, self._max_claims)
        try:
            await self._park_and_tell(request)
        except Exception:
            log.exception("the user could not be told that R%s is parked", request)
        if await self._queue.park(request, self._clock.time()):
            self._parked_silently(head)

    async def _wake(self, request: int) -> None:
        with working_on(request):
            lane = await self._retry(lambda: self._queue.wake(request))
        if lane is not None:
            self.notify(lane)

    async def _retry(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call the database until it answers."""
        return await retry(
            call,
            before_sleep=logged("a call of the database"),
            on=StorageError,
            wait=wait_fixed(self._pause_seconds),
            stop=stop_never,
            clock=self._clock,
        )

    async def _wind_down(self, grace_seconds: float) -> None:
        """Wait until running work has ended or reached a safe point, for the grace at most."""
        busy = set(self._running.values())
        for lane, task in self._lanes.items():
            if lane not in busy:
                task.cancel()  # it waits for a place or pauses: nothing has begun
        grace = asyncio.create_task(self._clock.sleep(grace_seconds), name="grace")
        try:
            while (running := {*self._lanes.values(), *self._wakes, *self._owned}) and not grace.done():
                await asyncio.wait({grace, *running}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            grace.cancel()
            await asyncio.gather(grace, return_exceptions=True)

    async def _cancel_rest(self) -> None:
        tasks = [*self._lanes.values(), *self._wakes, *self._owned]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._work = None


class _Reserved(Reservation):
    """A place that is freed unless a request takes it."""

    def __init__(
        self, place: contextlib.ExitStack, begun: set[int], kept: dict[str, tuple[int, contextlib.ExitStack]]
    ) -> None:
        self._place = place
        self._begun = begun
        self._kept = kept

    def take(self, request: int, lane: str) -> None:
        """Implement `Reservation.take`."""
        self._begun.add(request)
        self._kept[lane] = request, self._place.pop_all()


def _task_is_cancelled() -> bool:
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
