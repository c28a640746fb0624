"""What the bot posts, held against a strict server."""

import asyncio
import contextlib
import dataclasses
from contextlib import asynccontextmanager

import pytest

from bots.telegram.attachments import Thumbnail
from core.media.errors import Truncated
from core.media.source import ByteSource
from core.model.actions import Cancel, ChooseSkill, Undo
from core.model.attachments import Attachment
from core.model.chat import (
    Button,
    DeliveryUnknown,
    Film,
    Gone,
    LeftBehind,
    NotAllowed,
    NotSent,
    Post,
    Rest,
    Role,
    TooLarge,
)
from tests.doubles.telegram import Clip, Pace, TelegramDouble

ANSWER = Post(Role.ANSWER, "Your **film** is ready.", (Button("Undo", Undo()),))
STATUS = Post(Role.STATUS, "Working on it...", (Button("Cancel", Cancel(1)),))


def film_of(data, *, link="https://films.example/1.mp4", key="r1", seconds=8.0, breaks=False):
    @asynccontextmanager
    async def opened():
        async def chunks():
            for at in range(0, len(data), 1000):
                yield data[at : at + 1000]
            if breaks:
                raise Truncated

        yield ByteSource(len(data) + (100 if breaks else 0), chunks())

    return Film("travel-v3.mp4", link, len(data), seconds, key, opened)


async def test_an_answer_replies_in_html_with_its_buttons_and_notifies(adapter, anna, talk, target):
    asked = talk.says(anna, "cut")
    key = await adapter.platform.send(target(talk, asked), ANSWER)
    (shown,) = talk.loud
    assert (str(shown.id), shown.text, shown.reply_to) == (key, "Your film is ready.", asked.id)
    assert shown.data["entities"][0]["type"] == "bold"
    assert shown.buttons == {"Undo": "undo"}
    (call,) = adapter.tg.called("sendMessage")
    assert call.params["link_preview_options"] == {"is_disabled": True}


async def test_everything_but_an_answer_is_silent(adapter, talk, target):
    for role in (Role.QUIET, Role.STATUS, Role.NOTE):
        await adapter.platform.send(target(talk), Post(role, "x"))
    assert talk.loud == []


async def test_an_answer_arrives_though_its_question_was_deleted(adapter, anna, talk, target):
    asked = talk.says(anna, "cut")
    asked.removed = True
    await adapter.platform.send(target(talk, asked), ANSWER)
    assert [one.reply_to for one in talk.answers] == [None]


async def test_a_long_answer_comes_in_several_messages_of_which_the_last_is_loud_and_has_the_buttons(
    adapter, talk, target
):
    text = "\n\n".join(f"{n}. " + "中😀 word" * 80 for n in range(12))
    key = await adapter.platform.send(target(talk), Post(Role.ANSWER, text, ANSWER.buttons))
    *first, last = talk.answers
    assert len(first) >= 1
    assert [bool(one.buttons) for one in first] == [False] * len(first)
    assert (str(last.id), last.buttons, talk.loud) == (key, {"Undo": "undo"}, [last])


async def test_a_film_is_a_video_with_shape_length_link_and_buttons(adapter, anna, talk, target):
    asked = talk.says(anna, "cut")
    key = await adapter.platform.send(target(talk, asked), Post(Role.ANSWER, "Ready", ANSWER.buttons, film_of(mp4())))
    (shown,) = talk.films
    assert (str(shown.id), shown.text, shown.reply_to, shown.silent) == (key, "Ready", asked.id, False)
    video = shown.data["video"]
    assert (video["width"], video["height"], video["duration"], shown.film.size) == (1920, 1080, 8, len(mp4()))
    assert shown.buttons == {"⬇️ travel-v3.mp4": "https://films.example/1.mp4", "Undo": "undo"}
    (call,) = adapter.tg.called("sendVideo")
    assert call.params["supports_streaming"] is True
    assert [one.params["action"] for one in adapter.tg.called("sendChatAction")][:1] == ["upload_video"]


async def test_a_film_whose_index_is_at_its_end_has_a_shape_too_and_arrives_whole(adapter, talk, target):
    import hashlib

    data = mp4(data_first=True)
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(data, seconds=None)))
    (shown,) = talk.films
    assert (shown.data["video"]["width"], shown.data["video"]["duration"]) == (1920, 10)
    assert shown.film.sha256 == hashlib.sha256(data).hexdigest()


