import asyncio
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from core.engine.clock import SystemClock
from storage.backup import back_up
from storage.errors import Broken, Locked, NewerDatabase, StorageError
from storage.restore import restore
from storage.store import open_store

CLOCK = SystemClock()

# Restores in a process that is killed at the n-th file that is opened, renamed, linked or removed in the data folder.
KILLED = """
import asyncio, os, signal, sys
from pathlib import Path
from core.engine.clock import SystemClock
from storage.restore import restore
copy, database, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
count = 0
def watch(event, args):
    global count
    if event in {"open", "os.rename", "os.remove", "os.link", "sqlite3.connect"} and str(database) in str(args[0]):
        count += 1
        if count > last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
asyncio.run(restore(copy, database, SystemClock()))
"""


@pytest.fixture
async def copy(path, tmp_path):
    """A copy of a database in which then another value was written."""
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.preferences.set("s", "n", "old")
        await back_up(path, tmp_path / "copy.db")
        await store.preferences.set("s", "n", "new")
    return tmp_path / "copy.db"


def value(path):
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        return database.execute("select value from preferences").fetchall()


def leave_log(path, text):
    """Write a value that is in the write-ahead log alone, as a killed process leaves it."""
    script = (
        "import os, sqlite3, sys; database = sqlite3.connect(sys.argv[1]);"
        "database.execute('pragma journal_mode = wal'); database.execute('pragma wal_autocheckpoint = 0');"
        "database.execute('update preferences set value = ?', (sys.argv[2],)); database.commit(); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", script, str(path), text], check=True)
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0


async def test_a_copy_takes_the_place_and_what_was_there_is_kept(path, copy):
    before = copy.read_bytes()
    aside = await restore(copy, path, CLOCK)
    assert (value(path), value(aside)) == ([("old",)], [("new",)])
    assert copy.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        assert await store.preferences.get("s", "n") == "old"
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}.lock", aside.name}


async def test_a_log_that_a_killed_process_left_spoils_neither(path, copy):
    leave_log(path, "in the log alone")
    aside = await restore(copy, path, CLOCK)
    assert value(path) == [("old",)]
    assert value(aside) == [("in the log alone",)]


async def test_a_log_beside_the_copy_is_part_of_it(path, copy):
    leave_log(copy, "in the log of the copy")
    await restore(copy, path, CLOCK)
    assert value(path) == [("in the log of the copy",)]


async def test_a_damaged_database_is_kept_with_its_log(path, copy):
    leave_log(path, "x")
    path.write_bytes(b"damaged" * 1000)
    log = path.with_name(f"{path.name}-wal").read_bytes()
    aside = await restore(copy, path, CLOCK)
    assert value(path) == [("old",)]
    assert aside.read_bytes() == b"damaged" * 1000
    assert aside.with_name(f"{aside.name}-wal").read_bytes() == log


async def test_a_first_database_replaces_nothing(path, copy, tmp_path):
    database = tmp_path / "another" / "nemobot.db"
    assert await restore(copy, database, CLOCK) is None
    assert value(database) == [("old",)]


async def test_while_a_bot_runs_nothing_is_restored(path, copy):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        with pytest.raises(Locked):
            await restore(copy, path, CLOCK)
        assert await store.preferences.get("s", "n") == "new"


def damage(copy):
    content = bytearray(copy.read_bytes())
    content[4096 * 3 : 4096 * 8] = b"\xff" * 4096 * 5
    copy.write_bytes(content)


def make_photo(copy):
    copy.write_bytes(b"JFIF" * 1000)


def make_other(copy):
    copy.unlink()
    with closing(sqlite3.connect(copy)) as database:
        database.execute("create table t (x)")


def make_newer(copy):
    with closing(sqlite3.connect(copy)) as database, database:
        database.execute("insert into schema_migrations values (9999, 'later', 0)")


def remove(copy):
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "error"),
    [(damage, Broken), (make_photo, Broken), (make_other, Broken), (make_newer, NewerDatabase), (remove, StorageError)],
)
async def test_what_cannot_be_used_leaves_the_database_as_it_is(path, copy, spoil, error):
    spoil(copy)
    with pytest.raises(error):
        await restore(copy, path, CLOCK)
    assert value(path) == [("new",)]
    assert not list(path.parent.glob("*restor*"))


async def test_a_database_is_no_copy_of_itself(path, copy):
    with pytest.raises(StorageError, match="itself"):
        await restore(path, path, CLOCK)
    assert value(path) == [("new",)]


async def test_killed_at_any_file_it_leaves_a_whole_database_and_the_next_one_goes_on(path, copy, tmp_path):
    leave_log(path, "in the log alone")
    present = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    for last in range(100):
        shutil.rmtree(path.parent)
        path.parent.mkdir()
        for name, content in present.items():
            path.with_name(name).write_bytes(content)
        command = [sys.executable, "-c", KILLED, str(copy), str(path), str(last)]
        killed = await asyncio.to_thread(subprocess.run, command, check=False)
        assert killed.returncode in {0, -signal.SIGKILL}
        found = value(path)
        assert found in ([("old",)], [("in the log alone",)])
        if found == [("old",)]:
            assert [value(aside) for aside in path.parent.glob("*.before-restore-*[0-9]")] == [[("in the log alone",)]]
        await restore(copy, path, CLOCK)
        assert value(path) == [("old",)]
        assert [("in the log alone",)] in [value(aside) for aside in path.parent.glob("*.before-restore-*[0-9]")]
        if killed.returncode == 0:
            break
    assert last > 8
