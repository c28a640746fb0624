"""Words that hold nothing of a wish: nothing is sent and nothing charged, until their sender says that they are one."""

import pytest

from core.model.chat import Address, Sender
from core.model.requests import InternalReply

BEN = Sender("ben", "Ben", "en")
GROUP = Address("stage", "group")


def last(world):
    return list(world.stage.messages.values())[-1].post


def doubts(world):
    """The messages that say that nothing was sent, by key, with what their button carries."""
    found = {key: one.post for key, one in world.stage.messages.items() if one.post.buttons}
    return {key: post.buttons[0].wire for key, post in found.items() if post.buttons[0].wire.startswith("send:")}


async def doubted(world, said="our trip to the lake", **more):
    """Say words that hold nothing of a wish, and return what their button carries and where it stands."""
    known = set(doubts(world))
    await world.say(said, **more)
    ((key, wire),) = ((key, wire) for key, wire in doubts(world).items() if key not in known)
    return wire, key


@pytest.mark.parametrize(
    "said",
    [
        "brb, my boss is calling",
        "my mum is going to cry when she sees this",
        "我去问问我老婆",
        "你還會做什麼",
        "did my wife see this?",
        "that song takes me straight back to 1987",
        "we recorded it in the old harbour last june",
        "这首歌我们毕业时唱过",
    ],
)
@pytest.mark.parametrize("before", ["", "add music"])
async def test_what_holds_nothing_of_a_wish_reaches_no_editor(world, said, before):
    if before:
        await world.say(before, world.clip())
    seen = len(world.sandbox.seen)
    await world.say(said)
    assert len(world.sandbox.seen) == seen
    assert any(one in last(world).text for one in ("nothing was sent", "没有交给编辑"))
    assert [button.wire.partition(":")[0] for button in last(world).buttons] == ["send"]


@pytest.mark.parametrize(
    "said",
    [
        "vaporwave",
        "字太小了",
        "太快了",
        "too dark",
        "hm the text is hard to read",
        "más corto",
        "the music drowns her voice",
    ],
)
async def test_a_wish_however_short_is_a_turn(world, said):
    await world.say("add music", world.clip())
    await world.say(said)
    assert world.turns() == ["add music", said]


async def test_the_button_sends_just_these_words_to_the_project_they_were_said_in(world):
    await world.say("add music", world.clip())
    wire, under = await doubted(world)
    await world.say("/new")
    await world.press(wire, reply_to=under)
    assert world.turns() == ["add music", "our trip to the lake"]
    rows = await world.rows("select distinct project from requests where flow = 'edit'")
    assert len(rows) == 1


async def test_where_there_is_no_project_the_button_begins_one(world):
    wire, under = await doubted(world)
    assert list(world.sandbox.seen) == []
    await world.press(wire, reply_to=under)
    assert world.turns() == ["our trip to the lake"]


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "yes, send it", "好", "好的，发吧", "send it"])
async def test_a_yes_sends_them_too_and_once(world, yes):
    await doubted(world)
    await world.say(yes)
    assert world.turns() == ["our trip to the lake"]
    await world.say(yes)
    assert world.turns() == ["our trip to the lake"]


@pytest.mark.parametrize("no", ["no", "nope", "ok", "got it", "不用", "thanks", "知道了", "👍"])
async def test_what_is_no_yes_sends_nothing(world, no):
    await doubted(world)
    await world.say(no)
    assert world.turns() == []


async def test_a_yes_after_something_else_is_about_that(world):
    await doubted(world)
    await world.say("/status")
    await world.say("yes")
    assert world.turns() == []


async def test_a_yes_in_reply_is_about_the_words_replied_to(world):
    _, under = await doubted(world)
    await doubted(world, "sunday with grandma")
    await world.say("yes", reply_to=under)
    assert world.turns() == ["our trip to the lake"]


@pytest.mark.parametrize(("hours", "turns"), [(0.9, 1), (1.1, 0), (-2.0, 0)])
async def test_a_yes_is_understood_for_an_hour(later, world, hours, turns):
    await doubted(world)
    later(hours)
    await world.say("yes")
    assert len(world.turns()) == turns


async def test_the_button_works_later_than_that(later, world):
    wire, under = await doubted(world)
    later(30.0)
    await world.press(wire, reply_to=under)
    assert world.turns() == ["our trip to the lake"]


