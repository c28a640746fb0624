"""The words of a message: text or caption, hidden links made visible, the bot's own name taken out. Pure.

Positions of entities are UTF-16 units (Bot API, MessageEntity).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from telegram import Message, MessageEntity

from bots.telegram.formatting import units

# A client cuts a long text at a word, a little below Telegram's 4096.
CUT_UNITS: Final = 4000
_EDIT: Final = "edit"


@dataclass(frozen=True, slots=True)
class Wording:
    """What was written. `called`: our name is in it; `command`: the command it begins with, `of`: whose it is.

    `cut`: it is as long as a message can be, so that the next one probably goes on with it.
    """

    text: str
    called: bool = False
    command: str = ""
    of: str = ""
    cut: bool = False


def wording(message: Message, username: str) -> Wording:
    """Return what a message says, `username` being the bot's own name without the @."""
    raw = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or ()
    written = raw.encode("utf-16-le")
    name = f"@{username}".lower()
    mentions = [one for one in entities if one.type == MessageEntity.MENTION and _of(written, one).lower() == name]
    command, of = _command(written, entities)
    text = _without(written, mentions).strip()
    if of:
        text = text.replace(f"@{of}", "", 1)
    if command == _EDIT:  # the plainest way to say «this is for you» in a group; what counts stands behind it
        text = text[len(_EDIT) + 1 :].strip()
    hidden = [one.url or "" for one in entities if one.type == MessageEntity.TEXT_LINK]
    links = [url for url in hidden if url.startswith(("http://", "https://")) and url not in text]
    whole = "\n".join([text, *dict.fromkeys(links)]).strip()
    return Wording(whole, bool(mentions), command, of, units(raw) >= CUT_UNITS)


def _command(written: bytes, entities: tuple[MessageEntity, ...] | list[MessageEntity]) -> tuple[str, str]:
    """Return the command a message begins with, and the bot it names, both without their marks."""
    for one in entities:
        if one.type == MessageEntity.BOT_COMMAND and one.offset == 0:
            command, _, of = _of(written, one).partition("@")
            return command.removeprefix("/").lower(), of
    return "", ""


def _of(written: bytes, entity: MessageEntity) -> str:
    return written[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "ignore")


def _without(written: bytes, entities: list[MessageEntity]) -> str:
    return b"".join(_around(written, entities)).decode("utf-16-le", "ignore")


def _around(written: bytes, entities: list[MessageEntity]) -> Iterator[bytes]:
    at = 0
    for one in sorted(entities, key=lambda entity: entity.offset):
        yield written[at : one.offset * 2]
        at = (one.offset + one.length) * 2
    yield written[at:]
