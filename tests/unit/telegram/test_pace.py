"""The send budget."""

import asyncio

import pytest

from bots.telegram.pace import Limit, Pace
from core.chat import NotSent

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


async def test_a_result_waits_for_its_turn(pace, clock):
    for _ in range(3):
        await pace.result(CHAT)
    waiting = asyncio.create_task(pace.result(CHAT))
    await clock.advance(2.9)
    assert not waiting.done()
    await clock.advance(0.2)
    await asyncio.wait_for(waiting, 1)


async def test_a_result_that_would_wait_for_long_is_left_to_the_journal(pace, clock):
    for _ in range(3):
        await pace.result(GROUP)
    await clock.advance(4)
    for _ in range(2):
        await pace.result(GROUP)
    with pytest.raises(NotSent) as refusal:
        await pace.result(GROUP)
    assert refusal.value.retry_seconds == pytest.approx(56.0)


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
    with pytest.raises(NotSent) as refusal:
        await pace.result(CHAT)
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
