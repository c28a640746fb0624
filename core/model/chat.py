"""What a chat is, for every platform alike: who said what where, and what goes back.

Values and one port. Nothing here knows a platform's library; a platform's own data travels in `handle` and `ref`
as text that only that platform reads.

    ChatError                it did not go as asked
    ├── NotSent              nothing arrived; `retry_seconds` says when it may be tried again, None: never
    │   ├── TooLarge         the platform refuses a message or file of this size
    │   └── Gone             the chat, topic or thread is not there for us any more
    └── DeliveryUnknown               it may have arrived
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, Protocol

from core.media.source import ByteSource
from core.model.actions import Action, UnknownAction, to_wire
from core.words.timeline import Picture


class ChatError(Exception):
    """The root of what a platform may answer to a message of ours."""


class NotSent(ChatError):
    """Nothing arrived. `retry_seconds` is when it may be tried again; None means never."""

    def __init__(self, reason: str, retry_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.retry_seconds = retry_seconds


class TooLarge(NotSent):
    """The platform refuses a message or a file of this size."""


class Gone(NotSent):
    """The chat, topic or thread is not there for us any more."""


class DeliveryUnknown(ChatError):
    """It may have arrived: the connection broke before the platform's answer."""


@dataclass(frozen=True, slots=True)
class Address:
    """A chat, topic or thread on a platform: the key of rows and of log lines."""

    platform: str
    chat: str
    thread: str = ""

    def __str__(self) -> str:
        return f"{self.platform}:{self.chat}:{self.thread}"

    @classmethod
    def parse(cls, key: str) -> "Address":
        """Return the address that `str` made this key of."""
        platform, chat, thread = key.split(":", 2)
        return cls(platform, chat, thread)

    @property
    def root(self) -> "Address":
        """The chat that a topic or thread belongs to: accounts and preferences are its own."""
        return Address(self.platform, self.chat)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote: the platform's id, a name to show, the platform's language tag, whether they rule the place."""

    id: str
    name: str = ""
    locale: str = ""
    admin: bool = False


_SCRIPT_ENDINGS: Final = (".txt", ".md")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file somebody sent. `ref` is the platform's own way to find it again, opaque to everyone else.

    `size` is in bytes and may be unknown; `media_type` is the sender's claim, never trusted.
    """

    ref: str
    name: str
    size: int | None = None
    media_type: str = ""

    @property
    def is_script(self) -> bool:
        """Whether the file holds words: a .txt or .md."""
        return self.name.lower().endswith(_SCRIPT_ENDINGS)


class Unseen(StrEnum):
    """What its platform did not show us of a message that is meant for us."""

    REPLIED_TO = "replied_to"  # the message it replies to, which its words need
    MESSAGE = "message"  # the message itself


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, press or command as a platform hands it in.

    `key` names the message within its address for ever and holds no `#`. `album` is the platform's group id. `cut`
    says that the text reached the platform's longest, so that the next message probably goes on with it. `action` is
    what a pressed button asks for; None: no button was pressed. `unseen` says what the platform did not show us, so
    that the words cannot be worked on. `corrects` says the message is an edited version of one already received.
    """

    address: Address
    sender: Sender
    key: str
    at: float
    private: bool
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    reply_to: str | None = None
    album: str | None = None
    cut: bool = False
    action: Action | UnknownAction | None = None
    unseen: Unseen | None = None
    corrects: bool = False
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes: to an address, about one message, for one person."""

    address: Address
    private: bool
    asker: str
    reply_to: str | None = None
    handle: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """Something to press: either an action that comes back as `Incoming.action`, or a link.

    `app` says that the link is a page which opens inside the chat and learns from the platform who opened it.
    """

    label: str
    action: Action | None = None
    url: str = ""
    app: bool = False

    @property
    def wire(self) -> str:
        """The text that a platform keeps for the action and `core.model.actions.pressed` reads; empty: a link."""
        return "" if self.action is None else to_wire(self.action)


FilmOpener = Callable[[], AbstractAsyncContextManager[ByteSource]]


@dataclass(frozen=True, slots=True)
class Film:
    """A finished MP4 on its way to a chat.

    `link` is the backend's address of it, shown to people; `open` streams the bytes and is there only when the film
    fits the platform. `size` is in bytes, `seconds` the length; both may be unknown. `key` names the render, so that
    a platform can send again what it has already.
    """

    name: str
    link: str = ""
    size: int | None = None
    seconds: float | None = None
    key: str = ""
    open: FilmOpener | None = field(default=None, compare=False, repr=False)


class Role(StrEnum):
    """What a message is to its reader; it decides whether it notifies."""

    ANSWER = "answer"
    QUIET = "quiet"  # an answer that another, louder one follows
    STATUS = "status"
    NOTE = "note"  # «Still working»: silent, replaces the note before it


@dataclass(frozen=True, slots=True)
class Post:
    """One message of ours. `text` is Markdown of the small kind that `core.words.markup` reads.

    `progress` is a share from 0 to 1 where it is known. `picture` draws the timeline where the platform can.
    `ephemeral`: shown to the asker alone; only where `Capabilities.ephemeral` allows it.
    """

    role: Role
    text: str
    buttons: tuple[Button, ...] = ()
    film: Film | None = None
    picture: Picture | None = None
    progress: float | None = None
    ephemeral: bool = False


Reaction = Literal["seen", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a place allows: the largest file in bytes (0: links only), the pace of edits, whether notes may be posted.

    `plays_links` says that the platform shows a film by itself from its link. `incoming_bytes` is the largest file the
    bot can read, or a person send, here; None: no limit of the platform's own.

    What brings somebody to a page of theirs: `mini_apps` says that a private chat can show a page which learns who
    opened it (`Button.app`), `direct_link` begins a link that hands the bot's direct chat what stands behind it, and
    `whispers` says that the answer to a press can be shown to whoever pressed alone.
    """

    file_bytes: int
    edit_seconds: float = 1.0
    notes: bool = True
    plays_links: bool = False
    incoming_bytes: int | None = None
    mini_apps: bool = False
    direct_link: str = ""
    ephemeral: bool = False


class ChatPlatform(Protocol):
    """The outward half of a platform. It needs no gateway, so that any process can answer.

    A message's key names it within its address for ever.
    """

    name: str

    def capabilities(self, to: Target) -> Capabilities:
        """Return what this place allows, from the handle alone, without I/O."""
        ...

    async def send(self, to: Target, post: Post) -> str:
        """Post a message and return its key.

        Raises:
            NotSent: nothing arrived.
            DeliveryUnknown: it may have arrived.
        """
        ...

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return when a message like this may go out at once.

        It is asked before the sending is written down, so that waiting is never mistaken for sending.

        Raises:
            NotSent: there is none for long; `retry_seconds` says when to ask again.
        """
        ...

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours.

        Raises:
            NotSent: not now (`retry_seconds`: the send budget has no room) or never.
            DeliveryUnknown: it may be replaced.
        """
        ...

    async def remove(self, to: Target, key: str) -> None:
        """Take a message of ours away.

        Raises:
            ChatError: it could not be done.
        """
        ...

    async def react(self, to: Target, reaction: Reaction) -> None:
        """Put a mark on the message that `to` answers, where the platform has such a thing.

        Raises:
            ChatError: it could not be done.
        """
        ...

    async def public_url(self, file: Attachment) -> str | None:
        """Return an address from which anybody can read this file; None: only this bot can."""
        ...

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that somebody sent.

        Raises:
            NotSent: the platform does not give it out (too large, gone).
        """
        ...

    async def release(self, file: Attachment) -> None:
        """Say that no request needs this file any more."""
        ...
