"""Words kept for a refused clip: they wait for the next clip, until a complete request comes before it."""

import time

import pytest

from core.words.spoilers import SWITCH, hidden

BAD = b"this is no video at all, only words"


async def refused(world):
    await world.say("trim it to 10 seconds", world.clip("big.mp4", BAD))
    assert "kept your words" in world.stage.said()[-1]


async def test_the_next_clip_without_words_gets_them(world):
    await refused(world)
    await world.say("", world.clip("small.mp4"))
    assert world.turns() == ["trim it to 10 seconds"]


async def test_a_clip_with_other_words_ends_them(world):
    await refused(world)
    await world.say("add music", world.clip("good.mp4"))
    await world.say("", world.clip("song.mp3"))
    assert world.turns() == ["add music"]
    assert "What would you like me to do with it?" in world.stage.said()[-1]


async def test_other_words_and_their_clip_one_after_the_other_end_them(world):
    await refused(world)
    await world.send("add music to this clip")
    await world.say("", world.clip("good.mp4"))
    await world.say("", world.clip("song.mp3"))
    assert world.turns() == ["add music to this clip"]


async def test_a_complete_request_that_is_refused_too_keeps_its_own(world):
    await refused(world)
    await world.say("add music", world.clip("worse.mp4", BAD))
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == ["add music"]


@pytest.mark.parametrize(
    "said", [["add music", "add a title"], ["加音乐", "加字幕", "make it vertical"], ["add music"] * 2]
)
async def test_all_words_that_are_said_while_a_clip_fails_are_used_with_the_next(world, said):
    world.queue(upload=[{"delay": 0.3, "status": 503}, {"status": 503}])
    await world.send("", world.clip("lost.mp4"))
    await world.until(lambda: world.calls("/upload-video"))
    for words in said:
        await world.send(words)
    await world.quiet()
    assert world.turns() == []
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == ["\n\n".join(dict.fromkeys(said))]
    await world.say("", world.clip("other.mp4"))
    assert len(world.turns()) == 1


async def test_the_words_of_two_clips_that_are_refused_together_are_both_used(world):
    world.fault(turn_seconds=0.3)
    await world.send("create a film about bees")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("trim it to 10 seconds", world.clip("big.mp4", BAD))
    await world.say("add music", world.clip("worse.mp4", BAD))
    await world.say("", world.clip("good.mp4"))
    assert world.turns()[1:] == ["trim it to 10 seconds\n\nadd music"]


async def test_words_are_kept_beside_others_once_wherever_the_process_dies_meanwhile(world):
    def first_kept():
        return asked and any("kept your words" in text for text in world.stage.said())

    async def ask(here):
        asked.clear()
        world.stage.messages.clear()
        await world.send("", world.clip("big.mp4", BAD), address=here)
        for words in ("add music", "add a title"):
            await world.send(words, address=here)
        asked.append(here)

    asked, ends = [], set()
    async for here in world.each_kill(ask, since=first_kept):
        assert sum("kept your words" in text for text in world.stage.said()) >= 2
        kept = await world.app.services.stores.pending.waiting(here, "anna", time.time())
        ends.add(kept.words)
    assert ends == {"add music\n\nadd a title"}


async def test_the_same_for_another_clip_says_which_words_it_takes_the_place_of(world):
    await world.say("add music", world.clip("a.mp4"))
    await refused(world)
    await world.press("same:1")
    assert "takes the place of what I had kept for it: “trim it to 10 seconds”" in world.stage.said()[-1]
    await world.press("same:1", reply_to="other")
    assert "takes the place" not in world.stage.said()[-1]
    await world.say("", world.clip("c.mp4"))
    assert world.turns() == ["add music"] * 2


async def test_words_whose_place_is_taken_are_shown_with_their_spoiler_whole(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.say("end on " + hidden("the butler did it, " * 6), world.clip("big.mp4", BAD))
    await world.press("same:1")
    assert "takes the place" in world.stage.said()[-1]
    assert world.stage.said()[-1].count(SWITCH) == 2


async def test_words_alone_end_nothing(world):
    await refused(world)
    await world.say("how many credits do I have?")
    await world.say("", world.clip("small.mp4"))
    assert world.turns() == ["trim it to 10 seconds"]


@pytest.mark.parametrize("name", ["wish.txt", "notes.md"])
async def test_a_script_is_words_and_no_clip(world, name):
    await refused(world)
    await world.say("", world.clip(name, b"create a film about bees"))
    await world.say("", world.clip("small.mp4"))
    assert world.turns() == ["create a film about bees", "trim it to 10 seconds"]


async def test_a_clip_with_a_script_ends_them(world):
    await refused(world)
    await world.say("", world.clip("good.mp4"), world.clip("wish.txt", b"add music"))
    await world.say("", world.clip("song.mp3"))
    assert world.turns() == ["add music"]


async def test_the_words_of_the_next_clip_are_ended_too_by_a_complete_request(world):
    await world.say("add music", world.clip("a.mp4"))
    await world.press("same:1")
    await world.say("add a title", world.clip("b.mp4"))
    await world.say("", world.clip("c.mp4"))
    assert world.turns() == ["add music", "add a title"]


@pytest.mark.parametrize(
    "words", ["cancel", "/cancel", "取消", "never mind", "forget it", "算了", "cancel that please"]
)
async def test_cancel_ends_the_words_that_wait_for_a_clip(world, words):
    await refused(world)
    await world.say(words)
    assert "trim it to 10 seconds" in world.stage.said()[-1]
    await world.say("", world.clip("good.mp4"))
    assert world.turns() == []
    await world.say(words)
    assert "trim it" not in world.stage.said()[-1]


async def test_cancel_ends_what_is_open_and_what_waits(world):
    await refused(world)
    world.fault(turn_seconds=5)
    await world.send("create a film about bees")
    await world.until(lambda: world.calls("/run_sse"))
    await world.send("/cancel")
    await world.until(lambda: any("trim it to 10 seconds" in said for said in world.stage.said()))
