"""The upload page's files by the tus protocol 1.0: what it says of each request, and what a break leaves."""

import asyncio
import base64

import pytest

TUS = {"Tus-Resumable": "1.0.0"}
BODY = {**TUS, "Content-Type": "application/offset+octet-stream"}


def metadata(**values):
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


async def files(place):
    """The files that the core was handed."""
    parts = await place.app.services.stores.requests.parts((await place.made()).id)
    return [file for part in parts for file in part.attachments]


@pytest.fixture
def tus(place):
    """`await tus(method, path, data, **headers)` on the link of a request."""

    class Tus:
        link = ""

        async def call(self, method, path="", data=None, **headers):
            headers = {**TUS, **{name.replace("_", "-"): str(value) for name, value in headers.items()}}
            url = f"/up/{place.token(self.link)}/files{path}"
            async with place.http.request(method, url, data=data, headers=headers) as answer:
                await answer.read()
                return answer

        async def begin(self, size=place.size, name="beach.mov", **more):
            if not self.link:
                self.link = place.page.link(await place.ask())
            answer = await self.call("POST", "", Upload_Length=size, Upload_Metadata=metadata(filename=name), **more)
            assert answer.status == 201, answer
            return "/" + answer.headers["Location"].partition("/")[2]

        async def patch(self, path, offset, data, **more):
            more = {"Content_Type": "application/offset+octet-stream", **more}
            return await self.call("PATCH", path, data, Upload_Offset=offset, **more)

        async def offset(self, path):
            return int((await self.call("HEAD", path)).headers["Upload-Offset"])

        async def broken(self, path, offset, data, of):
            """A PATCH whose connection breaks after some bytes."""
            _, writer = await asyncio.open_connection("127.0.0.1", place.port)
            headers = {**BODY, "Upload-Offset": offset, "Content-Length": of, "Host": "x"}
            told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            writer.write(f"PATCH /up/{place.token(self.link)}/files{path} HTTP/1.1\r\n{told}\r\n".encode() + data)
            await writer.drain()
            return writer

    return Tus()


async def test_a_file_comes_in_pieces_and_is_handed_over_when_it_is_whole(place, tus):
    path = await tus.begin()
    assert await tus.offset(path) == 0
    first = await tus.patch(path, 0, place.mp4[:5000])
    assert (first.status, first.headers["Upload-Offset"]) == (204, "5000")
    head = await tus.call("HEAD", path)
    assert (head.headers["Upload-Offset"], head.headers["Upload-Length"]) == ("5000", str(place.size))
    assert head.headers["Cache-Control"] == "no-store"
    assert head.headers["Upload-Expires"].endswith("GMT")
    assert await place.made() is None
    last = await tus.patch(path, 5000, place.mp4[5000:])
    assert (last.status, last.headers["Upload-Offset"]) == (204, str(place.size))
    [file] = await files(place)
    assert (file.name, file.size) == ("beach.mp4", place.size)
    async with place.page.file_store.open(file.ref) as source:
        assert b"".join([chunk async for chunk in source.chunks]) == place.mp4
    assert [name for name in place.files if not name.endswith(".bin")] == []


async def test_what_is_understood_is_told_and_another_version_is_refused(place, tus):
    path = await tus.begin()
    about = (await tus.call("OPTIONS")).headers
    assert (about["Tus-Version"], about["Tus-Max-Size"]) == ("1.0.0", str(1024 * 1024))
    assert set(about["Tus-Extension"].split(",")) == {"creation", "termination", "expiration"}
    for method, at in (("POST", ""), ("HEAD", path), ("PATCH", path), ("DELETE", path)):
        answer = await tus.call(method, at, Tus_Resumable="0.2.2")
        assert (answer.status, answer.headers["Tus-Version"]) == (412, "1.0.0")


@pytest.mark.parametrize(
    ("size", "status"), [(0, 400), (1024 * 1024 + 1, 413), ("many", 400), ("-1", 400), ("٣", 400), (10**20, 400)]
)
async def test_a_size_that_cannot_be_is_refused_before_a_byte_comes(place, tus, size, status):
    tus.link = place.page.link(await place.ask())
    answer = await tus.call("POST", "", Upload_Length=str(size).encode().decode("latin-1"))
    assert answer.status == status
    assert place.files == []


async def test_what_does_not_fit_what_is_here_is_refused_and_changes_nothing(place, tus):
    path = await tus.begin()
    await tus.patch(path, 0, place.mp4[:100])
    assert (await tus.patch(path, 0, place.mp4[:100])).status == 409
    assert (await tus.patch(path, 200, b"x")).status == 409
    assert (await tus.patch(path, "none", b"x")).status == 400
    assert (await tus.patch(path, 100, b"x", Content_Type="video/mp4")).status == 415
    assert (await tus.patch(path, 100, place.mp4)).status == 413
    assert (await tus.call("PUT", path)).status == 405
    assert await tus.offset(path) == 100


