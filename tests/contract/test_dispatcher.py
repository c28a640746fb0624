"""Promises of `core.engine.dispatch.Dispatcher`, whatever engine keeps them."""

import asyncio
import logging

import pytest

from core.engine.dispatch import LONGEST_SUSPEND_SECONDS, Stop, Suspend
from core.model.chat import Address, Sender
from core.model.requests import Outcome
from storage.embedded import EmbeddedDispatcher
from storage.errors import StorageError


class Engine:
    """A process: an engine over a store, and work that a test scripts request by request."""

    def __init__(self, store, clock, concurrency=10, queue=None, **other):
        self.store = store
        self.clock = clock
        self.stop = Stop()
        self.begun: list[int] = []
        self.running: set[int] = set()
        self.parked: list[int] = []
        self.script = {}
        self.engine = EmbeddedDispatcher(
            queue or store.queue,
            clock=clock,
            stop=self.stop,
            concurrency=concurrency,
            park=self._park,
            **other,
        )
        self._run: asyncio.Task[None] | None = None

    async def work(self, request):
        self.begun.append(request)
        self.running.add(request)
        try:
            if request in self.script:
                await self.script[request](len([one for one in self.begun if one == request]))
        finally:
            self.running.discard(request)
        await self.store.requests.end(request, Outcome.DONE, self.clock.time())

    async def _park(self, request):
        self.parked.append(request)

    def start(self, grace=5.0):
        self._run = asyncio.create_task(self.engine.run(self.work, grace), name="engine")

    def ask_to_stop(self):
        assert self._run is not None
        self._run.cancel()

    async def stopped(self):
        self.ask_to_stop()
        await asyncio.wait({self._run})

    @property
    def has_stopped(self):
        return self._run is None or self._run.done()


@pytest.fixture
async def engines(store, clock):
    built: list[Engine] = []

    def build(**other):
        built.append(Engine(store, clock, **other))
        return built[-1]

    yield build
    for engine in built:
        if not engine.has_stopped:
            stopping = asyncio.create_task(engine.stopped())
            while not stopping.done():
                await clock.advance(10.0)
                await asyncio.sleep(0.001)


@pytest.fixture
def engine(engines):
    return engines()


@pytest.fixture
def accepted(store, asked):
    """`await accepted("project:1")`: a request in a lane."""
    keys = iter(range(100_000))

    async def accept(lane="project:1", **other):
        return await store.requests.accept(asked(f"m{next(keys)}", lane=lane, **other), 1.0)

    return accept


def until(event):
    async def wait(_):
        await event.wait()

    return wait


def suspend_once(seconds_from, clock, lane=None):
    async def sleep(time):
        if time == 1:
            raise Suspend(clock.time() + seconds_from, lane)

    return sleep


async def test_a_lane_is_worked_on_one_at_a_time_in_order_of_acceptance(engine, accepted, eventually):
    requests = [await accepted() for _ in range(5)]
    most = []

    async def count(_):
        most.append(len(engine.running))
        await asyncio.sleep(0.001)

    engine.script = dict.fromkeys(requests, count)
    engine.start()
    await eventually(lambda: engine.begun == requests)
    assert set(most) == {1}


async def test_lanes_are_worked_on_concurrently(engine, accepted, eventually):
    gate = asyncio.Event()
    requests = {await accepted(f"project:{number}") for number in range(5)}
    engine.script = dict.fromkeys(requests, until(gate))
    engine.start()
    await eventually(lambda: engine.running == requests)
    gate.set()


async def test_a_request_accepted_later_begins_when_its_lane_is_notified(engine, accepted, eventually):
    engine.start()
    await asyncio.sleep(0.01)
    request = await accepted()
    engine.engine.notify("project:1")
    await eventually(lambda: engine.begun == [request])


