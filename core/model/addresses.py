"""Addresses that change, as when a group becomes a supergroup. The port."""

from typing import Protocol

from core.model.chat import Address


class Addresses(Protocol):
    """The store of addresses."""

    async def moved(self, old: Address, new: Address) -> None:
        """Rename a chat and its topics in all tables, in one transaction. Safe to repeat.

        What a request that runs writes later under the old name is written under the new one.

        Raises:
            StorageError: nothing was renamed.
        """
        ...

    async def current(self, address: Address) -> Address:
        """Return the present address of a chat or topic.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def former(self, address: Address) -> tuple[Address, ...]:
        """Return the addresses that this chat had before.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...
