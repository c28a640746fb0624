"""The errors of the database.

StorageError                a call of the database failed
├── Locked                  another process uses this database
├── NewerDatabase           a later release created it
├── Broken                  the file is damaged, or no database
├── Unwritable              the file cannot be written: disk full, read-only, no permission, no memory
└── Closed                  this process has closed it

All but `NewerDatabase` are a `StoreUnavailable` too: no fault of what was to be stored.

The messages name files and never values, because a row may hold a secret.
"""

import sqlite3

from core.model.store_unavailable import StoreUnavailable


class StorageError(Exception):
    """A call of the database failed; the root of the errors here."""


class Locked(StorageError, StoreUnavailable):
    """Another process uses this database."""


class NewerDatabase(StorageError):
    """A later release created this database."""


class Broken(StorageError, StoreUnavailable):
    """The file is damaged, or no database."""


class Unwritable(StorageError, StoreUnavailable):
    """The file cannot be written."""


class Closed(StorageError, StoreUnavailable):
    """This process has closed the database."""


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


def as_storage_error(error: sqlite3.Error) -> StorageError:
    """Return our error for one of SQLite's; `StorageError` itself for an unknown code."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _CLASSES.get(code & _PRIMARY, StorageError)(str(error))
