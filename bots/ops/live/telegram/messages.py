"""Messages in a chat: sent, marked, refused, edited, with a film, deleted."""

from collections.abc import Collection
from typing import Any, Final

import aiohttp

from bots.ops.live.exchange import TRANSFER_SECONDS
from bots.ops.live.probe import CLIP, Missing, Probe
from bots.ops.live.shapes import names
from bots.ops.live.telegram.api import SENTENCE, Telegram, result, told

_FOUND: Final = {
    "url": "example.com",
    "mention": "@telegram",
    "bot_command": "/help",
    "hashtag": "#nemobot",
    "email": "someone@example.com",
    "phone_number": "+12025550123",
}
_TEXT_LIMIT, _BUTTON_BYTES, _ENTITIES = 4096, 64, 100
_SHOWN = {"width": 640, "height": 360, "duration": 12}


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
    tg.verdicts.judge("telegram.edit", holds=edited, instead=told(reply))
    again = await tg.ask("editMessageText", **changed)
    refused = again.status == 400 and "message is not modified" in str(again.fields.get("description"))
    tg.verdicts.judge("telegram.edit.same", holds=refused, instead=told(again))


async def _reaction(tg: Telegram) -> None:
    reply = await tg.ask("setMessageReaction", **tg.message(), reaction=[{"type": "emoji", "emoji": "👀"}])
    tg.verdicts.judge("telegram.reaction", holds=reply.ok, instead=told(reply))


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
        tg.verdicts.judge("telegram.file", told(reply), holds=False)
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
    tg.verdicts.judge("telegram.reply.gone", holds=arrived, instead=told(reply))


def _entities(message: dict[str, Any], kinds: Collection[str] = ()) -> list[dict[str, Any]]:
    listed = message.get("entities")
    entities = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return [one for one in entities if not kinds or one.get("type") in kinds]


MESSAGES = (
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
