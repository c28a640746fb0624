"""A project that is deleted while something goes on in it: that is cancelled, and when it has ended nothing is left."""

import pytest

from tests.flow.conftest import HERE

# a killed process leaves an open answer in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

WORDS = "planted-words"


async def words_kept(world):
    tables = await world.rows("select name from sqlite_master where type = 'table'")
    names = [table["name"] for table in tables]
    return [name for name in names if WORDS in repr([tuple(row) for row in await world.rows(f"select * from {name}")])]


async def close(world, here=HERE):
    project = await world.app.store.projects.current(here, "")
    await world.app.intake.close_project(project)


async def test_a_running_turn_is_read_to_its_end_and_tells_nothing(worlds):
    async with worlds(faults={"turn_seconds": 0.3}) as world:
        await world.send(WORDS, world.clip(f"{WORDS}.mp4"))
        await world.until(lambda: world.calls("/run_sse"))
        said = len(world.stage.said())
        await close(world)
        await world.quiet()
        assert world.turns() == [WORDS]
        assert len(world.stage.said()) == said
        assert world.submits() == []
        assert await words_kept(world) == []
        assert await world.app.store.projects.latest(HERE, "", 9) == ()


async def test_what_waits_behind_it_is_not_begun(worlds):
    async with worlds(faults={"turn_seconds": 0.3}) as world:
        await world.send(WORDS, world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.send(f"{WORDS} again")
        await world.send("/status")
        await close(world)
        await world.quiet()
        assert world.turns() == [WORDS]
        assert await words_kept(world) == []


async def test_a_render_is_stopped(worlds):
    async with worlds(nemobot_render_poll_seconds=3.5, faults={"render_seconds": 60.0}) as world:
        await world.send(WORDS, world.clip())
        await world.until(world.submits)
        await close(world)
        await world.quiet(seconds=3.0)  # it was suspended until its next poll, and is woken
        assert [one["status"] for one in world.calls("/cancel")] == [200]
        assert world.stage.films() == []
        assert await words_kept(world) == []


async def test_the_next_message_begins_a_project_whatever_it_replies_to(worlds):
    async with worlds(faults={"turn_seconds": 0.3}) as world:
        key = await world.send(WORDS, world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await close(world)
        await world.send("add music", world.clip("other.mp4"), reply_to=key)
        await world.quiet()
        assert [project.number for project in await world.app.store.projects.latest(HERE, "", 9)] == [2]
        assert len(world.stage.films()) == 1
        assert await words_kept(world) == []


async def test_a_process_that_starts_again_ends_what_was_cancelled(worlds):
    async with worlds(faults={"turn_seconds": 0.5}) as world:
        await world.send(WORDS, world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.send(f"{WORDS} again")
        await close(world)
        await world.restart()
        await world.quiet()
        assert len(world.calls("/run_sse")) == 1
        assert await words_kept(world) == []
        await world.say("add music", world.clip())
        assert len(world.stage.films()) == 1


async def test_killed_at_any_await_nothing_is_left(worlds):
    async with worlds() as world:
        closed = False

        async def ask(here):
            nonlocal closed
            closed = False
            asked = len(world.calls("/run_sse"))
            world.fault(turn_seconds=0.15)
            await world.send(WORDS, world.clip(), address=here)
            await world.until(lambda: len(world.calls("/run_sse")) > asked)
            await close(world, here)
            closed = True

        async for here in world.each_kill(ask, since=lambda: closed):
            assert await words_kept(world) == [], here
            assert await world.app.store.projects.latest(here, "", 9) == ()
