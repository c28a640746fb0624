"""The spool: whole or not at all, within its budget, and gone when released."""

import asyncio

import pytest

from bots import file_upload
from bots.upload.spool import Spool
from core.upload.link import FileGone

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(9000)


async def chunks(data, piece=1000):
    for at in range(0, len(data), piece):
        yield data[at : at + piece]


async def nobody(_):
    return False


@pytest.fixture
async def file_store(tmp_path):
    made = Spool(tmp_path / "uploads", file_bytes=10_000, budget_bytes=20_000)
    await made.start(nobody)
    return made


@pytest.fixture
def files(tmp_path):
    return lambda: sorted(file.name for file in (tmp_path / "uploads").iterdir())


async def test_what_arrives_whole_can_be_read_and_is_deleted_when_released(file_store, files):
    arrived = await file_store.take(7, len(MP4), chunks(MP4))
    assert (arrived.ref.partition("-")[0], arrived.size, arrived.type.extension) == ("page:7", len(MP4), "mp4")
    async with file_store.open(arrived.ref) as source:
        assert b"".join([chunk async for chunk in source.chunks]) == MP4
    await file_store.release(arrived.ref)
    await file_store.release(arrived.ref)
    assert files() == []
    with pytest.raises(FileGone):
        async with file_store.open(arrived.ref):
            pass


@pytest.mark.parametrize(
    ("said", "data", "refusal"),
    [
        (0, b"", file_upload.Empty),
        (10_001, MP4, file_upload.TooLarge),
        (len(MP4), MP4[:-1], file_upload.Incomplete),
        (len(MP4), MP4 + b"x", file_upload.Incomplete),
        (5000, bytes(5000), file_upload.Unsupported),
        (5, b"hello", file_upload.Unsupported),
        (6, b"\x89PNG\r\n", file_upload.Unsupported),
    ],
)
async def test_of_what_is_refused_nothing_stays(file_store, files, said, data, refusal):
    with pytest.raises(refusal):
        await file_store.take(7, said, chunks(data))
    assert files() == []
    await file_store.take(7, len(MP4), chunks(MP4))  # its room is free again


async def test_a_wrong_file_is_refused_before_it_has_come_whole(file_store):
    seen = []

    async def long():
        for _ in range(9):
            seen.append(1)
            yield bytes(1000)

    with pytest.raises(file_upload.Unsupported):
        await file_store.take(7, 9000, long())
    assert len(seen) == 5


async def test_the_budget_counts_what_is_still_arriving(file_store):
    hold = asyncio.Event()

    async def slow():
        yield MP4[:5000]
        await hold.wait()
        yield MP4[5000:]

    both = [asyncio.create_task(file_store.take(7, len(MP4), slow()), name="slow") for _ in range(2)]
    await asyncio.sleep(0)
    with pytest.raises(file_upload.Full):
        await file_store.take(8, len(MP4), chunks(MP4))
    hold.set()
    for arrived in await asyncio.gather(*both):
        await file_store.release(arrived.ref)
    await file_store.take(8, len(MP4), chunks(MP4))


async def test_an_upload_that_is_cancelled_leaves_nothing(file_store, files, eventually):
    async def never():
        yield MP4[:5000]
        await asyncio.Event().wait()

    task = asyncio.create_task(file_store.take(7, len(MP4), never()), name="never")
    await eventually(files)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert files() == []


async def test_the_next_life_keeps_only_what_is_needed(file_store, files, tmp_path):
    needed = await file_store.take(7, len(MP4), chunks(MP4))
    orphan = await file_store.take(8, len(MP4), chunks(MP4))
    (tmp_path / "uploads" / "9-half.part").write_bytes(b"half")
    again = Spool(tmp_path / "uploads", file_bytes=10_000, budget_bytes=20_000)

    async def needs(ref):
        return ref == needed.ref

    await again.start(needs)
    assert files() == [needed.ref.removeprefix("page:") + ".bin"]
    with pytest.raises(FileGone):
        async with again.open(orphan.ref):
            pass
    async with again.open(needed.ref) as source:
        assert source.length == len(MP4)


async def test_a_file_that_somebody_deleted_is_gone(file_store, tmp_path):
    arrived = await file_store.take(7, len(MP4), chunks(MP4))
    for file in (tmp_path / "uploads").iterdir():
        file.unlink()
    with pytest.raises(FileGone):
        async with file_store.open(arrived.ref):
            pass


async def test_a_disk_that_takes_no_more_counts_as_full(file_store, files, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file_upload.os, "fsync", full)
    with pytest.raises(file_upload.Full):
        await file_store.take(7, len(MP4), chunks(MP4))
    assert files() == []


async def test_a_file_of_somebody_elses_in_the_folder_is_left_alone(tmp_path, files):
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads" / "notes.bin").write_bytes(MP4)
    asked = []

    async def needed(ref):
        asked.append(ref)
        return False

    await Spool(tmp_path / "uploads", file_bytes=10_000, budget_bytes=20_000).start(needed)
    assert (asked, files()) == ([], ["notes.bin"])
