"""The lines by which an operator follows a request: which, in what order, with what in them."""

import logging
import re

import pytest

from core.model.chat import NotSent, Role

LINE = re.compile(r"R(?P<request>\d+) on stage: (?P<stage>[^(]+) \((?P<seconds>\d+\.\d) s\)")
WISH, CLIP = "add zithers and bagpipes", "granny.mp4"


@pytest.fixture
def followed(caplog, eventually):
    """`await followed(1)`: the stages of a request in the order they were written, by its number."""
    caplog.set_level(logging.INFO, "core.outbox.request_log")

    async def ended(request):
        written = stages(request)
        if written:  # the last line follows the row by which others see that a request has ended
            await eventually(lambda: stages(request)[-1].startswith("ended"))
        return stages(request)

    def stages(request):
        lines = [record for record in caplog.records if record.name == "core.outbox.request_log"]
        found = [LINE.fullmatch(record.getMessage()) for record in lines]
        assert all(found), [record.getMessage() for record in lines]
        assert [record.request for record in lines] == [f"R{one['request']}" for one in found]
        return [one["stage"] for one in found if one["request"] == str(request)]

    ended.so_far = stages
    return ended


async def test_an_edit_leaves_one_line_a_stage_in_their_order(world, followed, caplog):
    await world.say(WISH, world.clip(CLIP))
    assert await followed(1) == ["accepted", "turn asked", "turn answered", "rendering", "delivered", "ended, done"]
    seconds = [float(LINE.fullmatch(record.getMessage())["seconds"]) for record in caplog.records if record.request]
    assert seconds == sorted(seconds), "all are counted from the acceptance"
    assert WISH not in caplog.text
    assert CLIP not in caplog.text


async def test_an_answer_is_accepted_delivered_and_ended(world, followed):
    await world.say("/help")
    assert await followed(1) == ["accepted", "delivered", "ended, done"]


async def test_a_message_that_joins_or_comes_twice_leaves_no_line_of_its_own(world, followed):
    await world.send("", world.clip(), key="one")
    await world.send("add music", key="two")
    await world.say("add music", key="two")
    assert (await followed(1)).count("accepted") == 1
    assert await followed(2) == []


async def test_a_refused_turn_is_named_by_its_refusal(world, followed):
    world.queue(run_sse=[{"status": 402}])
    await world.say("add music", world.clip())
    assert await followed(1) == ["accepted", "turn asked", "turn refused, PlanRequired", "delivered", "ended, failed"]


async def test_a_turn_whose_end_was_not_seen_is_lost(worlds, followed):
    async with worlds(nemobot_turn_timeout_seconds=0.3) as world:
        world.queue(run_sse=[{"status": 502, "html": True}])
        await world.say("add music", world.clip())
    assert (await followed(1))[:3] == ["accepted", "turn asked", "turn lost"]
    assert (await followed(1))[-1].startswith("ended, ")


async def test_a_cancelled_request_ends_so(world, followed):
    await world.send("", world.clip())
    await world.say("/cancel")
    assert await followed(1) == ["accepted", "ended, cancelled"]


async def test_a_batch_ends_as_split_and_each_child_is_followed(world, followed):
    await world.say("add music to each", world.clip("a.mp4"), world.clip("b.mp4"))
    assert await followed(1) == ["accepted", "ended, split"]
    for child in (2, 3):
        assert (await followed(child))[0] == "accepted, of R1"
        assert (await followed(child))[-1] == "ended, done"
    assert await followed(2) == [
        "accepted, of R1",
        "turn asked",
        "turn answered",
        "rendering",
        "delivered",
        "ended, done",
    ]


async def test_what_is_written_before_a_crash_is_not_written_again(worlds, followed):
    async with worlds() as world:
        await world.send("add music", world.clip())
        await world.until(lambda: "rendering" in followed.so_far(1), seconds=20.0)
        await world.restart()
        await world.quiet()
    assert await followed(1) == ["accepted", "turn asked", "turn answered", "rendering", "delivered", "ended, done"]


async def test_a_turn_that_a_crash_cut_off_is_lost(worlds, followed):
    async with worlds() as world:
        world.fault(turn_seconds=0.4)
        await world.send("add music", world.clip())
        await world.until(lambda: world.calls("/run_sse"))
        await world.restart()
        await world.quiet()
    stages = await followed(1)
    assert stages[:3] == ["accepted", "turn asked", "turn lost"]
    assert stages[-1].startswith("ended, ")


async def test_a_message_that_was_not_sent_is_not_delivered(world, followed):
    world.stage.refuse += [(Role.ANSWER, NotSent("gone"))] * 9
    await world.say("/help")
    assert await followed(1) == ["accepted", "ended, done"]
