import stat

import pytest

from core.engine.clock import SystemClock
from storage.backup import back_up
from storage.errors import Broken, StorageError, Unwritable
from storage.store import open_store

CLOCK = SystemClock()


async def test_a_copy_of_a_database_in_use_is_whole_and_private(path, tmp_path, outside):
    target = tmp_path / "copy.db"
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.preferences.set("s", "n", "only in the log so far")
        await back_up(path, target)
        await store.preferences.set("s", "n", "later")
        assert await store.preferences.get("s", "n") == "later"
    assert outside("select value from preferences", target) == [("only in the log so far",)]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(file.name for file in tmp_path.iterdir()) == ["copy.db", "data"]


async def test_a_copy_can_be_opened_as_the_database(path, tmp_path):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.preferences.set("s", "n", "v")
        await back_up(path, tmp_path / "copy.db")
    async with open_store(tmp_path / "copy.db", secret_key=None, clock=CLOCK) as store:
        assert await store.preferences.get("s", "n") == "v"


async def test_a_newer_copy_takes_the_place_of_an_older(path, tmp_path, outside):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        for value in ("one", "two"):
            await store.preferences.set("s", "n", value)
            await back_up(path, tmp_path / "copy.db")
    assert outside("select value from preferences", tmp_path / "copy.db") == [("two",)]


async def test_a_damaged_database_makes_no_copy_and_the_older_one_stays(path, tmp_path):
    target = tmp_path / "copy.db"
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        for number in range(200):
            await store.preferences.set("s", f"n{number}", "x" * 1000)
    await back_up(path, target)
    older = target.read_bytes()
    content = bytearray(path.read_bytes())
    content[4096 * 20 : -4096 * 20] = b"\xff" * (len(content) - 4096 * 40)
    path.write_bytes(content)
    with pytest.raises(Broken):
        await back_up(path, target)
    assert target.read_bytes() == older
    assert not target.with_name("copy.db.partial").exists()


async def test_a_database_that_contradicts_itself_makes_no_copy(path, tmp_path):
    async with open_store(path, secret_key=None, clock=CLOCK) as store:
        await store.preferences.set("planted", "name", "value")
    content = path.read_bytes()
    assert content.count(b"planted") == 2  # the row and its index
    path.write_bytes(content.replace(b"planted", b"tainted", 1))
    with pytest.raises(Broken, match="itself is"):
        await back_up(path, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["data"]


async def test_what_is_no_database_makes_no_copy(tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"JFIF" * 1000)
    with pytest.raises(Broken):
        await back_up(photo, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_database_that_is_not_there_is_named(path, tmp_path):
    with pytest.raises(StorageError, match="no database at"):
        await back_up(path, tmp_path / "copy.db")
    assert not path.exists()


async def test_a_database_is_never_replaced_by_its_own_copy(path):
    async with open_store(path, secret_key=None, clock=CLOCK):
        with pytest.raises(StorageError, match="its own backup"):
            await back_up(path, path.parent / ".." / "data" / path.name)


async def test_a_target_that_cannot_be_written_is_named(path, tmp_path):
    async with open_store(path, secret_key=None, clock=CLOCK):
        with pytest.raises(Unwritable, match="missing"):
            await back_up(path, tmp_path / "missing" / "copy.db")
