"""Promises of `core.engine.dispatch.Dispatcher`, whatever engine keeps them: who is begun next, and that it idles."""

import asyncio
from collections import Counter

import pytest

from core.model.accounts import AccountOrigin
from core.model.chat import Address, Sender
from core.model.projects import NewProject
from storage.embedded import RESUMED_AT_ONCE
from storage.queue import Head
from tests.contract.engine import until

GROUP, DIRECT = Address("web", "group"), Address("web", "direct")


@pytest.fixture
def alone(engines):
    """An engine with one place, in which whatever is begun ends at once."""
    return engines(concurrency=1)


async def test_a_long_lane_keeps_no_other_lane_waiting_for_its_end(alone, accepted, eventually):
    long = [await accepted("project:1") for _ in range(4)]
    others = [await accepted(f"project:{number}") for number in (2, 3)]
    alone.start()
    await eventually(lambda: len(alone.begun) == 6)
    assert alone.begun == [long[0], *others, *long[1:]]


async def test_somebody_with_many_wishes_and_somebody_with_one_take_turns(alone, accepted, eventually):
    many = [await accepted(f"project:{number}", sender=Sender("anna")) for number in range(5)]
    one = await accepted("project:9", sender=Sender("ben"))
    alone.start()
    await eventually(lambda: len(alone.begun) == 6)
    assert alone.begun.index(one) <= 2
    assert [request for request in alone.begun if request != one] == many


async def test_a_full_group_and_a_direct_chat_take_turns(alone, accepted, eventually):
    group = [await accepted(f"project:{n}", address=GROUP, sender=Sender(f"person {n}")) for n in range(8)]
    topics = [
        await accepted(f"project:1{n}", address=Address("web", "group", f"{n}"), sender=Sender(f"in topic {n}"))
        for n in range(3)
    ]
    direct = await accepted("project:20", address=DIRECT, sender=Sender("cleo"))
    alone.start()
    await eventually(lambda: len(alone.begun) == 12)
    assert alone.begun.index(direct) <= 2
    assert [request for request in alone.begun if request != direct] == [*group, *topics]


async def test_who_pays_for_themselves_has_their_turn_beside_the_group_they_ask_in(alone, accepted, store, eventually):
    paid = await store.accounts.create("web:dora#1", AccountOrigin.LOGIN, None)
    group = [await accepted(f"project:1{n}", address=GROUP, sender=Sender(f"person {n}")) for n in range(8)]
    own = NewProject("dora", private=False, skill="s", account=paid.id)
    request = await accepted("", address=GROUP, sender=Sender("dora"), project=own)
    alone.start()
    await eventually(lambda: len(alone.begun) == 9)
    assert alone.begun.index(request) <= 2
    assert [one for one in alone.begun if one != request] == group


async def test_an_account_that_all_chats_use_makes_no_account_of_them(alone, accepted, store, eventually):
    shared = await store.accounts.create("operator", AccountOrigin.OPERATOR, None)
    busy = [await accepted(f"project:1{n}", address=GROUP, sender=Sender(f"person {n}")) for n in range(8)]
    chats = []
    for number in range(2):
        place = NewProject("", private=True, skill="s", account=shared.id)
        chats.append(await accepted("", address=Address("web", f"{number}"), sender=Sender(f"{number}"), project=place))
    alone.start()
    await eventually(lambda: len(alone.begun) == 10)
    assert max(map(alone.begun.index, chats)) <= 3
    assert [request for request in alone.begun if request not in chats] == busy


async def test_no_more_than_their_share_of_one_sender_run_and_nobody_else_waits_for_it(engines, accepted, eventually):
    engine, gate = engines(concurrency=6, of_one_sender=2), asyncio.Event()
    anna = [await accepted(f"project:{n}", sender=Sender("anna")) for n in range(5)]
    elsewhere = await accepted("project:8", address=GROUP, sender=Sender("anna"))
    ben = await accepted("project:9", sender=Sender("ben"))
    answer = await accepted("now:m1", sender=Sender("anna"))
    engine.script = dict.fromkeys((*anna, elsewhere, ben), until(gate))
    engine.start()
    await eventually(lambda: engine.running == {*anna[:2], ben} and answer in engine.begun)
    await asyncio.sleep(0.02)
    assert engine.running == {*anna[:2], ben}, "their share is one in all chats"
    gate.set()
    await eventually(lambda: set(engine.begun) == {*anna, elsewhere, ben, answer})


class Counted:
    """Rows that count what is asked of them."""

    def __init__(self, queue):
        self._queue = queue
        self.calls = Counter()

    def __getattr__(self, name):
        self.calls[name] += 1
        return getattr(self._queue, name)


async def test_whoever_comes_while_thousands_are_resumed_need_not_wait_for_them(engines, store):
    heads = [Head(number, f"render:{number}", 0.0, "web") for number in range(2000)]

    class Rows(Counted):
        """Lanes of which each is looked at once, and is empty then."""

        async def heads(self):
            return heads

        async def head(self, lane):
            looks.append(lane)

    looks, most = [], 0
    engine = engines(queue=Rows(store.queue))
    engine.start()
    while len(looks) < len(heads):
        before = len(looks)
        await asyncio.sleep(0)
        most = max(most, len(looks) - before)
    assert most <= 100


async def test_a_start_works_on_so_many_polls_at_a_time_and_on_what_comes_meanwhile_at_once(
    engines, accepted, store, clock, eventually
):
    requests, gate = [await accepted(f"render:{number}") for number in range(RESUMED_AT_ONCE + 50)], asyncio.Event()
    asleep = await accepted("render:asleep")
    await store.queue.reschedule(asleep, clock.time() + 5.0, None)
    engine = engines()
    engine.script = dict.fromkeys(requests, until(gate))
    turn = await accepted("project:1")
    engine.start()
    await eventually(lambda: len(engine.running) == RESUMED_AT_ONCE)
    new = await accepted("render:new")
    engine.engine.notify("render:new")
    await clock.advance(5.0)
    await eventually(lambda: {asleep, turn, new} <= set(engine.begun))
    assert len(engine.running) == RESUMED_AT_ONCE
    gate.set()
    await eventually(lambda: set(engine.begun) == {*requests, asleep, turn, new})


class TestIdle:
    async def test_without_anything_to_do_nothing_is_read_and_no_timer_runs(self, engines, store, clock, eventually):
        rows = Counted(store.queue)
        engine = engines(queue=rows)
        engine.start()
        await eventually(lambda: rows.calls["heads"])
        await asyncio.sleep(0.01)
        at_start = rows.calls.copy()
        assert clock.waits() == []
        await clock.advance(86_400.0)
        assert rows.calls == at_start

    async def test_what_sleeps_is_read_when_its_hour_comes_and_not_before(
        self, engines, accepted, store, clock, eventually
    ):
        requests = [await accepted(f"render:{number}") for number in range(100)]
        for request in requests:
            await store.queue.reschedule(request, clock.time() + 500.0, None)
        rows = Counted(store.queue)
        engine = engines(queue=rows)
        engine.start()
        await eventually(clock.waits)
        at_start = rows.calls.copy()
        await clock.advance(499.0)
        assert rows.calls == at_start
        assert len(clock.waits()) == 1, "one timer for all of them"
        await clock.advance(1.0)
        await eventually(lambda: sorted(engine.begun) == requests and not engine.engine._lanes)
        assert rows.calls["head"] == 2 * len(requests), "once to begin, and once to find that nothing is left"
