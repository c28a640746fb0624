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


def posted(bot):
    return [status for method, path, status in bot.double.requests if method == "POST" and path.endswith("/messages")]


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
    bot.double.pace.scale = 0.1
    platform, to, key = await shown()
    found = [await outcome(platform.edit(to, key, percent(share))) for share in range(1, 7)]
    await asyncio.sleep(found[-1][0].retry_seconds)
    await platform.edit(to, key, percent(50))
    assert bot.texts() == ["50 %"]
    assert bot.double.pace.refused == 0


async def test_the_last_edit_of_a_status_waits_for_its_room(bot, shown):
    bot.double.pace.scale = 0.2
    platform, to, key = await shown()
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


@pytest.mark.parametrize(("told", "seconds"), [(120.0, 120.0), (0.0, 60.0)], ids=["told", "not told"])
async def test_an_address_that_is_barred_asks_nothing_of_discord_by_any_token(bot, told, seconds):
    friends = bot.double.group_dm(bot.anna)
    async with bot.running():
        await bot.double.slash(bot.anna, friends, "edit", {"prompt": "music"}, installed="user")
        by_token = bot.target(await bot.received())
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        by_bot = bot.target(await bot.received(2))
        bot.double.fail("/webhooks", status=429, banned=True, retry_seconds=told)
        for to in (by_token, by_token, by_bot):
            with pytest.raises(NotSent) as refused:
                await bot.core.platform.send(to, percent(0))
            assert refused.value.retry_seconds == pytest.approx(seconds, abs=2)
        assert [status for _, path, status in bot.double.requests if "messages" in path] == [429]


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


async def test_a_new_message_of_progress_without_room_is_refused_at_once(bot, shown):
    platform, to, _ = await shown()
    found = [await outcome(platform.send(to, percent(share))) for share in range(1, 8)]
    assert [error is None for error, _ in found] == [True] * 4 + [False] * 3
    assert max(seconds for _, seconds in found) < AT_ONCE
    assert 0 < found[-1][0].retry_seconds <= 5.0
    assert (posted(bot), bot.double.pace.refused) == ([200] * 5, 0)


async def test_a_429_on_a_new_message_is_an_answer_and_not_a_wait(bot, shown):
    platform, to, _ = await shown()
    for post in (percent(1), Post(Role.NOTE, "⏳ Still working..."), Post(Role.ANSWER, "Here it is.")):
        bot.double.fail("/messages", method="POST", status=429, retry_seconds=40.0)
        error, seconds = await outcome(platform.send(to, post))
        assert seconds < AT_ONCE
        assert 39.0 < error.retry_seconds <= 40.0
        bot.double.faults.planted.clear()


async def test_a_film_without_room_is_not_lost_and_says_when_there_is_room(bot, shown):
    platform, to, _ = await shown()
    bot.double.fail("/messages", method="POST", status=429, retry_seconds=40.0)
    film = Post(Role.ANSWER, "Here it is.", film=bot.film())
    error, seconds = await outcome(platform.send(to, film))
    assert (type(error), seconds < AT_ONCE) == (NotSent, True)
    assert 39.0 < error.retry_seconds <= 40.0
    error, _ = await outcome(platform.wait_for_budget(to, film))
    assert 39.0 < error.retry_seconds <= 40.0


async def test_a_result_whose_room_comes_in_a_moment_waits_for_it(bot, shown):
    bot.double.pace.scale = 0.2
    platform, to, _ = await shown()
    for share in range(1, 8):
        await outcome(platform.send(to, percent(share)))
    await platform.send(to, Post(Role.ANSWER, "Here it is.", film=bot.film()))
    assert bot.shown()[-1].files
    assert bot.double.pace.refused == 0


async def test_the_parts_of_a_long_answer_wait_for_their_room_and_none_is_missing(bot, shown):
    bot.double.pace.scale = 0.1
    platform, to, _ = await shown()
    words = "\n\n".join(f"{number} " + "word " * 300 for number in range(12))
    await platform.send(to, Post(Role.ANSWER, words))
    assert "11 word" in bot.texts()[-1]
    assert len(posted(bot)) > 6
    assert bot.double.pace.refused == 0


