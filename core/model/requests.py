"""A request: one thing that a user asked for, from receipt to last reply. The noun and its port."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from core.model.actions import Action
from core.model.attachments import Attachment
from core.model.chat import Address, Sender, Target
from core.model.limits import Charge, Limit, Limits
from core.model.pending import PendingWords
from core.model.presses import Press
from core.model.projects import NewProject
from core.model.secret import Secret
from core.words.intents import Meaning
from core.words.language import Language


class Flow(StrEnum):
    """Which flow works on a request."""

    EDIT = "edit"  # a turn and its film
    EXPORT = "export"  # the film of an existing draft
    ANSWER = "answer"  # at once, also while a turn runs
    LATER = "later"  # what the agent does after its turn was told; nobody asks for it


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    UNDELIVERED = "undelivered"  # done, but not every answer is known to have arrived
    FAILED = "failed"
    CANCELLED = "cancelled"
    SPLIT = "split"  # its children go on
    PARKED = "parked"  # given up: it stopped the process three times


class InternalReply(StrEnum):
    """An answer that intake itself gives to a message; no button and no words ask for it."""

    REFUSED = "refused"  # the sender may not use this bot
    PAIRED = "paired"  # a pairing code allows the sender
    WRONG_CODE = "wrong_code"
    BANNED = "banned"  # an admin banned the sender, or the place
    DRAINING = "draining"  # nothing new is begun, since the process is about to stop
    PLACE_CLOSED = "place_closed"  # nobody may use it there
    PLACE_FOR_ADMINS = "place_for_admins"  # only the operator's admins may use it there
    UNDELIVERED = "undelivered"  # answers that could not be delivered wait for the sender
    TOO_LATE = "too_late"  # a message was edited after its request began
    NOT_YOURS = "not_yours"  # the button belongs to another user's request
    CANCEL_NOT_YOURS = "cancel_not_yours"  # words would cancel another user's request
    OLD_BUTTON = "old_button"  # this release does not know the button, or its request does not exist
    FORGOTTEN = "forgotten"  # the message replied to was deleted here, as its asker wished
    PROJECT_ENDED = "project_ended"  # the message replied to is older than anything that is kept
    IN_DOUBT = "in_doubt"  # words that hold nothing of a wish: they are sent when their sender says so
    SENT_BEFORE = "sent_before"  # the button of words in doubt, which are with the editor
    NOTHING_ASKED = "nothing_asked"  # words that only answer a question, and none was asked
    UNSEEN_REPLIED_TO = "unseen_replied_to"  # as `core.model.chat.Unseen`
    UNSEEN_MESSAGE = "unseen_message"
    PRESSED_BEFORE = "pressed_before"  # as `core.model.presses`
    BUTTON_WITHDRAWN = "button_withdrawn"
    ADDED = "added"  # the bot was added to a group
    UNREADABLE = "unreadable"
    SPILLED = "spilled"  # a token was typed where it must not be
    ANOTHERS_LOGIN = "anothers_login"  # the project runs on the own account of another person
    LOGIN_SOON = "login_soon"  # the token of the person's own account ends in a few days
    LOGIN_ENDED = "login_ended"
    STICKER = "sticker"  # a sticker alone: a reaction, or material that is no file
    LIMIT_MINUTE = "limit_minute"  # as `core.model.limits.Limit`: it allows no more now
    LIMIT_AT_ONCE = "limit_at_once"
    LIMIT_DAY = "limit_day"
    LIMIT_CHAT_DAY = "limit_chat_day"
    LIMIT_UPLOAD = "limit_upload"
    LIMIT_CREDITS = "limit_credits"


REFUSALS: Final = frozenset(
    {
        InternalReply.REFUSED,
        InternalReply.WRONG_CODE,
        InternalReply.BANNED,
        InternalReply.PLACE_CLOSED,
        InternalReply.PLACE_FOR_ADMINS,
    }
)
"""What is answered to whoever may not use the bot, or not there."""

LIMIT_REPLIES: Final = {
    Limit.PER_MINUTE: InternalReply.LIMIT_MINUTE,
    Limit.AT_ONCE: InternalReply.LIMIT_AT_ONCE,
    Limit.PER_DAY: InternalReply.LIMIT_DAY,
    Limit.CHAT_PER_DAY: InternalReply.LIMIT_CHAT_DAY,
    Limit.UPLOAD: InternalReply.LIMIT_UPLOAD,
    Limit.CREDITS: InternalReply.LIMIT_CREDITS,
}
"""Limit → what is answered where it allows no more."""


class WordsFrom(StrEnum):
    """Where the words of a request came from."""

    TYPED = "typed"
    PENDING = "pending"  # written before, they waited for this clip
    EARLIER = "earlier"  # those of an earlier request, repeated


@dataclass(frozen=True, slots=True)
class Part:
    """One of the messages that a request consists of. `at` is in epoch seconds; the rest is as in `Incoming`."""

    key: str
    text: str
    attachments: tuple[Attachment, ...]
    at: float
    album: str | None = None
    cut: bool = False
    quoted: str = ""


def quoted_in(parts: Sequence[Part]) -> str:
    """Return what the parts of a request quote; what several of them quote stands there once."""
    return "\n\n".join(dict.fromkeys(part.quoted for part in parts if part.quoted))


@dataclass(frozen=True, slots=True)
class UsedUp:
    """What a new request uses up, in the transaction that accepts it; if it cannot, nothing is accepted.

    `words` are pending words, which must still be stored. `link` is the request whose upload page is closed, because
    its words are used here. `undelivered`: this request takes over this sender's undelivered answers here; there
    must be some. `first_in_hour` names what this sender is told at most once an hour in this chat, `first_here` what
    the chat is told only once, whoever caused it. `code` is the fingerprint of a pairing code, which must still be good
    and allows the sender; `wrong_code`: they typed one that is not.
    """

    words: PendingWords | None = None
    link: int | None = None
    undelivered: bool = False
    first_in_hour: str = ""
    first_here: str = ""
    code: str = ""
    wrong_code: bool = False


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as intake accepts it.

    What it asks for is `reply`, the answer that intake itself gives; else `action`, that of a button; else `meaning`,
    that of the words. An action that works on a project has a meaning too.

    With a `NewProject` the project is created in the same transaction, and its lane replaces `lane`. `joins_until`
    (epoch seconds) is when its parts are complete. `begun`: the engine begins it at once, so that its first claim is
    counted here. `press` is the button that it came from; a second press of it is not accepted. `charge` is what it
    counts as against the limits; None: nothing. `channel` is as in `Incoming`. `token` is kept, encrypted where the
    operator set a key, until the request has ended. It is refused if a ban names one of its `entries`.
    """

    flow: Flow
    address: Address
    sender: Sender
    private: bool
    handle: str
    lane: str
    language: Language
    meaning: Meaning | None
    part: Part
    action: Action | None = None
    reply: InternalReply | None = None
    words_from: WordsFrom = WordsFrom.TYPED
    project: int | NewProject | None = None
    reply_to: str | None = None
    joins_until: float = 0.0
    begun: bool = False
    press: Press | None = None
    used: UsedUp = UsedUp()
    charge: Charge | None = None
    channel: str = ""
    token: Secret | None = None
    entries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is stored. `meaning`, `action` and `reply` are those of `NewRequest`. Times are epoch seconds.

    `words` are those of its parts until it is `sealed`, and those of its turn afterwards. `head` and `child` order a
    lane, so that the children of a batch take the place of their parent. `status_key` is the key of the status message.
    `words_taken`: its words were used with a file from the chat, so that its upload page is closed. `ended_at` is None
    while it is open. `channel` is as in `Incoming`.
    """

    id: int
    head: int
    child: int
    parent: int | None
    flow: Flow
    address: Address
    sender: Sender
    private: bool
    key: str
    handle: str
    lane: str
    language: Language
    meaning: Meaning | None
    words: str
    project: int | None
    accepted_at: float
    joins_until: float
    sealed: bool
    cancelled: bool
    outcome: Outcome | None
    status_key: str | None
    action: Action | None = None
    reply: InternalReply | None = None
    words_from: WordsFrom = WordsFrom.TYPED
    reply_to: str | None = None
    words_taken: bool = False
    ended_at: float | None = None
    channel: str = ""

    @property
    def target(self) -> Target:
        """Where the answers to this request go. The part of `key` after a `#` is ours and unknown to the platform."""
        key = self.key.partition("#")[0]
        return Target(self.address, self.private, self.sender.id, key, self.handle, self.id)

    @property
    def project_owner(self) -> str:
        """The sender that projects are stored under; "" in a direct chat, which has one current project."""
        return "" if self.private else self.sender.id

    @property
    def reference(self) -> str:
        """The short name of this request in error messages and in the log."""
        return f"R{self.id}"


@dataclass(frozen=True, slots=True)
class Child:
    """One file of a batch, with the words for it and their meaning; `quoted` is as in `Incoming`."""

    words: str
    meaning: Meaning
    attachments: tuple[Attachment, ...]
    quoted: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many requests and projects of a person are deleted, and which requests have to end first.

    `logged_out`: the token of an account of their own was forgotten.
    """

    requests: int
    projects: int
    running: tuple[int, ...] = ()
    logged_out: bool = False