async def test_the_clips_picture_becomes_the_films_where_it_has_its_proportions(adapter, anna, talk, target):
    small = talk.sends(anna, Clip()).data["video"]["thumbnail"]["file_id"]
    for key, thumbnail in (
        ("a", Thumbnail(small, 1280, 720).text),
        ("b", ""),  # not that of the clip before it
        ("c", Thumbnail(small, 720, 1280).text),
        ("d", "of another release"),
    ):
        clip = Attachment("f", "clip.mp4", thumbnail=thumbnail)
        film = dataclasses.replace(film_of(mp4(), key=key), clip=clip)
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film))
    assert [one.thumbnail for one in talk.films] == [True, False, False, False]


async def test_a_film_that_was_sent_is_sent_again_by_its_file_id(adapter, talk, target):
    for _ in range(2):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4())))
    first, second = adapter.tg.called("sendVideo")
    assert first.uploads
    assert not second.uploads


async def test_a_file_id_that_telegram_forgot_is_replaced_by_the_bytes(adapter, talk, target):
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4())))
    talk.films[0].film.gone = True
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4())))
    assert len(talk.films) == 2


async def test_a_film_that_cannot_be_read_is_sent_as_its_link(adapter, talk, target, caplog):
    post = Post(Role.ANSWER, "Ready", film=film_of(mp4(), breaks=True))
    await adapter.platform.send(target(talk), post)
    assert talk.films == []
    assert "could not be read, caused by Truncated" in caplog.text
    assert talk.answers[0].buttons == {"⬇️ travel-v3.mp4": "https://films.example/1.mp4"}
    with pytest.raises(TooLarge):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4(), breaks=True, link="")))


async def test_a_link_that_cannot_be_a_button_stands_in_the_text(adapter, talk, target):
    film = Film("a.mp4", "http://localhost:9/a.mp4")
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film))
    (shown,) = talk.answers
    assert shown.text == "Ready\n\n⬇️ a.mp4: http://localhost:9/a.mp4"
    assert shown.buttons == {}


async def test_a_button_that_telegram_refuses_becomes_a_link_in_the_text(adapter, talk, target, caplog):
    caplog.set_level("INFO", "bots.telegram.sender")
    adapter.tg.fault("sendMessage", status=400, description="Bad Request: BUTTON_URL_INVALID")
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", (Button("Open", url="https://x.example"),)))
    (shown,) = talk.answers
    assert (shown.text, shown.buttons) == ("Ready\n\nOpen", {})
    assert shown.data["entities"][0]["url"] == "https://x.example"
    (line,) = [one.getMessage() for one in caplog.records if one.name == "bots.telegram.sender"]
    assert line.endswith("BadRequest: Button_url_invalid")


REFUSED_BUTTON = "Bad Request: BUTTON_URL_INVALID"
OPEN, MORE = Button("Open", url="https://x.example/a"), Button("More", url="https://x.example/b")
UNDO = Button("Undo", Undo())


def links(said):
    listed = said.data.get("entities") or said.data.get("caption_entities") or []
    return [one["url"] for one in listed if one["type"] == "text_link"]


@pytest.mark.parametrize("room", [0, 1, 5, 9])
async def test_links_that_may_be_no_buttons_stand_in_another_message_where_the_text_has_no_room(
    adapter, talk, target, room
):
    adapter.tg.fault("sendMessage", status=400, description=REFUSED_BUTTON)
    text = ("word " * 900)[: 4096 - room].strip()
    keys = []

    async def arrived(_, key, _left):
        keys.append(key)

    key = await adapter.platform.send(target(talk), Post(Role.ANSWER, text, (OPEN, UNDO, MORE)), arrived)
    shown = talk.answers
    assert len(shown) == len(keys) > 1
    assert keys[-1] == key
    assert " ".join(one.text for one in shown).split() == f"{text} Open More".split()
    assert [url for one in shown for url in links(one)] == [OPEN.url, MORE.url]
    assert [one.buttons for one in shown] == [{}] * (len(shown) - 1) + [{"Undo": "undo"}]
    assert [one.silent for one in shown] == [True] * (len(shown) - 1) + [False]


