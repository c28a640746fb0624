"""A bot that is killed and started again: nothing is asked twice, nothing is lost, nothing doubles unmarked."""

import asyncio
import contextlib
import json
import time

import pytest

from core.model.chat import Role
from tests.flow.conftest import BotProcess

# a process killed while it reads a film leaves an open file in aiohttp's server, which runs in this process here
pytestmark = pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")

SLOW = {"nemobot_recovery_seconds": (0.05,)}


def said(world):
    return "\n".join(world.stage.said())


async def test_a_message_in_the_join_window_is_taken_up(worlds):
    async with worlds(nemobot_join_seconds=0.4) as world:
        await world.send("", world.clip())
        await world.restart()
        await world.say("add music")
        assert world.turns() == ["add music"]
        assert len(world.stage.films()) == 1


async def test_a_turn_in_flight_is_never_asked_again_and_its_change_is_reported(worlds):
    async with worlds(**SLOW) as world:
        world.fault(turn_seconds=0.4)
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.restart()
        await world.quiet()
        assert len(world.calls("/run_sse")) == 1
        assert "I was interrupted, but your edit went through" in said(world)
        assert len(world.stage.films()) == 1
        assert len(world.calls("/upload-video")) == 1


async def test_a_turn_that_left_nothing_is_said_with_a_retry(worlds):
    async with worlds(nemobot_turn_timeout_seconds=0.5, **SLOW) as world:
        world.fault(turn_seconds=0.3, applies=False)
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.restart()
        await world.quiet()
        assert len(world.calls("/run_sse")) == 1
        assert "after several looks nothing has changed" in said(world)
        assert "again:1" in [button.wire for button in world.stage.buttons()]
        assert world.stage.films() == []


async def test_the_time_limit_of_a_lost_turn_counts_from_the_ask(worlds):
    async with worlds(nemobot_turn_timeout_seconds=1.2, nemobot_recovery_seconds=(0.02,)) as world:
        world.fault(turn_seconds=60.0)
        asked_at = time.time()
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.process.kill_and_clean_up()
        await asyncio.sleep(1.2)
        await world.open()
        await world.quiet(3.0)
        (row,) = await world.rows("select outcome from journal where name = 'ask'")
        assert json.loads(row["outcome"])["asked_at"] == pytest.approx(asked_at, abs=0.5)
        assert "after several looks nothing has changed" in said(world)
        assert any("You'll know in" in post.text for one in world.stage.messages.values() for post in one.posts)


async def test_the_note_of_a_killed_process_is_removed(worlds):
    async with worlds(**SLOW) as world:
        world.fault(turn_seconds=0.4)
        await world.send("add music")
        await world.until(lambda: world.stage.said(Role.NOTE))
        await world.restart()
        await world.quiet()
        assert world.stage.said(Role.NOTE) == []


async def test_a_file_that_arrived_is_not_sent_twice(world):
    world.queue(upload=[{"work": True, "delay": 0.3, "drop": "after"}])
    await world.send("add music", world.clip())
    await world.until(lambda: world.calls("/upload-video"))
    await asyncio.sleep(0.1)
    await world.restart()
    await world.quiet()
    assert len(world.turns()) == 1
    assert len(world.stage.films()) == 1


async def test_an_upload_that_was_cut_is_repeated(world):
    world.queue(upload=[{"delay": 0.3, "drop": "before"}])
    await world.send("add music", world.clip())
    await world.until(lambda: world.calls("/upload-video"))
    await world.restart()
    await world.quiet()
    assert len(world.calls("/upload-video")) == 2
    assert len(world.turns()) == 1


async def test_a_render_is_polled_and_not_submitted_again(worlds):
    async with worlds(nemobot_render_poll_seconds=0.1, faults={"render_seconds": 0.5}) as world:
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/lambda/render_"))
        await world.restart()
        await world.quiet()
        assert len(world.submits()) == 1
        assert len(world.stage.films()) == 1
        assert len(world.turns()) == 1


async def test_waiting_requests_run_in_their_order(worlds):
    async with worlds(**SLOW) as world:
        world.fault(turn_seconds=0.2)
        await world.send("add music")
        await world.send("add a title")
        await world.until(lambda: world.calls("/run_sse"))
        await world.restart()
        await world.quiet()
        assert world.turns() == ["add music", "add a title"]
        assert len(world.stage.films()) == 2


async def test_a_suspended_request_goes_on_in_the_next_process(worlds):
    async with worlds(nemobot_render_poll_seconds=3.2, faults={"render_seconds": 0.1}) as world:
        await world.send("add music")
        await world.until(world.submits)
        await world.restart(nemobot_render_poll_seconds=0.05)
        await world.quiet(8.0)
        assert len(world.submits()) == 1
        assert len(world.stage.films()) == 1


