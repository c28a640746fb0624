"""What Telegram may refuse, delay or lose, and what the person in the chat sees of it."""

import pytest

from core.words.phrases import say

MARK = say("en", "recovered.mark")


async def test_flood_control_on_the_status_means_wait_and_nothing_else(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("editMessageText", retry_after=6)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert len(chat.films) == 1
    assert scene.tg.flood.refusals == 0, "nothing was sent during the ban"


async def test_flood_control_on_a_reaction_holds_no_answer_back(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("setMessageReaction", retry_after=600, times=9)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet(5.0)
    assert len(chat.films) == 1


async def test_flood_control_on_the_film_delays_it_without_a_mark(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", retry_after=1)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    (film,) = chat.films
    assert MARK not in film.text


@pytest.mark.parametrize(("drop", "films"), [("after", 2), ("before", 1)])
async def test_a_film_with_an_intent_and_no_outcome_is_sent_once_more_with_a_mark(drop, films, scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", drop=drop)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert len(chat.films) == films
    assert MARK in chat.films[-1].text
    assert all(MARK not in film.text for film in chat.films[:-1])


async def test_a_film_is_never_sent_a_third_time(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", drop="after", times=5)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert len(scene.tg.called("sendVideo")) == 2


async def test_markup_that_telegram_does_not_read_is_sent_as_plain_words(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendMessage", status=400, description="Bad Request: can't parse entities: x", times=3)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert any("Added music: add background music" in said.text for said in chat.answers)
    assert len(chat.films) == 1


async def test_a_film_too_large_for_telegram_comes_as_its_link(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", status=413, description="Request Entity Too Large")
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert not chat.films
    last = chat.loud[-1]
    assert say("en", "film.link_only") in last.text
    assert any(address.startswith(scene.sandbox.url) for address in last.buttons.values())


async def test_a_film_that_telegram_refuses_for_a_reason_of_its_own_comes_as_its_link(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", status=400, description="Bad Request: VIDEO_CONTENT_TYPE_INVALID", times=9)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert not chat.films
    last = chat.loud[-1]
    assert "Your video is ready" in last.text
    assert any(address.startswith(scene.sandbox.url) for address in last.buttons.values())
    assert chat.answers[0].text.startswith("Done")


async def test_a_film_where_the_bot_may_send_no_videos_comes_as_its_link_with_that_reason(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", status=400, description="Bad Request: not enough rights to send videos to the chat")
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert not chat.films
    last = chat.loud[-1]
    assert say("en", "film.link_not_allowed") in last.text
    assert say("en", "film.link_only") not in last.text
    assert any(address.startswith(scene.sandbox.url) for address in last.buttons.values())


async def test_a_status_that_cannot_be_edited_is_tried_once_in_a_request(scenes, monkeypatch):
    from core.flows import turn

    monkeypatch.setattr(turn, "TICK_SECONDS", 0.02)
    async with scenes(faults={"turn_seconds": 1.0}) as scene:
        chat, anna = scene.private, scene.anna
        scene.tg.fault("editMessageText", status=400, description="Bad Request: message can't be edited", times=999)
        chat.sends(anna, scene.clip(), "add background music")
        await scene.quiet()
        assert len(scene.tg.called("editMessageText")) == 1
        assert len(chat.films) == 1


async def test_a_file_id_that_telegram_has_forgotten_is_uploaded_anew(scene):
    chat, anna = scene.private, scene.anna
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    chat.films[0].film.gone = True
    chat.presses(anna, chat.films[0], say("en", "button.export_again"))
    await scene.quiet()
    assert len(chat.films) == 2
    assert scene.tg.called("sendVideo")[-1].uploads


async def test_who_blocks_the_bot_gets_the_answer_when_they_write_again(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        chat, anna = scene.private, scene.anna
        chat.sends(anna, scene.clip(), "add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        chat.changes_bot(anna, "kicked")
        await scene.quiet()
        assert not chat.films
        chat.changes_bot(anna, "member")
        chat.says(anna, "/status")
        await scene.quiet()
        assert any(say("en", "error.not_delivered") in said.text for said in chat.answers)


@pytest.mark.parametrize("status", ["kicked", "left"])
async def test_what_a_group_asked_that_removed_the_bot_is_told_in_private_at_the_next_word(scenes, status):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        group, private = scene.tg.group("G", scene.anna), scene.private
        group.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        group.changes_bot(scene.anna, status)
        await scene.quiet()
        assert not group.films
        tried = len(scene.tg.called("sendVideo")) + len(scene.tg.called("sendMessage"))
        private.says(scene.anna, "hello")
        await scene.quiet()
        (told,) = [said for said in private.answers if say("en", "error.not_delivered") in said.text]
        assert scene.sandbox.url in told.text
        private.says(scene.anna, "hello")
        await scene.quiet()
        assert len([said for said in private.answers if say("en", "error.not_delivered") in said.text]) == 1
        assert tried < 10


async def test_a_topic_that_was_closed_meanwhile_gets_its_film_in_the_chat(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        chat = scene.tg.supergroup("Forum", scene.anna, forum=True)
        topic = chat.topic("Cuts", scene.anna)
        topic.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        scene.tg.fault("sendVideo", status=400, description="Bad Request: TOPIC_CLOSED")
        scene.tg.fault("sendMessage", status=400, description="Bad Request: TOPIC_CLOSED")
        await scene.quiet()
        assert len(chat.films) + len(topic.films) == 1


async def test_a_topic_that_was_deleted_ends_its_delivery_and_nothing_else(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        topic = scene.tg.supergroup("Forum", scene.anna, forum=True).topic("Cuts", scene.anna)
        topic.sends(scene.anna, scene.clip(), "/edit@nemo_test_bot add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        topic.deletes_topic()
        await scene.quiet()
        scene.private.says(scene.anna, "/help")
        await scene.quiet()
        assert scene.private.answers


async def test_a_message_that_was_deleted_is_answered_without_a_reply(scenes):
    async with scenes(faults={"turn_seconds": 0.5}) as scene:
        chat, anna = scene.private, scene.anna
        asked = chat.sends(anna, scene.clip(), "add background music")
        await scene.until(lambda: scene.calls("/run_sse"))
        asked.removed = True
        await scene.quiet()
        assert [film.reply_to for film in chat.films] == [None]


async def test_a_download_that_breaks_off_is_told_or_mended(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("file", drop="midway")
    chat.sends(anna, scene.clip(data=None, size=3_000_000), "add background music")
    await scene.quiet()
    assert chat.films or "broke off" in chat.loud[-1].text


async def test_telegram_unavailable_for_a_moment_costs_nothing(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("getUpdates", status=502, html=True, times=2)
    scene.tg.fault("getFile", status=500)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert len(chat.films) == 1


async def test_a_repetition_that_meets_flood_control_still_carries_its_mark(scene):
    chat, anna = scene.private, scene.anna
    scene.tg.fault("sendVideo", drop="after")
    scene.tg.fault("sendVideo", retry_after=1)
    chat.sends(anna, scene.clip(), "add background music")
    await scene.quiet()
    assert [MARK in film.text for film in chat.films] == [False, True]


class TestWhatIsPromised:
    """It is told also where the send budget is used up: it waits for its room, before all progress."""

    async def test_the_second_of_two_requests_in_a_row_is_told_its_place(self, scenes):
        async with scenes(faults={"turn_seconds": 1.0}) as scene:
            chat, anna = scene.private, scene.anna
            chat.sends(anna, scene.clip(), "add background music")
            await scene.until(lambda: scene.calls("/run_sse"))
            chat.says(anna, "add a title")
            chat.says(anna, "add captions")
            await scene.until(lambda: any("You're next" in said.text for said in chat.shown))
            await scene.until(lambda: any("There are 2 ahead" in said.text for said in chat.shown))
            await scene.quiet()
            assert scene.tg.flood.refusals == 0


@pytest.fixture
async def remarked(scene, monkeypatch):
    """A scene in which a film has a remark that is too long for its caption, and what that says."""
    monkeypatch.setattr("bots.telegram.platform.CAPTION_UNITS", 80)
    scene.private.sends(scene.anna, scene.clip(), "add background music")
    await scene.quiet()
    return scene, say("en", "film.same")


def remarks(scene, words):
    return [said for said in scene.private.answers if words in said.text]


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        ({"status": 413, "description": "Request Entity Too Large", "times": 9}, "film.link_only"),
        (
            {"status": 400, "description": "Bad Request: not enough rights to send videos", "times": 9},
            "film.link_not_allowed",
        ),
        ({"status": 400, "description": "Bad Request: VIDEO_CONTENT_TYPE_INVALID", "times": 9}, ""),
        ({"status": 429, "description": "Too Many Requests", "retry_after": 1}, None),
        ({"drop": "after"}, None),
    ],
)
async def test_a_remark_too_long_for_a_caption_is_said_once_whatever_becomes_of_its_film(remarked, refusal, why):
    scene, words = remarked
    scene.tg.fault("sendVideo", **refusal)
    scene.private.says(scene.anna, "/export")
    await scene.quiet()
    (remark,) = remarks(scene, words)
    assert (remark.text, remark.silent) == (words, True)
    last = scene.private.loud[-1]
    assert bool(last.film) is (why is None)
    assert say("en", why) in last.text if why else "Your video is ready" in last.text


async def test_a_kill_between_a_long_remark_and_its_film_repeats_neither(remarked):
    scene, words = remarked
    before = len(scene.private.films)
    scene.tg.fault("sendVideo", delay=30.0)
    scene.private.says(scene.anna, "/export")
    await scene.until(lambda: remarks(scene, words))
    await scene.end()
    scene.tg._faults.clear()
    await scene.begin()
    await scene.quiet()
    assert len(remarks(scene, words)) == 1
    assert len(scene.private.films) == before + 1
