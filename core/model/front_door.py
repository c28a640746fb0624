"""The port by which adapters call the core: to receive messages and presses, to close a project, and to read rows."""

from collections.abc import Sequence
from typing import Protocol

from core.model.chat import Address, Incoming
from core.model.messages import Origin
from core.model.projects import Project


class FrontDoor(Protocol):
    """The inward half of a platform: the core as an adapter sees it."""

    async def receive(self, incoming: Incoming) -> bool:
        """Commit a message; one that is received twice is handled once.

        The platform may be acknowledged only after this has returned.

        Returns:
            Whether somebody gets an answer. False: its sender was told a short while ago why nothing is taken from
            them now, so that it is dropped.

        Raises:
            StorageError: nothing is committed; the adapter must call again.
        """
        ...

    async def close_project(self, project: Project) -> None:
        """Delete a project although something goes on in it: that is cancelled, and the rest goes when it has ended.

        From now on no message belongs to it.

        Raises:
            StorageError: nothing was changed; the adapter must call again.
        """
        ...

    async def may_press(self, incoming: Incoming) -> bool:
        """Return whether this person may press this button: the asker and admins may, in the chat of its request.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def refused_press(self, incoming: Incoming) -> bool:
        """Receive a press that does nothing, because the same button was pressed a moment ago; False: it is not one.

        `receive` answers such a press with a message; where a press has an answer of its own, that is shorter. Either
        way it does nothing whenever it is received again.

        Raises:
            StorageError: nothing is committed; the adapter must call again.
        """
        ...

    async def address_of(self, address: Address, key: str) -> Address | None:
        """Return the chat, or the topic of it, that a message is in; None: it is not known.

        For a platform that tells of an old message only in which chat it is.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Return where a message belongs; None: it is not known.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        """Return the newest projects of a chat as number and title, newest first; `sender` is "" in a direct chat.

        Raises:
            StorageError: the rows cannot be read.
        """
        ...