async def test_a_question_of_the_editor_is_answered_by_any_words(world):
    await world.say("a question about the music")
    await world.say("our trip to the lake")
    assert world.turns() == ["a question about the music", "our trip to the lake"]


async def test_a_yes_to_the_editor_is_none_to_us(world):
    world.fault(turn_seconds=0.3)
    await world.send("a question about the music")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("our trip to the lake")
    await world.quiet()
    await world.say("yes")
    assert world.turns() == ["a question about the music", "yes"]


async def test_words_are_sent_once_however_often_the_button_is_pressed(later, world):
    wire, under = await doubted(world)
    world.fault(turn_seconds=0.2)
    for _ in range(3):
        await world.send(press=wire, reply_to=under)
    await world.quiet()
    later(1.0)
    await world.press(wire, reply_to=under)
    await world.say("yes", reply_to=under)
    assert world.turns() == ["our trip to the lake"]
    assert sum("already" in text for text in world.stage.said()) == 4


async def test_a_press_after_a_yes_sends_nothing(later, world):
    wire, under = await doubted(world)
    await world.say("yes")
    later(1.0)
    await world.press(wire, reply_to=under)
    assert world.turns() == ["our trip to the lake"]


async def test_words_that_never_reached_the_editor_can_be_sent_again(later, world):
    wire, under = await doubted(world)
    world.queue(run_sse=[{"json": {"code": 2001, "message": "no credits"}}])
    await world.press(wire, reply_to=under)
    assert world.turns() == []
    later(0.1)
    await world.press(wire, reply_to=under)
    assert world.turns() == ["our trip to the lake"]


async def test_after_a_restart_the_button_and_the_yes_still_send_them(world):
    wire, under = await doubted(world)
    await world.restart()
    await world.press(wire, reply_to=under)
    await doubted(world, "sunday with grandma")
    await world.restart()
    await world.say("yes")
    assert world.turns() == ["our trip to the lake", "sunday with grandma"]


async def test_nobody_elses_yes_and_no_strangers_press_sends_them(world):
    group = {"address": GROUP, "private": False}
    wire, under = await doubted(world, **group)
    await world.press(wire, reply_to=under, sender=BEN, **group)
    assert "belongs to the person who asked" in last(world).text
    for reply_to in (None, under):
        await world.say("yes", reply_to=reply_to, sender=BEN, **group)
    assert world.turns() == []
    await world.press(wire, reply_to=under, sender=Sender("boss", "Boss", "en", admin=True), **group)
    assert world.turns() == ["our trip to the lake"]


async def test_in_a_group_they_go_to_their_senders_own_project(world):
    group = {"address": GROUP, "private": False}
    await world.say("add music", world.clip(), **group)
    await world.say("add a title", world.clip(), sender=BEN, **group)
    await doubted(world, **group)
    await world.say("yes", **group)
    rows = await world.rows("select project from requests where flow = 'edit' and sender = 'anna'")
    assert len({row["project"] for row in rows}) == 1


@pytest.mark.parametrize(
    "more",
    [{"wished": True}, {"quoted": "the lake in winter"}, {"forwarded": True}, {"cut": True}],
    ids=lambda more: next(iter(more)),
)
async def test_words_that_are_said_to_be_a_wish_or_are_not_alone_are_no_doubt(world, more):
    await world.say("our trip to the lake", **more)
    assert len(world.turns()) == 1


async def test_words_with_a_clip_or_right_behind_one_are_no_doubt(world):
    await world.say("our trip to the lake", world.clip())
    await world.send("", world.clip("b.mp4"))
    await world.say("sunday with grandma")
    assert world.turns() == ["our trip to the lake", "sunday with grandma"]


async def test_a_button_that_names_another_request_is_too_old(world):
    await world.say("add music", world.clip())
    for number in (1, 99):
        await world.press(f"send:{number}")
        assert "too old" in last(world).text
    assert world.turns() == ["add music"]


async def test_the_answer_is_in_the_language_of_the_words(world):
    wire, under = await doubted(world, "我去问问我老婆")
    assert "没有交给编辑" in last(world).text
    await world.press(wire, reply_to=under)
    request = (await world.rows("select language from requests where flow = 'edit'"))[0]
    assert request["language"] == "zh"


async def test_what_is_in_doubt_is_stored_as_such(world):
    await doubted(world)
    (row,) = await world.rows("select reply, words from requests")
    assert (row["reply"], row["words"]) == (InternalReply.IN_DOUBT.value, "our trip to the lake")
