"""What may go wrong with the rows, and what the operator can do about it.

StorageError                the store did not do as asked
├── Locked                  another process works on this database
├── NewerDatabase           a later release made it
├── Broken                  the file is damaged, or no database at all
└── Unwritable              the disk does not take it: full, read-only, not ours

The messages name files and never values: a row may hold a secret.
"""

import sqlite3


class StorageError(Exception):
    """The store did not do as asked; the root of this room's errors."""


class Locked(StorageError):
    """Another process works on this database."""


class NewerDatabase(StorageError):
    """A later release made this database."""


class Broken(StorageError):
    """The file is damaged, or no database at all."""


class Unwritable(StorageError):
    """The disk does not take it."""


_CLASSES: dict[int, type[StorageError]] = {
    sqlite3.SQLITE_BUSY: Locked,
    sqlite3.SQLITE_LOCKED: Locked,
    sqlite3.SQLITE_CORRUPT: Broken,
    sqlite3.SQLITE_NOTADB: Broken,
    sqlite3.SQLITE_FULL: Unwritable,
    sqlite3.SQLITE_READONLY: Unwritable,
    sqlite3.SQLITE_IOERR: Unwritable,
    sqlite3.SQLITE_CANTOPEN: Unwritable,
    sqlite3.SQLITE_PERM: Unwritable,
}
_PRIMARY = 0xFF  # an extended SQLite code carries its class in the low byte ("Result and Error Codes", sqlite.org)


def as_storage_error(error: sqlite3.Error) -> StorageError:
    """Return the error of ours for one of SQLite's; an unknown code is still a `StorageError`."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
    return _CLASSES.get(code & _PRIMARY, StorageError)(str(error))
