"""A code lets in somebody whose number the admin does not know."""

import asyncio
import re

import pytest

from core.model.chat import Address, Sender
from tests.flow.admin.conftest import ADMINS, BEN, GROUP, admin
from tests.flow.conftest import HERE


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
