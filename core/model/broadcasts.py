"""A message of an admin to the direct chats of everybody: who gets it, each once at most. The port."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class Recipient:
    """A direct chat, and the person in it."""

    address: Address
    person: str


@dataclass(frozen=True, slots=True)
class Deliveries:
    """What became of a broadcast. `unknown`: it may have arrived, and is not sent again; `stopped`: never sent."""

    sent: int = 0
    failed: int = 0
    unknown: int = 0
    stopped: int = 0


class Broadcasts(Protocol):
    """The store of broadcasts, by the number of the request that offered them. Every method raises `StorageError`."""

    async def chats(self, since: float) -> tuple[Recipient, ...]:
        """Return the direct chats in which something was asked for since an epoch second."""
        ...

    async def begin(self, broadcast: int, recipients: Sequence[Recipient]) -> None:
        """Fix who gets a broadcast; a second call changes nothing."""
        ...

    async def take(self, broadcast: int) -> Recipient | None:
        """Return one who has not got it, and never the same again; None: there is none left."""
        ...

    async def note(self, broadcast: int, address: Address, *, sent: bool) -> None:
        """Note whether it arrived at one who was taken."""
        ...

    async def stop(self) -> int:
        """Let nobody else get any broadcast, and return how many were left."""
        ...

    async def finish(self, broadcast: int) -> Deliveries:
        """Return what became of a broadcast, and delete who got it; a second call returns the same."""
        ...
