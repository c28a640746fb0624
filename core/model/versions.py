"""A version: a draft that was seen, kept exactly as it came. The noun and its port."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Version:
    """`draft` is the JSON text as received; `number` counts within the project.

    `made_at` is in epoch seconds. `render_id` and `render_account` name the last render of this very draft, when there
    was one.
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
    """Where versions are kept. Every method raises `StorageError`."""

    async def keep(self, project: int, draft: str, digest: str, request: int | None, now: float) -> int:
        """Keep a draft as the newest of its project and return its id; one that is known becomes the newest again."""
        ...

    async def get(self, version: int) -> Version:
        """Return a version.

        Raises:
            LookupError: there is none.
        """
        ...

    async def numbered(self, project: int, number: int) -> Version | None:
        """Return a version by the number people see."""
        ...

    async def newest(self, project: int) -> Version | None:
        """Return the draft seen last."""
        ...

    async def all(self, project: int) -> tuple[Version, ...]:
        """Return all versions of a project, oldest first."""
        ...

    async def filmed(self, version: int, render_id: str, account: int) -> None:
        """Remember the render of a draft; an empty id forgets it."""
        ...
