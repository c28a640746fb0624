"""An address that changed its name: a group became a supergroup. The port."""

from typing import Protocol

from core.model.chat import Address


class Addresses(Protocol):
    """Where addresses are written down."""

    async def moved(self, old: Address, new: Address) -> None:
        """Rename a chat with all its topics wherever it is written, in one transaction; repeats safely.

        Raises:
            StorageError: nothing was renamed.
        """
        ...