async def test_a_request_begins_at_once_only_if_its_lane_and_a_slot_are_free(engines, accepted, clock, eventually):
    engine = engines(concurrency=2)
    assert not engine.engine.would_begin("project:1", "p:anna"), "nothing runs yet"
    suspended, gate = await accepted("project:2"), asyncio.Event()
    engine.script[suspended] = suspend_once(30.0, clock)
    engine.start()
    await eventually(lambda: engine.begun == [suspended] and not engine.running)
    await eventually(lambda: not engine.engine.would_begin("project:2", "p:anna"))
    assert engine.engine.would_begin("project:1", "p:anna")
    for lane in ("project:1", "project:3"):
        busy = await accepted(lane)
        engine.script[busy] = until(gate)
        engine.engine.notify(lane)
        await eventually(lambda busy=busy: busy in engine.running)
        assert not engine.engine.would_begin(lane, "p:anna")
    assert not engine.engine.would_begin("project:4", "p:anna"), "every slot is taken"
    assert engine.engine.would_begin("now:m9", "p:anna"), "answers need none"
    gate.set()
    await eventually(lambda: not engine.running)
    await eventually(lambda: engine.engine.would_begin("project:1", "p:anna"))


async def test_a_request_of_somebody_who_has_their_share_of_the_places_does_not_begin_at_once(
    engines, accepted, eventually
):
    engine, gate = engines(of_one_sender=1), asyncio.Event()
    busy = await accepted("project:1", address=Address("stage", "chat"), sender=Sender("anna"))
    engine.script[busy] = until(gate)
    engine.start()
    await eventually(lambda: busy in engine.running)
    here = Address("stage", "chat")
    assert not engine.engine.would_begin("project:2", here.person("anna"))
    assert engine.engine.would_begin("now:m2", here.person("anna")), "answers need none"
    assert engine.engine.would_begin("project:2", here.person("ben"))
    assert engine.engine.would_begin("project:2", Address("other", "chat").person("anna"))
    gate.set()
    await eventually(lambda: engine.engine.would_begin("project:2", here.person("anna")))


async def test_what_was_accepted_as_begun_is_counted_once_and_again_when_it_is_begun_again(
    engine, accepted, store, clock, eventually
):
    claims = []

    async def fail_once(_):
        rows = await store.database.all("select claims from requests where id = ?", request)
        claims.append(rows[0]["claims"])
        if len(claims) == 1:
            raise OSError("the disk is away")

    engine.start()
    await asyncio.sleep(0.01)
    request = await accepted(begun=True)
    engine.script[request] = fail_once
    engine.engine.notify("project:1", request)
    await eventually(lambda: 1.0 in clock.waits())
    await clock.advance(1.0)
    await eventually(lambda: claims == [1, 2])


async def test_a_request_that_waited_for_parts_when_its_process_ended_waits_for_them_anew(
    engines, accepted, store, clock, eventually
):
    async def wait_for_parts(_):
        while (left := (await store.requests.get(waits)).joins_until - clock.time()) > 0:
            await clock.sleep(left)

    waits = await accepted("project:1", joins_until=clock.time() - 60.0)
    complete = await accepted("project:2", joins_until=1.0)  # when it was accepted
    engine = engines(join_seconds=2.5)
    engine.script[waits] = wait_for_parts
    engine.start()
    await eventually(lambda: engine.begun == [waits, complete] and clock.waits() == [2.5])
    assert not (await store.requests.get(waits)).sealed
    assert (await store.requests.get(complete)).sealed
    await clock.advance(2.5)
    await eventually(lambda: not engine.running)


async def test_no_notification_is_lost_while_the_task_of_a_lane_ends(engines, accepted, store, eventually):
    requests = [await accepted()]

    class Late:
        """Rows in which something is accepted just after they were found empty."""

        def __getattr__(self, name):
            return getattr(store.queue, name)

        async def head(self, lane):
            found = await store.queue.head(lane)
            if found is None and len(requests) < 5:
                requests.append(await accepted())
                engine.engine.notify(lane)
            return found

    engine = engines(queue=Late())
    engine.start()
    await eventually(lambda: len(requests) == 5 and engine.begun == requests)


async def test_no_more_than_the_concurrency_run_and_answers_do_not_count(engines, accepted, eventually):
    engine = engines(concurrency=2)
    gate = asyncio.Event()
    requests = [await accepted(f"project:{number}") for number in range(4)]
    answer = await accepted("now:m9")
    engine.script = dict.fromkeys(requests, until(gate))
    engine.start()
    await eventually(lambda: len(engine.running) == 2 and answer in engine.begun)
    await asyncio.sleep(0.02)
    assert len(engine.running) == 2
    gate.set()
    await eventually(lambda: set(engine.begun) == {*requests, answer})


