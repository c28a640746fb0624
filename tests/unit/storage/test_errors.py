import sqlite3

import pytest

from storage.errors import Broken, Locked, StorageError, Unwritable, as_storage_error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, Locked),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Locked),
        (sqlite3.SQLITE_CORRUPT_VTAB, Broken),
        (sqlite3.SQLITE_NOTADB, Broken),
        (sqlite3.SQLITE_FULL, Unwritable),
        (sqlite3.SQLITE_IOERR_WRITE, Unwritable),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, StorageError),
    ],
)
def test_each_code_of_sqlite_has_its_error_of_ours(code, expected):
    error = sqlite3.OperationalError("what happened")
    error.sqlite_errorcode = code
    ours = as_storage_error(error)
    assert type(ours) is expected
    assert str(ours) == "what happened"


def test_an_error_without_a_code_is_still_one_of_ours():
    assert type(as_storage_error(sqlite3.ProgrammingError("odd"))) is StorageError
