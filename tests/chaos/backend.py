"""What NemoVideo's side knows in the end: the turns it accepted, and the films it made."""

import contextlib
import shutil
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sandbox.limits import Limits
from sandbox.server import Running, start
from tests.doubles.editor import QuickEditor

MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.1}
LIMITS = Limits(one_token_a_client=False, edit_cost=1, credits=10_000)


@dataclass
class Backend:
    """A sandbox whose editor takes no time. It has its database for itself, so a copy is read."""

    running: Running
    data: Path

    @property
    def url(self) -> str:
        return self.running.url

    def turns(self) -> list[str]:
        """The words of every accepted turn, in order."""
        return [str(text) for (text,) in self._rows("select text from turn order by id")]

    def films(self) -> set[str]:
        """The ids of the renders that came to their end."""
        return {str(one) for (one,) in self._rows("select id from render where status = 'completed'")}

    def busy(self) -> bool:
        """Whether a turn or a render has not ended."""
        work = "select 1 from turn where status = 'accepted' union all select 1 from render where status in (?, ?)"
        return bool(self._rows(work, "pending", "processing"))

    def _rows(self, sql: str, *given: str) -> list[tuple]:
        copies = self.data / "copy"
        copies.mkdir(exist_ok=True)
        for file in self.data.glob("sandbox.db*"):
            shutil.copy(file, copies / file.name)
        with contextlib.closing(sqlite3.connect(copies / "sandbox.db")) as copy:
            return copy.execute(sql, given).fetchall()


@contextlib.asynccontextmanager
async def backend(data: Path, **faults: object) -> AsyncIterator[Backend]:
    """Serve a sandbox from a folder."""
    running = await start(data, editing=QuickEditor().editing, limits=LIMITS)
    running.active_faults.set(MILD | faults)
    try:
        yield Backend(running, data)
    finally:
        await running.stop()
