"""The uploads on disk: begun and gone on with, whole or not at all, within the budget, through a restart."""

import asyncio
import errno
import itertools
import json
import os
import shutil

import pytest

from bots.spool.folder import Folder
from bots.spool.refusals import Empty, Full, Gone, Incomplete, Locked, Malformed, TooLarge, Unsupported, WrongOffset
from bots.spool.spool import NotKept, Spool, anything
from tests.doubles.cancellation import each_await, watched

KB = 1024
HOUR = 3600
DAY = 24 * HOUR
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 20


@pytest.fixture
def opened(tmp_path, clock):
    async def spool(**limits) -> Spool:
        chosen = {"budget_bytes": 10 * KB, "file_bytes": 6 * KB, "spare_bytes": 0} | limits
        one = Spool(tmp_path / "spool", clock=clock, **chosen)
        await one.start()
        return one

    return spool


@pytest.fixture
def files(tmp_path):
    """The files on disk, by how their names end."""
    return lambda: sorted(file.name.partition(".")[2] for file in (tmp_path / "spool").iterdir())


async def chunks(content: bytes, size: int = 700):
    for start in range(0, len(content), size):
        yield content[start : start + size]


def only_media(head, name):
    if not head.startswith(MP4[:12]):
        raise Unsupported


def full(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


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


async def test_a_file_comes_in_pieces_and_is_there_when_it_is_whole(opened, files):
    spool = await opened()
    begun = await spool.begin("me", "../x/be\u202each.mov", len(MP4), prefix="page:7-")
    assert await spool.append(begun, 0, chunks(MP4[:1000]), only_media) == 1000
    with pytest.raises(NotKept):
        await content(spool, begun.ref)
    assert await spool.offset(begun) == 1000
    assert await spool.append(begun, 1000, chunks(MP4[1000:]), only_media) == len(MP4)
    whole = spool.find(begun.ref)
    assert (whole.name, whole.kind, whole.media_type, whole.state) == ("beach.mp4", "video", "video/mp4", "waiting")
    assert whole.ref.startswith("page:7-")
    assert await content(spool, whole.ref) == MP4
    assert files() == ["bin", "json"]


@pytest.mark.parametrize("at", [0, 1, 4095, 4096, 4097, len(MP4) - 1, len(MP4)])
async def test_a_killed_process_leaves_what_came_to_the_next(opened, at):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4), media_type="video/mp4", metadata="filename YQ==")

    async def breaks_off():
        yield MP4[:at]
        raise Incomplete

    with pytest.raises(Incomplete):
        await spool.append(begun, 0, breaks_off(), only_media)
    again = await opened()
    found = again.find(begun.ref)
    assert (found.state, found.metadata, await again.offset(found)) == ("begun", "filename YQ==", at)
    assert await again.append(found, at, chunks(MP4[at:]), only_media) == len(MP4)
    assert await content(again, begun.ref) == MP4


async def test_a_kill_between_the_description_of_a_whole_file_and_its_name_is_mended(opened, monkeypatch, files):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))

    class KilledError(Exception):
        pass

    def killed(self, file):
        self.describe(file)
        raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(Folder, "commit", killed)
        with pytest.raises(KilledError):
            await spool.append(begun, 0, chunks(MP4), only_media)
    assert files() == ["json", "part"]
    again = await opened()
    assert again.find(begun.ref).state == "waiting"
    assert await content(again, begun.ref) == MP4


async def in_pieces(spool):
    """A file's life, with a break in the middle."""
    await spool.start()
    begun = await spool.begin("me", "a.mp4", len(MP4))
    await spool.append(begun, 0, chunks(MP4[:3000]), only_media)
    await spool.append(spool.find(begun.ref), 3000, chunks(MP4[3000:]), only_media)
    await spool.claim([begun.ref])
    await spool.release(begun.ref)


async def whole_again(folder, clock):
    """Start on what a kill left, bring the rest of what was begun, and return what is there then."""
    spool = Spool(folder, budget_bytes=10 * KB, file_bytes=6 * KB, spare_bytes=0, clock=clock)
    await spool.start()
    for file in spool.begun("me"):
        come = await spool.offset(file)
        await spool.append(file, come, chunks(MP4[come:]), only_media)
    there = [(await content(spool, file.ref), file.name) for file in spool.files("")]
    assert sorted(path.suffix for path in folder.iterdir()) == [".bin", ".json"] * len(there)
    return there


async def test_a_kill_at_any_await_leaves_nothing_or_what_can_be_gone_on_with(tmp_path, clock):
    folder, copies = tmp_path / "spool", []

    def copy():
        if folder.exists():
            copies.append(tmp_path / f"copy {len(copies)}")
            shutil.copytree(folder, copies[-1])

    limits = {"budget_bytes": 10 * KB, "file_bytes": 6 * KB, "spare_bytes": 0}
    await watched(in_pieces(Spool(folder, clock=clock, **limits)), copy)
    left = [await whole_again(one, clock) for one in copies]
    assert len(left) > 10
    assert [one for one in left if one not in ([], [(MP4, "a.mp4")])] == []
    begun = next(number for number, one in enumerate(left) if one)
    assert all(left[begun:])  # once it is there, no kill loses it


