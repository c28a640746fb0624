"""A clock that was ahead when something was written keeps nothing waiting for as long as it was ahead."""

import contextlib

import pytest

import bots.services
import storage.embedded
from core.engine.clock import SystemClock

AHEAD = 86_400.0
QUICK_LOOKS = {"nemobot_turn_timeout_seconds": 1.0, "nemobot_recovery_seconds": (0.05,)}


class ClockAhead(SystemClock):
    def time(self):
        return super().time() + AHEAD


@pytest.fixture(autouse=True)
def _short_sleeps(monkeypatch):
    monkeypatch.setattr(storage.embedded, "LONGEST_SUSPEND_SECONDS", 1.0)


@pytest.fixture
def ahead(monkeypatch):
    """`with ahead():` the processes that begin in the block have a clock that is a day ahead."""

    @contextlib.contextmanager
    def in_the_future():
        with monkeypatch.context() as patched:
            patched.setattr(bots.services, "SystemClock", ClockAhead)
            yield

    return in_the_future


async def test_a_render_that_is_polled_goes_on(worlds, ahead):
    async with worlds(nemobot_render_poll_seconds=4.0, faults={"render_seconds": 0.1}) as world:
        with ahead():
            await world.restart()
            await world.send("add music")
            await world.until(world.submits)
            await world.until(lambda: not world.app.dispatcher._running)
        await world.restart()
        await world.quiet(8.0)
        assert len(world.stage.films()) == 1


async def test_a_lost_turn_is_settled(worlds, ahead):
    async with worlds(**QUICK_LOOKS) as world:
        world.fault(turn_seconds=0.2, applies=False)
        with ahead():
            await world.restart()
            await world.send("add music")
            await world.until(lambda: world.calls("/run_sse"))
        await world.restart()
        await world.quiet(8.0)
        assert any("nothing has changed" in text for text in world.stage.said())


async def test_a_request_that_waits_for_more_parts_begins(worlds, ahead):
    async with worlds(nemobot_join_seconds=0.3) as world:
        with ahead():
            await world.restart()
            await world.send("", world.clip())
        await world.restart()
        await world.quiet(8.0)
        assert len(world.stage.said()) > 1


async def test_a_turn_that_was_refused_for_a_while_is_sent_again(worlds, ahead):
    busy = {"status": 429, "json": {"detail": "slow down"}}
    async with worlds(nemobot_retry_429_seconds=4.0) as world:
        with ahead():
            await world.restart()
            world.queue(run_sse=[busy])
            await world.send("add music")
            await world.until(lambda: world.calls("/run_sse"))
            await world.until(lambda: not world.app.dispatcher._running)
        await world.restart()
        await world.quiet(8.0)
        assert world.turns() == ["add music"]


class JumpingClock(SystemClock):
    """A clock that somebody sets while the process runs; monotonic time goes on as it was."""

    ahead = 0.0

    def time(self):
        return super().time() + JumpingClock.ahead


@pytest.mark.parametrize("jump", [-3600.0, AHEAD], ids=["an hour back", "a day forth"])
class TestWhileItRuns:
    @pytest.fixture(autouse=True)
    def _jumping(self, monkeypatch):
        monkeypatch.setattr(JumpingClock, "ahead", 0.0)
        monkeypatch.setattr(bots.services, "SystemClock", JumpingClock)
        monkeypatch.setattr("storage.timers._LONGEST_SECONDS", 0.5)

    async def test_a_request_that_waits_for_more_parts_and_its_render_go_on(self, worlds, jump):
        async with worlds(
            nemobot_join_seconds=0.5, nemobot_render_poll_seconds=4.0, faults={"render_seconds": 0.1}
        ) as world:
            await world.send("add music", world.clip())
            JumpingClock.ahead += jump
            await world.until(world.submits)
            await world.until(lambda: not world.app.dispatcher._running)
            JumpingClock.ahead -= jump
            await world.quiet(15.0)
            assert len(world.stage.films()) == 1
            assert world.turns() == ["add music"]

    async def test_a_turn_that_runs_is_read_to_its_end_and_told_once(self, worlds, jump):
        async with worlds() as world:
            world.fault(turn_seconds=0.5)
            await world.send("add music, but don't export yet")
            await world.until(lambda: world.calls("/run_sse"))
            JumpingClock.ahead += jump
            await world.quiet(15.0)
            assert len(world.turns()) == 1
            assert sum("Added music" in text for text in world.stage.said()) == 1

    async def test_a_turn_that_was_refused_for_a_while_is_sent_again(self, worlds, jump):
        busy = {"status": 429, "json": {"detail": "slow down"}}
        async with worlds(nemobot_retry_429_seconds=4.0) as world:
            world.queue(run_sse=[busy])
            await world.send("add music")
            await world.until(lambda: world.calls("/run_sse"))
            await world.until(lambda: not world.app.dispatcher._running)
            JumpingClock.ahead += jump
            await world.quiet(15.0)
            assert world.turns() == ["add music"]
