"""The rows of timings. Only the newest of each kind are used; `storage.housekeeping` deletes the rest."""

from collections import deque
from typing import Final

from core.model.timings import Timings
from storage.database import Database

KEPT: Final = 50
_FEWEST: Final = 3  # with fewer there is no percentile


class TimingRows(Timings):
    """Implements `core.model.timings.Timings`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known: dict[str, deque[float]] = {}

    async def took(self, kind: str, seconds: float) -> None:
        """Add one duration."""
        (await self._newest(kind)).append(seconds)
        await self._database.all("insert into timings (kind, seconds) values (?, ?)", kind, seconds)

    async def usual(self, kind: str) -> tuple[float, float] | None:
        """Return the 50th and 90th percentile in seconds of the last 50; None: fewer than 3 are known."""
        newest = sorted(await self._newest(kind))
        if len(newest) < _FEWEST:
            return None
        return newest[_rank(len(newest), 50)], newest[_rank(len(newest), 90)]

    async def _newest(self, kind: str) -> deque[float]:
        """Return the newest durations of a kind, which are read from the database once."""
        if kind not in self._known:
            rows = await self._database.all(
                "select seconds from timings where kind = ? order by id desc limit ?",
                *(kind, KEPT),
            )
            self._known[kind] = deque((row["seconds"] for row in reversed(rows)), maxlen=KEPT)
        return self._known[kind]


def _rank(count: int, percent: int) -> int:
    """Return the index of the nearest-rank percentile among `count` sorted values."""
    return -(-count * percent // 100) - 1
