"""What a session takes, what it refuses, and that neither costs memory."""

import asyncio
import tracemalloc

import aiohttp
import pytest
from aiohttp import web

from sandbox.limits import Limits


def left(folder):
    return [path.name for path in (folder / "uploads").iterdir()]


async def test_an_upload_is_answered_as_documented_and_is_in_the_state_at_once(caller, stand_in):
    _, body = await caller.upload()
    (file,) = body["data"]["files"]
    assert body["data"]["session_state_applied"] is True
    assert (await caller.state())["video_infos"] == [file]
    assert {key: file[key] for key in ("file_type", "duration", "width", "height", "fps")} == {
        "file_type": "video",
        "duration": 10.0,
        "width": 640,
        "height": 360,
        "fps": 25.0,
    }
    async with caller.http.get(file["cdn_url"]) as response:
        assert await response.read() == stand_in.mp4


async def test_the_other_form_of_the_answer(caller):
    caller.set(upload_form="uploaded_files")
    _, body = await caller.upload()
    assert body["data"]["uploaded_files"][0]["url"].startswith(caller.running.url)


async def test_several_files_in_one_request_keep_their_order(caller, stand_in):
    form = aiohttp.FormData()
    form.add_field("note", "not a file")
    for name in ("b.mp4", "a.mp4"):
        form.add_field("files", stand_in.mp4, filename=name)
    _, body = await caller.json("POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=form)
    assert [file["filename"] for file in body["data"]["files"]] == ["b.mp4", "a.mp4"]


async def test_one_bad_file_refuses_the_whole_request_and_leaves_nothing(caller, tmp_path, stand_in):
    form = aiohttp.FormData()
    form.add_field("files", stand_in.mp4, filename="a.mp4")
    form.add_field("files", b"<html>", filename="b.mp4")
    _, body = await caller.json("POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=form)
    assert body["code"] == 4001
    assert left(tmp_path) == []
    assert (await caller.state())["video_infos"] == []


@pytest.mark.parametrize("body", [b"", b"MZ" + bytes(9000), b"<html>", b"%PDF-1.7" + bytes(5000)])
async def test_a_file_is_judged_by_its_content_whatever_its_name_says(caller, tmp_path, body):
    assert (await caller.upload(body, "film.mp4"))[1]["code"] == 4001
    assert left(tmp_path) == []


async def test_a_file_that_begins_well_but_cannot_be_read_is_4001(caller, tmp_path, stand_in):
    assert (await caller.upload(stand_in.mp4 + b"broken"))[1]["code"] == 4001
    assert left(tmp_path) == []


async def test_a_file_above_the_limit_is_4002_and_leaves_nothing(opened, tmp_path, stand_in):
    async with opened(limits=Limits(upload_bytes=6000)) as caller:
        assert (await caller.upload(stand_in.mp4 + bytes(6000)))[1]["code"] == 4002
        assert left(tmp_path) == []
        exact = stand_in.mp4 + bytes(6000 - len(stand_in.mp4))
        assert (await caller.upload(exact))[1]["code"] == 0
        caller.set(http_codes=True)
        assert (await caller.upload(exact + b"\0"))[0] == 413


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("../../etc/passwd.mp4", "passwd.mp4"),
        ("..\\..\\x.mp4", "x.mp4"),
        ("ev\u202egpj.exe", "evgpj.mp4"),
        ("a\u0000b.mp4", "ab.mp4"),
        ("n" * 300 + ".mp4", "n" * 116 + ".mp4"),
        (".mp4", "mp4.mp4"),
        ("城市.MP4", "城市.MP4"),
        ("", "upload.mp4"),
    ],
)
async def test_a_file_name_is_shown_clean_and_never_becomes_a_path(caller, tmp_path, stand_in, sent, shown):
    head = f'--b\r\nContent-Disposition: form-data; name="files"; filename="{sent.replace(chr(0), "%00")}"\r\n\r\n'
    body = head.encode() + stand_in.mp4 + b"\r\n--b--\r\n"
    headers = caller.headers | {"Content-Type": "multipart/form-data; boundary=b"}
    status, answer = await caller.json(
        "POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=body, headers=headers
    )
    assert status == 200, answer
    assert answer["data"]["files"][0]["filename"].replace("%00", "") == shown
    assert all(name.startswith("a") and name.endswith(".mp4") and len(name) < 20 for name in left(tmp_path))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\n\r\n", "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data; boundary=b"),
        (b"", "multipart/form-data"),
        (b"{}", "application/json"),
        (b'{"urls": "x"}', "application/json"),
        (b"plain", "text/plain"),
    ],
)
async def test_an_upload_without_files_is_400(caller, body, kind):
    headers = caller.headers | {"Content-Type": kind}
    status, _ = await caller.json("POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=body, headers=headers)
    assert status == 400


@pytest.mark.parametrize("end", [b"", b"\r\n--", b"\r\n--c--\r\n"])
async def test_a_multipart_body_that_breaks_off_is_400_and_leaves_nothing(caller, tmp_path, stand_in, end):
    head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n\r\n'
    headers = caller.headers | {"Content-Type": "multipart/form-data; boundary=b"}
    status, _ = await caller.json(
        "POST",
        f"/api/upload-video/nemo_agent/me/{caller.sid}",
        data=head + stand_in.mp4 + end,
        headers=headers,
    )
    assert status == 400
    assert left(tmp_path) == []


async def test_a_request_has_at_most_fifty_files(caller, tmp_path, stand_in):
    form = aiohttp.FormData()
    for n in range(51):
        form.add_field("files", stand_in.mp4, filename=f"{n}.mp4")
    assert (await caller.json("POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=form))[0] == 400
    assert left(tmp_path) == []


async def test_a_file_that_no_session_has_is_404(caller):
    async with caller.http.get(f"{caller.running.url}/videos/sandbox.db") as response:
        assert response.status == 404


async def until(seen):
    async with asyncio.timeout(5):
        while not seen():  # noqa: ASYNC110 - a file on disk sets no event
            await asyncio.sleep(0.005)


async def test_a_truncated_upload_leaves_nothing(caller, tmp_path, stand_in):
    _, writer = await asyncio.open_connection("127.0.0.1", caller.running.port)
    lines = [
        f"POST /api/upload-video/nemo_agent/me/{caller.sid} HTTP/1.1",
        "Host: localhost",
        f"Authorization: Bearer {caller.token}",
        "Content-Type: multipart/form-data; boundary=b",
        "Content-Length: 100000",
        "\r\n--b\r\nContent-Disposition: form-data; name=files; filename=a.mp4\r\n\r\n",
    ]
    writer.write("\r\n".join(lines).encode() + stand_in.mp4)
    await writer.drain()
    await until(lambda: left(tmp_path))
    writer.transport.abort()
    await until(lambda: not left(tmp_path))
    assert (await caller.state())["video_infos"] == []


async def test_a_big_upload_passes_without_being_held_in_memory(caller, tmp_path, stand_in):
    piece, pieces = bytes(1 << 20), 64

    async def body():
        yield b'--b\r\nContent-Disposition: form-data; name="files"; filename="big.mp4"\r\n\r\n' + stand_in.mp4
        for _ in range(pieces):
            yield piece
        yield b"\r\n--b--\r\n"

    headers = caller.headers | {"Content-Type": "multipart/form-data; boundary=b"}
    tracemalloc.start()
    try:
        _, answer = await caller.json(
            "POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", data=body(), headers=headers
        )
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer["data"]["files"][0]["size"] == len(stand_in.mp4) + pieces * len(piece)
    assert peak < 8 * 1024 * 1024


@pytest.fixture
async def files(stand_in):
    """A server of files, with a redirect, a loop, an error and a broken body."""

    async def clip(_):
        return web.Response(body=stand_in.mp4, content_type="video/mp4")

    async def moved(_):
        raise web.HTTPFound("/travel%20vlog.mp4")

    async def loop(_):
        raise web.HTTPFound("/loop")

    async def strange(_):
        raise web.HTTPFound("file:///etc/passwd")

    async def short(request):
        response = web.StreamResponse(headers={"Content-Length": "99999"})
        await response.prepare(request)
        await response.write(stand_in.mp4)
        request.transport.abort()
        return response

    app = web.Application()
    app.add_routes(
        [
            web.get("/travel vlog.mp4", clip),
            web.get("/moved", moved),
            web.get("/loop", loop),
            web.get("/strange", strange),
            web.get("/short.mp4", short),
        ]
    )
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def from_url(caller, *urls):
    body = {"urls": list(urls), "source_type": "url"}
    return await caller.json("POST", f"/api/upload-video/nemo_agent/me/{caller.sid}", json=body)


@pytest.mark.parametrize("path", ["/travel%20vlog.mp4", "/moved"])
async def test_a_url_is_fetched_and_named_by_its_last_part(caller, files, path):
    status, body = await from_url(caller, files + path)
    assert status == 200
    assert body["data"]["files"][0]["filename"] == "travel vlog.mp4"


@pytest.mark.parametrize("path", ["/none.mp4", "/loop", "/strange", "/short.mp4"])
async def test_a_url_that_gives_no_file_is_400_and_leaves_nothing(caller, files, tmp_path, path):
    status, _ = await from_url(caller, files + path)
    assert status == 400
    assert left(tmp_path) == []


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://localhost/x", "http://", "x", 7, None, "http://[::1"])
async def test_only_http_urls_are_fetched(caller, url):
    assert (await from_url(caller, url))[0] == 400


async def test_a_url_obeys_the_limits_of_an_upload(opened, files, tmp_path):
    async with opened(limits=Limits(upload_bytes=100)) as caller:
        assert (await from_url(caller, files + "/moved"))[1]["code"] == 4002
        assert left(tmp_path) == []
