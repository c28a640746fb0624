"""Promises of `core.dispatch.Dispatcher`, whatever engine keeps them."""

import asyncio
import logging

import pytest

from core.dispatch import Asleep, Stop
from core.requests import Outcome
from storage.embedded import EmbeddedDispatcher
from storage.errors import StorageError


class House:
    """A process: an engine over a store, and work that a test scripts request by request."""

    def __init__(self, store, clock, concurrency=10, queue=None):
        self.store = store
        self.clock = clock
        self.stop = Stop()
        self.begun: list[int] = []
        self.running: set[int] = set()
        self.parked: list[int] = []
        self.script = {}
        self.engine = EmbeddedDispatcher(
            queue or store.queue, clock=clock, stop=self.stop, concurrency=concurrency, parked=self._park
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
async def houses(store, clock):
    built: list[House] = []

    def build(**other):
        built.append(House(store, clock, **other))
        return built[-1]

    yield build
    for house in built:
        if not house.has_stopped:
            stopping = asyncio.create_task(house.stopped())
            while not stopping.done():
                await clock.advance(10.0)
                await asyncio.sleep(0.001)


@pytest.fixture
def house(houses):
    return houses()


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


def asleep_once(seconds_from, clock, lane=None):
    async def sleep(time):
        if time == 1:
            raise Asleep(clock.time() + seconds_from, lane)

    return sleep


async def test_a_lane_is_worked_on_one_at_a_time_in_order_of_acceptance(house, accepted, eventually):
    requests = [await accepted() for _ in range(5)]
    most = []

    async def count(_):
        most.append(len(house.running))
        await asyncio.sleep(0.001)

    house.script = dict.fromkeys(requests, count)
    house.start()
    await eventually(lambda: house.begun == requests)
    assert set(most) == {1}


async def test_lanes_are_worked_on_beside_each_other(house, accepted, eventually):
    gate = asyncio.Event()
    requests = {await accepted(f"project:{number}") for number in range(5)}
    house.script = dict.fromkeys(requests, until(gate))
    house.start()
    await eventually(lambda: house.running == requests)
    gate.set()


async def test_what_is_accepted_later_begins_when_its_lane_is_called(house, accepted, eventually):
    house.start()
    await asyncio.sleep(0.01)
    request = await accepted()
    house.engine.called("project:1")
    await eventually(lambda: house.begun == [request])


async def test_only_what_finds_its_lane_and_a_place_free_would_begin_at_once(houses, accepted, clock, eventually):
    house = houses(concurrency=2)
    assert not house.engine.would_begin("project:1"), "nothing runs yet"
    sleeper, gate = await accepted("project:2"), asyncio.Event()
    house.script[sleeper] = asleep_once(30.0, clock)
    house.start()
    await eventually(lambda: house.begun == [sleeper] and not house.running)
    await eventually(lambda: not house.engine.would_begin("project:2"))
    assert house.engine.would_begin("project:1")
    for lane in ("project:1", "project:3"):
        busy = await accepted(lane)
        house.script[busy] = until(gate)
        house.engine.called(lane)
        await eventually(lambda busy=busy: busy in house.running)
        assert not house.engine.would_begin(lane)
    assert not house.engine.would_begin("project:4"), "every place is taken"
    assert house.engine.would_begin("now:m9"), "answers need none"
    gate.set()
    await eventually(lambda: not house.running)
    await eventually(lambda: house.engine.would_begin("project:1"))


async def test_what_was_accepted_as_begun_is_counted_once_and_again_when_it_is_begun_again(
    house, accepted, store, clock, eventually
):
    claims = []

    async def fail_once(_):
        rows = await store.database.all("select claims from requests where id = ?", request)
        claims.append(rows[0]["claims"])
        if len(claims) == 1:
            raise OSError("the disk is away")

    house.start()
    await asyncio.sleep(0.01)
    request = await accepted(begun=True)
    house.script[request] = fail_once
    house.engine.called("project:1", request)
    await eventually(lambda: 1.0 in clock.waits())
    await clock.advance(1.0)
    await eventually(lambda: claims == [1, 2])


async def test_no_call_is_lost_between_the_last_look_and_the_end_of_a_lane(houses, accepted, store, eventually):
    requests = [await accepted()]

    class Late:
        """Rows in which something is accepted just after they were found empty."""

        def __getattr__(self, name):
            return getattr(store.queue, name)

        async def head(self, lane):
            found = await store.queue.head(lane)
            if found is None and len(requests) < 5:
                requests.append(await accepted())
                house.engine.called(lane)
            return found

    house = houses(queue=Late())
    house.start()
    await eventually(lambda: len(requests) == 5 and house.begun == requests)


async def test_no_more_than_the_concurrency_run_and_answers_do_not_count(houses, accepted, eventually):
    house = houses(concurrency=2)
    gate = asyncio.Event()
    requests = [await accepted(f"project:{number}") for number in range(4)]
    answer = await accepted("now:m9")
    house.script = dict.fromkeys(requests, until(gate))
    house.start()
    await eventually(lambda: len(house.running) == 2 and answer in house.begun)
    await asyncio.sleep(0.02)
    assert len(house.running) == 2
    gate.set()
    await eventually(lambda: set(house.begun) == {*requests, answer})


async def test_children_run_in_their_parents_place(house, accepted, store, eventually):
    from core.requests import Child
    from core.words.intents import Meaning, Wish

    batch, last = await accepted(), await accepted()
    children = []

    async def split(_):
        children.extend(await store.requests.split(batch, [Child("w", Meaning(Wish.EDIT), ())] * 3))

    house.script[batch] = split
    house.start()
    await eventually(lambda: len(house.begun) == 5)
    assert house.begun == [batch, *children, last]


class TestSleep:
    async def test_a_sleeping_head_keeps_its_lane_and_wakes_at_its_hour(self, house, accepted, clock, eventually):
        first, second = await accepted(), await accepted()
        house.script[first] = asleep_once(30.0, clock)
        house.start()
        await eventually(lambda: house.begun == [first] and clock.waits() == [30.0])
        house.engine.called("project:1")
        await clock.advance(29.0)
        await asyncio.sleep(0.02)
        assert house.begun == [first]
        await clock.advance(1.0)
        await eventually(lambda: house.begun == [first, first, second])

    async def test_the_one_that_wakes_first_is_waited_for_first(self, house, accepted, clock, eventually):
        late, soon = await accepted("project:1"), await accepted("project:2")
        house.script = {late: asleep_once(25.0, clock), soon: asleep_once(5.0, clock)}
        house.start()
        await eventually(lambda: len(house.begun) == 2 and min(clock.waits(), default=99) == 5.0)
        await clock.advance(5.0)
        await eventually(lambda: house.begun[2:] == [soon])
        await clock.advance(20.0)
        await eventually(lambda: house.begun[2:] == [soon, late])

    async def test_a_sleep_outlives_the_process(self, houses, accepted, clock, eventually):
        request = await accepted()
        first = houses()
        first.script[request] = asleep_once(300.0, clock)
        first.start()
        await eventually(lambda: first.begun == [request] and clock.waits())
        await first.stopped()
        await clock.advance(100.0)
        second = houses()
        second.start()
        await eventually(clock.waits)
        for _ in range(6):
            assert second.begun == []
            await clock.advance(30.0)
        await clock.advance(30.0)
        await eventually(lambda: second.begun == [request])

    async def test_a_sleeping_request_takes_no_place(self, houses, accepted, clock, eventually):
        house = houses(concurrency=1)
        sleeper, other = await accepted("project:1"), await accepted("project:2")
        house.script[sleeper] = asleep_once(30.0, clock)
        house.start()
        await eventually(lambda: house.begun == [sleeper, other])

    async def test_a_request_that_enters_another_lane_frees_the_first(self, house, accepted, clock, eventually, store):
        mover, next_one = await accepted(), await accepted()
        gate = asyncio.Event()

        async def enter(time):
            if time == 1:
                raise Asleep(0.0, "render:1")
            await gate.wait()

        house.script[mover] = enter
        house.start()
        await eventually(lambda: next_one in house.begun and house.running == {mover})
        assert (await store.requests.get(mover)).lane == "render:1"
        gate.set()

    async def test_an_older_request_stands_before_a_younger_one_in_the_lane_it_enters(
        self, house, accepted, eventually
    ):
        holder = await accepted("render:1")
        mover = await accepted("project:1")
        younger = await accepted("render:1")
        gate = asyncio.Event()

        async def enter(time):
            if time == 1:
                raise Asleep(0.0, "render:1")

        house.script = {mover: enter, holder: until(gate)}
        house.start()
        await eventually(lambda: mover in house.begun and holder in house.running)
        await asyncio.sleep(0.02)
        gate.set()
        await eventually(lambda: house.begun[-2:] == [mover, younger])

    async def test_a_hurried_request_wakes_at_once(self, house, accepted, clock, eventually):
        request = await accepted()
        house.script[request] = asleep_once(3000.0, clock)
        house.start()
        await eventually(lambda: house.begun == [request] and clock.waits())
        house.engine.hurry(request)
        await eventually(lambda: house.begun == [request, request])

    async def test_a_request_hurried_while_it_is_worked_on_does_not_fall_asleep(
        self, house, accepted, clock, eventually
    ):
        request = await accepted()
        gate = asyncio.Event()

        async def sleep(time):
            if time == 1:
                await gate.wait()
                raise Asleep(clock.time() + 3000.0)

        house.script[request] = sleep
        house.start()
        await eventually(lambda: request in house.running)
        house.engine.hurry(request)
        await asyncio.sleep(0.02)
        gate.set()
        await eventually(lambda: house.begun == [request, request])

    async def test_hurrying_a_request_that_is_not_there_does_nothing(self, house, accepted, eventually):
        house.start()
        house.engine.hurry(99)
        request = await accepted()
        house.engine.called("project:1")
        await eventually(lambda: house.begun == [request])

    async def test_a_thousand_sleeping_requests_are_two_tasks(self, house, accepted, clock, eventually, store):
        for number in range(1000):
            await store.requests.rest(await accepted(f"render:{number}"), clock.time() + 1000 + number, None)
        before = len(asyncio.all_tasks())
        house.start()
        await eventually(clock.waits)
        assert len(asyncio.all_tasks()) <= before + 3
        assert house.begun == []


class TestDeaths:
    async def test_a_request_that_raises_is_begun_three_times_then_parked_and_its_lane_goes_on(
        self, house, accepted, clock, eventually, store, caplog
    ):
        poison, healthy = await accepted(), await accepted()

        async def die(_):
            raise ValueError("poison")

        house.script[poison] = die
        house.start()
        for times, pause in enumerate((1.0, 2.0, 4.0), start=1):
            await eventually(lambda times=times, pause=pause: len(house.begun) == times and pause in clock.waits())
            await clock.advance(pause)
        await eventually(lambda: house.begun == [poison, poison, poison, healthy])
        assert house.parked == [poison]
        assert (await store.requests.get(poison)).outcome is Outcome.PARKED
        assert f"failed at R{poison}" in caplog.text

    async def test_deaths_are_counted_across_processes(self, houses, accepted, store, eventually):
        poison = await accepted()
        for _ in range(3):
            await store.requests.begin(poison)  # and the process was killed
        house = houses()
        house.start()
        await eventually(lambda: house.parked == [poison])
        assert house.begun == []

    async def test_a_sleep_forgets_the_deaths(self, house, accepted, clock, eventually, store):
        request = await accepted()
        await store.requests.begin(request)
        await store.requests.begin(request)
        house.script[request] = asleep_once(0.0, clock)
        house.start()
        await eventually(lambda: house.begun == [request, request])
        assert house.parked == []

    async def test_a_request_is_parked_even_when_nobody_can_be_told(self, house, accepted, store, eventually):
        poison, healthy = await accepted(), await accepted()
        for _ in range(3):
            await store.requests.begin(poison)

        async def fail(_):
            raise OSError("no chat")

        house.engine._parked = fail
        house.start()
        await eventually(lambda: house.begun == [healthy])
        assert (await store.requests.get(poison)).outcome is Outcome.PARKED

    async def test_a_parked_request_whose_telling_must_wait_is_not_begun_meanwhile(
        self, house, accepted, clock, store, eventually
    ):
        poison = await accepted()
        for _ in range(3):
            await store.requests.begin(poison)
        told = []

        async def tell(request):
            told.append(request)
            if len(told) == 1:
                raise Asleep(clock.time() + 20.0)

        house.engine._parked = tell
        house.start()
        await eventually(lambda: told == [poison] and 20.0 in clock.waits())
        await clock.advance(20.0)
        await eventually(lambda: told == [poison, poison])
        assert house.begun == []

    async def test_work_that_is_cancelled_from_within_does_not_strand_its_lane(
        self, house, accepted, clock, eventually
    ):
        request = await accepted()

        async def leak(time):
            if time == 1:
                raise asyncio.CancelledError

        house.script[request] = leak
        house.start()
        await eventually(lambda: house.begun == [request] and 1.0 in clock.waits())
        await clock.advance(1.0)
        await eventually(lambda: house.begun == [request, request])

    async def test_a_lane_whose_task_dies_is_begun_again(self, house, accepted, eventually):
        class Odd(BaseException):
            pass

        request, following = await accepted(), await accepted()

        async def odd(time):
            if time == 1:
                raise Odd

        house.script[request] = odd
        house.start()
        await eventually(lambda: house.begun == [request, request, following])

    @pytest.mark.parametrize("failing", ["heads", "head", "begin", "rest", "rouse"])
    async def test_one_error_of_the_database_strands_nobody(
        self, houses, accepted, clock, eventually, store, failing, caplog
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
        house = houses(queue=queue)
        house.script[request] = asleep_once(1000.0, clock)
        house.start()

        async def turn(until):
            while not until():
                await clock.advance(0.5)
                await asyncio.sleep(0.002)

        await asyncio.wait_for(turn(lambda: house.begun), 5)
        house.engine.hurry(request)
        await asyncio.wait_for(turn(lambda: house.begun[-1] == following), 5)
        assert queue.left == 0


class TestStop:
    async def test_nothing_is_begun_after_the_stop_and_what_runs_ends_within_the_grace(
        self, house, accepted, clock, eventually, store
    ):
        gate = asyncio.Event()
        running, waiting = await accepted(), await accepted()
        house.script[running] = until(gate)
        house.start(grace=5.0)
        await eventually(lambda: house.running == {running})
        house.ask_to_stop()
        await eventually(lambda: house.stop.asked)
        house.engine.called("project:2")
        assert not house.has_stopped
        gate.set()
        await eventually(lambda: house.has_stopped)
        assert house.begun == [running]
        assert (await store.requests.get(running)).outcome is Outcome.DONE
        assert (await store.requests.get(waiting)).outcome is None

    async def test_what_outlives_the_grace_is_cut_off_and_that_is_no_death(
        self, houses, accepted, clock, eventually, store
    ):
        request = await accepted()
        for _ in range(4):
            house = houses()
            house.script[request] = until(asyncio.Event())
            house.start(grace=5.0)
            await eventually(lambda house=house: house.running == {request})
            house.ask_to_stop()
            await eventually(lambda: 5.0 in clock.waits())
            assert not house.has_stopped
            await clock.advance(5.0)
            await eventually(lambda house=house: house.has_stopped)
            assert house.running == set()
        last = houses()
        last.start()
        await eventually(lambda: last.begun == [request])

    async def test_a_second_cancel_cuts_off_at_once(self, house, accepted, eventually):
        request = await accepted()
        house.script[request] = until(asyncio.Event())
        house.start(grace=500.0)
        await eventually(lambda: house.running == {request})
        house.ask_to_stop()
        await eventually(lambda: house.stop.asked)
        house.ask_to_stop()
        await eventually(lambda: house.has_stopped)
        assert house.running == set()

    async def test_who_waits_for_a_place_does_not_hold_up_the_stop(self, houses, accepted, eventually):
        house = houses(concurrency=1)
        gate = asyncio.Event()
        first, second = await accepted("project:1"), await accepted("project:2")
        house.script = {first: until(gate), second: until(gate)}
        house.start(grace=500.0)
        await eventually(lambda: len(house.running) == 1)
        house.ask_to_stop()
        await eventually(lambda: house.stop.asked)
        gate.set()
        await eventually(lambda: house.has_stopped)
        assert len(house.begun) == 1

    async def test_a_lane_that_pauses_after_an_error_does_not_hold_up_the_stop(
        self, house, accepted, clock, eventually
    ):
        request = await accepted()

        async def die(_):
            raise ValueError("once")

        house.script[request] = die
        house.start(grace=500.0)
        await eventually(lambda: 1.0 in clock.waits())
        house.ask_to_stop()
        await eventually(lambda: house.has_stopped)

    async def test_a_hurry_that_came_before_the_stop_is_still_written(self, house, accepted, clock, eventually, store):
        request = await accepted()
        await store.requests.rest(request, clock.time() + 500, None)
        house.start()
        await eventually(clock.waits)
        house.engine.hurry(request)
        await house.stopped()
        assert (await store.queue.head("project:1")).wake_at == 0.0

    async def test_the_next_process_goes_on_with_every_lane(self, houses, accepted, eventually):
        requests = {await accepted(f"project:{number}") for number in range(3)}
        house = houses()
        house.engine.called("project:0")  # before it runs: nothing yet
        assert house.begun == []
        house.start()
        await eventually(lambda: set(house.begun) == requests)
