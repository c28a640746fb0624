"""Stopping at any moment, and what is finished at the next start."""

import asyncio
import contextlib
import signal
import sqlite3
import sys
import time

import aiohttp
import pytest

from sandbox.api.state.store import InUse
from sandbox.server import start

DRAFT = {"d": 1000, "t": [{"tt": 0, "sg": [{"d": 1000, "m": {}}]}]}


@pytest.fixture
def reopened(opened):
    @contextlib.asynccontextmanager
    async def reopen(caller, **options):
        async with opened(entered=False, **options) as later:
            later.token, later.sid = caller.token, caller.sid
            yield later

    return reopen


async def test_it_stops_within_two_seconds_with_open_streams_and_renders(opened):
    async with opened(faults={"turn_seconds": 60, "render_seconds": 60}) as caller:
        await caller.submit(draft=DRAFT)
        async with caller.ask("music") as response:
            began = time.monotonic()
            await caller.running.stop()
            assert time.monotonic() - began < 2
            with pytest.raises(aiohttp.ClientError):
                await response.read()


async def test_an_accepted_turn_is_finished_at_the_next_start(opened, reopened):
    async with opened(faults={"turn_seconds": 60}) as caller:
        await caller.upload()
        async with caller.ask("music"):
            pass
    async with reopened(caller) as later:
        state = await later.settled()
        assert state["draft"]["t"][1]["sg"][0]["m"]["name"] == "music"
        assert state["video_infos"][0]["filename"] == "clip.mp4"
        assert await later.credits() == {"available": 95, "frozen": 0, "total": 95}


async def test_an_accepted_render_is_finished_at_the_next_start(opened, reopened):
    async with opened(faults={"render_seconds": 60}) as caller:
        await caller.submit("running", DRAFT)
        await caller.submit("waiting", DRAFT)
    async with reopened(caller) as later:
        assert [(await later.finished(name))["status"] for name in ("running", "waiting")] == ["completed"] * 2


def died(folder, table, times):
    """As if the process had been killed that often while it worked on the table's one row."""
    with contextlib.closing(sqlite3.connect(folder / "sandbox.db", isolation_level=None)) as database:
        database.execute(f"UPDATE {table} SET lives = {times}")


async def test_a_turn_that_ends_the_process_each_time_is_given_up(opened, reopened, tmp_path):
    async with opened(faults={"turn_seconds": 60}) as caller, caller.ask("music"):
        pass
    died(tmp_path, "turn", 3)
    async with reopened(caller) as later:
        assert (await later.settled())["draft"] is None
        assert await later.credits() == {"available": 100, "frozen": 0, "total": 100}


async def test_a_render_that_ends_the_process_each_time_is_given_up(opened, reopened, tmp_path):
    async with opened(faults={"render_seconds": 60}) as caller:
        await caller.submit("deadly", DRAFT)
    died(tmp_path, "render", 3)
    async with reopened(caller) as later:
        done = await later.finished("deadly")
        assert (done["status"], done["error"]) == ("failed", "The render was given up")


async def test_an_orderly_stop_is_no_death(opened, reopened):
    async with opened(faults={"turn_seconds": 60, "render_seconds": 60}) as caller, caller.ask("music"):
        await caller.submit(draft=DRAFT)
    for _ in range(4):
        async with reopened(caller, faults={"turn_seconds": 60, "render_seconds": 60}):
            await asyncio.sleep(0.01)
    async with reopened(caller) as later:
        assert (await later.finished())["status"] == "completed"
        assert (await later.settled())["draft"]


async def test_drafts_and_undo_outlive_the_process(opened, reopened):
    async with opened() as caller:
        await caller.say("one")
        await caller.say("two")
    async with reopened(caller) as later:
        await later.say("undo")
        assert (await later.state())["draft"]["t"][1]["sg"][0]["m"]["name"] == "one"


