"""Calls within Telegram's limits."""

import asyncio

import pytest

from bots.telegram.rate_limit import Level, Limit, RateLimiter
from bots.telegram.request import Flooded
from core.model.chat import NotSent

CHAT, GROUP = 5, -5


@pytest.fixture
def limiter(clock):
    return RateLimiter(clock, nowhere, chat=Limit(3, 3.0, 1), group=Limit(5, 60.0, 2), overall=Limit(100, 1.0, 10))


async def nowhere(old, new):
    raise AssertionError("no chat moves")


async def arrives(chat):
    """A call that Telegram answers."""


async def floods(chat, seconds):
    """A call that Telegram answers with flood control."""
    raise Flooded(seconds)


async def best_effort(limiter, chat):
    await limiter.call(Level.BEST_EFFORT, chat, arrives)


async def chat_action(limiter, chat):
    await limiter.call(Level.CHAT_ACTION, chat, arrives)


async def must_send(limiter, chat):
    await limiter.call(Level.MUST_SEND, chat, arrives)


async def refused(limiter, chat, call=best_effort):
    with pytest.raises(NotSent) as refusal:
        await call(limiter, chat)
    return refusal.value.retry_seconds


async def test_a_best_effort_call_leaves_the_reserved_ones_and_says_when_there_are_more(limiter):
    await best_effort(limiter, CHAT)
    await best_effort(limiter, CHAT)
    assert await refused(limiter, CHAT) == pytest.approx(3.0)


async def test_what_must_be_sent_goes_at_once_where_best_effort_is_refused(limiter):
    await best_effort(limiter, CHAT)
    await best_effort(limiter, CHAT)
    await asyncio.wait_for(must_send(limiter, CHAT), 1)


async def sent(limiter, chat):
    await limiter.wait_for_budget(chat)
    await must_send(limiter, chat)


async def test_a_result_waits_for_the_budget_before_it_is_sent(limiter, clock):
    for _ in range(3):
        await sent(limiter, CHAT)
    waiting = asyncio.create_task(limiter.wait_for_budget(CHAT))
    await clock.advance(2.9)
    assert not waiting.done()
    await clock.advance(0.2)
    await asyncio.wait_for(waiting, 1)
    await asyncio.wait_for(must_send(limiter, CHAT), 1)


async def test_a_result_that_would_wait_for_long_is_left_to_the_journal(limiter, clock):
    for _ in range(3):
        await sent(limiter, GROUP)
    await clock.advance(4)
    for _ in range(2):
        await sent(limiter, GROUP)
    with pytest.raises(NotSent) as refusal:
        await limiter.wait_for_budget(GROUP)
    assert refusal.value.retry_seconds == pytest.approx(56.0)


async def test_a_result_that_did_not_wait_for_the_budget_waits_no_longer_than_a_second(limiter, clock):
    for _ in range(3):
        await must_send(limiter, CHAT)
    with pytest.raises(NotSent) as refusal:
        await must_send(limiter, CHAT)
    assert refusal.value.retry_seconds == pytest.approx(3.0)
    await clock.advance(2.5)
    waiting = asyncio.create_task(must_send(limiter, CHAT))
    await clock.advance(0.6)
    await asyncio.wait_for(waiting, 1)


async def test_a_call_is_reserved_for_the_result_that_waited_for_it(clock):
    limiter = RateLimiter(clock, nowhere, overall=Limit(2, 1.0, 0))
    await limiter.wait_for_budget(1)
    await best_effort(limiter, 2)
    await refused(limiter, 3)
    await asyncio.wait_for(must_send(limiter, 1), 1)
    await refused(limiter, 3)


async def test_a_reserved_call_counts_from_when_it_is_made(clock):
    limiter = RateLimiter(clock, nowhere, overall=Limit(1, 0.4, 0))
    await limiter.wait_for_budget(1)
    await clock.advance(0.9)
    await must_send(limiter, 1)
    await clock.advance(0.2)
    assert await refused(limiter, 2) == pytest.approx(0.2)


async def test_a_reserved_call_that_nobody_makes_is_free_again_after_a_second(clock):
    limiter = RateLimiter(clock, nowhere, overall=Limit(1, 0.4, 0))
    await limiter.wait_for_budget(1)
    await clock.advance(0.9)
    await refused(limiter, 2)
    await clock.advance(0.2)
    await best_effort(limiter, 2)
    await clock.advance(0.5)
    await asyncio.wait_for(must_send(limiter, 1), 1)


async def test_who_is_sending_already_goes_before_who_only_waits_to(clock):
    limiter = RateLimiter(clock, nowhere, overall=Limit(1, 0.4, 0))
    await best_effort(limiter, 1)
    waiting = asyncio.create_task(limiter.wait_for_budget(2))
    await clock.advance(0.1)
    sending = asyncio.create_task(must_send(limiter, 3))
    await clock.advance(0.31)
    assert (sending.done(), waiting.done()) == (True, False)
    await clock.advance(0.41)
    await asyncio.wait_for(waiting, 1)


async def test_calls_that_bunch_up_on_their_way_are_still_fewer_than_thirty_a_second(clock):
    limiter, made = RateLimiter(clock, nowhere), []

    async def send(chat):
        await sent(limiter, chat)
        made.append(clock.monotonic())

    crowd = [asyncio.create_task(send(chat)) for chat in range(1, 81)]
    for _ in range(400):
        await clock.advance(0.01)
    await asyncio.wait_for(asyncio.gather(*crowd), 1)
    assert max(sum(first <= at < first + 1.15 for at in made) for first in made) <= 30
    assert made[-1] - made[0] == pytest.approx(2.8, abs=0.2), "about twenty-five a second"


