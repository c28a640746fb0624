"""Files that somebody sent, and how much memory it takes to pass them on."""

import asyncio
import errno
import os
import tracemalloc
from pathlib import Path

import pytest

from core.media.errors import Truncated
from core.media.source import ByteSource
from core.model.attachments import Attachment
from core.model.chat import Film, Inaccessible, NotSent, Post, Role, TooLarge
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

DATA = os.urandom(200_000)


def attachment(said, **more):
    video = said.data["video"]
    return Attachment(video["file_id"], "clip.mp4", more.get("size", video.get("file_size")))


async def read(adapter, file):
    async with adapter.platform.open(file) as source:
        return source.length, b"".join([chunk async for chunk in source.chunks])


async def test_a_file_is_given_out_byte_for_byte_as_often_as_asked(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    for _ in range(2):
        assert await read(adapter, file) == (len(DATA), DATA)


async def test_a_file_over_the_limit_is_never_asked_for(adapter):
    with pytest.raises(TooLarge):
        await read(adapter, Attachment("f", "big.mp4", 20 * 1024 * 1024 + 1))
    assert adapter.tg.called("getFile") == []


async def test_a_file_that_telegram_does_not_know_is_refused_for_good(adapter):
    with pytest.raises(NotSent) as refused:
        await read(adapter, Attachment("nobody-sent-this", "x.mp4"))
    assert refused.value.retry_seconds is None
    adapter.tg.violations.clear()


async def test_a_server_that_stumbles_is_asked_again(adapter, anna, talk, caplog):
    caplog.set_level("INFO", "bots.telegram.files")
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    adapter.tg.fault("getFile", status=500)
    adapter.tg.fault("getFile", retry_after=3)
    assert await read(adapter, file) == (len(DATA), DATA)
    first, second = (record.getMessage() for record in caplog.records if record.name == "bots.telegram.files")
    assert "(attempt 1, next in 2.0 s): NetworkError" in first
    assert "(attempt 2, next in 3.0 s): Flooded" in second


@pytest.mark.parametrize(
    "description",
    [
        "Bad Request: wrong file_id or the file is temporarily unavailable",
        "Bad Request: file is temporarily unavailable",
    ],
)
async def test_a_file_that_is_not_available_just_now_is_asked_for_again(adapter, anna, talk, description):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    adapter.tg.fault("getFile", status=400, description=description, times=2)
    assert await read(adapter, file) == (len(DATA), DATA)


async def test_what_telegram_refuses_for_good_is_asked_for_once(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    adapter.tg.fault("getFile", status=400, description="Bad Request: file is too big")
    with pytest.raises(NotSent):
        await read(adapter, file)
    assert len(adapter.tg.called("getFile")) == 1


@pytest.mark.parametrize("status", [404, 429, 500, 502])
async def test_a_download_that_is_refused_is_begun_again(adapter, anna, talk, status):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    adapter.tg.fault("file", status=status, description="not now", times=2)
    assert await read(adapter, file) == (len(DATA), DATA)
    adapter.tg.fault("file", status=status, description="not now", times=3)
    with pytest.raises(NotSent):
        await read(adapter, file)


async def test_a_server_that_stays_away_is_told_as_such(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    adapter.tg.fault("getFile", drop="before", times=3)
    with pytest.raises(NotSent) as refused:
        await read(adapter, file)
    assert refused.value.retry_seconds


async def test_a_download_that_breaks_off_is_truncated(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(size=3_000_000)))
    adapter.tg.fault("file", drop="midway")
    with pytest.raises(Truncated):
        await read(adapter, file)


async def test_an_error_while_reading_stays_what_it_is(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(data=DATA)))
    with pytest.raises(ZeroDivisionError):
        async with adapter.platform.open(file):
            raise ZeroDivisionError


@pytest.fixture
async def own(open_adapter, tmp_path):
    """A Bot API server of one's own in local mode."""
    folder = tmp_path / "server"
    async with (
        TelegramDouble(pace=NO_LIMITS, local_dir=folder) as tg,
        open_adapter(tg, local=True, local_dir=folder) as adapter,
    ):
        yield adapter


def on_disk(folder):
    return [path for path in Path(folder).rglob("*") if path.is_file()]


async def test_a_server_of_ones_own_gives_files_from_its_disk_and_they_are_deleted_after(own, tmp_path):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))
    assert await read(own, file) == (len(DATA), DATA)
    assert on_disk(tmp_path) == []


