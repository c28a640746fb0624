"""The text of a message: text or caption, hidden links made visible, mentions of the bot removed. Pure.

Positions of entities are UTF-16 units (Bot API, MessageEntity).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from telegram import Message, MessageEntity

from bots.telegram.formatting import utf16_units

# Clients cut a long text between words, a little below the 4096 of Bot API, sendMessage.
CUT_UNITS: Final = 4000
_EDIT: Final = "edit"


@dataclass(frozen=True, slots=True)
class MessageText:
    """What somebody wrote.

    `mentions_bot`: the bot's name was in it. `command` is the command it begins with, without the slash, and
    `command_bot` the bot that the command names. `cut`: it is as long as a message can be, so the next one probably
    goes on with it.
    """

    text: str
    mentions_bot: bool = False
    command: str = ""
    command_bot: str = ""
    cut: bool = False


def message_text(message: Message, username: str) -> MessageText:
    """Return the text of a message; `username` is the bot's own, without the @."""
    raw = message.text or message.caption or ""
    entities = message.entities or message.caption_entities or ()
    utf16 = raw.encode("utf-16-le")
    name = f"@{username}".lower()
    mentions = [one for one in entities if one.type == MessageEntity.MENTION and _part(utf16, one).lower() == name]
    command, command_bot = _command(utf16, entities)
    text = _without(utf16, mentions).strip()
    if command_bot:
        text = text.replace(f"@{command_bot}", "", 1)
    if command == _EDIT:  # in a group /edit only says that the message is for the bot; the wish follows it
        text = text[len(_EDIT) + 1 :].strip()
    hidden = [one.url or "" for one in entities if one.type == MessageEntity.TEXT_LINK]
    links = [url for url in hidden if url.startswith(("http://", "https://")) and url not in text]
    whole = "\n".join([text, *dict.fromkeys(links)]).strip()
    return MessageText(whole, bool(mentions), command, command_bot, utf16_units(raw) >= CUT_UNITS)


def _command(utf16: bytes, entities: tuple[MessageEntity, ...] | list[MessageEntity]) -> tuple[str, str]:
    """Return the command a message begins with and the bot it names, without slash and @."""
    for one in entities:
        if one.type == MessageEntity.BOT_COMMAND and one.offset == 0:
            command, _, bot = _part(utf16, one).partition("@")
            return command.removeprefix("/").lower(), bot
    return "", ""


def _part(utf16: bytes, entity: MessageEntity) -> str:
    return utf16[entity.offset * 2 : (entity.offset + entity.length) * 2].decode("utf-16-le", "ignore")


def _without(utf16: bytes, entities: list[MessageEntity]) -> str:
    return b"".join(_pieces_without(utf16, entities)).decode("utf-16-le", "ignore")


def _pieces_without(utf16: bytes, entities: list[MessageEntity]) -> Iterator[bytes]:
    at = 0
    for one in sorted(entities, key=lambda entity: entity.offset):
        yield utf16[at : one.offset * 2]
        at = (one.offset + one.length) * 2
    yield utf16[at:]
