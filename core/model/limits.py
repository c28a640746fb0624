"""How much people may ask for: the operator's limits, what a request counts as, and the port of what was used.

A limit holds for every stretch of its length, not for a calendar day: what was used comes back that long afterwards.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from core.model.chat import Address, Sender

MINUTE_SECONDS: Final = 60.0
DAY_SECONDS: Final = 86_400.0


class Limit(StrEnum):
    """What is limited."""

    PER_MINUTE = "minute"  # requests of a person, the refused ones too
    AT_ONCE = "at_once"  # open requests of a person
    PER_DAY = "day"  # requests of a person
    CHAT_PER_DAY = "chat_day"  # requests of a chat, with its topics and threads
    UPLOAD = "upload"  # bytes of files of a person
    CREDITS = "credits"  # credits of an account that all chats share

    @property
    def seconds(self) -> float:
        """The stretch of time it holds for; 0: it is about the present."""
        if self is Limit.AT_ONCE:
            return 0.0
        return MINUTE_SECONDS if self is Limit.PER_MINUTE else DAY_SECONDS


@dataclass(frozen=True, slots=True)
class Limits:
    """The operator's limits, sizes in bytes; 0: there is none."""

    requests_per_minute: int = 0
    requests_at_once: int = 0
    requests_per_day: int = 0
    chat_requests_per_day: int = 0
    upload_bytes_per_day: int = 0
    credits_per_day: int = 0

    def most(self, limit: Limit) -> int:
        """Return how much a limit allows; 0: it is not set."""
        return {
            Limit.PER_MINUTE: self.requests_per_minute,
            Limit.AT_ONCE: self.requests_at_once,
            Limit.PER_DAY: self.requests_per_day,
            Limit.CHAT_PER_DAY: self.chat_requests_per_day,
            Limit.UPLOAD: self.upload_bytes_per_day,
            Limit.CREDITS: self.credits_per_day,
        }[limit]


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose use it is: a person on a platform, their chat, and the account that pays; "": one of the chat's own."""

    address: Address
    sender: Sender
    account: str = ""

    def scope(self, limit: Limit) -> str:
        """Return the key under which the use of a limit is counted."""
        if limit is Limit.CHAT_PER_DAY:
            return str(self.address.root)
        return self.account if limit is Limit.CREDITS else self.address.person(self.sender.id)


class Kind(StrEnum):
    """What a message is counted as."""

    WORK = "work"  # a turn, or files for one
    EXPORT = "export"  # a film, or a token to try, which take no credits: limited by the minute and at once only
    REFUSAL = "refusal"  # the answer to what was refused: one more message of this minute


@dataclass(frozen=True, slots=True)
class Charge:
    """What a request counts as, in the transaction that accepts it.

    `account` is as in `Holder`. `replaces` is the request whose place in the day it takes: it repeats one that came to
    nothing, or belongs to it. `file_bytes` is the size of the smallest file that came with it; 0: it is not known.
    """

    limits: Limits
    kind: Kind = Kind.WORK
    account: str = ""
    replaces: int | None = None
    file_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Used:
    """How much of a limit is used.

    `wait` is in how many seconds as much as was asked about is there; 0: it is now; None: that depends on no time.
    `back` is in how many seconds the first of what is used comes back; None: nothing is used, or no time tells.
    """

    limit: Limit
    used: int
    most: int
    wait: float | None = 0.0
    back: float | None = None

    @property
    def left(self) -> int:
        """How much is left."""
        return max(0, self.most - self.used)


@dataclass(frozen=True, slots=True)
class Reading:
    """The credits of an account: all of them, those reserved for what runs, and when they were asked for.

    `at` is what `Usage.now` returned before the call.
    """

    balance: int
    frozen: int
    at: float


class LimitReached(Exception):
    """A limit allows no more; nothing was accepted."""

    def __init__(self, used: Used) -> None:
        super().__init__(used.limit.value)
        self.used = used


class Usage(Protocol):
    """The store of what was used. Every method raises `StorageError`."""

    async def used(self, limit: Limit, holder: Holder, limits: Limits, wanted: int = 1) -> Used:
        """Return how much of a limit is used, and when `wanted` more is allowed."""
        ...

    async def upload(self, holder: Holder, limits: Limits, request: int, item: str, size: int) -> None:
        """Take `size` bytes for a file of a request, in place of what was taken for it before.

        Raises:
            LimitReached: they are more than is left; nothing was changed.
        """
        ...

    async def upload_left(self, holder: Holder, limits: Limits, request: int, item: str) -> Used:
        """Return how many bytes are used and left for a file of a request; what was taken for it is not used."""
        ...

    def now(self) -> float:
        """Return the present, in the time in which uses are counted."""
        ...

    async def turn_begins(self, account: str, request: int) -> None:
        """Note that a turn of a request begins, which an account pays for. Safe to repeat."""
        ...

    async def turn_of(self, request: int) -> str:
        """Return the account that pays for the turns of a request which have not `turn_ended`; "": there are none."""
        ...

    async def turn_ended(self, request: int) -> None:
        """Note that the turns of a request have ended."""
        ...

    async def observe(self, account: str, reading: Reading, most: int) -> bool:
        """Count as spent by how much an account's credits fell since the last reading, if a turn was under way.

        Returns:
            Whether with it `most` credits or more are spent in a day, and were not before.
        """
        ...

    async def refund(self, request: int) -> None:
        """Count a request no more among those of the day: it came to nothing. Safe to repeat."""
        ...
