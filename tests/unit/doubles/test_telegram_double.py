"""The Telegram double refuses what a well-made client never does, and behaves as the server does otherwise."""

import asyncio
import contextlib
import io
import json
from pathlib import Path

import aiohttp
import pytest
import telegram

from tests.doubles.telegram import NO_LIMITS, Clip, Pace, TelegramDouble
from tests.doubles.telegram_text import read

MP4 = b"\x00\x00\x00\x18ftypmp42" + bytes(4000)
DONE = 200


class Client:
    """A bot that says whatever it is told."""

    def __init__(self, tg, http):
        self.tg, self.http = tg, http

    async def call(self, method, **params):
        async with self.http.post(f"{self.tg.url}/bot{self.tg.token}/{method}", json=params) as answer:
            return await answer.json()

    async def upload(self, method, parts, **params):
        form = aiohttp.FormData()
        for name, value in params.items():
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
        for name, (data, filename) in parts.items():
            form.add_field(name, data, filename=filename, content_type="video/mp4")
        async with self.http.post(f"{self.tg.url}/bot{self.tg.token}/{method}", data=form) as answer:
            return await answer.json()

    async def text(self, chat, **params):
        answer = await self.call("sendMessage", chat_id=chat.chat.id, text="hello", **params)
        return answer["result"]["message_id"]


@pytest.fixture
def opened():
    @contextlib.asynccontextmanager
    async def open_double(**settings):
        async with TelegramDouble(**settings) as tg, aiohttp.ClientSession() as http:
            yield Client(tg, http)

    return open_double


@pytest.fixture
async def bot(opened):
    async with opened() as client:
        yield client


@pytest.fixture
def anna(bot):
    return bot.tg.person("Anna")


@pytest.fixture
def chat(bot, anna):
    return bot.tg.private(anna)


BUTTON = {"text": "Go", "callback_data": "go"}
KEYBOARD = {"inline_keyboard": [[BUTTON]]}
PLANTED = {
    "an unknown parameter": ("sendMessage", {"text": "a", "foo": 1}, "unknown parameter"),
    "a missing parameter": ("sendMessage", {}, "missing parameter 'text'"),
    "a wrong type": ("sendMessage", {"text": "a", "message_thread_id": "three"}, "not an integer"),
    "an unknown method": ("sendFilm", {"text": "a"}, "method not found"),
    "an empty text": ("sendMessage", {"text": "  "}, "text is empty"),
    "a long text": ("sendMessage", {"text": "a" * 4097}, "too long"),
    "a text long in UTF-16": ("sendMessage", {"text": "😀" * 2049}, "too long"),
    "broken HTML": ("sendMessage", {"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities"),
    "unescaped text": ("sendMessage", {"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
    "an unknown tag": ("sendMessage", {"text": "<h1>a</h1>", "parse_mode": "HTML"}, "Unsupported start tag"),
    "crossed tags": ("sendMessage", {"text": "<b><i>a</b></i>", "parse_mode": "HTML"}, "Unmatched end tag"),
    "an entity that cuts a character": (
        "sendMessage",
        {"text": "😀", "entities": [{"type": "bold", "offset": 0, "length": 1}]},
        "cuts a character",
    ),
    "long button data": (
        "sendMessage",
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "Go", "callback_data": "é" * 33}]]}},
        "66 bytes",
    ),
    "a button of two minds": (
        "sendMessage",
        {"text": "a", "reply_markup": {"inline_keyboard": [[{**BUTTON, "url": "https://a.example"}]]}},
        "exactly one thing",
    ),
    "a button that leads nowhere": (
        "sendMessage",
        {"text": "a", "reply_markup": {"inline_keyboard": [[{"text": "Go", "url": "http://localhost/"}]]}},
        "Wrong HTTP URL",
    ),
    "too many buttons in a row": (
        "sendMessage",
        {"text": "a", "reply_markup": {"inline_keyboard": [[BUTTON] * 9]}},
        "a row of 9",
    ),
    "an answer to nothing": ("sendMessage", {"text": "a", "reply_parameters": {"message_id": 9}}, "not found"),
    "a reaction that bots do not have": (
        "setMessageReaction",
        {"message_id": 100, "reaction": [{"type": "emoji", "emoji": "✅"}]},
        "REACTION_INVALID",
    ),
    "an unknown action": ("sendChatAction", {"action": "dancing"}, "wrong parameter action"),
    "a topic where there are none": ("sendMessage", {"text": "a", "message_thread_id": 7}, "thread not found"),
    "a caption for words": ("editMessageCaption", {"message_id": 101, "caption": "a"}, "no caption"),
    "an edit of somebody's message": ("editMessageText", {"message_id": 100, "text": "a"}, "can't be edited"),
}


