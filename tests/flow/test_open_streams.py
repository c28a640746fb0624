"""A stream that stays open after the last words is told at once and read on; what is no stream is a lost turn."""

import asyncio
import contextlib
import functools
import logging
from typing import ClassVar

import pytest

import bots.services
from core.engine.delays import Delays
from core.model.chat import Address, NotSent, Role, Sender
from sandbox.api.state.turns import Turns


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


class TestWhatComesAfterTheTurnWasTold:
    """It is told once, as a further message, and nothing more is asked of the agent for it."""

    GOES_ON: ClassVar = {"lingers": 0.0, "goes_on": "add a title", "goes_on_after": 0.1}

    @pytest.fixture(autouse=True)
    def _short_sleeps(self, monkeypatch):
        monkeypatch.setattr("core.flows.turn_stream._LONGEST_SLEEP_SECONDS", 0.2)

    @pytest.fixture
    def opened(self, opened, monkeypatch):
        """As the module's; however busy the machine is, the agent goes on only when its turn was told and delivered."""

        @contextlib.asynccontextmanager
        async def begin(**more):
            async with opened(**more) as world:

                async def go_on(turns, turn, call):
                    await world.until(lambda: world.stage.films() or "don't export" in said(world), seconds=60.0)
                    await going_on(turns, turn, call)

                monkeypatch.setattr(Turns, "_go_on", go_on)
                yield world

        going_on = Turns._go_on
        return begin

    async def test_a_changed_film_and_its_words_reach_the_asker(self, opened):
        async with opened(faults=self.GOES_ON) as world:
            key = await world.say("add music", world.clip())
            await world.quiet(later=True)
            first, second = (one for one in world.stage.messages.values() if "Added music" in one.post.text)
            assert "Added music: add music" in first.post.text
            assert "Added music: add a title" in second.post.text
            assert "Added music: add music" not in second.post.text
            assert "costs nothing more" in second.post.text
            assert second.target.reply_to == key
            assert [film.post.film.name for film in world.stage.films()] == ["clip-v1.mp4", "clip-v2.mp4"]
            assert len(world.calls("/run_sse")) == 1

    async def test_words_alone_bring_no_second_film(self, opened):
        async with opened(faults=self.GOES_ON | {"goes_on": "nothing"}) as world:
            await world.say("add music", world.clip())
            await world.quiet(later=True)
            assert sum("Nothing to do." in text for text in world.stage.said()) == 1
            assert len(world.stage.films()) == 1

    async def test_a_change_without_words_is_told_as_a_change(self, opened):
        async with opened(faults=self.GOES_ON | {"silent": 1.0, "say": "Done."}) as world:
            await world.say("add music", world.clip())
            await world.quiet(later=True)
            assert len(world.stage.films()) == 2
            assert any("costs nothing more" in text and "add a title" in text for text in world.stage.said())

    async def test_nothing_that_comes_after_is_nothing_told(self, opened):
        async with opened(faults={"lingers": 0.8}) as world:
            await world.say("add music", world.clip())
            await world.quiet(later=True)
            assert "costs nothing more" not in said(world)
            assert len(world.stage.films()) == 1

    async def test_the_next_turn_waits_for_it_and_is_told_apart_from_it(self, opened):
        async with opened(faults=self.GOES_ON) as world:
            await world.send("add music", world.clip())
            await world.until(lambda: "Added music: add music" in said(world))
            world.fault(goes_on="")
            await world.say("make it vertical")
            await world.quiet(later=True)
            assert world.turns() == ["add music", "add a title", "make it vertical"]
            assert sum("costs nothing more" in text for text in world.stage.said()) == 1
            assert len(world.stage.films()) == 3

    async def test_without_an_export_it_has_the_buttons_of_an_answer_to_the_same_words(self, opened):
        async with opened(faults=self.GOES_ON) as world:
            wish = "add music and don't export yet"
            await world.say(wish, world.clip())
            await world.quiet(later=True)
            assert world.stage.films() == []
            last = list(world.stage.messages.values())[-1].post
            assert "Added music: add a title" in last.text
            world.fault(goes_on="")
            await world.press(last.buttons[-1].wire)
            assert world.turns() == [wish, "add a title", wish]

    async def test_a_question_that_comes_after_is_open(self, opened):
        async with opened(faults=self.GOES_ON | {"goes_on": "a question"}) as world:
            await world.say("add music", world.clip())
            await world.quiet(later=True)
            world.fault(goes_on="")
            await world.say("yes")
            assert len(world.calls("/run_sse")) == 2

    async def test_it_is_neither_listed_nor_in_the_way_while_it_waits(self, opened):
        async with opened(faults=self.GOES_ON | {"goes_on_after": 3.0}) as world:
            await world.send("add music", world.clip())
            await world.quiet()
            assert len(world.stage.films()) == 1
            await world.send("/status")
            await world.until(lambda: any("Nothing is running" in text for text in world.stage.said()))
            await world.quiet()

    async def test_a_process_that_dies_while_the_stream_is_open_tells_the_change_all_the_same(self, opened):
        async with opened(faults=self.GOES_ON, nemobot_recovery_seconds=(0.3,)) as world:
            await world.say("add music", world.clip())
            await world.restart()
            await world.quiet(later=True)
            assert sum("costs nothing more" in text for text in world.stage.said()) == 1
            assert [film.post.film.name for film in world.stage.films()] == ["clip-v1.mp4", "clip-v2.mp4"]
            assert len(world.calls("/run_sse")) == 1

    async def test_a_change_of_a_later_turn_is_not_told_for_it(self, opened):
        async with opened(
            faults={"lingers": 10.0}, nemobot_recovery_seconds=(0.5,), nemobot_turn_timeout_seconds=3.0
        ) as world:
            await world.say("add music", world.clip())
            await world.restart()
            world.fault(lingers=0.0)
            await world.say("make it vertical")
            await world.quiet(later=True)
            assert "costs nothing more" not in said(world)
            assert len(world.stage.films()) == 2

    async def test_a_change_of_a_later_export_that_asks_for_a_timeline_is_not_told_for_it(self, opened):
        async with opened(
            faults={"lingers": 10.0}, nemobot_recovery_seconds=(0.5,), nemobot_turn_timeout_seconds=3.0
        ) as world:
            await world.say("do nothing to it", world.clip())
            await world.restart()
            world.fault(lingers=0.0)
            await world.say("/export")
            assert len(world.calls("/run_sse")) == 2
            await world.quiet(later=True)
            assert "costs nothing more" not in said(world)
            assert len(world.stage.films()) == 1

    # a process killed while it reads a film leaves an open file in aiohttp's server, which runs in this process here
    @pytest.mark.filterwarnings("ignore:Exception ignored in. <_io:pytest.PytestUnraisableExceptionWarning")
    async def test_it_is_told_once_wherever_the_process_dies(self, opened, process_killed):
        def about_to_be_told():
            return asked and world.turns() == ["add music", "add a title"] and "costs nothing more" not in said(world)

        async def ask(here):
            asked.clear()
            world.stage.messages.clear()
            world.agent.heard.clear()
            await world.send("add music", world.clip(), address=here)
            asked.append(here)
            with contextlib.suppress(process_killed):
                await world.quiet(later=True)

        asked = []
        async with opened(faults=self.GOES_ON) as world:
            async for _ in world.each_kill(ask, since=about_to_be_told, at_least=2):
                await world.quiet(later=True)
                further = [text for text in world.stage.said() if "costs nothing more" in text]
                assert len(further) == 1 or (len(further) == 2 and further[1].endswith("(recovered)")), (
                    world.stage.said()
                )
                assert world.turns() == ["add music", "add a title"]


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
