"""The commands for the database, migrate, backup and restore, and its errors as sentences."""

import asyncio
from pathlib import Path

from bots.errors import CannotStart
from core.engine.clock import SystemClock
from storage import store
from storage.backup import back_up
from storage.errors import Broken, NewerDatabase, StorageError, Unwritable
from storage.restore import restore as restore_copy
from storage.schema_check import planned

_MB = 1024 * 1024


def migrate(path: Path) -> tuple[str, ...]:
    """Bring the database to this release's schema and return the names of what was applied.

    Raises:
        CannotStart: it was not migrated.
    """
    try:
        return asyncio.run(store.migrate(path, clock=SystemClock()))
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, path)) from error


def check_migration(path: Path) -> tuple[str, ...]:
    """Return the sentences about what `migrate` would do with the database; nothing is changed.

    Raises:
        CannotStart: this release cannot use the database.
    """
    try:
        plan = asyncio.run(planned(path))
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, path)) from error
    if not plan.schema:
        return (f"There is no database at {path} yet: the first start makes one.",)
    if plan.copy is None:
        return (f"Nothing to do: {path} is at schema {plan.schema}, which is this release's.",)
    size = max(1, round(plan.copy_bytes / _MB))
    return (
        f"{path} is at schema {plan.schema}, and this release can bring it to its own:",
        *(f"would apply {name}" for name in plan.missing),
        f"Before that it would lay a copy of about {size} MB at {plan.copy}. Nothing was changed.",
    )


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
    except Broken as error:
        raise CannotStart(explain(error, path)) from error
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, target)) from error
    return target


def of_later_release(copy: Path) -> str:
    """Return a sentence about a copy of a later release's database, which this one cannot use; "": it can."""
    try:
        asyncio.run(planned(copy))
    except NewerDatabase as error:
        return f"{error}. The copy is whole, and for that release."
    return ""


def restore(copy: Path, path: Path) -> Path | None:
    """Put a copy in the place of the database, and return where the one that was there lies; None: there was none.

    Args:
        copy: a copy that `backup` or a migration made, or the folder that was given to `backup`.
        path: the database.

    Raises:
        CannotStart: nothing was restored; the present database is still in its place.
    """
    copy = copy / path.name if copy.is_dir() else copy
    try:
        return asyncio.run(restore_copy(copy, path, SystemClock()))
    except Broken as error:
        raise CannotStart(f"{copy} cannot be restored: {error}. The present database was left as it is.") from error
    except (StorageError, OSError) as error:
        raise CannotStart(explain(error, path)) from error


def explain(error: StorageError | OSError, path: Path) -> str:
    """Return a sentence about an error of a database file that says how to fix it."""
    about = error if isinstance(error, StorageError) else Unwritable(str(error))
    return f"{about.about(path)}."
