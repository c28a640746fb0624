"""What a migration would do is told, and not a byte is changed."""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from core.engine.clock import SystemClock
from storage.database import Database
from storage.errors import Broken, NewerDatabase
from storage.migrations import migrations, upgrade
from storage.schema_check import planned
from storage.store import migrate, open_store

CLOCK = SystemClock()
NEWEST = migrations()[-1].number


def everything(folder):
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in folder.iterdir()}


def leave_log(path, statement):
    """Write in the write-ahead log alone, as a killed process leaves it."""
    script = (
        "import os, sqlite3, sys; database = sqlite3.connect(sys.argv[1]);"
        "database.execute('pragma journal_mode = wal'); database.execute('pragma wal_autocheckpoint = 0');"
        "database.execute(sys.argv[2]); database.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path), statement], check=True)


@pytest.fixture
async def older(path):
    """A database of the release before the last migration."""
    path.parent.mkdir()
    database = await Database.open(path)
    await upgrade(database, path, CLOCK, fresh=True, known=migrations()[:-1])
    await database.close()
    return path


async def test_what_is_missing_and_the_copy_are_told_and_nothing_is_changed(older):
    before = everything(older.parent)
    plan = await planned(older)
    assert (plan.schema, plan.missing) == (NEWEST - 1, (migrations()[-1].name,))
    assert plan.copy == older.with_name(f"nemobot.db.before-{NEWEST:04}")
    assert plan.copy_bytes == older.stat().st_size
    assert everything(older.parent) == before
    assert await migrate(older, clock=CLOCK) == plan.missing
    assert plan.copy.is_file()


async def test_a_database_of_this_release_needs_nothing(path):
    await migrate(path, clock=CLOCK)
    before = everything(path.parent)
    plan = await planned(path)
    assert (plan.schema, plan.missing, plan.copy) == (NEWEST, (), None)
    assert everything(path.parent) == before


async def test_no_database_is_no_error_and_none_is_made(path):
    assert (await planned(path)).schema == 0
    assert not path.parent.exists()


async def test_a_running_bot_is_no_hindrance(path):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.preferences.set("s", "n", "v")
        before = {name: content for name, (content, _) in everything(path.parent).items() if not name.endswith("-shm")}
        assert (await planned(path)).schema == NEWEST
        after = {name: content for name, (content, _) in everything(path.parent).items() if not name.endswith("-shm")}
        assert after == before


async def test_what_a_killed_process_left_in_the_log_counts_and_stays_there(path):
    await migrate(path, clock=CLOCK)
    leave_log(path, "insert into schema_migrations values (9999, '9999_later', 0)")
    before = everything(path.parent)
    assert "nemobot.db-wal" in before
    with pytest.raises(NewerDatabase, match=rf"schema 9999.*nemobot restore .*before-{NEWEST + 1:04}"):
        await planned(path)
    assert everything(path.parent) == before


async def test_a_folder_that_may_not_be_written_can_be_read(older):
    older.parent.chmod(0o500)
    try:
        assert (await planned(older)).schema == NEWEST - 1
    finally:
        older.parent.chmod(0o700)


@pytest.mark.parametrize("content", [b"not a database " * 100, None])
async def test_what_is_no_database_of_ours_is_named(path, content):
    path.parent.mkdir()
    if content is None:
        with closing(sqlite3.connect(path)) as other:
            other.execute("create table notes (id integer)")
    else:
        path.write_bytes(content)
    before = path.stat().st_mtime_ns
    with pytest.raises(Broken, match=r"nemobot\.db is damaged or no database.*nemobot restore"):
        await planned(path)
    assert path.stat().st_mtime_ns == before
