"""Statements and transactions on SQLite, through two connections.

Writes use one connection, in the driver's thread and under a lock, so that no statement becomes part of another task's
transaction. A `select` uses the other one, on the event loop: a cached row is read faster than a thread wakes up, and
in WAL mode a reader never waits for a writer. No other file uses the driver, or a function that only SQLite has.
"""

import asyncio
import contextlib
import logging
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Final, Protocol, TypeVar

import aiosqlite

from storage.errors import Closed, Moved, as_storage_error

T = TypeVar("T")

_PRAGMAS: Final = (
    "pragma busy_timeout = 5000",  # a backup by another process may hold the file for a moment
    "pragma auto_vacuum = incremental",  # of a new file, before anything is written; see storage.free_pages
    "pragma journal_mode = wal",
    "pragma synchronous = full",  # a commit survives a power loss
    "pragma foreign_keys = on",
    "pragma secure_delete = fast",  # a token that is forgotten is not left in the gap of its page
)


class Row(Protocol):
    """One row, by column name."""

    def __getitem__(self, column: str, /) -> Any:
        """Return the value of a column."""
        ...


class Statements(Protocol):
    """Runs statements: a database commits each by itself, a transaction all together."""

    async def all(self, sql: str, *params: object) -> list[Row]:
        """Run one statement, with `?` for each parameter, and return its rows.

        Raises:
            StorageError: it was not done.
        """
        ...


class Database:
    """An open database."""

    def __init__(self, path: Path, connection: aiosqlite.Connection, reader: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._reader = reader
        self._file = _identity(path)
        self._lock = asyncio.Lock()
        self._in_transaction = _TransactionStatements(self._run)
        self._closed = False

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open a SQLite file that only this user may read; create it if there is none.

        Raises:
            StorageError: it cannot be opened.
        """
        # the driver's debug lines hold every parameter, including tokens
        logging.getLogger("aiosqlite").setLevel(logging.WARNING)
        _make_private(path)
        connection = aiosqlite.connect(path, isolation_level=None)
        try:
            await run_to_end(_connected(connection))
            return cls(path, connection, _reader(path))
        except BaseException as error:
            await run_to_end(connection.close())
            if isinstance(error, sqlite3.Error):
                raise as_storage_error(error, path) from error
            raise

    async def all(self, sql: str, *params: object) -> list[Row]:
        """Run one statement in a transaction of its own and return its rows.

        Raises:
            StorageError: it was not done.
        """
        if sql.startswith("select"):
            with contextlib.suppress(
                sqlite3.Error, UnicodeEncodeError
            ):  # the other connection waits for a lock, or raises
                return self._reader.execute(sql, params).fetchall()
        async with self._lock:
            if not sql.startswith("select"):
                self._require_file()
            return await self._run(sql, params)

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncIterator[Statements]:
        """Commit the statements of the block together, or none of them, also when the task is cancelled.

        Raises:
            StorageError: nothing was committed.
        """
        async with self._lock:
            self._require_file()
            try:
                await self._run("begin immediate", ())
                yield self._in_transaction
                await self._run("commit", ())
            except BaseException:
                # the driver's thread works in order: a statement that runs on after its task was cancelled ends first
                await run_to_end(self._roll_back())
                raise

    async def write(self) -> None:
        """Write one page of the file, as it is, to know that it can be written.

        Raises:
            StorageError: it cannot.
        """
        async with self.transaction() as tx:
            (now,) = await tx.all("pragma user_version")
            await tx.all(f"pragma user_version = {now['user_version']}")

    async def release(self, pages: int) -> None:
        """Take so many free pages out of the file, at most.

        Raises:
            StorageError: it was not done.
        """
        async with self._lock:
            if self._closed:
                raise Closed("the database is closed")
            try:
                # `execute` takes one step of a statement without columns, and this one takes a step for each page
                await self._connection.executescript(f"pragma incremental_vacuum({pages})")
            except sqlite3.Error as error:
                raise as_storage_error(error, self._path) from error

    async def close(self) -> None:
        """Close the file after the running statements, also when the task is cancelled."""
        await run_to_end(self._close())

    def _require_file(self) -> None:
        """Check that what is written goes to the file at the path: SQLite writes on to one that was deleted.

        Raises:
            Moved: it would not.
        """
        if not self._closed and _identity(self._path) != self._file:
            raise Moved("another file or none is there", self._path)

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
            raise Closed("the database is closed")
        try:
            return list(await self._connection.execute_fetchall(sql, params))
        except UnicodeEncodeError:
            # a text may hold half a surrogate pair, which no database stores; nothing was executed yet
            return list(await self._connection.execute_fetchall(sql, [_encodable(value) for value in params]))
        except sqlite3.Error as error:
            raise as_storage_error(error, self._path) from error


class _TransactionStatements:
    """Runs the statements of the open transaction, which holds the lock."""

    def __init__(self, run: Callable[[str, Sequence[object]], Awaitable[list[Row]]]) -> None:
        self._run = run

    async def all(self, sql: str, *params: object) -> list[Row]:
        return await self._run(sql, params)


async def run_to_end(work: Coroutine[Any, Any, T]) -> T:
    """Await `work` to its end, also when the task is cancelled; the cancellation is raised afterwards."""
    task = asyncio.create_task(work, name="run to end")
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        task.exception()  # read, so that asyncio does not report it as never retrieved
        raise cancelled
    return task.result()


def only(rows: Sequence[Row], what: str) -> Row:
    """Return the first row; `what` names it in the error.

    Raises:
        LookupError: there is no row.
    """
    if not rows:
        raise LookupError(f"there is no {what}")
    return rows[0]


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from every other; None: it cannot be reached."""
    try:
        file = os.stat(path)  # noqa: PTH116 - before each write, and a third faster
    except OSError:
        return None
    return file.st_dev, file.st_ino


def _make_private(path: Path) -> None:
    # before SQLite opens it: closing a descriptor of an open database drops SQLite's locks
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
    # it runs on the event loop, so it must not wait for a lock
    reader = sqlite3.connect(path, isolation_level=None, timeout=0)
    reader.row_factory = sqlite3.Row
    reader.execute("pragma query_only = on")
    return reader


def _encodable(value: object) -> object:
    return value.encode(errors="replace").decode() if isinstance(value, str) else value
