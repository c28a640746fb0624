"""Promises of `core.engine.dispatch.Dispatcher`, whatever engine keeps them: what goes wrong, and how it stops."""

import asyncio
import logging

import pytest

from core.engine.dispatch import Suspend
from core.model.chat import Address
from core.model.requests import Outcome
from storage.errors import StorageError, Unwritable
from tests.contract.engine import suspend_once, until


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

    async def test_a_request_that_cannot_be_written_is_tried_until_it_can_and_is_no_poison(
        self, engine, accepted, clock, eventually
    ):
        request = await accepted()

        async def full(times):
            if times <= 6:
                raise Unwritable("database or disk is full")

        engine.script[request] = full
        engine.start()
        for times, pause in enumerate((1.0, 2.0, 4.0, 8.0, 16.0, 32.0), start=1):
            await eventually(lambda times=times, pause=pause: len(engine.begun) == times and pause in clock.waits())
            await clock.advance(pause)
        await eventually(lambda: len(engine.begun) == 7)
        assert engine.parked == []

    async def test_a_store_without_room_keeps_it_waiting_and_it_goes_on_by_itself_when_there_is_room(
        self, kind, engine, accepted, clock, eventually, store
    ):
        request = await accepted()
        async with kind.full["no byte more"](store):
            engine.start()
            for pause in (1.0, 2.0, 4.0, 8.0):
                await eventually(lambda pause=pause: pause in clock.waits())
                await clock.advance(pause)
            await eventually(lambda: 16.0 in clock.waits())
            assert engine.begun == []
        await clock.advance(16.0)
        await eventually(lambda: engine.begun == [request] and not engine.running)
        assert engine.parked == []

    async def test_so_is_one_whose_suspension_cannot_be_written(
        self, engine, accepted, clock, eventually, store, monkeypatch
    ):
        request, refusals = await accepted(), [Unwritable("database or disk is full")] * 5
        reschedule = store.queue.reschedule

        async def full(*given, **more):
            if refusals:
                raise refusals.pop()
            return await reschedule(*given, **more)

        monkeypatch.setattr(store.queue, "reschedule", full)

        async def suspended(times):
            if times <= 6:
                raise Suspend(0.0)

        engine.script[request] = suspended
        engine.start()
        for times, pause in enumerate((1.0, 2.0, 4.0, 8.0, 16.0), start=1):
            await eventually(lambda times=times, pause=pause: len(engine.begun) == times and pause in clock.waits())
            await clock.advance(pause)
        await eventually(lambda: len(engine.begun) == 7)
        assert engine.parked == []

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

    async def test_a_request_is_parked_even_when_the_user_cannot_be_told(self, engines, accepted, store, eventually):
        poison, healthy = await accepted(), await accepted()
        for _ in range(3):
            await store.queue.begin(poison, 1.0)

        async def fail(_):
            raise OSError("no chat")

        silently = []
        engine = engines(park=fail, parked_silently=silently.append)
        engine.start()
        await eventually(lambda: engine.begun == [healthy])
        assert [(head.request, head.platform) for head in silently] == [(poison, "web")]
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
