"""Promises of `core.model.access_rules`, of a request that goes on after its end, and of who asked how much."""

import asyncio
from dataclasses import replace

import pytest

from core.model.access_rules import AccessRule, Banned, RuleKind
from core.model.actions import TryAgain
from core.model.broadcasts import Deliveries, Recipient
from core.model.chat import Address, Sender
from core.model.pairing import CODE_SECONDS, TRIES, CodeGone, Judgement
from core.model.presses import Press, PressedBefore
from core.model.requests import Activity, Flow, Outcome, UsedUp
from tests.doubles.cancellation import killed_at

BAN = AccessRule(RuleKind.BAN, "web:@ann", "web:boss", 5.0)
QUOTA = AccessRule(RuleKind.QUOTA, "web:@ann", "web:boss", 6.0, 20)
ALLOW = AccessRule(RuleKind.ALLOW, "telegram:-100:7", "web:boss", 7.0)
END = ("end", "failed")


async def test_rules_outlive_the_process_one_of_a_kind_about_an_entry(opener):
    async with opener() as store:
        for rule in (BAN, QUOTA, ALLOW, replace(QUOTA, amount=3, by="web:other", at=9.0)):
            await store.access.set(rule)
    async with opener() as store:
        assert await store.access.listed(RuleKind.BAN) == (BAN,)
        assert await store.access.listed(RuleKind.QUOTA) == (replace(QUOTA, amount=3, by="web:other", at=9.0),)
        assert {rule.kind for rule in await store.access.naming(["web:@ann", "web:@bob"])} == {BAN.kind, QUOTA.kind}
        assert await store.access.naming([]) == ()
        assert await store.access.remove(RuleKind.BAN, "web:@ann")
        assert not await store.access.remove(RuleKind.BAN, "web:@ann")
        assert await store.access.listed(RuleKind.BAN) == ()


async def test_rules_are_listed_the_newest_first(store):
    for number in range(3):
        await store.access.set(replace(BAN, entry=f"web:@{number}", at=float(number)))
    assert [rule.entry for rule in await store.access.listed(RuleKind.BAN)] == ["web:@2", "web:@1", "web:@0"]


async def test_a_ban_refuses_a_request_in_its_transaction_and_leaves_no_row(store, asked):
    await store.access.set(BAN)
    with pytest.raises(Banned):
        await store.requests.accept(replace(asked("m1"), entries=("web", "web:@ann")), 1.0)
    assert not await store.database.all("select id from requests")
    assert await store.requests.accept(replace(asked("m1"), entries=("web", "web:@bob")), 1.0)
    assert await store.requests.accept(asked("m2"), 1.0)  # an admin's has no entries


async def test_the_senders_of_a_while_are_counted_over_their_chats(store, asked):
    elsewhere = Address("web", "8")
    await store.requests.accept(asked("old"), 1.0)
    await store.requests.accept(asked("m1"), 10.0)
    await store.requests.accept(replace(asked("m2"), address=elsewhere), 11.0)
    await store.requests.accept(replace(asked("m3"), sender=Sender("bob", "Bob")), 12.0)
    await store.requests.accept(asked("help", flow=Flow.ANSWER), 13.0)
    bob, ann = await store.requests.senders(10.0)
    assert bob == Activity("web", Sender("bob", "Bob"), 1, 12.0)
    assert ann == Activity("web", Sender("ann", "Ann"), 2, 11.0)


