"""The rows of preferences."""

from core.model.preferences import Preferences
from storage.addresses import current_scope
from storage.database import Database


class PreferenceRows(Preferences):
    """Implements `core.model.preferences.Preferences`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set."""
        rows = await self._database.all("select value from preferences where scope = ? and name = ?", scope, name)
        return str(rows[0]["value"]) if rows else None

    async def set(self, scope: str, name: str, value: str) -> None:
        """Set a value."""
        async with self._database.transaction() as tx:
            await tx.all(
                "insert into preferences (scope, name, value) values (?, ?, ?)"
                " on conflict (scope, name) do update set value = excluded.value",
                *(await current_scope(tx, scope), name, value),
            )
