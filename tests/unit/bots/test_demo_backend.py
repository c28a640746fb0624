"""The process behind the demo: ours, another's, or none."""

import asyncio
import os
import sys

import pytest
from aiohttp import web

from bots import http
from bots.errors import CannotStart
from bots.ops import demo_backend
from bots.settings import Settings


@pytest.fixture
async def another():
    """A sandbox that somebody else started."""

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"sandbox": True, "pid": os.getpid()})

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz)])
    listener = await http.start(app, "127.0.0.1", 0, grace_seconds=0.1)
    yield listener
    await listener.stop()


async def test_one_that_is_back_is_not_started_again_though_our_own_has_ended(another, monkeypatch):
    monkeypatch.setenv("NEMO_API_URL", f"http://127.0.0.1:{another.port}")
    monkeypatch.setattr(demo_backend, "POLL_SECONDS", 0.01)
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    gone = asyncio.create_task(demo_backend._Backend(Settings.load(), ended)._ended(), name="gone")
    await ended.wait()
    assert not (await asyncio.wait([gone], timeout=0.3))[0]
    await another.stop()
    await asyncio.wait_for(gone, 5)


async def test_a_folder_that_cannot_be_made_is_said_with_its_mend(tmp_path, monkeypatch):
    monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:1")
    (tmp_path / "data").touch()
    with pytest.raises(CannotStart) as stop:
        async with demo_backend.demo_backend(Settings.load()):
            pytest.fail("it started")
    assert "NEMOBOT_DATA_DIR" in str(stop.value.problems)