async def test_links_of_a_film_whose_caption_has_no_room_stand_before_it(adapter, talk, target):
    adapter.tg.fault("sendVideo", status=400, description=REFUSED_BUTTON)
    text = ("word " * 300)[:1022].strip()
    await adapter.platform.send(target(talk), Post(Role.ANSWER, text, (OPEN, UNDO), film_of(mp4())))
    before, film = talk.answers
    assert links(before) == ["https://films.example/1.mp4", OPEN.url]
    assert (film.text, film.buttons, film.film is None) == (text, {"Undo": "undo"}, False)


async def test_links_beside_as_many_formats_as_telegram_keeps_are_links(adapter, talk, target):
    adapter.tg.fault("sendMessage", status=400, description=REFUSED_BUTTON)
    text = " ".join(f"||s{number}|| t" for number in range(99))
    await adapter.platform.send(target(talk), Post(Role.ANSWER, text, (OPEN, MORE)))
    assert [url for one in talk.answers for url in links(one)] == [OPEN.url, MORE.url]
    assert sum(kind == "spoiler" for one in talk.answers for kind, _ in formats(one)) == 99


async def test_the_outcome_is_unknown_when_only_the_text_of_refused_links_arrived(adapter, talk, target):
    adapter.tg.fault("sendMessage", status=400, description=REFUSED_BUTTON)
    keys = []

    async def arrived(_, key, _left):
        keys.append(key)
        adapter.tg.fault("sendMessage", status=403, description="Forbidden: bot was blocked by the user")

    with pytest.raises(DeliveryUnknown):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "w" * 4096, (OPEN,)), arrived)
    assert len(keys) == 1


@pytest.mark.parametrize("film", [False, True], ids=["text", "film"])
async def test_after_a_kill_between_a_text_and_its_refused_links_only_what_is_left_is_sent(adapter, talk, target, film):
    text = ("word " * 900)[: 1022 if film else 4095].strip()
    post = Post(Role.ANSWER, text, (OPEN, UNDO, MORE), film_of(mp4()) if film else None)
    method = "sendVideo" if film else "sendMessage"
    adapter.tg.fault(method, status=400, description=REFUSED_BUTTON)
    lefts = []

    async def arrived(_, __, left):
        lefts.append(left)

    await adapter.platform.send(target(talk), post, arrived)
    whole = talk.answers
    assert lefts == [*range(len(whole) - 1, -1, -1)]
    for begun in range(1, len(whole)):
        before = len(talk.answers)
        await adapter.platform.send(target(talk), post, rest=Rest(begun, lefts[begun - 1], "(mark)"))
        again = [one for one in talk.answers[before:] if one.text != "(mark)"]
        assert [one.text.replace("\n\n(mark)", "") for one in again] == [one.text for one in whole[begun:]]
        assert [one.buttons for one in again] == [one.buttons for one in whole[begun:]]
        assert [links(one) for one in again] == [links(one) for one in whole[begun:]]
        assert "(mark)" in talk.answers[before].text


async def test_a_long_text_before_its_film_is_not_sent_again_with_it(adapter, talk, target):
    post = Post(Role.ANSWER, "word " * 400, ANSWER.buttons, film_of(mp4()))
    await adapter.platform.send(target(talk), post, rest=Rest(1, 1, "(mark)"))
    (shown,) = talk.answers
    assert shown.film is not None
    assert shown.text.endswith("(mark)")


async def test_what_is_edited_in_place_makes_room_for_its_links(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    for text in ("word " * 819, " ".join(f"||s{number}|| t" for number in range(100))):
        adapter.tg.fault("editMessageText", status=400, description=REFUSED_BUTTON)
        await adapter.platform.edit(target(talk), key, Post(Role.STATUS, text, (OPEN, UNDO, MORE)))
        (shown,) = talk.answers
        assert links(shown) == [OPEN.url, MORE.url]
        assert shown.text.endswith("\n\nOpen\n\nMore")
        assert shown.buttons == {"Undo": "undo"}


async def test_the_name_of_a_hidden_film_stands_on_no_button_and_in_no_caption(adapter, talk, target):
    film = dataclasses.replace(film_of(mp4()), name="SPOILER_he-dies-v1.mp4")
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "word " * 400, film=film))
    _, shown = talk.answers
    assert formats(shown) == [("spoiler", "SPOILER_he-dies-v1.mp4")]
    assert shown.buttons == {"⬇️ MP4": film.link}


