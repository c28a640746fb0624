"""The rows of what is said only once in a chat."""

from typing import Final

from core.engine.clock import Clock
from core.model.first_times import FirstTimes
from storage.addresses import current_scope
from storage.database import Database, Statements

_CACHED: Final = 10_000


class FirstTimeRows(FirstTimes):
    """Implements `core.model.first_times.FirstTimes`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._happened: set[tuple[str, str]] = set()  # a cache, so that most calls need no database

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first call with this scope and name."""
        if (scope, name) in self._happened:
            return False
        async with self._database.transaction() as tx:
            found = await first(tx, scope, name, self._clock.time())
        self._remember(scope, name)
        return found

    async def happened(self, scope: str, name: str) -> bool:
        """Return whether there was a first caller with this scope and name."""
        if (scope, name) in self._happened:
            return True
        rows = await self._database.all("select 1 from first_times where scope = ? and name = ?", scope, name)
        if rows:
            self._remember(scope, name)
        return bool(rows)

    def _remember(self, scope: str, name: str) -> None:
        if len(self._happened) >= _CACHED:
            self._happened.clear()
        self._happened.add((scope, name))


async def first(tx: Statements, scope: str, name: str, now: float) -> bool:
    """Return True for the first call with this scope and name. `now` is in epoch seconds."""
    rows = await tx.all(
        "insert into first_times (scope, name, happened_at) values (?, ?, ?) on conflict do nothing returning name",
        *(await current_scope(tx, scope), name, now),
    )
    return bool(rows)