async def test_what_a_killed_process_left_half_made_is_swept(opened, tmp_path, reopened, stand_in):
    async with opened() as caller:
        await caller.upload()
        await caller.submit(draft=DRAFT)
        film = (await caller.finished())["output"]["url"].rpartition("/")[2]
    (tmp_path / "uploads" / "a00.part").write_bytes(b"half")
    (tmp_path / "films" / "2-1.part.mp4").write_bytes(b"half")
    for folder in ("render-x7f3", "music"):
        (tmp_path / "work" / folder).mkdir()
    (tmp_path / "work" / "render-x7f3" / "0.png").write_bytes(b"half")
    (tmp_path / "work" / "music" / "k3.part").write_bytes(b"half")
    (tmp_path / "work" / "music" / "lofi-80-1.wav").write_bytes(b"whole")
    async with reopened(caller) as later:
        assert len(list((tmp_path / "uploads").iterdir())) == 1
        assert [path.name for path in (tmp_path / "films").iterdir()] == ["1-1.mp4"]
        work = {path.relative_to(tmp_path / "work").as_posix() for path in (tmp_path / "work").rglob("*")}
        assert work == set()
        assert (await later.state())["video_infos"]
        async with later.http.get(f"{later.running.url}/render-result/{film}") as response:
            assert await response.read() == stand_in.film


async def test_a_folder_has_one_sandbox(caller, tmp_path):
    with pytest.raises(InUse):
        await start(tmp_path)


async def test_a_port_that_is_taken_is_an_error_and_nothing_stays_open(caller, tmp_path):
    with pytest.raises(OSError, match="address"):
        await start(tmp_path / "other", port=caller.running.port)
    again = await start(tmp_path / "other")
    await again.stop()


@contextlib.asynccontextmanager
async def process(data, *options):
    """`python -m sandbox` on a free port, killed at the end."""
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data), *options]
    child = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    try:
        async with asyncio.timeout(20):
            line = await child.stdout.readline()
        yield child, line.decode().split()[-1]
    finally:
        if child.returncode is None:
            child.kill()
        await child.wait()


async def call(http, method, url, token="", **more):
    headers = {"Authorization": f"Bearer {token}", **dict.fromkeys(("X-Skill-Source", "X-Skill-Version"), "1")}
    async with http.request(method, url, headers=headers | {"X-Skill-Platform": "x"}, **more) as response:
        return await response.json()


async def test_a_killed_sandbox_finishes_its_turn_and_its_render(tmp_path):
    quiet = ("--quality", "fast", "--silent", "0", "--token", "nmv_usr_mine")
    async with aiohttp.ClientSession() as http:
        async with process(tmp_path, *quiet, "--turn-seconds", "60", "--render-seconds", "60") as (child, url):
            made = await call(http, "POST", f"{url}/api/tasks/me/with-session/nemo_agent", "nmv_usr_mine")
            sid = made["data"]["session_id"]
            words = {"session_id": sid, "new_message": {"parts": [{"text": "generate a 4 second video about the sea"}]}}
            headers = {"Authorization": "Bearer nmv_usr_mine"}
            async with http.post(f"{url}/run_sse", json=words, headers=headers):
                child.send_signal(signal.SIGKILL)
                await child.wait()
        state, draft = f"/api/state/nemo_agent/me/{sid}/latest", None
        async with process(tmp_path, *quiet, "--render-seconds", "60") as (child, url):
            async with asyncio.timeout(10):
                while not draft:
                    draft = (await call(http, "GET", url + state, "nmv_usr_mine"))["data"]["state"]["draft"]
            body = {"id": "r1", "sessionId": sid, "draft": draft}
            await call(http, "POST", f"{url}/api/render/proxy/lambda", "nmv_usr_mine", json=body)
            child.send_signal(signal.SIGKILL)
            await child.wait()
        async with process(tmp_path, *quiet) as (child, url), asyncio.timeout(20):
            poll = {}
            while poll.get("status") != "completed":
                poll = await call(http, "GET", f"{url}/api/render/proxy/lambda/r1", "nmv_usr_mine")
                assert poll["status"] in {"pending", "processing", "completed"}
                await asyncio.sleep(0.02)
            async with http.get(poll["output"]["url"]) as response:
                assert (await response.read())[4:8] == b"ftyp"
            child.send_signal(signal.SIGTERM)
            assert await child.wait() == 0