async def test_a_caption_that_is_too_long_goes_before_its_film(adapter, talk, target):
    text = "word " * 400
    await adapter.platform.send(target(talk), Post(Role.ANSWER, text, ANSWER.buttons, film_of(mp4())))
    words, shown = talk.answers
    assert words.text == text.strip()
    assert words.silent
    assert shown.text == "travel-v3.mp4"
    assert "Undo" in shown.buttons


@pytest.mark.parametrize(
    "refusal",
    [
        {"status": 413, "description": "Request Entity Too Large"},
        {"status": 400, "description": "Bad Request: not enough rights to send videos to the chat"},
        {"status": 400, "description": "Bad Request: VIDEO_CONTENT_TYPE_INVALID"},
        {},
    ],
)
async def test_what_goes_before_a_film_that_cannot_be_sent_is_sent_once(adapter, talk, target, refusal):
    text = "word " * 400
    if refusal:
        adapter.tg.fault("sendVideo", **refusal)
    film = film_of(mp4(), breaks=not refusal)
    await adapter.platform.send(target(talk), Post(Role.ANSWER, text, ANSWER.buttons, film))
    words, shown = talk.answers
    assert words.text == text.strip()
    assert shown.text == "travel-v3.mp4"
    assert shown.buttons == {"⬇️ travel-v3.mp4": "https://films.example/1.mp4", "Undo": "undo"}


async def test_a_film_waits_for_flood_control_behind_its_words(adapter, talk, target):
    adapter.tg.fault("sendVideo", status=429, description="Too Many Requests")
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "word " * 400, film=film_of(mp4())))
    assert [one.text[:6] for one in talk.answers] == ["word w", "travel"]
    assert len(talk.films) == 1


async def test_markup_that_telegram_refuses_is_sent_plain(adapter, talk, target):
    adapter.tg.fault("sendMessage", status=400, description="Bad Request: can't parse entities: whatever")
    await adapter.platform.send(target(talk), ANSWER)
    assert (talk.answers[0].text, "entities" in talk.answers[0].data) == ("Your film is ready.", False)


REFUSED_MARKUP = "Bad Request: can't parse entities: whatever"


def formats(said):
    """The formats of a message of the double's, each with the words that have it."""
    whole = said.text.encode("utf-16-le")
    listed = said.data.get("entities") or said.data.get("caption_entities") or []
    ranges = ((one["type"], one["offset"] * 2, (one["offset"] + one["length"]) * 2) for one in listed)
    return [(kind, whole[start:end].decode("utf-16-le")) for kind, start, end in ranges]


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("🎬 It is ||Rosebud 🛷||, the sled.", [("spoiler", "Rosebud 🛷")]),
        ("结局是||雪橇||。**Bold** stays plain.", [("spoiler", "雪橇")]),
        ("One ||two\n\nthree|| four", [("spoiler", "two"), ("spoiler", "three")]),
        ("Ask @alice_w about notes.md", [("code", "@alice_w"), ("code", "notes.md")]),
        ("```py\nprint('@bob_x')\n```", [("pre", "print('@bob_x')")]),
        (
            "See [@alice_w](https://x.example) or [notes.md](https://y.example)",
            [("text_link", "@alice_w"), ("text_link", "notes.md")],
        ),
        ("||by [@alice_w](https://x.example)||", [("spoiler", "by @alice_w"), ("text_link", "@alice_w")]),
    ],
)
async def test_a_text_whose_markup_is_refused_goes_on_hiding_and_pings_nobody(adapter, talk, target, words, kept):
    adapter.tg.fault("sendMessage", status=400, description=REFUSED_MARKUP)
    key = await adapter.platform.send(target(talk), Post(Role.STATUS, words))
    assert formats(talk.answers[0]) == kept
    adapter.tg.fault("editMessageText", status=400, description=REFUSED_MARKUP)
    await adapter.platform.edit(target(talk), key, Post(Role.STATUS, f"Done: {words}" if "`" not in words else words))
    assert formats(talk.answers[0]) == kept
    adapter.tg.fault("sendVideo", status=400, description=REFUSED_MARKUP)
    await adapter.platform.send(target(talk), Post(Role.ANSWER, words, film=film_of(mp4())))
    assert formats(talk.films[0]) == kept


