"""A stream that stays open after the last words is told at once and read on; what is no stream is a lost turn."""

import asyncio
import functools
import logging

import pytest

import bots.services
from core.engine.delays import Delays
from core.model.chat import Address, NotSent, Role, Sender


@pytest.fixture
def opened(worlds, monkeypatch):
    """`async with opened(settled=…, **faults)`: a world in which streams stay open for ten seconds after the words."""

    def begin(*, settled=0.2, faults=None, **settings):
        quick = functools.partial(Delays, read_pauses=(0.01, 0.01), settled=settled)
        monkeypatch.setattr(bots.services, "Delays", quick)
        return worlds(faults={"lingers": 10.0} | (faults or {}), **{"nemobot_turn_timeout_seconds": 20.0} | settings)

    return begin


def said(world):
    return "\n".join(world.stage.said())


@pytest.mark.parametrize("faults", [{}, {"dialect": "typed"}, {"partials": True}, {"heartbeat": "none"}])
async def test_a_complete_turn_is_told_and_delivered_while_its_stream_is_open(opened, faults):
    async with opened(faults=faults) as world:
        await world.say("add music", world.clip(), seconds=5.0)
        assert "Added music" in said(world)
        assert len(world.stage.films()) == 1
        assert world.app.services.background.busy_until("stream of project 1") is not None
        assert [one for one in world.stage.messages.values() if one.post.role is Role.NOTE and not one.removed] == []


async def test_the_project_takes_no_other_turn_until_the_stream_has_ended(opened):
    async with opened(faults={"lingers": 2.0}) as world:
        await world.say("add music", world.clip())
        await world.send("add a title")
        await world.until(
            lambda: any("hasn't closed the last edit yet" in text for text in world.stage.said(Role.STATUS))
        )
        assert len(world.calls("/run_sse")) == 1
        await world.quiet()
        assert [call["text"] for call in world.calls("/run_sse")] == ["add music", "add a title"]
        assert len(world.stage.films()) == 2


async def test_until_when_it_waits_is_told_as_soon_as_there_is_room(opened):
    async with opened(faults={"lingers": 3.0}) as world:
        await world.say("add music", world.clip())
        world.stage.no_room += [NotSent("flood control", 0.05)] * 3
        await world.send("add a title")
        await world.until(
            lambda: any("hasn't closed the last edit yet" in text for text in world.stage.said(Role.STATUS))
        )
        assert world.stage.no_room == []


async def test_another_project_waits_for_nobodys_stream(opened):
    async with opened() as world:
        await world.say("add music", world.clip())
        await world.say("add music", world.clip(), address=Address("stage", "other"), sender=Sender("ben", "Ben", "en"))
        assert len(world.stage.films()) == 2


async def test_the_stream_is_read_to_its_end_in_the_background(opened, caplog):
    caplog.set_level(logging.INFO)
    async with opened(faults={"lingers": 1.0, "cancel_on_disconnect": True}) as world:
        await world.say("add music", world.clip())
        assert "its stream ended" not in caplog.text
        await world.until(lambda: world.app.services.background.busy_until("stream of project 1") is None)
        await world.until(lambda: "R1: its stream ended" in caplog.text)
        assert "said more" not in caplog.text


async def test_a_stop_gives_an_open_stream_its_grace_and_no_more(opened):
    async with opened(nemobot_shutdown_grace_seconds=0.3) as world:
        await world.say("add music", world.clip())
        async with asyncio.timeout(5):
            await world.process.end()
        await world.open()


async def test_a_turn_that_is_still_at_work_is_not_told(opened):
    async with opened(settled=0.1, faults={"lingers": 0.0, "turn_seconds": 1.0}) as world:
        await world.send("add music", world.clip())
        await asyncio.sleep(0.6)
        assert "Added music" not in said(world)
        await world.quiet()
        assert "Added music" in said(world)


async def test_an_answer_that_changes_nothing_waits_longer_and_is_told_too(opened):
    async with opened(settled=0.3) as world:
        await world.say("", world.clip())
        await world.send("say nothing")
        await world.until(lambda: world.turns() == ["say nothing"])
        await asyncio.sleep(0.5)
        assert "Nothing to do" not in said(world)
        await world.quiet()
        assert "Nothing to do" in said(world)


async def test_a_draft_that_still_changes_is_not_settled(opened):
    async with opened(settled=0.2, faults={"stale_reads": 4}) as world:
        await world.say("add music", world.clip())
        assert len(world.stage.films()) == 1
        assert "+ BGM: add music" in said(world)


@pytest.mark.parametrize(
    "answer",
    [
        {"body": "", "content_type": "text/event-stream"},
        {"body": "", "content_type": "text/html"},
        {"body": "", "content_type": "application/json"},
        {"body": "<html><body>hello</body></html>", "content_type": "text/html"},
        {"body": "<html><body>hello</body></html>", "content_type": "text/event-stream"},
        {"body": '{"code": 0, "data": {}}', "content_type": "application/json"},
        {"body": '{"code": 0, "data": {}}', "content_type": "text/event-stream"},
        {"body": "[]", "content_type": "application/json"},
    ],
)
async def test_a_200_that_is_no_stream_and_no_refusal_is_a_lost_turn(world, answer):
    world.queue(run_sse=[answer | {"work": True}])
    await world.say("add music")
    assert len(world.calls("/run_sse")) == 1
    assert "your edit went through" in said(world)
    assert len(world.stage.films()) == 1
