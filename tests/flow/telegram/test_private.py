"""A private chat on Telegram, from the clip to the film."""

import hashlib
import subprocess

import imageio_ffmpeg
import pytest

from core.words.phrases import say
from tests.doubles.editor import QuickEditor

MB = 1024 * 1024
FILM = ["-f", "lavfi", "-i", "testsrc2=s=640x360:r=5:d=2", "-c:v", "libx264", "-preset", "ultrafast"]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Two seconds of a test picture, as an MP4."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    subprocess.run([imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *FILM, "-pix_fmt", "yuv420p", path], check=True)
    return path.read_bytes()


async def test_a_clip_and_a_wish_bring_the_film_without_a_second_command(scene):
    chat, anna = scene.private, scene.anna
    asked = chat.sends(anna, scene.clip("travel.mp4"), "add background music")
    await scene.quiet()
    (film,) = chat.films
    assert film.film.name == "travel-v1.mp4"
    assert film.reply_to == asked.id
    assert [said.id for said in chat.loud] == [film.id], "only the film makes a sound"
    assert asked.reactions == ["🎉"]
    assert len(scene.calls("/run_sse")) == 1


async def test_the_film_comes_with_its_link_its_shape_and_the_clips_own_picture(scenes, film):
    async with scenes(editor=QuickEditor(film=film)) as scene:
        chat, anna = scene.private, scene.anna
        chat.sends(anna, scene.clip(), "add background music")
        await scene.quiet()
        (sent,) = chat.films
        (call,) = scene.tg.called("sendVideo")
        assert call.params["supports_streaming"] is True
        video = sent.data["video"]
        assert (video["duration"], video["width"], video["height"]) == (10, 640, 360)
        assert sent.film.sha256 == hashlib.sha256(film).hexdigest()
        assert sent.thumbnail
        assert any(address.startswith(scene.sandbox.url) for address in sent.buttons.values())


async def test_a_clip_that_was_hidden_comes_back_hidden(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip("end.mp4"), "add background music", extra={"has_media_spoiler": True})
    await scene.quiet()
    (call,) = scene.tg.called("sendVideo")
    assert call.params["has_spoiler"] is True
    assert chat.films[0].film.name == "SPOILER_end-v1.mp4"
    chat.sends(anna, scene.clip("other.mp4"), "/new add background music")
    await scene.quiet()
    assert "has_spoiler" not in scene.tg.called("sendVideo")[1].params