async def test_an_action_too_long_for_a_button_comes_back_whole(adapter, anna, talk, target, eventually):
    long = ChooseSkill("x" * 80)
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Which?", (Button("This", long),)))
    serving = asyncio.create_task(adapter.service.serve(), name="serve")
    talk.presses(anna, talk.answers[0], "This")
    await eventually(lambda: adapter.front_door.received)
    serving.cancel()
    assert adapter.front_door.received[0].action == long


async def test_an_edit_replaces_text_and_buttons_in_place(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    await adapter.platform.edit(target(talk), key, Post(Role.STATUS, "Done in 3 s."))
    (shown,) = talk.answers
    assert (shown.text, shown.buttons, shown.edits) == ("Done in 3 s.", {}, 1)


async def test_a_status_too_long_for_a_message_stays_one_message_with_its_buttons(adapter, talk, target):
    long = "\n".join(f"{number}. clip-{number}.mp4: Working on it..." for number in range(200))
    key = await adapter.platform.send(target(talk), Post(Role.STATUS, long, STATUS.buttons))
    await adapter.platform.edit(target(talk), key, Post(Role.STATUS, f"Two\n{long}", STATUS.buttons))
    (shown,) = talk.answers
    assert shown.text.startswith("Two")
    assert shown.buttons == {"Cancel": "cancel:1"}


async def test_an_edit_to_the_same_text_is_a_success(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    await adapter.platform.edit(target(talk), key, STATUS)


async def test_what_is_gone_cannot_be_edited_or_removed(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    await adapter.platform.remove(target(talk), key)
    for attempt in (adapter.platform.edit(target(talk), key, STATUS), adapter.platform.remove(target(talk), key)):
        with pytest.raises(NotSent) as refused:
            await attempt
        assert refused.value.retry_seconds is None
    with pytest.raises(NotSent):
        await adapter.platform.remove(target(talk), "nonsense")


async def test_a_note_is_a_message_of_its_own_that_the_core_removes(adapter, talk, target):
    first = await adapter.platform.send(target(talk), Post(Role.NOTE, "⏳ Still working... 2 min"))
    await adapter.platform.send(target(talk), Post(Role.NOTE, "⏳ Still working... 4 min"))
    assert adapter.tg.called("deleteMessage") == []
    await adapter.platform.remove(target(talk), first)
    assert [one.text for one in talk.answers] == ["⏳ Still working... 4 min"]


async def test_reactions_are_those_that_bots_may_use(adapter, anna, talk, target):
    asked = talk.says(anna, "cut")
    for reaction in ("seen", "done", "failed"):
        await adapter.platform.react(target(talk, asked), reaction)
    assert asked.reactions == ["😢"]
    talk.chat.reactions = False
    await adapter.platform.react(target(talk, asked), "seen")
    await adapter.platform.react(target(talk), "seen")


async def test_typing_is_shown_while_a_status_stands_and_not_after_each_edit(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    await adapter.platform.edit(target(talk), key, Post(Role.STATUS, "1", STATUS.buttons))
    assert len(adapter.tg.called("sendChatAction")) in {1, 2}
    group = adapter.tg.supergroup("G", adapter.tg.person("Ben"))
    asked = len(adapter.tg.called("sendChatAction"))
    key = await adapter.platform.send(target(group), STATUS)
    for number in range(9):  # ten seconds of the adapter's clock would be too much in a group
        await adapter.platform.edit(target(group), key, Post(Role.STATUS, str(number), STATUS.buttons))
    assert [call.chat for call in adapter.tg.called("sendChatAction")[asked:]] == [group.chat.id]


async def test_a_request_that_still_knows_the_group_handles_its_messages_in_the_supergroup(adapter, anna, target):
    group = adapter.tg.group("G", anna)
    to = target(group, group.says(anna, "/edit@nemo_test_bot cut it"))
    before = await adapter.platform.send(to, STATUS)
    assert before == f"{group.answers[0].id}@{group.chat.id}"
    new = group.upgrades()
    others = [new.says(anna, f"nice weather {number}") for number in range(5)]
    with pytest.raises(LeftBehind):
        await adapter.platform.edit(to, before, STATUS)
    after = await adapter.platform.send(to, STATUS)
    await adapter.platform.edit(to, after, Post(Role.STATUS, "halfway", STATUS.buttons))
    assert [(said.text, said.reply_to) for said in new.answers] == [("halfway", None)]
    with pytest.raises(LeftBehind):
        await adapter.platform.remove(to, before)
    await adapter.platform.react(to, "done")
    await adapter.platform.remove(to, after)
    assert new.answers == []
    assert not [said for said in others if said.reactions or said.removed]


async def test_typing_in_a_topic_is_shown_there(adapter, target):
    topic = adapter.tg.supergroup("G", adapter.tg.person("Ben"), forum=True).topic("Cuts")
    await adapter.platform.send(target(topic), STATUS)
    (call,) = adapter.tg.called("sendChatAction")
    assert call.params["message_thread_id"] == topic.thread


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"status": 403, "description": "Forbidden: bot was blocked by the user"}, Gone),
        ({"status": 400, "description": "Bad Request: chat not found"}, Gone),
        ({"status": 400, "description": "Bad Request: something new"}, NotSent),
        ({"status": 413, "description": "Request Entity Too Large"}, TooLarge),
        ({"status": 500}, DeliveryUnknown),
        ({"html": True}, DeliveryUnknown),
        ({"drop": "after"}, DeliveryUnknown),
    ],
)
async def test_a_refusal_is_definite_and_only_what_is_left_is_unknown(adapter, talk, target, fault, expected):
    adapter.tg.fault("sendMessage", **fault)
    with pytest.raises(Exception) as raised:
        await adapter.platform.send(target(talk), ANSWER)
    assert type(raised.value) is expected


