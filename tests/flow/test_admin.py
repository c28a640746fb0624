"""`/admin` as the operator's admins use it, in front of a real store and a sandbox that counts every call."""

import asyncio
import json
import re
from dataclasses import replace

import pytest

from bots.http import health
from core.flows import edit
from core.flows.admin import broadcast, command
from core.model.access_rules import AccessRule, RuleKind
from core.model.chat import Address, Capabilities, DeliveryUnknown, Gone, Incoming, NotSent, Role, Sender
from core.model.requests import Outcome
from tests.flow.conftest import ANNA, HERE

BOSS, BEN = Sender("boss", "Boss", "en"), Sender("ben", "Ben", "en")
OFFICE, GROUP = Address("stage", "boss"), Address("stage", "group")
ADMINS = {"nemobot_admins": ("stage:@boss",)}


@pytest.fixture
async def world(worlds):
    async with worlds(**ADMINS) as made:
        yield made


async def admin(world, words, **more):
    """What the admin is answered."""
    before = len(told(world))
    await world.send(f"/admin {words}".strip(), sender=BOSS, address=OFFICE, **more)
    await world.until(lambda: len(told(world)) > before)
    return told(world)[-1]


def told(world, address=OFFICE):
    return [one.post.text for one in world.stage.messages.values() if one.target.address == address]


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


