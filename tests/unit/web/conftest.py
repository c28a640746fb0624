"""A running web chat on loopback, a browser's side of it, and a film server."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
import pytest_asyncio
from aiohttp import web
from yarl import URL

from bots.spool.spool import Spool
from bots.web.cookie import COOKIE
from bots.web.open_pages import OpenPages
from bots.web.platform import WebPlatform
from bots.web.server import WebChat
from bots.web.site import PageOptions
from core.media.fetch import Fetcher
from core.model.chat import Incoming
from core.model.projects import Project
from storage.store import Store, open_store
from storage.transcript import TranscriptRows
from tests.doubles.tus import upload

MP4 = b"\x00\x00\x00\x20ftypisom" + bytes(range(256)) * 8
LIMIT = 64 * 1024
STREAMS_A_CHAT, STREAMS = 4, 6


@dataclass
class Chat:
    """The server under test and what reached the core behind it."""

    url: str
    pages: OpenPages
    platform: WebPlatform
    store: Store
    spool: Spool
    web: WebChat
    films: str
    runner: web.AppRunner
    heard: list[Incoming] = field(default_factory=list)
    failure: Exception | None = None
    streams_a_chat: int = STREAMS_A_CHAT
    streams: int = STREAMS

    @property
    def transcript(self) -> TranscriptRows:
        return self.store.transcript


class Browser:
    """What a page asks over HTTP, with a browser's cookie."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self.http = aiohttp.ClientSession(chat.url, cookie_jar=aiohttp.CookieJar(unsafe=True))

    async def arrive(self) -> "Browser":
        async with self.http.get("/") as answer:
            assert answer.status == 200
        return self

    @property
    def secret(self) -> str:
        return self.http.cookie_jar.filter_cookies(URL(self._chat.url))[COOKIE].value

    async def upload(self, content: bytes = MP4, name: str = "clip.mp4", **told: str) -> tuple[int, dict[str, object]]:
        answer = await upload(self.http, "/uploads", content, name, **told)
        word = answer.headers.get("Location", "").removeprefix("uploads/")
        return answer.status, {"ref": word, "error": answer.headers.get("X-Error")}

    async def say(self, text: str = "", key: str = "u-00000001", **more: object) -> tuple[int, dict[str, object]]:
        async with self.http.post("/messages", json={"key": key, "text": text, **more}) as answer:
            return answer.status, await answer.json()

    async def lines(self, after: int = 0, headers: dict[str, str] | None = None) -> list[dict[str, object]]:
        """Every line up to the moment when the stream says that it has caught up."""
        async with self.http.get("/events", params={"after": str(after)}, headers=headers) as answer:
            return [line async for line in events(answer) if line]


async def events(answer: aiohttp.ClientResponse, until: str = "ready") -> AsyncIterator[dict[str, object]]:
    name = ""
    async for raw in answer.content:
        line = raw.decode().rstrip("\n")
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            if name == until:
                return
            yield json.loads(line.removeprefix("data: "))


@pytest_asyncio.fixture
async def chat(tmp_path: Path, clock) -> AsyncIterator[Chat]:
    heard: list[Incoming] = []

    class FrontDoor:
        async def receive(self, incoming: Incoming) -> None:
            if built.failure:
                raise built.failure
            heard.append(incoming)

        async def close_project(self, project: Project) -> None:
            await built.store.projects.close(project.id, clock.time())

    films, films_url = await _listen(_film_app())
    spool = Spool(tmp_path / "spool", budget_bytes=4 * LIMIT, file_bytes=LIMIT, clock=clock)
    await spool.start()
    async with (
        open_store(tmp_path / "chat.db", secret_key=None, clock=clock) as store,
        Fetcher(frozenset({films_url})) as fetcher,
    ):
        pages = OpenPages(streams_a_chat=STREAMS_A_CHAT, streams=STREAMS)
        platform = WebPlatform(store.transcript, spool, pages, clock)
        options = PageOptions(examples={"en": ("cut it",), "zh": ("剪一下",)})
        served = WebChat(
            front_door=FrontDoor(),
            transcript=store.transcript,
            projects=store.projects,
            requests=store.requests,
            versions=store.versions,
            spool=spool,
            pages=pages,
            fetcher=fetcher,
            clock=clock,
            options=options,
            poll_seconds=0.05,
        )
        runner, url = await _listen(served.application())
        built = Chat(url, pages, platform, store, spool, served, films_url, runner, heard)
        yield built
        pages.close()
        await runner.cleanup()
    await films.cleanup()


@pytest_asyncio.fixture
async def browser(chat: Chat) -> AsyncIterator[Browser]:
    one = await Browser(chat).arrive()
    yield one
    await one.http.close()


@pytest_asyncio.fixture
async def other_browser(chat: Chat) -> AsyncIterator[Browser]:
    """Another browser."""
    one = await Browser(chat).arrive()
    yield one
    await one.http.close()


@pytest_asyncio.fixture
async def new_browser(chat: Chat) -> AsyncIterator[Callable[[], Awaitable[Browser]]]:
    """Any number of browsers."""
    async with AsyncExitStack() as stack:

        async def arrive() -> Browser:
            one = await Browser(chat).arrive()
            stack.push_async_callback(one.http.close)
            return one

        yield arrive


@pytest.fixture
def follow():
    """`async for line in follow(browser)`: the event stream of a page that stays open."""
    return events


async def _listen(app: web.Application) -> tuple[web.AppRunner, str]:
    runner = web.AppRunner(app, shutdown_timeout=30)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def _film_app() -> web.Application:
    async def film(request: web.Request) -> web.Response:
        part = MP4[request.http_range]
        if not part:
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(MP4)}"})
        if request.http_range.start is None:
            return web.Response(body=MP4)
        start = request.http_range.start
        where = f"bytes {start}-{start + len(part) - 1}/{len(MP4)}"
        return web.Response(status=206, body=part, headers={"Content-Range": where})

    async def endless(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(bytes(65536))
            await asyncio.sleep(0)

    async def busy(_: web.Request) -> web.Response:
        return web.Response(status=503)

    app = web.Application()
    app.add_routes([web.get("/busy.mp4", busy), web.get("/film.mp4", film), web.get("/endless.mp4", endless)])
    return app
