"""Addresses that change, as when a group becomes a supergroup. The port."""

from typing import Protocol

from core.model.chat import Address


class Addresses(Protocol):
    """The store of addresses."""

    async def moved(self, old: Address, new: Address) -> None:
        """Rename a chat and its topics in all tables, in one transaction. Safe to repeat.

        Raises:
            StorageError: nothing was renamed.
        """
        ...
