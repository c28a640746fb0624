"""The tus protocol 1.0 on loopback: what is said of each request, and what a break leaves."""

import asyncio
import base64
import contextlib
import errno

import aiohttp
import pytest
from aiohttp import web

from bots.http import Transfers
from bots.prove.tus import BODY, TUS, metadata
from bots.spool import tus as tus_module
from bots.spool.refusals import Refused, Stopping, Unsupported
from bots.spool.spool import Spool
from bots.spool.tus import Owner, Tus
from bots.spool.uploading import Uploading
from tests.doubles.tus import upload

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 40
SIZE = len(MP4)
LIMIT = 64 * 1024
AT = "/uploads"


class StrangerError(Refused):
    status, code = 401, "stranger"


class Door:
    """Everybody who says a name may bring media; `received` is what came whole, `refusal` what is said to it."""

    def __init__(self):
        self.received_files = []
        self.refusal = None

    async def owner(self, request, *, begun):
        name = request.headers.get("X-Owner", "anna")
        if name == "nobody":
            raise StrangerError
        return Owner(name, most=1 if name == "one" else 3)

    def accept(self, head, name):
        if not head.startswith(MP4[:12]):
            raise Unsupported

    async def received(self, owner, file):
        if self.refusal:
            raise self.refusal
        self.received_files.append((owner.id, file.ref))


class Place:
    """A server in front of a spool, and a client."""

    def __init__(self, http, spool, door, transfers, folder):
        self.http, self.spool, self.door, self.transfers, self.folder = http, spool, door, transfers, folder

    @property
    def files(self):
        return sorted(file.suffix for file in self.folder.iterdir())

    async def call(self, method, path=AT, data=None, **headers):
        headers = TUS | {name.replace("_", "-"): str(value) for name, value in headers.items()}
        async with self.http.request(method, path, data=data, headers=headers) as answer:
            await answer.read()
            return answer

    async def begin(self, size=SIZE, **more):
        answer = await self.call("POST", Upload_Length=size, Upload_Metadata=metadata(filename="beach.mov"), **more)
        assert answer.status == 201, answer
        return "/" + answer.headers["Location"]

    async def patch(self, path, offset, data, **more):
        more = {"Content_Type": BODY["Content-Type"]} | more
        return await self.call("PATCH", path, data, Upload_Offset=offset, **more)

    async def offset(self, path):
        return int((await self.call("HEAD", path)).headers["Upload-Offset"])

    @contextlib.asynccontextmanager
    async def broken(self, path, offset, data, of=SIZE):
        """A PATCH of which only `data` comes; gives its connection."""
        port = self.http._base_url.port
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        headers = {**BODY, "Upload-Offset": offset, "Content-Length": of, "Host": "x"}
        told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        writer.write(f"PATCH {path} HTTP/1.1\r\n{told}\r\n".encode() + data)
        await writer.drain()
        try:
            yield reader, writer
        finally:
            writer.close()
            with contextlib.suppress(ConnectionError):
                await writer.wait_closed()


@pytest.fixture
def lives(tmp_path, clock):
    """`async with lives() as place`: the same folder again is the next life."""

    @contextlib.asynccontextmanager
    async def live(**limits):
        folder = tmp_path / "spool"
        chosen = {"budget_bytes": 4 * LIMIT, "file_bytes": LIMIT, "spare_bytes": 0}
        spool, door, transfers = Spool(folder, clock=clock, **chosen), Door(), Transfers()
        await spool.start()
        uploading = Uploading(transfers, clock, **limits)
        app = web.Application()
        app.add_routes(Tus(door, spool, uploading, {"X-Ours": "yes"}).routes(AT))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
            yield Place(http, spool, door, transfers, folder)
        uploading.close()
        await runner.cleanup()

    return live


@pytest.fixture
async def place(lives):
    async with lives() as made:
        yield made


async def test_a_file_comes_in_pieces_and_is_received_when_it_is_whole(place):
    path = await place.begin()
    assert await place.offset(path) == 0
    first = await place.patch(path, 0, MP4[:5000])
    assert (first.status, first.headers["Upload-Offset"]) == (204, "5000")
    head = await place.call("HEAD", path)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("5000", str(SIZE))
    assert head.headers["Upload-Metadata"] == metadata(filename="beach.mov")
    assert (head.headers["Cache-Control"], head.headers["X-Ours"]) == ("no-store", "yes")
    assert head.headers["Upload-Expires"].endswith("GMT")
    assert place.door.received_files == []
    last = await place.patch(path, 5000, MP4[5000:])
    assert (last.status, last.headers["Upload-Offset"]) == (204, str(SIZE))
    [(owner, ref)] = place.door.received_files
    assert (owner, place.spool.find(ref).name, path) == ("anna", "beach.mp4", f"{AT}/{ref}")
    assert place.spool.path(ref).read_bytes() == MP4


