"""A project: one NemoVideo session with its drafts and the account that made it. The noun and its port."""

from dataclasses import dataclass
from typing import Protocol

from core.model.chat import Address


@dataclass(frozen=True, slots=True)
class Project:
    """`number` counts within one address and sender. `session_id` is a text of 19 digits, never a number.

    `files_since` is the first request that uploaded files to the session. `created_at` is in epoch seconds.
    `closed`: it was deleted while something went on in it, and goes when that has ended.
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
    closed: bool = False

    @property
    def lane(self) -> str:
        """The lane of its turns: a session has one writer."""
        return f"project:{self.id}"

    @property
    def render_lane(self) -> str:
        """The lane of its renders, so that the next turn need not wait for them."""
        return f"render:{self.id}"


@dataclass(frozen=True, slots=True)
class NewProject:
    """A project that starts with its first request. `sender` is "" in a direct chat, which has one current project.

    `account` is the login of whoever starts it; None: they have none.
    """

    sender: str
    private: bool
    skill: str
    account: int | None = None


class Projects(Protocol):
    """The store of projects. `sender` is "" in a direct chat, which has one current project.

    Every method raises `StorageError`.
    """

    async def start(
        self, address: Address, sender: str, *, private: bool, skill: str, now: float, account: int | None = None
    ) -> Project:
        """Create a project and make it the current one here, at an epoch second; `account` is as in `NewProject`."""
        ...

    async def current(self, address: Address, sender: str) -> Project | None:
        """Return the current project here; None: there is none."""
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

    async def numbered(self, address: Address, sender: str, number: int) -> Project | None:
        """Return the project with this number here; None: there is none."""
        ...

    async def latest(self, address: Address, sender: str, limit: int) -> tuple[Project, ...]:
        """Return the newest projects here, newest first."""
        ...

    async def save_session(self, project: int, account: int, task_id: str, session_id: str) -> None:
        """Save the session of a project, and the account that created it."""
        ...

    async def files_arrived(self, project: int, request: int) -> None:
        """Record the first request that uploaded files to the session; a later one changes nothing."""
        ...

    async def files_lost(self, project: int, request: int) -> None:
        """Record that a session was lost: the files of this request are the first of the next one."""
        ...

    async def set_title(self, project: int, title: str, *, before: str = "") -> None:
        """Set the title of a project whose title is still `before`."""
        ...

    async def rename(self, project: int, title: str) -> None:
        """Set the title of a project, whatever it is."""
        ...

    async def delete(self, project: int, now: float) -> bool:
        """Delete a project with all that was said and made in it; it is found no more, except by `get`.

        Returns:
            False: a request of it is open, or it was deleted before; nothing was deleted.
        """
        ...

    async def close(self, project: int, now: float) -> tuple[int, ...]:
        """Delete a project although something goes on in it: that is cancelled, and the project found no more.

        What was shown of it goes at once, the rest when all that goes on has ended.

        Returns:
            The requests that were cancelled and have not ended.
        """
        ...
