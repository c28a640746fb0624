"""Putting a copy of a SQLite database in its place, while nothing uses it.

A write-ahead log belongs to the file beside which it was written: left beside another one, SQLite reads pages of the
old database into the new. So what lies beside the present database goes with it.
"""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from core.engine.clock import Clock
from storage.database import run_to_end
from storage.errors import Broken, NewerDatabase, StorageError, Unwritable, as_storage_error
from storage.migrations import migrations
from storage.owner import owned

_BESIDE = ("-wal", "-shm")  # write-ahead log, and the index of it


async def restore(copy: Path, database: Path, clock: Clock) -> Path | None:
    """Put a copy in the place of a database; return where the one that was there lies, None if there was none.

    The copy is checked first and stays as it is. A write-ahead log that lies beside it is part of it. Killed at any
    moment this leaves one of both in place, and the present one either there or aside.

    Raises:
        NewerDatabase: a later release wrote the copy.
        Broken: the copy is damaged, or no database of Nemobot.
        Locked: another process works on the database.
        StorageError: anything else; the present database is still in its place.
    """
    return await run_to_end(asyncio.to_thread(_restore, copy, database, clock.time()))


def _restore(copy: Path, database: Path, now: float) -> Path | None:
    if not copy.is_file():
        raise StorageError(f"there is no copy at {copy}")
    if database.exists() and copy.samefile(database):
        raise StorageError(f"{copy} is the database itself: name a copy of it")
    checked = database.with_name(f"{database.name}.restoring")
    try:
        with owned(database):
            try:
                _remove(checked)  # of a restore that was killed
                _bring(copy, checked)
                _check(checked, copy)
                return _exchange(checked, database, now)
            finally:
                _remove(checked)
    except sqlite3.Error as error:
        raise as_storage_error(error) from error
    except OSError as error:
        raise Unwritable(str(error)) from error


def _bring(copy: Path, to: Path) -> None:
    for end in ("", "-wal"):
        source, target = _beside(copy, end), _beside(to, end)
        if source.is_file():
            target.touch(mode=0o600)
            shutil.copyfile(source, target)


def _check(brought: Path, copy: Path) -> None:
    with closing(sqlite3.connect(brought)) as opened:
        opened.execute("pragma journal_mode = delete")  # one file, without a write-ahead log
        if [verdict for (verdict,) in opened.execute("pragma integrity_check")] != ["ok"]:
            raise Broken(f"the pages of {copy} do not fit together")
        if not opened.execute("select 1 from sqlite_master where name = 'schema_migrations'").fetchall():
            raise Broken(f"{copy} is no database of Nemobot")
        ((schema,),) = opened.execute("select coalesce(max(number), 0) from schema_migrations")
    newest = migrations()[-1].number
    if schema > newest:
        raise NewerDatabase(
            f"{copy} is at schema {schema}, this release knows {newest}: install the release that wrote it"
        )
    with brought.open("rb") as file:
        os.fsync(file.fileno())


def _exchange(checked: Path, database: Path, now: float) -> Path | None:
    aside = None
    if database.exists():
        _settle(database)
        aside = _free_name(database, now)
        for end in ("", *_BESIDE):
            if _beside(database, end).exists():
                _link(_beside(database, end), _beside(aside, end))
    for end in _BESIDE:
        _beside(database, end).unlink(missing_ok=True)
    checked.replace(database)
    return aside


def _free_name(database: Path, now: float) -> Path:
    """Return a name that nothing has, so that no earlier one is lost."""
    began = f"{database.name}.before-restore-{datetime.fromtimestamp(now, UTC):%Y%m%dT%H%M%S}"
    names = (database.with_name(f"{began}-{number}" if number else began) for number in count())
    return next(name for name in names if not name.exists())


def _settle(database: Path) -> None:
    """Take what a killed process left in the write-ahead log into the database, if that can still be opened."""
    with suppress(sqlite3.Error), closing(sqlite3.connect(database)) as opened:
        opened.execute("pragma wal_checkpoint(truncate)")


def _link(source: Path, target: Path) -> None:
    """Give a file a second name, so that it is never without one; some file systems have to copy it."""
    try:
        target.hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


def _remove(path: Path) -> None:
    for end in ("", "-journal", *_BESIDE):
        _beside(path, end).unlink(missing_ok=True)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
