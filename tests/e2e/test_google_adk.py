"""The client and the core, unmodified, before a real google-adk server: NemoVideo's `/run_sse` body is exactly its own.

google-adk is no dependency of ours: it lives in a virtual environment of its own under `build/`, made once by
`TEST_GOOGLE_ADK=1 make test` (140 MB, about a minute) and by CI. Without it these tests are skipped.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bots.ops.live import walk
from bots.ops.live.options import Options
from bots.ops.live.verdicts import Outcome
from bots.services import build_services
from bots.settings import Settings
from core.media.source import ByteSource
from core.model.chat import Address, Capabilities, Incoming, Role, Sender
from core.model.secret import Secret
from core.nemo.client import Attribution, Caller, NemoClient
from core.nemo.errors import SessionGone
from core.nemo.events import Failure, Transcript

AGENTS = Path(__file__).parent / "adk"
HOME = Path(__file__).parents[2] / "build" / "google-adk"
INSTALL_SECONDS = 180
START_SECONDS = 40
MEND = "google-adk is not installed; TEST_GOOGLE_ADK=1 make test puts it into build/google-adk (140 MB)"
CALLER = Caller(Secret("nmv_usr_bridge"), Attribution("add-music-ai", "1.0.0", "unknown"))
WORDS = "I added “Lo-fi” background music 🎶. 已完成!"

# What is wished → the words, the tools, and the failure that the turn comes to.
TURNS = {
    "add lofi music": (WORDS, ("edit_multitrack",), None),
    "add lofi music silently": ("", ("edit_multitrack",), None),
    "add music beyond the quota": ("", (), Failure("RESOURCE_EXHAUSTED", "Model quota exceeded")),
    "add music and crash": (
        "Starting the edit…",
        (),
        Failure(None, 'RuntimeError: render node "gpu-7" lost\nretry later'),
    ),
    "add music but think first": (WORDS, (), None),
}
MUSIC = "+ BGM: Lo-fi (0-10s, 35%)"
LINE = "Timeline (2 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%)"
# What is wished → what the person in the chat reads, and what they must not.
ANSWERS = {
    "add lofi music": ((WORDS, MUSIC, LINE), ("edit_multitrack",)),
    "add lofi music silently": ((MUSIC, LINE), ("edit_multitrack", "No change")),
    "add music beyond the quota": (("The editor stopped with an error",), ("RESOURCE_EXHAUSTED", "quota")),
    "add music and crash": (("The editor stopped with an error",), ("RuntimeError", "gpu-7")),
    "add music but think first": ((WORDS,), ("The user wants",)),
}


@pytest.fixture(scope="session")
def adk_python() -> Path:
    """The interpreter of google-adk's environment; skips where there is none, fails where one was asked for in vain."""
    python, wanted = HOME / "bin" / "python", (AGENTS / "requirements.txt").read_text()
    done = HOME / "installed.txt"
    if done.is_file() and done.read_text() == wanted:
        return python
    if not os.environ.get("TEST_GOOGLE_ADK") and not os.environ.get("CI"):
        pytest.skip(MEND)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True, timeout=INSTALL_SECONDS)
        subprocess.run([*install, "--requirement", AGENTS / "requirements.txt"], check=True, timeout=INSTALL_SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        pytest.fail(f"google-adk was asked for and could not be installed: {error}")
    done.write_text(wanted)
    return python


@pytest.fixture(scope="session")
def adk_url(adk_python, tmp_path_factory) -> Iterator[str]:
    """google-adk's own API server with the scripted agent."""
    folder = tmp_path_factory.mktemp("adk")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--host", "127.0.0.1", "--port", str(port), "--session_service_uri", "memory://"]
    options += ["--artifact_service_uri", "memory://"]
    command = [adk_python, "-m", "google.adk.cli", "api_server", *options, AGENTS]
    with (folder / "log.txt").open("wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, cwd=folder, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        )
    try:
        end = time.monotonic() + START_SECONDS
        while True:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            waiting = server.poll() is None and time.monotonic() < end
            assert waiting, (folder / "log.txt").read_text()
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(timeout=20)


class Bridge:
    """The routes that NemoVideo has and a stock server has not; `/run_sse` passes through untouched."""

    def __init__(self, adk_url: str, client: aiohttp.ClientSession) -> None:
        self._sessions = f"{adk_url}/apps/nemo_agent/users/me/sessions"
        self._run = f"{adk_url}/run_sse"
        self._client = client

    def application(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/api/auth/anonymous-token", self.token),
                web.post("/api/tasks/me/with-session/nemo_agent", self.session),
                web.get("/api/state/nemo_agent/me/{session}/latest", self.state),
                web.post("/api/upload-video/nemo_agent/me/{session}", self.upload),
                web.post("/run_sse", self.run_sse),
            ]
        )
        return app

    async def token(self, _: web.Request) -> web.Response:
        return web.json_response({"code": 0, "data": {"token": "nmv_usr_bridge", "user_id": "anon_bridge"}})

    async def session(self, _: web.Request) -> web.Response:
        async with self._client.post(self._sessions, json={}) as answer:
            made = await answer.json()
        return web.json_response({"code": 0, "data": {"task_id": "task_1", "session_id": made["id"]}})

    async def state(self, request: web.Request) -> web.Response:
        async with self._client.get(f"{self._sessions}/{request.match_info['session']}") as answer:
            if answer.status != 200:
                return web.json_response({"code": 1002, "message": "Session not found"})
            return web.json_response({"code": 0, "data": {"state": (await answer.json())["state"]}})

    async def upload(self, request: web.Request) -> web.Response:
        part = await (await request.multipart()).next()
        size = len(await part.read())
        return web.json_response({"code": 0, "data": {"files": [{"filename": part.filename, "size": size}]}})

    async def run_sse(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": request.content_type}
        async with self._client.post(self._run, data=await request.read(), headers=headers) as answer:
            passed = web.StreamResponse(status=answer.status, headers={"Content-Type": answer.headers["Content-Type"]})
            await passed.prepare(request)
            async for chunk in answer.content.iter_any():
                await passed.write(chunk)
        return passed


@pytest.fixture
async def bridge(adk_url) -> AsyncIterator[str]:
    async with aiohttp.ClientSession() as client:
        runner = web.AppRunner(Bridge(adk_url, client).application())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
        await runner.cleanup()


@pytest.fixture
async def client(bridge) -> AsyncIterator[NemoClient]:
    async with NemoClient(bridge, bridge) as opened:
        yield opened


@pytest.mark.parametrize("wish", TURNS)
async def test_a_turn_of_a_stock_server_comes_to_its_words(client, wish):
    session = (await client.create_session(CALLER, "en")).session_id
    transcript = Transcript()
    async with client.turn(CALLER, session, wish) as events:
        async for event in events:
            transcript.add(event)
    assert (transcript.text, transcript.tools, transcript.failure) == TURNS[wish]


async def test_a_silent_edit_of_a_stock_server_is_in_the_state(client):
    session = (await client.create_session(CALLER, "en")).session_id
    assert (await client.state(CALLER, session)).draft is None
    async with client.turn(CALLER, session, "add lofi music silently") as events:
        assert [event async for event in events]
    draft = (await client.state(CALLER, session)).draft
    assert draft is not None
    assert json.loads(draft.text)["t"][1]["sg"][0]["m"]["name"] == "Lo-fi"


async def test_a_session_that_a_stock_server_does_not_know_is_gone_and_nothing_ran(client):
    with pytest.raises(SessionGone) as gone:
        async with client.turn(CALLER, "5529798706024415232", "add lofi music"):
            pass
    assert gone.value.refused


async def test_an_upload_goes_through_the_bridge(client):
    async def chunks():
        yield b"12345"

    session = (await client.create_session(CALLER, "en")).session_id
    uploaded = await client.upload(CALLER, session, "clip.mp4", "video/mp4", ByteSource(5, chunks()))
    assert uploaded[0].name == "clip.mp4"


# What a stock server can show of the beliefs, and what it does otherwise: it has neither the vendor's refusals nor its
# ids, and the bridge in front of it gives tokens to everybody.
SHOWN = {
    *("nemovideo.token", "nemovideo.token.user", "nemovideo.turn", "nemovideo.turn.form", "nemovideo.turn.known"),
    *("nemovideo.turn.close", "nemovideo.state.empty", "nemovideo.refused.session", "nemovideo.draft"),
    *("nemovideo.draft.ms", "nemovideo.draft.segments"),
}
OTHERWISE = {
    "nemovideo.token.client": "HTTP 200, code 0, code, data",
    "nemovideo.token.life": "token, user_id",
    "nemovideo.token.credits": "token, user_id",
    "nemovideo.token.once": "HTTP 200, code 0, code, data",
    "nemovideo.session": "session_id of type str, of 36 characters; task_id, session_id",
    "nemovideo.state": "no fields",
    "nemovideo.refused.turn": "HTTP 404, detail",
    "nemovideo.refused.type": "HTTP 200, code 0, code, data",
    "nemovideo.upload": "a file with filename, size",
    "nemovideo.upload.state": "video_infos with None",
}


async def test_the_live_walk_tells_what_a_stock_server_shows_and_what_it_does_otherwise(bridge, tmp_path):
    options = Options(services=("nemovideo",), report=tmp_path / "report.json")
    settings, written = Settings(nemo_api_url=bridge, nemobot_silent_edit_seconds=(0.01,)), []
    assert await walk.walk(settings, options, options.services, written.append, str, as_object=True) == 1
    found = json.loads(written[0])["beliefs"]["nemovideo"]
    told = {outcome: {name for name, one in found.items() if one["outcome"] == outcome} for outcome in Outcome}
    assert {name: found[name]["seen"] for name in told["contradicted"]} == OTHERWISE
    assert told["confirmed"] == SHOWN
    assert found["nemovideo.render"]["seen"] == "there is no such route here (HTTP 404)"


@pytest.mark.parametrize("wish", ANSWERS)
async def test_a_person_reads_the_right_words(bridge, tmp_path, wish):
    shown, hidden = ANSWERS[wish]
    said = await conversation(bridge, tmp_path, wish)
    assert [words for words in shown if words not in said] == [], said
    assert [words for words in hidden if words in said] == [], said


async def conversation(url: str, folder: Path, wish: str) -> str:
    """What a person reads who says this to the whole core; nothing is exported, for a stock server renders nothing."""
    settings = Settings(
        nemo_api_url=url,
        nemo_web_url=url,
        nemobot_data_dir=folder,
        nemobot_auto_export=False,
        nemobot_join_seconds=0.01,
        nemobot_silent_edit_seconds=(0.01,),
    )
    async with build_services(settings) as app:
        chat = Chat()
        app.platforms["stage"] = chat
        work = asyncio.create_task(app.work(), name="requests")
        try:
            here, anna = Address("stage", "chat"), Sender("anna", "Anna", "en")
            await app.intake.receive(Incoming(here, anna, "u1", time.time(), private=True, text=wish))
            end = time.monotonic() + 30
            while await app.store.database.all("select id from requests where outcome is null"):
                assert time.monotonic() < end, "the request did not end"
                await asyncio.sleep(0.02)
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)
    return "\n".join(chat.said)


class Chat:
    """A platform that keeps the answers."""

    name = "stage"

    def __init__(self) -> None:
        self.said: list[str] = []

    def capabilities(self, to):
        return Capabilities(file_bytes=0, edit_seconds=0.0)

    async def send(self, to, post, arrived=None, rest=None):
        if post.role in {Role.ANSWER, Role.QUIET}:
            self.said.append(post.text)
        key = f"m{len(self.said)}-{post.role}"
        if arrived:
            await arrived(to.address, key, 0)
        return key

    async def edit(self, to, key, post): ...

    async def remove(self, to, key): ...

    async def react(self, to, reaction): ...

    async def wait_for_budget(self, to, post): ...
