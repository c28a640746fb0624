"""What gives its bytes slowly, or not at all, holds up nobody else."""

import asyncio
import contextlib

import pytest

from core.media.source import ByteSource
from core.model.chat import Address, Sender
from core.words.phrases import say

ANNA, BEN = Sender("anna", "Anna", "en"), Sender("ben", "Ben", "en")
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


@pytest.fixture
def stuck(monkeypatch):
    """`stuck(world, clip)`: the platform gives one byte of this clip and then nothing."""

    def get_stuck(world, *clips):
        refs, whole = {clip.ref for clip in clips}, world.stage.open

        @contextlib.asynccontextmanager
        async def opened(file):
            if file.ref not in refs:
                async with whole(file) as source:
                    yield source
                return

            async def chunks():
                yield MP4[:1]
                await asyncio.Event().wait()

            yield ByteSource(len(MP4), chunks())

        monkeypatch.setattr(world.stage, "open", opened)

    return get_stuck


async def uploads(world, count=1):
    """Wait until so many requests have begun to upload."""
    while len(await world.rows("select name from journal where name like 'upload%'")) < count:  # noqa: ASYNC110 - the rows know
        await asyncio.sleep(0.005)


def room(number):
    return Address("stage", f"room {number}")


async def test_a_stuck_upload_stops_when_it_is_cancelled_and_only_then_is_said_to_have(worlds, stuck):
    async with worlds(nemobot_concurrency=1) as world:
        clip = world.clip()
        stuck(world, clip)
        key = await world.send("add music", clip)
        await uploads(world)
        await world.say("/cancel", reply_to=key)
        assert "Stopped the upload." in world.stage.said()
        assert not await world.rows("select id from requests where outcome is null")
        await world.say("add music", world.clip())
        assert len(world.turns()) == 1


async def test_an_upload_that_does_not_stop_at_once_is_not_said_to_have_stopped(worlds, stuck, monkeypatch):
    monkeypatch.setattr("core.flows.cancelling._STOP_SECONDS", 0.3)
    monkeypatch.setattr("core.media.transfer._TICK_SECONDS", 2.0)
    async with worlds() as world:
        clip = world.clip()
        stuck(world, clip)
        key = await world.send("add music", clip)
        await uploads(world)
        await world.say("/cancel", reply_to=key)
        assert say("en", "cancel.stopping") in world.stage.said()
        assert "Stopped the upload." not in world.stage.said()


async def test_a_source_that_gives_nothing_is_given_up_and_told(worlds, stuck, monkeypatch):
    monkeypatch.setattr("core.media.transfer.WINDOW_SECONDS", 0.3)
    monkeypatch.setattr("core.media.transfer._TICK_SECONDS", 0.05)
    async with worlds() as world:
        clip = world.clip("slow.mp4")
        stuck(world, clip)
        await world.say("add music", clip)
        assert "slow.mp4 comes too slowly" in world.stage.said()[-1]
        assert "kept your words" in world.stage.said()[-1]
        await world.say("", world.clip())
        assert world.turns() == ["add music"]


async def test_one_senders_stuck_files_leave_places_to_others(worlds, stuck):
    async with worlds(nemobot_concurrency=8) as world:
        clips = [world.clip() for _ in range(8)]
        stuck(world, *clips)
        for number, clip in enumerate(clips):
            await world.send("add music", clip, address=room(number), sender=ANNA)
        await uploads(world, 2)
        await world.send("add music", world.clip(), address=room(99), sender=BEN)
        await world.until(lambda: len(world.stage.films()) == 1)
        await world.send("/cancel", address=room(0), sender=ANNA)
        await world.until(lambda: "Stopped the upload." in world.stage.said())


async def test_a_film_on_its_way_holds_no_place(worlds, monkeypatch):
    async with worlds(nemobot_concurrency=1) as world:
        gate, send = asyncio.Event(), world.stage.send

        async def slow(to, post, arrived=None, rest=None):
            if post.film and to.address == room(1):
                await gate.wait()
            return await send(to, post, arrived, rest)

        monkeypatch.setattr(world.stage, "send", slow)
        await world.send("add music", world.clip(), address=room(1), sender=ANNA)
        await world.until(lambda: len(world.submits()) == 1)
        await asyncio.sleep(0.1)
        await world.send("add music", world.clip(), address=room(2), sender=BEN)
        await world.until(lambda: len(world.stage.films()) == 1)
        gate.set()
        await world.quiet()
        assert len(world.stage.films()) == 2


async def test_an_answer_on_its_way_holds_no_place(worlds, monkeypatch):
    async with worlds(nemobot_concurrency=1) as world:
        gate, send = asyncio.Event(), world.stage.send

        async def slow(to, post, arrived=None, rest=None):
            if "What changed" in post.text and to.address == room(1):
                await gate.wait()
            return await send(to, post, arrived, rest)

        monkeypatch.setattr(world.stage, "send", slow)
        await world.send("add music", world.clip(), address=room(1), sender=ANNA)
        await world.until(lambda: len(world.turns()) == 1)
        await world.send("add music", world.clip(), address=room(2), sender=BEN)
        await world.until(lambda: len(world.stage.films()) == 1)
        gate.set()
        await world.quiet()


async def test_a_script_that_does_not_come_is_given_up_too(worlds, stuck, monkeypatch):
    monkeypatch.setattr("core.media.transfer.WINDOW_SECONDS", 0.3)
    monkeypatch.setattr("core.media.transfer._TICK_SECONDS", 0.05)
    async with worlds() as world:
        script = world.clip("lines.txt")
        stuck(world, script)
        await world.say("subtitles from this", script)
        assert "lines.txt comes too slowly" in world.stage.said()[-1]