async def test_a_stop_at_any_await_leaves_nothing_or_what_can_be_gone_on_with(tmp_path, clock):
    folders = (tmp_path / str(number) for number in itertools.count())
    limits = {"budget_bytes": 10 * KB, "file_bytes": 6 * KB, "spare_bytes": 0}
    current = None

    def life():
        nonlocal current
        current = next(folders)
        return in_pieces(Spool(current, clock=clock, **limits))

    async for _ in each_await(life):
        assert await whole_again(current, clock) in ([], [(MP4, "a.mp4")])


async def test_a_whole_file_takes_no_more(opened):
    spool = await opened()
    kept = await take(spool, KB)
    assert await spool.append(kept, KB, chunks(b""), anything) == KB
    with pytest.raises(Malformed):
        await spool.append(kept, KB, chunks(b"x"), anything)


async def test_what_does_not_go_on_where_it_is_changes_nothing(opened):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))
    await spool.append(begun, 0, chunks(MP4[:100]), anything)
    for offset in (0, 99, 101):
        with pytest.raises(WrongOffset):
            await spool.append(begun, offset, chunks(b"x"), anything)
    assert await spool.offset(begun) == 100


async def test_only_one_adds_to_a_file_at_a_time(opened):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))
    gate, first = asyncio.Event(), asyncio.Event()

    async def slow():
        yield MP4[:100]
        first.set()
        await gate.wait()
        yield MP4[100:]

    adding = asyncio.create_task(spool.append(begun, 0, slow(), anything), name="first")
    await first.wait()
    with pytest.raises(Locked):
        await spool.append(begun, 0, chunks(MP4), anything)
    gate.set()
    assert await adding == len(MP4)


async def test_a_file_that_is_not_wanted_is_refused_before_it_has_come_whole(opened, files):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", 6000)
    seen = []

    async def long():
        for _ in range(6):
            seen.append(1)
            yield bytes(1000)

    with pytest.raises(Unsupported):
        await spool.append(begun, 0, long(), only_media)
    assert (len(seen), files(), spool.find(begun.ref)) == (5, [], None)


async def test_a_short_file_that_is_not_wanted_is_refused_too(opened, files):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", 5)
    with pytest.raises(Unsupported):
        await spool.append(begun, 0, chunks(b"hello"), only_media)
    assert files() == []


@pytest.mark.parametrize("at", [0, 3000])
async def test_a_disk_that_is_full_in_the_middle_is_said_and_gives_everything_back(opened, files, monkeypatch, at):
    spool = await opened(budget_bytes=6 * KB)
    begun = await spool.begin("me", "a.mp4", len(MP4))
    await spool.append(begun, 0, chunks(MP4[:at]), anything)
    with monkeypatch.context() as patched:
        patched.setattr("bots.spool.spool.os.fsync", full)
        with pytest.raises(Full):
            await spool.append(begun, at, chunks(MP4[at:]), anything)
    assert files() == []
    await take(spool, 6 * KB)


async def test_a_disk_that_cannot_hold_a_file_refuses_it_before_a_byte_comes(opened, files):
    spool = await opened(spare_bytes=1 << 60)
    with pytest.raises(Full):
        await spool.begin("me", "a.mp4", KB)
    assert files() == []


async def test_the_rest_of_what_was_begun_is_counted_before_the_disk_has_it(opened, monkeypatch, tmp_path):
    class Usage:
        free = 8 * KB

    monkeypatch.setattr("bots.spool.folder.shutil.disk_usage", lambda _: Usage)
    spool = await opened(budget_bytes=100 * KB)
    begun = await spool.begin("me", "a.mp4", 5 * KB)
    with pytest.raises(Full):
        await spool.begin("me", "b.mp4", 4 * KB)
    await spool.append(begun, 0, chunks(MP4[: 2 * KB]), anything)
    await spool.begin("me", "b.mp4", 4 * KB)


async def test_a_disk_that_cannot_be_written_refuses_and_keeps_nothing(opened, files, monkeypatch):
    spool = await opened(budget_bytes=6 * KB)
    with monkeypatch.context() as patched:
        patched.setattr(Folder, "describe", full)
        with pytest.raises(Full):
            await spool.begin("me", "a.mp4", 6 * KB)
    assert files() == []
    await spool.begin("me", "a.mp4", 6 * KB)


async def test_what_somebody_deleted_is_gone(opened, tmp_path):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))
    kept = await take(spool, KB)
    for file in (tmp_path / "spool").iterdir():
        file.unlink()
    with pytest.raises(Gone):
        await spool.append(begun, 0, chunks(MP4), anything)
    with pytest.raises(NotKept):
        await content(spool, kept.ref)


async def test_a_file_that_is_discarded_while_it_comes_leaves_nothing(opened, files):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))

    async def discarded():
        yield MP4[:5000]
        await spool.discard([begun.ref])
        yield MP4[5000:]

    with pytest.raises(Gone):
        await spool.append(begun, 0, discarded(), anything)
    assert files() == []