@pytest.mark.parametrize("planted", PLANTED)
async def test_a_planted_breach_is_refused_and_remembered(planted, bot, anna, chat):
    chat.says(anna, "hello")
    await bot.text(chat)
    method, params, why = PLANTED[planted]
    answer = await bot.call(method, chat_id=chat.chat.id, **params)
    assert not answer["ok"]
    assert why in answer["description"]
    assert [method in line for line in bot.tg.violations] == [True]


@pytest.mark.parametrize(
    "method", ["setMyCommands", "setMyCommands with a language", "setWebhook", "getFile", "answerCallbackQuery"]
)
async def test_a_planted_breach_outside_chats_is_refused(method, bot, anna, chat):
    large = chat.sends(anna, Clip(size=21 * 1024 * 1024))
    pressed = await bot.text(chat, reply_markup=KEYBOARD)
    press = chat.presses(anna, chat.chat.messages[pressed], "Go")
    await bot.call("answerCallbackQuery", callback_query_id=press.id)
    name, params = {
        "setMyCommands": ("setMyCommands", {"commands": [{"command": "New-One", "description": "a"}]}),
        "setMyCommands with a language": ("setMyCommands", {"commands": [], "language_code": "zh-CN"}),
        "setWebhook": ("setWebhook", {"url": "http://bot.example/"}),
        "getFile": ("getFile", {"file_id": large.data["video"]["file_id"]}),
        "answerCallbackQuery": ("answerCallbackQuery", {"callback_query_id": press.id}),
    }[method]
    assert (await bot.call(name, **params))["error_code"] == 400
    assert len(bot.tg.violations) == 1


async def test_an_upload_over_the_limit_is_refused(bot, chat):
    answer = await bot.upload("sendVideo", {"video": (io.BytesIO(bytes(50_000_001)), "a.mp4")}, chat_id=chat.chat.id)
    assert answer["error_code"] == 413
    assert bot.tg.violations


async def test_an_uploaded_part_that_nobody_names_is_refused(bot, chat):
    parts = {"video": (MP4, "a.mp4"), "cover2": (MP4, "b.mp4")}
    answer = await bot.upload("sendVideo", parts, chat_id=chat.chat.id)
    assert "not used" in answer["description"]


async def test_a_thumbnail_must_be_a_small_jpeg(bot, chat):
    parts = {"video": (MP4, "a.mp4"), "small": (MP4, "b.jpg")}
    answer = await bot.upload("sendVideo", parts, chat_id=chat.chat.id, thumbnail="attach://small")
    assert "thumbnail" in answer["description"]


async def test_general_has_no_number_of_its_own(bot, anna):
    general = bot.tg.supergroup("Film", anna, forum=True)
    answer = await bot.call("sendMessage", chat_id=general.chat.id, message_thread_id=1, text="a")
    assert "thread not found" in answer["description"]
    assert bot.tg.violations
    assert (await bot.call("sendMessage", chat_id=general.chat.id, text="a"))["ok"]