class TestAccess:
    async def test_a_ban_cancels_what_waits_and_refuses_the_rest_also_after_a_restart(self, worlds):
        async with worlds(**ADMINS, faults={"turn_seconds": 0.5}) as world:
            await world.send("add music one", sender=BEN, address=GROUP, private=False)
            await world.until(lambda: world.calls("/run_sse"))
            await world.send("add music two", sender=BEN, address=GROUP, private=False)
            await world.send("add music three", address=GROUP, private=False)
            assert "Requests cancelled: 2" in await admin(world, "ban stage:@ben")
            await world.quiet()
            assert world.turns() == ["add music one", "add music three"]
            assert len(world.stage.films()) == 1
            calls = len(world.sandbox.seen)
            await world.say("add music four", world.clip(), sender=BEN)
            await world.press("again:1", sender=BEN, address=GROUP, private=False)
            await world.say("/status", sender=BEN)
            assert len(world.sandbox.seen) == calls
            assert sum("I don't work for you" in text for text in world.stage.said()) == 2  # in each chat, once an hour
            await world.restart()
            await world.say("add music five", sender=BEN, address=HERE)
            assert len(world.turns()) == 2
            assert "no more" in await admin(world, "unban stage:@ben")
            await world.say("add music six", sender=BEN)
            assert world.turns()[-1] == "add music six"

    async def test_a_kill_at_any_await_of_a_ban_leaves_nothing_of_theirs_to_begin(self, worlds, monkeypatch):
        whole, state = command._PARTS["ban"], {"inside": False}

        async def inside(*arguments):
            state["inside"] = True
            try:
                return await whole(*arguments)
            finally:
                state["inside"] = False

        monkeypatch.setitem(command._PARTS, "ban", inside)
        async with worlds(**ADMINS, faults={"turn_seconds": 0.2}) as world:

            async def ask(here):
                somebody = Sender(here.chat.replace(" ", "-"))
                await world.send("add music first", sender=somebody, address=here)
                calls = len(world.calls("/run_sse"))
                await world.until(lambda: len(world.calls("/run_sse")) > calls)
                await world.send("add music second", sender=somebody, address=here)
                await world.send(f"/admin ban stage:@{somebody.id}", sender=BOSS, address=OFFICE)

            async for here in world.each_kill(ask, since=lambda: state["inside"], at_least=3):
                rows = await world.rows(
                    "select outcome from requests where address = ? and flow = 'edit' order by id", str(here)
                )
                assert [row["outcome"] for row in rows] == ["cancelled", "cancelled"]
                assert not [one for one in world.stage.films() if one.target.address == here]
                assert "add music second" not in world.turns()

    async def test_who_was_admitted_just_before_a_ban_is_refused_by_the_transaction(self, world):
        whole = world.app.intake._assembly.whole

        async def banned_meanwhile(incoming):
            world.app.intake._assembly.whole = whole
            await admin(world, "ban stage:@ben")
            return await whole(incoming)

        world.app.intake._assembly.whole = banned_meanwhile
        await world.say("add music", sender=BEN)
        assert world.turns() == []
        assert not await world.rows("select id from requests where flow = 'edit'")
        assert "I don't work for you" in world.stage.said()[-1]

    async def test_presses_on_old_buttons_and_corrections_by_the_banned_do_nothing(self, world):
        key = await world.say("add music", sender=BEN)
        film = world.stage.films()[0].key
        await admin(world, "ban stage:@ben")
        calls = len(world.sandbox.seen)
        for press in ("export", "undo", "again:1", "same:1", "upload:1"):
            await world.press(press, sender=BEN, reply_to=film)
        await world.say("add loud music", sender=BEN, key=key, corrects=True)
        assert len(world.sandbox.seen) == calls
        assert len(world.stage.films()) == 1

    async def test_admins_cannot_be_banned_by_name_by_role_or_with_their_place(self, world):
        assert "can't be banned" in await admin(world, "ban stage:@boss")
        assert "is banned" in await admin(world, "ban stage:boss")
        assert "Banned: 1" in await admin(world, "ban")
        await world.say("add music", sender=BOSS, address=OFFICE)
        assert len(world.turns()) == 1

    async def test_allowed_in_the_chat_is_as_good_as_in_the_settings_and_never_locks_others_out(self, worlds):
        async with worlds(**ADMINS, nemobot_allow=("stage:@anna",)) as world:
            await world.say("add music one", sender=BEN)
            assert "may use me now" in await admin(world, "allow stage:@ben")
            await world.say("add music two", sender=BEN)
            assert "`stage:@ben`, by `stage:boss`" in await admin(world, "allow")
            await admin(world, "allow remove stage:@ben")
            await world.say("add music three", sender=BEN)
            assert world.turns() == ["add music two"]
            await world.restart(nemobot_allow=())
            assert "everybody may use me anyway" in await admin(world, "allow stage:@anna")
            await world.say("add music four", sender=BEN)
            assert world.turns()[-1] == "add music four"

    @pytest.mark.parametrize("words", ["ban telegrm:@4", "ban @ben", "allow stagge:@x", "unban nobody", "allow remove"])
    async def test_what_names_nobody_is_refused_in_words(self, world, words):
        assert "That names nobody" in await admin(world, words)
        assert not await world.rows("select * from access_rules")

    async def test_a_limit_of_ones_own_holds_at_once_and_until_it_is_taken_back(self, worlds):
        async with worlds(**ADMINS, nemobot_requests_per_day=1) as world:
            await admin(world, "quota stage:@anna 2")
            for number in range(3):
                await world.say(f"add music {number}")
            assert len(world.turns()) == 2
            assert "You may ask for 2 in 24 hours" in world.stage.said()[-1]
            assert "`stage:@anna`: 2 in 24 hours" in await admin(world, "quota")
            assert "any number" in await admin(world, "quota stage:@anna 0")
            await world.say("add music again")
            assert len(world.turns()) == 3
            assert "limit of all holds again" in await admin(world, "quota stage:@anna default")
            await world.say("/quota")
            assert "2 of 1" in world.stage.said()[-1]
            await admin(world, "quota stage:chat 1")
            for name in ("ben", "carl"):
                await world.say("add music", sender=Sender(name))
            assert "This chat may ask for 1" in world.stage.said()[-1]

    async def test_the_limit_of_a_group_goes_on_to_hold_when_it_becomes_a_supergroup(self, world):
        await admin(world, "quota stage:group 1")
        await world.app.store.addresses.moved(GROUP, Address("stage", "supergroup"))
        for name in ("ben", "carl"):
            await world.say("add music", sender=Sender(name), address=GROUP, private=False)
        assert "This chat may ask for 1" in world.stage.said()[-1]

    async def test_a_ban_by_the_former_address_of_a_group_cancels_what_is_open_there(self, world):
        world.fault(turn_seconds=30.0)
        await world.app.store.addresses.moved(GROUP, Address("stage", "supergroup"))
        await world.send("add music", sender=BEN, address=GROUP, private=False)
        await world.until(lambda: world.calls("/run_sse"))
        assert "Requests cancelled: 1" in await admin(world, "ban stage:group")

    @pytest.mark.parametrize(
        "words", ["stage:@anna", "stage:@anna lots", "stage:groups 3", "stage 3", "stage:@anna -1", "3 stage:@anna"]
    )
    async def test_a_quota_is_of_a_person_a_role_or_a_chat_and_a_number(self, world, words):
        assert "/admin quota telegram:@4242 20" in await admin(world, f"quota {words}")
        assert not await world.rows("select * from access_rules")

    async def test_users_are_counted_over_their_chats_with_names_that_have_no_effect(self, world):
        await world.say("add music", sender=replace(BEN, name="**B`en**\n@everyone"))
        await world.say("add music", sender=replace(BEN, name="**B`en**\n@everyone"), address=GROUP, private=False)
        await world.say("add music")
        shown = await admin(world, "users")
        assert "Asked in 24 hours: 2 people" in shown
        assert "- `stage:@ben` `**B'en** @everyone`: 2, last" in shown


