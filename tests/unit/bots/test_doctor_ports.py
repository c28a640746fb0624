"""The doctor and the ports that a start would take."""

import socket

import pytest
from aiohttp import web

from bots import http
from bots.ops import port_checks
from bots.settings import Settings


@pytest.fixture
def taken(monkeypatch):
    """A port of another program, which is the configured one."""
    with socket.create_server((http.LOOPBACK, 0)) as other:
        port = other.getsockname()[1]
        for name in ("NEMOBOT_HTTP_PORT", "NEMOBOT_WEB_PORT"):
            monkeypatch.setenv(name, str(port))
        yield port


def _free():
    with socket.create_server((http.LOOPBACK, 0)) as other:
        return other.getsockname()[1]


async def test_a_free_port_is_said_and_is_free_afterwards(monkeypatch):
    port = _free()
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", str(port))
    for _ in range(2):
        assert f"{port} on 127.0.0.1 is free" in str(await port_checks.http_port(Settings.load()))


async def test_a_port_of_another_program_fails_with_the_setting_to_change(taken, monkeypatch):
    monkeypatch.setattr("bots.ops.asking.SECONDS", 0.05)
    found = await port_checks.http_port(Settings.load())
    assert found.failed
    assert f"Port {taken} is taken" in found.found
    assert "NEMOBOT_HTTP_PORT" in found.mend


async def test_the_web_chats_port_counts_only_where_there_is_one(taken, monkeypatch):
    monkeypatch.setattr("bots.ops.asking.SECONDS", 0.05)
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", "0")
    assert await port_checks.web_port(Settings.load()) is None
    monkeypatch.setenv("NEMOBOT_WEB", "1")
    found = await port_checks.web_port(Settings.load())
    assert found.failed
    assert "NEMOBOT_WEB_PORT" in found.mend


async def test_an_address_of_no_machine_here_fails_with_the_setting(monkeypatch):
    monkeypatch.setenv("NEMOBOT_HTTP_HOST", "192.0.2.7")
    found = await port_checks.http_port(Settings.load())
    assert found.failed
    assert "NEMOBOT_HTTP_HOST" in found.mend


async def test_while_the_bot_runs_its_own_port_is_fine(monkeypatch):
    app = web.Application()
    app.add_routes(http.health_routes({}))
    listener = await http.start(app, http.LOOPBACK, 0, grace_seconds=0.1)
    monkeypatch.setenv("NEMOBOT_HTTP_PORT", str(listener.port))
    assert "a nemobot listens" in str(await port_checks.http_port(Settings.load()))
    await listener.stop()
