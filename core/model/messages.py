"""Messages in both directions. One table serves de-duplication, reply lookup, delivery and the transcript."""

from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class Origin:
    """The request, project and sender that a message belongs to, so that a reply to it finds its project.

    `lost`: its request ended, and none of its files has reached the project. `forgotten`: whoever it was said by, or
    answered, had it deleted.
    """

    request: int | None
    project: int | None
    sender: str
    lost: bool = False
    forgotten: bool = False

    @property
    def is_in_project(self) -> bool:
        """Whether it belongs to a project, which has its files and its words."""
        return self.project is not None and not self.lost


class Messages(Protocol):
    """The store of messages. Every method raises `StorageError`."""

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
        """Record a message of ours; a second call changes its text. `now` is in epoch seconds."""
        ...

    async def address_of(self, root: Address, key: str) -> Address | None:
        """Return the chat, or the topic of it, that a message is in; None: it is not known."""
        ...

    async def withdraw(self, address: Address, key: str) -> None:
        """Let the buttons of a message of ours do nothing from now on."""
        ...

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Return where a message belongs; None: it is not known."""
        ...
