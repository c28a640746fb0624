"""What a server takes and for how long: connections, headers, bodies; over real sockets."""

import asyncio
import logging

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bots import connections, http

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: planted-secret\r\n"
WHOLE = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"


@pytest.fixture
async def serving():
    """Starts a server that echoes and answers slowly, with limits of its own."""
    listeners = []

    async def echo(request):
        return web.Response(body=await http.whole_body(request, seconds=0.2))

    async def slow(_):
        await asyncio.sleep(0.5)
        return web.Response(text="done")

    async def start(**limits):
        app = http.health({})
        app.router.add_post("/echo", echo)
        app.router.add_get("/slow", slow)
        listener = await http.start(app, "127.0.0.1", 0, **{"grace_seconds": 0.1, "headers_seconds": 0.2, **limits})
        listeners.append(listener)
        return listener

    yield start
    for listener in listeners:
        await listener.stop()


async def closed_in_the_end(port, *packets):
    """Send packets, each when the one before it was read, and return what came until the server closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    said = b""
    async with asyncio.timeout(20):
        for packet in packets:
            writer.write(packet)
            await writer.drain()
            if packet == b"body":
                said += await reader.readuntil(b"body")
            await asyncio.sleep(0.01)
        with_rest = await rest_of(reader)
    writer.close()
    return said + with_rest


async def rest_of(reader):
    """What comes until the connection ends, however it ends."""
    said = b""
    while True:
        try:
            piece = await reader.read(1000)
        except ConnectionResetError:
            return said
        if not piece:
            return said
        said += piece


@pytest.mark.parametrize(
    "half",
    [
        b"G",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 4000,
    ],
)
async def test_a_connection_that_does_not_finish_its_headers_is_closed(serving, half):
    assert await closed_in_the_end((await serving()).port, half) == b""


@pytest.mark.parametrize("half", [b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTT"])
async def test_one_that_is_idle_is_closed_later_also_with_half_a_request_behind_a_whole_one(serving, half):
    listener = await serving(headers_seconds=20, idle_seconds=0.2)
    said = await closed_in_the_end(listener.port, half)
    assert said.count(b"HTTP/1.1 200") == half.count(b"\r\n\r\n")


async def test_headers_that_trickle_in_win_no_time(serving):
    reader, writer = await asyncio.open_connection("127.0.0.1", (await serving()).port)

    async def trickle():
        while True:
            writer.write(b"X-More: 1\r\n")
            await asyncio.sleep(0.01)

    writer.write(b"GET / HTTP/1.1\r\n")
    sending = asyncio.create_task(trickle())
    async with asyncio.timeout(20):
        assert await rest_of(reader) == b""
    sending.cancel()
    writer.close()


async def test_a_next_request_that_comes_during_a_slow_answer_has_its_time_after_it(serving):
    listener = await serving()
    request = b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(request)
    await asyncio.sleep(0.05)
    writer.write(request)
    async with asyncio.timeout(20):
        for _ in range(2):
            await reader.readuntil(b"done")
    writer.write(request)
    await asyncio.sleep(0.05)
    writer.write(HALF)
    async with asyncio.timeout(20):
        assert (await rest_of(reader)).count(b"done") == 1
    writer.close()


async def told_of_headers(serving, caplog, *connections, then=()):
    """What is logged when these connections were closed, and then these."""
    caplog.set_level(logging.INFO)
    listener = await serving(idle_seconds=0.6)
    await asyncio.gather(*(closed_in_the_end(listener.port, *packets) for packets in connections))
    await asyncio.gather(*(closed_in_the_end(listener.port, *packets) for packets in then))
    await listener.stop()
    assert "planted-secret" not in caplog.text
    return [message for message in caplog.messages if "headers" in message]


async def test_headers_that_do_not_come_whole_are_logged_once_in_a_minute_with_how_many(serving, caplog):
    told = "connections closed because their headers did not come whole within 0.2 s: "
    lines = await told_of_headers(serving, caplog, (HALF,), then=[(HALF,), (b"G",), (HALF, b"X-More: 1\r\n")])
    assert lines == [f"{told}1", f"{told}3"]


async def test_a_half_request_behind_a_whole_one_is_logged_too(serving, caplog):
    assert len(await told_of_headers(serving, caplog, (WHOLE, b"body", HALF))) == 1


async def test_a_connection_that_is_only_idle_is_not_logged(serving, caplog):
    bodies = [(b"",), (WHOLE, b"body"), (WHOLE + b"bo", b"d", b"y"), (WHOLE + b"body",)]
    assert await told_of_headers(serving, caplog, *bodies) == []


async def test_a_client_that_leaves_in_its_headers_and_words_that_are_no_http_are_not_logged(serving, caplog):
    caplog.set_level(logging.INFO)
    listener = await serving(idle_seconds=0.2)
    _, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(HALF)
    await asyncio.sleep(0.01)
    writer.close()
    await writer.wait_closed()
    await closed_in_the_end(listener.port, b"no http at all\r\n\r\n")
    await listener.stop()
    assert "headers" not in caplog.text


async def test_a_request_whose_connection_is_gone_before_it_is_handled_is_no_error():
    async def handler(_):
        return web.Response(text="done")

    answer = await connections.Connections().middleware(make_mocked_request("GET", "/"), handler)
    assert answer.status == 200


async def test_a_body_that_does_not_come_whole_is_answered_408(serving):
    listener = await serving()
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(WHOLE + b"bo")
    async with asyncio.timeout(20):
        assert b" 408 " in await reader.readline()
    writer.close()


async def test_beyond_so_many_connections_none_is_taken_until_one_ends(serving, caplog):
    caplog.set_level(logging.INFO)
    listener = await serving(most=2, headers_seconds=20)
    first, second = [await asyncio.open_connection("127.0.0.1", listener.port) for _ in range(2)]
    for _ in range(50):
        assert await closed_in_the_end(listener.port, b"") == b""
    first[1].close()
    await first[1].wait_closed()
    async with asyncio.timeout(20):
        while not (  # noqa: ASYNC110 - it is a socket
            said := await closed_in_the_end(listener.port, b"GET /healthz HTTP/1.0\r\n\r\n")
        ):
            await asyncio.sleep(0.01)
    assert b" 200 " in said
    second[1].close()
    await listener.stop()
    lines = [message for message in caplog.messages if "refused because 2 are open" in message]
    assert len(lines) == 2  # the first one, and at the end all the others


async def test_no_answer_says_which_versions_are_at_work(serving):
    listener = await serving()
    for sent in (b"GET /healthz HTTP/1.0\r\n\r\n", b"GET /none HTTP/1.0\r\n\r\n", b"no http at all\r\n\r\n"):
        said = await closed_in_the_end(listener.port, sent)
        assert b"Server: nemobot\r\n" in said
        assert b"ython" not in said


async def test_a_program_with_few_descriptors_takes_half_as_many_connections(monkeypatch):
    monkeypatch.setattr("bots.connections.resource.getrlimit", lambda _: (64, 64))
    assert connections.most_connections() == 32


async def test_a_hundred_tracebacks_a_second_of_a_process_without_files_are_one_line(caplog):
    caplog.set_level(logging.INFO)
    listener = await http.start(web.Application(), "127.0.0.1", 0, grace_seconds=0.1)
    log = logging.getLogger("asyncio")
    for _ in range(300):
        log.error("socket.accept() out of system resource\nsocket: <…>", exc_info=OSError(24, "Too many open files"))
    log.error("something else")
    await listener.stop()
    told = [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR]
    assert [line.rpartition(": ")[2] for line in told] == ["1", "something else", "299"]
    assert "ulimit -n" in told[0]
    log.error("socket.accept() out of system resource")
    assert caplog.records[-1].getMessage() == "socket.accept() out of system resource", "the filter went with it"
