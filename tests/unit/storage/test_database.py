"""The seam: whole or not at all, whoever is cancelled meanwhile."""

import asyncio
import contextlib
import logging
import sqlite3
import stat

import pytest

from core.engine.clock import SystemClock
from storage.database import Database, only, run_to_end
from storage.errors import Broken, Locked, Moved, StorageError, Unwritable
from storage.store import open_store
from tests.doubles.cancellation import each_await


async def undone(database):
    """A transaction that would take with it whatever another task left open."""
    async with database.transaction() as tx:
        await tx.all("insert into notes (text) values ('undone')")
        raise ValueError("undone")


class TestTransactions:
    async def test_what_a_block_wrote_is_there_together(self, database, outside):
        async with database.transaction() as tx:
            await tx.all("insert into notes (text) values (?)", "one")
            assert outside("select text from notes") == []
            await tx.all("insert into notes (text) values (?)", "two")
        assert outside("select text from notes") == [("one",), ("two",)]

    @pytest.mark.parametrize("error", [ValueError, asyncio.CancelledError, KeyboardInterrupt])
    async def test_what_a_block_wrote_before_any_error_is_gone(self, database, outside, error):
        async def write():
            async with database.transaction() as tx:
                await tx.all("insert into notes (text) values ('one')")
                raise error

        with pytest.raises(error):
            await write()
        await database.all("insert into notes (text) values ('next')")
        assert outside("select text from notes") == [("next",)]

    async def test_a_task_cancelled_at_any_await_leaves_all_or_nothing_and_no_open_transaction(self, database, outside):
        async def write():
            async with database.transaction() as tx:
                await tx.all("insert into notes (text) values ('half')")
                await tx.all("insert into notes (text) values ('half')")

        async for number in each_await(write):
            stranger = f"stranger {number}"
            await database.all("insert into notes (text) values (?)", stranger)
            assert (stranger,) in outside("select text from notes")
            assert len(outside("select text from notes where text = 'half'")) % 2 == 0

    async def test_a_statement_of_its_own_cancelled_at_any_await_is_done_or_not_and_lends_nothing(
        self, database, outside
    ):
        async def write():
            await database.all("insert into notes (text) values ('one'), ('two')")
            await database.all("insert into notes (text) values ('three'), ('four')")

        async for number in each_await(write):
            await database.all("insert into notes (text) values (?)", f"stranger {number}")
            with pytest.raises(ValueError, match="undone"):
                await undone(database)
        found = [text for (text,) in outside("select text from notes")]
        assert found.count("one") == found.count("two") >= found.count("three") == found.count("four") >= 1
        assert "undone" not in found

    async def test_a_request_accepted_by_a_task_cancelled_at_any_await_is_whole_or_not_there(self, path, outside):
        from core.model.chat import Address, Sender
        from core.model.requests import Flow, NewRequest, Part
        from core.words.intents import Meaning, Wish

        async with open_store(path, secret_key=None, clock=SystemClock()) as store:
            keys = iter(range(1000))

            def accept():
                part = Part(f"m{next(keys)}", "words", (), 1.0)
                here, sender = Address("web", "1"), Sender("ann")
                new = NewRequest(Flow.EDIT, here, sender, True, "", "l", "en", Meaning(Wish.EDIT), part)
                return store.requests.accept(new, 1.0)

            async for _ in each_await(accept):
                await store.preferences.set("", "stranger", "x")
            messages = outside("select request from messages where received order by id", path)
            assert messages == outside("select id from requests where head = id order by id", path)
            assert len(messages) >= 1

    async def test_a_task_cancelled_while_it_waits_for_its_turn_changes_nothing(self, database, outside):
        entered, leave = asyncio.Event(), asyncio.Event()

        async def hold():
            async with database.transaction():
                entered.set()
                await leave.wait()

        async def write():
            async with database.transaction() as tx:
                await tx.all("insert into notes (text) values ('late')")

        holder = asyncio.create_task(hold())
        await entered.wait()
        waiting = asyncio.create_task(write())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        leave.set()
        await holder
        assert outside("select text from notes") == []

    async def test_a_statement_of_its_own_waits_for_an_open_transaction(self, database, outside):
        written = []

        async def stranger():
            await database.all("insert into notes (text) values ('stranger')")
            written.append("stranger")

        async def undo():
            async with database.transaction() as tx:
                await tx.all("insert into notes (text) values ('undone')")
                tasks.append(asyncio.create_task(stranger()))
                await asyncio.sleep(0.01)
                assert written == []
                raise ValueError("never mind")

        tasks = []
        with pytest.raises(ValueError, match="never mind"):
            await undo()
        await asyncio.gather(*tasks)
        assert outside("select text from notes") == [("stranger",)]

    async def test_a_commit_that_fails_is_undone(self, database, outside):
        await database.all("create table parts (note integer references notes (id) deferrable initially deferred)")
        with pytest.raises(StorageError):
            async with database.transaction() as tx:
                await tx.all("insert into parts (note) values (99)")
        await database.all("insert into notes (text) values ('next')")
        assert outside("select (select count(*) from parts), (select count(*) from notes)") == [(0, 1)]


