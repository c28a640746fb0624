"""A request that failed or was parked goes on, and asks nothing twice."""

import asyncio
from dataclasses import replace

import pytest

from core.flows import edit
from core.flows.admin import command
from core.model.access import AccessLists
from core.model.access_entries import Policy
from core.model.access_rules import AccessRule, RuleKind
from core.model.chat import Incoming
from core.model.requests import Outcome
from tests.flow.admin.conftest import ADMINS, BOSS, OFFICE, admin, told


class TestRequeue:
    @pytest.fixture
    async def broken(self, world, monkeypatch):
        """A request that failed by a bug after its turn, which is mended by now."""
        with monkeypatch.context() as patch:

            async def bug(*_):
                raise RuntimeError

            patch.setattr("core.flows.edit.after_turn", bug)
            await world.say("add music")
        (row,) = await world.rows("select outcome from requests")
        assert row["outcome"] == "failed"
        return world

    async def test_it_goes_on_after_its_turn_which_is_not_asked_again(self, broken):
        assert "goes on" in await admin(broken, "requeue R1")
        await broken.quiet()
        assert len(broken.turns()) == 1
        assert len(broken.stage.films()) == 1
        assert (await broken.app.store.requests.get(1)).outcome is Outcome.DONE

    async def test_what_is_counted_still_adds_up(self, broken):
        await admin(broken, "requeue R1")
        await broken.quiet()
        counted = broken.app.metrics.registry.get_sample_value
        ends = ("done", "failed", "undelivered", "cancelled", "parked", "split", "refused")
        ended = [counted("nemobot_requests_ended_total", {"platform": "stage", "outcome": end}) or 0 for end in ends]
        assert sum(ended) == counted("nemobot_requests_accepted_total", {"platform": "stage"})

    async def test_twice_is_once(self, broken):
        first, second = [await admin(broken, "requeue R1") for _ in range(2)]
        await broken.quiet()
        assert "goes on" in first
        assert "open already" in second or "can't go on" in second
        assert (len(broken.turns()), len(broken.stage.films())) == (1, 1)
        assert "can't go on" in await admin(broken, "requeue R1")

    async def test_at_the_same_time_is_once(self, broken):
        here = [Incoming(OFFICE, BOSS, f"k{n}", 0.0, private=True, text="/admin requeue R1") for n in range(4)]
        await asyncio.gather(*(broken.app.intake.receive(one) for one in here))
        await broken.quiet()
        assert sum("goes on" in one for one in told(broken)) == 1
        assert (len(broken.turns()), len(broken.stage.films())) == (1, 1)

    async def test_what_its_sender_tried_again_does_not_go_on_beside_that(self, broken):
        (again,) = [one for one in broken.stage.buttons() if one.label == "Try again"]
        await broken.press(again.wire, reply_to=next(reversed(broken.stage.messages)))
        assert "can't go on" in await admin(broken, "requeue R1")
        assert len(broken.turns()) == 2

    async def test_that_of_a_banned_person_stays_ended_until_the_ban_is_taken_back(self, broken):
        await admin(broken, "ban stage:@anna")
        refused = await admin(broken, "requeue R1")
        assert "R1 is of somebody who is banned," in refused
        assert "`/admin unban stage:@anna`" in refused
        assert not broken.stage.films()
        await admin(broken, "unban stage:@anna")
        assert "goes on" in await admin(broken, "requeue R1")
        await broken.quiet()
        assert len(broken.stage.films()) == 1

    async def test_every_ban_that_names_its_sender_or_its_chat_is_told(self, broken):
        await admin(broken, "ban stage:@anna")
        await admin(broken, "ban stage:direct")
        refused = await admin(broken, "requeue R1")
        assert "`/admin unban stage:@anna`" in refused
        assert "`/admin unban stage:direct`" in refused

    async def test_a_ban_at_the_same_time_wins(self, broken, monkeypatch):
        reopen = broken.app.store.requests.reopen

        async def banned_before(*arguments):
            await broken.app.store.access.set(AccessRule(RuleKind.BAN, "stage:@anna", "stage:boss", 1.0))
            return await reopen(*arguments)

        monkeypatch.setattr(broken.app.store.requests, "reopen", banned_before)
        assert "`/admin unban stage:@anna`" in await admin(broken, "requeue R1")
        await broken.quiet()
        assert not broken.stage.films()

    @pytest.mark.parametrize(
        ("lists", "mend"),
        [
            (AccessLists(["stage:@ben"], ["stage:@boss"]), "`/admin allow stage:@anna`"),
            (AccessLists((), ["stage:@boss"], {"stage": Policy.ADMINS}), "NEMOBOT_PLACES"),
            (AccessLists((), ["stage:@boss"], {"stage": Policy.CLOSED, "stage:boss": Policy.OPEN}), "NEMOBOT_PLACES"),
        ],
    )
    async def test_that_of_somebody_who_is_not_served_there_any_more_stays_ended(self, broken, lists, mend):
        broken.app.services.rules = replace(broken.app.services.rules, access=lists)
        assert mend in await admin(broken, "requeue R1")
        assert (await broken.app.store.requests.get(1)).outcome is Outcome.FAILED

    async def test_while_it_goes_on_its_button_does_nothing(self, broken):
        broken.fault(render_seconds=0.05)
        under = next(reversed(broken.stage.messages))
        await admin(broken, "requeue R1")
        await broken.press("again:1", reply_to=under)
        await broken.quiet()
        assert (len(broken.turns()), len(broken.stage.films())) == (1, 1)

    async def test_a_parked_turn_is_looked_for_and_never_posted_again(self, worlds):
        async with worlds(**ADMINS, faults={"turn_seconds": 0.2}) as world:
            await world.send("add music")
            await world.until(lambda: world.calls("/run_sse"))
            await world.app.store.requests.end(1, Outcome.PARKED, 1.0)
            await world.restart()
            assert "goes on" in await admin(world, "requeue R1")
            await world.quiet()
            assert len(world.calls("/run_sse")) == 1
            assert len(world.stage.films()) == 1

    async def test_a_kill_at_any_await_of_it_asks_nothing_twice(self, worlds, monkeypatch):
        whole, after, state = command._PARTS["requeue"], edit.after_turn, {"bug": False, "inside": False}

        async def bug(*arguments, **more):
            if state["bug"]:
                raise RuntimeError
            return await after(*arguments, **more)

        async def inside(*arguments):
            state["inside"] = True
            try:
                return await whole(*arguments)
            finally:
                state["inside"] = False

        monkeypatch.setattr("core.flows.edit.after_turn", bug)
        monkeypatch.setitem(command._PARTS, "requeue", inside)
        async with worlds(**ADMINS) as world:

            async def ask(here):
                state["bug"] = True
                await world.say("add music", address=here)
                state["bug"] = False
                (row,) = await world.rows("select max(id) as id from requests where flow = 'edit'")
                await world.send(f"/admin requeue R{row['id']}", sender=BOSS, address=OFFICE)

            turns = 0
            async for here in world.each_kill(ask, since=lambda: state["inside"], at_least=3):
                (row,) = await world.rows("select outcome from requests where address = ? and flow = 'edit'", str(here))
                turns += 1
                assert (row["outcome"], len(world.turns())) == ("done", turns)