async def test_a_small_file_may_come_with_the_request_that_begins_it(place):
    answer = await upload(place.http, AT, MP4, "beach.mov")
    assert (answer.status, answer.headers["Upload-Offset"]) == (201, str(SIZE))
    assert len(place.door.received_files) == 1
    assert await place.offset("/" + answer.headers["Location"]) == SIZE


async def test_what_is_understood_is_told_and_another_version_is_refused(place):
    path = await place.begin()
    about = (await place.call("OPTIONS")).headers
    assert (about["Tus-Version"], about["Tus-Max-Size"]) == ("1.0.0", str(LIMIT))
    extensions = {"creation", "creation-with-upload", "termination", "expiration"}
    assert set(about["Tus-Extension"].split(",")) == extensions
    for method, at in (("POST", AT), ("HEAD", path), ("PATCH", path), ("DELETE", path)):
        answer = await place.call(method, at, Tus_Resumable="0.2.2")
        assert (answer.status, answer.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("size", "status", "code"),
    [
        (0, 400, "empty"),
        (LIMIT + 1, 413, "too_large"),
        ("many", 400, "unreadable"),
        ("-1", 400, "unreadable"),
        ("1.5", 400, "unreadable"),
        ("٣", 400, "unreadable"),
        (10**20, 400, "unreadable"),
    ],
)
async def test_a_size_that_cannot_be_is_refused_before_a_byte_comes(place, size, status, code):
    answer = await place.call("POST", Upload_Length=str(size).encode().decode("latin-1"))
    assert (answer.status, answer.headers["X-Error"]) == (status, code)
    assert place.files == []


async def test_bytes_that_are_not_called_so_begin_nothing(place):
    answer = await place.call("POST", data=MP4, Upload_Length=SIZE, Content_Type="video/mp4")
    assert (answer.status, place.files) == (400, [])
    assert (await place.call("POST")).status == 400


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("", "clip.mp4"),
        ("filename", "clip.mp4"),
        ("filename not-base64!", "clip.mp4"),
        ("filename " + base64.b64encode(b"\xff\xfe").decode(), "clip.mp4"),
        ("filename " + base64.b64encode("../../旅\x00行\u202e.mov".encode()).decode(), "旅行.mp4"),
        (" , ,filename YS5tcDQ=, filename Yi5tcDQ= ,other", "b.mp4"),
        ("is_confidential,filename YS5tcDQ=", "a.mp4"),
        ("filename " + base64.b64encode(b"x" * 3000 + b".mov").decode(), "x" * 116 + ".mp4"),
        ("filename " + "YS5t" * 1200, "clip.mp4"),
        ("filename YS5tcDQ=,ключ YQ==", "clip.mp4"),
        ("filename YS5tcDQ=\ttab", "clip.mp4"),
    ],
)
async def test_what_is_told_of_a_file_may_be_odd(place, told, name):
    answer = await place.call("POST", Upload_Length=SIZE, Upload_Metadata=told)
    assert answer.status == 201
    path = "/" + answer.headers["Location"]
    head = await place.call("HEAD", path)
    assert head.headers.get("Upload-Metadata", "") in {told.strip(), ""}
    assert (await place.patch(path, 0, MP4)).status == 204
    assert place.spool.find(path.rpartition("/")[2]).name == name


async def test_what_does_not_fit_what_is_here_is_refused_and_changes_nothing(place):
    path = await place.begin()
    await place.patch(path, 0, MP4[:100])
    for offset, data, status, code in (
        (0, MP4[:100], 409, "offset"),
        (200, b"x", 409, "offset"),
        ("none", b"x", 400, "unreadable"),
        (-1, b"x", 400, "unreadable"),
        (100, MP4, 413, "too_large"),
        (SIZE + 1, b"", 413, "too_large"),
    ):
        answer = await place.patch(path, offset, data)
        assert (answer.status, answer.headers["X-Error"]) == (status, code)
    assert (await place.patch(path, 100, b"x", Content_Type="video/mp4")).status == 415
    assert (await place.call("PUT", path)).status == 405
    assert (await place.call("POST", path, X_HTTP_Method_Override="GET")).status == 405
    assert await place.offset(path) == 100


@pytest.mark.parametrize("at", [0, 1, 4095, 4096, 9000])
async def test_a_connection_that_breaks_leaves_what_came(place, at):
    path = await place.begin()
    async with place.broken(path, 0, MP4[:at]) as (_, writer):
        writer.transport.abort()
    come = await place.offset(path)
    assert come <= at
    assert (await place.patch(path, come, MP4[come:])).status == 204
    assert len(place.door.received_files) == 1


