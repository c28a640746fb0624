"""Which request gets the next room of a bucket."""

import asyncio

import discord
import pytest
from discord.http import Route

from bots.discord.calls import Calls
from bots.discord.rate_limit import RateLimits
from core.model.chat import Priority

EDIT = Route("PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=1, message_id=2)
ALSO_EDIT = Route("PATCH", "/channels/{channel_id}/messages/{message_id}", channel_id=1, message_id=3)
BY_TOKEN = Route("POST", "/webhooks/{webhook_id}/{webhook_token}", webhook_id=1, webhook_token="of an interaction")
PROGRESS, PROMISED, RESULT = Priority


def told(left, seconds, limit=5):
    return {
        "X-RateLimit-Bucket": "messages",
        "X-RateLimit-Limit": str(limit),
        "X-RateLimit-Remaining": str(left),
        "X-RateLimit-Reset-After": str(seconds),
    }


@pytest.fixture
def limits(clock):
    return RateLimits(clock)


@pytest.fixture
def calls(clock, limits):
    made = Calls(clock)
    made._limits = limits
    return made


def room(limits, priority):
    return limits.wait(EDIT, priority) == 0


async def test_the_next_room_is_for_what_was_promised_also_at_the_very_moment_it_is_there(clock, limits, calls):
    limits.update(EDIT, told(0, 5.0, limit=1))
    waiting = asyncio.create_task(calls.wait_for_room([ALSO_EDIT], PROMISED, 30.0))
    await clock.advance(4.9)
    clock.now += 0.2  # the room is there, and who waits for it has not woken yet
    assert not room(limits, PROGRESS)
    await clock.advance(0.1)
    await asyncio.wait_for(waiting, 1)
    assert not room(limits, PROGRESS), "it is kept until the call comes"
    limits.release(EDIT)
    assert room(limits, PROMISED)


async def test_a_result_goes_before_what_was_promised(clock, limits, calls):
    limits.update(EDIT, told(0, 5.0, limit=1))
    promised = asyncio.create_task(calls.wait_for_room([EDIT], PROMISED, 30.0))
    result = asyncio.create_task(calls.wait_for_room([EDIT], RESULT, 30.0))
    await clock.advance(5.1)
    assert (promised.done(), result.done()) == (False, True)
    await clock.advance(1.6)
    await asyncio.wait_for(promised, 1)


async def test_room_that_nobody_uses_is_free_again_after_a_second(clock, limits, calls):
    limits.update(EDIT, told(1, 5.0))
    await calls.wait_for_room([EDIT], RESULT, 30.0)
    assert not room(limits, RESULT)
    await clock.advance(1.1)
    assert room(limits, PROGRESS)


async def test_who_waits_longer_than_allowed_hears_it_at_once_and_holds_nobody_back(limits, calls):
    limits.update(EDIT, told(0, 40.0))
    with pytest.raises(discord.RateLimited) as refused:
        await calls.wait_for_room([EDIT], PROMISED, 30.0)
    assert refused.value.retry_after == pytest.approx(40.0)
    limits.update(EDIT, told(0, 0.0))
    assert room(limits, PROGRESS)


async def test_several_routes_are_waited_for_together(clock, limits, calls):
    other = Route("POST", "/channels/{channel_id}/messages", channel_id=1)
    limits.update(EDIT, told(0, 2.0))
    limits.update(other, told(0, 4.0) | {"X-RateLimit-Bucket": "posts"})
    waiting = asyncio.create_task(calls.wait_for_room([EDIT, other], PROMISED, 30.0))
    await clock.advance(3.9)
    assert not waiting.done()
    await clock.advance(0.2)
    await asyncio.wait_for(waiting, 1)


async def test_an_upload_from_before_takes_no_room_of_the_next_period(clock, limits):
    limits.update(EDIT, told(1, 5.0, limit=1))
    with limits.counted(EDIT):
        assert not room(limits, RESULT)
        await clock.advance(5.1)
        assert room(limits, RESULT)


async def test_an_address_that_is_barred_sends_nothing_by_any_token_until_it_is_over(clock, limits):
    limits.bar(30.0)
    limits.bar(10.0)
    assert limits.wait(BY_TOKEN, Priority.RESULT) == limits.wait(EDIT, Priority.RESULT) == 30.0
    await clock.advance(30.0)
    assert limits.wait(BY_TOKEN, Priority.RESULT) == limits.wait(EDIT, Priority.RESULT) == 0.0


@pytest.mark.parametrize("status", [401, 403, 429])
async def test_before_discord_bars_the_address_for_invalid_requests_nothing_more_is_sent(clock, limits, caplog, status):
    for _ in range(4999):
        limits.count_invalid(status, "user")
    await clock.advance(500.0)
    assert limits.wait(EDIT, Priority.RESULT) == 0.0
    limits.count_invalid(status, "user")
    assert limits.wait(BY_TOKEN, Priority.RESULT) == pytest.approx(100.0)
    assert "nothing is sent for 100 s" in caplog.text
    await clock.advance(101.0)
    limits.count_invalid(status, "user")
    assert limits.wait(EDIT, Priority.RESULT) == 0.0


@pytest.mark.parametrize(("status", "scope"), [(200, None), (400, None), (404, None), (500, None), (429, "shared")])
def test_what_discord_does_not_count_as_invalid_bars_nothing(limits, status, scope):
    for _ in range(20_000):
        limits.count_invalid(status, scope)
    assert limits.wait(EDIT, Priority.RESULT) == 0.0
