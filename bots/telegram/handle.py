"""Where an answer goes: a request's handle and an address of the core as the Bot API's numbers. Pure.

A group that becomes a supergroup numbers its messages from the start (Bot API, Message.migrate_to_chat_id). So the key
of a group's message names the group, as in "105@-4001", and is the key of no message once the chat has another id.
"""

from dataclasses import dataclass
from typing import Final

from telegram import Chat, MaybeInaccessibleMessage

from core.engine.codec import from_json, to_json
from core.model.chat import Address, LeftBehind, NotSent, Target

NAME: Final = "telegram"


@dataclass(frozen=True, slots=True)
class Handle:
    """What an answer needs to know of the message it answers.

    `reply` is the id of the message to reply to where the core's key names none (a pressed button), and `group` the id
    of its chat if that is a group. Field names stand in stored rows.
    """

    reply: int | None = None
    group: int | None = None

    @classmethod
    def of(cls, text: str) -> "Handle":
        """Return what `text` holds; an empty handle when another release wrote it and it cannot be read."""
        try:
            return from_json(text, cls) if text else cls()
        except ValueError:
            return cls()

    def reply_in(self, chat: int) -> int | None:
        """Return the message to reply to in a chat; None: it names none, or one of the group that the chat was."""
        return self.reply if self.group in {None, chat} else None

    @property
    def text(self) -> str:
        """Return the text that the core stores; "" for an empty handle."""
        return "" if self == Handle() else to_json(self, Handle)


@dataclass(frozen=True, slots=True)
class ChatTarget:
    """The ids of a chat, of a topic in it (`thread`) and of the message that is replied to."""

    chat: int
    thread: int | None = None
    reply: int | None = None

    def moved_to(self, chat: int) -> "ChatTarget":
        """Return the target where the chat is now; a supergroup has none of the messages of the group that it was."""
        return self if chat == self.chat else ChatTarget(chat)

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person: ids of groups and channels are negative (Bot API, "Chat")."""
        return self.chat > 0


def chat_target(to: Target) -> ChatTarget:
    """Return where an answer goes.

    Raises:
        NotSent: the address is not one of Telegram's.
    """
    chat, thread = id_of(to.address.chat), id_of(to.address.thread)
    if chat is None:
        raise NotSent("no such chat")
    return ChatTarget(chat, thread, number_in(to.reply_to, chat) or Handle.of(to.handle).reply_in(chat))


def address_of(chat: int, thread: int | None) -> Address:
    """Return the core's address of a chat, or of a topic in it."""
    return Address(NAME, str(chat), "" if thread is None else str(thread))


def id_of(text: str | None) -> int | None:
    """Return the id that stands in a part of an address or in a message's key; None: it is not an id."""
    try:
        return int(text or "")
    except ValueError:
        return None


def key_of(message: MaybeInaccessibleMessage) -> str:
    """Return the key of a message."""
    number, chat = message.message_id, message.chat
    return f"{number}@{chat.id}" if chat.type == Chat.GROUP else str(number)


def number_in(key: str | None, chat: int) -> int | None:
    """Return the id of a message in a chat; None: the key names none, or one of the group that the chat was."""
    number, _, group = (key or "").partition("@")
    return id_of(number) if group in {"", str(chat)} else None


def message_id(key: str, chat: int) -> int:
    """Return the id of a message of ours in a chat.

    Raises:
        LeftBehind: it is in the group that the chat was.
        NotSent: the key is not the key of a Telegram message.
    """
    if (number := number_in(key, chat)) is not None:
        return number
    if "@" in key:
        raise LeftBehind("the message is in the group that became this supergroup")
    raise NotSent("no such message")
