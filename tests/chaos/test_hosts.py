"""A host that fails for a while, on the real process: nothing is given up, nothing floods the log, and it goes on."""

import asyncio
import contextlib
import resource
import sqlite3

import aiohttp
import pytest_asyncio

from bots.prove.convergence import LOOSE, until
from bots.prove.judge import faults
from tests.chaos.lives import Starter
from tests.chaos.scenarios import MUSIC
from tests.chaos.web import stage

NO_MORE_FILES = 8  # fewer than are open: what is open stays so
LINES = 25  # of the log, for the trouble: many tries fit into each


@pytest_asyncio.fixture(scope="module")
async def starter():
    async with Starter() as made:
        yield made


@pytest_asyncio.fixture
async def at_work(starter, tmp_path):
    """The bot in the middle of somebody's turn."""
    async with stage(starter, tmp_path / "run", "cancel", []) as on:
        await on.person.working(await on.person.say(MUSIC, "beach.mp4", turn=MUSIC, film=True))
        yield on


@contextlib.contextmanager
def limited(lives, what, soft):
    """The process may use no more than so much of something during the block."""
    before = resource.prlimit(lives.pid, what)
    resource.prlimit(lives.pid, what, (soft, before[1]))
    try:
        yield
    finally:
        resource.prlimit(lives.pid, what, before)


async def ready(on):
    """What `/readyz` says of what is wrong; None: it is not reached."""
    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
        async with aiohttp.ClientSession(timeout=LOOSE) as http, http.get(f"{on.health}/readyz") as answer:
            return {name: said for name, said in (await answer.json())["checks"].items() if said != "ok"}
    return None


async def said(on, words):
    async def in_log():
        return words in on.lives.log

    await until(in_log, on.lives, 30.0)


async def well_again(on, tmp_path):
    """Everything that was asked comes to a good end, and the database is whole."""
    outside = await on.converge()
    assert not faults(outside), on.lives.log
    with contextlib.closing(sqlite3.connect(tmp_path / "run/data/nemobot.db")) as database:
        assert database.execute("pragma integrity_check").fetchone() == ("ok",)


async def test_a_disk_without_room_for_one_more_page(at_work, tmp_path):
    before = len(at_work.lives.log.splitlines())
    with limited(at_work.lives, resource.RLIMIT_FSIZE, 64 * 1024):
        await said(at_work, "free space")
        assert "free space" in (await ready(at_work))["database"]
        await asyncio.sleep(1.5)  # tries go on
        told = at_work.lives.log.splitlines()[before:]
        assert len(told) <= LINES, "\n".join(told)
        assert "Traceback" not in "\n".join(told)
    await well_again(at_work, tmp_path)


async def test_a_process_without_room_for_one_more_file(at_work, tmp_path):
    before = len(at_work.lives.log.splitlines())
    with limited(at_work.lives, resource.RLIMIT_NOFILE, NO_MORE_FILES):
        assert await ready(at_work) is None, "it takes no connection"
        await said(at_work, "raise the limit of open files")
        await asyncio.sleep(1.5)
        told = at_work.lives.log.splitlines()[before:]
        assert len(told) <= LINES, "\n".join(told)
        assert "Traceback" not in "\n".join(told)
    await well_again(at_work, tmp_path)


async def test_a_process_that_runs_out_of_files_before_a_turn_asks_it_later(starter, tmp_path):
    async with stage(starter, tmp_path / "run", "film", []) as on:
        await on.person.say("/help")
        await on.person.say(MUSIC, "beach.mp4", turn=MUSIC, film=True)
        with limited(on.lives, resource.RLIMIT_NOFILE, NO_MORE_FILES):
            await said(on, "raise the limit of open files")
        await well_again(on, tmp_path)
