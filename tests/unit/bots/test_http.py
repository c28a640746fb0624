import asyncio
import logging
import socket

import aiohttp
import pytest
from aiohttp import web

from bots import http
from bots.errors import CannotStart
from bots.slow_headers import SlowHeaders


async def fine():
    return None


async def missing():
    return "no update for 90 s"


async def broken():
    raise RuntimeError("planted-secret")


async def hanging():
    await asyncio.sleep(60)


async def answer(path, **checks):
    listener = await http.start(http.health(checks, seconds_a_check=0.05), "127.0.0.1", 0, grace_seconds=0.1)
    try:
        async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{listener.port}{path}") as reply:
            return reply.status, await reply.json()
    finally:
        await listener.stop()


async def test_alive_needs_nothing_but_the_process():
    assert await answer("/healthz", database=broken) == (200, {"alive": True})


async def test_ready_when_every_check_is():
    checks = {"database": "ok", "telegram": "ok"}
    assert await answer("/readyz", database=fine, telegram=fine) == (200, {"ready": True, "checks": checks})


async def test_not_ready_names_what_is_missing():
    status, said = await answer("/readyz", database=fine, telegram=missing)
    assert status == 503
    assert said == {"ready": False, "checks": {"database": "ok", "telegram": "no update for 90 s"}}


async def test_a_check_that_fails_or_hangs_is_not_ready_and_tells_no_secret():
    status, said = await answer("/readyz", database=broken, telegram=hanging)
    assert status == 503
    assert said["checks"]["telegram"] == "no answer in time"
    assert "planted" not in str(said)


async def test_a_taken_port_is_said_with_its_mend():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotStart) as refused:
            await http.start(web.Application(), "127.0.0.1", port, grace_seconds=0.1)
    (problem,) = refused.value.problems
    assert f"Port {port} is taken" in problem
    assert "NEMOBOT_HTTP_PORT" in problem


async def test_an_address_of_another_machine_is_said_with_its_mend():
    with pytest.raises(CannotStart, match="NEMOBOT_HTTP_HOST"):
        await http.start(web.Application(), "192.0.2.1", 0, grace_seconds=0.1)


async def test_stopping_cuts_an_endless_answer_off_after_the_grace():
    begun = asyncio.Event()

    async def endless(request):
        response = web.StreamResponse()
        await response.prepare(request)
        begun.set()
        await asyncio.sleep(60)
        return response

    app = web.Application()
    app.router.add_get("/", endless)
    listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.05)
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{listener.port}/"):
        await begun.wait()
        async with asyncio.timeout(5):
            await listener.stop()


async def test_bytes_that_are_no_http_are_one_line_without_what_they_hold(caplog):
    caplog.set_level(logging.INFO)
    listener = await http.start(http.health({}), "127.0.0.1", 0, grace_seconds=0.1)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: planted-secret\r\nContent-Length: -5\r\n\r\n")
    assert b" 400 " in await reader.readline()
    writer.close()
    await writer.wait_closed()
    await listener.stop()
    assert "not HTTP" in caplog.text
    assert "planted-secret" not in caplog.text
    assert "Traceback" not in caplog.text
    assert "ERROR" not in caplog.text


