"""Promises of `core.engine.dispatch.Dispatcher`, whatever engine keeps them: when a request is begun."""

import asyncio

import pytest

from core.engine.current_request import current_reference, working_on
from core.engine.dispatch import LONGEST_SUSPEND_SECONDS, Suspend
from core.model.chat import Address, Sender
from core.model.requests import Outcome
from storage.errors import StorageError
from tests.contract.engine import suspend_once, until


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
    assert not await engine.begins_at_once("project:1", "p:anna"), "nothing runs yet"
    suspended, gate = await accepted("project:2"), asyncio.Event()
    engine.script[suspended] = suspend_once(30.0, clock)
    engine.start()
    await eventually(lambda: engine.begun == [suspended] and not engine.running)
    await engine.until_it("project:2", "p:anna", begins_at_once=False)
    assert await engine.begins_at_once("project:1", "p:anna")
    for lane in ("project:1", "project:3"):
        busy = await accepted(lane)
        engine.script[busy] = until(gate)
        engine.engine.notify(lane)
        await eventually(lambda busy=busy: busy in engine.running)
        assert not await engine.begins_at_once(lane, "p:anna")
    assert not await engine.begins_at_once("project:4", "p:anna"), "every slot is taken"
    assert await engine.begins_at_once("now:m9", "p:anna"), "answers need none"
    gate.set()
    await engine.until_it("project:1", "p:anna", begins_at_once=True)


async def test_a_request_of_somebody_who_has_their_share_of_the_places_does_not_begin_at_once(
    engines, accepted, eventually
):
    engine, gate = engines(of_one_sender=1), asyncio.Event()
    busy = await accepted("project:1", address=Address("stage", "chat"), sender=Sender("anna"))
    engine.script[busy] = until(gate)
    engine.start()
    await eventually(lambda: busy in engine.running)
    here = Address("stage", "chat")
    assert not await engine.begins_at_once("project:2", here.person("anna"))
    assert await engine.begins_at_once("now:m2", here.person("anna")), "answers need none"
    assert await engine.begins_at_once("project:2", here.person("ben"))
    assert await engine.begins_at_once("project:2", Address("other", "chat").person("anna"))
    gate.set()
    await engine.until_it("project:2", here.person("anna"), begins_at_once=True)


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
    async with engine.reserve() as reserved:
        request = await accepted(begun=True)
        engine.script[request] = fail_once
        reserved.take(request, "project:1")
        engine.engine.notify("project:1")
    await eventually(lambda: 1.0 in clock.waits())
    await clock.advance(1.0)
    await eventually(lambda: claims == [1, 2])


class TestAcceptedAtTheSameTime:
    """What one request is promised while it is accepted, no other is promised too."""

    @pytest.fixture
    async def running(self, engines, eventually):
        """An engine with two places, that runs."""
        engine = engines(concurrency=2, of_one_sender=1)
        engine.start()
        await asyncio.sleep(0.01)
        return engine

    async def test_the_last_place_of_a_sender_is_given_once(self, running):
        async with running.reserve("project:1", "p:anna") as first:
            assert first is not None
            assert not await running.begins_at_once("project:2", "p:anna")
            assert await running.begins_at_once("project:2", "p:ben")
        assert await running.begins_at_once("project:2", "p:anna"), "it was not accepted"

    async def test_the_last_place_of_all_is_given_once(self, running):
        async with running.reserve("project:1", "p:anna"), running.reserve("project:2", "p:ben") as second:
            assert second is not None
            assert not await running.begins_at_once("project:3", "p:cleo")
            assert await running.begins_at_once("now:m9", "p:cleo"), "answers need none"

    async def test_a_lane_is_given_once(self, running):
        async with running.reserve("project:1", "p:anna"):
            assert not await running.begins_at_once("project:1", "p:ben")
        assert await running.begins_at_once("project:1", "p:ben")

    async def test_two_projects_that_begin_with_their_requests_have_a_lane_each(self, running):
        async with running.reserve("", "p:anna"):
            assert await running.begins_at_once("", "p:ben")

    @pytest.mark.parametrize("error", [StorageError("disk"), asyncio.CancelledError()])
    async def test_what_fails_to_be_accepted_keeps_nothing(self, running, error):
        with pytest.raises(type(error)):
            async with running.reserve("project:1", "p:anna"):
                raise error
        assert await running.begins_at_once("project:1", "p:anna")

    async def test_who_waits_for_a_place_does_not_get_one_that_is_kept(self, running, accepted, eventually):
        anna = {"address": Address("stage", "chat"), "sender": Sender("anna")}
        gate = asyncio.Event()
        async with running.reserve("project:1", "stage:anna") as reserved:
            waits = await accepted("project:2", **anna)
            running.script[waits] = until(gate)
            running.engine.notify("project:2")
            await asyncio.sleep(0.02)
            assert running.begun == []
            begins = await accepted("project:1", begun=True, **anna)
            running.script[begins] = until(gate)
            reserved.take(begins, "project:1")
            running.engine.notify("project:1")
        await eventually(lambda: running.begun == [begins])
        gate.set()
        await eventually(lambda: running.begun == [begins, waits])
        await running.until_it("project:3", "stage:anna", begins_at_once=True)

    @pytest.fixture
    async def alone(self, engines):
        """An engine with one place, that runs."""
        engine = engines(concurrency=1)
        engine.start()
        await asyncio.sleep(0.01)
        return engine

    async def test_one_that_ends_before_it_begins_frees_what_was_kept(self, alone, accepted, store, clock):
        async with alone.reserve() as reserved:
            request = await accepted("project:1", begun=True)
            reserved.take(request, "project:1")
            await store.requests.end(request, Outcome.CANCELLED, clock.time())
            alone.engine.notify("project:1")
        await alone.until_it("project:1", "p:anna", begins_at_once=True)
        assert alone.begun == []

    async def test_one_that_ended_does_not_keep_its_place_while_its_lane_works_on_another(
        self, alone, accepted, store, clock, eventually
    ):
        async with alone.reserve() as reserved:
            ended, other = await accepted("project:1", begun=True), await accepted("project:1")
            await store.requests.end(ended, Outcome.CANCELLED, clock.time())
            reserved.take(ended, "project:1")
            alone.engine.notify("project:1")
        await eventually(lambda: alone.begun == [other])


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


async def test_what_is_logged_of_a_request_names_it_whoever_notified_its_lane(
    engine, accepted, clock, eventually, caplog
):
    asker, notified = await accepted("project:1"), await accepted("project:2")
    named = {}

    async def notify(_):
        named[asker] = current_reference()
        engine.engine.notify("project:2")

    async def fail_once(times):
        named[notified] = current_reference()
        if times == 1:
            raise ValueError("once")

    engine.script = {asker: notify, notified: fail_once}
    with working_on(99):  # whoever starts the engine
        engine.start()
    await eventually(lambda: 1.0 in clock.waits())
    await clock.advance(1.0)
    await eventually(lambda: engine.begun.count(notified) == 2)
    assert named == {asker: f"R{asker}", notified: f"R{notified}"}
    failed = [record.request for record in caplog.records if "failed at" in record.getMessage()]
    assert failed == [f"R{notified}"]


async def test_what_is_open_at_a_start_is_named_in_the_log(engine, accepted, eventually, caplog):
    caplog.set_level("INFO")
    request = await accepted()
    engine.start()
    await eventually(lambda: engine.begun == [request])
    assert f"R{request} was open when this process began" in caplog.text
