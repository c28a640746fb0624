"""A press does something once: the second one of a button under the same message is answered, and that is all."""

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.engine.delays import Delays
from core.intake.intake import Intake
from core.model.access import AccessLists
from core.model.actions import (
    Cancel,
    ChooseLanguage,
    ChooseSkill,
    Export,
    ExportVersion,
    ListLanguages,
    ListProjects,
    ListSkills,
    ListVersions,
    OfferUpload,
    OneVideoEach,
    OpenUploadPage,
    SameForAnother,
    SendWords,
    ShowCredits,
    ShowHelp,
    ShowQuota,
    ShowStatus,
    Start,
    StartProject,
    SwitchProject,
    TryAgain,
    Undo,
    UnknownAction,
)
from core.model.chat import Address, Incoming, Sender
from core.model.limits import Limits
from core.model.measures import NoMeasures
from core.model.operations import Drain
from core.model.requests import Flow, InternalReply, Outcome
from tests.doubles.cancellation import killed_at
from tests.doubles.services import SharedServices

HERE = Address("stage", "group")
ANNA = Sender("anna", "Anna", "en")
ADMIN = Sender("boss", "Boss", "en", admin=True)
UNDER = "m7"
BUTTONS = [
    *(Export(), ExportVersion(2), Undo(), TryAgain(1), Cancel(1), SameForAnother(1), OneVideoEach(1)),
    *(OpenUploadPage(1), SwitchProject(1), ChooseSkill("s"), ChooseLanguage("en"), Start(), ShowHelp(), OfferUpload()),
    *(
        ShowCredits(),
        ShowQuota(),
        ShowStatus(),
        StartProject(),
        ListProjects(),
        ListVersions(),
        ListSkills(),
        ListLanguages(),
    ),
]


class Idle:
    """An engine that begins nothing, and a chat that nobody looks at."""

    def reserve(self, lane, person):
        return nullcontext()

    def notify(self, lane):
        """Nothing runs."""

    async def react(self, to, reaction):
        """Nobody looks."""

    async def show(self, request):
        """Nobody waits."""

    tell = show


# counted, and never reached
WIDE = Limits(requests_per_minute=999, requests_at_once=999, requests_per_day=999, chat_requests_per_day=999)


async def wide(*_):
    return WIDE


@pytest.fixture
def services(store, clock):
    async def skill_at(_):
        return "s"

    async def arrived(_):
        return True

    return SharedServices(
        stores=store,
        clock=clock,
        delays=Delays(),
        measures=NoMeasures(),
        rules=SimpleNamespace(access=AccessLists()),
        limits_for=wide,
        drain=Drain(),
        dispatcher=Idle(),
        platforms={"stage": Idle()},
        queue_positions=Idle(),
        upload_page=None,
        upload_links=SimpleNamespace(arrived=arrived),
        skill_at=skill_at,
    )


@pytest.fixture
async def life(services, store):
    """`life()`: the way in of one process, in a chat where R1 was asked and has ended."""
    await Intake(services).receive(Incoming(HERE, ANNA, "u1", 0.0, private=False, text="add music"))
    await store.requests.end(1, Outcome.DONE, services.clock.time())
    await store.messages.sent(HERE, UNDER, request=1, project=1, role="answer", text="", now=1.0)
    return lambda: Intake(services)


@pytest.fixture
def press(life):
    async def pressed(action, key, *, sender=ANNA, under=UNDER):
        way_in = life()
        await way_in.receive(Incoming(HERE, sender, key, 0.0, private=False, action=action, reply_to=under))
        await way_in.close()

    return pressed


@pytest.fixture
def rows(store):
    async def since_first():
        found = await store.database.all("select id from requests where id > 1 order by id")
        return [await store.requests.get(row["id"]) for row in found]

    return since_first


async def done_and_answered(rows):
    """How many presses did something, and how many were only answered."""
    requests = await rows()
    before = [one for one in requests if one.reply is InternalReply.PRESSED_BEFORE]
    assert all((one.flow, one.lane.startswith("now:"), one.action) == (Flow.ANSWER, True, None) for one in before)
    return len(requests) - len(before), len(before)


@pytest.mark.parametrize("action", BUTTONS, ids=str)
async def test_a_second_press_is_answered_while_the_first_is_open_and_ten_seconds_longer(
    press, rows, store, clock, action
):
    await press(action, "p1")
    await press(action, "p2")
    await press(action, "p3", sender=ADMIN)
    assert await done_and_answered(rows) == (1, 2)
    first = (await rows())[0]
    await store.requests.end(first.id, Outcome.FAILED, clock.time())
    clock.now += 9.9
    await press(action, "p4")
    assert await done_and_answered(rows) == (1, 3)
    clock.now += 0.2
    await press(action, "p5")
    assert await done_and_answered(rows) == (2, 3)