class TestPairing:
    NOW = 100.0

    async def test_a_code_is_used_up_by_the_request_that_it_makes_which_allows_its_sender(self, opener, asked):
        paired = replace(asked("m1", flow=Flow.ANSWER), used=UsedUp(code="f1"))
        async with opener() as store:
            await store.pairing.add("f1", "web:boss", self.NOW)
        async with opener() as store:
            assert await store.pairing.judge("f1", "web:ann", self.NOW) is Judgement.GOOD
            assert await store.pairing.judge("f2", "web:ann", self.NOW) is Judgement.WRONG
            assert await store.requests.accept(paired, self.NOW)
            assert await store.access.listed(RuleKind.ALLOW) == (
                AccessRule(RuleKind.ALLOW, "web:@ann", "web:boss", self.NOW),
            )
            with pytest.raises(CodeGone):
                await store.requests.accept(replace(paired, part=replace(paired.part, key="m2")), self.NOW)
            assert await store.pairing.judge("f1", "web:ann", self.NOW) is Judgement.NONE
            assert not await store.requests.seen(paired.address, "m2")

    async def test_a_code_whose_time_is_over_is_good_for_nothing(self, store, asked):
        await store.pairing.add("f1", "web:boss", self.NOW)
        later = self.NOW + CODE_SECONDS
        assert await store.pairing.judge("f1", "web:ann", later) is Judgement.NONE
        with pytest.raises(CodeGone):
            await store.requests.accept(replace(asked("m1"), used=UsedUp(code="f1")), later)
        assert await store.access.listed(RuleKind.ALLOW) == ()

    async def test_wrong_codes_lock_a_person_out_for_a_while(self, store, asked):
        await store.pairing.add("f1", "web:boss", self.NOW)
        for number in range(TRIES):
            assert await store.pairing.judge("f1", "web:ann", self.NOW) is Judgement.GOOD
            wrong = replace(asked(f"m{number}", flow=Flow.ANSWER), used=UsedUp(wrong_code=True))
            assert await store.requests.accept(wrong, self.NOW)
        assert await store.pairing.judge("f1", "web:ann", self.NOW) is Judgement.LOCKED
        assert await store.pairing.judge("f1", "web:bob", self.NOW) is Judgement.GOOD
        with pytest.raises(CodeGone):
            await store.requests.accept(replace(asked("m9"), used=UsedUp(code="f1")), self.NOW)
        await store.pairing.add("f2", "web:boss", self.NOW + CODE_SECONDS)
        assert await store.pairing.judge("f2", "web:ann", self.NOW + CODE_SECONDS) is Judgement.GOOD

    async def test_a_clock_that_was_ahead_makes_no_code_good_and_nobody_locked_out_for_as_long(self, store, asked):
        ahead = self.NOW + 10 * CODE_SECONDS
        await store.pairing.add("f1", "web:boss", ahead)
        for number in range(TRIES):
            wrong = replace(asked(f"m{number}", flow=Flow.ANSWER), used=UsedUp(wrong_code=True))
            assert await store.requests.accept(wrong, ahead)
        assert await store.pairing.judge("f1", "web:ann", self.NOW) is Judgement.NONE
        with pytest.raises(CodeGone):
            await store.requests.accept(replace(asked("m9"), used=UsedUp(code="f1")), self.NOW)
        await store.pairing.add("f2", "web:boss", self.NOW)
        assert await store.pairing.judge("f2", "web:ann", self.NOW) is Judgement.GOOD

    async def test_a_clock_that_is_set_back_by_a_little_ends_no_code(self, store):
        await store.pairing.add("f1", "web:boss", self.NOW)
        assert await store.pairing.judge("f1", "web:ann", self.NOW - 60.0) is Judgement.GOOD

    async def test_a_kill_at_any_await_uses_a_code_and_allows_its_sender_or_neither(self, store, asked):
        for number in range(60):
            await store.pairing.add(f"f{number}", "web:boss", self.NOW)
            sender = Sender(f"s{number}")
            new = replace(asked(f"m{number}"), sender=sender, used=UsedUp(code=f"f{number}"))
            killed = await killed_at(store.requests.accept(new, self.NOW), number)
            allowed = bool(await store.access.naming([f"web:@s{number}"]))
            used = await store.pairing.judge(f"f{number}", "web:x", self.NOW) is not Judgement.GOOD
            assert allowed == used == await store.requests.seen(new.address, f"m{number}")
            if not killed:
                return
        pytest.fail("it never ended")


class TestBroadcasts:
    PEOPLE = tuple(Recipient(Address("web", str(number)), f"p{number}") for number in range(3))

    async def test_nobody_is_given_out_twice_however_often_it_begins(self, opener):
        async with opener() as store:
            await store.broadcasts.begin(7, self.PEOPLE)
            first = await store.broadcasts.take(7)
        async with opener() as store:
            await store.broadcasts.begin(7, (*self.PEOPLE, Recipient(Address("web", "9"), "late")))
            taken = await asyncio.gather(*(store.broadcasts.take(7) for _ in range(6)))
            assert [first, *filter(None, taken)] == [*self.PEOPLE]
            assert await store.broadcasts.take(8) is None

    async def test_its_end_is_told_again_when_nothing_is_left_of_whom_it_went_to(self, store):
        await store.broadcasts.begin(7, (*self.PEOPLE, Recipient(Address("web", "9"), "p9")))
        await store.broadcasts.take(7)
        for sent in (True, False):
            one = await store.broadcasts.take(7)
            await store.broadcasts.note(7, one.address, sent=sent)
        assert await store.broadcasts.stop() == 1
        assert await store.broadcasts.take(7) is None
        for _ in range(2):
            assert await store.broadcasts.finish(7) == Deliveries(sent=1, failed=1, unknown=1, stopped=1)
        assert not await store.database.all("select * from broadcast_recipients")
        await store.broadcasts.begin(7, self.PEOPLE)
        assert await store.broadcasts.take(7) is None

    async def test_its_chats_are_direct_and_in_use(self, store, asked):
        await store.requests.accept(asked("m1"), 10.0)
        await store.requests.accept(asked("m2"), 11.0)
        old, group, answer = Address("web", "old"), Address("web", "group"), Address("web", "answer")
        await store.requests.accept(replace(asked("m3"), address=old), 1.0)
        await store.requests.accept(replace(asked("m4"), address=group, private=False), 11.0)
        await store.requests.accept(replace(asked("m5", flow=Flow.ANSWER), address=answer), 11.0)
        assert await store.broadcasts.chats(10.0) == (Recipient(asked("m1").address, "ann"),)


