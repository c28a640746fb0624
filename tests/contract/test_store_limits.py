"""Promises of `core.model.limits`, over a real store: the limits are exact, and follow what they count."""

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.model.chat import Address, Sender
from core.model.limits import DAY_SECONDS, MINUTE_SECONDS, Charge, Holder, Kind, Limit, LimitReached, Limits, Reading
from core.model.requests import LIMIT_REPLIES, Child, Flow, NewRequest, Outcome, Part
from core.words.intents import Meaning, Wish
from storage.store import open_store

ANN = Sender("ann", "Ann", "en-GB")
EDIT = Meaning(Wish.EDIT)


def charged(new, limits, **other):
    return replace(new, charge=Charge(limits, **other))


async def refused(store, new):
    with pytest.raises(LimitReached) as caught:
        await store.requests.accept(new, 1.0)
    return caught.value.used


async def numbers(store):
    return len(await store.database.all("select id from requests"))


async def test_no_more_requests_a_day_are_accepted_than_there_are_and_a_refused_one_leaves_no_row(store, asked):
    limits = Limits(requests_per_day=2)
    for key in ("m1", "m2"):
        assert await store.requests.accept(charged(asked(key), limits), 1.0)
    used = await refused(store, charged(asked("m3"), limits))
    assert (used.limit, used.used, used.most, used.left) == (Limit.PER_DAY, 2, 2, 0)
    assert DAY_SECONDS - 60 < used.wait <= DAY_SECONDS
    assert await numbers(store) == 2
    assert not await store.requests.seen(asked("m3").address, "m3")


async def test_of_many_at_the_same_moment_only_so_many_are_accepted(store, asked):
    limits = Limits(requests_per_day=3)
    new = [charged(asked(f"m{number}", lane=f"project:{number}"), limits) for number in range(12)]
    done = await asyncio.gather(*(store.requests.accept(one, 1.0) for one in new), return_exceptions=True)
    assert sum(isinstance(one, int) for one in done) == 3
    assert sum(isinstance(one, LimitReached) for one in done) == 9


async def test_a_limit_survives_a_restart(opener, asked):
    limits = Limits(requests_per_day=1)
    async with opener() as store:
        await store.requests.accept(charged(asked("m1"), limits), 1.0)
    async with opener() as store:
        assert (await refused(store, charged(asked("m2"), limits))).limit is Limit.PER_DAY


async def test_a_message_that_comes_again_is_counted_once(store, asked):
    limits = Limits(requests_per_minute=2, requests_per_day=2)
    for _ in range(5):
        await store.requests.accept(charged(asked("m1"), limits), 1.0)
    assert await store.requests.accept(charged(asked("m2"), limits), 1.0)


async def test_late_parts_of_an_album_are_not_counted(store, asked):
    limits = Limits(requests_per_day=1)
    for key in ("m1", "m2", "m3"):
        part = replace(asked(key).part, album="a1")
        assert await store.requests.accept(charged(asked(key, part=part), limits), 1.0)


async def test_a_request_that_came_to_nothing_is_free(store, asked):
    limits = Limits(requests_per_day=1, chat_requests_per_day=1)
    request = await store.requests.accept(charged(asked("m1"), limits), 1.0)
    await store.usage.refund(request)
    assert await store.requests.accept(charged(asked("m2"), limits), 1.0)


async def test_what_repeats_an_open_request_takes_its_place_once(store, asked):
    limits = Limits(requests_per_day=1, chat_requests_per_day=1)
    request = await store.requests.accept(charged(asked("m1"), limits), 1.0)
    assert await store.requests.accept(charged(asked("m2"), limits, replaces=request), 1.0)
    await refused(store, charged(asked("m3"), limits, replaces=request))


async def test_a_batch_counts_as_its_children(store, asked):
    limits = Limits(requests_per_day=3)
    request = await store.requests.accept(charged(asked("m1"), limits), 1.0)
    assert len(await store.requests.split(request, [Child(f"{n}", EDIT, ()) for n in range(3)], limits=limits)) == 3
    await refused(store, charged(asked("m2"), limits))


