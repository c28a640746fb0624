"""The numbered files of the schema, each applied once, in a transaction.

A released file is never edited: a change of the schema is a new file.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from core.engine.clock import Clock
from storage.backup import back_up
from storage.database import Database
from storage.errors import NewerDatabase

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file."""

    number: int
    name: str
    statements: tuple[str, ...]


def migrations() -> tuple[Migration, ...]:
    """Return the migrations of this release, in order."""
    files = [file for file in resources.files("storage").joinpath("schema").iterdir() if file.name.endswith(".sql")]
    return tuple(_read(file.name, file.read_text("utf-8")) for file in sorted(files, key=lambda file: file.name))


def _read(name: str, text: str) -> Migration:
    statements = (statement.strip() for statement in text.split(";\n"))
    return Migration(int(name[:4]), name.removesuffix(".sql"), tuple(one for one in statements if one))


async def upgrade(
    database: Database, path: Path, clock: Clock, *, fresh: bool, known: Sequence[Migration] | None = None
) -> tuple[str, ...]:
    """Bring a database to this release's schema and return the names of what was applied.

    Args:
        database: open, and locked by this process.
        path: its file; unless it is `fresh`, a verified copy is written beside it before anything changes.
        clock: the time that is recorded for each migration.
        fresh: the file is new.
        known: the migrations; this release's own by default.

    Raises:
        NewerDatabase: a later release created this database.
        StorageError: a migration failed; it changed nothing, those before it are applied.
    """
    known = migrations() if known is None else known
    applied = await _applied(database)
    require_known(applied, path, known)
    missing = [migration for migration in known if migration.number > applied]
    if missing and not fresh:
        await back_up(path, path.with_name(f"{path.name}.before-{missing[0].number:04}"))
    for migration in missing:
        await _apply(database, migration, clock.time())
        if not fresh:
            log.info("schema %s applied", migration.name)
    if missing and fresh:
        log.info("a new database at schema %d: %s", missing[-1].number, path)
    return tuple(migration.name for migration in missing)


def require_known(applied: int, path: Path, known: Sequence[Migration] | None = None) -> None:
    """Check that a database at this schema is none of a later release; `path` and `known` are as for `upgrade`.

    Raises:
        NewerDatabase: it is.
    """
    newest = (migrations() if known is None else known)[-1].number
    if applied > newest:
        raise NewerDatabase(
            f"{path} is at schema {applied}, this release knows {newest}: install the later release again, or put"
            f" back the copy of before by `nemobot restore {path}.before-{newest + 1:04}`"
        )


async def _applied(database: Database) -> int:
    await database.all(
        "create table if not exists schema_migrations"
        " (number bigint primary key, name text not null, applied_at double precision not null)"
    )
    rows = await database.all("select coalesce(max(number), 0) as newest from schema_migrations")
    return int(rows[0]["newest"])


async def _apply(database: Database, migration: Migration, now: float) -> None:
    async with database.transaction() as tx:
        for statement in migration.statements:
            await tx.all(statement)
        await tx.all(
            "insert into schema_migrations (number, name, applied_at) values (?, ?, ?)",
            migration.number,
            migration.name,
            now,
        )
