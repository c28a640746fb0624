"""What a migration of a database would do, found out without a change to it or to anything beside it.

A database with a write-ahead log is read with that log. Where no process works on it, SQLite would clear the log up on
closing, so a copy of both is read instead.
"""

import asyncio
import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from storage.database import run_to_end
from storage.errors import Broken, Unwritable, as_storage_error
from storage.migrations import migrations, require_known
from storage.owner import lock_of


@dataclass(frozen=True, slots=True)
class SchemaPlan:
    """What a migration would do.

    `schema` is the one that is there; 0: none. `missing` are the names of what would be applied. `copy` is where the
    copy would lie that is made before; None: none would be made.
    """

    schema: int
    missing: tuple[str, ...]
    copy: Path | None
    copy_bytes: int = 0


async def planned(path: Path) -> SchemaPlan:
    """Return what a migration of a database would do; there may be none.

    Raises:
        NewerDatabase: a later release created it.
        Broken: it is damaged, or no database of Nemobot.
        StorageError: it cannot be read.
    """
    return await run_to_end(asyncio.to_thread(_planned, path))


def _planned(path: Path) -> SchemaPlan:
    known = migrations()
    if not path.exists() or path.stat().st_size == 0:
        return SchemaPlan(0, tuple(one.name for one in known), None)
    try:
        with _unchanged(path) as database, closing(sqlite3.connect(database, uri=True)) as opened:
            if opened.execute("select 1 from sqlite_master where name = 'schema_migrations'").fetchall():
                ((schema,),) = opened.execute("select coalesce(max(number), 0) from schema_migrations")
            elif opened.execute("select 1 from sqlite_master").fetchall():
                raise Broken("it has no schema of Nemobot", path)
            else:
                schema = 0
    except sqlite3.Error as error:
        raise as_storage_error(error, path) from error
    except OSError as error:
        raise Unwritable(str(error)) from error
    require_known(int(schema), path)
    missing = tuple(one for one in known if one.number > schema)
    copy = path.with_name(f"{path.name}.before-{missing[0].number:04}") if missing else None
    return SchemaPlan(int(schema), tuple(one.name for one in missing), copy, path.stat().st_size if copy else 0)


@contextmanager
def _unchanged(path: Path) -> Iterator[str]:
    """Give the URI under which a database can be read without a change to it."""
    log = path.with_name(f"{path.name}-wal")
    if not log.exists() or log.stat().st_size == 0:
        yield f"{_uri(path)}?immutable=1"
    elif _is_in_use(path):
        yield f"{_uri(path)}?mode=ro"  # its process has all the files that a reader needs
    else:
        with tempfile.TemporaryDirectory(prefix="nemobot-check-") as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            shutil.copyfile(log, copy.with_name(log.name))
            yield _uri(copy)


def _uri(path: Path) -> str:
    return f"file:{quote(str(path.absolute()))}"


def _is_in_use(path: Path) -> bool:
    try:
        descriptor = os.open(lock_of(path), os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
