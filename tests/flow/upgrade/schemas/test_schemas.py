"""What any earlier schema left open ends well, and what it had ended can be used."""

import asyncio
import time

import pytest

from core.model.chat import Role
from storage.migrations import migrations
from tests.flow.upgrade.schemas.conftest import INBOX, NUMBERS

INTERRUPTED = "I was interrupted, but your edit went through"
MARK = "(recovered)"
MUSIC, TITLE, UNDO = "add calm music", "add a title", "Undo the last change and go back to the previous timeline."
EACH = "Start a fresh timeline with {} only. " + MUSIC + " to each clip"
FOLLOW_UP = "Move the music clip to the start of the timeline"

# Of every chat: the turns that the backend was ever asked for in it, the films that come after the upgrade, what is
# said, and how what was open ends. Only what may have arrived before is marked.
ENDS = {
    "uploading": ([MUSIC], 1, (), "done"),
    "turn-refused-for-now": ([MUSIC], 1, (), "done"),
    "mid-turn": ([MUSIC, TITLE], 2, (INTERRUPTED,), "done"),
    "mid-turn-discord": ([MUSIC], 1, (INTERRUPTED,), "done"),
    "turn-ended": ([MUSIC], 1, (INTERRUPTED,), "done"),
    "lost": ([MUSIC], 1, (INTERRUPTED,), "done"),
    "follow-up": ([MUSIC, FOLLOW_UP], 1, (), "done"),
    "cancelled-turn": ([MUSIC], 0, ("Cancelled.",), "cancelled"),
    "submitting": ([MUSIC], 1, (), "done"),
    "rendering": ([MUSIC], 1, (), "done"),
    "delivering": ([MUSIC], 1, (MARK,), "done"),
    "delivering-again": ([MUSIC], 0, ("I can't tell whether all of it arrived",), "undelivered"),
    "delivering-later": ([MUSIC], 1, (), "done"),
    "batch": ([EACH.format(name) for name in ("a.mp4", "c.mp4", "d.mp4")], 2, ("3 of 4 are ready.",), "done"),
    "cancelling": ([], 0, ("Nothing is edited and nothing is charged", MARK), "cancelled done"),
    "told-while-open": ([MUSIC], 0, (), "done"),
    "parts": ([], 0, (MARK,), "done"),
    "login": ([], 0, ("You're logged in", MARK), "done"),
    "queued": ([MUSIC, TITLE], 2, (), "done"),
    "joining": ([MUSIC], 1, (), "done"),
}

# What a press of the newest recorded button comes to: turns asked, films brought, a sentence said.
PRESSES = [
    ("export", [], 1, "is ready"),
    ("undo", [UNDO], 1, "Undone"),
    ("version:1", [], 1, "is ready"),
    ("again:", ["make it louder"], 1, "make it louder"),
    ("project:", [], 0, "You're in"),
    ("skill:", [], 0, "applies from your next project on"),
    ("same:1", [], 0, "clip"),
    ("lang:zh", [], 0, "中文"),
]


@pytest.mark.parametrize("number", NUMBERS)
async def test_what_was_open_ends_well_and_what_had_ended_can_be_used(upgraded, film, number):
    async with upgraded(number) as world:
        await world.chats["joining"].send(MUSIC)
        world.process.work()
        await world.quiet(60.0, later=True)
        for scene in world.chats.keys() & ENDS.keys():
            await check_end(world.chats[scene], film)
        assert not [one for one in world.stage.messages.values() if one.post.role is Role.NOTE and not one.removed]
        assert bool(list(world.settings.nemobot_data_dir.glob("*.before-*"))) == (number < migrations()[-1].number)
        for scene, check in HAD_ENDED.items():
            if scene in world.chats:
                await check(world.chats[scene], film)


async def check_end(chat, film):
    turns, films, says, outcomes = ENDS[chat.scene]
    told, ended = chat.told(), await chat.outcomes()
    assert await chat.turns() == turns
    assert chat.films() == [film] * films
    assert [words for words in says if not any(words in text for text in told)] == [], told
    assert sum(MARK in text for text in told) == (MARK in says), told
    assert " ".join(sorted({ended[number] for number in chat.open})) == outcomes
    assert [button for one in chat.statuses() for button in one.post.buttons] == []


async def buttons_work(chat, film):
    for begins, turns, films, says in PRESSES:
        asked, brought, said = len(await chat.turns()), len(chat.films()), len(chat.told())
        await chat.press(begins)
        told = chat.told()[said:]
        came = (await chat.turns())[asked:], chat.films()[brought:]
        assert (begins, *came) == (begins, turns, [film] * films)
        assert any(says in text for text in told), (begins, told)


async def a_reply_finds_its_project(chat, film):
    [shown] = [one for one in chat.left if one["film"]]
    key = shown["key"] if "@" in shown["key"] else f"{shown['key']}@{chat.address.chat}"
    await chat.say("louder", reply_to=key)
    assert await chat.turns() == [MUSIC, "louder"]
    assert chat.films() == [film]


async def what_is_owed_is_handed_over_once(chat, film):
    for _ in range(2):
        await chat.say("/status")
    [debt] = [text for text in chat.told() if "couldn't deliver this earlier" in text]
    assert f"{chat.world.sandbox.url}/render-result/" in debt


async def words_take_the_next_clip(chat, film):
    await chat.say("", chat.world.clip("good.mp4"))
    assert (await chat.turns(), chat.films()) == ([MUSIC], [film])


async def the_link_takes_a_file(chat, film):
    [link] = [button["url"] for one in chat.left for button in one["buttons"] if "/up/" in button["url"]]
    assert await chat.world.bring(link) == 201
    await chat.world.quiet()
    assert (await chat.turns(), chat.films()) == ([MUSIC], [film])
    assert await chat.world.bring(link) == 409


async def nothing_is_left(chat, film):
    [told] = chat.told()
    assert MARK in told
    end = time.monotonic() + 15.0
    while await chat.outcomes() or await chat.turns():
        assert time.monotonic() < end
        await asyncio.sleep(0.005)


async def what_was_stored_waits_to_be_handled(chat, film):
    stored = [9001, 9002] if chat.world.left["schema"] >= 12 else [9001]
    assert [number for number, _ in await chat.world.app.store.inbox.waiting(INBOX)] == stored


HAD_ENDED = {
    "history": buttons_work,
    "group": a_reply_finds_its_project,
    "owed": what_is_owed_is_handed_over_once,
    "kept-words": words_take_the_next_clip,
    "page": the_link_takes_a_file,
    "forgetting": nothing_is_left,
    "inbox": what_was_stored_waits_to_be_handled,
}