async def test_a_batch_of_more_than_are_left_is_not_made(store, asked):
    limits = Limits(requests_per_day=3)
    await store.requests.accept(charged(asked("m1"), limits), 1.0)
    request = await store.requests.accept(charged(asked("m2"), limits), 1.0)
    with pytest.raises(LimitReached) as caught:
        await store.requests.split(request, [Child(f"{n}", EDIT, ()) for n in range(3)], limits=limits)
    assert caught.value.used.left == 2
    assert (await store.requests.get(request)).outcome is None
    assert await store.requests.children(request) == ()
    used = await store.usage.used(Limit.PER_DAY, Holder(asked("").address, ANN), limits)
    assert used.used == 2


async def test_each_person_has_their_own_and_a_chat_one_for_all(store, asked):
    alone, together = Limits(requests_per_day=1), Limits(chat_requests_per_day=2)
    topic = Address("web", "7", "topic")
    for sender in ("ann", "bob"):
        await store.requests.accept(charged(asked(f"a{sender}", sender=Sender(sender)), alone), 1.0)
        await store.requests.accept(charged(asked(f"b{sender}", sender=Sender(sender), address=topic), together), 1.0)
    assert (await refused(store, charged(asked("m", sender=Sender("bob")), alone))).limit is Limit.PER_DAY
    assert (await refused(store, charged(asked("m"), together))).limit is Limit.CHAT_PER_DAY
    assert await store.requests.accept(charged(asked("m", address=Address("web", "8")), together), 1.0)
    other = Sender("ann"), Address("discord", "7")
    assert await store.requests.accept(charged(asked("m", sender=other[0], address=other[1]), alone), 1.0)


async def test_the_count_of_a_group_follows_it_and_adds_to_what_is_there(store, asked):
    limits = Limits(chat_requests_per_day=2)
    old, new = Address("telegram", "-5"), Address("telegram", "-1005")
    await store.requests.accept(charged(asked("m1", address=old), limits), 1.0)
    await store.requests.accept(charged(asked("m2", address=new), limits), 1.0)
    await store.addresses.moved(old, new)
    for address in (old, new):
        await refused(store, charged(asked("m3", address=address), limits))
        assert (await store.usage.used(Limit.CHAT_PER_DAY, Holder(address, ANN), limits)).used == 2


async def test_open_requests_are_counted_over_all_chats_of_a_person_and_no_others(store, asked):
    limits = Limits(requests_at_once=2)
    first = await store.requests.accept(charged(asked("m1"), limits), 1.0)
    await store.requests.accept(charged(asked("m2", address=Address("web", "8")), limits), 1.0)
    await store.requests.accept(charged(asked("h1", flow=Flow.ANSWER), Limits()), 1.0)
    used = await refused(store, charged(asked("m3"), limits))
    assert (used.limit, used.used, used.wait) == (Limit.AT_ONCE, 2, None)
    assert await store.requests.accept(charged(asked("m4", sender=Sender("bob")), limits), 1.0)
    await store.requests.end(first, Outcome.DONE, 2.0)
    assert await store.requests.accept(charged(asked("m3"), limits), 1.0)


async def test_exports_take_nothing_of_the_day(store, asked):
    limits = Limits(requests_per_minute=9, requests_per_day=1, chat_requests_per_day=1)
    for number in range(5):
        new = asked(f"m{number}", flow=Flow.EXPORT)
        assert await store.requests.accept(charged(new, limits, kind=Kind.EXPORT), 1.0)


async def test_what_is_over_in_a_minute_is_told_once_and_leaves_no_row_after_that(store, asked):
    limits = Limits(requests_per_minute=3)
    for number in range(3):
        await store.requests.accept(charged(asked(f"m{number}"), limits), 1.0)
    told = []
    for number in range(3, 30):
        used = await refused(store, charged(asked(f"m{number}"), limits))
        assert (used.limit, used.most) == (Limit.PER_MINUTE, 3)
        assert 0 < used.wait <= MINUTE_SECONDS
        answer = asked(f"m{number}", flow=Flow.ANSWER, meaning=None, reply=LIMIT_REPLIES[used.limit])
        told.append(await store.requests.accept(charged(answer, limits, kind=Kind.REFUSAL), 1.0))
    assert [one is not None for one in told] == [True] + [False] * 26
    assert await numbers(store) == 4
    assert len(await store.database.all("select id from messages")) == 4


