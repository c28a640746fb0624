"""The uploads on disk: whole or not at all, within the budget, through a restart."""

import asyncio
import errno
import os

import pytest

from bots.file_upload import Empty, Full, Incomplete, TooLarge
from bots.web.spool import NotKept, Spool

KB = 1024
DAY = 86400


@pytest.fixture
def opened(tmp_path, clock):
    async def spool() -> Spool:
        one = Spool(tmp_path / "spool", budget_bytes=10 * KB, file_bytes=6 * KB, clock=clock)
        await one.start()
        return one

    return spool


async def chunks(content: bytes, size: int = 700):
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def take(spool: Spool, size: int, name: str = "clip.mp4"):
    return await spool.take("me", name, size, "video/mp4", chunks(os.urandom(size)))


async def content(spool: Spool, ref: str) -> bytes:
    async with spool.open(ref) as source:
        return b"".join([chunk async for chunk in source.chunks])


async def test_what_was_put_in_comes_out(opened):
    spool = await opened()
    kept = await spool.take("me", "a.mp4", 2000, "video/mp4", chunks(b"x" * 2000))
    async with spool.open(kept.ref) as source:
        assert source.length == 2000
    assert await content(spool, kept.ref) == b"x" * 2000


async def test_a_file_survives_a_restart_with_all_that_is_known_of_it(opened):
    spool = await opened()
    kept = await spool.take("me", "旅行.png", 100, "image/png", chunks(b"\x89PNG\r\n\x1a\n" + b"x" * 92))
    await spool.claim([kept.ref])
    again = await opened()
    found = again.find(kept.ref)
    assert (found.name, found.owner, found.kind, found.state) == ("旅行.png", "me", "image", "claimed")
    assert len(await content(again, kept.ref)) == 100


@pytest.mark.parametrize("sent", [900, 1100])
async def test_a_file_of_another_length_than_announced_is_refused_and_gone(opened, tmp_path, sent):
    spool = await opened()
    with pytest.raises(Incomplete):
        await spool.take("me", "a.mp4", 1000, "", chunks(b"x" * sent))
    assert list((tmp_path / "spool").iterdir()) == []


async def test_nothing_and_too_much_are_refused_before_a_byte_is_read(opened):
    spool = await opened()
    with pytest.raises(Empty):
        await take(spool, 0)
    with pytest.raises(TooLarge):
        await take(spool, 6 * KB + 1)
    await take(spool, 6 * KB)


async def test_what_a_request_needs_is_never_dropped_for_room(opened):
    spool = await opened()
    kept = await take(spool, 6 * KB)
    await spool.claim([kept.ref])
    with pytest.raises(Full):
        await take(spool, 6 * KB)
    assert len(await content(spool, kept.ref)) == 6 * KB


async def test_what_was_released_makes_room_the_oldest_first(opened, clock):
    spool = await opened()
    files = [await take(spool, 3 * KB) for _ in range(3)]
    for kept in files:
        await clock.advance(1)
        await spool.release(kept.ref)
    await take(spool, 3 * KB)
    assert [spool.find(kept.ref) is None for kept in files] == [True, False, False]


async def test_a_released_file_stays_playable_for_a_day_and_no_longer(opened, clock):
    spool = await opened()
    kept = await take(spool, KB)
    await spool.release(kept.ref)
    await clock.advance(DAY - 1)
    await take(spool, KB)
    assert spool.find(kept.ref)
    await clock.advance(1)
    await take(spool, KB)
    assert spool.find(kept.ref) is None
    with pytest.raises(NotKept):
        await content(spool, kept.ref)


async def test_a_file_just_uploaded_is_not_dropped_before_its_message_comes(opened, clock):
    spool = await opened()
    await take(spool, 6 * KB)
    with pytest.raises(Full):
        await take(spool, 6 * KB)
    await clock.advance(3600)
    await take(spool, 6 * KB)


async def test_files_that_arrive_together_share_the_budget(opened):
    spool = await opened()
    done = await asyncio.gather(take(spool, 6 * KB), take(spool, 6 * KB), return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Full", "SpooledFile"]


async def test_a_message_sent_again_does_not_hold_what_its_request_released(opened):
    spool = await opened()
    kept = await take(spool, KB)
    await spool.claim([kept.ref])
    await spool.release(kept.ref)
    await spool.claim([kept.ref])
    assert spool.find(kept.ref).state == "released"


async def test_what_a_crash_left_half_done_is_cleared_away(opened, tmp_path):
    spool = await opened()
    whole, cut = await take(spool, KB), await take(spool, KB)
    folder = tmp_path / "spool"
    spool.path(cut.ref).write_bytes(b"short")
    (folder / "half.part").write_bytes(b"x")
    (folder / "half.json.part").write_bytes(b"{")
    (folder / "stray.bin").write_bytes(b"x")
    (folder / "nonsense.json").write_text("[1]")
    again = await opened()
    assert sorted(file.name for file in folder.iterdir()) == [f"{whole.ref}.bin", f"{whole.ref}.json"]
    assert again.find(cut.ref) is None


async def test_an_upload_cut_off_in_the_middle_gives_its_room_back(opened):
    spool = await opened()

    async def endless():
        yield b"x" * KB
        await asyncio.Event().wait()

    upload = asyncio.create_task(spool.take("me", "a.mp4", 6 * KB, "", endless()))
    await asyncio.sleep(0.02)
    upload.cancel()
    await asyncio.gather(upload, return_exceptions=True)
    await take(spool, 6 * KB)


async def test_releasing_what_is_gone_is_nothing(opened):
    await (await opened()).release("gone")


async def test_a_file_is_still_claimed_when_the_disk_cannot_take_the_note(opened, monkeypatch):
    spool = await opened()
    kept = await take(spool, 100)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("bots.web.file_store.FileStore.describe", full)
    await spool.claim([kept.ref])
    assert spool.find(kept.ref).state == "claimed"
