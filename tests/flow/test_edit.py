"""An edit from word to MP4, as somebody in a chat meets it."""

import asyncio
import dataclasses

import pytest

from core.model.chat import Address, Role

SILENT = {"silent": 1.0}


async def test_a_clip_and_a_wish_bring_the_film_without_a_second_command(world):
    await world.say("add background music", world.clip("travel.mp4"))
    film = world.stage.films()[0]
    assert film.film_bytes.startswith(b"\x00\x00\x00\x18ftyp")
    assert film.post.film.name == "travel-v1.mp4"
    assert film.post.film.link
    assert film.target.reply_to == "u2"
    assert world.turns() == ["add background music"]


async def test_the_reply_tells_what_changed_and_the_timeline_and_is_silent_before_its_film(world):
    await world.say("add background music", world.clip("travel.mp4"))
    reply = next(one.post for one in world.stage.messages.values() if "What changed:" in one.post.text)
    assert reply.role is Role.QUIET
    assert "+ BGM: add background music (0-10s, 35%)" in reply.text
    assert "Timeline (2 tracks): 1. Video: travel (0-10s) 2. BGM: add background music (0-10s, 35%)" in reply.text


async def test_a_film_offers_the_next_steps(world):
    await world.say("add background music", world.clip())
    labels = [button.label for button in world.stage.films()[0].post.buttons]
    assert labels == ["Export again", "Undo", "Try again", "Same for another clip", "Open in browser"]


async def test_the_first_contact_is_greeted_once_with_three_examples(world):
    await world.say("add background music", world.clip())
    await world.say("make it louder")
    greetings = [text for text in world.stage.said() if text.startswith("Ready!")]
    assert len(greetings) == 1
    assert greetings[0].count("•") == 3
    stages = [post.text for post in next(iter(world.stage.messages.values())).posts]
    assert any("Connecting..." in text for text in stages)


async def test_the_status_is_one_message_that_shrinks_to_a_line(world):
    await world.say("add background music", world.clip("travel.mp4"))
    statuses = [one for one in world.stage.messages.values() if one.post.role is Role.STATUS]
    assert len(statuses) == 1
    stages = [post.text for post in statuses[0].posts]
    assert any("Uploading travel.mp4: 100 %" in text for text in stages)
    assert any("Working on it..." in text for text in stages)
    assert any("Rendering" in text for text in stages)
    assert statuses[0].post.text.startswith("Done in")
    assert statuses[0].post.buttons == ()
    assert [button.wire for button in statuses[0].posts[0].buttons] == ["cancel:1"]


async def test_no_byte_of_an_upload_waits_for_a_platform_that_is_slow_to_take_progress(world, monkeypatch):
    taken, edit = asyncio.Event(), world.stage.edit

    async def slow(to, key, post):
        if "Uploading" in post.text:
            await taken.wait()
        await edit(to, key, post)

    monkeypatch.setattr(world.stage, "edit", slow)
    data = world.stage.files[world.clip().ref] + bytes(300_000)
    clips = [world.clip(name, data) for name in ("a.mp4", "b.mp4")]
    await world.send("join these clips", *clips)
    await world.until(lambda: [one.get("status") for one in world.calls("/upload-video")] == [200, 200])
    assert world.turns() == []
    taken.set()
    await world.quiet()
    shown = [post.text for one in world.stage.messages.values() for post in one.posts]
    last_upload = max(at for at, text in enumerate(shown) if "Uploading" in text)
    assert last_upload < min(at for at, text in enumerate(shown) if "Working on it" in text)


async def test_the_message_is_marked_as_seen_then_as_done_and_its_file_let_go(world):
    key = await world.say("add background music", clip := world.clip())
    assert world.stage.marks == [(key, "seen"), (key, "done")]
    assert world.stage.released == [clip.ref]


async def test_words_alone_go_to_the_editor_as_they_are(world):
    await world.say("make a video about cats")
    assert world.turns() == ["make a video about cats"]
    assert len(world.stage.films()) == 1