async def test_more_than_the_chat_takes_is_told_to_wait_and_going_on_is_a_breach(opened, clock):
    async with opened(pace=Pace(chat_burst=2)) as bot:
        bot.tg.flood.now = clock.time
        chat = bot.tg.private(bot.tg.person("Anna"))
        for _ in range(2):
            await bot.text(chat)
        first = await bot.call("sendMessage", chat_id=chat.chat.id, text="a")
        assert first["parameters"] == {"retry_after": 1}
        assert not bot.tg.violations, "to meet the limit is no breach yet"
        clock.now += 0.5
        await bot.call("sendMessage", chat_id=chat.chat.id, text="a")
        assert bot.tg.violations == ["sendMessage: Too Many Requests: retry after 1"]
        clock.now += 1
        assert (await bot.call("sendMessage", chat_id=chat.chat.id, text="a"))["ok"]


async def test_twenty_messages_a_minute_fill_a_group_edits_and_actions_counted(opened, clock):
    async with opened(pace=Pace(chat_per_second=None)) as bot:
        bot.tg.flood.now = clock.time
        group = bot.tg.group("Film", bot.tg.person("Anna"))
        key = await bot.text(group)
        for number in range(18):
            await bot.call("editMessageText", chat_id=group.chat.id, message_id=key, text=f"{number}")
        await bot.call("sendChatAction", chat_id=group.chat.id, action="typing")
        clock.now += 20
        refused = await bot.call("sendMessage", chat_id=group.chat.id, text="a")
        assert refused["parameters"] == {"retry_after": 40}


async def test_thirty_messages_a_second_fill_the_bot(opened, clock):
    async with opened() as bot:
        bot.tg.flood.now = clock.time
        chats = [bot.tg.private(bot.tg.person("Anna")) for _ in range(31)]
        answers = [await bot.call("sendMessage", chat_id=chat.chat.id, text="a") for chat in chats]
        assert [answer["ok"] for answer in answers] == [True] * 30 + [False]


async def test_an_update_comes_again_until_it_is_confirmed(bot, anna, chat):
    chat.says(anna, "one")
    chat.says(anna, "two")
    first = (await bot.call("getUpdates"))["result"]
    again = (await bot.call("getUpdates"))["result"]
    assert first == again
    rest = (await bot.call("getUpdates", offset=first[0]["update_id"] + 1))["result"]
    assert [update["message"]["text"] for update in rest] == ["two"]
    assert (await bot.call("getUpdates", offset=-1))["result"] == rest


async def test_a_poll_waits_for_what_is_said(bot, anna, chat, eventually):
    poll = asyncio.create_task(bot.call("getUpdates", timeout=10), name="poll")
    await eventually(lambda: bot.tg.inbox.polled)
    chat.says(anna, "hello")
    assert (await poll)["result"][0]["message"]["text"] == "hello"


async def test_a_second_poller_pushes_the_first_one_out(bot, eventually):
    first = asyncio.create_task(bot.call("getUpdates", timeout=10), name="poll")
    await eventually(lambda: bot.tg.inbox.polled)
    await bot.call("getUpdates", timeout=0)
    assert (await first)["error_code"] == 409


async def test_a_webhook_is_pushed_to_until_it_answers_200(opened, eventually):
    heard = []

    async def hook(request):
        heard.append((request.path, request.headers["X-Telegram-Bot-Api-Secret-Token"], await request.json()))
        return aiohttp.web.Response(status=503 if len(heard) == 1 else DONE)

    app = aiohttp.web.Application()
    app.router.add_post("/{path:.*}", hook)
    runner = aiohttp.web.AppRunner(app)
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", 0).start()
    async with opened() as bot:
        bot.tg.inbox.reverse_proxy = f"http://127.0.0.1:{runner.addresses[0][1]}"
        await bot.call("setWebhook", url="https://bot.example/tg/hook", secret_token="s3cret")
        anna = bot.tg.person("Anna")
        bot.tg.private(anna).says(anna, "hello")
        await eventually(lambda: not bot.tg.inbox.waiting)
        assert [path for path, *_ in heard] == ["/tg/hook"] * 2
        assert {secret for _, secret, _ in heard} == {"s3cret"}
        assert heard[0][2] == heard[1][2]
        assert "503" in (await bot.call("getWebhookInfo"))["result"]["last_error_message"]
        assert (await bot.call("getUpdates"))["error_code"] == 409
    await runner.cleanup()


