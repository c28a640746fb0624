"""The plug pulled again and again: a conversation over the web chat's own routes while its processes die."""

import asyncio
import contextlib
import json
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots.prove.tus import announced

REPOSITORY = Path(__file__).parents[2]
CLIP = (REPOSITORY / "bots/web/static/sample.mp4").read_bytes()
ENDED = {"done", "failed", "cancelled"}
LOOSE = aiohttp.ClientTimeout(total=5)
QUICK = {
    "NEMOBOT_JOIN_SECONDS": "0.1",
    "NEMOBOT_REQUESTS_PER_MINUTE": "0",
    "NEMOBOT_RECOVERY_SECONDS": "0.3",
    "NEMOBOT_RENDER_POLL_SECONDS": "0.3",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Pair:
    """A demo and its backend, each its own process, over the same folder in every life."""

    folder: Path
    port: int = field(default_factory=free_port)
    backend_port: int = field(default_factory=free_port)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox(self) -> Path:
        return self.folder / "data/demo/sandbox"

    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    async def start(self, name: str) -> None:
        if name == "bot":
            self._run(name, "bots.cli", "demo", "--no-browser")
            await answering(f"{self.url}/readyz")
        else:
            self.sandbox.mkdir(parents=True, exist_ok=True)
            place = ("--port", str(self.backend_port), "--data", str(self.sandbox))
            slow = ("--turn-seconds", "0.5", "--render-seconds", "0.5", "--silent", "0")
            plain = ("--quality", "fast", "--credits", "10000", "--token-limit", "off")
            self._run(name, "sandbox", *place, *slow, *plain)
            await answering(f"http://127.0.0.1:{self.backend_port}/healthz")

    async def kill(self, name: str) -> None:
        process = self.running[name]
        process.kill()
        await asyncio.to_thread(process.wait)

    def stop(self) -> None:
        for name in ("bot", "backend"):
            process = self.running.get(name)
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(timeout=20)

    def turns(self) -> list[str]:
        """The words of every turn the backend ever accepted; it holds its own database alone, so a copy is read."""
        for file in self.sandbox.glob("sandbox.db*"):
            shutil.copy(file, self.folder / file.name)
        with contextlib.closing(sqlite3.connect(self.folder / "sandbox.db")) as copy:
            return [str(text) for (text,) in copy.execute("select text from turn order by id")]

    def _run(self, name: str, module: str, *words: str) -> None:
        own = {
            "NEMOBOT_HTTP_PORT": str(self.port),
            "NEMO_API_URL": f"http://127.0.0.1:{self.backend_port}",
            "PYTHONPATH": str(REPOSITORY),
        }
        with (self.folder / "log.txt").open("ab") as log:
            self.running[name] = subprocess.Popen(
                [sys.executable, "-m", module, *words],
                cwd=self.folder,
                env={**os.environ, **QUICK, **own},
                stdout=log,
                stderr=log,
            )


class Page:
    """What the page in the browser does: the same message again under the same key until it hears yes."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url
        self.keys: list[str] = []

    async def upload(self, content: bytes) -> str:
        headers = announced(len(content), filename="clip.mp4")
        answer = await self._surely("/uploads", data=content, headers=headers)
        return answer.headers["Location"].removeprefix("uploads/")

    async def say(self, text: str, *files: str) -> str:
        key = f"u-{len(self.keys):08d}"
        await self._surely("/messages", json={"key": key, "text": text, "files": files})
        self.keys.append(key)
        return key

    async def lines(self) -> list[dict[str, Any]]:
        raw = b""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with self._http.get(f"{self._url}/events", timeout=LOOSE) as answer:
                async for line in answer.content:
                    raw += line
                    if line.startswith(b"event: ready"):
                        break
        entries = [json.loads(data) for data in re.findall(rb"^data: (\{.*\"body\":.*\})$", raw, re.MULTILINE)]
        return [entry["body"] for entry in entries if entry["body"]]

    async def ended(self, seconds: float = 40) -> list[dict[str, Any]]:
        """Wait until every message has its last mark, and return what the page shows then."""
        async with asyncio.timeout(seconds):
            while True:
                lines = await self.lines()
                marks = {line["of"] for line in lines if line["kind"] == "mark" and line["mark"] in ENDED}
                if marks >= set(self.keys):
                    return lines
                await asyncio.sleep(0.2)

    async def _surely(self, path: str, **more: Any) -> aiohttp.ClientResponse:
        async with asyncio.timeout(20):
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with self._http.post(self._url + path, timeout=LOOSE, **more) as answer:
                        if answer.ok:
                            return answer
                        assert answer.status == 503, await answer.text()
                await asyncio.sleep(0.1)


async def answering(url: str) -> None:
    async with asyncio.timeout(20), aiohttp.ClientSession(timeout=LOOSE) as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.05)


@pytest.fixture
def pair(tmp_path):
    one = Pair(tmp_path)
    yield one
    one.stop()


@contextlib.asynccontextmanager
async def page(url: str) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        await (await http.get(url)).read()
        yield Page(http, url)


async def test_a_conversation_outlives_its_processes_and_no_wish_is_asked_twice(pair):
    chance = random.Random(3)
    wishes = ["add upbeat background music", "make it vertical 9:16"]
    await pair.start("backend")
    await pair.start("bot")
    async with page(pair.url) as visitor:

        async def converse() -> None:
            ref = await visitor.upload(CLIP)
            await visitor.say(wishes[0], ref)
            for wish in wishes[1:]:
                await asyncio.sleep(chance.uniform(0.5, 2))
                await visitor.say(wish)

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(converse(), name="conversation")
            for name in ("bot", "backend", "bot", "backend"):  # a third death of the bot would park a request
                await asyncio.sleep(chance.uniform(0.4, 1.6))
                await pair.kill(name)
                await pair.start(name)
        lines = await visitor.ended()
    turns = pair.turns()
    assert len(turns) == len(set(turns))
    assert set(turns) <= set(wishes)
    films = [(line["of"], "recovered" in json.dumps(line["words"])) for line in lines if line.get("film")]
    # who dies between a turn's intent and its POST never posts it again: that wish is offered once more instead
    offered = {line["of"] for line in lines if any(button["label"] == "Retry" for button in line.get("buttons") or ())}
    unasked = {key for key, wish in zip(visitor.keys, wishes, strict=True) if wish not in turns}
    assert unasked <= offered
    assert {of for of, _ in films} == set(visitor.keys) - unasked
    assert len({of for of, recovered in films if not recovered}) == sum(not recovered for _, recovered in films)