async def test_a_clip_alone_is_uploaded_and_answered_with_suggestions(world):
    await world.say("", world.clip("holiday.mp4"))
    assert len(world.calls("/upload-video")) == 1
    assert world.calls("/run_sse") == []
    assert "Got holiday.mp4." in world.stage.said()[-1]
    await world.say("add music")
    assert world.turns() == ["add music"]
    assert world.stage.films()[0].post.film.name == "holiday-v1.mp4"


async def test_a_clip_then_words_are_one_request(world):
    await world.send("", world.clip())
    await world.say("add background music")
    assert world.turns() == ["add background music"]
    assert len(world.stage.films()) == 1
    assert not any("What would you like" in text for text in world.stage.said())


async def test_words_that_point_at_a_clip_wait_for_it(world):
    await world.send("add background music to this clip")
    await world.say("", world.clip())
    assert world.turns() == ["add background music to this clip"]
    assert len(world.calls("/upload-video")) == 1


async def test_words_that_point_at_nothing_wait_for_nothing(world):
    await world.send("add background music")
    await world.say("", world.clip())
    assert world.turns() == ["add background music"]
    assert any("What would you like me to do with it?" in text for text in world.stage.said())


async def test_two_complete_wishes_are_two_requests(world):
    await world.send("add background music", world.clip("a.mp4"))
    await world.say("add a title", world.clip("b.mp4"))
    assert world.turns() == ["add background music", "add a title"]
    assert len(world.stage.films()) == 2


async def test_a_question_after_a_clip_is_answered_and_not_sent_to_the_editor(world):
    await world.send("", world.clip())
    await world.say("how many credits do I have?")
    assert world.calls("/run_sse") == []
    assert any("Credits" in text or "no account yet" in text for text in world.stage.said())


async def test_an_album_is_one_request(world):
    await world.send("make a slideshow", world.clip("a.mp4"), album="al")
    await world.send("", world.clip("b.mp4"), album="al")
    await world.say("", world.clip("c.mp4"), album="al")
    assert len(world.calls("/upload-video")) == 3
    assert world.turns() == ["make a slideshow"]


async def test_a_text_that_the_platform_cut_is_put_together(world):
    await world.send("Make a video with this story. " + "a" * 60, cut=True)
    await world.say("and they lived happily")
    assert len(world.turns()) == 1
    assert world.turns()[0].endswith("\n\nand they lived happily")


@pytest.mark.parametrize("name", ["script.txt", "SCRIPT.MD"])
async def test_a_script_is_words(world, name):
    script = world.clip(name, "﻿A cat walks home.".encode())
    await world.say("make a video from this:", script)
    assert world.turns() == ["make a video from this:\n\nA cat walks home."]
    assert world.calls("/upload-video") == []


async def test_a_script_joins_the_clip_before_it(world):
    await world.send("", world.clip())
    await world.say("", world.clip("story.txt", b"Add the title Home"))
    assert world.turns() == ["Add the title Home"]


async def test_a_script_too_long_for_words_is_refused_in_words(world):
    await world.say("", world.clip("story.txt", b"a" * (64 * 1024 + 1)))
    assert "too long" in world.stage.said()[-1]
    assert world.calls("/run_sse") == []


async def test_a_correction_before_the_turn_begins_replaces_the_words(world):
    key = await world.send("add musik to this clip")
    await world.say("add music to this clip", key=key, corrects=True)
    assert world.turns() == ["add music to this clip"]


async def test_a_correction_that_comes_too_late_is_answered(world):
    key = await world.say("add music")
    await world.say("add rock music", key=key, corrects=True)
    assert world.turns() == ["add music"]
    assert "too late" in world.stage.said()[-1]
    assert list(world.stage.messages.values())[-1].target.reply_to == key


@pytest.mark.parametrize("words", ["add music", "/new add music", "new project: add music", " add music "])
async def test_an_edit_that_changes_nothing_is_answered_with_silence(world, words):
    key = await world.say(words, world.clip())
    said, clip = len(world.stage.said()), world.clip()
    await world.say(words, clip, key=key, corrects=True)
    assert (len(world.turns()), len(world.stage.said())) == (1, said)