@dataclass(frozen=True, slots=True)
class Activity:
    """How much somebody asked for on a platform, and when last (epoch seconds)."""

    platform: str
    sender: Sender
    requests: int
    last_at: float


class Requests(Protocol):
    """The store of requests. Every method is one transaction, and raises `StorageError` when it was not done."""

    async def accept(self, new: NewRequest, now: float) -> int | None:
        """Store a request with its message and its place in the lane, and use up what `new.used` names.

        If it is `begun`, its first claim is counted, and it is sealed unless it waits for more parts.

        Returns:
            Its number. None: nothing was accepted, because this message was received before, `first_in_hour` or
            `first_here` was said before, there are no undelivered answers, or it would say once more in a minute that
            the sender asks too much in it.

        Raises:
            CodeGone: nothing was accepted, because the pairing code is not good any more.
            Banned: nothing was accepted, because its sender or place is banned.
            LimitReached: nothing was accepted, because of a limit.
            WordsGone: nothing was accepted, because the pending words are not stored any more.
            PressRefused: nothing was accepted, because the button was pressed before or withdrawn.
            StorageError: nothing was accepted.
        """
        ...

    async def refuse_press(self, address: Address, sender: str, part: Part, press: Press, now: float) -> bool:
        """Write only the receipt of a press that `accept` would refuse as one that was made before.

        False: it would not, or it was received before; nothing was written. `now` is in epoch seconds.
        """
        ...

    async def joinable(self, address: Address, sender: str, reply_to: str | None) -> Request | None:
        """Return this sender's newest request here that is not sealed; None: there is none."""
        ...

    async def join(
        self, request: int, part: Part, meaning: Meaning, joins_until: float, ends: PendingWords | None = None
    ) -> bool:
        """Add a message to a request; False: it was sealed meanwhile, or the message was received before.

        `ends` are pending words that are deleted with it, because the request is complete without them.
        """
        ...

    async def correct(self, address: Address, key: str, text: str, meaning: Meaning) -> Request | None:
        """Replace the words of a message in a request that is not sealed; None: there is no such message or request."""
        ...

    async def seen(self, address: Address, key: str) -> bool:
        """Return whether this message was received before."""
        ...

    async def get(self, request: int) -> Request:
        """Return a request.

        Raises:
            LookupError: there is none.
        """
        ...

    async def token(self, request: int) -> Secret | None:
        """Return the token that was typed for an open request; None: there is none, or it is lost."""
        ...

    async def before_in_album(self, request: int, album: str) -> Request | None:
        """Return the first request here that holds a part of an album, if it was accepted before this one."""
        ...

    async def parts(self, request: int) -> tuple[Part, ...]:
        """Return the messages that a request consists of, in the order they were written."""
        ...

    async def seal(self, request: int, words: str, meaning: Meaning) -> None:
        """Fix the words and their meaning; nothing joins the request from now on."""
        ...

    async def split(
        self, request: int, children: Sequence[Child], *, unless: str = "", limits: Limits | None = None
    ) -> tuple[int, ...]:
        """Create the children of a batch in their parent's place of the lane, and end the parent. Safe to repeat.

        Each of them counts against the limits, in place of the parent.

        Raises:
            LimitReached: nothing was done, because there are more of them than a limit allows.

        Returns:
            Their ids. Empty: nothing was done, because the parent has ended, perhaps as this batch, or its journal has
            an entry of the name `unless` or one that begins with it and a dot.
        """
        ...

    async def newest(self, address: Address, sender: str) -> Request | None:
        """Return what a sender asked last here, in a message or by a button; None: nothing."""
        ...

    async def latest(self, project: int, limit: int) -> tuple[Request, ...]:
        """Return the newest requests that work or worked on a project, newest first."""
        ...

    async def spoilers(self, projects: Collection[int]) -> Mapping[int, tuple[str, ...]]:
        """Return what people hid in each of these projects, the newest first: words, and names of files.

        It is read from what they said in the project, and gone with it.
        """
        ...

    async def children(self, parent: int) -> tuple[Request, ...]:
        """Return the children of a batch, in the order of their lane."""
        ...

    async def end(self, request: int, outcome: Outcome, now: float) -> bool:
        """End a request; False: it had ended, and the first outcome stays."""
        ...

    async def reopen(self, request: int, forget: Collection[str], entries: Collection[str] = ()) -> bool:
        """Let a request go on that failed or was parked, as the last of its lane; it must be notified.

        It goes on from its journal, without the entries of the names in `forget` and those that begin with one and a
        dot. False: nothing was changed, because it did not end like that, is one of a batch or an answer, its project
        is closed or its sender's data is being deleted, or its sender tried it again.

        Raises:
            Banned: nothing was changed, because a ban names one of `entries`.
        """
        ...

    async def senders(self, since: float) -> tuple[Activity, ...]:
        """Return who asked for something since an epoch second, those first who did so last."""
        ...

    async def mark_forgotten(self, asked: int) -> Forgotten:
        """Mark all that belongs to the sender of a request in its chat, and cancel what goes on beside that request.

        In a direct chat all of it is theirs, and their login ends. Words that wait, answers that were not delivered and
        what was chosen go at once; `delete_forgotten` deletes the rest, and this request when it ends. Safe to repeat.
        """
        ...

    async def delete_forgotten(self, asked: int) -> None:
        """Delete what is marked: at once what has ended, the rest with the last request of its project. Safe to repeat.

        Receipts stay, without text and sender.
        """
        ...

    async def cancel(self, request: int) -> bool:
        """Mark a request as cancelled; False: it and all its children had ended."""
        ...

    async def wanted(self, request: int) -> bool:
        """Return whether a request is open, and neither it nor its batch was cancelled."""
        ...

    async def cancelled(self, request: int) -> bool:
        """Return whether a request or its batch was cancelled."""
        ...

    async def set_status(self, request: int, key: str | None) -> None:
        """Save the key of the status message, and record it as a message of ours that belongs to this request."""
        ...

    async def ahead(self, request: int) -> int:
        """Return how many open requests are before this one in its lane; a cancelled one counts while it has begun."""
        ...

    async def open(
        self, *, project: int | None = None, address: Address | None = None, sender: str | None = None
    ) -> tuple[Request, ...]:
        """Return the open requests that match every argument given, oldest first, of the flows edit and export."""
        ...
