import sqlite3
from pathlib import Path

import pytest

from core.model.store_unavailable import StoreUnavailable
from storage.errors import Broken, Closed, Locked, Moved, StorageError, Unwritable, as_storage_error


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (sqlite3.SQLITE_BUSY, Locked),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Locked),
        (sqlite3.SQLITE_CORRUPT_VTAB, Broken),
        (sqlite3.SQLITE_NOTADB, Broken),
        (sqlite3.SQLITE_FULL, Unwritable),
        (sqlite3.SQLITE_IOERR_WRITE, Unwritable),
        (sqlite3.SQLITE_CANTOPEN, Unwritable),  # what too many open files come to
        (sqlite3.SQLITE_NOMEM, Unwritable),
        (sqlite3.SQLITE_TOOBIG, StorageError),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, StorageError),
    ],
)
def test_each_code_of_sqlite_has_its_error_of_ours(code, expected):
    error = sqlite3.OperationalError("what happened")
    error.sqlite_errorcode = code
    ours = as_storage_error(error)
    assert type(ours) is expected
    assert str(ours) == "what happened"


@pytest.mark.parametrize(
    ("code", "mend"),
    [
        (sqlite3.SQLITE_BUSY, "used by another process"),
        (sqlite3.SQLITE_CORRUPT, "`nemobot restore PATH`"),
        (sqlite3.SQLITE_FULL, "free space"),
    ],
)
def test_an_error_of_a_file_names_it_and_says_what_helps(code, mend):
    error = sqlite3.OperationalError("what happened")
    error.sqlite_errorcode = code
    said = str(as_storage_error(error, Path("data/nemobot.db")))
    assert said.startswith("data/nemobot.db ")
    assert mend in said
    assert said.endswith("(what happened)")


def test_an_error_without_a_code_is_still_one_of_ours():
    assert type(as_storage_error(sqlite3.ProgrammingError("odd"))) is StorageError


def test_only_what_is_no_fault_of_the_rows_is_a_store_that_cannot_be_used():
    assert all(issubclass(error, StoreUnavailable) for error in (Locked, Broken, Unwritable, Moved, Closed))
    assert not issubclass(StorageError, StoreUnavailable)
