"""How soon a start picks up everything that waits, and what the process costs while it has nothing to do."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import signal
import socket
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp

from bench._backend import TOKEN, backend, serve
from core.engine.clock import SystemClock
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Part
from core.words.intents import Meaning, Wish
from storage.store import Store, open_store
from tests.doubles.editor import QuickEditor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_ROOT: Final = Path(__file__).parents[1]
_KINDS: Final = ("exports", "turns")
_SKILL: Final = "ai-video-editing-with-music"
_DRAFT: Final = json.dumps({"d": 10_000, "t": [{"tt": 0, "sg": [{"d": 10_000, "m": {"name": "clip"}}]}]})
_HOUR_SECONDS: Final = 3600.0
_SLEEP_SECONDS: Final = 600.0  # as long as anything sleeps at a time
_LOOK_SECONDS: Final = 0.05
_SETTLE_SECONDS: Final = 5.0  # what a start leaves behind is over
_PATIENCE_SECONDS: Final = 120.0  # without anything picked up

# a first entry in the journal of a request, since the last look
_PICKED_UP: Final = "select distinct request from journal where rowid > ?"
_NEWEST: Final = "select coalesce(max(rowid), 0) from journal"


@dataclass(frozen=True, slots=True)
class PickUp:
    """One start: seconds until the process answers, half and all of the requests are picked up; what it took."""

    answers: float
    half: float
    whole: float
    cpu: float
    memory: float
    slowest: float


def main(arguments: list[str]) -> int:
    """Print how long the starts take, and what an idle minute costs."""
    parser = argparse.ArgumentParser(prog="python -m bench recovery", description=__doc__)
    parser.add_argument("--waiting", type=int, nargs="*", default=[1_000, 10_000], help="requests, a start each")
    parser.add_argument("--kinds", nargs="*", choices=_KINDS, default=list(_KINDS), help="what they wait for")
    parser.add_argument("--sleeping", type=int, nargs="*", default=[0, 1_000], help="requests, an idle process each")
    parser.add_argument("--idle-seconds", type=float, default=60.0)
    parser.add_argument("--backend", metavar="FOLDER", type=Path, help="serve the backend, for the other process")
    options = parser.parse_args(arguments)
    if options.backend:
        asyncio.run(serve(options.backend, QuickEditor().editing, render_seconds=_HOUR_SECONDS))
        return 0
    for kind in options.kinds:
        for waiting in options.waiting:
            asyncio.run(_recovery(waiting, kind))
    for sleeping in options.sleeping:
        asyncio.run(_idle(sleeping, options.idle_seconds))
    return 0


async def _recovery(waiting: int, kind: str) -> None:
    async with _stage(waiting, kind) as (folder, url), _process(folder, url) as process:
        seen = await process.picks_up(waiting)
        print(
            f"{waiting} {kind}: answers after {seen.answers:.2f} s, half picked up after {seen.half:.2f} s, all after"
            f" {seen.whole:.2f} s; CPU {seen.cpu:.2f} s, {seen.memory:.1f} MiB at most,"
            f" /healthz {seen.slowest * 1e3:.0f} ms at most",
            flush=True,
        )


async def _idle(sleeping: int, seconds: float) -> None:
    async with _stage(sleeping, "turns", asleep=True) as (folder, url), _process(folder, url) as process:
        await process.answers()
        await asyncio.sleep(_SETTLE_SECONDS)
        cpu, switches = process.cpu(), process.switches()
        await asyncio.sleep(seconds)
        share, wakes = (process.cpu() - cpu) / seconds, (process.switches() - switches) / seconds
        print(
            f"idle for {seconds:g} s, {sleeping} asleep: {share * 100:.2f} % of a core, {wakes:.2f} wake-ups a second,"
            f" {process.memory('VmRSS'):.1f} MiB",
            flush=True,
        )


@contextlib.asynccontextmanager
async def _stage(waiting: int, kind: str, *, asleep: bool = False) -> AsyncIterator[tuple[Path, str]]:
    """Leave so many requests behind in a folder, and serve a backend."""
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as name, backend("recovery", Path(name)) as url:
        database = Path(name) / "data/nemobot.db"
        async with open_store(database, secret_key=None, clock=SystemClock()) as store:
            for number in range(waiting):
                request = await _accept(store, number, kind)
                if asleep:
                    await store.queue.reschedule(request, time.time() + _SLEEP_SECONDS, None)
        yield Path(name), url


async def _accept(store: Store, number: int, kind: str) -> int:
    """Accept a wish, or the export of a version, of somebody who has a chat of their own."""
    now, address = time.time(), Address("web", str(number))
    project = await store.projects.start(address, "", private=True, skill=_SKILL, now=now)
    await store.versions.keep(project.id, _DRAFT, "1", None, now)
    turns = kind == "turns"
    asked = NewRequest(
        flow=Flow.EDIT if turns else Flow.EXPORT,
        address=address,
        sender=Sender(str(number), "Ann", "en"),
        private=True,
        handle="",
        lane=project.lane if turns else project.render_lane,
        language="en",
        meaning=Meaning(Wish.EDIT) if turns else Meaning(Wish.EXPORT, version=1),
        part=Part(f"m{number}", f"add music number {number}" if turns else "/export 1", (), now),
        project=project.id,
    )
    request = await store.requests.accept(asked, now)
    if request is None:
        raise RuntimeError("a request was not accepted")
    return request


class _Process:
    """The bot as it is run."""

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        folder: Path,
        began: float,
        outside: sqlite3.Connection,
        web: aiohttp.ClientSession,
        port: int,
    ) -> None:
        self._process = process
        self._folder = folder
        self._began = began
        self._outside = outside
        self._web = web
        self._port = port
        self._slowest = 0.0
        self._picked_up: set[tuple[int]] = set()
        self._newest = 0  # row of the journal that was looked at

    async def picks_up(self, waiting: int) -> PickUp:
        """Watch until every request is picked up."""
        answers = await self.answers()
        looking = asyncio.create_task(self._look(), name="health")
        half = await self._until(waiting // 2)
        whole = await self._until(waiting)
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)
        return PickUp(answers, half, whole, self.cpu(), self.memory("VmHWM"), self._slowest)

    async def answers(self) -> float:
        """Return how many seconds it took to answer."""
        while await self._health() is None:  # noqa: ASYNC110 - of another process
            await asyncio.sleep(_LOOK_SECONDS)
        return time.monotonic() - self._began

    async def _until(self, enough: int) -> float:
        """Return after how many seconds so many requests were picked up, as another connection sees it."""
        ends = time.monotonic() + _PATIENCE_SECONDS
        while len(self._picked_up) < enough:
            await asyncio.sleep(_LOOK_SECONDS)
            before, (newest,) = len(self._picked_up), self._outside.execute(_NEWEST).fetchone()
            self._picked_up.update(self._outside.execute(_PICKED_UP, (self._newest,)))
            self._newest = newest
            if len(self._picked_up) > before:
                ends = time.monotonic() + _PATIENCE_SECONDS
            if time.monotonic() > ends or self._process.returncode is not None:
                log = (self._folder / "log.txt").read_text()[-2000:]
                raise SystemExit(f"{len(self._picked_up)} of {enough}: {log}")
        return time.monotonic() - self._began

    def cpu(self) -> float:
        """CPU seconds of all its threads."""
        return sum(int(one.read_text().split()[0]) for one in self._threads("schedstat")) / 1e9

    def switches(self) -> int:
        """How often its threads have gone to sleep by themselves, and woken from it."""
        return sum(_field(one, "voluntary_ctxt_switches") for one in self._threads("status"))

    def memory(self, name: str) -> float:
        """What it holds (VmRSS), or held at most (VmHWM), in MiB."""
        return _field(Path(f"/proc/{self._process.pid}/status"), name) / 1024

    async def _look(self) -> None:
        while True:
            self._slowest = max(self._slowest, await self._health() or 0.0)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _health(self) -> float | None:
        """Return how many seconds `/healthz` took; None: it does not answer."""
        began = time.monotonic()
        try:
            async with self._web.get(f"http://127.0.0.1:{self._port}/healthz") as answer:
                await answer.read()
        except aiohttp.ClientError:
            return None
        return time.monotonic() - began

    def _threads(self, file: str) -> list[Path]:
        return [task / file for task in Path(f"/proc/{self._process.pid}/task").iterdir()]


def _field(file: Path, name: str) -> int:
    lines = file.read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))


@contextlib.asynccontextmanager
async def _process(folder: Path, url: str, **settings: str) -> AsyncIterator[_Process]:
    """Start the bot with the web chat, and kill it at the end of the block."""
    port = _free_port()
    settings = {
        "NEMO_TOKEN": TOKEN,
        "NEMO_API_URL": url,
        "NEMO_WEB_URL": url,
        "NEMOBOT_WEB": "1",
        "NEMOBOT_WEB_PORT": "0",
        "NEMOBOT_HTTP_PORT": str(port),
        "PYTHONPATH": str(_ROOT),
        **settings,
    }
    with contextlib.ExitStack() as closing:
        outside = closing.enter_context(contextlib.closing(sqlite3.connect(folder / "data/nemobot.db")))
        log = closing.enter_context((folder / "log.txt").open("wb"))
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots.cli", "run", cwd=folder, env=os.environ | settings, stdout=log, stderr=log
        )
        try:
            async with aiohttp.ClientSession() as web:
                yield _Process(process, folder, began, outside, web, port)
        finally:
            process.send_signal(signal.SIGKILL)
            await process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