async def test_without_a_connection_nothing_arrived(open_adapter, talk, target):
    async with open_adapter(api_url="http://127.0.0.1:9") as nowhere:
        with pytest.raises(NotSent) as refused:
            await nowhere.platform.send(target(talk), ANSWER)
        assert refused.value.retry_seconds


async def test_flood_control_on_progress_means_silence_until_it_is_over(adapter, talk, target):
    key = await adapter.platform.send(target(talk), STATUS)
    adapter.tg.fault("editMessageText", retry_after=30)
    with pytest.raises(NotSent) as refused:
        await adapter.platform.edit(target(talk), key, Post(Role.STATUS, "1", STATUS.buttons))
    assert refused.value.retry_seconds == 30
    before = len(adapter.tg.called())
    for attempt in (
        adapter.platform.edit(target(talk), key, Post(Role.STATUS, "2", STATUS.buttons)),
        adapter.platform.send(target(talk), Post(Role.NOTE, "3")),
    ):
        with pytest.raises(NotSent):
            await attempt
    assert len(adapter.tg.called()) == before


async def test_a_topic_is_answered_in_it_and_general_without_a_number(adapter, anna, target):
    forum = adapter.tg.supergroup("F", anna, forum=True)
    topic = forum.topic("Edits", anna)
    await adapter.platform.send(target(topic, topic.says(anna, "hi")), ANSWER)
    await adapter.platform.send(target(forum, forum.says(anna, "hi")), ANSWER)
    assert len(topic.answers) == len(forum.answers) == 1


async def test_the_answer_of_a_deleted_topic_goes_to_the_chat(adapter, anna, target):
    forum = adapter.tg.supergroup("F", anna, forum=True)
    topic = forum.topic("Edits", anna)
    asked = topic.says(anna, "hi")
    topic.deletes_topic()
    await adapter.platform.send(target(topic, asked), ANSWER)
    assert len(forum.answers) == 1


async def test_a_group_that_became_a_supergroup_is_answered_there_and_carried_over(adapter, anna, target):
    group = adapter.tg.group("G", anna)
    asked = group.says(anna, "hi")
    new = group.upgrades()
    await adapter.platform.send(target(group, asked), ANSWER)
    await adapter.platform.send(target(group, asked), ANSWER)
    assert len(new.answers) == 2
    assert [(str(old), str(to)) for old, to in adapter.front_door.moves] == [
        (f"telegram:{group.chat.id}:", f"telegram:{new.chat.id}:")
    ]


async def test_a_rest_that_does_not_arrive_is_never_called_not_sent(adapter, talk, target):
    adapter.tg.fault("sendMessage", delay=0)
    adapter.tg.fault("sendMessage", status=403, description="Forbidden: bot was blocked by the user")
    with pytest.raises(DeliveryUnknown):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "word " * 1500))


