from __future__ import annotations

import asyncio
import hashlib
import resource
import time

import pytest
from aiohttp import web

from core.media.errors import Overlong, TooLarge, Truncated
from core.media.source import ByteSource, from_file
from core.nemo import errors

ARRIVED = {"code": 0, "data": {"files": [{"filename": "a.mp4", "file_type": "video", "cdn_url": "https://c/a"}]}}


async def pieces(*chunks: bytes):
    for chunk in chunks:
        yield chunk


@pytest.fixture
def received(backend):
    """Collect the parts of multipart bodies as a server reads them."""
    parts = []

    async def handle(request):
        reader = await request.multipart()
        async for part in reader:
            digest, size = hashlib.sha256(), 0
            while data := await part.read_chunk(1 << 18):
                digest.update(data)
                size += len(data)
            kind = part.headers["Content-Type"]
            parts.append((part.name, part.filename, kind, size, digest.hexdigest()))
        return web.json_response(ARRIVED)

    backend.handle = handle
    return parts


async def test_an_upload_arrives_whole_with_an_exact_length(backend, client, caller, received):
    data = b"ab" * 50_000
    source = ByteSource(len(data), pieces(data[:7], b"", data[7:]))
    (uploaded,) = await client.upload(caller, "55", "城 市.mp4", "video/mp4", source)
    headers = backend.asked[0].headers
    assert uploaded.url == "https://c/a"
    assert backend.asked[0].path == "/api/upload-video/nemo_agent/me/55"
    assert int(headers["Content-Length"]) > len(data)
    assert "Transfer-Encoding" not in headers
    assert received == [("files", "城 市.mp4", "video/mp4", len(data), hashlib.sha256(data).hexdigest())]


@pytest.mark.parametrize(("length", "kind"), [(11, Truncated), (9, Overlong)])
async def test_a_source_that_breaks_its_promise_is_never_stored_as_a_file(client, caller, received, length, kind):
    with pytest.raises(kind):
        await client.upload(caller, "55", "a.mp4", "video/mp4", ByteSource(length, pieces(b"x" * 10)))
    assert received == []


async def test_the_errors_of_a_source_pass_through(client, caller, received):
    async def broken():
        yield b"x"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await client.upload(caller, "55", "a.mp4", "video/mp4", ByteSource(10, broken()))
    assert received == []


async def test_an_empty_file_is_still_a_file(client, caller, received):
    await client.upload(caller, "55", "a.mp4", "video/mp4", ByteSource(0, pieces()))
    assert received[0][3] == 0


async def test_sixty_four_megabytes_pass_in_constant_memory_and_never_hold_up_the_loop(
    tmp_path, client, caller, received
):
    path = tmp_path / "big.mp4"
    with path.open("wb") as file:
        file.truncate(64 << 20)
    late = []

    async def ticker():
        while True:
            due = time.perf_counter() + 0.005
            await asyncio.sleep(0.005)
            late.append(time.perf_counter() - due)

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    task = asyncio.create_task(ticker(), name="ticker")
    async with from_file(path) as source:
        await client.upload(caller, "55", "big.mp4", "video/mp4", source)
    task.cancel()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert received[0][3] == 64 << 20
    assert grown < 32 << 10  # kilobytes, the server's share included
    assert sorted(late)[len(late) // 2] < 0.05


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"code": 4001}, errors.UnsupportedFile),
        (200, {"code": 4002}, errors.FileTooLarge),
        (413, {}, errors.FileTooLarge),
        (404, {"detail": "Session not found"}, errors.SessionGone),
        (200, {"code": 0, "data": {"files": []}}, errors.Garbled),
    ],
)
async def test_a_refused_upload_says_why(backend, client, caller, status, body, kind):
    backend.says(body, status)
    with pytest.raises(kind):
        await client.upload(caller, "55", "a", "video/mp4", ByteSource(1, pieces(b"x")))
    with pytest.raises(kind):
        await client.upload_url(caller, "55", "https://x.example/a")


async def test_a_connection_cut_in_the_middle_of_an_upload_leaves_the_outcome_open(connect, raw, caller):
    client = await connect(await raw(reset=True))
    source = ByteSource(32 << 20, pieces(*[bytes(1 << 20)] * 32))
    with pytest.raises(errors.Interrupted) as caught:
        await client.upload(caller, "55", "a.mp4", "video/mp4", source)
    assert not caught.value.refused


async def test_a_url_is_handed_over_as_the_skills_say(backend, client, caller):
    backend.says(ARRIVED)
    await client.upload_url(caller, "55", "https://x.example/a.mp4?sig=1")
    assert backend.asked[0].json == {"urls": ["https://x.example/a.mp4?sig=1"], "source_type": "url"}


async def film(client, caller):
    async with client.download(caller, "render_1") as source:
        return source.length, b"".join([chunk async for chunk in source.chunks])


async def test_a_film_is_read_from_the_download_route(backend, client, caller):
    backend.says(b"movie", Content_Type="video/mp4")
    assert await film(client, caller) == (5, b"movie")
    assert backend.asked[0].path == "/api/render/proxy/render_1/download"


async def test_a_film_of_unknown_length_gets_one(connect, raw, caller, monkeypatch):
    url = await raw(b"HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", b"mo", b"vie")
    client = await connect(url)
    assert await film(client, caller) == (5, b"movie")
    monkeypatch.setattr("core.nemo.client._MAX_FILM_BYTES", 4)
    with pytest.raises(TooLarge):
        await film(client, caller)


async def test_a_film_that_breaks_off_is_not_taken_for_a_whole_one(connect, raw, caller):
    client = await connect(await raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", b"mo"))
    with pytest.raises(errors.Interrupted):
        await film(client, caller)


async def test_a_film_that_lies_elsewhere_is_followed_without_the_token(backend, client, caller):
    elsewhere = backend.url.replace("127.0.0.1", "localhost")

    async def handle(request):
        if request.path != "/film.mp4":
            raise web.HTTPFound(f"{elsewhere}/film.mp4")
        return web.Response(body=b"movie")

    backend.handle = handle
    assert await film(client, caller) == (5, b"movie")
    assert "Authorization" in backend.asked[0].headers
    assert "Authorization" not in backend.asked[1].headers


@pytest.mark.parametrize(
    ("status", "body", "headers", "kind"),
    [
        (404, b"", {}, errors.RenderUnknown),
        (200, {"code": 1001}, {"Content_Type": "application/json"}, errors.TokenRejected),
        (200, {"code": 0}, {"Content_Type": "application/json"}, errors.Garbled),
        (302, b"", {"Location": "/again"}, errors.Garbled),
    ],
)
async def test_a_film_that_is_none_is_an_error(backend, client, caller, status, body, headers, kind):
    backend.says(body, status, **headers)
    with pytest.raises(kind):
        await film(client, caller)