async def test_a_batch_goes_on_with_its_lines(worlds):
    async with worlds(**SLOW) as world:
        world.fault(turn_seconds=0.2)
        await world.send("add music to each clip", world.clip("a.mp4"), world.clip("b.mp4"))
        await world.until(lambda: len(world.calls("/run_sse")) == 2)
        await world.restart()
        await world.quiet()
        assert len(world.turns()) == 2
        films = [(one.post.film.name, "(recovered)" in one.post.text) for one in world.stage.films()]
        assert len({name for name, _ in films}) == 2
        unmarked = [name for name, marked in films if not marked]
        assert len(unmarked) == len(set(unmarked))  # the kill may fall into the delivery of the first film
        assert world.stage.said()[-1] == "All 2 are ready."
        status = [one for one in world.stage.messages.values() if one.post.role is Role.STATUS][-1]
        assert status.post.text.endswith("1. a.mp4: ✅\n2. b.mp4: ✅")


async def test_an_orderly_stop_says_nothing_untrue(worlds):
    async with worlds(nemobot_render_poll_seconds=0.1, faults={"render_seconds": 0.5}) as world:
        await world.send("add music")
        await world.until(world.submits)
        before = len(world.stage.said())
        await world.process.end()
        assert len(world.stage.said()) == before
        await world.open()
        await world.quiet()
        assert len(world.stage.films()) == 1
        assert "(recovered)" not in said(world)


async def test_a_request_that_kills_its_process_three_times_is_set_aside_in_words(world, monkeypatch, process_killed):
    await world.process.end()
    for _ in range(3):
        await world.open(kill_at=(1, False))  # before the write: a process that adds to the journal made progress
        if not await world.rows("select id from requests"):
            await world.send("add music")
        await world.process.killed.wait()
        await world.process.kill_and_clean_up()
    await world.open()
    await world.quiet()
    assert "I stumbled over this request three times" in said(world)
    assert "R1" in said(world)
    assert world.stage.marks[-1][1] == "failed"


WRITES = 20  # how many writes the journal of one edit makes when the first poll finds the film


@pytest.mark.parametrize("written", [True, False], ids=["after", "before"])
@pytest.mark.parametrize("number", range(1, WRITES + 4))
async def test_a_crash_at_any_write_of_the_journal_neither_doubles_nor_loses(worlds, process_killed, number, written):
    async with worlds(nemobot_turn_timeout_seconds=0.4, **SLOW) as world:
        world.process.kill_at(number, written=written)
        await world.send("add music", world.clip("trip.mp4"))
        with contextlib.suppress(process_killed):
            await world.quiet()
        assert world.process.killed.is_set() or number > WRITES
        if world.process.killed.is_set():
            await world.restart()
        await world.quiet()
        assert len(world.calls("/run_sse")) <= 1
        assert len(world.turns()) <= 1
        films = world.stage.films()
        if not world.turns():  # the intent was written and nothing sent: that cannot be known, so the user is told
            assert "after several looks nothing has changed" in said(world)
            return
        assert len(films) in (1, 2)
        assert all(film.post.text.endswith("(recovered)") for film in films[1:])
        assert len(world.submits()) == 1


@pytest.mark.parametrize("number", range(1, 9))
async def test_a_crash_around_an_upload_puts_no_clip_in_twice_whatever_its_content_made_of_its_name(
    worlds, process_killed, number, tmp_path
):
    async with worlds(nemobot_turn_timeout_seconds=0.4, **SLOW) as world:
        world.process.kill_at(number, written=False)
        await world.send("add music", world.clip("IMG_0042.MOV"))
        with contextlib.suppress(process_killed):
            await world.quiet()
        assert world.process.killed.is_set()
        await world.restart()
        await world.quiet()
        assert len(list((tmp_path / "sandbox" / "uploads").iterdir())) == 1


async def test_a_cancel_that_was_cut_between_its_mark_and_its_answer_is_told_all_the_same(
    worlds, monkeypatch, process_killed
):
    async with worlds(**SLOW) as world:
        requests = type(world.app.services.stores.requests)
        honest = requests.cancel

        async def cut(self, request):
            await honest(self, request)
            world.process.kill()
            raise process_killed

        world.fault(turn_seconds=0.5)
        await world.send("add music")
        waiting = await world.send("add a title")
        await world.until(lambda: world.calls("/run_sse"))
        monkeypatch.setattr(requests, "cancel", cut)
        await world.send("/cancel", reply_to=waiting)
        await asyncio.wait_for(world.process.killed.wait(), 5)
        monkeypatch.setattr(requests, "cancel", honest)
        await world.restart()
        await world.quiet()
        assert "Cancelled before it began: “add a title”" in world.stage.said()
        assert world.turns() == ["add music"]


async def test_requests_of_a_platform_that_is_not_configured_sleep_until_it_is_back(worlds):
    async with worlds(**SLOW) as world:
        world.fault(turn_seconds=0.5)
        await world.send("add music", world.clip())
        await world.send("add a title")
        await world.until(lambda: world.calls("/run_sse"))
        await world.process.kill_and_clean_up()
        for _ in range(4):
            world.process = await BotProcess(world.settings, world.stage).begin()
            del world.app.platforms["stage"]
            world.process.work()
            await asyncio.sleep(0.1)
            assert len(await world.rows("select id from requests where outcome is null")) == 2
            await world.process.kill_and_clean_up()
        await world.open()
        await world.quiet()
        assert len(world.calls("/run_sse")) == 2
        assert "I was interrupted, but your edit went through" in said(world)
        assert len(world.stage.films()) == 2