async def test_a_file_that_this_user_may_not_read_is_a_fault_of_the_installation_and_told_as_such(
    own, tmp_path, monkeypatch, caplog
):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))

    def denied(path):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("bots.telegram.files.from_file", denied)
    with pytest.raises(Inaccessible):
        await read(own, file)
    assert f"EACCES, Permission denied, as user {os.geteuid()}" in caplog.text
    assert own.tg.token not in caplog.text


async def test_a_file_that_cannot_be_deleted_leaves_a_line_with_the_reason(own, tmp_path, monkeypatch, caplog):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))

    def denied(path, **_):
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "unlink", denied)
    assert await read(own, file) == (len(DATA), DATA)
    assert f"cannot be deleted: EACCES, Permission denied, as user {os.geteuid()}" in caplog.text
    assert own.tg.token not in caplog.text


async def test_a_large_file_is_opened_without_being_read(own, tmp_path):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(size=1_900_000_000)))
    async with own.platform.open(file) as source:
        assert source.length == 1_900_000_000
    assert len(on_disk(tmp_path)) == 1
    await own.platform.release(file)
    await own.platform.release(file)
    assert on_disk(tmp_path) == []


async def test_files_that_are_opened_and_never_released_do_not_grow_without_end(own, tmp_path, monkeypatch):
    monkeypatch.setattr("bots.telegram.files._ON_DISK", 2)
    anna = own.tg.person("Anna")
    talk = own.tg.private(anna)
    for number in range(4):
        file = attachment(talk.sends(anna, Clip(name=f"{number}.mp4", data=os.urandom(1000))))
        async with own.platform.open(file) as source:
            assert source.length == 1000
    assert len(on_disk(tmp_path)) == 2
    assert len(own.platform._files._unread) == 2
    assert (await read(own, file))[0] == 1000


async def test_nothing_outside_the_servers_folder_is_read(open_adapter, own, tmp_path, caplog):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))
    for folder in (tmp_path / "elsewhere", None):
        async with open_adapter(own.tg, local=True, local_dir=folder) as adapter:
            with pytest.raises(NotSent):
                await read(adapter, file)
    assert "TELEGRAM_LOCAL_DIR" in caplog.text
    assert own.tg.token not in caplog.text


async def test_a_link_out_of_the_servers_folder_is_not_followed(own, tmp_path):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))
    await own.service._api.raw_file(file.ref, 5)
    (path,) = on_disk(tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("s")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(NotSent):
        await read(own, file)
    assert secret.exists()


async def test_a_file_that_is_not_on_the_disk_is_refused(own, tmp_path, monkeypatch):
    anna = own.tg.person("Anna")
    file = attachment(own.tg.private(anna).sends(anna, Clip(data=DATA)))

    async def elsewhere(*_):
        return {"file_path": str(tmp_path / "server" / "none.mp4")}

    monkeypatch.setattr(type(own.service._api), "raw_file", elsewhere)
    with pytest.raises(NotSent):
        await read(own, file)


async def peak_of(work):
    """The bytes that Python held at most while working, beyond what it held before."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        tracemalloc.reset_peak()
        await work
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


async def test_a_large_film_goes_out_in_little_memory(adapter, talk, target):
    from contextlib import asynccontextmanager

    size, chunk = 48_000_000, bytes(1 << 20)

    @asynccontextmanager
    async def opened():
        async def chunks():
            yield b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes((1 << 20) - 24)
            left = size - (1 << 20)
            while left:
                yield chunk[:left]
                left -= min(left, len(chunk))
                await asyncio.sleep(0)

        yield ByteSource(size, chunks())

    post = Post(Role.ANSWER, "Ready", film=Film("f.mp4", "https://x.example", size, 8.0, "r", opened))
    peak = await peak_of(adapter.platform.send(target(talk), post))
    assert talk.films[0].film.size == size
    assert peak < 12_000_000  # the server's own buffers are in it


async def test_a_large_clip_comes_in_in_little_memory(adapter, anna, talk):
    file = attachment(talk.sends(anna, Clip(size=19_000_000)))

    async def passed():
        async with adapter.platform.open(file) as source:
            return sum([len(chunk) async for chunk in source.chunks])

    assert await peak_of(passed()) < 6_000_000
