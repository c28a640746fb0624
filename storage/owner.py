"""The lock that makes one process the only user of a database: on a file beside it.

The database file itself is never opened here: closing any descriptor of it would drop SQLite's own locks.
"""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from storage.errors import Locked


def lock_of(database: Path) -> Path:
    """Return the file that is locked while a process works on a database."""
    return database.with_name(database.name + ".lock")


@contextlib.contextmanager
def owned(database: Path) -> Iterator[None]:
    """Lock a database while the block runs; the system releases the lock of a process that dies.

    Raises:
        Locked: another process has locked it.
        OSError: the lock file cannot be written.
    """
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(lock_of(database), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        _take(descriptor, database)
        yield
    finally:
        os.close(descriptor)


def _take(descriptor: int, database: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(descriptor, 20, 0).decode(errors="replace").strip() or "unknown"
        raise Locked(
            f"another nemobot (process {holder}) works on {database}:"
            " stop it, or give this one its own NEMOBOT_DATA_DIR"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