async def test_a_file_survives_a_restart_with_all_that_is_known_of_it(opened):
    spool = await opened()
    kept = await spool.take("me", "旅行.png", 100, "image/png", chunks(b"\x89PNG\r\n\x1a\n" + b"x" * 92))
    await spool.claim([kept.ref])
    again = await opened()
    found = again.find(kept.ref)
    assert (found.name, found.owner, found.kind, found.state) == ("旅行.png", "me", "image", "claimed")
    assert len(await content(again, kept.ref)) == 100


@pytest.mark.parametrize(("sent", "refusal"), [(900, Incomplete), (1100, Malformed)])
async def test_a_file_of_another_length_than_announced_is_refused_and_gone(opened, files, sent, refusal):
    spool = await opened()
    with pytest.raises(refusal):
        await spool.take("me", "a.mp4", 1000, "", chunks(b"x" * sent))
    assert files() == []


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
    await clock.advance(HOUR)
    await take(spool, 6 * KB)


@pytest.mark.parametrize("restart", [False, True])
async def test_what_nobody_goes_on_with_for_an_hour_is_deleted(opened, clock, restart):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", 6 * KB)
    await clock.advance(HOUR - 1)
    await spool.append(begun, 0, chunks(MP4[:100]), anything)
    await clock.advance(HOUR - 1)
    spool = await opened() if restart else spool
    await spool.expire()
    assert spool.find(begun.ref)
    await clock.advance(1)
    await spool.expire()
    assert spool.find(begun.ref) is None
    await take(spool, 6 * KB)


async def test_a_clock_that_is_set_forth_deletes_nothing_that_is_new(opened, clock):
    spool = await opened()
    refs = {(await take(spool, 5 * KB)).ref, (await spool.begin("me", "a.mp4", 5 * KB)).ref}
    clock.ahead = 2 * DAY
    await spool.expire()
    with pytest.raises(Full):
        await take(spool, 5 * KB)
    assert refs == {file.ref for file in spool.files("")}


async def test_nor_does_it_keep_anything_for_as_long_as_it_was_ahead(opened, clock):
    clock.ahead = 365 * DAY
    ahead = await opened()
    before = await take(ahead, KB)
    clock.ahead = 0.0
    spool = await opened()
    assert spool.find(before.ref)
    clock.now += DAY
    await spool.expire()
    assert spool.files("") == []


async def test_nor_while_it_runs(opened, clock):
    spool = await opened()
    clock.ahead = 365 * DAY
    await take(spool, KB)
    clock.ahead = 0.0
    await spool.expire()
    clock.now += DAY
    await spool.expire()
    assert spool.files("") == []


async def test_what_comes_at_this_moment_never_expires(opened, clock):
    spool = await opened()
    begun = await spool.begin("me", "a.mp4", len(MP4))

    async def slow():
        yield MP4[:100]
        await clock.advance(2 * HOUR)
        await spool.expire()
        yield MP4[100:]

    assert await spool.append(begun, 0, slow(), anything) == len(MP4)


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


async def test_what_a_crash_left_half_done_is_cleared_away_and_what_is_not_ours_is_left_alone(opened, tmp_path):
    spool = await opened()
    whole, cut, torn, over = [await take(spool, KB) for _ in range(4)]
    begun = [await spool.begin("me", "a.mp4", KB) for _ in range(2)]
    folder = tmp_path / "spool"
    spool.path(cut.ref).write_bytes(b"short")
    (folder / f"{torn.ref}.json").write_text("[1]")
    (folder / f"{over.ref}.json").write_text(json.dumps({"ref": over.ref, "size": 9}))
    (folder / f"{begun[0].ref}.part").unlink()
    (folder / f"{begun[1].ref}.part").write_bytes(bytes(2 * KB))
    for name in ("A" * 22 + ".part", "B" * 22 + ".json.part", "C" * 22 + ".bin", "page-7-" + "D" * 22 + ".part"):
        (folder / name).write_bytes(b"x")
    (folder / "notes.bin").write_bytes(b"x")
    (folder / "mine.json").write_text("{}")
    again = await opened()
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [f"{whole.ref}.bin", f"{whole.ref}.json", "notes.bin", "mine.json"]
    )
    assert again.find(cut.ref) is None


async def test_an_upload_cut_off_in_the_middle_gives_its_room_back(opened, files):
    spool = await opened()

    async def endless():
        yield b"x" * KB
        await asyncio.Event().wait()

    upload = asyncio.create_task(spool.take("me", "a.mp4", 6 * KB, "", endless()))
    await asyncio.sleep(0.02)
    upload.cancel()
    await asyncio.gather(upload, return_exceptions=True)
    assert files() == []
    await take(spool, 6 * KB)


async def test_releasing_what_is_gone_is_nothing(opened):
    await (await opened()).release("gone")


async def test_a_file_is_still_claimed_when_the_disk_cannot_take_the_note(opened, monkeypatch):
    spool = await opened()
    kept = await take(spool, 100)
    monkeypatch.setattr("bots.spool.folder.Folder.describe", full)
    await spool.claim([kept.ref])
    assert spool.find(kept.ref).state == "claimed"
