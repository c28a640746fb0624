"""What an adapter may ask of the core: hand a message in, and three questions about what is written down."""

from collections.abc import Sequence
from typing import Protocol

from core.model.chat import Address, Incoming
from core.model.messages import Origin


class FrontDoor(Protocol):
    """The inward half of a platform: the core as an adapter sees it."""

    async def receive(self, incoming: Incoming) -> None:
        """Commit a message; whatever is received twice is handled once.

        When it returns, the receipt is committed, and only then may the platform acknowledge.

        Raises:
            StorageError: nothing is committed; the platform has to hand it in again.
        """
        ...

    async def may_press(self, incoming: Incoming) -> bool:
        """Return whether this person may press this button: the asker may, admins may, in its own place only.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Return what a message belongs to; None: it is not known.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        """Return the newest projects of a place as number and title, newest first; `sender` is "" in a direct chat.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...