async def test_refusals_by_another_limit_count_as_messages_of_the_minute(store, asked):
    limits = Limits(requests_per_minute=3, requests_per_day=1)
    await store.requests.accept(charged(asked("m0"), limits), 1.0)
    for number in range(1, 10):
        used = await refused(store, charged(asked(f"m{number}"), limits))
        answer = asked(f"m{number}", flow=Flow.ANSWER, meaning=None, reply=LIMIT_REPLIES[used.limit])
        await store.requests.accept(charged(answer, limits, kind=Kind.REFUSAL), 1.0)
    assert await numbers(store) == 4  # the request, two refusals, and that it was too much


@dataclass
class Machine:
    """A machine whose clock may be set while time goes by.

    `truth` is the time that certainly went by: all that does while a process runs, and between two of them what the
    clock tells; one that shows an earlier time then says that none did.
    """

    passed: float = 0.0
    wall: float = 1_700_000_000.0
    truth: float = 0.0
    began: float = 0.0

    def time(self):
        return self.wall

    def monotonic(self):
        return self.passed

    async def sleep(self, seconds):
        raise AssertionError("nothing waits here")

    def start(self):
        self.began = self.wall - self.passed

    def wait(self, seconds):
        self.passed += seconds
        self.wall += seconds
        self.truth += seconds

    def stop(self, seconds):
        ended = self.began + self.passed
        self.passed += seconds
        self.wall += seconds
        self.truth += max(0.0, self.wall - ended)


@dataclass
class Person:
    """Somebody who asks, and when they were let through."""

    machine: Machine
    limits: Limits
    asked: Callable[..., NewRequest]
    accepted: list[float] = field(default_factory=list)
    number: int = 0

    async def ask(self, store):
        self.number += 1
        new = charged(self.asked(f"m{self.number}", lane=f"project:{self.number}"), self.limits)
        try:
            assert await store.requests.accept(new, self.machine.wall)
        except LimitReached as reached:
            return reached.used
        self.accepted.append(self.machine.truth)
        return None

    async def come_back(self, store):
        """Ask, and if that is refused, once more as long after it as they are told."""
        if (used := await self.ask(store)) is None:
            return
        assert 0 < used.wait <= used.limit.seconds
        self.machine.wait(used.wait + 0.01)
        again = await self.ask(store)
        assert again is None or again.limit is not used.limit

    def most_in(self, window):
        return max((sum(at <= one < at + window - 0.1 for one in self.accepted) for at in self.accepted), default=0)


@pytest.fixture
async def migrated(tmp_path):
    """The file of a new database."""
    path = tmp_path / "new.db"
    async with open_store(path, secret_key=None, clock=Machine()):
        pass
    return path


WAITS = (0.5, 20.0, 30.0, 59.0, 60.0, 3600.0, 43_200.0, 86_399.0, 86_400.0)
SHIFTS = (-200_000.0, -3600.0, -61.0, -1.0, 1.0, 61.0, 3600.0, 200_000.0)
STEP = st.one_of(
    st.tuples(st.just("ask"), st.integers(1, 6)),
    st.tuples(st.just("wait"), st.sampled_from(WAITS)),
    st.tuples(st.just("set the clock"), st.sampled_from(SHIFTS)),
)
PROCESSES = st.lists(st.tuples(st.lists(STEP, max_size=12), st.sampled_from([0.0, 1.0, 61.0, 90_000.0])), max_size=4)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(processes=PROCESSES, per_minute=st.integers(0, 3), per_day=st.integers(0, 4))
def test_never_more_are_let_through_in_a_window_and_nobody_waits_longer_than_it(
    processes, per_minute, per_day, asked, migrated
):
    machine = Machine()
    person = Person(machine, Limits(requests_per_minute=per_minute, requests_per_day=per_day), asked)

    async def live(store, steps):
        for what, much in steps:
            if what == "ask":
                for _ in range(much):
                    await person.ask(store)
            elif what == "wait":
                machine.wait(much)
            else:
                machine.wall += much
        await person.come_back(store)

    async def play(path):
        for steps, seconds in processes:
            machine.start()
            async with open_store(path, secret_key=None, clock=machine) as store:
                await live(store, steps)
            machine.stop(seconds)

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(shutil.copy(migrated, Path(folder) / "limits.db")))
    assert not per_minute or person.most_in(MINUTE_SECONDS) <= per_minute
    assert not per_day or person.most_in(DAY_SECONDS) <= per_day


