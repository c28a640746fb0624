"""The rows of what is said only once in a place."""

from typing import Final

from core.engine.clock import Clock
from core.model.first_times import FirstTimes
from storage.database import Database, Statements

_REMEMBERED: Final = 10_000


class FirstTimeRows(FirstTimes):
    """Keeps `core.model.first_times.FirstTimes`' promises."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._over: set[tuple[str, str]] = set()  # known to be over, so that a turn asks no database for it

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first caller with this scope and name."""
        if (scope, name) in self._over:
            return False
        found = await first(self._database, scope, name, self._clock.time())
        self._remember(scope, name)
        return found

    async def happened(self, scope: str, name: str) -> bool:
        """Return whether somebody called `first` with this scope and name; only reads."""
        if (scope, name) in self._over:
            return True
        rows = await self._database.all("select 1 from first_times where scope = ? and name = ?", scope, name)
        if rows:
            self._remember(scope, name)
        return bool(rows)

    def _remember(self, scope: str, name: str) -> None:
        if len(self._over) >= _REMEMBERED:
            self._over.clear()
        self._over.add((scope, name))


async def first(statements: Statements, scope: str, name: str, now: float) -> bool:
    """Return True for the first caller with this scope and name, perhaps inside a transaction."""
    rows = await statements.all(
        "insert into first_times (scope, name, happened_at) values (?, ?, ?) on conflict do nothing returning name",
        *(scope, name, now),
    )
    return bool(rows)
