"""How calls and files travel."""

import pytest
from aiohttp import web
from telegram.error import NetworkError, TimedOut

from bots.telegram.multipart import FilePart, Form, SourceFailed
from bots.telegram.request import Flooded, NotConnected, Transport
from core.media.errors import Truncated
from core.media.source import ByteSource


def source(*chunks, length=None):
    async def read():
        for chunk in chunks:
            yield chunk

    return ByteSource(sum(map(len, chunks)) if length is None else length, read())


async def whole(form):
    return b"".join([chunk async for chunk in form.chunks()])


async def test_a_form_is_as_long_as_it_says_and_escapes_names():
    parts = [
        FilePart("video", 'a"b\r\n.mp4', "video/mp4", source(b"x" * 200_000, b"y")),
        FilePart("thumb", "t.jpg", "image/jpeg", b"jpeg"),
    ]
    form = Form({"chat_id": "5", "caption": "中😀"}, parts)
    body = await whole(form)
    assert len(body) == form.length
    assert b'filename="a%22b%0D%0A.mp4"' in body
    assert body.count(form.content_type.partition("boundary=")[2].encode()) == 5


async def test_a_form_gives_a_file_in_small_pieces():
    form = Form({}, [FilePart("video", "a.mp4", "video/mp4", source(b"x" * (1 << 20)))])
    assert max([len(chunk) async for chunk in form.chunks()]) <= 1 << 16


@pytest.mark.parametrize("length", [5, 1])
async def test_a_file_that_is_not_as_long_as_it_said_breaks_the_form(length):
    with pytest.raises(SourceFailed):
        await whole(Form({}, [FilePart("video", "a.mp4", "video/mp4", source(b"abc", length=length))]))


@pytest.fixture
async def server():
    """`server(handler)`: an address on loopback that answers so, and a transport to it."""
    runners = []
    transport = Transport()

    async def start(handler):
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", handler)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return transport, f"http://127.0.0.1:{runner.addresses[0][1]}/bot1:SECRET/getMe"

    yield start
    await transport.shutdown()
    for runner in runners:
        await runner.cleanup()


async def test_a_call_that_never_left_is_told_from_one_that_may_have_arrived(server):
    async def cut(request):
        request.transport.abort()
        return web.Response()

    transport, url = await server(cut)
    with pytest.raises(NetworkError) as lost:
        await transport.do_request(url, "POST")
    assert not isinstance(lost.value, NotConnected)
    with pytest.raises(NotConnected):
        await transport.do_request("http://127.0.0.1:9/bot1:SECRET/getMe", "POST")
    assert "SECRET" not in repr(lost.value)


async def test_an_answer_that_takes_too_long_is_a_timeout(server):
    import asyncio

    async def slow(request):
        await asyncio.sleep(1)
        return web.Response()

    transport, url = await server(slow)
    with pytest.raises(TimedOut):
        await transport.do_request(url, "POST", read_timeout=0.05)


@pytest.mark.parametrize(
    ("body", "seconds"), [('{"parameters": {"retry_after": 7}}', 7), ("<html>", 30), ('{"parameters": []}', 30)]
)
async def test_flood_control_says_for_how_long(server, body, seconds):
    async def flooded(request):
        return web.Response(status=429, text=body)

    transport, url = await server(flooded)
    with pytest.raises(Flooded) as flood:
        await transport.do_request(url, "POST")
    assert flood.value.seconds == seconds


async def test_a_file_without_a_length_is_not_taken(server):
    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"x")
        return response

    transport, url = await server(endless)
    with pytest.raises(NetworkError):
        async with transport.file(url):
            pass


async def test_a_file_that_breaks_off_is_truncated(server):
    async def half(request):
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"x" * 50)
        request.transport.close()
        return response

    transport, url = await server(half)
    with pytest.raises(Truncated):
        async with transport.file(url) as opened:
            [chunk async for chunk in opened.chunks]
