"""The send budget."""

import asyncio

import pytest

from bots.telegram.rate_limit import Limit, Pace
from core.model.chat import NotSent

CHAT, GROUP = 5, -5


@pytest.fixture
def pace(clock):
    return Pace(clock, chat=Limit(3, 3.0, 1), group=Limit(5, 60.0, 2), overall=Limit(100, 1.0, 10))


def refused(pace, chat, **more):
    with pytest.raises(NotSent) as refusal:
        pace.courtesy(chat, **more)
    return refusal.value.retry_seconds


def test_a_courtesy_leaves_room_for_a_result_and_says_when_there_is_more(pace):
    pace.courtesy(CHAT)
    pace.courtesy(CHAT)
    assert refused(pace, CHAT) == pytest.approx(3.0)


async def test_a_result_goes_at_once_where_courtesies_are_refused(pace):
    pace.courtesy(CHAT)
    pace.courtesy(CHAT)
    await asyncio.wait_for(pace.result(CHAT), 1)


async def said(pace, chat):
    await pace.room(chat)
    await pace.result(chat)


async def test_a_result_waits_for_its_turn_before_it_is_sent(pace, clock):
    for _ in range(3):
        await said(pace, CHAT)
    waiting = asyncio.create_task(pace.room(CHAT))
    await clock.advance(2.9)
    assert not waiting.done()
    await clock.advance(0.2)
    await asyncio.wait_for(waiting, 1)
    await asyncio.wait_for(pace.result(CHAT), 1)


async def test_a_result_that_would_wait_for_long_is_left_to_the_journal(pace, clock):
    for _ in range(3):
        await said(pace, GROUP)
    await clock.advance(4)
    for _ in range(2):
        await said(pace, GROUP)
    with pytest.raises(NotSent) as refusal:
        await pace.room(GROUP)
    assert refusal.value.retry_seconds == pytest.approx(56.0)


async def test_a_result_whose_room_was_not_waited_for_waits_no_longer_than_a_second(pace, clock):
    for _ in range(3):
        await pace.result(CHAT)
    with pytest.raises(NotSent) as refusal:
        await pace.result(CHAT)
    assert refusal.value.retry_seconds == pytest.approx(3.0)
    await clock.advance(2.5)
    waiting = asyncio.create_task(pace.result(CHAT))
    await clock.advance(0.6)
    await asyncio.wait_for(waiting, 1)


async def test_a_place_is_held_for_the_result_that_waited_for_it(clock):
    pace = Pace(clock, overall=Limit(2, 1.0, 0))
    await pace.room(1)
    pace.courtesy(2)
    refused(pace, 3)
    await asyncio.wait_for(pace.result(1), 1)
    refused(pace, 3)


async def test_a_place_that_is_held_counts_from_when_it_is_used(clock):
    pace = Pace(clock, overall=Limit(1, 0.4, 0))
    await pace.room(1)
    await clock.advance(0.9)
    await pace.result(1)
    await clock.advance(0.2)
    assert refused(pace, 2) == pytest.approx(0.2)


async def test_a_place_that_nobody_uses_is_given_back_after_a_second(clock):
    pace = Pace(clock, overall=Limit(1, 0.4, 0))
    await pace.room(1)
    await clock.advance(0.9)
    refused(pace, 2)
    await clock.advance(0.2)
    pace.courtesy(2)
    await clock.advance(0.5)
    await asyncio.wait_for(pace.result(1), 1)


async def test_who_is_sending_already_goes_before_who_only_waits_to(clock):
    pace = Pace(clock, overall=Limit(1, 0.4, 0))
    pace.courtesy(1)
    waiting = asyncio.create_task(pace.room(2))
    await clock.advance(0.1)
    sending = asyncio.create_task(pace.result(3))
    await clock.advance(0.31)
    assert (sending.done(), waiting.done()) == (True, False)
    await clock.advance(0.41)
    await asyncio.wait_for(waiting, 1)


async def test_calls_that_bunch_up_on_their_way_are_still_fewer_than_thirty_a_second(clock):
    pace, made = Pace(clock), []

    async def send(chat):
        await said(pace, chat)
        made.append(clock.monotonic())

    crowd = [asyncio.create_task(send(chat)) for chat in range(1, 81)]
    for _ in range(400):
        await clock.advance(0.01)
    await asyncio.wait_for(asyncio.gather(*crowd), 1)
    assert max(sum(first <= at < first + 1.15 for at in made) for first in made) <= 30
    assert made[-1] - made[0] == pytest.approx(2.8, abs=0.2), "about twenty-five a second"


def test_one_chat_does_not_hold_up_another(pace):
    pace.courtesy(CHAT)
    pace.courtesy(CHAT)
    refused(pace, CHAT)
    pace.courtesy(CHAT + 1)


def test_a_chat_action_costs_a_group_and_not_a_private_chat(pace):
    for _ in range(9):
        pace.courtesy(CHAT, action=True)
    for _ in range(3):
        pace.courtesy(GROUP, action=True)
    assert refused(pace, GROUP, action=True) == pytest.approx(60.0)


async def test_a_banned_chat_is_sent_nothing_at_all(pace, clock):
    pace.ban(CHAT, 40)
    assert refused(pace, CHAT) == pytest.approx(40)
    with pytest.raises(NotSent):
        pace.free(CHAT)
    for asked in (pace.room, pace.result):
        with pytest.raises(NotSent) as refusal:
            await asked(CHAT)
        assert refusal.value.retry_seconds == pytest.approx(40)
    await clock.advance(41)
    pace.courtesy(CHAT)


def test_the_whole_bot_has_a_budget_too(clock):
    pace = Pace(clock, overall=Limit(4, 1.0, 2))
    pace.courtesy(1)
    pace.courtesy(2)
    assert refused(pace, 3) == pytest.approx(1.0)


async def test_chats_of_long_ago_are_forgotten(pace, clock):
    for chat in range(1, 1001):
        pace.courtesy(chat)
        if chat % 50 == 0:
            await clock.advance(1.5)
    await clock.advance(10)
    pace.courtesy(2000)
    assert len(pace._budgets) == 1
