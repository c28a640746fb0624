"""What an admin decides of people and places: allowed, banned, how much."""

from dataclasses import replace

import pytest

from core.flows.admin import command
from core.model.chat import Address, Sender
from tests.flow.admin.conftest import ADMINS, BEN, BOSS, GROUP, OFFICE, admin
from tests.flow.conftest import HERE


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
