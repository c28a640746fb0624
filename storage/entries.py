"""The rows of the journal."""

from collections.abc import Mapping

from core.engine.journal import Entries
from storage.cipher import Cipher
from storage.database import Database, Row, Statements


class EntryRows(Entries):
    """Implements `core.engine.journal.Entries`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def load(self, request: int) -> dict[str, str | None]:
        """Return the entries by name: an outcome's JSON, or None for an intent without one, or whose one is lost."""
        rows = await self._database.all("select name, outcome from journal where request = ?", request)
        return {row["name"]: self._opened(row["outcome"]) for row in rows}

    async def intend(self, request: int, name: str, read: Mapping[str, str] | None = None) -> int:
        """Write an intent, and the reads before it, in one statement; return how often it was written by now."""
        return int((await self._write(request, name, None, read))["tries"])

    async def withdraw(self, request: int, name: str, tries: int) -> None:
        """Take back one writing of an intent, unless it was written again after that; the first one deletes it."""
        change = "delete from journal" if tries == 1 else "update journal set tries = tries - 1"
        await self._database.all(
            f"{change} where request = ? and name = ? and tries = ? and outcome is null",
            *(request, name, tries),
        )

    async def record(self, request: int, name: str, value: str, read: Mapping[str, str] | None = None) -> str:
        """Write an outcome, and the reads before it, in one statement; return the one written first."""
        first = self._opened((await self._write(request, name, value, read))["outcome"])
        return value if first is None else first

    def _opened(self, outcome: str | None) -> str | None:
        return None if outcome is None else self._cipher.open_text(outcome)

    async def _write(self, request: int, name: str, value: str | None, read: Mapping[str, str] | None) -> Row:
        """Write an entry, which is an intent if `value` is None, and the reads before it; return the entry's row."""
        entries: list[tuple[int, str, str | None, int]]
        seal = self._cipher.seal_text
        entries = [(request, known, seal(outcome), 0) for known, outcome in (read or {}).items()]
        entries.append((request, name, None if value is None else seal(value), int(value is None)))
        rows = await self._database.all(
            f"insert into journal (request, name, outcome, tries) values {', '.join(['(?, ?, ?, ?)'] * len(entries))}"  # noqa: S608 - question marks
            " on conflict (request, name) do update set outcome = coalesce(journal.outcome, excluded.outcome),"
            " tries = journal.tries + excluded.tries returning name, outcome, tries",
            *(column for entry in entries for column in entry),
        )
        return next(row for row in rows if row["name"] == name)


async def has_entry(statements: Statements, request: int, name: str) -> bool:
    """Return whether the journal of a request has an entry of this name, or of one that begins with it and a dot."""
    rows = await statements.all(
        "select 1 from journal where request = ? and (name = ? or substr(name, 1, ?) = ?) limit 1",
        *(request, name, len(name) + 1, f"{name}."),
    )
    return bool(rows)
