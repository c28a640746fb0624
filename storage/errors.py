"""The errors of the database.

StorageError                a call of the database failed
├── Locked                  another process uses this database
├── NewerDatabase           a later release created it
├── Broken                  the file is damaged, or no database
├── Unwritable              the file cannot be written: disk full, read-only, no permission, no memory
├── Moved                   the file is not where it was
└── Closed                  this process has closed it

All but `NewerDatabase` are a `StoreUnavailable` too: no fault of what was to be stored.

The messages name files and never values, because a row may hold a secret.
"""

import sqlite3
from pathlib import Path
from typing import ClassVar

from core.model.store_unavailable import StoreUnavailable


class StorageError(Exception):
    """A call of the database failed; the root of the errors here.

    Its text is the cause; where `path` is given, a sentence about that file, with how to fix it.
    """

    found: ClassVar[str] = ""  # what is wrong with the file, and how to fix it

    def __init__(self, cause: str, path: Path | None = None) -> None:
        super().__init__(cause, path)
        self.cause = cause
        self.path = path

    def __str__(self) -> str:
        return self.cause if self.path is None else self.about(self.path)

    def about(self, path: Path) -> str:
        """Return what it says of a file."""
        return f"{path} {self.found} ({self.cause})" if self.found else self.cause


class Locked(StorageError, StoreUnavailable):
    """Another process uses this database."""

    found = "is used by another process: stop that, or wait for its end"

    def about(self, path: Path) -> str:
        """Return what it says of a file; whoever knows the process names the file too."""
        return self.cause if str(path) in self.cause else super().about(path)


class NewerDatabase(StorageError):
    """A later release created this database."""


class Broken(StorageError, StoreUnavailable):
    """The file is damaged, or no database."""

    found = "is damaged or no database: put a copy in its place by `nemobot restore PATH`"


class Unwritable(StorageError, StoreUnavailable):
    """The file cannot be written."""

    found = "cannot be written: look at the disk's free space and the folder's rights"


class Moved(StorageError, StoreUnavailable):
    """The file that was opened is not at its path any more; what is written to it would be lost with this process."""

    found = "was moved or deleted, or its disk is away: bring it back, or stop the bot and restore a copy"


class Closed(StorageError, StoreUnavailable):
    """This process has closed the database."""

    found = "is closed: the bot is stopping"


_CLASSES: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_PROTOCOL: Locked,
    sqlite3.SQLITE_CORRUPT: Broken,
    sqlite3.SQLITE_NOTADB: Broken,
    sqlite3.SQLITE_FULL: Unwritable,
    sqlite3.SQLITE_READONLY: Unwritable,
    sqlite3.SQLITE_IOERR: Unwritable,
    sqlite3.SQLITE_CANTOPEN: Unwritable,
    sqlite3.SQLITE_PERM: Unwritable,
    sqlite3.SQLITE_NOMEM: Unwritable,
}
_PRIMARY = 0xFF  # an extended SQLite code carries its class in the low byte ("Result and Error Codes", sqlite.org)


def as_storage_error(error: sqlite3.Error, path: Path | None = None) -> StorageError:
    """Return our error for one of SQLite's, about a file; `StorageError` itself for an unknown code."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _CLASSES.get(code & _PRIMARY, StorageError)(str(error), path)