class TestPairing:
    @pytest.fixture
    async def world(self, worlds):
        async with worlds(**ADMINS, nemobot_allow=("stage:@anna",)) as made:
            yield made

    async def code(self, world):
        (code,) = re.findall(r"`([A-Z2-9]{4}-[A-Z2-9]{4})`", await admin(world, "pair"))
        return code

    async def test_whoever_sends_the_code_first_is_let_in_at_once_and_stays_so(self, world):
        code = await self.code(world)
        await world.say("add music", sender=BEN)
        assert world.turns() == []
        await world.say(f" {code.lower().replace('-', ' ')} ", sender=BEN)
        assert "You're in" in world.stage.said()[-1]
        await world.say("add music", sender=BEN)
        assert world.turns() == ["add music"]
        assert "`stage:@ben`, by `stage:boss`" in await admin(world, "allow")
        carl = Sender("carl", "Carl", "en")
        await world.say(code, sender=carl, address=Address("stage", "carl"))
        await world.restart()
        await world.say("add music", sender=carl, address=Address("stage", "carl"))
        await world.say("add music", sender=BEN)
        assert len(world.turns()) == 2

    async def test_of_several_at_the_same_moment_one_is_let_in(self, world):
        code = await self.code(world)
        people = [Sender(f"p{number}") for number in range(6)]
        await asyncio.gather(*(world.send(code, sender=one, address=Address("stage", one.id)) for one in people))
        await world.quiet()
        assert sum("You're in" in text for text in world.stage.said()) == 1
        assert len(await world.rows("select entry from access_rules where kind = 'allow'")) == 1

    async def test_it_is_good_for_an_hour_and_only_as_a_fingerprint_among_the_codes(self, worlds, later):
        async with worlds(**ADMINS, nemobot_allow=("stage:@anna",)) as world:
            code = await self.code(world)
            (row,) = await world.rows("select * from pairing_codes")
            assert code.replace("-", "") not in str(tuple(row)).upper()
            later(1.01)
            await world.say(code, sender=BEN)
            assert "not set up for you" in world.stage.said()[-1]
            assert not await world.rows("select entry from access_rules")
            await self.code(world)
            assert len(await world.rows("select * from pairing_codes")) == 1

    async def test_after_five_wrong_ones_none_is_looked_at_for_an_hour(self, worlds, later):
        async with worlds(**ADMINS, nemobot_allow=("stage:@anna",)) as world:
            code = await self.code(world)
            for number in range(2, 9):
                await world.say(f"AAAA-AAA{number}", sender=BEN)
            wrong = [text for text in world.stage.said() if "That code isn't good" in text]
            assert len(wrong) == 5
            await world.say(code, sender=BEN)
            assert not await world.rows("select entry from access_rules")
            later(1.01)
            await world.say(await self.code(world), sender=BEN)
            assert "You're in" in world.stage.said()[-1]

    @pytest.mark.parametrize("how", ["a group", "a file", "banned", "closed"])
    async def test_nothing_else_is_a_code(self, worlds, how):
        places = ("stage:direct=closed", "stage:boss=open") if how == "closed" else ()
        async with worlds(**ADMINS, nemobot_allow=("stage:@anna",), nemobot_places=places) as world:
            code = await self.code(world)
            if how == "banned":
                await admin(world, "ban stage:@ben")
            calls = len(world.sandbox.seen)
            files = [world.clip()] if how == "a file" else []
            place = {"address": GROUP, "private": False} if how == "a group" else {"address": HERE}
            await world.say(code, *files, sender=BEN, **place)
            assert not await world.rows("select entry from access_rules where kind = 'allow'")
            assert len(world.sandbox.seen) == calls

    async def test_where_everybody_may_there_is_nothing_to_pair(self, worlds):
        async with worlds(**ADMINS) as world:
            assert "nobody needs a code" in await admin(world, "pair")
            assert not await world.rows("select * from pairing_codes")


