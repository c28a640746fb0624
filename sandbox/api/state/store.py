"""The rows that outlive the process: accounts, sessions, assets, accepted turns, renders.

Statements run on the event loop on purpose. Each is one autocommitted statement on a local WAL file (tens of
microseconds), so nothing can be cancelled between a row and the task it belongs to. WAL with `synchronous=NORMAL`
survives kill -9 at any instruction; only a power cut may lose the last commits, which a sandbox may.
"""

import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

# `lives` counts how often a turn or a render was attempted.
SCHEMA = """
CREATE TABLE IF NOT EXISTS account (
    id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, client_id TEXT, ip TEXT,
    credits INTEGER NOT NULL, created REAL NOT NULL, expires REAL);
CREATE TABLE IF NOT EXISTS session (
    id TEXT PRIMARY KEY, task_id TEXT NOT NULL, account INTEGER NOT NULL REFERENCES account,
    name TEXT NOT NULL, language TEXT NOT NULL, greeted INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS claim (
    token TEXT PRIMARY KEY, session TEXT NOT NULL REFERENCES session, expires REAL NOT NULL);
CREATE TABLE IF NOT EXISTS asset (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL REFERENCES session, name TEXT NOT NULL,
    file TEXT NOT NULL, kind TEXT NOT NULL, duration_ms INTEGER NOT NULL, width INTEGER NOT NULL,
    height INTEGER NOT NULL, fps REAL NOT NULL, has_audio INTEGER NOT NULL, size INTEGER NOT NULL, hash TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS asset_of_session ON asset (session);
CREATE TABLE IF NOT EXISTS turn (
    id INTEGER PRIMARY KEY, session TEXT NOT NULL REFERENCES session, account INTEGER NOT NULL REFERENCES account,
    text TEXT NOT NULL, status TEXT NOT NULL, cost INTEGER NOT NULL, lives INTEGER NOT NULL DEFAULT 0, draft TEXT);
CREATE INDEX IF NOT EXISTS turn_of_session ON turn (session);
CREATE INDEX IF NOT EXISTS turn_of_account ON turn (account);
CREATE TABLE IF NOT EXISTS render (
    n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session TEXT NOT NULL REFERENCES session,
    account INTEGER NOT NULL REFERENCES account, draft TEXT NOT NULL, quality TEXT NOT NULL, status TEXT NOT NULL,
    lives INTEGER NOT NULL DEFAULT 0, error TEXT NOT NULL DEFAULT '', duration_ms INTEGER NOT NULL DEFAULT 0,
    size INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL, completed REAL);
"""


class InUse(Exception):
    """Another sandbox owns this data folder."""


class Store:
    """One SQLite file, owned by one process: the lock is SQLite's own and dies with the process. Raises InUse."""

    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600)
        self._connection = sqlite3.connect(path, isolation_level=None, timeout=0.2)
        self._connection.row_factory = sqlite3.Row
        try:
            self._connection.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            self._connection.execute("PRAGMA foreign_keys=ON")
            self._connection.executescript(SCHEMA)
        except sqlite3.OperationalError as error:
            self._connection.close()
            raise InUse(f"the sandbox data folder is in use or cannot be written: {error}") from error

    def run(self, statement: str, *values: Any) -> int:
        """Carry out one statement; how many rows it changed."""
        return self._connection.execute(statement, values).rowcount

    def insert(self, statement: str, *values: Any) -> int:
        """Add one row; its number."""
        return self._connection.execute(statement, values).lastrowid or 0

    def insert_all(self, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Add many rows, all or none."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            self._connection.executemany(statement, rows)
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    def only(self, statement: str, *values: Any) -> sqlite3.Row:
        """The one row there is bound to be."""
        [row] = self._connection.execute(statement, values).fetchall()
        found: sqlite3.Row = row
        return found

    def one(self, query: str, *values: Any) -> sqlite3.Row | None:
        """The row, if there is one."""
        row: sqlite3.Row | None = self._connection.execute(query, values).fetchone()
        return row

    def all(self, query: str, *values: Any) -> list[sqlite3.Row]:
        """Every row."""
        return self._connection.execute(query, values).fetchall()

    def close(self) -> None:
        """Fold the log into the file and let go of the lock."""
        self._connection.close()
