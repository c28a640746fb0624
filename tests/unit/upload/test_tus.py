"""The upload page's files by the tus protocol: what a link allows, and when the core has the file."""

import asyncio

import pytest

from bots.prove.tus import BODY, TUS, metadata


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


async def test_a_killed_process_leaves_what_came_to_the_next(lives):
    async with lives() as place:
        link = place.page.link(await place.ask())
        headers = {
            **TUS,
            "Upload-Length": str(place.size),
            "Upload-Metadata": metadata(filename="a.mov", fingerprint="a/1/2"),
        }
        async with place.http.post(f"/up/{place.token(link)}/files", headers=headers) as answer:
            path = f"/up/{place.token(link)}/{answer.headers['Location']}"
        async with place.http.patch(path, data=place.mp4[:7000], headers={**BODY, "Upload-Offset": "0"}) as answer:
            assert answer.status == 204
    async with lives() as place:
        _, about = await place.state(link)
        begun = about["begun"]
        assert path.endswith(f"/files/{begun.pop('word')}")
        assert begun == {"name": "a.mov", "fingerprint": "a/1/2", "sent": 7000, "size": place.size}
        async with place.http.head(path, headers=TUS) as answer:
            assert answer.headers["Upload-Offset"] == "7000"
        async with place.http.patch(path, data=place.mp4[7000:], headers={**BODY, "Upload-Offset": "7000"}) as answer:
            assert answer.status == 204
        assert await place.made()


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


async def test_a_link_has_room_for_one_file(place, tus):
    paths = [await tus.begin(size=1024 * 1024) for _ in range(9)]
    hanging = await tus.broken(paths[-1], 0, place.mp4[:5000], 1024 * 1024)
    last = await tus.begin()
    hanging.close()
    assert [(await tus.call("HEAD", path)).status for path in paths] == [404] * 9
    assert (await tus.patch(last, 0, place.mp4)).status == 204
    assert len(place.files) == 1


async def test_a_link_decides_who_may(place, tus):
    path = await tus.begin()
    word = path.removeprefix("/")
    other = place.token(place.page.link(await place.ask(key="m2")))
    for token in (other, "x" * 36):
        async with place.http.head(f"/up/{token}/files/{word}", headers=TUS) as answer:
            assert answer.status == 404


async def test_a_link_that_is_over_takes_the_rest_of_what_was_begun_in_time_and_nothing_new(place, tus, clock):
    path = await tus.begin()
    clock.now += 3590
    await tus.patch(path, 0, place.mp4[:100])
    clock.now += 20
    answer = await tus.call("POST", "", Upload_Length=place.size)
    assert (answer.status, answer.headers["X-Error"]) == (410, "expired")
    assert (await tus.patch(path, 100, place.mp4[100:])).status == 204
    assert await place.made()


async def test_a_whole_file_that_the_core_never_got_goes_with_the_one_that_it_gets(place, tus, monkeypatch):
    path = await tus.begin()

    async def lost(_):
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(place.app.intake, "receive", lost)
        assert (await tus.patch(path, 0, place.mp4)).status == 503
    assert (await tus.patch(await tus.begin(), 0, place.mp4)).status == 204
    assert len(place.files) == 1


@pytest.mark.parametrize("kept", [True, False])
async def test_what_a_kill_left_between_the_core_and_the_spool_is_settled(lives, kept):
    """The core had the file and nobody noted it; or its request ended and nobody deleted it."""
    async with lives() as place:
        link = place.page.link(await place.ask())
        await place.send(link)
        made = await place.made()
        [name] = place.files
        description = place.folder / name.replace(".bin", ".json")
        if kept:
            description.write_text(description.read_text().replace('"claimed"', '"waiting"'))
        else:
            await place.over(made.id)
    async with lives() as place:
        [part] = await place.app.services.stores.requests.parts(made.id)
        found = place.app.spool.find(part.attachments[0].ref)
        assert (found.state if found else None) == ("claimed" if kept else None)
        assert len(place.files) == kept


async def test_files_of_release_0_1_0_are_taken_over_from_their_own_folder(lives, tmp_path):
    """There they had no description, and their folder was `uploads`."""
    async with lives() as place:
        link = place.page.link(await place.ask())
        await place.send(link)
        made = await place.made()
        [part] = await place.app.services.stores.requests.parts(made.id)
        ref = part.attachments[0].ref
        former = tmp_path / "uploads"
        former.mkdir()
        [name] = place.files
        (place.folder / name).rename(former / f"{ref.removeprefix('page:')}.bin")
        (place.folder / name).with_suffix(".json").unlink()
        (former / "9-AAAAAAAAAAAAAAAA.bin").write_bytes(place.mp4)
        (former / "9-BBBBBBBBBBBBBBBB.part").write_bytes(b"half")
        (former / "notes.bin").write_bytes(place.mp4)
    async with lives() as place:
        async with place.page.file_store.open(ref) as source:
            assert source.length == place.size
        assert [file.name for file in former.iterdir()] == ["notes.bin"]
        (former / "notes.bin").unlink()
        assert len(place.files) == 1
    async with lives() as place:
        assert not former.exists()
        await place.page.file_store.release(ref)
        assert place.files == []