class TestBroadcast:
    TEXT = "We move **tonight**.\nSee you!"

    @pytest.fixture(autouse=True)
    def hurried(self, monkeypatch):
        monkeypatch.setattr("core.flows.admin.broadcast.PAUSE_SECONDS", 0.0)

    @pytest.fixture
    async def people(self, world):
        """Five people who use the bot in their direct chats, and one in a group."""
        chats = [Address("stage", f"home {number}") for number in range(5)]
        for chat in chats:
            await world.say("add music", sender=Sender(chat.chat), address=chat)
        await world.say("add music", sender=BEN, address=GROUP, private=False)
        return chats

    async def offered(self, world):
        shown = await admin(world, f"broadcast {self.TEXT}")
        (key,) = [
            key
            for key, one in world.stage.messages.items()
            if one.post.buttons and "Send it" in one.post.buttons[0].label
        ]
        return shown, world.stage.messages[key].post.buttons[0].wire, key

    def got(self, world, chats):
        return [told(world, chat).count(self.TEXT) for chat in chats]

    async def test_everybody_gets_it_once_after_the_button_was_pressed(self, world, people):
        await admin(world, "ban stage:@home-0")
        shown, wire, key = await self.offered(world)
        assert "get this, one a second: 5" in shown
        assert self.got(world, people) == [0] * 5
        for _ in range(2):
            await world.press(wire, sender=BOSS, address=OFFICE, reply_to=key)
        assert self.got(world, people) == [1] * 5
        assert self.TEXT not in told(world, GROUP)
        assert "Sent: 5, failed: 0, not known: 0, stopped before: 0" in "".join(told(world))
        assert not await world.rows("select * from broadcast_recipients")
        await world.press(wire, sender=BOSS, address=OFFICE)
        assert self.got(world, people) == [1] * 5

    async def test_only_an_admin_may_press(self, world, people):
        _, wire, key = await self.offered(world)
        await world.press(wire, sender=ANNA, address=OFFICE, reply_to=key)
        await world.press(wire, sender=ANNA)
        assert self.got(world, people) == [0] * 5

    async def test_the_banned_get_none(self, world, people):
        await admin(world, f"ban stage:@{people[0].chat.replace(' ', '')}")
        await world.app.store.access.set(AccessRule(RuleKind.BAN, f"stage:@{people[1].chat}", "stage:boss", 1.0))
        _, wire, key = await self.offered(world)
        await world.press(wire, sender=BOSS, address=OFFICE, reply_to=key)
        assert self.got(world, people) == [1, 0, 1, 1, 1]

    async def test_who_cannot_be_reached_is_counted_and_stops_nobody(self, world, people):
        _, wire, key = await self.offered(world)
        refusals = [Gone("blocked"), DeliveryUnknown("broken off"), NotSent("slow", 0.0)]
        world.stage.refuse += [(Role.ANSWER, one) for one in refusals]
        await world.press(wire, sender=BOSS, address=OFFICE, reply_to=key)
        assert "Sent: 3, failed: 1, not known: 1" in told(world)[-1]
        assert self.got(world, people) == [0, 1, 1, 1, 1]  # the second one arrived, though nobody knows

    async def test_it_can_be_stopped_on_the_way(self, world, people, monkeypatch):
        monkeypatch.setattr("core.flows.admin.broadcast.PAUSE_SECONDS", 0.3)
        _, wire, key = await self.offered(world)
        await world.send(press=wire, sender=BOSS, address=OFFICE, reply_to=key)
        await world.until(lambda: sum(self.got(world, people)))
        assert "Stopped." in await admin(world, "broadcast stop")
        await world.quiet()
        assert 1 <= sum(self.got(world, people)) <= 2
        assert sum("stopped before" in text for text in told(world)) == 1

    async def test_a_kill_at_any_await_sends_it_to_no_chat_twice(self, worlds, monkeypatch):
        async with worlds(**ADMINS) as world:
            chats = [Address("stage", f"home {number}") for number in range(2)]
            for chat in chats:
                await world.say("add music", sender=Sender(chat.chat), address=chat)
            pressed, started = [], {"sending": False}
            whole = broadcast.send_broadcast

            async def inside(*arguments):
                started["sending"] = True
                try:
                    return await whole(*arguments)
                finally:
                    started["sending"] = False

            monkeypatch.setattr("core.flows.admin.command.send_broadcast", inside)

            async def ask(_):
                monkeypatch.setattr(self.__class__, "TEXT", f"News number {len(pressed)}")
                shown = len(world.stage.messages)
                await admin(world, f"broadcast {self.TEXT}")
                key, offer = list(world.stage.messages.items())[shown:][-1]
                pressed.append(self.TEXT)
                await world.send(press=offer.post.buttons[0].wire, sender=BOSS, address=OFFICE, reply_to=key)

            async for _ in world.each_kill(ask, since=lambda: started["sending"]):
                got = self.got(world, chats)
                assert set(got) <= {0, 1}
                assert sum(got) >= 1
                assert await world.app.store.broadcasts.take(0) is None
            assert self.got(world, chats) == [1, 1]

    async def test_words_are_needed_and_somebody_to_tell(self, world):
        assert "the words that everybody is to get" in await admin(world, "broadcast")
        assert "Nobody has used me" in await admin(world, "broadcast hello")


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
