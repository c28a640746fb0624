"""A project: one NemoVideo session with its drafts and the account it began with. The noun and its port."""

from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class Project:
    """`number` counts within one address and sender; `session_id` is text of 19 digits, never a number.

    `files_since` is the first request that brought files into the session. `created_at` is in epoch seconds.
    """

    id: int
    number: int
    address: Address
    sender: str
    private: bool
    skill: str
    title: str
    account: int | None
    task_id: str
    session_id: str
    created_at: float
    files_since: int | None = None

    @property
    def lane(self) -> str:
        """Where its turns wait: one writer a session."""
        return f"project:{self.id}"

    @property
    def render_lane(self) -> str:
        """Where its renders wait, so that the next wish need not."""
        return f"render:{self.id}"


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project as intake begins it. `sender` is empty in a direct chat, which has one current project."""

    sender: str
    private: bool
    skill: str


class Projects(Protocol):
    """Where projects are kept. In a direct chat the sender is left empty: the chat has one current project.

    Every method raises `StorageError`.
    """

    async def start(self, address: Address, sender: str, *, private: bool, skill: str, now: float) -> Project:
        """Make a project and make it the current one here."""
        ...

    async def current(self, address: Address, sender: str) -> Project | None:
        """Return the project that goes on here; None: there is none yet."""
        ...

    async def switch(self, address: Address, sender: str, project: int) -> None:
        """Make a project the current one here."""
        ...

    async def get(self, project: int) -> Project:
        """Return a project.

        Raises:
            LookupError: there is none.
        """
        ...

    async def latest(self, address: Address, sender: str, limit: int) -> tuple[Project, ...]:
        """Return the newest projects here, newest first."""
        ...

    async def save_session(self, project: int, account: int, task_id: str, session_id: str) -> None:
        """Remember the session a project works in, and the account that began it."""
        ...

    async def files_arrived(self, project: int, request: int) -> None:
        """Remember the first request that brought files into a project's session; a later one changes nothing."""
        ...

    async def files_lost(self, project: int, request: int) -> None:
        """Remember that a session is gone with its files: this request's own are the first of the next session."""
        ...

    async def set_title(self, project: int, title: str) -> None:
        """Name a project after what was asked of it; the first name stays."""
        ...
