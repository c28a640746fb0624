"""The storage port of the web chat: one line a message, numbered by change.

A page that was away asks for everything after the last change it saw. A line's body is opaque to the storage.
"""

from collections.abc import Sequence
from typing import Protocol

from core.model.chat import Address


class Entry(Protocol):
    """One line as it stands now."""

    @property
    def key(self) -> str:
        """Its id within the chat."""
        ...

    @property
    def body(self) -> str | None:
        """What the page draws; None once the line was removed."""
        ...

    @property
    def position(self) -> int:
        """Its place on the page, kept through every edit."""
        ...

    @property
    def change(self) -> int:
        """The number of its last write or removal; it only grows."""
        ...

    @property
    def project(self) -> int | None:
        """The project that it belongs to, as far as that is known."""
        ...


class Transcript(Protocol):
    """Where the lines are kept. A line is no receipt: its message may still be accepted as a new request.

    Every method raises StorageError when the rows cannot be read or written.
    """

    async def write(self, address: Address, key: str, body: str, now: float) -> int:
        """Add a line, or replace it in its place, and return the number of this change."""
        ...

    async def touch(self, address: Address, key: str) -> None:
        """Count a line as changed, if there is one: its project is known by now."""
        ...

    async def remove(self, address: Address, key: str) -> int:
        """Take a line away and return the number of this change; 0: there was none."""
        ...

    async def body(self, address: Address, key: str) -> str | None:
        """Return a line; None: there is none, or it was removed."""
        ...

    async def since(self, address: Address, change: int, limit: int) -> Sequence[Entry]:
        """Return at most `limit` lines that changed after that number, in the order of their changes."""
        ...

    async def newest(self, address: Address) -> int:
        """Return the number of the last change in a chat; 0: there was none."""
        ...
