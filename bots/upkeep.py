"""The operator's care for the database: bring it to this release's schema, copy it. And its errors, in sentences.

Starts nothing: no platform, no backend.
"""

import asyncio
from pathlib import Path

from bots.refusal import CannotStart
from core.engine.clock import SystemClock
from storage import store
from storage.backup import back_up
from storage.errors import Broken, StorageError, Unwritable


def migrate(path: Path) -> tuple[str, ...]:
    """Bring the database to this release's schema and return the names of what was applied.

    Raises:
        CannotStart: it was not done, and nothing changed.
    """
    try:
        return asyncio.run(store.migrate(path, clock=SystemClock()))
    except (StorageError, OSError) as error:
        raise CannotStart(sentence(error, path)) from error


def backup(path: Path, target: Path) -> Path:
    """Write a verified copy of the database, also while a bot runs, and return where it lies.

    Args:
        path: the database.
        target: the copy's name, or a folder to lay it in under the database's own name.

    Raises:
        CannotStart: there is no copy.
    """
    target = target / path.name if target.is_dir() else target
    try:
        asyncio.run(back_up(path, target))
    except (StorageError, OSError) as error:
        raise CannotStart(sentence(error, target)) from error
    return target


def sentence(error: StorageError | OSError, path: Path) -> str:
    """Return what went wrong with a database file, with its mend."""
    match error:
        case Broken():
            return f"{path} is damaged or no database: put a backup in its place ({error})."
        case Unwritable() | OSError():
            return f"{path} cannot be written: look at the disk's free space and the folder's rights ({error})."
        case _:
            return f"{error}."
