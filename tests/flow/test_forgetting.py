"""Somebody asks what is kept of them, and to delete it: that is asked about once, and then nothing is left."""

import dataclasses

import pytest

from core.model.actions import ForgetEverything, to_wire
from core.model.chat import Address, Role, Sender
from core.model.preferences import scope_of
from tests.flow.conftest import ANNA, HERE, Stage

# a killed process leaves an open answer in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

WORDS = "planted-words"
GROUP, BEN = Address("stage", "group"), Sender("ben", "Ben", "en")
MING = Sender("ming", "小明", "zh-CN")


async def kept(world, words=WORDS):
    """The tables that hold some words."""
    names = [table["name"] for table in await world.rows("select name from sqlite_master where type = 'table'")]
    return [name for name in names if words in repr([tuple(row) for row in await world.rows(f"select * from {name}")])]


def last(world):
    return list(world.stage.messages.values())[-1].post


async def offered(world, words="/forget", **who):
    """Ask for it, and return what the button under the answer asks."""
    await world.say(words, **who)
    (button,) = last(world).buttons
    assert isinstance(button.action, ForgetEverything)
    return {"press": to_wire(button.action), "reply_to": list(world.stage.messages)[-1], **who}


class TestPrivacy:
    async def test_it_says_what_is_kept_for_how_long_and_where_files_go(self, worlds):
        async with worlds(nemobot_keep_days=7) as world:
            await world.say("/privacy")
            said = last(world).text
            assert "NemoVideo (127.0.0.1)" in said
            assert "7 days after its request has ended" in said
            assert "pass through me and are not stored" in said
            assert "readable by whoever runs me" in said
            assert "/forget" in said
            assert list(world.sandbox.seen) == []

    async def test_what_is_not_so_is_not_said(self, worlds):
        async with worlds(nemo_token="nmv_usr_of_the_operator") as world:
            await world.say("what data do you keep?")
            assert "account" not in last(world).text

    async def test_in_a_group_and_in_chinese(self, world):
        await world.say("隐私政策", address=GROUP, sender=MING, private=False)
        assert "90 天后删除" in last(world).text


async def test_on_a_page_of_ours_it_does_not_leave_the_messages_to_the_person(worlds):
    async with worlds(stage=Stage(name="web")) as world:
        world.stage.here = dataclasses.replace(world.stage.here, hosted=True)
        here = {"address": Address("web", "chat")}
        await world.say(f"add music, {WORDS}", world.clip(), **here)
        button = await offered(world, **here)
        assert "messages you see" not in last(world).text
        await world.press(button.pop("press"), **button)
        assert "support to delete it" in last(world).text
        assert "yourself" not in last(world).text


async def test_where_a_stand_in_edits_on_this_machine_nothing_is_said_of_nemovideo(world):
    world.app.services.rules = dataclasses.replace(world.app.services.rules, stand_in=True)
    await world.say("/privacy")
    assert "NemoVideo (" not in last(world).text
    assert "the editor on this machine" in last(world).text
    assert "account" not in last(world).text
    button = await offered(world)
    assert "the editor on this machine" in last(world).text
    await world.press(button.pop("press"), **button)
    assert "the editor on this machine" in last(world).text
    assert "support" not in last(world).text


async def test_it_asks_once_and_deletes_nothing_before(world):
    await world.say(f"add music, {WORDS}", world.clip(f"{WORDS}.mp4"))
    before = await kept(world)
    await offered(world)
    assert last(world).buttons[0].label == "Delete everything"
    assert "Shall I delete everything" in last(world).text
    assert await kept(world) == before


@pytest.mark.parametrize("words", ["/forget", "delete my data", "删除我的数据"])
async def test_after_the_button_nothing_is_left_here(world, words):
    await world.say(f"add music, {WORDS}", world.clip(f"{WORDS}.mp4"))
    await world.app.store.preferences.set(scope_of(HERE, ANNA.id), "language", WORDS)
    assert await kept(world)
    button = await offered(world, words)
    turns = len(world.turns())
    await world.press(**button)
    assert await kept(world) == []
    assert await world.rows("select 1 from requests") == []
    assert await world.rows("select 1 from journal") == []
    assert len(world.turns()) == turns
    said = last(world).text
    assert "1" in said
    assert "NemoVideo (127.0.0.1)" in said or "NemoVideo（127.0.0.1）" in said


async def test_what_was_deleted_is_said_and_that_the_rest_is_nemovideos(world):
    await world.say("add music", world.clip())
    await world.say("trim it")
    await world.press(**await offered(world))
    said = last(world).text
    assert said.startswith("Deleted here: your words, file names and choices; requests: 2, projects: 1.")
    assert "ask NemoVideo's support" in said
    await world.say("/projects")
    assert "No projects yet" in last(world).text


async def test_a_second_press_and_old_buttons_are_answered_and_do_nothing(world):
    await world.say("add music", world.clip())
    film = list(world.stage.messages)[-1]
    button = await offered(world)
    await world.press(**button)
    done = len(world.turns())
    for press in ({"press": "undo", "reply_to": film}, {"press": "export", "reply_to": film}):
        await world.press(**press)
        assert "has been deleted here" in last(world).text
    await world.say("make it louder", reply_to=film)
    assert "has been deleted here" in last(world).text
    await world.press(**button)
    assert "has been deleted here" in last(world).text
    assert len(world.turns()) == done


async def test_in_a_group_only_ones_own_goes_and_an_admin_deletes_nobody_s(world):
    who = {"address": GROUP, "private": False}
    await world.say(f"add music, {WORDS}", world.clip(), **who)
    await world.say("add a title, bens-words", world.clip(), sender=BEN, **who)
    theirs = await kept(world, "bens-words")
    button = await offered(world, **who)
    await world.press(**button | {"sender": Sender("boss", "Boss", "en", admin=True)})
    assert "button" in last(world).text.lower()
    assert await kept(world)
    await world.press(**button)
    assert await kept(world) == []
    assert await kept(world, "bens-words") == theirs
    await world.say("/projects", sender=BEN, **who)
    assert "1. clip (current)" in last(world).text


async def test_what_runs_is_cancelled_first_and_goes_when_it_has_ended(worlds):
    async with worlds(faults={"turn_seconds": 0.6}) as world:
        await world.send(f"add music, {WORDS}", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.send("/forget")
        await world.until(lambda: world.stage.buttons() and "Delete everything" in str(world.stage.messages))
        button = next(one for one in last(world).buttons if isinstance(one.action, ForgetEverything))
        await world.press(to_wire(button.action), reply_to=list(world.stage.messages)[-1])
        assert "Still being stopped: 1" in world.stage.said()[-1]
        await world.quiet(later=True)
        assert world.stage.films() == []
        assert await kept(world) == []
        assert await world.rows("select 1 from requests") == []


async def test_killed_at_any_await_it_goes_on_at_the_next_start(worlds):
    async with worlds() as world:
        presses = set()

        async def ask(here):
            presses.clear()
            await world.say(f"add music, {WORDS}", world.clip(), address=here)
            button = await offered(world, address=here)
            presses.add(here)
            await world.send(**button)

        async for here in world.each_kill(ask, since=lambda: bool(presses)):
            await world.quiet(later=True)
            assert await kept(world) == [], here
            assert await world.rows("select 1 from requests where address = ?", str(here)) == [], here
            told = [post for post in world.stage.said(Role.ANSWER) if post.startswith("Deleted here")]
            assert len(told) >= 1
