"""The rows of the values that adapters store for themselves."""

from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from storage.cipher import Cipher
from storage.database import Database


class AdapterDataRows(AdapterData):
    """Keeps `core.model.adapter_data.AdapterData`'s promises; what has an end is kept for `keep_seconds` at most."""

    def __init__(self, database: Database, clock: Clock, keep_seconds: float, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock
        self._keep_seconds = keep_seconds

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set, has expired and was deleted, or is lost."""
        rows = await self._database.all("select value from adapter_data where scope = ? and name = ?", scope, name)
        return self._cipher.open_text(rows[0]["value"]) if rows else None

    async def set(self, scope: str, name: str, value: str, *, keep_seconds: float | None = None) -> None:
        """Set a value, and for how long it is kept at least."""
        expires_at = None if keep_seconds is None else self._clock.time() + min(keep_seconds, self._keep_seconds)
        await self._database.all(
            "insert into adapter_data (scope, name, value, expires_at) values (?, ?, ?, ?)"
            " on conflict (scope, name) do update set value = excluded.value, expires_at = excluded.expires_at",
            *(scope, name, self._cipher.seal_text(value), expires_at),
        )
