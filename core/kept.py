"""What waits beside the queue: words without their clip, and answers that could not be delivered. The port."""

from dataclasses import dataclass
from typing import Protocol

from core.chat import Address


@dataclass(frozen=True, slots=True)
class KeptWords:
    """Words that wait for a clip. `fresh`: the clip begins a new project; `request`: whose upload page waits too."""

    words: str
    fresh: bool
    request: int | None = None


class Kept(Protocol):
    """Where they wait."""

    async def keep_words(self, address: Address, sender: str, words: KeptWords, until: float) -> None:
        """Keep words for this sender's next clip here, until an epoch second; newer words replace older."""
        ...

    async def take_words(
        self, address: Address, sender: str, now: float, *, request: int | None = None
    ) -> KeptWords | None:
        """Return the words that wait, and forget them; only those of a `request`, where one is named."""
        ...

    async def owe(self, address: Address, sender: str, request: int, text: str) -> None:
        """Keep an answer that could not be delivered, for the sender's next visit."""
        ...

    async def owes(self, address: Address, sender: str) -> bool:
        """Return whether anything is owed."""
        ...

    async def pay(self, address: Address, sender: str, by: int) -> tuple[str, ...]:
        """Return what is owed, oldest first, and leave it to this request to deliver; repeats safely."""
        ...
