"""What an admin tells everybody, each chat once at most."""

from dataclasses import replace

import pytest

from core.flows.admin import broadcast
from core.model.access import AccessLists
from core.model.access_entries import Policy
from core.model.access_rules import AccessRule, RuleKind
from core.model.chat import Address, DeliveryUnknown, Gone, NotSent, Role, Sender
from tests.flow.admin.conftest import ADMINS, BEN, BOSS, GROUP, OFFICE, admin, told
from tests.flow.conftest import ANNA


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

    async def press(self, world, offer):
        _, wire, key = offer
        await world.press(wire, sender=BOSS, address=OFFICE, reply_to=key)

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

    @pytest.mark.parametrize(
        ("lists", "served"),
        [
            (AccessLists(allow=["stage:@home 2"]), [0, 0, 1, 0, 0]),
            (AccessLists(allow=["stage:home 2", "stage:home 3"]), [0, 0, 1, 1, 0]),
            (AccessLists(policies={"stage:direct": Policy.CLOSED, "stage:home 4": Policy.OPEN}), [0, 0, 0, 0, 1]),
            (AccessLists(policies={"stage:direct": Policy.ADMINS}), [0, 0, 0, 0, 0]),
        ],
    )
    async def test_only_those_get_it_whom_the_bot_would_serve(self, world, people, lists, served):
        offer, here = await self.offered(world), {"stage:boss": Policy.OPEN}
        may = AccessLists(lists.allow, ["stage:@boss"], {**lists.policies, **here})
        world.app.services.rules = replace(world.app.services.rules, access=may)
        await self.press(world, offer)
        assert self.got(world, people) == served
        assert f"Sent: {sum(served)}, failed: 0" in told(world)[-1]

    async def test_whoever_is_banned_while_it_is_sent_does_not_get_it(self, world, people, monkeypatch):
        offer, taken = await self.offered(world), world.app.store.broadcasts.take

        async def banned_meanwhile(number):
            await world.app.store.access.set(AccessRule(RuleKind.BAN, f"stage:@{people[4].chat}", "stage:boss", 1.0))
            return await taken(number)

        monkeypatch.setattr(world.app.store.broadcasts, "take", banned_meanwhile)
        await self.press(world, offer)
        assert self.got(world, people) == [1, 1, 1, 1, 0]
        assert "Sent: 4, failed: 1" in told(world)[-1]

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
