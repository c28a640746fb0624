"""The whole bot on Discord: the double in front, a sandbox behind, and the real discord.py between them."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from bots.platforms import Service, open_platforms
from bots.services import App, build_services
from bots.settings import Settings
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_values import File
from tests.doubles.editor import QuickEditor

QUICK = {
    "nemobot_still_working_seconds": 30.0,
    "nemobot_render_poll_seconds": 0.01,
    "nemobot_turn_timeout_seconds": 10.0,
    "nemobot_silence_timeout_seconds": 5.0,
    "nemobot_recovery_seconds": (0.02,),
    "nemobot_silent_edit_seconds": (0.01, 0.01, 0.01),
    "nemobot_retry_429_seconds": 0.02,
    "nemobot_join_seconds": 0.05,
    "nemobot_shutdown_grace_seconds": 1.0,
    "nemobot_requests_per_minute": 0,
    "nemobot_requests_at_once": 0,
}
MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.02}
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


@dataclass
class Life:
    """One life of the bot."""

    app: App
    service: Service
    tasks: dict[str, asyncio.Task]
    closing: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)


class Scene:
    """Anna and Ben in a server with the bot."""

    def __init__(self, dc, sandbox, editor, settings):
        self.dc, self.sandbox, self.editor, self.settings = dc, sandbox, editor, settings
        self.anna, self.ben = dc.person("Anna"), dc.person("Ben")
        self.guild = dc.guild()
        self.channel = dc.channel(self.guild)
        self.life: Life | None = None
        self._names = itertools.count(1)

    async def begin(self, *, wait=True, **changes):
        """Start the bot with these settings besides; wait until it hears people on Discord unless told otherwise."""
        closing = contextlib.AsyncExitStack()
        settings = self.settings.model_copy(update=changes)
        app = await closing.enter_async_context(build_services(settings, render_polls=1000))
        services = {one.name: one for one in await closing.enter_async_context(open_platforms(app))}
        self.life = Life(app, services["discord"], {}, closing)
        self.life.tasks = {"requests": asyncio.create_task(app.work(), name="requests")}
        self.life.tasks |= {name: asyncio.create_task(service.serve(), name=name) for name, service in services.items()}
        if wait:
            await self.dc.connected()
            await self.hears()

    async def hears(self, seconds=15.0):
        """Wait until the bot takes messages."""
        end = time.monotonic() + seconds
        while missing := await self.life.service.ready():
            assert time.monotonic() < end, missing
            await asyncio.sleep(0.01)

    async def end(self):
        """Stop the bot as SIGTERM does."""
        life, self.life = self.life, None
        if life is None:
            return
        for task in reversed(life.tasks.values()):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await life.closing.aclose()

    def clip(self, name=None, **more):
        """A clip with a name of its own, so that none is taken for another."""
        return File(name or f"clip{next(self._names)}.mp4", MP4, **more)

    def fault(self, **changes):
        """Let the backend misbehave."""
        self.sandbox.active_faults.set(changes)

    def calls(self, path):
        """The requests that the backend saw on this path."""
        return [one for one in self.sandbox.seen if path in one["path"]]

    async def until(self, true, seconds=15.0):
        await self.dc.until(true, seconds)

    async def quiet(self, seconds=15.0):
        """Wait until every request has ended, and none has come for a moment."""
        still = 0
        async with asyncio.timeout(seconds):
            while still < 10:
                open_ones = await self.life.app.store.database.all("select id from requests where outcome is null")
                still = 0 if open_ones else still + 1
                await asyncio.sleep(0.01)

    def films(self, channel=None, to=None):
        """The messages that carry a film, oldest first."""
        shown = self.dc.shown(channel or self.channel, to)
        return [one for one in shown if one.files and one.files[0].name.endswith(".mp4")]


@pytest.fixture
def scenes(tmp_path):
    """`async with scenes() as scene`: everything but the bot, which `scene.begin()` starts."""

    @contextlib.asynccontextmanager
    async def opened(
        *, double=None, faults=None, film_bytes=0, limits=None, tokens=None, **settings
    ) -> AsyncIterator[Scene]:
        editor = QuickEditor(film_bytes)
        limits = limits or Limits(one_token_a_client=False, edit_cost=1, credits=10_000)
        sandbox = await start(
            tmp_path / "sandbox", editing=editor.editing, control=True, limits=limits, tokens=tokens or {}
        )
        sandbox.active_faults.set(MILD | (faults or {}))
        try:
            async with DiscordDouble(**(double or {})) as dc:
                made = Settings(
                    nemo_api_url=sandbox.url,
                    nemo_web_url=sandbox.url,
                    nemobot_data_dir=tmp_path / "bot",
                    discord_bot_token=SecretStr(dc.token),
                    discord_api_url=dc.api_url,
                    discord_gateway_url=dc.gateway_url,
                    discord_cdn_url=dc.cdn_url,
                    **(QUICK | settings),
                )
                scene = Scene(dc, sandbox, editor, made)
                try:
                    yield scene
                finally:
                    await scene.end()
        finally:
            await sandbox.stop()

    return opened


@pytest.fixture
async def scene(scenes):
    """A bot that is connected."""
    async with scenes() as made:
        await made.begin()
        yield made