async def test_two_processes_that_take_two_presses_at_once_do_one(life, rows):
    for number in range(20):
        under = f"m{100 + number}"
        both = [
            life().receive(Incoming(HERE, ANNA, f"{under}.{n}", 0.0, private=False, action=Undo(), reply_to=under))
            for n in range(4)
        ]
        await asyncio.gather(*both)
        assert await done_and_answered(rows) == (number + 1, 3 * (number + 1))


async def test_the_same_button_under_another_message_and_another_one_under_this_do_something(press, rows):
    await press(Export(), "p1")
    await press(Export(), "p2", under="m8")
    await press(Undo(), "p3")
    await press(ExportVersion(1), "p4")
    await press(ExportVersion(2), "p5")
    assert await done_and_answered(rows) == (5, 0)


@pytest.mark.parametrize("button", [TryAgain, OneVideoEach])
async def test_a_button_that_repeats_a_request_by_its_number_does_so_once_under_whatever_message(press, rows, button):
    await press(button(1), "p1")
    await press(button(1), "p2", under="m8")
    assert await done_and_answered(rows) == (1, 1)
    await press(button(2), "p3", under="m8")
    assert await done_and_answered(rows) == (2, 1)


async def test_words_and_commands_may_be_said_again(life, rows):
    for key in ("a", "b"):
        await life().receive(Incoming(HERE, ANNA, f"w{key}", 0.0, private=False, text="export", reply_to=UNDER))
        await life().receive(Incoming(HERE, ANNA, f"c{key}", 0.0, private=False, action=Export()))
    assert await done_and_answered(rows) == (4, 0)


async def test_a_choice_may_be_made_again_after_another_one_of_its_list(press, rows):
    for number, code in enumerate(["en", "zh", "en", "en"]):
        await press(ChooseLanguage(code), f"p{number}")
    assert await done_and_answered(rows) == (3, 1)


async def test_a_press_that_was_not_allowed_keeps_nobody_from_pressing(press, rows):
    await press(Export(), "p1", sender=Sender("stranger", "Eve", "en"))
    await press(Export(), "p2")
    not_yours, asked = await rows()
    assert (not_yours.reply, asked.flow) == (InternalReply.NOT_YOURS, Flow.EXPORT)


async def test_a_button_that_is_not_known_may_be_pressed_often(press, rows):
    await press(UnknownAction(), "p1")
    await press(UnknownAction(), "p2")
    assert [one.reply for one in await rows()] == [InternalReply.OLD_BUTTON] * 2


async def test_a_press_that_is_received_twice_is_no_second_press(press, rows):
    await press(Export(), "p1")
    await press(Export(), "p1")
    assert await done_and_answered(rows) == (1, 0)


async def test_an_end_that_a_clock_ahead_wrote_blocks_no_button(press, rows, store, clock):
    await press(Export(), "p1")
    await store.requests.end((await rows())[0].id, Outcome.DONE, clock.time() + 86400)
    await press(Export(), "p2")
    assert await done_and_answered(rows) == (2, 0)


async def test_the_children_of_what_was_pressed_count_as_it(press, rows, store, clock):
    from core.model.requests import Child
    from core.words.intents import Meaning, Wish

    await press(TryAgain(1), "p1")
    asked = (await rows())[0]
    await store.requests.split(asked.id, [Child("each", Meaning(Wish.EDIT), ())])
    clock.now += 60
    await press(TryAgain(1), "p2")
    assert (await done_and_answered(rows))[1] == 1


async def test_what_words_without_their_reply_asked_is_pressed_once_too(life, press, rows, store):
    from core.model.chat import Unseen

    unseen = Incoming(HERE, ANNA, "u2", 0.0, private=False, text="add music", reply_to="x", unseen=Unseen.REPLIED_TO)
    await life().receive(unseen)
    number = (await rows())[0].id
    await press(TryAgain(number), "p1", under="m9")
    await press(TryAgain(number), "p2", under="m9")
    assert await done_and_answered(rows) == (2, 1)


