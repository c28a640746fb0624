"""A version: a stored draft, exactly as the backend sent it. The noun and its port."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Version:
    """`draft` is the JSON text as received; `number` counts within the project.

    `made_at` is in epoch seconds. `render_id` and `render_account` are the last render of this draft and the account
    that made it; "" and None if there was none.
    """

    id: int
    project: int
    number: int
    draft: str
    made_at: float
    request: int | None = None
    render_id: str = ""
    render_account: int | None = None


class Versions(Protocol):
    """The store of versions. Every method raises `StorageError`."""

    async def keep(self, project: int, draft: str, digest: str, request: int | None, now: float) -> int:
        """Store a draft as the newest version of its project and return its id.

        A draft that is stored already becomes the newest again. `now` is in epoch seconds.
        """
        ...

    async def get(self, version: int) -> Version:
        """Return a version.

        Raises:
            LookupError: there is none.
        """
        ...

    async def numbered(self, project: int, number: int) -> Version | None:
        """Return a version by its number, which users see; None: there is none."""
        ...

    async def newest(self, project: int) -> Version | None:
        """Return the newest version; None: there is none."""
        ...

    async def all(self, project: int) -> tuple[Version, ...]:
        """Return all versions of a project, oldest first."""
        ...

    async def save_render(self, version: int, render_id: str, account: int) -> None:
        """Save the last render of a draft; an empty id deletes it."""
        ...
