"""For the browser tests: one headless Chromium, and the web chat with a scripted core behind it."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import imageio_ffmpeg
import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.typedefs import Handler
from playwright.async_api import Browser, Page, async_playwright

from bots.spool.spool import Spool
from bots.web.open_pages import OpenPages
from bots.web.platform import WebPlatform
from bots.web.server import WebChat
from bots.web.site import PageOptions
from core.engine.clock import SystemClock
from core.media.fetch import Fetcher
from core.model.attachments import Attachment
from core.model.chat import Film, Incoming, Target
from core.model.projects import Project
from storage.store import Store, open_store

CANDIDATES = ("chromium-headless-shell", "chromium", "google-chrome")
MEND = "no Chromium found: install one (Debian: apt install chromium) or name it in NEMOBOT_CHROMIUM"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
]
FILM = ["-f", "lavfi", "-i", "testsrc2=s=320x180:r=12:d=4", "-f", "lavfi", "-i", "sine=330:d=4"]
CODEC = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart"]
EXAMPLES = {
    "en": ("edit my video clips", "export 1080p MP4", "add background music and sync the cuts to the beat"),
    "zh": ("剪辑我的视频片段", "导出 1080p MP4", "加背景音乐，让剪辑卡上节拍"),
}
MIB = 1024 * 1024

Script = Callable[[Incoming], Awaitable[None]]


@pytest_asyncio.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """A Chromium of this machine; without one the tests are skipped, and fail where CI is set."""
    named = os.environ.get("NEMOBOT_CHROMIUM")
    path = named or next((found for name in CANDIDATES if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI"):
            pytest.fail(MEND)
        pytest.skip(MEND)
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        await running.close()


class ChatServer:
    """A web chat that can be stopped and started; `script` plays the core, `heard` is what reached it."""

    def __init__(self, store: Store, spool: Spool, fetcher: Fetcher, film_link: str) -> None:
        self.heard: list[Incoming] = []
        self.script: Script | None = None
        self.port = 0
        self.streams = 0  # open now
        self.streams_a_chat = 16
        self._news = asyncio.Condition()
        self.store = store
        self._spool = spool
        self._fetcher = fetcher
        self._film_link = film_link
        self._clock = SystemClock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        pages = self._pages = OpenPages(streams_a_chat=self.streams_a_chat)
        self.platform = WebPlatform(self.store.transcript, self._spool, pages, self._clock)
        self._chat = WebChat(
            front_door=self,
            transcript=self.store.transcript,
            projects=self.store.projects,
            requests=self.store.requests,
            versions=self.store.versions,
            spool=self._spool,
            pages=pages,
            fetcher=self._fetcher,
            clock=self._clock,
            options=PageOptions(examples=EXAMPLES, local=True),
        )
        app = self._chat.application()
        app.middlewares.append(self._count_streams)
        self._runner, self.port = await listen(app, self.port)

    async def stop(self) -> None:
        for site in list(self._runner.sites):
            await site.stop()
        self._pages.close()
        await self._runner.cleanup()

    @web.middleware
    async def _count_streams(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.path != "/events":
            return await handler(request)
        await self._opened(1)
        try:
            return await handler(request)
        finally:
            await self._opened(-1)

    async def _opened(self, more: int) -> None:
        async with self._news:
            self.streams += more
            self._news.notify_all()

    async def streams_open(self, count: int) -> None:
        """Wait until so many event streams are open: a page that has left is noticed a moment later."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: self.streams == count)

    async def hears(self, count: int) -> list[Incoming]:
        """Wait until so many messages reached the core; the page shows a line before the core is asked."""
        async with asyncio.timeout(20), self._news:
            await self._news.wait_for(lambda: len(self.heard) >= count)
        return self.heard

    @property
    def folder(self) -> Path:
        """Where the files lie."""
        return self._spool.path("x").parent

    async def lose_files(self) -> None:
        """Let the spool forget everything, as after a day."""
        for file in self.folder.iterdir():
            file.unlink()
        await self._spool.start()

    def film(self, name: str = "travel-v2.mp4", *originals: Attachment) -> Film:
        return Film(name, link=self._film_link, size=48_000, seconds=4.0, originals=originals)

    def to(self, incoming: Incoming) -> Target:
        number = [one.key for one in self.heard].index(incoming.key)
        return Target(incoming.address, private=True, asker=incoming.sender.id, reply_to=incoming.key, request=number)

    async def receive(self, incoming: Incoming) -> None:
        if incoming.key in {earlier.key for earlier in self.heard}:
            return
        async with self._news:
            self.heard.append(incoming)
            self._news.notify_all()
        if self.script:
            await self.script(incoming)

    async def close_project(self, project: Project) -> None:
        await self.store.projects.close(project.id, self._clock.time())


async def listen(app: web.Application, port: int = 0) -> tuple[web.AppRunner, int]:
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port, reuse_address=True)
    await site.start()
    return runner, runner.addresses[0][1]


@pytest.fixture(scope="session")
def film_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds of test picture and tone."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    tool = imageio_ffmpeg.get_ffmpeg_exe()
    subprocess.run([tool, "-y", "-loglevel", "error", *FILM, *CODEC, "-shortest", str(path)], check=True)
    return path


@pytest_asyncio.fixture
async def server(tmp_path: Path, film_file: Path) -> AsyncIterator[ChatServer]:
    """The web chat on a port of its own, a film server beside it, and nobody behind it but the test."""
    films = web.Application()
    films.router.add_static("/", film_file.parent)
    runner, port = await listen(films)
    origin = f"http://127.0.0.1:{port}"
    spool = Spool(tmp_path / "spool", budget_bytes=64 * MIB, file_bytes=8 * MIB, clock=SystemClock())
    await spool.start()
    async with (
        open_store(tmp_path / "chat.db", secret_key=None, clock=SystemClock()) as store,
        Fetcher(frozenset({origin})) as fetcher,
    ):
        server = ChatServer(store, spool, fetcher, f"{origin}/{film_file.name}")
        await server.start()
        yield server
        await server.stop()
    await runner.cleanup()


@pytest_asyncio.fixture
async def page(browser: Browser, server: ChatServer) -> AsyncIterator[Page]:
    """The chat's page in a browser of its own; any error on its console fails the test."""
    context = await browser.new_context(locale="en-US", viewport={"width": 1100, "height": 820})
    page = await context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    await page.goto(server.url)
    await page.wait_for_selector("#log[aria-busy=false]", state="attached")
    yield page
    await context.close()
    assert faults == []