async def test_a_rest_of_which_nobody_knows_whether_it_arrived_is_not_sent_again(adapter, talk, target):
    adapter.tg.fault("sendMessage", delay=0)
    adapter.tg.fault("sendMessage", drop="after")
    with pytest.raises(DeliveryUnknown):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "word " * 1500))
    assert len(adapter.tg.called("sendMessage")) == 2


async def test_flood_limits_as_published_are_never_met(open_adapter):
    from core.engine.clock import SystemClock

    async with TelegramDouble(pace=Pace()) as tg, open_adapter(tg, clock=SystemClock(), limited=True) as adapter:
        from core.model.chat import Address, Target

        ben = tg.person("Ben")
        group = tg.supergroup("G", ben)
        to = Target(Address("telegram", str(group.chat.id)), private=False, asker=str(ben.id))
        key = await adapter.platform.send(to, STATUS)
        refused = 0
        for number in range(30):
            try:
                await adapter.platform.edit(to, key, Post(Role.STATUS, str(number), STATUS.buttons))
            except NotSent:
                refused += 1
        await adapter.platform.send(to, ANSWER)
        assert refused > 10
        assert tg.flood.refusals == 0
        assert [one.text for one in group.loud] == ["Your film is ready."]


async def test_capabilities_name_the_limits_of_the_server(adapter, open_adapter, talk, target, tmp_path):
    cloud = adapter.platform.capabilities(target(talk))
    assert (cloud.file_bytes, cloud.incoming_bytes) == (50_000_000, 20 * 1024 * 1024)
    async with open_adapter(adapter.tg, local=True, local_dir=tmp_path) as own:
        assert own.platform.capabilities(target(talk)).incoming_bytes == 2000 * 1024 * 1024


async def test_a_person_can_be_led_to_the_direct_chat_and_to_a_page_in_it(listening, anna, talk, target):
    capabilities = listening.platform.capabilities(target(talk))
    assert (capabilities.mini_apps, capabilities.direct_link) == (True, "https://t.me/nemo_test_bot?start=")
    page = Button("Upload", url="https://bot.example/up/x", app=True)
    await listening.platform.send(target(talk), Post(Role.ANSWER, "Too large", (page,)))
    (row,) = talk.answers[0].data["reply_markup"]["inline_keyboard"]
    assert row == [{"text": "Upload", "web_app": {"url": "https://bot.example/up/x"}}]
    group = listening.tg.supergroup("G", anna)
    assert listening.platform.capabilities(target(group)).mini_apps is False


async def test_a_file_has_no_public_address(adapter):
    assert await adapter.platform.public_url(Attachment("f", "f.mp4")) is None


def mp4(*, data_first=False):
    """A film of 1920 × 1080 and ten seconds, as small as one can be."""
    import struct

    def box(kind, body):
        return struct.pack(">I4s", 8 + len(body), kind) + body

    head = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 10_000) + bytes(80))
    matrix = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    track = box(b"trak", box(b"tkhd", bytes(40) + matrix + struct.pack(">II", 1920 << 16, 1080 << 16)))
    parts = [box(b"moov", head + track), box(b"mdat", bytes(range(256)) * 40)]
    return box(b"ftyp", b"isom" + bytes(8)) + b"".join(reversed(parts) if data_first else parts)


async def test_the_rest_of_a_long_answer_waits_for_flood_control_and_arrives_once(adapter, talk, target, caplog):
    caplog.set_level("INFO", "bots.telegram.sender")
    adapter.tg.fault("sendMessage", delay=0)
    adapter.tg.fault("sendMessage", status=429, description="Too Many Requests")
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "word " * 1500))
    assert len(talk.answers) == 2
    assert len(talk.loud) == 1
    (line,) = [one.getMessage() for one in caplog.records if one.name == "bots.telegram.sender"]
    assert line.startswith("a part of a post was not sent (attempt 1, next in 30.0 s): NotSent: flood control")
    assert "caused by Flooded" in line


async def test_an_upload_that_takes_longer_than_its_size_allows_is_unknown(adapter, talk, target, monkeypatch):
    monkeypatch.setattr("bots.telegram.films.transfer_seconds", lambda size: 0.1)
    adapter.tg.fault("sendVideo", delay=1)
    with pytest.raises(DeliveryUnknown):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4())))


