"""Where a message goes: an address and a request's handle as the Bot API's numbers. Pure."""

from dataclasses import dataclass
from typing import Final

from core.engine.codec import from_json, to_json
from core.model.chat import Address, NotSent, Target

NAME: Final = "telegram"


@dataclass(frozen=True, slots=True)
class Handle:
    """What an answer needs to know of the message it answers.

    `reply` is a message's number where the key names none (a press); `preview` is the file id of a picture of the
    clip, `width` and `height` the clip's.
    """

    reply: int | None = None
    preview: str = ""
    width: int = 0
    height: int = 0

    @classmethod
    def of(cls, text: str) -> "Handle":
        """Return what `text` holds; a handle from another release that cannot be read is an empty one."""
        try:
            return from_json(text, cls) if text else cls()
        except ValueError:
            return cls()

    @property
    def text(self) -> str:
        """Return it as it travels through the core; an empty one is no text at all."""
        return "" if self == Handle() else to_json(self, Handle)


@dataclass(frozen=True, slots=True)
class Place:
    """A chat, the topic in it, and the message that is answered."""

    chat: int
    thread: int | None = None
    reply: int | None = None

    @property
    def private(self) -> bool:
        """Whether it is a chat with one person: only groups and channels have numbers below zero."""
        return self.chat > 0


def place_of(to: Target) -> Place:
    """Return where an answer goes.

    Raises:
        NotSent: the address is none of Telegram's.
    """
    chat, thread = number(to.address.chat), number(to.address.thread)
    if chat is None:
        raise NotSent("no such chat")
    return Place(chat, thread, number(to.reply_to) or Handle.of(to.handle).reply)


def address(chat: int, thread: int | None) -> Address:
    """Return the address of a chat or of a topic in it."""
    return Address(NAME, str(chat), "" if thread is None else str(thread))


def number(text: str | None) -> int | None:
    """Return a number as it stands in an address or a key; None: there is none."""
    try:
        return int(text or "")
    except ValueError:
        return None
