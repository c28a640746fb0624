"""A sandbox on a real socket, with an editing half of thirty lines that needs no FFmpeg, and someone to call it."""

import asyncio
import json
import types
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from sandbox.editing import Editing
from sandbox.editor import Asset, Edit, Film, RenderFailed, Unreadable
from sandbox.faults import Faults
from sandbox.server import Running, start

ATTRIBUTION = {"X-Skill-Source": "test", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown"}
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
CLIENT = "3b4f6f0a-0000-4000-8000-000000000001"
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40


async def probe(path, name, asset_id):
    with path.open("rb") as file:
        if b"broken" in file.read(8192):
            raise Unreadable("cut off")
    return Asset(asset_id, name, path, "video", 10_000, 640, 360, 25.0, has_audio=True)


async def edit(text, draft, history, assets, work):
    if "undo" in text:
        return Edit(history[-1] if history else None, "Undone.", ("undo",), True, (), False)
    if "how many" in text:
        return Edit(draft, f"{len(history)} before", (), False, (), True)
    if "dance" in text:
        return Edit(draft, "I did not understand 'dance'.", (), False, ("dance",), False)
    if "explode" in text:
        raise ZeroDivisionError
    video = {"tt": 0, "sg": [{"d": 10_000, "m": {"name": one.name, "asset": one.id}} for one in assets]}
    bgm = {"tt": 1, "sg": [{"d": 10_000, "m": {"name": text, "volume": 0.35}}]}
    made = {"d": 10_000, "m": {"width": 1920, "height": 1080, "ratio": "16:9"}, "t": [video, bgm]}
    return Edit(made, f"Added {text}.", (f"bgm {text}",), True, (), False)


async def render(draft, assets, target, *, quality, progress, work):
    progress(50)
    await asyncio.sleep(0)
    if draft.get("m") == "bad":
        raise RenderFailed("The draft cannot be rendered")
    target.write_bytes(FILM)
    return Film(target, 10_000, 1920, 1080, len(FILM))


class Caller:
    """A client that does as it is told, with a token and a session once `enter` was called."""

    def __init__(self, running: Running, http: aiohttp.ClientSession):
        self.running, self.http, self.token, self.sid, self.task = running, http, "", "", ""

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.token}", **ATTRIBUTION}

    def set(self, **changes):
        self.running.active_faults.set(changes)

    def request(self, method, path, **more):
        return self.http.request(method, self.running.url + path, **({"headers": self.headers} | more))

    async def json(self, method, path, **more):
        async with self.request(method, path, **more) as response:
            return response.status, await response.json(content_type=None)

    async def mint(self, client=CLIENT):
        return await self.json("POST", "/api/auth/anonymous-token", headers={"X-Client-Id": client})

    async def enter(self, client=CLIENT):
        _, minted = await self.mint(client)
        self.token = minted["data"]["token"]
        _, made = await self.json("POST", "/api/tasks/me/with-session/nemo_agent", json={"task_name": "project"})
        self.sid, self.task = made["data"]["session_id"], made["data"]["task_id"]
        return self

    async def upload(self, body=MP4, name="clip.mp4", path=None):
        form = aiohttp.FormData()
        form.add_field("files", body, filename=name, content_type="application/octet-stream")
        return await self.json("POST", path or f"/api/upload-video/nemo_agent/me/{self.sid}", data=form)

    def ask(self, text, **more):
        body = {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.sid,
            "new_message": {"parts": [{"text": text}]},
        }
        return self.request("POST", "/run_sse", json=body | more)

    async def stream(self, text, **more):
        async with self.ask(text, **more) as response:
            assert response.status == 200
            return await response.read()

    async def say(self, text, **more):
        """The words of a turn, out of its stream."""
        return words(await self.stream(text, **more))

    async def state(self):
        _, body = await self.json("GET", f"/api/state/nemo_agent/me/{self.sid}/latest")
        return body["data"]["state"]

    async def credits(self):
        _, body = await self.json("GET", "/api/credits/balance/simple")
        return body["data"]

    async def submit(self, render_id="render_1", draft=None, **more):
        body = {"id": render_id, "sessionId": self.sid, "draft": draft or (await self.state())["draft"]}
        body["output"] = {"format": "mp4", "quality": "high"}
        return await self.json("POST", "/api/render/proxy/lambda", json=body, **more)

    async def poll(self, render_id="render_1"):
        return await self.json("GET", f"/api/render/proxy/lambda/{render_id}")

    async def settled(self):
        """The state once no turn runs any more."""
        async with asyncio.timeout(10):
            while True:
                if not (await self.credits())["frozen"]:
                    return await self.state()
                await asyncio.sleep(0.005)

    async def finished(self, render_id="render_1"):
        async with asyncio.timeout(10):
            while True:
                _, body = await self.poll(render_id)
                if body["status"] not in {"pending", "processing"}:
                    return body
                await asyncio.sleep(0.005)


def events(raw: bytes):
    frames = [frame.removeprefix(b"data:").strip() for frame in raw.split(b"\n\n")]
    return [json.loads(frame) for frame in frames if frame.startswith(b"{")]


def words(raw: bytes):
    parts = [
        part for event in events(raw) if not event.get("partial") for part in event.get("content", {}).get("parts", [])
    ]
    return [part["text"] for part in parts if "text" in part and not part.get("thought")]


@pytest.fixture
def opened(tmp_path) -> Callable[..., object]:
    """Opens a sandbox on `tmp_path`, with faults as keywords, and a caller who has a session."""

    @asynccontextmanager
    async def open_(*, entered=True, data=None, faults=None, editing=None, **options) -> AsyncIterator[Caller]:
        mild = Faults(silent=0.0, screen_talk=0.0).merged(faults or {})
        halves = editing or Editing(probe=probe, edit=edit, render=render)
        running = await start(data or tmp_path, faults=mild, editing=halves, **options)
        try:
            async with aiohttp.ClientSession() as http:
                caller = Caller(running, http)
                yield await caller.enter() if entered else caller
        finally:
            await running.stop()

    return open_


@pytest.fixture
async def caller(opened):
    async with opened() as someone:
        yield someone


@pytest.fixture
def read():
    """How to read a stream: `read.events(raw)`, `read.words(raw)`."""
    return types.SimpleNamespace(events=events, words=words)


@pytest.fixture
def stand_in():
    """The editing half of these tests, and its bytes."""
    return types.SimpleNamespace(probe=probe, edit=edit, render=render, mp4=MP4, film=FILM, Editing=Editing)
