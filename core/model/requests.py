"""A request: one thing a user asked, from receipt to last reply. The noun and its port."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.model.actions import Action
from core.model.chat import Address, Attachment, Sender, Target
from core.model.pending import PendingWords
from core.model.projects import NewProject
from core.words.intents import Meaning
from core.words.language import Language


class Flow(StrEnum):
    """Which flow works on a request."""

    EDIT = "edit"  # files and words to the backend, and the film back
    EXPORT = "export"  # the film of a draft that is there already
    ANSWER = "answer"  # beside everything else, at once


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    SPLIT = "split"  # its children go on
    PARKED = "parked"  # it stopped the process three times


class InternalReply(StrEnum):
    """What intake itself has to say about a message; no button and no words ask for it."""

    REFUSED = "refused"  # whoever wrote may not use this bot
    UNDELIVERED = "undelivered"  # answers that could not be delivered wait for whoever wrote
    TOO_LATE = "too_late"  # a message was edited after its request began
    NOT_YOURS = "not_yours"  # the button is somebody else's
    CANCEL_NOT_YOURS = "cancel_not_yours"  # words would cancel somebody else's request
    OLD_BUTTON = "old_button"  # this release does not know the button, or what it is about is gone
    UNSEEN_REPLIED_TO = "unseen_replied_to"  # as `core.model.chat.Unseen`
    UNSEEN_MESSAGE = "unseen_message"


class WordsFrom(StrEnum):
    """Where the words of a request came from."""

    TYPED = "typed"
    PENDING = "pending"  # said before, they waited for this clip
    EARLIER = "earlier"  # those of an earlier request, asked once more


@dataclass(frozen=True, slots=True)
class Part:
    """One of the messages that a request was made of."""

    key: str
    text: str
    attachments: tuple[Attachment, ...]
    at: float
    album: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class UsedUp:
    """What is used up when a request is accepted: all of it in the same transaction, or nothing is accepted.

    `words` are those that waited for a clip; they must still wait. `link` is the request whose upload page is closed,
    because its words go with this one. `undelivered`: the answers that could not be delivered to this sender here are
    this request's to deliver; there must be some. `first_time` names what this sender is told only once in this chat.
    """

    words: PendingWords | None = None
    link: int | None = None
    undelivered: bool = False
    first_time: str = ""


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request as intake accepts it. `joins_until` (epoch seconds) is when its parts are complete.

    A new project begins with its request, which stands in that project's lane, whatever `lane` says.

    Exactly one of these says what is asked: `reply`, what intake itself answers; else `action`, what a button asks
    for; else `meaning`, what the words mean. An action that works on a project has a meaning too.
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
    used: UsedUp = UsedUp()


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it is stored.

    `words` are what is asked, once `sealed`; before that they are the parts' own. `meaning`, `action` and `reply` are
    those of `NewRequest`. `head` and `child` order a lane: the children of a batch stand where their parent stood.
    `status_key` names the status message. `words_taken`: its words went with a file of the chat, so no file of its
    upload page gets them. Times are epoch seconds.
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

    @property
    def target(self) -> Target:
        """Where the answers to this request go. What stands behind a `#` in a key is ours, not the platform's."""
        return Target(self.address, self.private, self.sender.id, self.key.partition("#")[0], self.handle)

    @property
    def reference(self) -> str:
        """The short name that a failed user can tell and the log knows."""
        return f"R{self.id}"


@dataclass(frozen=True, slots=True)
class Child:
    """One file of a batch with the words for it."""

    words: str
    meaning: Meaning
    attachments: tuple[Attachment, ...]


class Requests(Protocol):
    """Where requests are kept. Every method is one transaction, and raises `StorageError` when it was not done."""

    async def accept(self, new: NewRequest, now: float) -> int | None:
        """Store a request with its message and its place in the lane, and take what it uses up.

        One that is `begun` has its first claim counted, and is sealed if it waits for no more parts.

        Returns:
            Its number. None: nothing was accepted, because this message was received before, or because what is said
            once was said, or what was to be delivered is on its way already.

        Raises:
            WordsGone: nothing was accepted, because the words it uses up do not wait any more.
            StorageError: nothing was accepted.
        """
        ...

    async def joinable(self, address: Address, sender: str, reply_to: str | None) -> Request | None:
        """Return this sender's newest request here that still waits for parts."""
        ...

    async def join(self, request: int, part: Part, meaning: Meaning, joins_until: float, now: float) -> bool:
        """Add a message to a waiting request; False: it was sealed meanwhile, or the message received before."""
        ...

    async def correct(self, address: Address, key: str, text: str, meaning: Meaning) -> Request | None:
        """Replace the words of a message of a request not yet sealed; None: too late, or no such message."""
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

    async def parts(self, request: int) -> tuple[Part, ...]:
        """Return the messages a request was made of, in the order they were said."""
        ...

    async def seal(self, request: int, words: str, meaning: Meaning) -> None:
        """Fix what is asked; nothing joins from now on."""
        ...

    async def split(self, request: int, children: Sequence[Child]) -> tuple[int, ...]:
        """Make a batch: one child a file, in the parent's place of its lane, and end the parent. Repeats safely."""
        ...

    async def children(self, parent: int) -> tuple[Request, ...]:
        """Return the children of a batch in their order."""
        ...

    async def end(self, request: int, outcome: Outcome, now: float) -> None:
        """Close a request; the first outcome stays."""
        ...

    async def cancel(self, request: int) -> bool:
        """Mark a request as not wanted any more; False: it had ended, and every child of it."""
        ...

    async def wanted(self, request: int) -> bool:
        """Return whether a request is open (it may have been made a batch meanwhile) and nobody cancelled it."""
        ...

    async def cancelled(self, request: int) -> bool:
        """Return whether a request, or the batch it belongs to, was cancelled."""
        ...

    async def set_status(self, request: int, key: str | None) -> None:
        """Remember which message is the status of a request."""
        ...

    async def ahead(self, request: int) -> int:
        """Return how many open requests stand before this one in its lane."""
        ...

    async def open(
        self, *, project: int | None = None, address: Address | None = None, sender: str | None = None
    ) -> tuple[Request, ...]:
        """Return the open requests that match all that is given, oldest first; answers are left out."""
        ...
