"""What was said, either way: one table is de-duplication, reply lookup, delivery ledger and transcript."""

from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class Origin:
    """What a message belongs to, so that a reply to it finds its project."""

    request: int | None
    project: int | None
    sender: str


class Messages(Protocol):
    """Where messages are kept. Every method raises `StorageError`."""

    async def sent(
        self,
        address: Address,
        key: str,
        *,
        request: int | None,
        project: int | None,
        role: str,
        text: str,
        now: float,
    ) -> None:
        """Write down a message of ours; a second time changes its text. `now` is in epoch seconds."""
        ...

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Return what a message belongs to; None: it is not known."""
        ...