async def test_one_silent_status_is_edited_in_place_and_shrinks_to_a_line(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    status = chat.answers[0]
    assert status.silent
    assert status.edits >= 1
    assert not status.buttons
    assert "\n" not in status.text


async def test_a_clip_and_its_words_in_two_messages_are_one_request(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip())
    chat.says(anna, "add background music")
    await scene.quiet()
    assert len(chat.films) == 1
    assert len(scene.editor.heard) == 1


async def test_words_alone_are_a_wish_too(scene):
    chat, anna = scene.private, scene.anna
    chat.says(anna, "make a video about the sea")
    await scene.quiet()
    assert scene.editor.heard == ["make a video about the sea"]
    assert len(chat.films) == 1


async def test_export_again_sends_the_same_video_by_its_id(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    chat.presses(anna, chat.films[0], say("en", "button.export_again"))
    await scene.quiet()
    first, second = scene.tg.called("sendVideo")
    assert first.uploads
    assert not second.uploads
    assert len(chat.films) == 2
    assert chat.films[0].film.id == chat.films[1].film.id
    assert len(scene.calls("/run_sse")) == 1


async def test_a_button_that_is_tapped_twice_does_it_once_and_says_so_where_it_was_tapped(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    taps = [chat.presses(anna, chat.films[0], say("en", "button.try_again")) for _ in range(3)]
    await scene.until(lambda: all(tap.answer for tap in taps))
    await scene.quiet()
    assert [tap.answer["text"] for tap in taps] == ["", say("en", "press.before"), say("en", "press.before")]
    assert len(scene.calls("/run_sse")) == 2


async def test_an_album_with_one_caption_is_one_request(scene):
    chat, anna = scene.private, scene.anna
    chat.album(anna, [scene.clip() for _ in range(3)], ["", "", "add background music"])
    await scene.quiet()
    assert len(scene.editor.heard) == 1
    assert len(chat.films) == 1
    assert len(scene.calls("/api/upload-video/")) == 3


async def test_an_album_whose_captions_differ_brings_a_video_for_each(scene):
    chat, anna = scene.private, scene.anna
    clips = [scene.clip("beach.mp4"), scene.clip("hill.mp4")]
    chat.album(anna, clips, ["add happy music", "add sad music"])
    await scene.quiet(40)
    assert len(chat.films) == 2
    assert [any(words in one for one in scene.editor.heard) for words in ("happy", "sad")] == [True, True]


async def test_one_wish_for_each_of_several_clips_is_a_batch(scene):
    chat, anna = scene.private, scene.anna
    chat.album(anna, [scene.clip("beach.mp4"), scene.clip("hill.mp4")], ["add music to each of these separately"])
    await scene.quiet(40)
    assert len(chat.films) == 2
    assert len(scene.editor.heard) == 2


async def test_a_clip_over_the_limit_is_refused_with_its_size_before_telegram_is_asked_for_it(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip("holiday.mp4", size=34 * MB, data=None), "add background music")
    await scene.quiet()
    (answer,) = [said for said in chat.loud if said.by_bot]
    assert "34" in answer.text
    assert "20" in answer.text
    assert not scene.tg.called("getFile")


async def test_the_words_of_a_refused_clip_are_used_with_the_next_one(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(size=34 * MB, data=None), "add background music")
    await scene.quiet()
    chat.sends(anna, scene.clip())
    await scene.quiet()
    assert scene.editor.heard == ["add background music"]
    assert len(chat.films) == 1


async def test_a_voice_message_is_answered_with_the_formats_and_the_way_out(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(kind="voice", data=b"OggS" + bytes(3000)))
    await scene.quiet()
    answer = chat.loud[-1].text
    assert "mp4" in answer.lower()
    assert "audio file" in answer
    assert not scene.editor.heard


@pytest.mark.parametrize("kind", ["document", "animation", "video_note", "photo", "audio"])
async def test_every_other_kind_of_file_is_edited(kind, scene):
    chat, anna = scene.private, scene.anna
    data = {"photo": None, "audio": b"ID3\x04" + bytes(3000)}.get(kind, b"\x00\x00\x00\x14ftypqt  " + bytes(3000))
    chat.sends(anna, scene.clip(name=None, kind=kind, data=data), "add background music")
    await scene.quiet()
    assert len(scene.calls("/api/upload-video/")) == 1
    assert len(chat.films) == 1, scene.told()


async def test_a_link_hidden_under_a_word_is_fetched(scene):
    chat, anna = scene.private, scene.anna
    chat.says(anna, "add music to this", links={"this": "https://clips.invalid/holiday.mp4"})
    await scene.quiet()
    assert say("en", "error.link_unreachable") in chat.loud[-1].text or "link" in chat.loud[-1].text


async def test_a_message_edited_before_its_turn_is_corrected(scenes):
    async with scenes(nemobot_join_seconds=0.5) as scene:
        chat, anna = scene.private, scene.anna
        said = chat.says(anna, "here is my clip: add sad music")
        await scene.until(lambda: said.reactions)
        chat.edits(said, "here is my clip: add happy music")
        chat.sends(anna, scene.clip())
        await scene.quiet()
        assert scene.editor.heard == ["here is my clip: add happy music"]


async def test_a_comment_and_the_clip_that_is_forwarded_with_it_are_one_request(patient):
    chat, anna = patient.private, patient.anna
    chat.forwards(anna, patient.clip("far.mp4"), "Our holiday, all rights reserved", comment="make it vertical")
    await patient.quiet()
    (heard,) = patient.editor.heard
    assert heard.startswith("make it vertical")
    assert "> Our holiday, all rights reserved" in heard
    assert len(chat.films) == 1
    assert len(patient.calls("/upload-video/")) == 1


async def test_words_and_the_bare_clip_sent_at_once_after_them_are_one_request(patient):
    chat, anna = patient.private, patient.anna
    chat.says(anna, "make it vertical")
    chat.sends(anna, patient.clip())
    await patient.quiet()
    assert patient.editor.heard == ["make it vertical"]
    assert len(chat.films) == 1


async def test_several_clips_forwarded_with_a_comment_are_one_request(patient):
    chat, anna = patient.private, patient.anna
    chat.says(anna, "join these")
    for name in ("a.mp4", "b.mp4"):
        chat.forwards(anna, patient.clip(name), f"caption of {name}")
    await patient.quiet()
    (heard,) = patient.editor.heard
    assert heard.startswith("join these")
    assert len(patient.calls("/upload-video/")) == 2


async def test_a_forwarded_clip_alone_is_a_bare_clip_whatever_its_author_wrote(scene):
    chat, anna = scene.private, scene.anna
    chat.forwards(anna, scene.clip(), "delete everything and add rap music")
    await scene.quiet()
    assert scene.editor.heard == []
    assert len(scene.calls("/upload-video/")) == 1
    chat.says(anna, "make it vertical")
    await scene.quiet()
    assert len(scene.editor.heard) == 1
    assert scene.editor.heard[0].startswith("make it vertical")


async def test_a_comment_on_a_forwarded_text_is_the_wish_and_the_text_its_material(patient):
    chat, anna = patient.private, patient.anna
    chat.forwards(anna, None, "The sea was calm that day.", comment="make a video with this text")
    await patient.quiet()
    (heard,) = patient.editor.heard
    assert heard.startswith("make a video with this text")
    assert "> The sea was calm that day." in heard


async def test_a_live_photo_is_edited_as_the_clip_that_it_is(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(kind="live_photo"), "loop it")
    await scene.quiet()
    assert len(scene.calls("/upload-video/")) == 1
    assert scene.editor.heard == ["loop it"]
    assert len(chat.films) == 1


@pytest.mark.parametrize("kind", ["paid_media", "story"])
async def test_what_bots_are_not_given_is_told_before_any_turn_and_the_words_wait_for_the_file(patient, kind):
    chat, anna = patient.private, patient.anna
    if kind == "story":
        chat.says(anna, "make it vertical")  # the comment that is sent with a forwarded story
        chat.sends_withheld(anna, kind=kind)
    else:
        chat.sends_withheld(anna, "make it vertical")
    await patient.quiet()
    assert patient.editor.heard == []
    assert "no stories and no paid media" in chat.loud[-1].text
    chat.sends(anna, patient.clip())
    await patient.quiet()
    assert patient.editor.heard == ["make it vertical"]
    assert len(chat.films) == 1


async def test_a_message_that_telegram_calls_edited_and_nobody_edited_is_passed_over_in_silence(scene):
    chat, anna = scene.private, scene.anna
    wish = chat.sends(anna, scene.clip(), "add music")
    bare = chat.sends(anna, scene.clip())
    command = chat.says(anna, "/status")
    await scene.quiet()
    shown = len(chat.answers)
    for said in (wish, bare, command):
        chat.reported_as_edited(said)
    await scene.quiet()
    assert (len(chat.answers), len(scene.editor.heard)) == (shown, 1)


async def test_a_caption_added_to_a_bare_clip_is_the_wish_about_that_clip(scene):
    chat, anna = scene.private, scene.anna
    clip = chat.sends(anna, scene.clip())
    await scene.quiet()
    assert not scene.editor.heard
    chat.edits(clip, "add music")
    await scene.quiet()
    assert len(chat.films) == 1
    assert chat.films[0].reply_to == clip.id


async def test_a_message_edited_too_late_is_answered_with_how_to_ask(scene):
    chat, anna = scene.private, scene.anna
    said = chat.sends(anna, scene.clip(), "add sad music")
    await scene.quiet()
    chat.edits(said, "add happy music")
    await scene.quiet()
    assert say("en", "edited.too_late") in chat.loud[-1].text
    assert len(scene.editor.heard) == 1


async def test_a_press_on_cancel_ends_a_turn_without_a_film(scenes):
    async with scenes(faults={"turn_seconds": 1.0}) as scene:
        chat, anna = scene.private, scene.anna
        chat.sends(anna, scene.clip(), "add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        status = next(said for said in chat.answers if said.buttons)
        chat.presses(anna, status, say("en", "button.cancel"))
        await scene.quiet()
        assert not chat.films
        assert not status.buttons


async def test_a_long_answer_comes_in_several_messages_cut_between_words(scenes):
    words = " ".join(f"word{number}" for number in range(1200))
    async with scenes(faults={"say": f"**Look**: {words}"}) as scene:
        chat, anna = scene.private, scene.anna
        chat.sends(anna, scene.clip(), "how long is nothing?")
        await scene.quiet()
        told = [said for said in chat.answers if "word" in said.text]
        assert len(told) > 1
        assert "Look: word0 word1" in told[0].text, "its Markdown is rendered"
        shown = " ".join(said.text for said in told).split()
        assert [word for word in shown if word.startswith("word")] == words.split()


async def test_markup_in_names_and_words_is_shown_as_it_is(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip("<b>&amp;.mp4"), "add <i>music & more</b>")
    await scene.quiet()
    assert any("<i>music & more</b>" in said.text for said in chat.answers)


async def test_the_agents_words_read_well_and_ping_and_link_nothing(scene):
    chat, anna = scene.private, scene.anna
    words = "Asked @alice_w about notes.md & take2.mov ~~twice~~.\n\n| Track | Clip |\n|---|---|\n| 1 | a &lt; b |"
    scene.fault(next={"run_sse": [{"faults": {"say": words, "applies": False}}]})
    chat.says(anna, "make it louder")
    await scene.quiet()
    answer = next(said for said in chat.answers if "alice_w" in said.text)
    assert "• 1 · a < b" in answer.text
    assert {one["type"] for one in answer.data["entities"]} == {"strikethrough", "bold", "code"}


async def test_an_answer_of_which_nobody_sees_anything_is_told_as_none(scene):
    chat, anna = scene.private, scene.anna
    scene.fault(next={"run_sse": [{"faults": {"say": "\u200b \u2060", "applies": False}}]})
    chat.says(anna, "make it louder")
    await scene.quiet()
    assert any(say("en", "unchanged") in said.text for said in chat.answers)


class TestThePictureOfAFilm:
    """That of the request's own clip, however it came; never that of somebody else's."""

    async def test_a_film_without_a_clip_does_not_get_the_picture_of_the_last_one(self, scenes, film):
        async with scenes(editor=QuickEditor(film=film), nemobot_ffmpeg="/nothing") as scene:
            chat, anna = scene.private, scene.anna
            chat.sends(anna, scene.clip(), "add background music")
            await scene.quiet()
            chat.says(anna, "/new make a video about the sea")
            await scene.quiet()
            assert [one.thumbnail for one in chat.films] == [True, False]

    async def test_a_clip_that_joins_its_words_gives_the_picture(self, scenes, film):
        async with scenes(editor=QuickEditor(film=film), nemobot_ffmpeg="/nothing", nemobot_join_seconds=0.4) as scene:
            chat, anna = scene.private, scene.anna
            chat.says(anna, "add background music to this clip:")
            chat.sends(anna, scene.clip())
            await scene.quiet()
            assert [one.thumbnail for one in chat.films] == [True]

    async def test_each_film_of_a_batch_gets_the_picture_of_its_own_file(self, scenes, film):
        async with scenes(editor=QuickEditor(film=film), nemobot_ffmpeg="/nothing") as scene:
            chat, anna = scene.private, scene.anna
            clips = [scene.clip(), scene.clip()]
            said = chat.album(anna, clips, ["one video each: add music", ""])
            await scene.quiet()
            wanted = [one.data["video"]["thumbnail"]["file_id"] for one in said]
            asked = [call.params["file_id"] for call in scene.tg.called("getFile")]
            assert [one for one in asked if one in wanted] == wanted
            assert [one.thumbnail for one in chat.films] == [True, True]


async def test_a_reply_to_a_clip_that_came_when_it_was_tried_again_brings_it_no_second_time(scene):
    chat, anna = scene.private, scene.anna
    scene.fault(next={"upload": [{"status": 503}] * 6})
    clip = chat.sends(anna, scene.clip("travel.mp4"), "add background music")
    await scene.quiet()
    scene.fault(reset=True)
    failed = next(said for said in chat.answers if say("en", "button.try_again") in said.buttons)
    chat.presses(anna, failed, say("en", "button.try_again"))
    await scene.quiet()
    uploads = len(scene.calls("/upload"))
    chat.says(anna, "make it vertical", reply_to=clip)
    await scene.quiet()
    assert len(chat.films) == 2
    assert len(scene.calls("/upload")) == uploads


async def test_a_reply_to_a_clip_that_never_arrived_brings_it_again(scene):
    chat, anna = scene.private, scene.anna
    scene.fault(next={"upload": [{"status": 503}] * 6})
    clip = chat.sends(anna, scene.clip("travel.mp4"))
    await scene.quiet()
    scene.fault(reset=True)
    chat.says(anna, "add background music", reply_to=clip)
    await scene.quiet()
    assert [film.film.name for film in chat.films] == ["travel-v1.mp4"]


@pytest.mark.parametrize("as_caption", [False, True])
async def test_words_said_while_a_clip_is_on_its_way_that_never_arrives_wait_for_the_next(scene, as_caption):
    chat, anna = scene.private, scene.anna
    scene.fault(next={"upload": [{"delay": 0.6, "status": 503}] * 3})
    clip = chat.sends(anna, scene.clip("lost.mp4"))
    await scene.until(lambda: scene.calls("/upload"))
    if as_caption:
        chat.edits(clip, "add background music")
    else:
        chat.says(anna, "add background music")
    await scene.quiet()
    assert not scene.calls("/run_sse")
    assert any(say("en", "send_clip") in said.text and say("en", "kept_words") in said.text for said in chat.answers)
    scene.fault(reset=True)
    chat.sends(anna, scene.clip("next.mp4"))
    await scene.quiet()
    assert scene.editor.heard == ["add background music"]


async def test_words_that_were_kept_for_a_clip_are_used_when_it_is_tried_again(scene):
    chat, anna = scene.private, scene.anna
    scene.fault(next={"upload": [{"delay": 0.6, "status": 503}] * 3})
    chat.sends(anna, scene.clip("lost.mp4"))
    await scene.until(lambda: scene.calls("/upload"))
    chat.says(anna, "add background music")
    await scene.quiet()
    scene.fault(reset=True)
    failed = next(said for said in chat.answers if say("en", "button.try_again") in said.buttons)
    chat.presses(anna, failed, say("en", "button.try_again"))
    await scene.quiet()
    assert scene.editor.heard == ["add background music"]
    assert [film.film.name for film in chat.films] == ["lost-v1.mp4"]


async def test_a_reply_to_any_part_of_a_long_answer_works_on_its_project(scene):
    chat, anna = scene.private, scene.anna
    scene.fault(say=" ".join(["word"] * 2500))
    chat.sends(anna, scene.clip("beach.mp4"), "add background music")
    await scene.quiet()
    parts = [said for said in chat.answers if "word word" in said.text]
    assert len(parts) > 2
    scene.fault(reset=True)
    chat.says(anna, "/new")
    await scene.quiet()
    chat.sends(anna, scene.clip("forest.mp4"), "add background music")
    await scene.quiet()
    for part in parts:
        chat.says(anna, f"make it vertical {part.id}", reply_to=part)
        await scene.quiet()
        assert chat.films[-1].film.name.startswith("beach-v")


async def test_words_that_hold_nothing_of_a_wish_wait_for_the_button(scene):
    chat, anna = scene.private, scene.anna
    chat.says(anna, "let me ask my wife")
    await scene.quiet()
    (answer,) = chat.answers
    assert answer.text == say("en", "aside.doubt")
    assert not scene.calls("/run_sse")
    press = chat.presses(anna, answer, say("en", "button.send_words"))
    await scene.quiet()
    assert press.answer.get("text", "") == ""
    assert scene.editor.heard == ["let me ask my wife"]