def test_the_time_for_an_upload_grows_with_its_size():
    from bots.telegram.files import transfer_seconds

    assert transfer_seconds(0) == 60
    assert transfer_seconds(48_000_000) == 540


async def test_a_film_that_cannot_be_opened_is_sent_as_its_link(adapter, talk, target):
    @asynccontextmanager
    async def refused():
        raise OSError("the backend is away")
        yield

    film = Film("f.mp4", "https://films.example/1.mp4", 9, 1.0, "r", refused)
    await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film))
    assert talk.answers[0].buttons == {"⬇️ f.mp4": "https://films.example/1.mp4"}


async def test_where_videos_are_not_allowed_the_core_is_told_to_send_the_link(adapter, talk, target):
    adapter.tg.fault("sendVideo", status=400, description="Bad Request: not enough rights to send videos to the chat")
    with pytest.raises(NotAllowed):
        await adapter.platform.send(target(talk), Post(Role.ANSWER, "Ready", film=film_of(mp4())))


async def test_a_reaction_that_cannot_be_sent_is_an_error_of_the_chat(adapter, anna, talk, target):
    adapter.tg.fault("setMessageReaction", status=403, description="Forbidden: bot was blocked by the user")
    with pytest.raises(Gone):
        await adapter.platform.react(target(talk, talk.says(anna, "x")), "seen")


async def test_a_film_on_its_way_to_a_group_shows_the_action_once(adapter, anna, target):
    group = adapter.tg.supergroup("G", anna)
    await adapter.platform.send(target(group), Post(Role.ANSWER, "Ready", film=film_of(mp4())))
    assert [call.params["action"] for call in adapter.tg.called("sendChatAction")] == ["upload_video"]


async def test_the_budget_is_waited_for_before_a_result_is_sent_and_never_while_it_is(open_adapter, target, clock):
    async with open_adapter(limited=True, clock=clock) as adapter:
        to = target(adapter.tg.private(adapter.tg.person("Anna")))
        for _ in range(4):
            await adapter.platform.send(to, ANSWER)
        with pytest.raises(NotSent) as refusal:
            await adapter.platform.send(to, ANSWER)
        assert refusal.value.retry_seconds == pytest.approx(4.2)
        waiting = asyncio.create_task(adapter.platform.wait_for_budget(to, ANSWER))
        await clock.advance(4.1)
        assert not waiting.done()
        await clock.advance(0.2)
        await asyncio.wait_for(waiting, 1)
        await adapter.platform.send(to, ANSWER)


async def test_what_is_sent_by_best_effort_waits_for_no_budget_and_reserves_none(open_adapter, target, clock):
    async with open_adapter(limited=True, clock=clock) as adapter:
        to = target(adapter.tg.private(adapter.tg.person("Anna")))
        for _ in range(10):
            await asyncio.wait_for(adapter.platform.wait_for_budget(to, STATUS), 1)
        for _ in range(4):
            await adapter.platform.send(to, ANSWER)


async def test_in_a_busy_group_what_was_promised_comes_before_the_next_tick(open_adapter, target, clock):
    async with open_adapter(limited=True, clock=clock) as adapter:
        group = adapter.tg.supergroup("G", adapter.tg.person("Anna"))
        to = target(group)
        key = await adapter.platform.send(to, STATUS)
        while True:
            try:
                await adapter.platform.edit(to, key, Post(Role.STATUS, f"{clock.now}", STATUS.buttons))
            except NotSent as refusal:
                if refusal.retry_seconds > 10:  # the minute of the group is used up, but for results
                    break
            await clock.advance(1.5)
        promises = [
            (adapter.platform.send, Post(Role.NOTE, "⏳ Still working...")),
            (adapter.platform.send, Post(Role.STATUS, "You're next", STATUS.buttons, promised=True)),
        ]
        waiting = [asyncio.create_task(adapter.platform.wait_for_budget(to, post)) for _, post in promises]
        ticks = 0
        while not waiting[0].done():
            await clock.advance(0.5)
            with contextlib.suppress(NotSent):
                await adapter.platform.edit(to, key, Post(Role.STATUS, f"{clock.now}", STATUS.buttons))
                ticks += 1
        await adapter.platform.send(to, promises[0][1])
        assert ticks == 0
        assert "⏳ Still working..." in [one.text for one in group.answers]