class TestStatements:
    async def test_rows_are_read_by_column_name(self, database):
        rows = await database.all("insert into notes (text) values (?) returning id, text", "one")
        assert (rows[0]["id"], rows[0]["text"]) == (1, "one")

    async def test_only_returns_the_row_or_says_what_is_missing(self, database):
        assert only(await database.all("select 7 as seven"), "number")["seven"] == 7
        with pytest.raises(LookupError, match="there is no note 5"):
            only(await database.all("select * from notes where id = 5"), "note 5")

    async def test_half_a_surrogate_pair_becomes_a_question_mark(self, database, outside):
        await database.all("insert into notes (id, text) values (?, ?)", 1, "\udc9f!")
        assert outside("select * from notes") == [(1, "?!")]

    async def test_an_error_of_the_engine_is_one_of_ours(self, database):
        with pytest.raises(StorageError, match="no such table"):
            await database.all("select * from missing")

    async def test_foreign_keys_hold_and_a_power_loss_takes_nothing(self, database):
        for pragma, value in (("foreign_keys", 1), ("synchronous", 2), ("journal_mode", "wal"), ("busy_timeout", 5000)):
            (row,) = await database.all(f"pragma {pragma}")
            assert tuple(row) == (value,)

    async def test_parameters_never_reach_a_log(self, tmp_path, caplog):
        caplog.set_level(logging.DEBUG)
        logging.getLogger("aiosqlite").setLevel(logging.NOTSET)
        database = await Database.open(tmp_path / "quiet.db")
        await database.all("select ?", "planted-token")
        await database.close()
        assert "planted-token" not in caplog.text


class TestOpening:
    async def test_only_this_user_may_read_the_file_and_its_folder(self, path):
        async with open_store(path, secret_key=None, clock=SystemClock()):
            kept = [path, *(path.with_name(path.name + tail) for tail in ("-wal", "-shm", ".lock"))]
            assert [stat.S_IMODE(file.stat().st_mode) for file in kept] == [0o600] * 4
            assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    async def test_a_file_that_others_could_read_is_closed_to_them(self, tmp_path):
        path = tmp_path / "open.db"
        path.touch(mode=0o644)
        await (await Database.open(path)).close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    async def test_a_file_that_is_no_database_has_an_error_of_its_own(self, tmp_path):
        path = tmp_path / "photo.db"
        path.write_bytes(b"JFIF" * 1000)
        with pytest.raises(Broken):
            await Database.open(path)
        assert path.read_bytes() == b"JFIF" * 1000

    async def test_a_folder_in_place_of_the_file_cannot_be_opened(self, tmp_path):
        (tmp_path / "folder.db").mkdir(mode=0o700)
        with pytest.raises(Unwritable):
            await Database.open(tmp_path / "folder.db")

    async def test_an_opening_cancelled_at_any_await_leaves_nothing_open(self, tmp_path):
        async def open_and_close():
            await (await Database.open(tmp_path / "new.db")).close()

        async for _ in each_await(open_and_close):
            pass  # a connection left open is a ResourceWarning, which is an error here

    async def test_a_closed_database_says_so(self, tmp_path):
        database = await Database.open(tmp_path / "closed.db")
        await database.close()
        with pytest.raises(StorageError, match="closed"):
            await database.all("select 1")
        with pytest.raises(StorageError, match="closed"):
            async with database.transaction():
                pass