async def test_a_correction_counts_while_the_request_waits_because_its_sender_has_many(worlds):
    async with worlds(nemobot_concurrency=8) as world:  # two of them for one sender
        world.fault(turn_seconds=0.3)
        for wish in ("/new add music", "/new add a title"):
            await world.send(wish)
        await world.until(lambda: len(world.calls("/run_sse")) == 2)
        key = await world.send("/new add musik")
        await world.send("add rock music", key=key, corrects=True)
        await world.quiet()
        assert world.turns() == ["add music", "add a title", "add rock music"]
        assert not any("too late" in text for text in world.stage.said())


async def test_a_correction_counts_of_what_was_said_at_once_with_the_last_that_begins(worlds):
    async with worlds(nemobot_concurrency=8) as world:  # two of them for one sender
        world.fault(turn_seconds=0.3)
        chats = [Address("stage", f"chat{number}") for number in range(4)]
        said = zip(("add music", "add a title", "add musik", "make it lowder"), chats, strict=True)
        keys = await asyncio.gather(*(world.send(words, address=chat) for words, chat in said))
        for key, words, chat in zip(keys[2:], ("add rock music", "make it louder"), chats[2:], strict=True):
            await world.send(words, key=key, address=chat, corrects=True)
        await world.quiet()
        assert sorted(world.turns()) == ["add a title", "add music", "add rock music", "make it louder"]
        assert not any("too late" in text for text in world.stage.said())


async def test_an_edit_of_a_bare_clip_that_changes_nothing_is_answered_with_silence(world):
    key = await world.say("", world.clip())
    said = len(world.stage.said())
    await world.say("", world.clip(), key=key, corrects=True)
    assert (world.turns(), len(world.stage.said())) == ([], said)


async def test_a_clip_that_is_exchanged_too_late_is_answered(world):
    key = await world.say("add music", world.clip("a.mp4"))
    await world.say("add music", world.clip("b.mp4"), key=key, corrects=True)
    assert "too late" in world.stage.said()[-1]


async def test_a_caption_that_is_added_to_a_bare_clip_is_the_wish_about_it(world):
    clip = world.clip()
    key = await world.say("", clip)
    await world.say("add music", clip, key=key, corrects=True)
    await world.say("add music", clip, key=key, corrects=True)
    assert world.turns() == ["add music"]
    assert len(world.calls("/upload-video/")) == 1
    assert list(world.stage.messages.values())[-1].target.reply_to == key


async def test_a_caption_that_is_added_to_a_clip_which_failed_brings_it_again(world):
    clip = world.clip("empty.mp4", b"")
    key = await world.say("", clip)
    await world.say("add music", world.clip("empty.mp4"), key=key, corrects=True)
    assert world.turns() == ["add music"]
    assert len(world.calls("/upload-video/")) == 1


async def test_an_added_caption_takes_no_pending_words_for_its_own(world):
    await world.say("add music", world.clip("empty.mp4", b""))
    key = await world.say("", clip := world.clip())
    assert world.turns() == ["add music"]
    said = len(world.stage.said())
    await world.say("", clip, key=key, corrects=True)
    assert len(world.stage.said()) == said
    await world.say("add a title", clip, key=key, corrects=True)
    assert world.turns() == ["add music", "add a title"]


async def test_a_correction_of_a_message_that_was_not_received_is_a_message(world):
    await world.say("add music", corrects=True)
    assert world.turns() == ["add music"]


async def test_a_message_received_twice_is_handled_once(world):
    key = await world.send("add music")
    await world.say("add music", key=key)
    assert world.turns() == ["add music"]


async def test_a_turn_without_effect_and_without_a_question_is_said(world):
    world.fault(applies=False, **SILENT)
    await world.say("add music", world.clip())
    assert "nothing on the timeline has changed" in world.stage.said()[-1]
    assert world.stage.films() == []


async def test_a_silent_edit_is_told_by_its_difference(world):
    world.fault(**SILENT)
    await world.say("add music", world.clip())
    assert "+ BGM: add music (0-10s, 35%)" in " ".join(world.stage.said())
    assert len(world.stage.films()) == 1


async def test_a_silent_edit_that_shows_late_is_found(world):
    world.fault(stale_reads=2, **SILENT)
    await world.say("add music", world.clip())
    assert "+ BGM: add music (0-10s, 35%)" in " ".join(world.stage.said())


