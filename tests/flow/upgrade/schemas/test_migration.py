"""A database of any schema becomes one of this release: said before, copied first, whole wherever it is killed."""

import asyncio
import contextlib
import itertools
import shutil
import sqlite3

import pytest

from bots.ops.maintenance import check_migration
from core.engine.clock import SystemClock
from storage.database import Database
from storage.migrations import migrations, upgrade
from storage.store import migrate
from tests.flow.upgrade.schemas.conftest import NUMBERS, lay_out

CLOCK = SystemClock()
NAMES = [one.name for one in migrations()]


# The journals of a schema have these steps for the first time. Where a record has more fields, its README tells.
FIRST_STEPS = {
    1: {"asked", "ask", "ask.note.1", "ask.lost.wait.2", "follow", "film.submit1", "film.sent.unsure", "answer"},
    4: {"film.sent.marked"},
    7: {"said"},
    8: {"when.ask.1", "end"},
    11: {"cancel.found"},
    12: {"film.apart"},
    13: {"told.open", "later.accepted"},
    17: {"answered.part0"},
    20: {"forget.marked"},
    22: {"login"},
}


def test_there_is_a_database_of_each_earlier_schema():
    assert set(range(1, len(NAMES))) <= set(NUMBERS) <= set(range(1, len(NAMES) + 1))


def test_each_vocabulary_of_the_journals_is_there(tmp_path):
    known = set()
    for number in NUMBERS:
        (tmp_path / str(number)).mkdir()
        lay_out(number, tmp_path / str(number))
        steps = {name for (name,) in read(tmp_path / str(number) / "bot" / "nemobot.db", "select name from journal")}
        new = set().union(*FIRST_STEPS.values()) & steps - known
        assert (number, new) == (number, FIRST_STEPS.get(number, set()))
        known |= new


def every_byte(folder):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir() if file.is_file()}


def read(path, sql):
    with contextlib.closing(sqlite3.connect(path)) as opened:
        return opened.execute(sql).fetchall()


def contents(path):
    with contextlib.closing(sqlite3.connect(path)) as opened:
        return list(opened.iterdump())


def schema(path):
    """The tables of a database with their columns, and its indexes, whatever statements made them."""
    tables = [name for (name,) in read(path, "select name from sqlite_master where type = 'table'")]
    indexes = read(path, "select name, tbl_name, sql from sqlite_master where type = 'index' and sql is not null")
    return {
        **{name: read(path, f"pragma table_xinfo({name})") for name in tables},
        **{f"{name} refers": sorted(read(path, f"pragma foreign_key_list({name})")) for name in tables},
        **{name: (table, " ".join(sql.split())) for name, table, sql in indexes},
    }


@pytest.fixture(scope="module")
async def fresh(tmp_path_factory):
    """The schema of a database that this release made."""
    path = tmp_path_factory.mktemp("fresh") / "nemobot.db"
    await migrate(path, clock=CLOCK)
    return schema(path)


@pytest.mark.parametrize("number", NUMBERS)
async def test_a_check_says_what_a_migration_then_does_to_a_copied_database(laid_out, fresh, number):
    path = laid_out(number)
    before, rows, missing = every_byte(path.parent), contents(path), NAMES[number:]
    said = await asyncio.to_thread(check_migration, path)
    assert every_byte(path.parent) == before
    assert list(said[1:-1]) == [f"would apply {name}" for name in missing]
    copy = path.with_name(f"nemobot.db.before-{number + 1:04}")
    assert (str(copy) in said[-1]) == bool(missing)
    assert await migrate(path, clock=CLOCK) == tuple(missing)
    assert copy.exists() == bool(missing)
    assert not missing or contents(copy) == rows
    assert schema(path) == fresh
    assert read(path, "pragma foreign_key_check") == []
    assert (await asyncio.to_thread(check_migration, path))[0].startswith("Nothing to do")


class Died(BaseException):
    """The process ends before a statement."""


class DyingDatabase:
    """A database whose process dies before this statement of a migration: what is on the disk then is kept."""

    def __init__(self, database, folder, kept, at):
        self._database, self._folder, self._kept, self._at = database, folder, kept, at
        self._begun = itertools.count(1)
        self.all = database.all

    @contextlib.asynccontextmanager
    async def transaction(self):
        async with self._database.transaction() as tx:
            yield DyingStatements(self._die_or_go_on, tx)
            await self._die_or_go_on()  # before the commit

    async def _die_or_go_on(self):
        if next(self._begun) == self._at:
            shutil.copytree(self._folder, self._kept, ignore=shutil.ignore_patterns("*.before-*"))
            raise Died


class DyingStatements:
    def __init__(self, die_or_go_on, tx):
        self._die_or_go_on, self._tx = die_or_go_on, tx

    async def all(self, sql, *params):
        await self._die_or_go_on()
        return await self._tx.all(sql, *params)


async def test_a_migration_that_dies_before_each_of_its_statements_goes_on(laid_out, fresh, tmp_path):
    first = path = laid_out(NUMBERS[0])
    rows, schemas, at = contents(path), [NUMBERS[0]], 1
    for life in itertools.count(1):
        kept = tmp_path / f"life {life}"
        database = await Database.open(path)
        try:
            await upgrade(DyingDatabase(database, path.parent, kept, at), path, CLOCK, fresh=False)
            break
        except Died:
            path = kept / path.name
        finally:
            await database.close()
        [(number,)] = read(path, "select max(number) from schema_migrations")
        schemas.append(number)
        at = 1 if number > schemas[-2] else at + 1
    assert life > sum(len(one.statements) for one in migrations()[NUMBERS[0] :])
    assert schema(path) == fresh
    assert read(path, "pragma integrity_check") == [("ok",)]
    assert contents(first.with_name(f"nemobot.db.before-{NUMBERS[0] + 1:04}")) == rows