async def heard(bot):
    """What the bot is shown, by its words."""
    seen = (await bot.call("getUpdates"))["result"]
    messages = [update["message"] for update in seen if "message" in update]
    return [message.get("text", message.get("caption")) for message in messages]


async def test_privacy_mode_shows_commands_answers_and_service_messages_and_no_mention(bot, anna):
    await bot.call("setMyCommands", commands=[{"command": "edit", "description": "Edit"}])
    group = bot.tg.supergroup("Film", anna)
    mine = group.chat.messages[await bot.text(group)]
    clip = group.sends(anna)
    group.says(anna, "/edit louder", reply_to=clip)
    for unseen in ("hello all", "@nemo_test_bot cut it", "/help@other_bot", "/roll", "look: /edit@nemo_test_bot"):
        group.says(anna, unseen)
    group.sends(anna, caption="@nemo_test_bot add music")
    group.says(anna, "@nemo_test_bot cut it", reply_to=clip)
    group.sends(anna, caption="/edit@nemo_test_bot add music")
    group.says(anna, "thanks", reply_to=mine)
    assert await heard(bot) == ["/edit louder", "/edit@nemo_test_bot add music", "thanks"]
    told = (await bot.call("getUpdates"))["result"]
    assert told[0]["message"]["reply_to_message"]["video"]["file_id"] == clip.data["video"]["file_id"]


async def test_privacy_mode_shows_of_an_album_only_the_item_with_the_command(bot, anna):
    bot.tg.supergroup("Film", anna).album(anna, [Clip(), Clip()], ["/edit@nemo_test_bot join them"])
    assert await heard(bot) == ["/edit@nemo_test_bot join them"]


@pytest.mark.parametrize("shown", ["privacy mode is off", "the bot administers the group"])
async def test_a_bot_that_is_shown_everything_is_shown_mentions(bot, anna, shown):
    group = bot.tg.supergroup("Film", anna)
    if shown == "privacy mode is off":
        bot.tg.crowd.privacy = False
    else:
        group.changes_bot(anna, "administrator")
    group.says(anna, "hello all")
    group.says(anna, "@nemo_test_bot cut it")
    assert await heard(bot) == ["hello all", "@nemo_test_bot cut it"]
    assert (await bot.call("getMe"))["result"]["can_read_all_group_messages"] is not bot.tg.crowd.privacy


@pytest.mark.parametrize("glued", ["请@nemo_test_bot加音乐", "/edit@nemo_test_bot加音乐", "/edit加音乐"])
async def test_a_name_or_a_command_beside_letters_of_any_script_is_none(bot, anna, chat, glued):
    assert "entities" not in chat.says(anna, glued).data


async def test_a_message_in_a_topic_answers_the_head_of_it(bot, anna):
    topic = bot.tg.supergroup("Film", anna, forum=True).topic("Cuts", anna)
    said = topic.says(anna, "/new")
    assert said.data["is_topic_message"]
    assert said.data["reply_to_message"]["forum_topic_created"]
    assert said.reply_to is None
    sent = (await bot.call("sendMessage", chat_id=topic.chat.id, message_thread_id=topic.thread, text="a"))["result"]
    assert sent["message_thread_id"] == topic.thread
    assert [one.text for one in topic.answers] == ["a"]


async def test_a_group_that_moved_says_where_to(bot, anna):
    group = bot.tg.group("Film", anna)
    new = group.upgrades()
    answer = await bot.call("sendMessage", chat_id=group.chat.id, text="a")
    assert answer["parameters"] == {"migrate_to_chat_id": new.chat.id}
    assert not bot.tg.violations


@pytest.mark.parametrize("tells_text_for_all", [False, True])
async def test_a_description_is_of_one_language_or_of_all_that_have_none(bot, tells_text_for_all):
    bot.tg.about.tells_text_for_all = tells_text_for_all
    await bot.call("setMyDescription", description="for all")
    await bot.call("setMyDescription", description="给中文", language_code="zh")
    told = [(await bot.call("getMyDescription", language_code=code))["result"] for code in ("zh", "de")]
    assert told == [{"description": "给中文"}, {"description": "for all" if tells_text_for_all else ""}]
    assert (await bot.call("getMyDescription"))["result"] == {"description": "for all"}
    assert (await bot.call("getMyShortDescription"))["result"] == {"short_description": ""}