async def test_children_run_in_their_parents_place(engine, accepted, store, eventually):
    from core.model.requests import Child
    from core.words.intents import Meaning, Wish

    batch, last = await accepted(), await accepted()
    children = []

    async def split(_):
        children.extend(await store.requests.split(batch, [Child("w", Meaning(Wish.EDIT), ())] * 3))

    engine.script[batch] = split
    engine.start()
    await eventually(lambda: len(engine.begun) == 5)
    assert engine.begun == [batch, *children, last]


class TestSleep:
    async def test_a_suspended_head_holds_its_lane_and_wakes_at_its_time(self, engine, accepted, clock, eventually):
        first, second = await accepted(), await accepted()
        engine.script[first] = suspend_once(30.0, clock)
        engine.start()
        await eventually(lambda: engine.begun == [first] and clock.waits() == [30.0])
        engine.engine.notify("project:1")
        await clock.advance(29.0)
        await asyncio.sleep(0.02)
        assert engine.begun == [first]
        await clock.advance(1.0)
        await eventually(lambda: engine.begun == [first, first, second])

    async def test_the_one_that_wakes_first_is_waited_for_first(self, engine, accepted, clock, eventually):
        late, soon = await accepted("project:1"), await accepted("project:2")
        engine.script = {late: suspend_once(25.0, clock), soon: suspend_once(5.0, clock)}
        engine.start()
        await eventually(lambda: len(engine.begun) == 2 and min(clock.waits(), default=99) == 5.0)
        await clock.advance(5.0)
        await eventually(lambda: engine.begun[2:] == [soon])
        await clock.advance(20.0)
        await eventually(lambda: engine.begun[2:] == [soon, late])

    async def test_a_sleep_goes_on_after_a_restart(self, engines, accepted, clock, eventually):
        request = await accepted()
        first = engines()
        first.script[request] = suspend_once(300.0, clock)
        first.start()
        await eventually(lambda: first.begun == [request] and clock.waits())
        await first.stopped()
        await clock.advance(100.0)
        second = engines()
        second.start()
        await eventually(clock.waits)
        for _ in range(6):
            assert second.begun == []
            await clock.advance(30.0)
        await clock.advance(30.0)
        await eventually(lambda: second.begun == [request])

    async def test_a_suspended_request_takes_no_slot(self, engines, accepted, clock, eventually):
        engine = engines(concurrency=1)
        suspended, other = await accepted("project:1"), await accepted("project:2")
        engine.script[suspended] = suspend_once(30.0, clock)
        engine.start()
        await eventually(lambda: engine.begun == [suspended, other])

    async def test_a_request_that_enters_another_lane_frees_the_first(self, engine, accepted, clock, eventually, store):
        mover, next_one = await accepted(), await accepted()
        gate = asyncio.Event()

        async def enter(time):
            if time == 1:
                raise Suspend(0.0, "render:1")
            await gate.wait()

        engine.script[mover] = enter
        engine.start()
        await eventually(lambda: next_one in engine.begun and engine.running == {mover})
        assert (await store.requests.get(mover)).lane == "render:1"
        gate.set()

    async def test_an_older_request_stands_before_a_younger_one_in_the_lane_it_enters(
        self, engine, accepted, eventually
    ):
        holder = await accepted("render:1")
        mover = await accepted("project:1")
        younger = await accepted("render:1")
        gate = asyncio.Event()

        async def enter(time):
            if time == 1:
                raise Suspend(0.0, "render:1")

        engine.script = {mover: enter, holder: until(gate)}
        engine.start()
        await eventually(lambda: mover in engine.begun and holder in engine.running)
        await asyncio.sleep(0.02)
        gate.set()
        await eventually(lambda: engine.begun[-2:] == [mover, younger])

    async def test_a_time_that_a_clock_ahead_wrote_is_slept_for_as_long_as_anything_may_be(
        self, engine, accepted, clock, store, eventually
    ):
        ahead, soon = await accepted(lane="project:1"), await accepted(lane="project:2")
        await store.queue.reschedule(ahead, clock.time() + 86_400.0, None)
        await store.queue.reschedule(soon, clock.time() + 60.0, None)
        engine.start()
        await eventually(clock.waits)
        await clock.advance(60.0)
        await eventually(lambda: engine.begun == [soon])
        await clock.advance(LONGEST_SUSPEND_SECONDS - 60.0)
        await eventually(lambda: engine.begun == [soon, ahead])

    async def test_it_is_over_at_once_when_its_lane_is_notified(self, engine, accepted, clock, store, eventually):
        ahead = await accepted()
        await store.queue.reschedule(ahead, clock.time() + 86_400.0, None)
        engine.start()
        await eventually(clock.waits)
        engine.engine.notify("project:1")
        await eventually(lambda: engine.begun == [ahead])

    async def test_who_has_to_wait_long_is_begun_meanwhile_and_suspends_itself_again(
        self, engine, accepted, clock, eventually
    ):
        request, until = await accepted(), clock.time() + 3 * LONGEST_SUSPEND_SECONDS

        async def wait(_):
            if clock.time() < until:
                raise Suspend(until)

        engine.script[request] = wait
        engine.start()
        await eventually(lambda: engine.begun == [request] and clock.waits())
        for begun in (2, 3, 4):
            await clock.advance(LONGEST_SUSPEND_SECONDS)
            await eventually(lambda begun=begun: len(engine.begun) == begun and (begun == 4 or clock.waits()))
        assert engine.parked == []

    async def test_a_woken_request_goes_on_at_once(self, engine, accepted, clock, eventually):
        request = await accepted()
        engine.script[request] = suspend_once(3000.0, clock)
        engine.start()
        await eventually(lambda: engine.begun == [request] and clock.waits())
        engine.engine.wake(request)
        await eventually(lambda: engine.begun == [request, request])

    async def test_a_request_woken_while_it_runs_is_not_suspended(self, engine, accepted, clock, eventually):
        request = await accepted()
        gate = asyncio.Event()

        async def sleep(time):
            if time == 1:
                await gate.wait()
                raise Suspend(clock.time() + 3000.0)

        engine.script[request] = sleep
        engine.start()
        await eventually(lambda: request in engine.running)
        engine.engine.wake(request)
        await asyncio.sleep(0.02)
        gate.set()
        await eventually(lambda: engine.begun == [request, request])

    async def test_waking_a_request_that_does_not_exist_does_nothing(self, engine, accepted, eventually):
        engine.start()
        engine.engine.wake(99)
        request = await accepted()
        engine.engine.notify("project:1")
        await eventually(lambda: engine.begun == [request])

    async def test_a_thousand_suspended_requests_are_two_tasks(self, engine, accepted, clock, eventually, store):
        for number in range(1000):
            await store.queue.reschedule(await accepted(f"render:{number}"), clock.time() + 1000 + number, None)
        before = len(asyncio.all_tasks())
        engine.start()
        await eventually(clock.waits)
        assert len(asyncio.all_tasks()) <= before + 3
        assert engine.begun == []


