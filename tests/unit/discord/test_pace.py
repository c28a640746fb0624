"""Edits at the pace that Discord really allows: progress is answered at once, and Discord is never asked too often."""

import asyncio
import itertools
import time

import pytest

from core.engine.clock import SystemClock
from core.model.actions import Cancel
from core.model.chat import Button, DeliveryUnknown, NotSent, Post, Role
from tests.doubles.discord_double import DiscordDouble
from tests.unit.discord.conftest import Bot, Core, Memory

AT_ONCE = 0.5  # seconds; the double's period for messages has 5
CANCEL = (Button("Cancel", Cancel(1)),)


@pytest.fixture
async def bot():
    async with DiscordDouble(pace=1.0) as double:
        made = Bot(double, Core(), Memory())
        made.clock = SystemClock()
        yield made
        assert double.violations == []


@pytest.fixture
async def shown(bot):
    """`await shown()`: a platform, a target and the key of a status there."""
    async with bot.running():

        async def make():
            await bot.double.say(bot.anna, bot.channel, "music", mention=True)
            to = bot.target(await bot.received())
            return bot.core.platform, to, await bot.core.platform.send(to, Post(Role.STATUS, "0 %", CANCEL))

        yield make


def percent(share):
    return Post(Role.STATUS, f"{share} %", CANCEL)


def patches(bot):
    return [status for method, _, status in bot.double.requests if method == "PATCH"]


async def outcome(edit):
    """What an edit raised, if anything, and how many seconds it took."""
    began = time.monotonic()
    try:
        await edit
    except (NotSent, DeliveryUnknown) as error:
        return error, time.monotonic() - began
    return None, time.monotonic() - began


async def test_an_edit_without_room_is_refused_at_once_and_says_when_there_is_room(bot, shown):
    platform, to, key = await shown()
    found = [await outcome(platform.edit(to, key, percent(share))) for share in range(1, 9)]
    assert [error is None for error, _ in found] == [True] * 5 + [False] * 3
    assert max(seconds for _, seconds in found) < AT_ONCE
    assert 0 < found[-1][0].retry_seconds <= 5.0
    assert bot.texts() == ["5 %"]
    assert (len(patches(bot)), bot.double.pace.refused) == (5, 0)


async def test_there_is_room_again_after_the_time_that_was_told(bot, shown):
    platform, to, key = await shown()
    bot.double.pace.scale = 0.1
    found = [await outcome(platform.edit(to, key, percent(share))) for share in range(1, 7)]
    await asyncio.sleep(found[-1][0].retry_seconds)
    await platform.edit(to, key, percent(50))
    assert bot.texts() == ["50 %"]
    assert bot.double.pace.refused == 0


async def test_the_last_edit_of_a_status_waits_for_its_room(bot, shown):
    platform, to, key = await shown()
    bot.double.pace.scale = 0.2
    for share in range(1, 9):
        await outcome(platform.edit(to, key, percent(share)))
    await platform.edit(to, key, Post(Role.STATUS, "Done in 3 s."))
    assert bot.texts() == ["Done in 3 s."]
    assert bot.double.pace.refused == 0


async def test_many_statuses_of_one_channel_at_once_are_never_too_many(bot, shown):
    platform, to, key = await shown()
    found = await asyncio.gather(*(outcome(platform.edit(to, key, percent(share))) for share in range(50)))
    assert max(seconds for _, seconds in found) < 2 * AT_ONCE
    assert any(error is None for error, _ in found)
    assert bot.double.pace.refused == 0


async def test_a_429_is_an_answer_and_not_a_wait(bot, shown):
    platform, to, key = await shown()
    bot.double.fail("/messages/", method="PATCH", status=429, retry_seconds=40.0)
    for _ in range(3):
        error, seconds = await outcome(platform.edit(to, key, percent(1)))
        assert seconds < AT_ONCE
        assert 39.0 < error.retry_seconds <= 40.0
    assert patches(bot) == [429]


async def test_a_429_for_everything_holds_for_every_channel_but_not_for_an_interactions_own_token(bot, shown):
    platform, to, key = await shown()
    other = bot.double.channel(bot.guild, "other")
    await bot.double.say(bot.anna, other, "music", mention=True)
    there = bot.target(await bot.received(2))
    other_key = await platform.send(there, percent(0))
    await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
    by_token = bot.target(await bot.received(3))
    own_key = await platform.send(by_token, percent(0))
    bot.double.fail("/messages/", method="PATCH", status=429, retry_seconds=40.0, is_global=True)
    assert (await outcome(platform.edit(to, key, percent(1))))[0].retry_seconds > 39.0
    assert (await outcome(platform.edit(there, other_key, percent(1))))[0].retry_seconds > 39.0
    assert (await outcome(platform.edit(by_token, own_key, percent(1))))[0] is None


async def test_edits_by_an_interactions_token_are_refused_at_once_too(bot):
    async with bot.running():
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        to = bot.target(await bot.received())
        key = await bot.core.platform.send(to, percent(0))
        found = [await outcome(bot.core.platform.edit(to, key, percent(share))) for share in range(1, 9)]
    assert any(error is not None for error, _ in found)
    assert max(seconds for _, seconds in found) < AT_ONCE
    assert bot.double.pace.refused == 0


async def test_a_discord_that_fails_is_asked_again_for_the_last_edit_alone(bot, shown):
    platform, to, key = await shown()
    bot.double.fail("/messages/", method="PATCH", status=502, times=2)
    assert isinstance((await outcome(platform.edit(to, key, percent(1))))[0], DeliveryUnknown)
    await platform.edit(to, key, Post(Role.STATUS, "Done in 3 s."))
    assert bot.texts() == ["Done in 3 s."]


async def test_reactions_wait_a_quarter_of_a_second_each_and_never_a_minute(bot, shown):
    platform, to, _ = await shown()
    for reaction in ("seen", "done", "seen", "done"):
        await platform.react(to, reaction)
    assert bot.double.pace.refused <= 1  # adding and removing share a bucket, which the first response tells
    bot.double.fail("/reactions/", method="PUT", status=429, retry_seconds=50.0)
    error, seconds = await outcome(platform.react(to, "failed"))
    assert error.retry_seconds == 50.0
    assert seconds < AT_ONCE


async def test_the_room_of_an_edit_that_was_cancelled_is_free_again(bot, shown):
    platform, to, key = await shown()
    bot.double.fail("/messages/", method="PATCH", slow_seconds=30.0)
    editing = asyncio.create_task(platform.edit(to, key, percent(1)))
    await asyncio.sleep(0.1)
    assert isinstance((await outcome(platform.edit(to, key, percent(2))))[0], NotSent)
    editing.cancel()
    await asyncio.gather(editing, return_exceptions=True)
    assert await outcome(platform.edit(to, key, percent(3))) != (None, 0)
    assert bot.texts() == ["3 %"]


async def test_all_requests_together_have_a_limit_in_the_double_too(bot):
    pace = bot.double.pace
    refused = list(itertools.takewhile(lambda wait: wait is None, (pace.take_any() for _ in range(60))))
    assert len(refused) == 50
