"""How this process and its disk are, for its admins."""

import asyncio
import shutil
from importlib.metadata import version
from pathlib import Path

from bots.http import Check, answers_of
from core.engine.clock import Clock
from core.model.operations import Condition, Operations


class Installation(Operations):
    """This process with its data folder.

    `checks` are those of `/readyz`, which the composition root adds.
    """

    def __init__(self, database: Path, clock: Clock) -> None:
        self.checks: dict[str, Check] = {}
        self._database = database
        self._clock = clock
        self._began = clock.monotonic()

    async def condition(self) -> Condition:
        """Return how it is."""
        free, size = await asyncio.to_thread(_bytes, self._database)
        return Condition(
            version=version("nemobot"),
            up_seconds=self._clock.monotonic() - self._began,
            free_bytes=free,
            database_bytes=size,
            checks=await answers_of(self.checks),
        )


def _bytes(database: Path) -> tuple[int, int]:
    """Return the free bytes of the disk that a database is on, and those of its files."""
    files = (database, database.with_name(f"{database.name}-wal"))
    return shutil.disk_usage(database.parent).free, sum(one.stat().st_size for one in files if one.exists())