async def test_an_answer_that_changes_nothing_brings_no_film(world):
    await world.say("add music", world.clip())
    await world.say("change nothing")
    assert len(world.stage.films()) == 1
    last = list(world.stage.messages.values())[-1].post
    assert (last.role, last.text) == (Role.ANSWER, "Nothing to do.")
    assert [button.label for button in last.buttons] == ["Export", "Undo", "Try again"]


async def test_a_vague_wish_is_sent_and_gets_a_tip(world):
    await world.say("edit my video clips", world.clip())
    assert world.turns() == ["edit my video clips"]
    assert any("Tip: the editor is faster" in text for text in world.stage.said())


async def test_a_long_clip_gets_its_hint_once(world):
    await world.say("add music", world.clip("long.mp4"))
    await world.say("add music", world.clip("long2.mp4"))
    assert sum("Worth noting:" in text for text in world.stage.said()) == 1


async def test_still_working_is_said_in_notes_of_which_one_stays_at_most(world):
    world.fault(turn_seconds=0.25)
    await world.say("add music")
    notes = [one for one in world.stage.messages.values() if one.post.role is Role.NOTE]
    assert len(notes) >= 2
    assert all(one.post.text.startswith("⏳ Still working...") for one in notes)
    assert all(one.removed for one in notes)


async def test_still_working_is_an_edit_where_notes_are_not_allowed(world):
    world.stage.here = dataclasses.replace(world.stage.here, notes=False)
    world.fault(turn_seconds=0.15)
    await world.say("add music")
    assert world.stage.said(Role.NOTE) == []
    assert any("Still working" in post.text for one in world.stage.messages.values() for post in one.posts)


async def test_try_again_asks_the_same_words_anew_and_says_so(world):
    await world.say("add music", world.clip())
    await world.press("again:1", reply_to=world.stage.films()[0].key)
    assert world.turns() == ["add music", "add music"]
    assert any("Asking for the same again: “add music”" in text for text in world.stage.said())
    assert len(world.calls("/upload-video")) == 1


async def test_same_for_another_clip_uses_the_words_in_a_new_project(world):
    await world.say("add music", world.clip("one.mp4"))
    await world.press("same:1")
    await world.say("", world.clip("two.mp4"))
    assert world.turns() == ["add music", "add music"]
    assert [film.post.film.name for film in world.stage.films()] == ["one-v1.mp4", "two-v1.mp4"]
    assert any("Using what you asked for before: “add music”" in text for text in world.stage.said())
    assert len(world.calls("/with-session")) == 2


async def test_undo_is_an_edit_whose_film_follows(world):
    await world.say("add music", world.clip())
    await world.say("add a title")
    await world.press("undo")
    assert world.turns()[-1] == "Undo the last change and go back to the previous timeline."
    assert len(world.stage.films()) == 3


@pytest.mark.parametrize("way", ["button", "words"])
async def test_a_step_back_that_could_not_be_made_is_not_offered_again(world, way):
    await world.say("add music", world.clip())
    world.queue(run_sse=[{"faults": {"say": "There is no earlier version.", "applies": False}}])
    await (world.press("undo") if way == "button" else world.say("go back to the previous version"))
    last = list(world.stage.messages.values())[-1].post
    assert last.text.startswith("There is no earlier version.")
    assert [button.label for button in last.buttons] == ["Export"]


async def test_undo_of_nothing_is_said_and_costs_nothing(world):
    await world.say("/undo")
    assert world.stage.said()[-1] == "There's nothing to undo yet."
    await world.say("add music")
    await world.say("/undo 9")
    assert world.stage.said()[-1] == "There's nothing to undo yet."
    assert world.turns() == ["add music"]


async def test_undo_to_a_version_names_its_timeline(world):
    await world.say("add music")
    await world.say("add a title")
    await world.say("/undo 1")
    assert world.turns()[-1].startswith(
        "Go back to version 1, this earlier timeline: Timeline (1 track): 1. BGM: add music"
    )


async def test_what_the_screen_asks_for_is_done_by_one_more_turn(world):
    world.queue(run_sse=[{"faults": {"say": "Drag the music clip to the start of the timeline."}}])
    await world.say("add music", world.clip())
    assert len(world.turns()) == 2
    assert not any("Drag" in text for text in world.stage.said())
    assert len(world.stage.films()) == 1