@pytest.mark.parametrize("at", [0, 1, 4095, 4096, 9000])
async def test_a_connection_that_breaks_leaves_what_came(place, tus, eventually, at):
    path = await tus.begin()
    writer = await tus.broken(path, 0, place.mp4[:at], place.size)
    await eventually(lambda: _size(place) >= 0)
    writer.transport.abort()
    come = await tus.offset(path)
    assert come <= at
    assert (await tus.patch(path, come, place.mp4[come:])).status == 204
    assert await place.made()


def _size(place):
    return sum(file.stat().st_size for file in place.folder.glob("*.bin"))


async def test_who_comes_back_ends_the_connection_that_still_hangs(place, tus):
    path = await tus.begin()
    hanging = await tus.broken(path, 0, place.mp4[:5000], place.size)
    try:
        status = 409  # where the other's bytes were not yet read when the offset was asked for
        while status == 409:
            come = await tus.offset(path)
            status = (await tus.patch(path, come, place.mp4[come:])).status
        assert status == 204
    finally:
        hanging.close()


async def test_a_killed_process_leaves_what_came_to_the_next(lives):
    async with lives() as place:
        link = place.page.link(await place.ask())
        headers = {**TUS, "Upload-Length": str(place.size), "Upload-Metadata": metadata(filename="a.mov")}
        async with place.http.post(f"/up/{place.token(link)}/files", headers=headers) as answer:
            path = f"/up/{place.token(link)}/{answer.headers['Location']}"
        async with place.http.patch(path, data=place.mp4[:7000], headers={**BODY, "Upload-Offset": "0"}) as answer:
            assert answer.status == 204
        (place.folder / "9-torn.json").write_text("{")
        (place.folder / "9-torn.bin").write_bytes(b"x")
    async with lives() as place:
        _, about = await place.state(link)
        assert (about["begun"]["name"], about["begun"]["sent"], about["begun"]["size"]) == ("a.mov", 7000, place.size)
        async with place.http.head(path, headers=TUS) as answer:
            assert answer.headers["Upload-Offset"] == "7000"
        async with place.http.patch(path, data=place.mp4[7000:], headers={**BODY, "Upload-Offset": "7000"}) as answer:
            assert answer.status == 204
        assert await place.made()
        assert not any(name.startswith("9-torn") for name in place.files)


async def test_a_file_that_came_whole_before_a_kill_is_handed_over_by_asking_once_more(place, tus, monkeypatch):
    path = await tus.begin()

    async def lost(_):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(place.app.intake, "receive", lost)
        assert (await tus.patch(path, 0, place.mp4)).status == 503
    assert await tus.offset(path) == place.size
    assert (await tus.patch(path, place.size, b"")).status == 204
    assert len(await files(place)) == 1


async def test_a_deleted_file_is_gone_and_its_room_is_free(place, tus):
    path = await tus.begin()
    await tus.patch(path, 0, place.mp4[:100])
    assert (await tus.call("POST", path, X_HTTP_Method_Override="DELETE")).status == 204
    assert (await tus.call("HEAD", path)).status == 410
    assert place.files == []


async def test_what_nobody_goes_on_with_for_an_hour_is_deleted(place, tus, clock):
    path = await tus.begin()
    await tus.patch(path, 0, place.mp4[:100])
    await clock.advance(3599)
    assert await tus.offset(path) == 100  # though its link is about to end
    await clock.advance(2)
    assert (await tus.call("HEAD", path)).status in {404, 410}
    assert place.files == []


async def test_a_file_that_is_no_film_is_refused_before_it_has_come_whole(place, tus):
    path = await tus.begin(size=9000)
    answer = await tus.patch(path, 0, bytes(5000))
    assert answer.status == 415
    assert place.files == []


async def test_a_link_has_room_for_one_file(place, tus):
    paths = [await tus.begin(size=1024 * 1024) for _ in range(9)]
    hanging = await tus.broken(paths[-1], 0, place.mp4[:5000], 1024 * 1024)
    last = await tus.begin()
    hanging.close()
    assert [(await tus.call("HEAD", path)).status for path in paths] == [410] * 9
    assert (await tus.patch(last, 0, place.mp4)).status == 204
    assert len(place.files) == 1


async def test_a_link_decides_who_may(place, tus):
    path = await tus.begin()
    word = path.removeprefix("/")
    other = place.token(place.page.link(await place.ask(key="m2")))
    for token in (other, "x" * 36):
        async with place.http.head(f"/up/{token}/files/{word}", headers=TUS) as answer:
            assert answer.status in {404, 410}
