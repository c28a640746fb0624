"""The file of a store, as another process sees it, puts it back as it was, and leaves no room in it."""

import contextlib
import resource
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

from storage.store import Store

Rows = dict[str, list[tuple[Any, ...]]]

_NO_LIMIT = 0x7FFFFFFF


class SqliteFile:
    """What `tests.contract.kinds.Kind.outside` says, of an embedded database."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._kept = sqlite3.connect(":memory:", isolation_level=None)
        self._file.backup(self._kept)
        self._kept.execute("vacuum")  # so that no page has much room, and none is free

    def close(self) -> None:
        self._file.close()
        self._kept.close()

    def put_back(self) -> None:
        """Let it be as it was at first, whoever has it open."""
        self._kept.backup(self._file)

    def rows(self) -> Rows:
        """Return the rows of each table, as they are committed."""
        tables = self._file.execute("select name from sqlite_schema where type = 'table' order by name").fetchall()
        return {name: self._file.execute(f"select * from {name} order by 1, 2").fetchall() for (name,) in tables}

    def faults(self) -> list[str]:
        """Return what is damaged."""
        (found,) = self._file.execute("pragma integrity_check").fetchone()
        broken = self._file.execute("pragma foreign_key_check").fetchall()
        return [str(fault) for fault in (found, *broken) if fault != "ok"]


@contextlib.asynccontextmanager
async def no_page_more(store: Store) -> AsyncIterator[None]:
    """What fits into the pages that there are can be written, nothing else."""
    await store.database.all("pragma max_page_count = 1")  # SQLite takes no less than there are
    try:
        yield
    finally:
        await store.database.all(f"pragma max_page_count = {_NO_LIMIT}")


@contextlib.asynccontextmanager
async def no_byte_more(_: Store) -> AsyncIterator[None]:
    """Nothing can be written, into no file of this process."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


FULL: dict[str, Callable[[Store], AbstractAsyncContextManager[None]]] = {
    "no byte more": no_byte_more,
    "no page more": no_page_more,  # the last one, since some writes are done there
}
