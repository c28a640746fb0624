"""The seam to the database engine: rows out, whole transactions in. Here SQLite, through two connections.

What writes goes through one of them, in the driver's thread, and takes the lock, so that nobody's statement joins a
stranger's transaction. What only reads goes through the other, at once: a row in the page cache is read in less time
than a thread takes to wake up, and in WAL mode a reader waits for no writer. Nothing outside this file knows the
driver or a function that only SQLite has.
"""

import asyncio
import contextlib
import logging
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import aiosqlite

from storage.errors import StorageError, as_storage_error

T = TypeVar("T")

_PRAGMAS: Final = (
    "pragma busy_timeout = 5000",  # a backup by another process may hold the file for a moment
    "pragma journal_mode = wal",
    "pragma synchronous = full",  # accepted is accepted, at a power loss too
    "pragma foreign_keys = on",
)


class Row(Protocol):
    """One row, by column name."""

    def __getitem__(self, column: str, /) -> Any:
        """Return the value of a column."""
        ...


class Statements(Protocol):
    """What runs statements: a database, each by itself, or a transaction, all together."""

    async def all(self, sql: str, *params: object) -> list[Row]:
        """Run one statement, with `?` for each parameter, and return its rows."""
        ...


class Database:
    """An open database; a statement of its own commits by itself."""

    def __init__(self, connection: aiosqlite.Connection, reader: sqlite3.Connection) -> None:
        self._connection = connection
        self._reader = reader
        self._lock = asyncio.Lock()
        self._inside = _Inside(self._run)
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open a SQLite file that only this user may read; make it when it is not there.

        Raises:
            StorageError: it cannot be opened.
        """
        # the driver's debug lines hold every parameter, tokens among them
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        _make_private(path)
        connection = aiosqlite.connect(path, isolation_level=None)
        try:
            await settled(_connected(connection))
            return cls(connection, _reader(path))
        except BaseException as error:
            await settled(connection.close())
            if isinstance(error, sqlite3.Error):
                raise as_storage_error(error) from error
            raise

    async def all(self, sql: str, *params: object) -> list[Row]:
        """Run one statement in a transaction of its own and return its rows.

        Raises:
            StorageError: it was not done.
        """
        if sql.startswith("select"):
            with contextlib.suppress(sqlite3.Error, UnicodeEncodeError):  # the other connection waits, or says why not
                return self._reader.execute(sql, params).fetchall()
        async with self._lock:
            return await self._run(sql, params)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Statements]:
        """Let the statements of the block count together or not at all, whoever is cancelled meanwhile.

        Raises:
            StorageError: nothing of it was done.
        """
        async with self._lock:
            try:
                await self._run("begin immediate", ())
                yield self._inside
                await self._run("commit", ())
            except BaseException:
                # the driver's thread works in order: a statement whose waiter was cancelled, the commit too, ends first
                await settled(self._roll_back())
                raise

    async def close(self) -> None:
        """End what is under way, then close the file, however often cancelled meanwhile."""
        await settled(self._close())

    async def _close(self) -> None:
        async with self._lock:
            self._closed = True
            self._reader.close()
            await self._connection.close()

    async def _roll_back(self) -> None:
        if not self._closed:
            await self._connection.rollback()

    async def _run(self, sql: str, params: Sequence[object]) -> list[Row]:
        if self._closed:
            raise StorageError("the database is closed")
        try:
            return list(await self._connection.execute_fetchall(sql, params))
        except UnicodeEncodeError:
            # a chat may say half a surrogate pair, which no database takes; nothing ran yet
            return list(await self._connection.execute_fetchall(sql, [_encodable(value) for value in params]))
        except sqlite3.Error as error:
            raise as_storage_error(error) from error


class _Inside:
    """The statements of the one open transaction, whose lock is held already."""

    def __init__(self, run: Callable[[str, Sequence[object]], Awaitable[list[Row]]]) -> None:
        self._run = run

    async def all(self, sql: str, *params: object) -> list[Row]:
        return await self._run(sql, params)


async def settled(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end even when cancelled meanwhile, and be cancelled only then."""
    task = asyncio.create_task(work, name="settle")
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # looked at, so that nobody reports it as lost
        raise cancelled
    return task.result()


def only(rows: Sequence[Row], what: str) -> Row:
    """Return the one row that was looked for.

    Raises:
        LookupError: there is none.
    """
    if not rows:
        raise LookupError(f"there is no {what}")
    return rows[0]


def _make_private(path: Path) -> None:
    # touched before SQLite ever saw it: closing a file that SQLite has open would drop its locks
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        path.chmod(0o600)


async def _connected(connection: aiosqlite.Connection) -> None:
    await connection
    connection.row_factory = sqlite3.Row
    for pragma in _PRAGMAS:
        await connection.execute_fetchall(pragma)


def _reader(path: Path) -> sqlite3.Connection:
    reader = sqlite3.connect(path, isolation_level=None, timeout=0)  # it must not wait: everything else would
    reader.row_factory = sqlite3.Row
    reader.execute("pragma query_only = on")
    return reader


def _encodable(value: object) -> object:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value
