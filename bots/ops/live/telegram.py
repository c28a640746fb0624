"""Telegram, tried: what the bot is told of itself, and in a chat that the operator names, what becomes of messages."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bots.ops.live.exchange import FINISH_SECONDS, TRANSFER_SECONDS, Exchange, NoAnswer, Reply, finished
from bots.ops.live.options import Options
from bots.ops.live.probe import CLIP, Missing, Probe, served
from bots.ops.live.shapes import names
from bots.ops.live.verdicts import Verdicts
from bots.settings import Settings

SENTENCE: Final = "nemobot doctor --live: a message to be tried and deleted"
_FOUND: Final = {
    "url": "example.com",
    "mention": "@telegram",
    "bot_command": "/help",
    "hashtag": "#nemobot",
    "email": "someone@example.com",
    "phone_number": "+12025550123",
}
_LONGEST_PAUSE = 30.0
_TEXT_LIMIT, _BUTTON_BYTES, _ENTITIES = 4096, 64, 100
_SHOWN = {"width": 640, "height": 360, "duration": 12}


@dataclass
class Telegram:
    """One walk through Telegram; `sent` are the messages that lie in the chat, the first of them `first`."""

    settings: Settings
    options: Options
    exchange: Exchange
    verdicts: Verdicts
    first: int = 0
    file: str = ""
    sent: list[int] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    private: list[str] = field(default_factory=list)

    async def ask(self, method: str, *, seconds: float = TRANSFER_SECONDS, form: Any = None, **params: Any) -> Reply:
        """Make one call; a pause that is asked for is made once.

        Raises:
            NoAnswer: there was no answer.
            Missing: the token is refused, or Telegram is in trouble.
        """
        request = {"data": form()} if form else {"json": params}
        reply = await self.exchange.ask(method, "POST", f"{self._base}/{method}", seconds=seconds, **request)
        if (pause := _pause(reply)) is not None:
            await asyncio.sleep(pause)
            request = {"data": form()} if form else {"json": params}
            reply = await self.exchange.ask(method, "POST", f"{self._base}/{method}", seconds=seconds, **request)
        if reply.status == 401:
            raise Missing("the token is refused")
        if reply.value is None:
            raise Missing(f"that is no Bot API server (HTTP {reply.status})")
        return served(reply)

    async def send(self, method: str = "sendMessage", *, form: Any = None, **params: Any) -> dict[str, Any]:
        """Send a message to the chat, silently, and return it; it is deleted at the end.

        Raises:
            NoAnswer: there was no answer.
            Missing: no chat was named, or it takes no messages.
        """
        reply = await self.try_to_send(method, form=form, **params)
        if not reply.ok:
            raise Missing(f"the chat took no message (HTTP {reply.status})")
        return result(reply)

    async def try_to_send(self, method: str = "sendMessage", *, form: Any = None, **params: Any) -> Reply:
        """Send a message that may be refused.

        Raises:
            NoAnswer: there was no answer.
            Missing: no chat was named.
        """
        return await finished(
            self._send(method, form, {"chat_id": self.chat(), "disable_notification": True, **params})
        )

    async def _send(self, method: str, form: Any, params: dict[str, Any]) -> Reply:
        try:
            reply = await self.ask(method, form=form, **params)
        except NoAnswer:
            self.stays.append("a message in the Telegram chat perhaps: its sending had no answer")
            raise
        number = result(reply).get("message_id")
        if isinstance(number, int):
            self.sent.append(number)
        return reply

    def chat(self) -> int | str:
        """Return the chat that was named.

        Raises:
            Missing: none was.
        """
        named = self.options.telegram_chat
        if not named:
            raise Missing("--telegram-chat names no chat")
        return int(named) if named.removeprefix("-").isdecimal() else named

    def message(self) -> dict[str, Any]:
        """Return the parameters that name the first message.

        Raises:
            Missing: there is none.
        """
        chat = self.chat()
        if not self.first:
            raise Missing("there is no message in the chat")
        return {"chat_id": chat, "message_id": self.first}

    def file_url(self, path: str) -> str:
        """Return the address of a file, which holds the token."""
        return f"{self.settings.telegram_api_url}/file/bot{self._token}/{path}"

    async def clean_up(self) -> None:
        """Delete the messages."""
        for number in self.sent:
            try:
                async with asyncio.timeout(FINISH_SECONDS):
                    reply = await self.ask("deleteMessage", chat_id=self.chat(), message_id=number)
                    gone = reply.ok
            except (NoAnswer, Missing, TimeoutError):
                gone = False
            if not gone:
                self.stays.append("a message in the Telegram chat, which could not be deleted")
        self.sent.clear()

    @property
    def _token(self) -> str:
        secret = self.settings.telegram_bot_token
        return secret.get_secret_value() if secret else ""

    @property
    def _base(self) -> str:
        return f"{self.settings.telegram_api_url}/bot{self._token}"


def result(reply: Reply) -> dict[str, Any]:
    """Return the object that a call came to, empty where it came to none."""
    found = reply.fields.get("result")
    return found if isinstance(found, dict) else {}


def _pause(reply: Reply) -> int | None:
    """Return the seconds that a refusal asks to wait, if that is a wait to be made."""
    parameters = reply.fields.get("parameters")
    seconds = parameters.get("retry_after") if isinstance(parameters, dict) and reply.status == 429 else None
    return seconds if isinstance(seconds, int) and 0 <= seconds <= _LONGEST_PAUSE else None


def _told(reply: Reply) -> str:
    return f"HTTP {reply.status}, {names(reply.fields.get('result') if reply.ok else reply.value)}"


async def _bot(tg: Telegram) -> None:
    reply = await tg.ask("getMe")
    bot = result(reply)
    shown = bot.get("can_read_all_group_messages")
    holds = isinstance(bot.get("id"), int) and isinstance(bot.get("username"), str) and isinstance(shown, bool)
    privacy = f"privacy mode is {'off' if shown else 'on'}" if holds else _told(reply)
    tg.verdicts.judge("telegram.bot", privacy, holds=holds)


async def _webhook(tg: Telegram) -> None:
    reply = await tg.ask("getWebhookInfo")
    info = result(reply)
    url, count = info.get("url"), info.get("pending_update_count")
    holds = isinstance(url, str) and isinstance(count, int)
    error = ", its last error is told" if info.get("last_error_date") else ""
    seen = f"updates are {'pushed' if url else 'fetched'}{error}" if holds else _told(reply)
    tg.verdicts.judge("telegram.webhook", seen, holds=holds)


async def _description(tg: Telegram) -> None:
    for_all = result(await tg.ask("getMyDescription")).get("description")
    if not for_all:
        raise Missing("the bot has no description for all languages")
    other = result(await tg.ask("getMyDescription", language_code="eo")).get("description")
    instead = "that of all languages" if other == for_all else "another"
    tg.verdicts.judge("telegram.description", holds=other == "", instead=instead)


async def _send(tg: Telegram) -> None:
    message = await tg.send(text=f"🎬 <b>{SENTENCE}</b>", parse_mode="HTML")
    number, chat = message.get("message_id"), message.get("chat")
    holds = isinstance(number, int) and isinstance(chat, dict)
    tg.verdicts.judge("telegram.send", holds=holds, instead=names(message))
    tg.first = number if isinstance(number, int) else 0
    (entity, *_) = [*_entities(message, {"bold"}), {}]
    at, length = (number if isinstance(number := entity.get(name), int) else -1 for name in ("offset", "length"))
    seen = f"offset {at}, length {length} after one emoji and a blank"
    holds = (at, length) == (3, len(SENTENCE))
    tg.verdicts.judge("telegram.offsets", seen, holds=holds)


async def _found(tg: Telegram) -> None:
    message = await tg.send(text=" ".join([*_FOUND.values(), "."]))
    marked = {str(entity.get("type")) for entity in _entities(message)}
    missing = sorted(_FOUND.keys() - marked - {"phone_number"})
    tg.verdicts.judge("telegram.found", holds=not missing, instead=f"not marked: {', '.join(missing)}")
    tg.verdicts.judge("telegram.found.phone", holds="phone_number" in marked, instead="not marked")


async def _many(tg: Telegram) -> None:
    message = await tg.send(
        text="".join(f"<b>{at % 10}</b> " for at in range(_ENTITIES + 5)) + "example.com", parse_mode="HTML"
    )
    bold, links = len(_entities(message, {"bold"})), len(_entities(message, {"url"}))
    tg.verdicts.judge("telegram.entities", f"{bold} of {_ENTITIES + 5} kept", holds=bold == _ENTITIES)
    tg.verdicts.judge("telegram.entities.found", f"{links} links marked", holds=links == 1)


async def _long_text(tg: Telegram) -> None:
    reply = await tg.try_to_send(text="x" * (_TEXT_LIMIT + 1))
    tg.verdicts.judge("telegram.text", f"HTTP {reply.status}", holds=reply.status == 400)


async def _long_button(tg: Telegram) -> None:
    button = {"text": "x", "callback_data": "x" * (_BUTTON_BYTES + 1)}
    reply = await tg.try_to_send(text=SENTENCE, reply_markup={"inline_keyboard": [[button]]})
    tg.verdicts.judge("telegram.buttons", f"HTTP {reply.status}", holds=reply.status == 400)


async def _edit(tg: Telegram) -> None:
    changed = {**tg.message(), "text": f"{SENTENCE}, changed"}
    reply = await tg.ask("editMessageText", **changed)
    edited = reply.ok and result(reply).get("message_id") == tg.first and "edit_date" in result(reply)
    tg.verdicts.judge("telegram.edit", holds=edited, instead=_told(reply))
    again = await tg.ask("editMessageText", **changed)
    refused = again.status == 400 and "message is not modified" in str(again.fields.get("description"))
    tg.verdicts.judge("telegram.edit.same", holds=refused, instead=_told(again))


async def _reaction(tg: Telegram) -> None:
    reply = await tg.ask("setMessageReaction", **tg.message(), reaction=[{"type": "emoji", "emoji": "👀"}])
    tg.verdicts.judge("telegram.reaction", holds=reply.ok, instead=_told(reply))


async def _video(tg: Telegram) -> None:
    chat = tg.chat()

    def form() -> aiohttp.FormData:
        made = aiohttp.FormData({"chat_id": str(chat), "disable_notification": "true", "supports_streaming": "true"})
        for name, value in _SHOWN.items():
            made.add_field(name, str(value))
        made.add_field("video", CLIP.read_bytes(), filename="nemobot-live.mp4", content_type="video/mp4")
        return made

    message = await tg.send("sendVideo", form=form)
    video = message.get("video")
    same = isinstance(video, dict) and {name: video.get(name) for name in _SHOWN} == _SHOWN
    tg.verdicts.judge("telegram.video", holds=same, instead=names(video or message))
    if isinstance(video, dict):
        tg.file = str(video.get("file_id", ""))


async def _file(tg: Telegram) -> None:
    if not tg.file:
        raise Missing("there is no film in the chat")
    reply = await tg.ask("getFile", file_id=tg.file)
    path = result(reply).get("file_path")
    if not isinstance(path, str) or not path:
        tg.verdicts.judge("telegram.file", _told(reply), holds=False)
        return
    if path.startswith("/"):
        raise Missing("this Bot API server gives files as paths on its disk")
    got = await tg.exchange.ask("file", "GET", tg.file_url(path), seconds=TRANSFER_SECONDS)
    whole = got.status == 200 and len(got.body) == CLIP.stat().st_size
    tg.verdicts.judge("telegram.file", f"HTTP {got.status}, {len(got.body)} bytes", holds=whole)


async def _delete(tg: Telegram) -> None:
    message = tg.message()
    reply = await tg.ask("deleteMessage", **message)
    again = await tg.ask("deleteMessage", **message)
    if reply.ok and tg.first in tg.sent:
        tg.sent.remove(tg.first)
    seen = f"HTTP {reply.status}, the second time HTTP {again.status}"
    tg.verdicts.judge("telegram.delete", seen, holds=reply.ok and again.status == 400)


async def _reply_to_nothing(tg: Telegram) -> None:
    gone = {"message_id": tg.message()["message_id"], "allow_sending_without_reply": True}
    reply = await tg.try_to_send(text=SENTENCE, reply_parameters=gone)
    arrived = reply.ok and "reply_to_message" not in result(reply)
    tg.verdicts.judge("telegram.reply.gone", holds=arrived, instead=_told(reply))


def _entities(message: dict[str, Any], kinds: Collection[str] = ()) -> list[dict[str, Any]]:
    listed = message.get("entities")
    entities = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [one for one in entities if not kinds or one.get("type") in kinds]


PROBES = (
    Probe(_bot, ("telegram.bot",)),
    Probe(_webhook, ("telegram.webhook",)),
    Probe(_description, ("telegram.description",)),
    Probe(_send, ("telegram.send", "telegram.offsets")),
    Probe(_found, ("telegram.found", "telegram.found.phone")),
    Probe(_many, ("telegram.entities", "telegram.entities.found")),
    Probe(_long_text, ("telegram.text",)),
    Probe(_long_button, ("telegram.buttons",)),
    Probe(_edit, ("telegram.edit", "telegram.edit.same")),
    Probe(_reaction, ("telegram.reaction",)),
    Probe(_video, ("telegram.video",)),
    Probe(_file, ("telegram.file",)),
    Probe(_delete, ("telegram.delete",)),
    Probe(_reply_to_nothing, ("telegram.reply.gone",)),
)
