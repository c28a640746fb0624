"""Exports: one at a time, in the order submitted, and again from their start after the process died."""

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sandbox.api.state.accounts import Account
from sandbox.api.state.background import BackgroundTasks
from sandbox.api.state.files import Files
from sandbox.api.state.sessions import Session
from sandbox.api.state.store import Store
from sandbox.editing import RenderFilm
from sandbox.editor import Quality, RenderFailed
from sandbox.faults import Faults
from sandbox.model.draft import Draft

logger = logging.getLogger(__name__)

FIRST_PROGRESS = 5  # what the live service shows at submit
MAX_ATTEMPTS = 3

Status = Literal["pending", "processing", "completed", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Render:
    """A render job. `progress` is 0-100, the times are seconds since 1970, `size` is bytes."""

    number: int
    id: str
    session: str
    attempts: int
    status: Status
    progress: int
    error: str
    duration_ms: int
    size: int
    created: float
    completed: float | None


class Exports:
    """Takes drafts, makes films, and knows how far each is."""

    def __init__(
        self,
        store: Store,
        files: Files,
        *,
        render: RenderFilm,
        films: Path,
        work: Path,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._store = store
        self._files = files
        self._render = render
        self._films = films
        self._work = work
        self._now = now
        self._background = BackgroundTasks()
        self._one = asyncio.Semaphore(1)
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._progress: dict[int, int] = {}

    def submit(
        self, account: Account, session: Session, render_id: str, draft: Draft, quality: Quality, faults: Faults
    ) -> Render:
        """Write the job down and queue it. The id must be new."""
        row = self._store.only(
            "INSERT INTO render (id, session, account, draft, quality, status, created) VALUES (?,?,?,?,?,'pending',?)"
            " RETURNING *",
            *(render_id, session.id, account.id, json.dumps(draft, ensure_ascii=False), quality, self._now()),
        )
        self._begin(row["n"], faults)
        return self._read(row)

    def find(self, render_id: str, account: Account | None = None) -> Render | None:
        """The job of that id; of that account alone, when one is given."""
        row = self._store.one("SELECT * FROM render WHERE id = ?", render_id)
        if row is None or (account and row["account"] != account.id):
            return None
        return self._read(row)

    def film(self, render: Render) -> Path | None:
        """The finished film's file."""
        path = self._path(render.number, render.attempts)
        return path if render.status == "completed" and path.is_file() else None

    def _sweep(self) -> None:
        done = self._store.all("SELECT n, lives FROM render WHERE status = 'completed'")
        films = {self._path(row["n"], row["lives"]) for row in done}
        for path in self._films.iterdir():
            if path not in films:
                path.unlink()

    def _path(self, number: int, attempts: int) -> Path:
        """A name of its own for each try: the FFmpeg of a killed process may still be writing to the last one."""
        return self._films / f"{number}-{attempts}.mp4"

    def cancel(self, render: Render) -> bool:
        """Stop a job that has not ended; whether there was one to stop."""
        if not self._end(render.number, "cancelled"):
            return False
        if task := self._tasks.get(render.number):
            task.cancel()
        return True

    def resume(self, faults: Faults) -> None:
        """Queue again what an earlier process did not finish, in order, and remove what it left half made."""
        self._sweep()
        for row in self._store.all("SELECT n FROM render WHERE status IN ('pending', 'processing') ORDER BY n"):
            self._store.run("UPDATE render SET status = 'pending' WHERE n = ?", row["n"])
            logger.info("render %s: started again, an earlier process did not finish it", row["n"])
            self._begin(row["n"], faults)

    async def stop(self) -> None:
        """Cancel the work; unfinished renders stay queued, and an orderly stop is not counted as an attempt."""
        await self._background.stop()
        self._store.run("UPDATE render SET lives = 0 WHERE status IN ('pending', 'processing')")

    def _begin(self, number: int, faults: Faults) -> None:
        task = self._background.start(self._process(number, faults), f"render {number}")
        self._tasks[number] = task
        task.add_done_callback(lambda _: self._tasks.pop(number, None))

    async def _process(self, number: int, faults: Faults) -> None:
        async with self._one:
            self._store.run(
                "UPDATE render SET status = 'processing', lives = lives + 1 WHERE n = ? AND status = 'pending'", number
            )
            row = self._store.only("SELECT * FROM render WHERE n = ?", number)
            if row["lives"] > MAX_ATTEMPTS:
                self._end(number, "failed", error="The render was given up")
                return
            try:
                await self._make(row, faults)
            except RenderFailed as error:
                self._end(number, "failed", error=error.reason)
            except Exception:
                logger.exception("render %s failed", number)
                self._end(number, "failed", error="The render failed")
            finally:
                self._progress.pop(number, None)

    async def _make(self, row: sqlite3.Row, faults: Faults) -> None:
        number = row["n"]
        await asyncio.sleep(faults.render_seconds)
        if faults.render_fails:
            raise RenderFailed("Render node lost")
        await self._files.used(row["session"])
        film = await self._render(
            json.loads(row["draft"]),
            {kept.asset.id: kept.asset for kept in self._files.of(row["session"])},
            self._path(number, row["lives"]),
            quality=row["quality"],
            progress=lambda percent: self._progress.update({number: percent}),
            work=self._work,
        )
        self._store.run(
            "UPDATE render SET status = 'completed', duration_ms = ?, size = ?, completed = ?"
            " WHERE n = ? AND status = 'processing'",
            *(film.duration_ms, film.size, self._now(), number),
        )

    def _end(self, number: int, status: Status, error: str = "") -> bool:
        return bool(
            self._store.run(
                "UPDATE render SET status = ?, error = ?, completed = ?"
                " WHERE n = ? AND status IN ('pending', 'processing')",
                *(status, error, self._now(), number),
            )
        )

    def _read(self, row: sqlite3.Row) -> Render:
        progress = 100 if row["status"] == "completed" else self._progress.get(row["n"], 0)
        return Render(
            number=row["n"],
            id=row["id"],
            session=row["session"],
            attempts=row["lives"],
            status=row["status"],
            progress=max(FIRST_PROGRESS, progress),
            error=row["error"],
            duration_ms=row["duration_ms"],
            size=row["size"],
            created=row["created"],
            completed=row["completed"],
        )