class TestClaims:
    async def test_a_request_that_raises_is_begun_three_times_then_parked_and_its_lane_goes_on(
        self, engine, accepted, clock, eventually, store, caplog
    ):
        poison, healthy = await accepted(), await accepted()

        async def die(_):
            raise ValueError("poison")

        engine.script[poison] = die
        engine.start()
        for times, pause in enumerate((1.0, 2.0, 4.0), start=1):
            await eventually(lambda times=times, pause=pause: len(engine.begun) == times and pause in clock.waits())
            await clock.advance(pause)
        await eventually(lambda: engine.begun == [poison, poison, poison, healthy])
        assert engine.parked == [poison]
        assert (await store.requests.get(poison)).outcome is Outcome.PARKED
        assert f"failed at R{poison}" in caplog.text

    async def test_claims_are_counted_across_processes(self, engines, accepted, store, eventually):
        poison = await accepted()
        for _ in range(3):
            await store.queue.begin(poison, 1.0)  # and the process was killed
        engine = engines()
        engine.start()
        await eventually(lambda: engine.parked == [poison])
        assert engine.begun == []

    async def test_a_suspension_resets_the_claims(self, engine, accepted, clock, eventually, store):
        request = await accepted()
        await store.queue.begin(request, 1.0)
        await store.queue.begin(request, 1.0)
        engine.script[request] = suspend_once(0.0, clock)
        engine.start()
        await eventually(lambda: engine.begun == [request, request])
        assert engine.parked == []

    async def test_a_request_is_parked_even_when_the_user_cannot_be_told(self, engine, accepted, store, eventually):
        poison, healthy = await accepted(), await accepted()
        for _ in range(3):
            await store.queue.begin(poison, 1.0)

        async def fail(_):
            raise OSError("no chat")

        engine.engine._parked = fail
        engine.start()
        await eventually(lambda: engine.begun == [healthy])
        assert (await store.requests.get(poison)).outcome is Outcome.PARKED

    async def test_a_parked_request_whose_answer_must_wait_is_not_begun_meanwhile(
        self, engine, accepted, clock, store, eventually
    ):
        poison = await accepted()
        for _ in range(3):
            await store.queue.begin(poison, 1.0)
        told = []

        async def tell(request):
            told.append(request)
            if len(told) == 1:
                raise Suspend(clock.time() + 20.0)

        engine.engine._park_and_tell = tell
        engine.start()
        await eventually(lambda: told == [poison] and 20.0 in clock.waits())
        await clock.advance(20.0)
        await eventually(lambda: told == [poison, poison])
        assert engine.begun == []

    async def test_work_that_raises_cancelled_error_does_not_stop_its_lane(self, engine, accepted, clock, eventually):
        request = await accepted()

        async def leak(time):
            if time == 1:
                raise asyncio.CancelledError

        engine.script[request] = leak
        engine.start()
        await eventually(lambda: engine.begun == [request] and 1.0 in clock.waits())
        await clock.advance(1.0)
        await eventually(lambda: engine.begun == [request, request])

    async def test_a_lane_whose_task_fails_is_started_again(self, engine, accepted, eventually):
        class Odd(BaseException):
            pass

        request, following = await accepted(), await accepted()

        async def odd(time):
            if time == 1:
                raise Odd

        engine.script[request] = odd
        engine.start()
        await eventually(lambda: engine.begun == [request, request, following])

    @pytest.mark.parametrize("failing", ["heads", "head", "begin", "reschedule", "wake"])
    async def test_one_error_of_the_database_stops_no_lane(
        self, engines, accepted, clock, eventually, store, failing, caplog
    ):
        caplog.set_level(logging.CRITICAL)

        class Flaky:
            def __init__(self):
                self.left = 1

            def __getattr__(self, name):
                real = getattr(store.queue, name)

                async def once_failing(*args, **named):
                    if name == failing and self.left:
                        self.left -= 1
                        raise StorageError("disk I/O error")
                    return await real(*args, **named)

                return once_failing

        request, following = await accepted(), await accepted()
        queue = Flaky()
        engine = engines(queue=queue)
        engine.script[request] = suspend_once(1000.0, clock)
        engine.start()

        async def turn(until):
            while not until():
                await clock.advance(0.5)
                await asyncio.sleep(0.002)

        await asyncio.wait_for(turn(lambda: engine.begun), 5)
        engine.engine.wake(request)
        await asyncio.wait_for(turn(lambda: engine.begun[-1] == following), 5)
        assert queue.left == 0