async def test_what_counts_no_more_is_deleted(store, asked):
    limits = Limits(requests_per_minute=5, requests_per_day=5)
    await store.requests.accept(charged(asked("m1"), limits), 1.0)
    await store.database.all("update limit_uses set used_at = used_at - ?", DAY_SECONDS - 60)
    await store.housekeeping.sweep()
    assert len(await store.database.all("select id from limit_uses")) == 2
    await store.database.all("update limit_uses set used_at = used_at - 61")
    await store.housekeeping.sweep()
    assert await store.database.all("select id from limit_uses") == []


async def test_a_message_part_is_kept_whole(store, asked):
    limits = Limits(requests_per_day=1)
    new = charged(asked("m1"), limits)
    request = await store.requests.accept(new, 1.0)
    part = Part("m2", "and louder", (), 2.0)
    assert await store.requests.join(request, part, EDIT, 3.0)  # what joins is the same request
    assert (await store.usage.used(Limit.PER_DAY, Holder(new.address, ANN), limits)).used == 1


class TestCredits:
    async def read(self, store, balance, frozen=0, at=None, most=100):
        return await store.usage.observe("operator", Reading(balance, frozen, at or store.usage.now()), most)

    async def spent(self, store):
        holder = Holder(Address("web", "7"), ANN, "operator")
        return (await store.usage.used(Limit.CREDITS, holder, Limits(credits_per_day=100))).used

    async def test_what_falls_while_a_turn_is_under_way_is_spent(self, store):
        await self.read(store, 500)
        await store.usage.turn_begins("operator", 1)
        await self.read(store, 470)
        await store.usage.turn_begins("operator", 2)
        await self.read(store, 450)
        assert await self.spent(store) == 50

    async def test_what_falls_while_none_is_was_spent_by_somebody_else(self, store):
        await self.read(store, 500)
        await self.read(store, 300)
        await store.usage.turn_begins("operator", 1)
        await self.read(store, 290)
        await store.usage.turn_ended(1)
        await self.read(store, 100)
        assert await self.spent(store) == 10

    async def test_what_was_reserved_by_a_turn_that_was_told_is_spent_when_it_falls(self, store):
        await store.usage.turn_begins("operator", 1)
        await self.read(store, 500, frozen=20)
        assert await self.spent(store) == 20  # in doubt the larger
        await store.usage.turn_ended(1)
        await self.read(store, 485)
        assert await self.spent(store) == 15

    async def test_a_top_up_gives_nothing_back(self, store):
        await store.usage.turn_begins("operator", 1)
        for balance in (500, 450, 900, 890):
            await self.read(store, balance)
        assert await self.spent(store) == 60

    async def test_a_reading_that_comes_late_is_no_top_up(self, store):
        await store.usage.turn_begins("operator", 1)
        await self.read(store, 500)
        early = store.usage.now()
        await self.read(store, 450)
        await self.read(store, 500, at=early)
        await self.read(store, 440)
        assert await self.spent(store) == 60

    async def test_that_they_are_used_up_is_told_once(self, store):
        await store.usage.turn_begins("operator", 1)
        assert [await self.read(store, balance) for balance in (500, 450, 400, 390)] == [False, False, True, False]

    async def test_a_request_is_refused_for_an_account_without_any_and_not_for_another(self, store, asked):
        limits = Limits(credits_per_day=30)
        await store.usage.turn_begins("operator", 1)
        for balance in (500, 460):
            await self.read(store, balance)
        used = await refused(store, charged(asked("m1"), limits, account="operator"))
        assert (used.limit, used.used, used.left) == (Limit.CREDITS, 40, 0)
        assert await store.requests.accept(charged(asked("m2"), limits), 1.0)
        assert await store.requests.accept(charged(asked("m3"), limits, account="operator", kind=Kind.EXPORT), 1.0)
