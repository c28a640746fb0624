"""The whole bot behind Telegram: double in front, sandbox behind, flood control on and twenty times as fast."""

import asyncio
import contextlib
import dataclasses
import itertools
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from aiohttp import web

from bots.platforms import open_platforms
from bots.services import App, build_services
from bots.settings import Settings
from core.engine.clock import SystemClock
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import Clip, TelegramDouble

SPEED = 20
QUICK = {
    "nemobot_still_working_seconds": 30.0,
    "nemobot_render_poll_seconds": 0.01,
    "nemobot_turn_timeout_seconds": 5.0,
    "nemobot_silence_timeout_seconds": 2.0,
    "nemobot_recovery_seconds": (0.02,),
    "nemobot_silent_edit_seconds": (0.01, 0.01, 0.01),
    "nemobot_retry_429_seconds": 0.02,
    "nemobot_join_seconds": 0.1,
    "nemobot_shutdown_grace_seconds": 1.0,
    "nemobot_requests_per_minute": 0,
    "nemobot_requests_at_once": 0,
}
MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.02}
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


class Fast(SystemClock):
    """The adapter's clock: the double's flood control runs by the same hurried minutes."""

    def monotonic(self) -> float:
        return time.monotonic() * SPEED

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / SPEED)


@dataclass
class Bot:
    """One life of the bot."""

    app: App
    service: object
    tasks: list[asyncio.Task]
    closing: contextlib.AsyncExitStack = field(default_factory=contextlib.AsyncExitStack)

    async def end(self):
        for task in reversed(self.tasks):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self.closing.aclose()


class Scene:
    """A double, a sandbox, a bot between them, and Anna with her private chat."""

    def __init__(self, tg, sandbox, editor, settings):
        self.tg, self.sandbox, self.editor, self.settings = tg, sandbox, editor, settings
        self.anna = tg.person("Anna")
        self.ben = tg.person("Ben")
        self.private = tg.private(self.anna)
        self.bot: Bot | None = None
        self._names = itertools.count(1)

    async def begin(self):
        closing = contextlib.AsyncExitStack()
        app = await closing.enter_async_context(build_services(self.settings))
        woken = dataclasses.replace(app, services=dataclasses.replace(app.services, clock=Fast()))
        (service,) = await closing.enter_async_context(open_platforms(woken))
        self.bot = Bot(app, service, [], closing=closing)
        if routes := list(service.routes()):
            pages = web.Application()
            pages.add_routes(routes)
            runner = web.AppRunner(pages, shutdown_timeout=0.2)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            closing.push_async_callback(runner.cleanup)
            self.tg.inbox.reverse_proxy = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.bot.tasks = [
            asyncio.create_task(app.work(), name="requests"),
            asyncio.create_task(service.serve(), name="telegram"),
        ]

    async def end(self):
        if self.bot is not None:
            await self.bot.end()
            self.bot = None

    def fault(self, **changes):
        """Let the backend misbehave."""
        self.sandbox.active_faults.set(changes)

    def calls(self, path):
        """The requests that the backend saw on this path."""
        return [one for one in self.sandbox.seen if path in one["path"]]

    def clip(self, name=None, **more):
        """A clip with a name of its own, so that none is taken for another."""
        return Clip(name=name or f"clip{next(self._names)}.mp4", **({"data": MP4} | more))

    async def rows(self, sql, *params):
        return await self.bot.app.store.database.all(sql, *params)

    async def quiet(self, seconds=15.0):
        """Wait until the bot knows of everything that was said, and has ended it."""
        end = time.monotonic() + seconds
        unhandled = "select id from inbox where handled_at is null"
        unended = "select id from requests where outcome is null"
        while self.tg.inbox.waiting or await self.rows(unhandled) or await self.rows(unended):
            assert time.monotonic() < end, self.told()
            await asyncio.sleep(0.005)
        await self.bot.app.intake.close()

    async def until(self, true, seconds=10.0):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, self.told()
            await asyncio.sleep(0.005)

    def told(self):
        """Everything on every screen, for whoever wonders why a test failed."""
        chats = self.tg.world.chats.values()
        shown = [f"{chat.id} {said.id} {said.text!r}" for chat in chats for said in chat.messages.values()]
        return "\n".join([*shown, *self.tg.violations, *(f"{call.method} {call.error}" for call in self.tg.called())])


@pytest.fixture
def scenes(tmp_path: Path):
    """`async with scenes() as scene`: what was breached is told at the end."""

    @contextlib.asynccontextmanager
    async def open_scene(*, faults=None, editor=None, double=None, **settings) -> AsyncIterator[Scene]:
        editor = editor or QuickEditor()
        limits = Limits(one_token_a_client=False, edit_cost=1)
        sandbox = await start(tmp_path / "sandbox", editing=editor.editing, control=True, limits=limits)
        sandbox.active_faults.set(MILD | (faults or {}))
        try:
            async with TelegramDouble(**(double or {})) as tg:
                tg.flood.now = lambda: time.monotonic() * SPEED
                tg.flood.on_its_way_seconds *= SPEED
                made = Settings(
                    nemo_api_url=sandbox.url,
                    nemo_web_url=sandbox.url,
                    nemobot_data_dir=tmp_path / "bot",
                    telegram_bot_token=tg.token,
                    telegram_api_url=tg.url,
                    **(QUICK | settings),
                )
                scene = Scene(tg, sandbox, editor, made)
                try:
                    await scene.begin()
                    yield scene
                finally:
                    await scene.end()
                assert tg.violations == []
                assert tg.unanswered() == []
        finally:
            await sandbox.stop()

    return open_scene


@pytest.fixture
async def scene(scenes):
    async with scenes() as made:
        yield made


@pytest.fixture
async def patient(scenes):
    """A scene in which words wait for what follows them as long as a busy machine needs."""
    async with scenes(nemobot_join_seconds=1.0) as scene:
        yield scene