async def test_an_interactions_own_messages_are_refused_at_once_too(bot):
    async with bot.running():
        place = bot.double.group_dm(bot.anna, bot.double.person("ben"))
        await bot.double.slash(bot.anna, place, "edit", {"prompt": "music"}, installed="user")
        to = bot.target(await bot.received())
        await bot.core.platform.send(to, percent(0))
        bot.double.fail("/webhooks/", method="POST", status=429, retry_seconds=50.0)
        error, seconds = await outcome(bot.core.platform.send(to, Post(Role.ANSWER, "Here it is.")))
        assert (error.retry_seconds, seconds < AT_ONCE) == (50.0, True)
        await bot.double.slash(bot.anna, place, "edit", {"prompt": "music"}, installed="user")
        to = bot.target(await bot.received(2))
        bot.double.fail("@original", method="PATCH", status=429, retry_seconds=50.0)
        error, seconds = await outcome(bot.core.platform.send(to, percent(0)))
        assert (error.retry_seconds, seconds < AT_ONCE) == (50.0, True)


async def test_opening_a_direct_chat_is_refused_at_once_too(bot, shown):
    platform, to, _ = await shown()
    bot.channel.bot_permissions = 0
    bot.double.fail("/users/@me/channels", method="POST", status=429, retry_seconds=50.0)
    error, seconds = await outcome(platform.send(to, Post(Role.ANSWER, "Here it is.")))
    assert (error.retry_seconds, seconds < AT_ONCE) == (50.0, True)


async def test_an_upload_that_takes_long_keeps_no_other_message_from_the_channel(bot):
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        to = bot.target(await bot.received())
        bot.double.fail("/messages", method="POST", slow_seconds=3.0)  # nothing is known of the bucket yet
        film = asyncio.create_task(bot.core.platform.send(to, Post(Role.ANSWER, "1", film=bot.film())))
        await asyncio.sleep(0.6)
        assert await bot.core.platform.send(to, percent(1))
        assert not film.done()
        await film


class TestWhatIsPromised:
    """It waits in line, after the results and before all progress."""

    async def used_up(self, platform, to, key):
        while (await outcome(platform.edit(to, key, percent(1))))[0] is None:
            pass

    async def test_progress_yields_to_a_status_that_was_promised(self, bot, shown):
        bot.double.pace.scale = 0.2
        platform, to, key = await shown()
        await self.used_up(platform, to, key)
        promised = Post(Role.STATUS, "You are next.", CANCEL, promised=True)
        waiting = asyncio.create_task(platform.wait_for_budget(to, promised))
        early, refused = 0, 0
        while not waiting.done():
            error, _ = await outcome(platform.edit(to, key, percent(2)))
            early += error is None and not waiting.done()
            refused += error is not None
        while (await outcome(platform.edit(to, key, percent(3))))[0] is None:
            pass
        await platform.edit(to, key, promised)
        assert bot.texts() == ["You are next."]
        assert (early, refused > 0) == (0, True)
        assert bot.double.pace.refused == 0

    async def test_a_still_working_message_waits_for_its_room_and_finds_it(self, bot, shown):
        bot.double.pace.scale = 0.2
        platform, to, _ = await shown()
        while (await outcome(platform.send(to, percent(1))))[0] is None:
            pass
        note = Post(Role.NOTE, "⏳ Still working...", promised=True)
        waiting = [asyncio.create_task(platform.wait_for_budget(to, note)) for _ in range(5)]
        await asyncio.gather(*waiting)
        assert isinstance((await outcome(platform.send(to, percent(2))))[0], NotSent)
        await platform.send(to, note)
        assert bot.texts()[-1] == "⏳ Still working..."
        assert bot.double.pace.refused == 0

    async def test_progress_waits_for_nothing(self, bot, shown):
        platform, to, key = await shown()
        await self.used_up(platform, to, key)
        for _ in range(3):
            assert (await outcome(platform.wait_for_budget(to, percent(1))))[1] < AT_ONCE

    async def test_who_gives_up_waiting_leaves_the_room_to_progress(self, bot, shown):
        bot.double.pace.scale = 0.1
        platform, to, key = await shown()
        await self.used_up(platform, to, key)
        promised = Post(Role.STATUS, "You are next.", CANCEL, promised=True)
        waiting = asyncio.create_task(platform.wait_for_budget(to, promised))
        await asyncio.sleep(0.05)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        refusal, _ = await outcome(platform.edit(to, key, percent(2)))
        await asyncio.sleep(refusal.retry_seconds if refusal else 0)
        await platform.edit(to, key, percent(3))


async def test_all_requests_together_have_a_limit_in_the_double_too(bot):
    pace = bot.double.pace
    refused = list(itertools.takewhile(lambda wait: wait is None, (pace.take_any() for _ in range(60))))
    assert len(refused) == 50
