"""The rows of the journal."""

from core.journal import Entries
from storage.database import Database


class EntryRows(Entries):
    """Keeps `core.journal.Entries`' promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, request: int) -> dict[str, str | None]:
        """Return what is written: an outcome's JSON, or None for an intent whose outcome is unknown."""
        rows = await self._database.all("select name, outcome from journal where request = ?", request)
        return {row["name"]: row["outcome"] for row in rows}

    async def intend(self, request: int, name: str) -> int:
        """Write an intent and return how often it was written, this time included."""
        rows = await self._database.all(
            "insert into journal (request, name, tries) values (?, ?, 1)"
            " on conflict (request, name) do update set tries = journal.tries + 1 returning tries",
            request,
            name,
        )
        return int(rows[0]["tries"])

    async def withdraw(self, request: int, name: str) -> None:
        """Take an intent back: its effect provably did not happen, and the count begins anew."""
        await self._database.all(
            "delete from journal where request = ? and name = ? and outcome is null",
            request,
            name,
        )

    async def record(self, request: int, name: str, value: str) -> str:
        """Write an outcome and return the one that counts: the first."""
        rows = await self._database.all(
            "insert into journal (request, name, outcome) values (?, ?, ?)"
            " on conflict (request, name) do update"
            " set outcome = coalesce(journal.outcome, excluded.outcome) returning outcome",
            request,
            name,
            value,
        )
        return str(rows[0]["outcome"])
