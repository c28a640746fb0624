"""From Telegram's messages to what the core hears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import CallbackQuery

from bots.telegram.attachments import WITHHELD, Thumbnail
from bots.telegram.mapping import BotUser, from_callback, from_message
from bots.telegram.text import message_text
from core.model.actions import Export
from core.words.spoilers import hidden

VIDEO = {"file_id": "v1", "file_unique_id": "u1abcdefgh", "width": 640, "height": 360, "duration": 4, "file_size": 900}
FILE = {"file_id": "f", "file_unique_id": "uniquely"}
SMALL = {"file_id": "t", "file_unique_id": "ut", "width": 320, "height": 180}
US = {"id": 99, "is_bot": True, "first_name": "Nemo", "username": "nemo_bot"}


def entity(kind, offset, length, **more):
    return {"type": kind, "offset": offset, "length": length, **more}


def replied(**fields):
    chat = {"id": -5, "type": "supergroup", "title": "G"}
    person = {"id": 8, "is_bot": False, "first_name": "Ben"}
    return {"message_id": 4, "date": 1, "chat": chat, "from": person, **fields}


def test_words_are_words_with_sender_key_and_time(message, bot):
    incoming = from_message(message(text="add music"), bot).incoming
    assert (incoming.text, incoming.key, incoming.at, incoming.private) == ("add music", "10", 1_700_000_000, True)
    assert (incoming.sender.id, incoming.sender.name, incoming.sender.locale) == ("7", "Anna", "en")
    assert str(incoming.address) == "telegram:5:"


@pytest.mark.parametrize(
    ("fields", "name", "media_type"),
    [
        ({"video": VIDEO | {"file_name": "a.mp4", "mime_type": "video/mp4"}}, "a.mp4", "video/mp4"),
        ({"video": VIDEO}, "video-u1abcdef.mp4", "video/mp4"),
        ({"document": FILE | {"file_name": "x.mov"}}, "x.mov", ""),
        ({"animation": VIDEO, "document": FILE}, "animation-u1abcdef.mp4", "video/mp4"),
        ({"video_note": FILE | {"length": 240, "duration": 3}}, "note-uniquely.mp4", "video/mp4"),
        ({"audio": FILE | {"duration": 3, "mime_type": "audio/mp4"}}, "audio-uniquely.mp3", "audio/mp4"),
        ({"voice": FILE | {"duration": 3}}, "voice-uniquely.ogg", "audio/ogg"),
    ],
)
def test_each_kind_of_file_has_a_name_and_a_type(message, bot, fields, name, media_type):
    (file,) = from_message(message(**fields), bot).incoming.attachments
    assert (file.name, file.media_type) == (name, media_type)


def test_of_a_photo_the_largest_size_is_taken(message, bot):
    sizes = [SMALL, SMALL | {"file_id": "big", "width": 1280, "height": 720}]
    (file,) = from_message(message(photo=sizes), bot).incoming.attachments
    assert (file.ref, file.media_type) == ("big", "image/jpeg")


def test_a_caption_is_the_instruction_and_an_album_keeps_its_name(message, bot):
    incoming = from_message(message(video=VIDEO, caption="cut it", media_group_id="m1"), bot).incoming
    assert (incoming.text, incoming.album, incoming.attachments[0].size) == ("cut it", "m1", 900)


def test_a_hidden_link_stands_under_the_words(message, bot):
    entities = [entity("text_link", 4, 4, url="https://a.example/a.mp4"), entity("bold", 0, 3)]
    assert (
        from_message(message(text="cut this", entities=entities), bot).incoming.text
        == "cut this\nhttps://a.example/a.mp4"
    )


@pytest.mark.parametrize(("length", "cut"), [(4096, True), (3000, False)])
def test_a_text_as_long_as_a_message_can_be_goes_on_in_the_next(message, bot, length, cut):
    assert from_message(message(text="x" * length), bot).incoming.cut is cut


def test_a_place_on_the_map_asks_what_the_bot_can_do_and_a_service_message_asks_nothing(message, bot):
    assert from_message(message(location={"latitude": 1.0, "longitude": 1.0}), bot).incoming.text == "/help"
    assert from_message(message(pinned_message=replied(text="x")), bot) is None


def test_a_sticker_is_handed_on_as_one_in_a_private_chat_alone(message, bot):
    sticker = FILE | {"width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"}
    assert from_message(message(sticker=sticker), bot).incoming.is_reaction
    assert (
        from_message(message(-5, sticker=sticker, reply_to_message=replied(text="Ready") | {"from": US}), bot) is None
    )


@pytest.mark.parametrize(
    ("words", "stickers"),
    [("add it", 1), ("make it vertical", 1), ("用这个做片头", 1), ("thanks", 0), ("/status", 0), ("export", 0)],
)
def test_words_that_reply_to_a_sticker_are_about_it_if_they_ask_for_an_edit(message, bot, words, stickers):
    sticker = FILE | {"width": 1, "height": 1, "is_animated": True, "is_video": False, "type": "regular"}
    for fields in (
        {"reply_to_message": replied(sticker=sticker)},
        {"external_reply": ELSEWHERE | {"sticker": sticker}},
    ):
        incoming = from_message(message(text=words, **fields), bot).with_referenced
        assert [file.is_sticker for file in incoming.attachments] == [True] * stickers


def test_an_edited_message_corrects_at_the_time_of_the_edit(message, bot):
    incoming = from_message(message(text="cut it", edit_date=1_700_000_060), bot, edited=True).incoming
    assert (incoming.corrects, incoming.at, incoming.key) == (True, 1_700_000_060, "10")


def test_a_clip_tells_its_picture_for_the_film(message, bot):
    (clip,) = from_message(message(video=VIDEO | {"thumbnail": SMALL}), bot).incoming.attachments
    assert Thumbnail.of(clip).file_id == "t"


def test_in_a_group_only_what_is_meant_for_the_bot_is_heard(message, bot):
    assert from_message(message(-5, text="nice weather"), bot) is None
    assert from_message(message(-5, video=VIDEO), bot) is None
    assert from_message(message(-5, video=VIDEO, caption="look"), bot) is None


def test_a_mention_counts_in_text_and_caption_and_is_no_word(message, bot):
    text = from_message(message(-5, text="@Nemo_Bot cut it", entities=[entity("mention", 0, 9)]), bot).incoming
    caption = message(-5, video=VIDEO, caption="😀 @nemo_bot cut", caption_entities=[entity("mention", 3, 9)])
    assert text.text == "cut it"
    assert from_message(caption, bot).incoming.text == "😀  cut"


def test_a_mention_of_somebody_else_is_not_for_the_bot(message, bot):
    assert from_message(message(-5, text="@nemo_bottom hi", entities=[entity("mention", 0, 12)]), bot) is None


@pytest.mark.parametrize("said", ["@nemo_bot, cut it", "@nemo_bot：cut it", "@nemo_bot\ncut it"])
def test_the_mark_behind_the_bots_name_goes_with_it(message, bot, said):
    assert from_message(message(-5, text=said, entities=[entity("mention", 0, 9)]), bot).incoming.text == "cut it"


def test_a_name_that_links_to_the_bot_is_a_mention(message, bot):
    called = [entity("text_mention", 0, 4, user=US)]
    assert from_message(message(-5, text="Nemo cut it", entities=called), bot).incoming.text == "cut it"
    ben = [entity("text_mention", 0, 4, user={"id": 8, "is_bot": False, "first_name": "Nemo"})]
    assert from_message(message(-5, text="Nemo cut it", entities=ben), bot) is None


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("请@nemo_bot加音乐", "请加音乐"),
        ("@Nemo_Bot加音乐", "加音乐"),
        ("😀请@nemo_bot", "😀请"),
        ("ねえ@nemo_botに頼む", "ねえに頼む"),
        ("한국어@nemo_bot에게", "한국어에게"),
        ("/edit加音乐", "加音乐"),
        ("/edit@nemo_bot加音乐", "加音乐"),
        ("/export@nemo_bot现在", "/export 现在"),
        ("请@nemo_bottle加音乐", None),
        ("请@@nemo_bot加音乐", None),
        ("josé@nemo_bot", None),
        ("write to me@nemo_bot", None),
        ("/edit@other_bot加音乐", None),
        ("/roll加音乐", None),
    ],
)
def test_a_name_or_a_command_beside_han_letters_counts_though_telegram_marks_none(message, bot, text, heard):
    for words in ({"text": text}, {"video": VIDEO, "caption": text}):
        mapped = from_message(message(-5, **words), bot)
        assert (mapped.incoming.text if mapped else None) == heard


@pytest.mark.parametrize("kind", ["code", "pre", "url", "email"])
def test_the_bots_name_in_code_or_in_an_address_is_no_mention(message, bot, kind):
    assert from_message(message(-5, text="a/@nemo_bot", entities=[entity(kind, 0, 11)]), bot) is None


CHANNEL = {"id": -100200, "type": "channel", "title": "News"}
COPIED = {
    "from": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
    "sender_chat": CHANNEL,
    "is_automatic_forward": True,
    "forward_origin": {"type": "channel", "date": 1, "chat": CHANNEL, "message_id": 3},
}
FORWARDED = {"forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": "X"}}
ROBOT = {"id": 3, "is_bot": True, "first_name": "B"}
NAMED = [
    {"text": "@nemo_bot cut", "entities": [entity("mention", 0, 9)]},
    {"video": VIDEO, "caption": "@nemo_bot cut", "caption_entities": [entity("mention", 0, 9)]},
    {"text": "/edit@nemo_bot cut", "entities": [entity("bot_command", 0, 14)]},
    {"text": "请@nemo_bot加音乐"},
]


@pytest.mark.parametrize("named", NAMED)
@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("by_nobody", [COPIED, FORWARDED, {"via_bot": ROBOT}], ids=["copied", "forwarded", "inline"])
def test_what_names_the_bot_without_its_sender_having_done_so_is_no_wish(message, bot, by_nobody, named, edited):
    assert from_message(message(-5, **named, **by_nobody), bot, edited=edited) is None


@pytest.mark.parametrize("named", NAMED)
def test_a_post_that_the_linked_channel_copies_is_no_part_of_an_album_either(message, bot, named):
    assert from_message(message(-5, **named, **COPIED), bot, for_bot=True) is None


def test_whoever_writes_as_the_linked_channel_is_heard(message, bot):
    mask = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
    assert (
        from_message(message(-5, **NAMED[0], sender_chat=CHANNEL, **{"from": mask}), bot).incoming.sender.id
        == "-100200"
    )


def test_an_answer_by_an_inline_bot_is_addressed_by_its_reply(message, bot):
    ours = replied(text="Ready")
    ours["from"] = US
    assert from_message(message(-5, text="louder", via_bot=ROBOT, reply_to_message=ours), bot).incoming.text == "louder"


@pytest.mark.parametrize(
    "service",
    [
        {"new_chat_title": "@nemo_bot"},
        {"new_chat_members": [US]},
        {"left_chat_member": US},
        {"video_chat_started": {}},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        {"forum_topic_edited": {"name": "@nemo_bot"}},
    ],
)
def test_a_service_message_asks_for_nothing(message, bot, service):
    for chat in (-5, 5):
        assert from_message(message(chat, **service), bot) is None


def test_a_bare_mention_asks_what_the_bot_can_do(message, bot):
    assert from_message(message(-5, text="@nemo_bot", entities=[entity("mention", 0, 9)]), bot).incoming.text == "/help"


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("/export@nemo_bot now", 16, "/export now"),
        ("/export@NEMO_BOT", 16, "/export"),
        ("/export", 7, "/export"),
        ("/export@other_bot", 17, None),
        ("/weather", 8, None),
        ("/edit@nemo_bot cut it", 14, "cut it"),
    ],
)
def test_a_command_in_a_group_is_for_the_bot_it_names(message, bot, text, length, expected):
    mapped = from_message(message(-5, text=text, entities=[entity("bot_command", 0, length)]), bot)
    assert (mapped.incoming.text if mapped else None) == expected


@pytest.mark.parametrize(
    ("text", "length", "heard"),
    [
        ("/export@other_bot", 17, "/export"),
        ("/edit@other_bot cut it", 15, "cut it"),
        ("/cut@other_bot", 14, "/cut"),
        ("/status@nemo_bot_old", 20, "/status"),
        ("/edit@other_bot加音乐", 0, "加音乐"),
    ],
)
def test_in_a_private_chat_nobody_else_is_there_to_answer_a_command(message, bot, text, length, heard):
    entities = [entity("bot_command", 0, length)] if length else []
    assert from_message(message(text=text, entities=entities), bot).incoming.text == heard
    assert from_message(message(-5, text=text, entities=entities), bot) is None


def test_a_reply_to_the_bot_is_for_the_bot_and_brings_no_file_of_ours(message, bot):
    ours = replied(video=VIDEO)
    ours["from"] = US
    mapped = from_message(message(-5, text="louder", reply_to_message=ours), bot)
    assert (mapped.incoming.reply_to, mapped.referenced) == ("4", None)


def test_a_mention_in_reply_to_a_clip_can_bring_the_clip(message, bot):
    mapped = from_message(
        message(-5, text="@nemo_bot cut", entities=[entity("mention", 0, 9)], reply_to_message=replied(video=VIDEO)),
        bot,
    )
    assert mapped.incoming.attachments == ()
    assert mapped.with_referenced.attachments[0].ref == "v1"


CALL = {"text": "@nemo_bot shorter", "entities": [entity("mention", 0, 9)]}
BARE = {"text": "@nemo_bot", "entities": [entity("mention", 0, 9)]}
BARE_EDIT = {"text": "/edit@nemo_bot", "entities": [entity("bot_command", 0, 14)]}
SELECTED = {"text": "the second", "position": 4, "is_manual": True}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"text": "the first, the second"}, "the first, the second"),
        ({"video": VIDEO, "caption": "my trip"}, "my trip"),
        (
            {"text": "see this", "entities": [entity("text_link", 4, 4, url="https://a.example")]},
            "see this\nhttps://a.example",
        ),
        ({"video": VIDEO}, ""),
    ],
)
def test_a_reply_can_bring_the_words_replied_to_apart_from_its_own(message, bot, said, expected):
    mapped = from_message(message(-5, **CALL, reply_to_message=replied(**said)), bot)
    assert mapped.incoming.quoted == ""
    assert (mapped.with_referenced.text, mapped.with_referenced.quoted) == ("shorter", expected)


def test_a_selected_quote_stands_for_the_message_it_was_selected_in_also_one_of_ours(message, bot):
    for author in ({}, {"from": US}):
        said = replied(text="the first, the second") | author
        mapped = from_message(message(-5, **CALL, reply_to_message=said, quote=SELECTED), bot)
        assert mapped.incoming.quoted == mapped.with_referenced.quoted == "the second"


def test_what_the_bot_itself_wrote_is_no_material(message, bot):
    mapped = from_message(message(-5, **CALL, reply_to_message=replied(text="Ready") | {"from": US}), bot)
    assert (mapped.with_referenced.text, mapped.with_referenced.quoted) == ("shorter", "")


@pytest.mark.parametrize("call", [BARE, BARE_EDIT])
def test_a_call_without_words_asks_for_what_is_replied_to(message, bot, call):
    plain = from_message(message(-5, **call, reply_to_message=replied(text="add music")), bot)
    assert (plain.incoming.text, plain.with_referenced.text, plain.with_referenced.quoted) == ("/help", "add music", "")
    chosen = from_message(message(-5, **call, reply_to_message=replied(text="a, the second"), quote=SELECTED), bot)
    assert (chosen.incoming.text, chosen.incoming.quoted) == ("the second", "")
    clip = from_message(message(-5, **call, reply_to_message=replied(video=VIDEO, caption="my trip")), bot)
    assert (clip.with_referenced.text, clip.with_referenced.quoted) == ("", "")
    assert clip.with_referenced.attachments[0].ref == "v1"


@pytest.mark.parametrize("chat", [-5, 5])
def test_a_bare_edit_asks_what_the_bot_can_do(message, bot, chat):
    assert from_message(message(chat, **BARE_EDIT), bot).incoming.text == "/help"


def test_help_that_is_typed_stays_help_whatever_it_replies_to(message, bot):
    typed = {"text": "/help@nemo_bot", "entities": [entity("bot_command", 0, 14)]}
    assert from_message(message(-5, **typed, reply_to_message=replied(text="x")), bot).with_referenced.text.startswith(
        "/help"
    )


def test_of_a_message_in_another_chat_the_part_that_telegram_quotes_is_brought(message, bot):
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "X"}
    told = {"external_reply": {"origin": origin}, "quote": {"text": "a tide at dawn", "position": 0}}
    assert from_message(message(text="make this", **told), bot).with_referenced.quoted == "a tide at dawn"


def test_a_clip_of_another_chat_can_be_replied_to(message, bot):
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "X"}
    mapped = from_message(message(text="cut", external_reply={"origin": origin, "video": VIDEO}), bot)
    assert mapped.with_referenced.attachments[0].ref == "v1"


def test_a_topic_is_an_address_and_a_chain_of_replies_is_not(message, bot):
    call = {"text": "@nemo_bot hi", "entities": [entity("mention", 0, 9)], "message_thread_id": 44}
    assert from_message(message(-5, **call, is_topic_message=True), bot).incoming.address.thread == "44"
    assert from_message(message(-5, **call), bot).incoming.address.thread == ""


def test_the_head_of_a_topic_is_no_message_that_is_replied_to(message, bot):
    head = replied(forum_topic_created={"name": "T", "icon_color": 1})
    head["from"] = US
    plain = {"message_thread_id": 4, "is_topic_message": True, "reply_to_message": head}
    assert from_message(message(-5, text="hi", **plain), bot) is None
    called = from_message(message(-5, text="@nemo_bot hi", entities=[entity("mention", 0, 9)], **plain), bot)
    assert called.incoming.reply_to is None


def test_bots_are_never_answered(message, bot):
    robot = {"id": 3, "is_bot": True, "first_name": "B"}
    text = {"text": "@nemo_bot hi", "entities": [entity("mention", 0, 9)]}
    assert from_message(message(-5, **text, **{"from": robot}), bot) is None


def test_an_anonymous_admin_and_a_channel_are_senders_of_their_own(message, bot):
    mask = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    text = {"text": "@nemo_bot hi", "entities": [entity("mention", 0, 9)], "from": mask}
    group = {"id": -5, "type": "supergroup", "title": "G"}
    channel = {"id": -77, "type": "channel", "title": "News"}
    admin = from_message(message(-5, **text, sender_chat=group), bot).incoming.sender
    other = from_message(message(-5, **text, sender_chat=channel), bot).incoming.sender
    assert (admin.id, admin.admin) == ("-5", True)
    assert (other.id, other.name, other.admin) == ("-77", "News", False)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_entities_that_lie_outside_the_text_do_no_harm(text, spans):
    from telegram import Message, MessageEntity

    kinds = (MessageEntity.MENTION, MessageEntity.BOT_COMMAND, MessageEntity.TEXT_LINK)
    entities = [
        MessageEntity(kinds[i % 3], at, length, url="https://x.example") for i, (at, length) in enumerate(spans)
    ]
    made = Message(1, None, None, text=text or "x", entities=entities)  # type: ignore[arg-type]
    assert isinstance(message_text(made, BotUser(1, "nemo_bot").username).text, str)


S = "\ue010"


@pytest.mark.parametrize(
    ("text", "entities", "read"),
    [
        ("title he dies now", [("spoiler", 6, 7)], f"title {S}he dies{S} now"),
        ("title 😀 he dies", [("spoiler", 9, 7)], f"title 😀 {S}he dies{S}"),
        ("@nemo_bot title he dies", [("mention", 0, 9), ("spoiler", 0, 23)], f"{S} title he dies{S}"),
        ("he @nemo_bot dies", [("mention", 3, 9), ("spoiler", 0, 17)], f"{S}he  dies{S}"),
        ("/edit he dies", [("bot_command", 0, 5), ("spoiler", 0, 13)], f"{S} he dies{S}"),
        ("/cancel he dies", [("bot_command", 0, 7), ("spoiler", 0, 15)], f"/cancel{S} he dies{S}"),
        ("a b c", [("spoiler", 0, 3), ("spoiler", 2, 3), ("bold", 1, 3)], f"{S}a b{S}{S} c{S}"),
        ("two\n\nlines", [("spoiler", 0, 10)], f"{S}two\n\nlines{S}"),
        ("a  b", [("spoiler", 1, 2)], "a  b"),
        ("Paris || Day 1 || Vlog", [], "Paris || Day 1 || Vlog"),
    ],
)
def test_what_somebody_hid_is_marked_as_hidden(message, bot, text, entities, read):
    made = message(text=text, entities=[entity(*one) for one in entities])
    assert from_message(made, bot).incoming.text == read


LINK = "https://a.example/he-dies.mp4"


@pytest.mark.parametrize(
    ("spoilers", "links", "read"),
    [
        ([(6, 4)], [(6, 4)], f"title {S}this{S} now\n{S}{LINK}{S}"),
        ([(0, 14)], [(6, 4)], f"{S}title this now{S}\n{S}{LINK}{S}"),
        ([(6, 2)], [(6, 4)], f"title {S}th{S}is now\n{S}{LINK}{S}"),
        ([(0, 5)], [(6, 4)], f"{S}title{S} this now\n{LINK}"),
        ([(0, 5)], [(0, 5), (6, 4)], f"{S}title{S} this now\n{LINK}"),
        ([], [(6, 4)], f"title this now\n{LINK}"),
    ],
)
def test_the_link_under_hidden_words_is_hidden(message, bot, spoilers, links, read):
    entities = [entity("spoiler", *one) for one in spoilers] + [entity("text_link", *one, url=LINK) for one in links]
    text = "title this now"
    assert from_message(message(text=text, entities=entities), bot).incoming.text == read
    assert from_message(message(caption=text, caption_entities=entities, video=VIDEO), bot).incoming.text == read
    asked = message(text="why?", reply_to_message=replied(text=text, entities=entities))
    assert from_message(asked, bot).with_referenced.quoted == read


def test_the_link_of_a_quote_is_hidden_where_its_words_are(message, bot):
    entities = [entity("spoiler", 0, 10), entity("text_link", 6, 4, url=LINK)]
    quote = {"text": "this", "position": 6, "is_manual": True, "entities": [entity("spoiler", 0, 4)]}
    asked = message(text="why?", quote=quote, reply_to_message=replied(text="title this now", entities=entities))
    assert from_message(asked, bot).incoming.quoted == f"{hidden('this')}\n{hidden(LINK)}"


def test_a_caption_that_somebody_else_wrote_is_material_and_ones_own_is_a_wish(message, bot):
    video = {"file_id": "v", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
    user = {"id": 7, "is_bot": False, "first_name": "Anna"}

    def forwarded(origin):
        return from_message(message(video=video, caption="add rap", forward_origin=origin), bot).incoming

    strangers = (
        {"type": "hidden_user", "sender_user_name": "S", "date": 1},
        {"type": "user", "sender_user": user | {"id": 8}, "date": 1},
        {"type": "channel", "chat": {"id": -100, "type": "channel", "title": "C"}, "message_id": 1, "date": 1},
        {"type": "chat", "sender_chat": {"id": -100, "type": "supergroup", "title": "C"}, "date": 1},
    )
    assert {(forwarded(one).text, forwarded(one).quoted) for one in strangers} == {("", "add rap")}
    own = forwarded({"type": "user", "sender_user": user, "date": 1})
    assert (own.text, own.quoted, own.forwarded) == ("add rap", "", True)


def test_only_words_in_a_private_chat_that_reply_to_nothing_may_be_followed_by_a_clip(message, bot):
    assert from_message(message(text="make it vertical"), bot).incoming.may_continue
    command = [{"type": "bot_command", "offset": 0, "length": 14}]
    grouped = message(chat=-5, text="/edit@nemo_bot make it vertical", entities=command)
    assert not from_message(grouped, bot).incoming.may_continue


PREVIEW = {"star_count": 5, "paid_media": [{"type": "preview", "duration": 9}]}
STORY = {"chat": {"id": -100, "type": "channel", "title": "C"}, "id": 1}
MOTION = {"file_id": "v", "file_unique_id": "u", "width": 1, "height": 1, "duration": 1}
PHOTO = [{"file_id": "p", "file_unique_id": "q", "width": 1, "height": 1}]
HERE = {"message_id": 9, "date": 1, "chat": {"id": 5, "type": "private"}}
ELSEWHERE = {"origin": {"type": "hidden_user", "sender_user_name": "S", "date": 1}}


def refs(incoming):
    return [file.ref for file in incoming.attachments]


def test_a_live_photo_is_its_motion(message, bot):
    live = MOTION | {"photo": PHOTO, "mime_type": "video/mp4"}
    incoming = from_message(message(live_photo=live, photo=PHOTO, caption="loop it"), bot).incoming
    assert [(file.ref, file.media_type) for file in incoming.attachments] == [("v", "video/mp4")]
    assert incoming.attachments[0].name.endswith(".mp4")


@pytest.mark.parametrize(
    ("media", "ref"),
    [
        ({"type": "video", "video": MOTION}, "v"),
        ({"type": "photo", "photo": PHOTO}, "p"),
        ({"type": "live_photo", "live_photo": MOTION | {"photo": PHOTO}}, "v"),
    ],
)
def test_paid_media_that_the_bot_is_given_is_used(message, bot, media, ref):
    paid = {"star_count": 5, "paid_media": [{"type": "preview"}, media]}
    assert refs(from_message(message(paid_media=paid, caption="trim it"), bot).incoming) == [ref]


@pytest.mark.parametrize(
    "fields",
    [
        {"paid_media": PREVIEW, "caption": "trim it"},
        {"paid_media": PREVIEW},
        {"story": STORY},
        {"caption": "trim it"},  # a kind of media that this release does not know
        {"text": "trim it", "reply_to_story": STORY},
        {"text": "trim it", "reply_to_message": HERE | {"story": STORY}},
        {"text": "trim it", "reply_to_message": HERE | {"paid_media": PREVIEW}},
        {"text": "trim it", "external_reply": ELSEWHERE | {"story": STORY}},
        {"text": "trim it", "external_reply": ELSEWHERE | {"paid_media": PREVIEW}},
    ],
)
def test_a_file_that_telegram_does_not_give_to_bots_is_a_file_all_the_same(message, bot, fields):
    incoming = from_message(message(**fields), bot).with_referenced
    assert refs(incoming) == [WITHHELD]
    assert incoming.text == fields.get("text", fields.get("caption", ""))


@pytest.mark.parametrize("text", ["/status", "export", "how many credits do I have?"])
def test_words_that_need_no_file_do_not_wait_for_one_that_is_withheld(message, bot, text):
    assert refs(from_message(message(text=text, reply_to_story=STORY), bot).with_referenced) == []


def test_a_quote_has_the_links_under_its_words_and_what_is_hidden_in_it(message, bot):
    link = "https://a.example/a.mp4"
    text = "see this clip and that one"
    links = [entity("text_link", 9, 4, url=link), entity("text_link", 23, 3, url="https://b.example/b.mp4")]
    quote = {"text": "this clip", "position": 4, "is_manual": True}
    asked = message(
        chat=-5,
        text="@nemo_bot add this",
        entities=[entity("mention", 0, 9)],
        quote=quote,
        reply_to_message=replied(text=text, entities=links),
    )
    assert from_message(asked, bot).incoming.quoted == f"this clip\n{link}"
    secret = quote | {"entities": [entity("spoiler", 5, 4)]}
    asked = message(text="why?", quote=secret, reply_to_message=replied(text=text))
    assert from_message(asked, bot).incoming.quoted == f"this {hidden('clip')}"


@pytest.mark.parametrize("of", [{"caption": "see this clip", "video": VIDEO}, {"sticker": None}])
def test_a_quote_of_whatever_was_replied_to_can_be_read(message, bot, of):
    kept = {name: value for name, value in of.items() if value}
    asked = message(
        text="add this", quote={"text": "clip", "position": 1, "is_manual": True}, reply_to_message=replied(**kept)
    )
    assert from_message(asked, bot).incoming.quoted == "clip"


RICH = {
    "blocks": [
        {"type": "heading", "text": "Our trip", "size": 1},
        {
            "type": "paragraph",
            "text": [
                "see ",
                {"type": "url", "text": "this", "url": "https://a.example/a.mp4"},
                {"type": "new", "text": "!"},
            ],
        },
        {"type": "divider"},
        {
            "type": "list",
            "items": [
                {"label": "1.", "blocks": [{"type": "paragraph", "text": {"type": "bold", "text": "fast cuts"}}]}
            ],
        },
        {"type": "table", "cells": [[{"text": "a"}, {"align": "left"}], [{"text": ["b", "c"]}]]},
        {"type": "paragraph", "text": {"type": "url", "text": "https://b.example", "url": "https://b.example"}},
    ]
}
RICH_WORDS = "Our trip\nsee this https://a.example/a.mp4!\n1.\nfast cuts\na\nbc\nhttps://b.example"


def test_the_words_of_a_rich_message_are_read(message, bot):
    assert from_message(message(rich_message=RICH), bot).incoming.text == RICH_WORDS
    origin = {"type": "user", "date": 1, "sender_user": {"id": 3, "is_bot": True, "first_name": "Robot"}}
    assert from_message(message(rich_message=RICH, forward_origin=origin), bot).incoming.text == RICH_WORDS
    asked = message(
        chat=-5,
        text="@nemo_bot make this",
        entities=[entity("mention", 0, 9)],
        reply_to_message=replied(rich_message=RICH),
    )
    assert from_message(asked, bot).with_referenced.quoted == RICH_WORDS


@pytest.mark.parametrize(
    "odd", [None, [], "x", {}, {"blocks": None}, {"blocks": [{"type": "new"}, 7, None, {"text": 7}]}]
)
def test_a_rich_message_without_words_is_none(message, bot, odd):
    assert from_message(message(rich_message=odd), bot) is None


def test_what_a_rich_message_hides_is_marked_as_hidden(message, bot):
    inner = [{"type": "spoiler", "text": "he"}, " dies", {"type": "url", "text": " here", "url": "https://a.example"}]
    blocks = [{"type": "paragraph", "text": ["so ", {"type": "spoiler", "text": inner}, {"type": "bold", "text": "!"}]}]
    incoming = from_message(message(rich_message={"blocks": blocks}), bot).incoming
    assert incoming.text == f"so {hidden('he dies here https://a.example')}!"


def test_a_rich_message_that_is_nested_deeply_is_read_in_linear_time(message, bot):
    nested = {"type": "paragraph", "text": "deep"}
    for _ in range(100):
        nested = {"type": "details", "summary": "s", "blocks": [nested]}
    assert from_message(message(rich_message={"blocks": [nested]}), bot).incoming.text.endswith("deep")


def test_a_reply_to_the_bot_says_how_old_that_message_is_and_an_edit_how_old_its_own(message, bot):
    of_bot = {**replied(text="Done"), "from": US, "date": 1_600_000_000}
    edited = message(text="add music", reply_to_message=of_bot, edit_date=1_700_000_500)
    incoming = from_message(edited, bot, edited=True).incoming
    assert (incoming.answered_at, incoming.at, incoming.written_at) == (1_600_000_000, 1_700_000_500, 1_700_000_000)
    assert from_message(message(text="add music"), bot).incoming.written_at is None
    assert from_message(message(text="as there", reply_to_message=replied(text="x")), bot).incoming.answered_at is None


@pytest.mark.parametrize("date", [0, 1_600_000_000])  # 0: an InaccessibleMessage
def test_a_press_says_how_old_the_message_of_its_button_is(date):
    under = {"message_id": 4, "date": date, "chat": {"id": 7, "type": "private", "first_name": "Anna"}}
    person = {"id": 7, "is_bot": False, "first_name": "Anna"}
    query = {"id": "1", "from": person, "chat_instance": "c", "data": "export", "message": under}
    pressed = from_callback(CallbackQuery.de_json(query, None), Export(), 1_700_000_000.0)
    assert (pressed.reply_to, pressed.answered_at) == ("4", date)
