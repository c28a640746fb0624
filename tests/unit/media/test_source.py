from __future__ import annotations

import asyncio
import random
import threading

import pytest

from core.media.errors import Overlong, TooLarge, Truncated
from core.media.source import CHUNK_BYTES, exactly, from_file, opened, spooled


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


async def whole(chunks) -> bytes:
    return b"".join([chunk async for chunk in chunks])


@pytest.mark.parametrize("in_memory", [True, False])
async def test_a_file_gives_its_length_and_its_bytes_whether_they_are_in_memory_or_not(
    tmp_path, monkeypatch, in_memory
):
    data = random.Random(1).randbytes(2 * CHUNK_BYTES + 5)
    (tmp_path / "a").write_bytes(data)
    if not in_memory:
        monkeypatch.setattr("core.media.source._cached", lambda file, offset, window: None)
    async with from_file(tmp_path / "a") as source:
        assert source.length == len(data)
        assert await whole(source.chunks) == data


async def test_no_read_is_larger_than_one_chunk(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * (CHUNK_BYTES + 5))
    async with from_file(tmp_path / "a") as source:
        assert max([len(chunk) async for chunk in source.chunks]) <= CHUNK_BYTES


async def test_an_empty_file_is_a_source_too(tmp_path):
    (tmp_path / "a").touch()
    async with from_file(tmp_path / "a") as source:
        assert (source.length, await whole(source.chunks)) == (0, b"")


async def test_a_missing_file_is_the_systems_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        async with from_file(tmp_path / "none"):
            pass


async def test_a_file_that_shrinks_while_it_is_read_is_not_taken_for_whole(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"x" * 10)
    async with from_file(path) as source:
        path.write_bytes(b"x" * 3)
        with pytest.raises(Truncated):
            await whole(source.chunks)


async def test_a_promise_of_length_is_kept_or_broken_aloud():
    assert await whole(exactly(3, pieces(b"a", b"", b"bc"))) == b"abc"
    with pytest.raises(Truncated):
        await whole(exactly(3, pieces(b"a")))
    with pytest.raises(Overlong):
        await whole(exactly(3, pieces(b"ab", b"cd")))


async def test_bytes_of_unknown_length_are_measured():
    async with spooled(pieces(b"ab", b"c"), limit=3) as source:
        assert (source.length, await whole(source.chunks)) == (3, b"abc")


async def test_measuring_stops_at_the_limit():
    read = []

    async def endless():
        while True:
            read.append(1)
            yield b"xx"

    with pytest.raises(TooLarge):
        async with spooled(endless(), limit=5):
            pytest.fail("entered")
    assert len(read) == 3


async def test_a_file_that_opens_although_nobody_waits_any_more_is_closed(tmp_path):
    entered, goes_on, files = threading.Event(), threading.Event(), []

    def open_late():
        entered.set()
        goes_on.wait(10)
        files.append((tmp_path / "clip.mp4").open("wb"))
        return files[0]

    opening = asyncio.create_task(opened(open_late))
    await asyncio.to_thread(entered.wait, 10)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    goes_on.set()
    async with asyncio.timeout(10):
        while not (files and files[0].closed):  # noqa: ASYNC110 - it is a thread
            await asyncio.sleep(0.001)


async def test_a_file_that_cannot_be_opened_says_so_to_whoever_waits(tmp_path):
    with pytest.raises(FileNotFoundError):
        await opened((tmp_path / "none.mp4").open)
