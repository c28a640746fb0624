"""Chats, the same for every platform: incoming messages, our own messages, and the port of a platform.

Nothing here knows a platform's library. A platform's own data is passed through in `handle` and `ref`, as text that
only that platform reads.

    ChatError                a call of the platform failed
    ├── NotSent              nothing arrived; `retry_seconds` says when it may be tried again, None: never
    │   ├── TooLarge         the platform refuses a message or file of this size
    │   ├── NotAllowed       the bot has no right to send a message of this kind there
    │   ├── TextRefused      the place refuses what the message says; another text may pass
    │   ├── Inaccessible     a file is there, and this installation cannot read it; sending it again does not help
    │   ├── Withheld         the platform does not give this kind of file to bots
    │   ├── LeftBehind       the message is in the group that this chat was; a new one may be sent
    │   └── Gone             the chat, topic or thread does not exist any more, or not for this bot
    └── DeliveryUnknown      it may have arrived
"""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Literal, Protocol

from core.media.source import ByteSource
from core.model.actions import Action, UnknownAction, to_wire
from core.model.attachments import Attachment
from core.model.secret import Secret
from core.words.timeline import Picture


class ChatError(Exception):
    """A call of the platform failed."""


class NotSent(ChatError):
    """Nothing arrived. It may be tried again after `retry_seconds`; None: never."""

    def __init__(self, reason: str, retry_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.retry_seconds = retry_seconds


class TextRefused(NotSent):
    """The place refuses what the message says, as moderation does; another text may pass."""


class TooLarge(NotSent):
    """The platform refuses a message or a file of this size."""


class NotAllowed(NotSent):
    """The bot has no right to send a message of this kind there, as a video; another kind may be allowed."""


class Inaccessible(NotSent):
    """A file is there, and this installation cannot read it."""


class Withheld(NotSent):
    """The platform does not give this kind of file to bots."""


class LeftBehind(NotSent):
    """The message stayed in the group that this chat was before: it cannot be changed, and a new one may be sent."""


class Gone(NotSent):
    """The chat, topic or thread does not exist any more, or not for this bot."""


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
        """Return the address whose `str` is this key."""
        platform, chat, thread = key.split(":", 2)
        return cls(platform, chat, thread)

    @property
    def root(self) -> "Address":
        """The chat of a topic or thread; accounts and preferences belong to it."""
        return Address(self.platform, self.chat)

    def person(self, sender: str) -> str:
        """Return the key of a person on this platform, by the platform's id; the same in all its chats."""
        return f"{self.platform}:{sender}"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote: the platform's id, a name to show, a language tag, and whether they administer the chat.

    `roles` are the platform's ids of the roles that they have there.
    """

    id: str
    name: str = ""
    locale: str = ""
    admin: bool = False
    roles: tuple[str, ...] = ()


class Unseen(StrEnum):
    """What the bot does not see of a message for it."""

    REPLIED_TO = "replied_to"  # the message it replies to
    MESSAGE = "message"  # the message itself
    UNREADABLE = "unreadable"  # the message, because the adapter fails at it


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message, command or pressed button, as an adapter passes it to the core.

    `key` identifies the message within its address and holds no `#`; it is never used again. `at`: epoch seconds.
    `album` is the platform's group id. `cut`: the text has the platform's maximum length, or was forwarded, so that the
    next message may go on with it. `action` is that of a pressed button, else None. `unseen` is what the bot does not
    see of it. `corrects`: an edit of one received before. `added`: no message; the sender added the bot to this chat.
    `opened_on` is the message, by address and key, that this thread was opened on, `channel` the channel that a thread
    belongs to. `quoted` is what somebody wrote in
    the message that it replies to, or the selected part of that: material for the editor, never a wish. `files_for` is
    the request whose files were missing and are brought now. `forwarded`: its content was sent before, for something
    else. `wished`: by the command for a wish, or in a form. `may_continue`: more words come here as another message.
    `answered_at` is when the message of ours was written that it replies to or whose button it is (epoch seconds; 0.0:
    so long ago that the platform does not tell); None: it is of nobody's, of somebody else's, or that is not known.
    `written_at` is when the message was written that an edit changes (epoch seconds); None: it is no edit.
    `token` is one of NemoVideo's that was typed; where an adapter has taken it out of the text, a mask stands there.
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
    added: bool = False
    opened_on: tuple[Address, str] | None = None
    channel: str = ""
    quoted: str = ""
    files_for: int | None = None
    forwarded: bool = False
    wished: bool = False
    may_continue: bool = False
    answered_at: float | None = None
    written_at: float | None = None
    handle: str = ""
    token: Secret | None = None

    @property
    def is_reaction(self) -> bool:
        """Whether it is a sticker and nothing else."""
        files = bool(self.attachments) and all(file.is_sticker for file in self.attachments)
        return files and self.action is None and not self.text.strip()


@dataclass(frozen=True, slots=True)
class Target:
    """Where an answer goes: an address, the message it replies to, and the person who asked.

    `request` is the number of the request that it answers, the same for all its messages; None: it answers none.
    """

    address: Address
    private: bool
    asker: str
    reply_to: str | None = None
    handle: str = ""
    request: int | None = field(default=None, compare=False)

    def at(self, address: Address) -> "Target":
        """Return where an answer to this target stands that went to another address: the asker's direct chat."""
        if address == self.address:
            return self
        return Target(address, private=True, asker=self.asker, request=self.request)


@dataclass(frozen=True, slots=True)
class Button:
    """A button with an action, which comes back as `Incoming.action`, or with a link.

    `app`: the link opens as a Mini App inside the chat, and the page learns from the platform who opened it.
    """

    label: str
    action: Action | None = None
    url: str = ""
    app: bool = False

    @property
    def wire(self) -> str:
        """The text of the action, which `core.model.actions.pressed` reads; "" for a link."""
        return "" if self.action is None else to_wire(self.action)


FilmOpener = Callable[[], AbstractAsyncContextManager[ByteSource]]


@dataclass(frozen=True, slots=True)
class Film:
    """A finished MP4 to send to a chat.

    `link` is its URL at the backend, shown to users. `open` streams the bytes; None: only the link is sent. `size` is
    in bytes, `seconds` the length; both may be unknown. `key` is the id of the render, by which a platform recognizes a
    film that it has sent before. `clip` is the one that it was made of, whose thumbnail may stand for it. `originals`
    are the files that it was made of, for a platform that shows it beside them.
    """

    name: str
    link: str = ""
    size: int | None = None
    seconds: float | None = None
    key: str = ""
    open: FilmOpener | None = field(default=None, compare=False, repr=False)
    clip: Attachment | None = field(default=None, compare=False, repr=False)
    originals: tuple[Attachment, ...] = field(default=(), compare=False, repr=False)


class Role(StrEnum):
    """What kind of message it is, which decides whether it notifies."""

    ANSWER = "answer"
    QUIET = "quiet"  # an answer without a notification
    STATUS = "status"
    NOTE = "note"  # a still-working message: silent, replaces the one before it


class Priority(IntEnum):
    """Which message gets the next room in a send budget: the one of the highest priority."""

    PROGRESS = 0  # waits for nothing, and yields to all others
    PROMISED = 1
    RESULT = 2


@dataclass(frozen=True, slots=True)
class Folded:
    """A message's words for a platform that can fold: what is read at once, and `details`, which are folded away.

    What the platform shows without words (a film with its name, a timeline) is in neither.
    """

    lead: str
    details: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One message of ours. `text` is the small Markdown that `core.words.markup` reads.

    `folded` may be shown in place of `text`; None: nothing of it can be folded away. `suggestions` are wishes that a
    platform may offer to be sent by a press; `text` names them, and what is folded does not.

    `progress` is from 0 to 1, where it is known. `picture` is the timeline, for platforms that can draw it.
    `ephemeral`: shown to the asker alone; allowed only where `Capabilities.ephemeral` is set. `project` is the one that
    it is about, so that its buttons and the replies to it work on that; None: that of the request.

    `promised`: users were promised to be told this (their place in the queue, that the work goes on, until when), so
    that it waits for the send budget like an answer, after the answers and before all progress.
    """

    role: Role
    text: str
    buttons: tuple[Button, ...] = ()
    film: Film | None = None
    picture: Picture | None = None
    folded: Folded | None = field(default=None, compare=False)
    suggestions: tuple[str, ...] = field(default=(), compare=False)
    progress: float | None = None
    ephemeral: bool = False
    project: int | None = None
    promised: bool = field(default=False, compare=False)  # two posts with the same words read the same

    @property
    def priority(self) -> Priority:
        """Its place among what waits for the send budget; still-working messages are always promised."""
        if self.role in {Role.ANSWER, Role.QUIET}:
            return Priority.RESULT
        return Priority.PROMISED if self.promised or self.role is Role.NOTE else Priority.PROGRESS


Reaction = Literal["seen", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a chat allows.

    `file_bytes` is the largest file the bot can send (0: links only), `incoming_bytes` the largest that it can read or
    a user can send (None: no limit of the platform's own). `edit_seconds` is the shortest time between two edits.
    `notes`: still-working messages may be posted. `plays_links`: the platform plays a film from its link, beside the
    clip that it was made of. `greets`: the chat shows by itself what the bot does, with examples, before anybody
    writes. `hosted`: the chat is a page of this process, so that its messages and files lie here and nowhere else.

    `mini_apps`: a private chat can open a page that learns who opened it (`Button.app`). `direct_link` is the URL that
    opens the bot's direct chat with the argument appended to it; "": there is none. `ephemeral`: the answer to a
    pressed button can be shown to that person alone. `command_name`: the bot's name, without the @, where a command
    must name the bot to be sure to reach it; "": it need not. `forms`: a button can open a form that takes files and
    words. `caption_units`: how long the text of a film may be, in UTF-16 units; None: as long as any. `masks_tokens`: a
    token that somebody types is shown to nobody there, so that its message may stay.
    """

    file_bytes: int
    edit_seconds: float = 1.0
    notes: bool = True
    plays_links: bool = False
    greets: bool = False
    hosted: bool = False
    incoming_bytes: int | None = None
    mini_apps: bool = False
    direct_link: str = ""
    ephemeral: bool = False
    command_name: str = ""
    forms: bool = False
    caption_units: int | None = None
    masks_tokens: bool = False


Arrived = Callable[[Address, str, int], Awaitable[None]]
"""Is told of each message of a post as it arrives: the address where it stands, its key there, how many follow."""


@dataclass(frozen=True, slots=True)
class Rest:
    """What is left of a post of several messages that an earlier try began.

    `arrived` of them did, and `left` were to follow the last of these. The first that is left may have arrived too, so
    that it carries the `mark`.
    """

    arrived: int
    left: int
    mark: str


class ChatPlatform(Protocol):
    """The outward half of a platform. It needs no incoming connection, so that any process can send.

    A message's key identifies it within its address and is never used again.
    """

    name: str

    def capabilities(self, to: Target) -> Capabilities:
        """Return what this chat allows, from the target alone, without I/O."""
        ...

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None, rest: Rest | None = None) -> str:
        """Post a message and return its key; a long one takes several, of which the last has the buttons and that key.

        `arrived` is told of each, also where a later one fails. What is told is where people reply to it: a message may
        have to go to the asker's direct chat instead (`Target.at`). With `rest` only what is left of it is sent; where
        `arrived` never told that messages follow, there is none.

        Raises:
            NotSent: nothing arrived.
            DeliveryUnknown: it, or a part of it, may have arrived.
            Exception: what `arrived` raises.
        """
        ...

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Wait until a message like this may be sent; progress, which nobody was promised, waits for nothing.

        Called before the intent to send is recorded, so that a crash while waiting is not taken for a lost message.

        Raises:
            NotSent: the wait would be long; `retry_seconds` says when to call again.
        """
        ...

    async def edit(self, to: Target, key: str, post: Post) -> None:
        """Replace a message of ours.

        Raises:
            NotSent: not now (`retry_seconds`: the send budget has no room) or never.
            DeliveryUnknown: it may have been replaced.
        """
        ...

    async def remove(self, to: Target, key: str) -> None:
        """Remove a message of ours, or one that somebody else wrote, where the platform lets the bot do that.

        Raises:
            ChatError: it was not removed.
        """
        ...

    async def react(self, to: Target, reaction: Reaction) -> None:
        """Set a reaction on the message that `to` replies to, where the platform has reactions.

        Raises:
            ChatError: it was not set.
        """
        ...

    async def public_url(self, file: Attachment) -> str | None:
        """Return a URL from which anybody can read this file; None: only this bot can."""
        ...

    def open(self, file: Attachment) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file that a user sent.

        Raises:
            NotSent: the platform does not let the bot read it (too large, deleted).
        """
        ...

    async def release(self, file: Attachment) -> None:
        """Delete what the platform's adapter stores of a file that no request needs any more."""
        ...

    async def delete_files(self, to: Target, *, before: float) -> None:
        """Delete at once what the adapter stores of a direct chat's files that came before an epoch second."""
        ...
