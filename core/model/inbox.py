"""What a platform sent, stored as it came until it has been handled. The port.

The core never reads it: an adapter whose platform has to be told at once that something arrived stores it here first.
"""

from collections.abc import Collection, Sequence
from typing import Protocol


class Inbox(Protocol):
    """The store of raw updates. `scope` names the bot they were sent to. Every method raises `StorageError`."""

    async def add(self, scope: str, updates: Sequence[tuple[int, str]]) -> frozenset[int]:
        """Store updates, each the platform's number for it and its text, in one transaction.

        Returns:
            The numbers that are new: the others were stored before, and may have been handled since.
        """
        ...

    async def waiting(self, scope: str) -> Sequence[tuple[int, str]]:
        """Return the updates that have not been handled, in the order of their arrival."""
        ...

    async def hold(self, scope: str, number: int, name: str) -> None:
        """Let an update be released under a name from now on; until it is `kept` it waits to be handled too."""
        ...

    async def kept(self, scope: str, number: int) -> None:
        """Note that an update that is held was handled, but keep its text; one that was released waits on.

        It is kept for two days at least.
        """
        ...

    async def release(self, scope: str, name: str) -> Sequence[tuple[int, str]]:
        """Return the updates that are held under a name, in the order of their arrival; they wait to be handled now."""
        ...

    async def handled(self, scope: str, numbers: Collection[int]) -> None:
        """Note that updates were handled, and delete their texts."""
        ...