async def test_one_chat_does_not_hold_up_another(limiter):
    await best_effort(limiter, CHAT)
    await best_effort(limiter, CHAT)
    await refused(limiter, CHAT)
    await best_effort(limiter, CHAT + 1)


async def test_a_chat_action_costs_a_group_and_not_a_private_chat(limiter):
    for _ in range(9):
        await chat_action(limiter, CHAT)
    for _ in range(3):
        await chat_action(limiter, GROUP)
    assert await refused(limiter, GROUP, chat_action) == pytest.approx(60.0)


async def test_a_chat_under_flood_control_is_sent_nothing_at_all(limiter, clock):
    with pytest.raises(NotSent):
        await limiter.call(Level.BEST_EFFORT, CHAT, floods, 40)
    assert await refused(limiter, CHAT) == pytest.approx(40)
    with pytest.raises(NotSent):
        await limiter.call(Level.UNMETERED, CHAT, arrives)
    for asked in (limiter.wait_for_budget(CHAT), must_send(limiter, CHAT)):
        with pytest.raises(NotSent) as refusal:
            await asked
        assert refusal.value.retry_seconds == pytest.approx(40)
    await clock.advance(41)
    await best_effort(limiter, CHAT)


async def test_the_whole_bot_has_a_budget_too(clock):
    limiter = RateLimiter(clock, nowhere, overall=Limit(4, 1.0, 2))
    await best_effort(limiter, 1)
    await best_effort(limiter, 2)
    assert await refused(limiter, 3) == pytest.approx(1.0)


async def test_chats_of_long_ago_are_forgotten(limiter, clock):
    for chat in range(1, 1001):
        await best_effort(limiter, chat)
        if chat % 50 == 0:
            await clock.advance(1.5)
    await clock.advance(10)
    await best_effort(limiter, 2000)
    assert len(limiter._budgets) == 1


@pytest.mark.parametrize("level", [Level.UNMETERED, Level.CHAT_ACTION])
async def test_a_pause_after_a_reaction_or_an_action_holds_no_message_back(limiter, level):
    with pytest.raises(NotSent):
        await limiter.call(level, CHAT, floods, 40)
    with pytest.raises(NotSent) as refusal:
        await limiter.call(Level.UNMETERED, CHAT, arrives)
    assert refusal.value.retry_seconds == pytest.approx(40)
    await asyncio.wait_for(sent(limiter, CHAT), 1)
    await best_effort(limiter, CHAT)


async def promised(limiter, chat):
    await limiter.wait_for_budget(chat, 90.0, Level.PROMISED)
    await limiter.call(Level.PROMISED, chat, arrives)


class TestWhatIsPromised:
    """It waits in line, after the results and before all progress."""

    async def test_it_waits_until_there_is_room_beside_the_reserved_calls(self, limiter, clock):
        await best_effort(limiter, CHAT)
        await best_effort(limiter, CHAT)
        waiting = asyncio.create_task(promised(limiter, CHAT))
        await clock.advance(2.9)
        assert not waiting.done()
        await asyncio.wait_for(must_send(limiter, CHAT), 1)  # the reserved call is still there
        await clock.advance(0.2)
        await asyncio.wait_for(waiting, 1)

    async def test_progress_yields_to_it(self, limiter, clock):
        for _ in range(3):
            await best_effort(limiter, GROUP)
            await clock.advance(10.0)
        waiting = asyncio.create_task(promised(limiter, GROUP))
        refusals = 0
        for _ in range(40):
            await clock.advance(1.0)
            try:
                await best_effort(limiter, GROUP)
            except NotSent:
                refusals += 1
            if waiting.done():
                break
        assert waiting.done()
        assert refusals >= 29, "no tick got in before it"

    async def test_a_tick_at_the_very_moment_the_room_is_there_does_not_take_it(self, clock):
        limiter = RateLimiter(clock, nowhere, overall=Limit(1, 1.0, 0))
        await best_effort(limiter, 1)
        waiting = asyncio.create_task(promised(limiter, 2))
        await clock.advance(0.5)
        clock.now += 0.6  # the room is there, and who waits for it has not woken yet
        await refused(limiter, 3)
        await clock.advance(0.1)
        await asyncio.wait_for(waiting, 1)

    async def test_a_result_goes_before_it(self, clock):
        limiter = RateLimiter(clock, nowhere, overall=Limit(2, 1.0, 1))
        await sent(limiter, 1)
        await sent(limiter, 1)
        waiting = asyncio.create_task(promised(limiter, 2))
        result = asyncio.create_task(sent(limiter, 3))
        await clock.advance(1.1)
        assert result.done()
        await clock.advance(3.0)
        await asyncio.wait_for(waiting, 1)

    async def test_who_gives_up_waiting_leaves_the_room_to_progress(self, limiter, clock):
        await best_effort(limiter, CHAT)
        await best_effort(limiter, CHAT)
        waiting = asyncio.create_task(promised(limiter, CHAT))
        await clock.advance(1.0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        await clock.advance(2.1)
        await best_effort(limiter, CHAT)

    async def test_flood_control_longer_than_it_waits_is_told(self, limiter):
        with pytest.raises(NotSent):
            await limiter.call(Level.BEST_EFFORT, CHAT, floods, 400)
        with pytest.raises(NotSent) as refusal:
            await promised(limiter, CHAT)
        assert refusal.value.retry_seconds == pytest.approx(400)