async def test_who_comes_back_ends_the_connection_that_still_hangs(place, eventually):
    path = await place.begin()
    async with place.broken(path, 0, MP4[:5000]) as (reader, _):
        await eventually(lambda: place.spool.begun("anna")[0].ref in place.spool._appending)
        come = await place.offset(path)
        assert await reader.read() == b""
        assert (await place.patch(path, come, MP4[come:])).status == 204
    assert len(place.door.received_files) == 1


async def test_of_two_that_add_at_once_the_newer_wins_and_the_bytes_are_right(place):
    path = await place.begin()

    async def again():
        for _ in range(20):
            try:
                come = await place.offset(path)
                answer = await place.patch(path, come, MP4[come:])
            except aiohttp.ClientError:
                continue  # the other one won
            if answer.status == 204:
                return
            assert answer.headers["X-Error"] == "offset"

    await asyncio.gather(*(again() for _ in range(4)))
    assert place.spool.path(path.rpartition("/")[2]).read_bytes() == MP4


async def test_a_connection_that_does_not_end_locks_its_file(place, monkeypatch, eventually):
    path = await place.begin()
    monkeypatch.setattr(tus_module, "_END_SECONDS", 0.01)
    hold, inside = asyncio.Event(), asyncio.Event()
    append = place.spool.append

    async def held(*given):
        inside.set()
        await hold.wait()
        return await append(*given)

    monkeypatch.setattr(place.spool, "append", held)
    async with place.broken(path, 0, MP4[:100]):
        await inside.wait()
        for answer in (
            await place.call("HEAD", path),
            await place.patch(path, 0, MP4),
            await place.call("DELETE", path),
        ):
            assert (answer.status, answer.headers["X-Error"]) == (423, "locked")
        hold.set()
        await eventually(lambda: not place.spool._appending)
    monkeypatch.undo()
    come = await place.offset(path)
    assert (await place.patch(path, come, MP4[come:])).status == 204


async def test_the_next_process_goes_on_where_a_killed_one_was(lives):
    async with lives() as place:
        path = await place.begin()
        await place.patch(path, 0, MP4[:7000])
    async with lives() as place:
        assert await place.offset(path) == 7000
        assert (await place.patch(path, 7000, MP4[7000:])).status == 204
        assert len(place.door.received_files) == 1


async def test_a_whole_file_that_could_not_be_received_is_asked_for_once_more(place):
    path = await place.begin()
    place.door.refusal = Stopping()
    assert (await place.patch(path, 0, MP4)).status == 503
    assert await place.offset(path) == SIZE
    place.door.refusal = None
    for _ in range(2):  # the first answer may be lost
        assert (await place.patch(path, SIZE, b"")).status == 204
    assert {ref for _, ref in place.door.received_files} == {path.rpartition("/")[2]}


async def test_a_whole_file_that_is_refused_is_deleted(place):
    path = await place.begin()
    place.door.refusal = StrangerError()
    assert (await place.patch(path, 0, MP4)).status == 401
    assert place.files == []


async def test_a_deleted_file_is_gone_and_its_room_is_free(place):
    path = await place.begin()
    await place.patch(path, 0, MP4[:100])
    assert (await place.call("POST", path, X_HTTP_Method_Override="DELETE")).status == 204
    for answer in (
        await place.call("HEAD", path),
        await place.patch(path, 100, b"x"),
        await place.call("DELETE", path),
    ):
        assert (answer.status, answer.headers["X-Error"]) == (404, "gone")
        assert "Upload-Offset" not in answer.headers
    assert place.files == []


async def test_a_file_is_deleted_while_it_comes(place, eventually):
    path = await place.begin()
    async with place.broken(path, 0, MP4[:5000]):
        await eventually(lambda: place.spool._appending)
        assert (await place.call("DELETE", path)).status == 204
    assert place.files == []


async def test_a_file_that_a_request_needs_is_not_deleted(place):
    path = await place.begin()
    await place.patch(path, 0, MP4)
    await place.spool.claim([path.rpartition("/")[2]])
    assert (await place.call("DELETE", path)).status == 423
    assert await place.offset(path) == SIZE


async def test_what_nobody_goes_on_with_for_an_hour_is_gone_and_can_be_begun_anew(place, clock):
    path = await place.begin()
    await place.patch(path, 0, MP4[:100])
    await clock.advance(3599)
    assert await place.offset(path) == 100
    await clock.advance(2)
    answer = await place.patch(path, 100, MP4[100:])
    assert (answer.status, answer.headers["X-Error"], place.files) == (404, "gone", [])
    assert (await place.patch(await place.begin(), 0, MP4)).status == 204