async def test_the_buttons_of_a_withdrawn_message_do_nothing_and_say_so(press, rows, store):
    await store.messages.withdraw(HERE, UNDER)
    await press(TryAgain(1), "p1")
    await press(TryAgain(1), "p2", under="m8")
    withdrawn, asked = await rows()
    assert (withdrawn.reply, withdrawn.flow) == (InternalReply.BUTTON_WITHDRAWN, Flow.ANSWER)
    assert asked.flow is Flow.EDIT


async def test_an_adapter_may_refuse_a_press_in_its_own_way(life, press):
    again = Incoming(HERE, ANNA, "p2", 0.0, private=False, action=Export(), reply_to=UNDER)
    assert not await life().refused_press(again)
    await press(Export(), "p1")
    assert not await life().refused_press(replace(again, key="p1")), "the first press, received again"
    assert not await life().refused_press(replace(again, action=None))
    assert await life().refused_press(again)


@pytest.mark.parametrize("later", [0, 3600])
async def test_a_press_that_was_told_to_do_nothing_does_nothing_when_it_is_received_again(
    life, press, rows, store, clock, later
):
    await press(Undo(), "p1")
    again = Incoming(HERE, ANNA, "p2", 0.0, private=False, action=Undo(), reply_to=UNDER)
    assert await life().refused_press(again)
    await store.requests.end((await rows())[0].id, Outcome.DONE, clock.time())
    clock.now += later  # the process died before it noted that, and the next one begins only now
    assert not await life().refused_press(again)
    await life().receive(again)
    assert await done_and_answered(rows) == (1, 0)


async def test_a_kill_at_any_await_of_a_refusal_leaves_a_press_that_is_refused_or_answered(
    life, press, rows, clock, store
):
    for number in range(100):
        under = f"m{100 + number}"
        await press(Undo(), f"{under}.1", under=under)
        again = Incoming(HERE, ANNA, f"{under}.2", 0.0, private=False, action=Undo(), reply_to=under)
        killed = await killed_at(life().refused_press(again), number)
        if not await life().refused_press(again):
            await life().receive(again)
        assert await done_and_answered(rows) == (number + 1, 0)
        if not killed:
            assert number > 1
            return


async def test_a_kill_at_any_await_of_the_second_press_neither_loses_its_answer_nor_does_it(life, press, rows):
    for number in range(100):
        under = f"m{100 + number}"
        await press(Undo(), f"{under}.1", under=under)
        again = Incoming(HERE, ANNA, f"{under}.2", 0.0, private=False, action=Undo(), reply_to=under)
        killed = await killed_at(life().receive(again), number)
        await life().receive(again)
        assert await done_and_answered(rows) == (number + 1, number + 1)
        if not killed:
            assert number > 3
            return


@pytest.mark.parametrize("outcome", [None, *Outcome])
async def test_words_in_doubt_are_sent_once_unless_that_failed(life, press, rows, store, clock, outcome):
    await life().receive(Incoming(HERE, ANNA, "u2", 0.0, private=False, text="our trip to the lake"))
    doubted = (await rows())[0]
    await press(SendWords(doubted.id), "p1", under="m8")
    sent = (await rows())[1]
    if outcome is not None:
        await store.requests.end(sent.id, outcome, clock.time())
    clock.now += 3600
    await press(SendWords(doubted.id), "p2", under="m9")
    second = (await rows())[2]
    again = outcome in {Outcome.FAILED, Outcome.CANCELLED, Outcome.PARKED}
    assert (sent.flow, sent.words) == (Flow.EDIT, "our trip to the lake")
    assert second.reply is (None if again else InternalReply.SENT_BEFORE)


@pytest.mark.parametrize("said", ["yes", ""])
async def test_a_kill_at_any_await_of_the_yes_sends_words_in_doubt_once(life, rows, said):
    for number in range(100):
        who = Sender(f"anna{number}", "Anna", "en")
        words = Incoming(HERE, who, f"w{number}", 0.0, private=False, text="our trip to the lake")
        await life().receive(words)
        doubted = (await rows())[-1].id
        yes = replace(words, key=f"y{number}", text=said)
        if not said:
            yes = replace(yes, action=SendWords(doubted), reply_to="m8")
        killed = await killed_at(life().receive(yes), number)
        await life().receive(yes)
        await life().receive(replace(yes, key=f"z{number}"))
        theirs = [one for one in await rows() if one.sender.id == who.id]
        assert [one.flow for one in theirs] == [Flow.ANSWER, Flow.EDIT, Flow.ANSWER]
        assert theirs[1].action == SendWords(doubted)
        if not killed:
            assert number > 3
            return
