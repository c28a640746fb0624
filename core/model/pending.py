"""What waits beside the queue: words without their clip, and answers that could not be delivered. The port."""

from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class PendingWords:
    """Words that wait for a clip. `fresh`: the clip begins a new project; `request`: whose upload page waits too."""

    words: str
    fresh: bool
    request: int | None = None


class WordsGone(Exception):
    """The words that were to be used up do not wait any more: newer ones replaced them, or another clip took them."""


class Pending(Protocol):
    """Where they wait. Every method raises `StorageError`."""

    async def keep(self, address: Address, sender: str, words: PendingWords, until: float) -> None:
        """Keep words for this sender's next clip here, until an epoch second; newer words replace older."""
        ...

    async def waiting(self, address: Address, sender: str, now: float) -> PendingWords | None:
        """Return the words that wait for this sender's next clip here; None: there are none, or no longer."""
        ...

    async def keep_undelivered(self, address: Address, sender: str, request: int, text: str) -> None:
        """Keep an answer that could not be delivered, for the sender's next visit."""
        ...

    async def has_undelivered(self, address: Address, sender: str) -> bool:
        """Return whether an answer waits that nobody delivers yet."""
        ...

    async def hand_over(self, address: Address, sender: str, by: int) -> tuple[str, ...]:
        """Return the answers that wait, oldest first, and leave them to this request to deliver; repeats safely."""
        ...