@pytest.mark.parametrize(
    "half",
    [
        b"",
        b"G",
        b"GET / HTTP/1.1\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + b"a" * 4000,
        b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /healthz HTT",  # behind a whole request
    ],
)
async def test_a_connection_that_does_not_finish_its_headers_is_closed(half):
    listener = await http.start(http.health({}), "127.0.0.1", 0, grace_seconds=0.1, idle_seconds=0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(half)
    async with asyncio.timeout(20):
        said = await reader.read()
    assert said.count(b"HTTP/1.1 200") == half.count(b"\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    await listener.stop()


HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nCookie: planted-secret\r\n"
WHOLE = b"POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n"


async def closed_in_the_end(port, *packets):
    """Send packets, each when the one before it was read, and wait until the server closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(20):
        for packet in packets:
            writer.write(packet)
            await writer.drain()
            if packet == b"body":
                await reader.readuntil(b"done")
            await asyncio.sleep(0.01)
        await reader.read()
    writer.close()
    await writer.wait_closed()


async def logged_of_slow_headers(caplog, *connections, then=()):
    """What is logged when these connections were closed, and then these."""

    async def echo(request):
        await request.read()
        return web.Response(text="done")

    caplog.set_level(logging.INFO)
    app = web.Application()
    app.router.add_post("/echo", echo)
    listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1, idle_seconds=0.2)
    await asyncio.gather(*(closed_in_the_end(listener.port, *packets) for packets in connections))
    await asyncio.gather(*(closed_in_the_end(listener.port, *packets) for packets in then))
    await listener.stop()
    assert "planted-secret" not in caplog.text
    return [message for message in caplog.messages if "headers" in message]


async def test_headers_that_do_not_come_whole_are_logged_once_in_a_minute_with_how_many(caplog):
    told = "connections closed because their headers did not come whole within 0.2 s: "
    lines = await logged_of_slow_headers(caplog, (HALF,), then=[(HALF,), (b"G",), (HALF, b"X-More: 1\r\n")])
    assert lines == [f"{told}1", f"{told}3"]


async def test_a_half_request_behind_a_whole_one_is_logged_too(caplog):
    assert len(await logged_of_slow_headers(caplog, (WHOLE, b"body", HALF))) == 1


async def test_a_connection_that_is_only_idle_is_not_logged(caplog):
    bodies = [(b"",), (WHOLE, b"body"), (WHOLE + b"bo", b"dy"[:1], b"y"), (WHOLE + b"body",)]
    assert await logged_of_slow_headers(caplog, *bodies) == []


async def test_a_client_that_leaves_in_its_headers_and_words_that_are_no_http_are_not_logged(caplog):
    caplog.set_level(logging.INFO)
    listener = await http.start(http.health({}), "127.0.0.1", 0, grace_seconds=0.1, idle_seconds=0.2)
    _, writer = await asyncio.open_connection("127.0.0.1", listener.port)
    writer.write(HALF)
    await asyncio.sleep(0.01)
    writer.close()
    await writer.wait_closed()
    await closed_in_the_end(listener.port, b"no http at all\r\n\r\n")
    await listener.stop()
    assert "headers" not in caplog.text


async def test_the_next_line_comes_when_the_minute_is_over(caplog):
    caplog.set_level(logging.INFO)
    slow = SlowHeaders(0.0, pause_seconds=0.02)
    for _ in range(3):
        lost = slow.watch(Silent)()
        lost.data_received(b"G")
        lost.connection_lost(None)
    async with asyncio.timeout(20):
        while len(caplog.messages) < 2:  # noqa: ASYNC110 - it is the log
            await asyncio.sleep(0.01)
    slow.stop()
    assert [message.rsplit(maxsplit=1)[1] for message in caplog.messages] == ["1", "2"]


class Silent(asyncio.Protocol):
    """A protocol that does nothing."""


async def test_headers_that_trickle_in_win_no_time():
    listener = await http.start(http.health({}), "127.0.0.1", 0, grace_seconds=0.1, idle_seconds=0.2)
    reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)

    async def trickle():
        while True:
            writer.write(b"X-More: 1\r\n")
            await asyncio.sleep(0.01)

    writer.write(b"GET / HTTP/1.1\r\n")
    sending = asyncio.create_task(trickle())
    async with asyncio.timeout(20):
        while not reader.at_eof():
            try:
                assert await reader.read(100) == b""
            except ConnectionResetError:  # a line arrived after the end
                break
    sending.cancel()
    writer.close()
    await listener.stop()


async def test_a_slow_answer_is_no_idle_connection():
    async def slow(request):
        await asyncio.sleep(0.5)
        return web.Response(text="done")

    app = web.Application()
    app.router.add_get("/", slow)
    listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1, idle_seconds=0.1)
    async with aiohttp.ClientSession() as client, client.get(f"http://127.0.0.1:{listener.port}/") as reply:
        assert await reply.text() == "done"
    await listener.stop()
