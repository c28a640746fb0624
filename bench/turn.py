"""What the core adds to a turn, from a message to its answer, over a bare script doing the same HTTP calls."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import statistics
import sys
import tempfile
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from httpx_sse import aconnect_sse
from pydantic import SecretStr

from bench._backend import TOKEN, backend, serve
from bots.services import build_services
from bots.settings import Settings
from core.model.chat import Address, Capabilities, Incoming, Role, Sender
from sandbox.editing import Editing
from sandbox.editor import Asset, Edit

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from bots.services import App
    from core.model.attachments import Attachment
    from core.model.chat import Arrived, Post, Target

    Turn = Callable[[], Awaitable[float]]  # returns when its answer came, on the clock of `time.perf_counter`

_WISH = "make the music a little quieter, but don't export yet"
_WARM_UP = 20
_TARGET_MS, _AIM_MS = 10.0, 3.0
_HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "X-Skill-Source": "bench",
    "X-Skill-Version": "1.0.0",
    "X-Skill-Platform": "bench",
}
_HERE, _ANNA = Address("bench", "chat"), Sender("anna", "Anna", "en")


@dataclass(frozen=True, slots=True)
class Cost:
    """What turns of one kind cost, in ms: until the answer, until all is put away, and of this process's CPU."""

    answer: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Take turns, print both medians and their difference; 1 when it is above the target."""
    parser = argparse.ArgumentParser(prog="python -m bench turn", description=__doc__)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--backend", metavar="FOLDER", type=Path, help="serve the stub backend, for the other process")
    options = parser.parse_args(arguments)
    if options.backend:
        asyncio.run(serve(options.backend, Editing(_probe, _edit)))
        return 0
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder, backend("turn", Path(folder)) as url:
        return asyncio.run(_compare(url, Path(folder), options.turns))


async def _compare(url: str, folder: Path, turns: int) -> int:
    async with _script(url) as bare, _core(url, folder) as ours:
        for _ in range(_WARM_UP):
            await bare()
            await ours()
        calls = [await _calls_of(url, turn) for turn in (bare, ours)]
        costs = Cost(), Cost()
        for _ in range(turns):  # by turns, so that what else the machine does falls on both alike
            for turn, cost in zip((bare, ours), costs, strict=True):
                await _timed(turn, cost)
    print(f"calls of a turn: {' '.join(calls[1])}")
    if calls[0] != calls[1]:
        print(f"the script's differ: {' '.join(calls[0])}", file=sys.stderr)
        return 2
    return _report(*costs)


def _report(bare: Cost, ours: Cost) -> int:
    for name, cost in (("bare script", bare), ("client and core", ours)):
        p90 = sorted(cost.answer)[int(len(cost.answer) * 0.9)]
        print(
            f"{name:16} median {statistics.median(cost.answer):6.2f} ms to the answer (p90 {p90:.2f}),"
            f" {statistics.median(cost.whole):.2f} in all, CPU {statistics.median(cost.cpu):.2f} ms"
        )
    answer, whole, cpu = (
        statistics.median(above) - statistics.median(below)
        for above, below in ((ours.answer, bare.answer), (ours.whole, bare.whole), (ours.cpu, bare.cpu))
    )
    ratio, met = statistics.median(ours.answer) / statistics.median(bare.answer), answer <= _TARGET_MS
    print(
        f"overhead         median {answer:6.2f} ms to the answer, {whole:.2f} in all, CPU {cpu:.2f} ms;"
        f" ratio {ratio:.2f}; target <= {_TARGET_MS:g}, aim {_AIM_MS:g}{'' if met else '   MISSED'}"
    )
    return 0 if met else 1


async def _timed(turn: Turn, cost: Cost) -> None:
    began, cpu = time.perf_counter(), time.process_time()
    answered = await turn()
    cost.answer.append((answered - began) * 1000)
    cost.whole.append((time.perf_counter() - began) * 1000)
    cost.cpu.append((time.process_time() - cpu) * 1000)


async def _calls_of(url: str, turn: Turn) -> list[str]:
    async with httpx.AsyncClient(base_url=url) as client:
        before = len((await client.get("/_sandbox/log")).json())
        await turn()
        seen = (await client.get("/_sandbox/log")).json()[before:]
    return [f"{one['method']} /{one['path'].split('/')[1]}" for one in seen if "_sandbox" not in one["path"]]


@asynccontextmanager
async def _script(url: str) -> AsyncIterator[Turn]:
    """The bare script: one client, and nothing written down."""
    async with httpx.AsyncClient(base_url=url, headers=_HEADERS, timeout=None) as client:  # noqa: S113 - of loopback
        made = await client.post("/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"})
        session = made.json()["data"]["session_id"]
        state = f"/api/state/nemo_agent/me/{session}/latest"
        words = {"parts": [{"text": _WISH}]}
        body = {"app_name": "nemo_agent", "user_id": "me", "session_id": session, "new_message": words}

        async def turn() -> float:
            (await client.get(state)).json()
            said = []
            async with aconnect_sse(client, "POST", "/run_sse", json=body) as stream:
                async for event in stream.aiter_sse():
                    said += [_words(event.data)] if event.data else []
            (await client.get(state)).json()
            return time.perf_counter()

        yield turn


def _words(data: str) -> str:
    parts = json.loads(data).get("content", {}).get("parts", [])
    return "".join(part.get("text", "") for part in parts)


@asynccontextmanager
async def _core(url: str, folder: Path) -> AsyncIterator[Turn]:
    """The whole bot behind a platform that takes no time: shipped defaults, and a file on disk."""
    settings = Settings(
        nemo_token=SecretStr(TOKEN),
        nemo_api_url=url,
        nemo_web_url=url,
        nemobot_data_dir=folder,
        nemobot_requests_per_minute=1_000_000,  # counted as shipped, and never reached by the one person who asks
        nemobot_requests_at_once=1_000_000,
    )
    async with build_services(settings) as app:
        chat, ended, numbers = _Chat(), asyncio.Event(), itertools.count()
        app.platforms[chat.name] = chat

        async def turn() -> float:
            ended.clear()
            chat.answered = 0.0
            key = f"u{next(numbers)}"
            await app.intake.receive(Incoming(_HERE, _ANNA, key, time.time(), private=True, text=_WISH))
            await ended.wait()
            if not chat.answered:
                raise SystemExit(f"the core gave no answer: {chat.last}")
            return chat.answered

        work = asyncio.create_task(_work(app, ended), name="requests")
        try:
            yield turn
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def _work(app: App, ended: asyncio.Event) -> None:
    async def run(request: int, /) -> None:
        await app.runner(request)
        ended.set()

    await app.dispatcher.run(run, 1.0)


class _Chat:
    """A platform in no time at all."""

    name = "bench"

    def __init__(self) -> None:
        self.answered = 0.0
        self.last = ""
        self._keys = itertools.count()

    def capabilities(self, to: Target) -> Capabilities:  # noqa: ARG002 - the port's
        return Capabilities(file_bytes=50_000_000)

    async def send(self, to: Target, post: Post, arrived: Arrived | None = None) -> str:
        self.last = post.text
        if post.role is Role.ANSWER:
            self.answered = time.perf_counter()
        key = f"m{next(self._keys)}"
        if arrived:
            await arrived(to.address, key)
        return key

    async def edit(self, to: Target, key: str, post: Post) -> None: ...

    async def remove(self, to: Target, key: str) -> None: ...

    async def react(self, to: Target, reaction: str) -> None: ...

    async def wait_for_budget(self, to: Target, post: Post) -> None:
        """Return at once."""

    async def public_url(self, file: Attachment) -> None: ...

    async def release(self, file: Attachment) -> None: ...

    def open(self, file: Attachment) -> Any:  # noqa: ARG002 - the port's
        raise LookupError("a turn of the benchmark has no files")


async def _edit(text: str, draft: dict[str, Any] | None, *_: object) -> Edit:
    """Set the music to another level each time, on a timeline of ten shots."""
    level = 0.3 if json.dumps(draft).count('"volume": 0.35') else 0.35
    shots = [{"d": 1000, "m": {"name": f"clip {number}", "start": 1000 * number}} for number in range(10)]
    music = {"d": 10_000, "m": {"name": "Lo-fi", "volume": level}}
    made = {"d": 10_000, "m": {"rev": 1}, "t": [{"tt": 0, "sg": shots}, {"tt": 1, "m": {"kind": "bgm"}, "sg": [music]}]}
    return Edit(made, f"Done: {text}", ("bgm_volume",), changed=True, missed=(), is_question=False)


async def _probe(path: Path, name: str, asset_id: str) -> Asset:
    return Asset(asset_id, name, path, "video", 10_000, 1920, 1080, 25.0, has_audio=True)
