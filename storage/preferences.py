"""The rows of preferences."""

from core.model.preferences import Preferences
from storage.database import Database, Statements


class PreferenceRows(Preferences):
    """Keeps `core.model.preferences.Preferences`' promises."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._over: set[tuple[str, str]] = set()  # first times that are known to be over

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set."""
        rows = await self._database.all("select value from preferences where scope = ? and name = ?", scope, name)
        return str(rows[0]["value"]) if rows else None

    async def set(self, scope: str, name: str, value: str) -> None:
        """Set a value."""
        await self._database.all(
            "insert into preferences (scope, name, value) values (?, ?, ?)"
            " on conflict (scope, name) do update set value = excluded.value",
            scope,
            name,
            value,
        )

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first caller ever with this scope and name."""
        if (scope, name) in self._over:
            return False
        found = await first(self._database, scope, name)
        self._over.add((scope, name))
        return found


async def first(statements: Statements, scope: str, name: str) -> bool:
    """Return True for the first caller ever with this scope and name, perhaps inside a transaction."""
    rows = await statements.all(
        "insert into preferences (scope, name, value) values (?, ?, '') on conflict do nothing returning name",
        *(scope, name),
    )
    return bool(rows)