async def test_a_follow_up_that_is_refused_is_left_to_the_person(world):
    refused = {"json": {"code": 2001, "message": "no credits"}}
    world.queue(run_sse=[{"faults": {"say": "Drag the music clip to the start of the timeline."}}, refused])
    await world.say("add music", world.clip())
    assert len(world.turns()) == 1
    assert any("suggests one more step" in text for text in world.stage.said())
    assert len(world.stage.films()) == 1


async def test_a_follow_up_that_never_got_through_is_left_to_the_person_too(world):
    busy = {"status": 429, "json": {"detail": "slow down"}}
    world.queue(run_sse=[{"faults": {"say": "Drag the music clip to the start of the timeline."}}, busy, busy])
    await world.say("add music", world.clip())
    assert len(world.turns()) == 1
    assert any("suggests one more step" in text for text in world.stage.said())
    assert len(world.stage.films()) == 1


@pytest.mark.parametrize(
    "unseen",
    [
        pytest.param([], id="a session that shows no change"),
        pytest.param([{}, {}, *[{"status": 503}] * 900], id="a backend that stays away"),
    ],
)
async def test_a_follow_up_whose_end_nobody_saw_offers_no_retry_that_would_ask_the_first_turn_again(worlds, unseen):
    async with worlds(nemobot_turn_timeout_seconds=0.3) as world:
        drag = {"faults": {"say": "Drag the music clip to the start of the timeline."}}
        world.queue(run_sse=[drag, {"drop": "before"}], state=unseen)
        await world.say("add music")
        assert len(world.turns()) == 1
        assert len(world.stage.films()) == 1
        told = [post.post for post in world.stage.messages.values()]
        assert any("couldn't see what became of it" in post.text for post in told)
        assert not {"Retry", "Try again"} & {one.label for post in told if not post.film for one in post.buttons}


async def test_concurrent_chats_do_not_wait_for_each_other(world):
    world.fault(turn_seconds=0.2)
    other = Address("stage", "other")
    await world.send("add music")
    await asyncio.sleep(0.05)
    await world.say("add a title", address=other)
    entries = world.calls("/run_sse")
    assert len(entries) == 2
    assert len(world.stage.films()) == 2


async def test_a_question_delivers_no_film_when_only_the_facts_about_files_have_changed(world):
    await world.say("add music", world.clip())
    world.fault(drift=True)
    await world.say("change nothing")
    assert "Nothing to do" in "\n".join(world.stage.said())
    assert len(world.stage.films()) == 1
    assert "What changed" not in world.stage.said()[-1]


async def test_a_lost_turn_has_changed_nothing_when_only_the_facts_about_files_have(worlds):
    async with worlds(nemobot_turn_timeout_seconds=0.5) as world:
        world.fault(drift=True)
        await world.say("", world.clip())
        world.queue(run_sse=[{"drop": "before"}])
        await world.say("add music")
        assert any("nothing has changed" in text for text in world.stage.said())
        assert world.stage.films() == []


async def test_an_added_caption_that_is_corrected_is_one_wish(world):
    key = await world.say("", clip := world.clip())
    await world.say("add musik", clip, key=key, corrects=True, at=1_000_000_001.0)
    await world.say("add music", clip, key=key, corrects=True, at=1_000_000_002.0)
    assert world.turns() == ["add musik"]
    assert "too late" in world.stage.said()[-1]


@pytest.mark.parametrize("said", ["here is my video", "Hi!", "thanks", "👍", "这是我的视频", "你好", "wait", "/start"])
async def test_a_clip_whose_words_ask_nothing_costs_no_turn(world, said):
    await world.say(said, world.clip())
    assert world.turns() == []
    assert world.stage.films() == []
    await world.say("add music")
    assert world.turns() == ["add music"]


@pytest.mark.parametrize("said", ["hi, add music", "here is my video, trim it", "thanks for watching", "make it nice"])
async def test_a_clip_whose_words_ask_something_politely_is_a_turn(world, said):
    await world.say(said, world.clip())
    assert world.turns() == [said]
