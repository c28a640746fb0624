"""The rows of versions."""

from core.model.versions import Version, Versions
from storage.database import Database, Row, only


class VersionRows(Versions):
    """Implements `core.model.versions.Versions`. A version keeps its number when its draft becomes the newest again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, project: int, draft: str, digest: str, request: int | None, now: float) -> int:
        """Store a draft as the newest version of its project and return its id."""
        rows = await self._database.all(  # it is the newest already: nothing to write
            "select id from versions where project = ? and digest = ?"
            " and seen = (select max(seen) from versions where project = ?)",
            project,
            *(digest, project),
        )
        rows = rows or await self._database.all(
            "insert into versions (project, draft, digest, request, made_at, number, seen)"
            " select ?, ?, ?, ?, ?, coalesce(max(number), 0) + 1, coalesce(max(seen), 0) + 1"
            " from versions where project = ?"
            " on conflict (project, digest) do update set seen = excluded.seen returning id",
            *(project, draft, digest, request, now, project),
        )
        return int(rows[0]["id"])

    async def get(self, version: int) -> Version:
        """Return a version.

        Raises:
            LookupError: there is none.
        """
        rows = await self._database.all("select * from versions where id = ?", version)
        return _version(only(rows, f"version {version}"))

    async def numbered(self, project: int, number: int) -> Version | None:
        """Return a version by its number, which users see; None: there is none."""
        rows = await self._database.all(
            "select * from versions where project = ? and number = ?",
            project,
            number,
        )
        return _version(rows[0]) if rows else None

    async def newest(self, project: int) -> Version | None:
        """Return the newest version; None: there is none."""
        rows = await self._database.all(
            "select * from versions where project = ? order by seen desc limit 1",
            project,
        )
        return _version(rows[0]) if rows else None

    async def all(self, project: int) -> tuple[Version, ...]:
        """Return all versions of a project, oldest first."""
        rows = await self._database.all("select * from versions where project = ? order by number", project)
        return tuple(_version(row) for row in rows)

    async def save_render(self, version: int, render_id: str, account: int) -> None:
        """Save the last render of a draft; an empty id deletes it."""
        await self._database.all(
            "update versions set render_id = ?, render_account = ? where id = ?",
            render_id,
            account or None,
            version,
        )


def _version(row: Row) -> Version:
    return Version(
        id=row["id"],
        project=row["project"],
        number=row["number"],
        draft=row["draft"],
        made_at=float(row["made_at"]),
        request=row["request"],
        render_id=row["render_id"],
        render_account=row["render_account"],
    )