class TestStop:
    async def test_nothing_is_begun_after_the_stop_and_what_runs_ends_within_the_grace(
        self, engine, accepted, clock, eventually, store
    ):
        gate = asyncio.Event()
        running, waiting = await accepted(), await accepted()
        engine.script[running] = until(gate)
        engine.start(grace=5.0)
        await eventually(lambda: engine.running == {running})
        engine.ask_to_stop()
        await eventually(lambda: engine.stop.asked)
        engine.engine.notify("project:2")
        assert not engine.has_stopped
        gate.set()
        await eventually(lambda: engine.has_stopped)
        assert engine.begun == [running]
        assert (await store.requests.get(running)).outcome is Outcome.DONE
        assert (await store.requests.get(waiting)).outcome is None

    async def test_work_that_outlasts_the_grace_is_cancelled_and_keeps_its_claims(
        self, engines, accepted, clock, eventually, store
    ):
        request = await accepted()
        for _ in range(4):
            engine = engines()
            engine.script[request] = until(asyncio.Event())
            engine.start(grace=5.0)
            await eventually(lambda engine=engine: engine.running == {request})
            engine.ask_to_stop()
            await eventually(lambda: 5.0 in clock.waits())
            assert not engine.has_stopped
            await clock.advance(5.0)
            await eventually(lambda engine=engine: engine.has_stopped)
            assert engine.running == set()
        last = engines()
        last.start()
        await eventually(lambda: last.begun == [request])

    async def test_a_second_cancel_cuts_off_at_once(self, engine, accepted, eventually):
        request = await accepted()
        engine.script[request] = until(asyncio.Event())
        engine.start(grace=500.0)
        await eventually(lambda: engine.running == {request})
        engine.ask_to_stop()
        await eventually(lambda: engine.stop.asked)
        engine.ask_to_stop()
        await eventually(lambda: engine.has_stopped)
        assert engine.running == set()

    async def test_a_lane_that_waits_for_a_slot_does_not_delay_the_stop(self, engines, accepted, eventually):
        engine = engines(concurrency=1)
        gate = asyncio.Event()
        first, second = await accepted("project:1"), await accepted("project:2")
        engine.script = {first: until(gate), second: until(gate)}
        engine.start(grace=500.0)
        await eventually(lambda: len(engine.running) == 1)
        engine.ask_to_stop()
        await eventually(lambda: engine.stop.asked)
        gate.set()
        await eventually(lambda: engine.has_stopped)
        assert len(engine.begun) == 1

    async def test_a_lane_that_pauses_after_an_error_does_not_hold_up_the_stop(
        self, engine, accepted, clock, eventually
    ):
        request = await accepted()

        async def die(_):
            raise ValueError("once")

        engine.script[request] = die
        engine.start(grace=500.0)
        await eventually(lambda: 1.0 in clock.waits())
        engine.ask_to_stop()
        await eventually(lambda: engine.has_stopped)

    async def test_a_wake_that_came_before_the_stop_is_still_written(self, engine, accepted, clock, eventually, store):
        request = await accepted()
        await store.queue.reschedule(request, clock.time() + 500, None)
        engine.start()
        await eventually(clock.waits)
        engine.engine.wake(request)
        await engine.stopped()
        assert (await store.queue.head("project:1")).wake_at == 0.0

    async def test_the_next_process_goes_on_with_every_lane(self, engines, accepted, eventually):
        requests = {await accepted(f"project:{number}") for number in range(3)}
        engine = engines()
        engine.engine.notify("project:0")  # before it runs: nothing yet
        assert engine.begun == []
        engine.start()
        await eventually(lambda: set(engine.begun) == requests)


class TestAPlatformThatIsNotServed:
    """Its requests sleep until a process serves it: not begun, no failed try, and in the way of nobody."""

    async def test_they_sleep_through_any_number_of_starts_and_go_on_when_it_is_back(
        self, store, engines, accepted, eventually, here, caplog
    ):
        asleep = [await accepted("project:1"), await accepted("project:1"), await accepted("now:1")]
        for _ in range(5):
            engine = engines(platforms=("other",))
            elsewhere = await accepted("project:2", address=Address("other", "9"))
            engine.start()
            await eventually(lambda engine=engine, elsewhere=elsewhere: engine.begun == [elsewhere])
            engine.engine.notify("project:1")
            engine.engine.wake(asleep[0])
            await engine.stopped()
            assert engine.begun == [elsewhere]
            assert engine.parked == []
        assert "requests in 2 lanes of web sleep" in caplog.text
        rows = await store.database.all("select claims from requests where outcome is null")
        assert [row["claims"] for row in rows] == [0, 0, 0]
        engine = engines(platforms=("other", here.platform))
        engine.start()
        await eventually(lambda: sorted(engine.begun) == asleep)