async def test_the_kinds_of_updates_that_were_asked_for_stay_until_others_are(bot):
    await bot.call("setWebhook", url="https://a.example/hook", allowed_updates=["poll"])
    await bot.call("deleteWebhook")
    assert (await bot.call("getWebhookInfo"))["result"]["allowed_updates"] == ["poll"]
    assert bot.tg.inbox.push("message", {}) is None
    await bot.call("getUpdates", allowed_updates=["message"])
    assert bot.tg.inbox.push("message", {}) is not None
    assert (await bot.call("getWebhookInfo"))["result"]["allowed_updates"] == ["message"]


async def test_a_group_that_becomes_a_supergroup_tells_it_in_both_chats_and_shows_the_bot_there(bot, anna):
    bot.tg.group("Film", anna).upgrades()
    found = (await bot.call("getUpdates"))["result"]
    assert [next(iter(update.keys() - {"update_id"})) for update in found] == ["message", "message", "my_chat_member"]
    assert "migrate_to_chat_id" in found[0]["message"]
    assert "migrate_from_chat_id" in found[1]["message"]
    assert found[2]["my_chat_member"]["chat"]["type"] == "supergroup"


async def test_a_person_who_blocks_the_bot_is_out_of_reach(bot, anna, chat):
    chat.changes_bot(anna, "kicked")
    answer = await bot.call("sendMessage", chat_id=chat.chat.id, text="a")
    assert answer["description"] == "Forbidden: bot was blocked by the user"
    assert (await bot.call("getUpdates"))["result"][0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"


async def test_a_revoked_token_is_refused(bot):
    bot.tg.revoke()
    assert (await bot.call("getMe"))["error_code"] == 401
    assert not bot.tg.violations


@pytest.mark.parametrize(("drop", "messages"), [("before", 0), ("after", 1), ("midway", 0)])
async def test_a_connection_breaks_before_or_after_the_work(drop, messages, bot, chat):
    bot.tg.fault("sendMessage", drop=drop)
    with pytest.raises(aiohttp.ClientConnectionError):
        await bot.text(chat)
    assert len(chat.answers) == messages
    assert await bot.text(chat), "only once"


async def test_an_error_of_the_server_is_no_breach(bot, chat):
    bot.tg.fault("sendMessage", status=500)
    bot.tg.fault("sendMessage", retry_after=3)
    assert (await bot.call("sendMessage", chat_id=chat.chat.id, text="a"))["error_code"] == 500
    assert (await bot.call("sendMessage", chat_id=chat.chat.id, text="a"))["parameters"] == {"retry_after": 3}
    assert not bot.tg.violations


async def test_what_is_shown_has_edits_applied_and_deleted_messages_gone(bot, anna, chat):
    asked = chat.says(anna, "hello")
    first = await bot.text(chat, reply_parameters={"message_id": asked.id}, disable_notification=True)
    second = await bot.text(chat, reply_markup=KEYBOARD)
    await bot.call("editMessageText", chat_id=chat.chat.id, message_id=first, text="<b>now</b>", parse_mode="HTML")
    await bot.call("deleteMessage", chat_id=chat.chat.id, message_id=second)
    assert [said.text for said in chat.shown] == ["hello", "now"]
    shown = chat.answers[0]
    assert (shown.silent, shown.edits, shown.reply_to, shown.history) == (True, 1, asked.id, ["hello", "now"])
    assert [said.id for said in chat.loud] == [second]
    again = await bot.call(
        "editMessageText", chat_id=chat.chat.id, message_id=first, text="<b>now</b>", parse_mode="HTML"
    )
    assert "not modified" in again["description"]
    assert not bot.tg.violations


async def test_a_button_is_pressed_and_its_press_waits_for_an_answer(bot, anna, chat):
    key = await bot.text(chat, reply_markup=KEYBOARD)
    press = chat.presses(anna, chat.chat.messages[key], "Go")
    query = (await bot.call("getUpdates"))["result"][0]["callback_query"]
    assert (query["data"], query["message"]["message_id"]) == ("go", key)
    assert bot.tg.unanswered() == [press]
    await bot.call("answerCallbackQuery", callback_query_id=press.id, text="Not yours", show_alert=True)
    assert not bot.tg.unanswered()
    assert press.answer["text"] == "Not yours"


async def test_a_video_is_counted_and_can_be_sent_again_by_its_id(bot, chat):
    film = await bot.upload("sendVideo", {"video": (MP4, "travel.mp4")}, chat_id=chat.chat.id, width=640, duration=3)
    video = film["result"]["video"]
    assert (video["file_size"], video["file_name"], video["width"]) == (len(MP4), "travel.mp4", 640)
    again = await bot.call("sendVideo", chat_id=chat.chat.id, video=video["file_id"])
    assert again["result"]["video"]["file_id"] == video["file_id"]
    wrong = await bot.call("sendDocument", chat_id=chat.chat.id, document=video["file_id"])
    assert "can't use file of type video as document" in wrong["description"]


async def test_a_video_that_is_none_comes_back_as_a_document(bot, chat):
    film = await bot.upload("sendVideo", {"video": (b"RIFF" + bytes(100), "a.avi")}, chat_id=chat.chat.id)
    assert "video" not in film["result"]
    assert film["result"]["document"]["file_name"] == "a.avi"


async def test_a_clip_is_downloaded_byte_by_byte(bot, anna, chat):
    said = chat.sends(anna, Clip(size=700_001))
    path = (await bot.call("getFile", file_id=said.data["video"]["file_id"]))["result"]["file_path"]
    async with bot.http.get(f"{bot.tg.url}/file/bot{bot.tg.token}/{path}") as answer:
        data = await answer.read()
    assert len(data) == 700_001
    assert data[4:8] == b"ftyp"


async def test_a_server_of_ones_own_puts_files_on_its_disk(opened, tmp_path):
    async with opened(local_dir=tmp_path) as bot:
        anna = bot.tg.person("Anna")
        said = bot.tg.private(anna).sends(anna, Clip(size=2_000_000_000))
        path = Path((await bot.call("getFile", file_id=said.data["video"]["file_id"]))["result"]["file_path"])
        assert path.is_relative_to(tmp_path)
        assert path.stat().st_size == 2_000_000_000
        assert path.stat().st_blocks < 1000, "it takes no room"


async def test_everything_the_double_says_obeys_the_schema(opened):
    async with opened(pace=NO_LIMITS) as bot:
        tg = bot.tg
        tg.crowd.privacy = False
        anna = tg.person("Anna")
        private, group = tg.private(anna), tg.group("Film", anna)
        general, channel = tg.supergroup("Forum", anna, forum=True), tg.channel("News", anna)
        topic = general.topic("Cuts", anna)
        for place in (private, topic, channel):
            place.says(anna, "see https://a.example/b.mp4，加音乐 and this", links={"this": "https://b.example/c.mp4"})
            for kind in ("video", "document", "animation", "audio", "photo", "voice", "video_note"):
                place.sends(anna, Clip(kind), "@nemo_test_bot add music")
        private.album(anna, [Clip(), Clip()], ["add music"])
        private.edits(private.says(anna, "one"), "two")
        group.says(anna, "/new", as_chat=group.chat)
        general.says(anna, "/new", as_chat=channel.chat)
        group.upgrades()
        pressed = await bot.text(private, reply_markup=KEYBOARD)
        private.presses(anna, private.chat.messages[pressed], "Go")
        private.changes_bot(anna, "member")
        updates = (await bot.call("getUpdates"))["result"]
        assert len(updates) > 30
        results = {"Update": updates, "Message": [], "Chat": [], "ChatMember": [], "User": [], "WebhookInfo": []}
        for method in ("sendVideo", "sendDocument", "sendAudio", "sendVoice", "sendAnimation", "sendPhoto"):
            field = method.removeprefix("send").lower()
            sent = await bot.upload(
                method, {field: (MP4, "a.mp4")}, chat_id=topic.chat.id, message_thread_id=topic.thread
            )
            results["Message"].append(sent["result"])
        for method, kind, params in (
            ("getMe", "User", {}),
            ("getWebhookInfo", "WebhookInfo", {}),
            ("getMyDescription", "BotDescription", {"language_code": "zh"}),
            ("getMyShortDescription", "BotShortDescription", {}),
            ("getChat", "ChatFullInfo", {"chat_id": topic.chat.id}),
            ("getChatMember", "ChatMember", {"chat_id": topic.chat.id, "user_id": anna.id}),
        ):
            results.setdefault(kind, []).append((await bot.call(method, **params))["result"])
        faults = [
            fault for kind, values in results.items() for value in values for fault in tg.schema.faults(kind, value)
        ]
        assert faults == []
        assert tg.violations == []


async def test_the_library_of_the_adapter_understands_it(bot, anna, chat):
    chat.sends(anna, caption="/edit add music")
    library = telegram.Bot(bot.tg.token, base_url=f"{bot.tg.url}/bot", base_file_url=f"{bot.tg.url}/file/bot")
    async with library:
        (update,) = await library.get_updates(timeout=1)
        assert update.message.parse_caption_entities() == {update.message.caption_entities[0]: "/edit"}
        sent = await library.send_video(chat.chat.id, MP4, filename="a.mp4", caption="<b>film</b>", parse_mode="HTML")
        assert sent.video.file_size == len(MP4)
        file = await library.get_file(update.message.video.file_id)
        assert len(await file.download_as_bytearray()) == update.message.video.file_size
    assert bot.tg.violations == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # td, test/message_entities.cpp
        ("(telegram.org)", ["telegram.org"]),
        (".telegram.org)", []),
        ("()telegram.org/?q=()", ["telegram.org/?q=()"]),
        (" telegram.org. ", ["telegram.org"]),
        ("Такой сайт: http://www.google.com или такой telegram.org ", ["http://www.google.com", "telegram.org"]),
        ("stg://a tg://test?asdf tg:test", ["tg://a", "tg://test?asdf"]),
        ("$TEST@abc $1INCH $$XYZ 1$ABC $ABCDEFGHJ", ["$TEST@abc", "$1INCH"]),
        # its rules
        ("a.рф A.РФ пример.москва b.Москва", ["a.рф", "A.РФ", "пример.москва"]),
        ("我剪了旅行.网站, 旅行.中国", ["我剪了旅行.网站", "旅行.中国"]),
        ("旅行.网站。旅行.网站的内容 好了.再来", []),
        ("（1）《旅行》.mov", ["（1）《旅行》.mov"]),
        ("x.xn--p1ai x.xn--p y.a-b y.a_b", ["x.xn--p1ai"]),
        ("a.com:8080/x a.com:99999", ["a.com:8080/x", "a.com"]),
        ("[::1] fe80::1 ::ffff:10.0.0.7", ["10.0.0.7"]),
        ("a+b.com привет@b.com mail@b.com", ["b.com", "привет@b.com", "mail@b.com"]),
        ("①#lofi 中#b #1 #1a ##b", ["#lofi", "#1a", "#b"]),
        ("@abc @pic @abcd 中@abcd", ["@pic", "@abcd"]),
    ],
)
def test_the_server_finds_what_td_finds(text, found):
    told = read(text, None, None, 4096)
    units = told.text.encode("utf-16-le")
    parts = [
        units[one["offset"] * 2 : (one["offset"] + one["length"]) * 2].decode("utf-16-le") for one in told.entities
    ]
    assert parts == found


def test_the_server_keeps_a_hundred_entities_and_finds_names_in_the_rest():
    told = read(" ".join(f"<code>@person_{number}</code>" for number in range(103)), "HTML", None, 4096)
    assert [one["type"] for one in told.entities] == ["code"] * 100 + ["mention"] * 3