class TestClosing:
    async def test_a_closing_cancelled_while_a_transaction_is_open_closes_after_it(self, tmp_path, outside):
        database = await Database.open(tmp_path / "seam.db")
        await database.all("create table notes (text text)")
        leave = asyncio.Event()

        async def hold():
            async with database.transaction() as tx:
                await tx.all("insert into notes values ('kept')")
                await leave.wait()

        holder = asyncio.create_task(hold())
        await asyncio.sleep(0.01)
        closing = asyncio.create_task(database.close())
        await asyncio.sleep(0.01)
        closing.cancel()
        await asyncio.sleep(0.01)
        assert not closing.done()
        leave.set()
        await asyncio.wait({holder, closing})
        assert closing.cancelled()
        assert outside("select text from notes") == [("kept",)]
        with pytest.raises(StorageError, match="closed"):
            await database.all("select 1")


class TestSettled:
    async def test_it_returns_and_raises_what_the_work_does(self):
        async def fail():
            raise ValueError("no")

        assert await run_to_end(asyncio.sleep(0, "done")) == "done"
        with pytest.raises(ValueError, match="no"):
            await run_to_end(fail())

    async def test_however_often_it_is_cancelled_the_work_ends_first(self):
        ended = []

        async def work():
            await asyncio.sleep(0.02)
            ended.append(True)
            raise ValueError("nobody hears this")

        task = asyncio.create_task(run_to_end(work()))
        for _ in range(3):
            await asyncio.sleep(0.002)
            task.cancel()
        await asyncio.wait({task})
        assert task.cancelled()
        assert ended == [True]


async def test_an_error_names_the_file_and_what_helps(tmp_path):
    path = tmp_path / "nemobot.db"
    database = await Database.open(path)
    await database.all("pragma query_only = on")
    with pytest.raises(Unwritable) as refused:
        await database.write()
    await database.close()
    assert str(refused.value).startswith(f"{path} cannot be written: look at the disk's free space")


class TestAFileThatIsGone:
    async def test_nothing_is_written_to_it_until_it_is_back(self, database, outside, tmp_path):
        path, aside = tmp_path / "seam.db", tmp_path / "aside.db"
        await database.all("insert into notes (text) values ('before')")
        path.rename(aside)
        with pytest.raises(Moved, match="moved or deleted, or its disk is away"):
            await database.all("insert into notes (text) values ('lost')")
        with pytest.raises(Moved):
            async with database.transaction():
                pass
        with pytest.raises(Moved):
            await database.write()
        assert [row["text"] for row in await database.all("select text from notes")] == ["before"]
        aside.rename(path)
        await database.all("insert into notes (text) values ('after')")
        assert outside("select text from notes") == [("before",), ("after",)]

    async def test_nor_to_another_one_in_its_place(self, database, tmp_path):
        (tmp_path / "seam.db").unlink()
        (tmp_path / "seam.db").touch()
        with pytest.raises(Moved):
            await database.all("insert into notes (text) values ('lost')")
        assert (tmp_path / "seam.db").stat().st_size == 0


class TestAFileThatIsHeld:
    async def test_a_write_waits_for_its_turn_and_then_says_so_and_goes_on_when_it_is_free(self, database, tmp_path):
        await database.all("pragma busy_timeout = 0")  # no test waits five seconds
        with contextlib.closing(sqlite3.connect(tmp_path / "seam.db", isolation_level=None)) as other:
            other.execute("begin immediate")
            with pytest.raises(Locked, match="used by another process"):
                await database.all("insert into notes (text) values ('held')")
            with pytest.raises(Locked):
                async with database.transaction():
                    pass
            assert await database.all("select text from notes") == [], "it can be read meanwhile"
            other.execute("rollback")
        await database.all("insert into notes (text) values ('free')")
        assert [row["text"] for row in await database.all("select text from notes")] == ["free"]
