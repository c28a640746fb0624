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
        # a cache, so that most calls need no database: when it happened last, in epoch seconds
        self._happened: dict[tuple[str, str], float] = {}

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first call with this scope and name."""
        if (scope, name) in self._happened:
            return False
        now = self._clock.time()
        async with self._database.transaction() as tx:
            found = await first(tx, scope, name, now)
        self._remember(scope, name, now)
        return found

    async def happened(self, scope: str, name: str, *, within: float | None = None) -> bool:
        """Return whether there was a first caller with this scope and name; `within`: in the last so many seconds."""
        if self._is_within(self._happened.get((scope, name)), within):
            return True
        rows = await self._database.all("select happened_at from first_times where scope = ? and name = ?", scope, name)
        if not rows:
            return False
        happened_at = float(rows[0]["happened_at"])
        self._remember(scope, name, happened_at)
        return self._is_within(happened_at, within)

    def _is_within(self, happened_at: float | None, seconds: float | None) -> bool:
        """Return whether a time is known and at most `seconds` ago; one to come is of a clock that was ahead."""
        if happened_at is None:
            return False
        return seconds is None or 0 <= self._clock.time() - happened_at < seconds

    def _remember(self, scope: str, name: str, happened_at: float) -> None:
        if len(self._happened) >= _CACHED:
            self._happened.clear()
        self._happened[scope, name] = happened_at


async def first(tx: Statements, scope: str, name: str, now: float) -> bool:
    """Return True for the first call with this scope and name. `now` is in epoch seconds."""
    rows = await tx.all(
        "insert into first_times (scope, name, happened_at) values (?, ?, ?) on conflict do nothing returning name",
        *(await current_scope(tx, scope), name, now),
    )
    return bool(rows)


async def first_within(tx: Statements, scope: str, name: str, now: float, seconds: float) -> bool:
    """Return True for the first call with this scope and name in `seconds`. `now` is in epoch seconds."""
    rows = await tx.all(
        "insert into first_times (scope, name, happened_at) values (?, ?, ?)"
        " on conflict (scope, name) do update set happened_at = excluded.happened_at"
        " where first_times.happened_at <= ? or first_times.happened_at > ? returning name",
        *(await current_scope(tx, scope), name, now, now - seconds, now),
    )
    return bool(rows)