async def test_a_file_that_is_not_wanted_is_refused_before_it_has_come_whole(place):
    path = await place.begin(size=9000)
    answer = await place.patch(path, 0, bytes(5000))
    assert (answer.status, answer.headers["X-Error"], place.files) == (415, "alien", [])


@pytest.mark.parametrize("at", [0, 5000])
async def test_a_disk_that_is_full_in_the_middle_is_said_and_the_part_goes(place, monkeypatch, at):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    path = await place.begin()
    await place.patch(path, 0, MP4[:at])
    with monkeypatch.context() as patched:
        patched.setattr("bots.spool.spool.os.fsync", full)
        answer = await place.patch(path, at, MP4[at:])
    assert (answer.status, answer.headers["X-Error"], place.files) == (507, "full", [])
    assert (await place.call("HEAD", path)).status == 404
    assert (await upload(place.http, AT, MP4)).status == 201


async def test_no_room_is_said_before_a_byte_comes(place):
    for _ in range(2):
        await place.begin(size=LIMIT, X_Owner="anna")
        await place.begin(size=LIMIT, X_Owner="ben")
    answer = await place.call("POST", Upload_Length=LIMIT, X_Owner="cleo")
    assert (answer.status, answer.headers["X-Error"]) == (507, "full")


async def test_another_owner_finds_nothing(place):
    path = await place.begin()
    for answer in (
        await place.call("HEAD", path, X_Owner="ben"),
        await place.patch(path, 0, MP4, X_Owner="ben"),
        await place.call("DELETE", path, X_Owner="ben"),
        await place.call("HEAD", f"{AT}/nonsense"),
    ):
        assert (answer.status, answer.headers["X-Error"]) == (404, "gone")
    assert (await place.call("HEAD", path, X_Owner="nobody")).status == 401
    assert await place.offset(path) == 0


async def test_an_owner_begins_so_many_and_the_one_that_was_left_longest_goes(place, clock, eventually):
    paths = []
    for _ in range(3):
        paths.append(await place.begin())
        await clock.advance(1)
    async with place.broken(paths[0], 0, MP4[:5000]):
        await eventually(lambda: place.spool._appending)
        paths.append(await place.begin())
        async with place.http.head(paths[1], headers=TUS) as answer:
            assert answer.status == 404
        assert len(place.spool.begun("anna")) == 3
        assert place.spool.find(paths[0].rpartition("/")[2])  # which comes at this moment


async def test_the_newest_of_one_is_the_one_and_the_other_is_told_so(place):
    first = await place.begin(X_Owner="one")
    second = await place.begin(X_Owner="one")
    answer = await place.patch(first, 0, MP4, X_Owner="one")
    assert (answer.status, answer.headers["X-Error"]) == (404, "replaced")
    assert (await place.patch(second, 0, MP4, X_Owner="one")).status == 204


async def test_only_so_many_come_at_once(lives, eventually):
    async with lives(most=1) as place:
        path, other = await place.begin(), await place.begin()
        async with place.broken(path, 0, MP4[:100]):
            await eventually(lambda: place.spool._appending)
            answer = await place.patch(other, 0, MP4)
            assert (answer.status, answer.headers["X-Error"]) == (429, "busy")
        await eventually(lambda: not place.spool._appending)
        assert (await place.patch(other, 0, MP4)).status == 204


async def test_what_falls_silent_is_cut_off_and_can_be_gone_on_with(lives):
    async with lives(silence_seconds=0.05) as place:
        path = await place.begin()
        async with place.broken(path, 0, MP4[:100]) as (reader, _):
            assert b"400 Bad Request" in await reader.readuntil(b'"cut"')
        assert await place.offset(path) == 100


async def test_a_stop_cuts_what_is_coming_and_takes_nothing_more(place, eventually):
    path = await place.begin()
    async with place.broken(path, 0, MP4[:100]) as (reader, _):
        await eventually(lambda: place.spool._appending)
        place.transfers.close()
        assert await reader.read() == b""
    answer = await place.patch(path, 100, MP4[100:])
    assert (answer.status, answer.headers["X-Error"]) == (503, "later")


async def test_a_byte_in_five_seconds_is_cut_after_a_minute(place, clock, eventually):
    path = await place.begin()
    async with place.broken(path, 0, b"") as (reader, writer):
        await eventually(clock.waits)
        answer = asyncio.create_task(reader.readuntil(b"}"))
        for at in range(0, 55, 5):
            writer.write(MP4[at : at + 1])
            await clock.advance(5.0)
            await asyncio.sleep(0.01)
        assert not answer.done()
        await clock.advance(10.0)
        assert b'"slow"' in await answer
