"""Copying a SQLite database that may be in use, through connections of its own.

The file is never copied as bytes: without its write-ahead log the copy would be incomplete.
"""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.database import run_to_end
from storage.errors import Broken, StorageError, Unwritable, as_storage_error


async def back_up(database: Path, target: Path) -> None:
    """Write a verified copy of a database to `target`; it appears there only when it is complete.

    Raises:
        StorageError: no copy was made.
    """
    await run_to_end(asyncio.to_thread(_back_up, database, target))


def _back_up(database: Path, target: Path) -> None:
    if not database.is_file():
        raise StorageError(f"there is no database at {database}")
    if target.exists() and target.samefile(database):
        raise StorageError("a database cannot be its own backup")
    partial = target.with_name(target.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        partial.touch(mode=0o600)
        _copy(database, partial)
        partial.replace(target)
    except sqlite3.Error as error:
        raise as_storage_error(error) from error
    except OSError as error:
        raise Unwritable(str(error)) from error
    finally:
        partial.unlink(missing_ok=True)


def _copy(database: Path, target: Path) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("pragma journal_mode = delete")  # one file, without a write-ahead log
        if [verdict for (verdict,) in copy.execute("pragma integrity_check")] != ["ok"]:
            raise Broken(f"the copy of {database} is damaged, so the database itself is")
