import asyncio
import logging
import socket

import aiohttp
import pytest
from aiohttp import web

from bots import http
from bots.errors import CannotStart


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
