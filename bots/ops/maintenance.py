"""The commands for the database, migrate and backup, and its errors as sentences."""

import asyncio
from pathlib import Path

from bots.errors import CannotStart
from core.engine.clock import SystemClock
from storage import store
from storage.backup import back_up
from storage.errors import Broken, StorageError, Unwritable


def migrate(path: Path) -> tuple[str, ...]:
    """Bring the database to this release's schema and return the names of what was applied.

    Raises:
        CannotStart: it was not migrated.
    """
    try:
        return asyncio.run(store.migrate(path, clock=SystemClock()))
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, path)) from error


def backup(path: Path, target: Path) -> Path:
    """Write a verified copy of the database, also while a bot runs, and return the path of the copy.

    Args:
        path: the database.
        target: the path of the copy, or a folder for it.

    Raises:
        CannotStart: no copy was made.
    """
    target = target / path.name if target.is_dir() else target
    try:
        asyncio.run(back_up(path, target))
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, target)) from error
    return target


def explain(error: StorageError | OSError, path: Path) -> str:
    """Return a sentence about an error of a database file that says how to fix it."""
    match error:
        case Broken():
            return f"{path} is damaged or no database: put a backup in its place ({error})."
        case Unwritable() | OSError():
            return f"{path} cannot be written: look at the disk's free space and the folder's rights ({error})."
        case _:
            return f"{error}."
