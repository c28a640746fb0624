"""What an admin asks in the chat: who may, how the bot is, whose requests are open, and a drain."""

import json
import re
from dataclasses import replace

import pytest

from bots.http import health
from core.model.chat import Address, Capabilities, NotSent, Role
from tests.flow.admin.conftest import ADMINS, BEN, BOSS, GROUP, OFFICE, admin, told


class TestWho:
    @pytest.mark.parametrize("words", ["/admin", "/admin status", "/admin ban stage:@anna"])
    async def test_for_everybody_else_it_is_a_command_that_does_not_exist(self, world, words):
        await world.say("/nonsense")
        await world.say(words)
        nonsense, answer = world.stage.said()
        assert answer == nonsense
        assert not await world.rows("select * from access_rules")

    @pytest.mark.parametrize("words", ["/admin status", "/admin ban stage:@anna"])
    async def test_a_group_learns_nothing(self, world, words):
        await world.say(words, sender=BOSS, address=GROUP, private=False)
        assert world.stage.said() == ["That is for a direct chat with me."]
        assert not await world.rows("select * from access_rules")

    async def test_where_a_place_can_answer_one_person_alone_it_does(self, worlds):
        async with worlds(**ADMINS) as world:
            world.stage.here = Capabilities(file_bytes=1, ephemeral=True)
            await world.say("/admin status", sender=BOSS, address=GROUP, private=False)
            (shown,) = world.stage.messages.values()
            assert shown.post.ephemeral
            assert "nemobot" in shown.post.text

    async def test_what_could_not_be_shown_to_one_person_alone_is_not_said_to_all_later(self, worlds):
        async with worlds(**ADMINS) as world:
            world.stage.here = Capabilities(file_bytes=1, ephemeral=True)
            world.stage.refuse = [(Role.ANSWER, NotSent("closed"))]
            await world.say("/admin users", sender=BOSS, address=GROUP, private=False)
            await world.say("/status", sender=BOSS, address=GROUP, private=False)
            assert "24 hours" not in repr(world.stage.messages)

    async def test_an_admin_by_role_is_one_where_the_role_is(self, worlds):
        async with worlds(nemobot_admins=("stage:role:ops",)) as world:
            await world.say("/admin", sender=replace(BEN, roles=("ops",)))
            await world.say("/admin", sender=BEN)
            by_role, without = world.stage.said()
            assert "/admin requeue" in by_role
            assert "/admin" not in without

    async def test_every_act_is_logged_with_who(self, world, caplog):
        caplog.set_level("INFO")
        await world.say("add music")
        for words in ("ban stage:@ben", "unban stage:@ben", "allow stage:@ben", "quota stage:@ben 3", "drain on"):
            await admin(world, words)
        logged = [one.getMessage() for one in caplog.records if "stage:boss" in one.getMessage()]
        for act in (
            "ban stage:@ben",
            "no more ban stage:@ben",
            "allow stage:@ben",
            "quota stage:@ben 3",
            "drain is",
        ):
            assert [one for one in logged if act in one], act


class TestStatus:
    async def test_it_tells_version_queue_checks_disk_and_limits_in_the_language_of_the_admin(self, worlds):
        async with worlds(**ADMINS, nemobot_requests_per_day=7) as world:

            async def fine():
                return None

            world.app.installation.checks = {"database": fine, "telegram": fine}
            shown = await admin(world, "status")
            for part in (r"nemobot \d+\.\d+", "- telegram: ok", r"Disk: [\d.]+ GB free", "requests_per_day 7"):
                assert re.search(part, shown), part
            assert "No request is open." in shown
            assert "Draining" not in shown
            await world.say("/admin status", sender=replace(BOSS, locale="zh-CN"), address=OFFICE)
            assert "磁盘剩余" in told(world)[-1]


