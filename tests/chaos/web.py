"""The web chat's side: a page that sends again until it hears yes, and what it shows in the end."""

import asyncio
import contextlib
import io
import json
import re
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from tests.chaos.backend import Backend
from tests.chaos.judge import Asked, Outside, Shown
from tests.chaos.lives import Lives
from tests.doubles.tus import BODY, TUS, announced

CLIP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(50_000)
LOOSE = aiohttp.ClientTimeout(total=3)
POLL_SECONDS = 0.02
STILL_SECONDS = 0.25
ENDED = {"done", "failed"}


class NotConverged(Exception):
    """It did not come to an end in time."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Page:
    """One person at the page."""

    http: aiohttp.ClientSession
    url: str
    health: str
    asked: list[Asked] = field(default_factory=list)
    cancelled: set[str] = field(default_factory=set)

    async def upload(self, name: str, content: bytes = CLIP) -> str:
        """Bring a file as the page does: begun once, gone on with from where it broke off; its reference."""
        headers = announced(0, filename=name, filetype="video/mp4") | {"Upload-Length": str(len(content))}
        half = len(content) // 2
        answer = await self._surely("POST", "/uploads", data=content[:half], headers=headers)
        at, taken = "/" + answer.headers["Location"], False
        while not taken:  # it is asked to take the file also when it has every byte
            come = await self._offset(at)
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                piece, told = io.BytesIO(content[come:]), {**BODY, "Upload-Offset": str(come)}
                async with self.http.patch(self.url + at, data=piece, headers=told, timeout=LOOSE) as patched:
                    await patched.read()
                    taken = patched.ok
        return at.removeprefix("/uploads/")

    async def say(self, text: str, *files: str, **brings: Any) -> Asked:
        """Send a message until it is taken; `brings` is what `Asked` says of it."""
        asked = Asked(f"u-{len(self.asked):08d}", text, **brings)
        await self._surely("POST", "/messages", json={"key": asked.key, "text": text, "files": files})
        self.asked.append(asked)
        return asked

    async def lines(self) -> list[dict[str, Any]] | None:
        """What the page shows now; None: it is not reached."""
        raw = b""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self.http.get(f"{self.url}/events", timeout=LOOSE) as answer:
                async for line in answer.content:
                    raw += line
                    if line.startswith(b"event: ready"):
                        found = re.findall(rb"^data: (\{.*\"body\":.*\})$", raw, re.MULTILINE)
                        bodies = (json.loads(data) for data in found)
                        return [body["body"] | {"key": body["key"]} for body in bodies if body["body"]]
        return None

    async def until(self, true: Callable[[list[dict[str, Any]]], object], seconds: float = 60) -> None:
        """Wait until something is shown."""
        await until(lambda: self._shows(true), seconds)

    async def _shows(self, true: Callable[[list[dict[str, Any]]], object]) -> bool:
        lines = await self.lines()
        return lines is not None and bool(true(lines))

    async def idle(self) -> bool:
        """Whether no request is open, as the bot's own metrics say."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self.http.get(f"{self.health}/metrics", timeout=LOOSE) as answer:
                found = re.findall(r"^nemobot_requests_open(?:{.*})? (.+)$", await answer.text(), re.MULTILINE)
                return bool(found) and not any(map(float, found))
        return False

    async def _offset(self, at: str) -> int:
        answer = await self._surely("HEAD", at, headers=TUS)
        return int(answer.headers["Upload-Offset"])

    async def _surely(self, method: str, path: str, **more: Any) -> aiohttp.ClientResponse:
        async with asyncio.timeout(90):
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with self.http.request(method, self.url + path, timeout=LOOSE, **more) as answer:
                        await answer.read()
                        if answer.ok:
                            return answer
                        if answer.status != 503:
                            raise AssertionError(f"{method} {path}: {answer.status} {await answer.text()}")
                await asyncio.sleep(POLL_SECONDS)


async def until(true: Callable[[], Awaitable[bool]], seconds: float) -> None:
    """Wait until something is true.

    Raises:
        NotConverged: it is not, for so many seconds.
    """
    end = time.monotonic() + seconds
    while not await true():
        if time.monotonic() > end:
            raise NotConverged
        await asyncio.sleep(POLL_SECONDS)


def shown(lines: list[dict[str, Any]]) -> list[Shown]:
    """What a page shows of the bot, without its marks."""
    return [
        Shown(
            of=line["of"] or "",
            role=line["kind"],
            text=json.dumps([line["words"], line["details"]], ensure_ascii=False),
            film=(line["film"] or {}).get("link", "").rpartition("/")[2].removesuffix(".mp4"),
            buttons=tuple(button["label"] for button in line["buttons"]),
        )
        for line in lines
        if line["kind"] not in {"said", "mark"}
    ]


@dataclass
class WebStage:
    """The bot with its web chat, and one page before it."""

    backend: Backend
    lives: Lives
    page: Page

    async def converge(self, seconds: float = 60) -> Outside:
        """Wait until all is done, and return what is seen then."""
        broken: list[str] = []
        try:
            await until(self._quiet, seconds)
        except NotConverged:
            broken.append(f"not ended within {seconds:g} s")
        lines = await self.page.lines() or []
        await self.lives.end()
        if self.lives.failed:
            broken.append(self.lives.failed)
        turns, films = self.backend.turns(), self.backend.films()
        return Outside(self.page.asked, shown(lines), turns, films, self.page.cancelled, broken)

    async def _quiet(self) -> bool:
        if self.lives.failed:
            raise NotConverged
        if not await self.page.idle() or self.backend.busy():
            return False
        before = await self.page.lines()
        await asyncio.sleep(STILL_SECONDS)
        return before == await self.page.lines() and await self.page.idle()


@contextlib.asynccontextmanager
async def page(port: int, health: int) -> AsyncIterator[Page]:
    """A browser at the page of this port; it may have to wait for the bot."""
    jar = aiohttp.CookieJar(unsafe=True)
    connector = aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as http:
        made = Page(http, f"http://127.0.0.1:{port}", f"http://127.0.0.1:{health}")
        await made._surely("GET", "/")
        yield made