class TestReopening:
    @pytest.fixture
    async def ended(self, store, asked):
        """A request that failed, with what its journal holds by then."""
        request = await store.requests.accept(asked("m1"), 1.0)
        for name in ("asked", "ask", "end", "end.1", "failed", "failed.marked", "endless", "failure"):
            await store.entries.record(request, name, '"x"')
        await store.requests.end(request, Outcome.FAILED, 2.0)
        return request

    async def test_it_goes_on_from_its_journal_without_its_end_as_the_last_of_its_lane(self, store, asked, ended):
        waiting = await store.requests.accept(asked("m2"), 3.0)
        assert await store.requests.reopen(ended, END)
        assert set(await store.entries.load(ended)) == {"asked", "ask", "endless", "failure"}
        again = await store.requests.get(ended)
        assert (again.outcome, again.ended_at) == (None, None)
        later = await store.requests.accept(asked("m3"), 4.0)
        order = []
        while (head := await store.queue.head("project:1")) is not None:
            order.append(head.request)
            await store.requests.end(head.request, Outcome.DONE, 5.0)
        assert order == [waiting, ended, later]

    async def test_of_many_at_the_same_moment_one_does_it(self, store, ended):
        done = await asyncio.gather(*(store.requests.reopen(ended, END) for _ in range(8)))
        assert sorted(done) == [False] * 7 + [True]

    async def test_a_ban_keeps_it_as_it_is(self, store, ended):
        await store.access.set(BAN)
        with pytest.raises(Banned):
            await store.requests.reopen(ended, END, ("web", "web:@ann"))
        assert (await store.requests.get(ended)).outcome is Outcome.FAILED
        assert "end" in await store.entries.load(ended)
        assert await store.requests.reopen(ended, END, ("web", "web:@bob"))

    @pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.UNDELIVERED, Outcome.CANCELLED, Outcome.SPLIT])
    async def test_what_ended_otherwise_stays_ended(self, store, asked, outcome):
        request = await store.requests.accept(asked("m1"), 1.0)
        assert not await store.requests.reopen(request, END)
        await store.requests.end(request, outcome, 2.0)
        assert not await store.requests.reopen(request, END)
        assert (await store.requests.get(request)).outcome is outcome

    async def test_an_answer_or_what_was_tried_again_does_not(self, store, asked, ended):
        answer = await store.requests.accept(asked("help", flow=Flow.ANSWER), 1.0)
        await store.requests.end(answer, Outcome.FAILED, 2.0)
        assert not await store.requests.reopen(answer, END)
        again = await store.requests.accept(replace(asked("m2"), action=TryAgain(ended)), 3.0)
        assert not await store.requests.reopen(ended, END)
        await store.requests.end(again, Outcome.FAILED, 4.0)
        assert await store.requests.reopen(ended, END)

    async def test_meanwhile_its_button_does_nothing(self, store, asked, here, ended):
        await store.messages.sent(here, "failure", request=ended, project=None, role="answer", text="", now=2.0)
        press = replace(asked("p1"), action=TryAgain(ended), press=Press(TryAgain(ended), "failure"))
        assert await store.requests.reopen(ended, END)
        with pytest.raises(PressedBefore):
            await store.requests.accept(press, 100.0)
        await store.requests.end(ended, Outcome.FAILED, 101.0)
        assert await store.requests.accept(press, 200.0)

    async def test_a_kill_at_any_await_leaves_it_ended_or_open_with_its_journal(self, store, ended):
        for number in range(50):
            killed = await killed_at(store.requests.reopen(ended, END), number)
            request, names = await store.requests.get(ended), set(await store.entries.load(ended))
            assert (request.outcome is None) == ("end" not in names)
            if not killed:
                return
        pytest.fail("it never ended")
