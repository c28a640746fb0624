"""The room of deleted rows goes back to the disk where that is worth it, and a busy database stops growing."""

import asyncio
import shutil
import sqlite3
from contextlib import closing

import pytest

from storage.database import Database
from storage.errors import StorageError
from storage.free_pages import make_releasable, release_free_pages
from storage.housekeeping import DAY_SECONDS
from storage.store import open_store
from tests.doubles.past import Calendar, leave_film

ROWS, BYTES = 1000, 20_000


async def pragma(database, name):
    return (await database.all(f"pragma {name}"))[0][name]


async def fill(database):
    async with database.transaction() as tx:
        for _ in range(ROWS):
            await tx.all("insert into notes (text) values (?)", "x" * BYTES)


async def test_the_file_becomes_shorter_when_much_of_it_is_free(database, tmp_path):
    await fill(database)
    before = (tmp_path / "seam.db").stat().st_size
    await database.all("delete from notes where id % 10 <> 0")
    released = await release_free_pages(database)
    assert released > 0.8 * ROWS * BYTES
    assert (tmp_path / "seam.db").stat().st_size == pytest.approx(before - released, rel=0.02)
    assert await pragma(database, "integrity_check") == "ok"
    assert len(await database.all("select 1 from notes")) == ROWS // 10
    assert await release_free_pages(database) == 0


async def test_a_little_that_is_free_is_used_again_instead(database):
    await fill(database)
    await database.all("delete from notes where id % 5 = 0")
    assert await release_free_pages(database) == 0
    assert await pragma(database, "freelist_count") > 0


async def test_others_write_meanwhile(database):
    await fill(database)
    await database.all("delete from notes where id % 10 <> 0")
    releasing = asyncio.create_task(release_free_pages(database), name="releasing")
    written = 0
    while not releasing.done():
        await database.all("insert into notes (text) values ('y')")
        written += 1
    assert written > 10
    assert len(await database.all("select 1 from notes where text = 'y'")) == written


@pytest.fixture
def older(tmp_path):
    """A file that an earlier release made."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as made, made:
        made.execute("pragma journal_mode = wal")
        made.execute("create table notes (id integer primary key, text text not null)")
    return path


async def test_a_database_of_an_earlier_release_is_rewritten_once_when_it_is_opened(older):
    for _ in range(2):
        database = await Database.open(older)
        await make_releasable(database, older)
        assert await pragma(database, "auto_vacuum") == 2
        await fill(database)
        await database.all("delete from notes")
        assert await release_free_pages(database) > 0.8 * ROWS * BYTES
        await database.close()


@pytest.mark.parametrize("lack", ["room", "rights"])
async def test_where_it_cannot_be_rewritten_it_is_used_as_it_is(older, monkeypatch, caplog, lack):
    caplog.set_level("INFO")
    database = await Database.open(older)
    if lack == "room":
        monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(100, 100, 0))
    else:
        alone = database.all

        async def refused(sql, *params):
            if sql == "vacuum":
                raise StorageError("unable to open database file")
            return await alone(sql, *params)

        monkeypatch.setattr(database, "all", refused)
    await make_releasable(database, older)
    assert "free pages back" in caplog.text
    await fill(database)
    await database.all("delete from notes")
    assert await release_free_pages(database) == 0
    await database.close()


async def test_ten_thousand_requests_in_four_hundred_days_stop_to_make_the_database_larger(path):
    calendar, sizes = Calendar(), []
    async with open_store(path, secret_key=None, clock=calendar, keep_days=90) as store:
        await store.database.all("pragma synchronous = off")  # the test's own haste
        for day in range(400):
            for number in range(25):
                await leave_film(store, calendar.now, 25 * day + number)
            calendar.now += DAY_SECONDS
            await store.housekeeping.sweep()
            await release_free_pages(store.database)
            sizes.append(await pragma(store.database, "page_count"))
        assert (await store.database.all("select count(*) as n from requests"))[0]["n"] <= 25 * 91
        assert await store.database.all("pragma foreign_key_check") == []
        # after a project's own ninety days more, nothing is added to it
        assert max(sizes[200:]) <= 1.02 * sizes[199]
        assert sizes[89] > 5 * sizes[9]
        calendar.now += 91 * DAY_SECONDS
        for _ in range(2):
            await store.housekeeping.sweep()
            calendar.now += 91 * DAY_SECONDS
        await release_free_pages(store.database)
        assert await pragma(store.database, "page_count") < sizes[9]
        for table in ("requests", "messages", "journal", "versions", "projects"):
            assert await store.database.all(f"select 1 from {table}") == []