class TestRequests:
    async def test_open_requests_are_listed_without_their_words_and_paged(self, world):
        world.fault(turn_seconds=30.0)
        for number in range(12):
            await world.send(f"add music secret {number}", address=Address("stage", f"chat {number}"))
        await world.until(lambda: world.calls("/run_sse"))
        first = await admin(world, "jobs")
        assert "Open requests: 12" in first
        assert first.count("- R") == 10
        assert "`stage:@anna` `Anna`" in first
        assert "secret" not in first
        assert "`/admin jobs 2`" in first
        second = await admin(world, "jobs 2")
        assert second.count("- R") == 2
        assert "jobs 3" not in second

    async def test_the_reference_in_an_error_finds_its_request_its_state_and_its_cause(self, world, monkeypatch):
        async def broken(*_):
            raise KeyError("a planted secret")

        monkeypatch.setattr("core.flows.edit.connect", broken)
        await world.say("add music")
        (reference,) = re.findall(r"R\d+", world.stage.said()[-1])
        shown = await admin(world, f"jobs {reference}")
        assert f"{reference}: failed" in shown
        assert "Asked by `stage:@anna` `Anna` in `stage:chat`" in shown
        assert "Cause: `KeyError`" in shown
        assert "planted" not in shown

    async def test_a_refusal_of_the_editor_is_told_with_its_words(self, world):
        world.queue(run_sse=[{"status": 403, "json": {"code": 403, "message": "no"}}])
        await world.say("add music")
        assert "Denied" in await admin(world, "jobs R1")
        assert "that is final for it" in await admin(world, "requeue R1")
        assert len(world.calls("/run_sse")) == 1

    async def test_what_is_not_there_is_said(self, world):
        for words in ("jobs R99", "cancel R99", "requeue R99", "cancel", "requeue D123", "cancel R" + "9" * 40):
            assert "I know no request" in await admin(world, words)

    async def test_a_cancelled_request_of_another_chat_ends_at_its_next_step(self, world):
        world.fault(turn_seconds=0.4)
        await world.send("add music")
        await world.until(lambda: world.calls("/run_sse"))
        assert "R1 is cancelled" in await admin(world, "cancel R1")
        assert "being cancelled" in await admin(world, "jobs R1")
        await world.quiet()
        assert world.stage.films() == []
        assert "R1: cancelled" in await admin(world, "jobs R1")
        assert "nothing to cancel" in await admin(world, "cancel R1")

    async def test_a_batch_is_cancelled_with_what_is_open_of_it(self, world):
        world.fault(turn_seconds=0.4)
        files = [world.clip("a.mp4"), world.clip("b.mp4")]
        await world.send("add music to each one, one video each", *files)
        await world.until(lambda: world.calls("/run_sse"))
        assert "is cancelled" in await admin(world, "cancel R1")
        await world.quiet()
        assert len(world.turns()) == 1
        assert world.stage.films() == []


class TestDrain:
    async def test_new_work_is_turned_away_kindly_and_what_runs_ends(self, worlds):
        async with worlds(**ADMINS, faults={"turn_seconds": 0.4}) as world:
            await world.send("add music")
            await world.until(lambda: world.calls("/run_sse"))
            assert "I begin nothing new. Open requests, which go on: 1" in await admin(world, "drain on")
            calls = len(world.calls("/run_sse"))
            await world.send("add music now", world.clip(), sender=BEN, address=GROUP, private=False)
            await world.say("/status", sender=BEN, address=GROUP, private=False)
            assert any("about to be updated" in text for text in told(world, GROUP))
            assert "Draining" in await admin(world, "status")
            await world.quiet()
            assert len(world.calls("/run_sse")) == calls
            assert len(world.stage.films()) == 1
            await admin(world, "drain off")
            await world.say("add music now", sender=BEN)
            assert len(world.turns()) == 2

    async def test_nothing_is_used_up_by_what_is_turned_away(self, world):
        await world.say("add music")
        film = world.stage.films()[0].key
        await admin(world, "drain on")
        await world.press("export", reply_to=film)
        assert "about to be updated" in world.stage.said()[-1]
        await admin(world, "drain off")
        await world.press("export", reply_to=film)
        assert len(world.stage.films()) == 2

    async def test_parts_of_what_was_accepted_still_join_it(self, worlds):
        async with worlds(**ADMINS, nemobot_join_seconds=0.5) as world:
            await world.send("", world.clip("a.mp4"), album="one")
            await admin(world, "drain on")
            await world.send("add music", world.clip("b.mp4"), album="one")
            await world.quiet()
            assert world.agent.files == ["a.mp4", "b.mp4"]
            assert len(world.turns()) == 1

    async def test_it_ends_with_the_process(self, world):
        await admin(world, "drain on")
        await world.restart()
        await world.say("add music")
        assert len(world.turns()) == 1

    async def test_readiness_says_so_and_stays_ready(self, world):
        site = health({}, draining=lambda: world.app.services.drain.on)
        (route,) = [one for one in site.router.routes() if one.resource.canonical == "/readyz" and one.method == "GET"]
        for switch, expected in (("on", True), ("off", False)):
            await admin(world, f"drain {switch}")
            answer = await route.handler(None)
            assert (answer.status, json.loads(answer.body).get("draining", False)) == (200, expected)
