"""What keeps updates from arriving, with its fix, and when it is tried again."""

import asyncio
import logging

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError

from bots.telegram.health import Health, diagnose
from bots.telegram.request import Flooded


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (InvalidToken("Unauthorized"), "TELEGRAM_BOT_TOKEN"),
        (InvalidToken("Unauthorized: logged out"), "logged out"),
        (Conflict("Conflict: terminated by other getUpdates request"), "stop it"),
        (Conflict("Conflict: can't use getUpdates method while webhook is active"), "webhook"),
        (NetworkError("ConnectError"), "NEMOBOT_PROXY"),
        (Flooded(7), "pause"),
    ],
)
def test_a_diagnosis_names_its_fix(error, words):
    assert words in diagnose(error, 0).fix


def test_telegram_that_stays_away_is_asked_less_and_less_often():
    waits = [diagnose(NetworkError("x"), failures).seconds for failures in range(12)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (1.0, 60.0)


async def test_readiness_is_judged_by_the_last_answer(clock):
    health = Health(clock, fresh_seconds=90)
    assert health.problem == "not yet connected"
    health.answered()
    assert health.problem is None
    clock.now += 91
    assert health.problem == "Telegram has not answered for a while"


async def test_a_call_is_made_until_it_is_answered_and_each_failure_is_one_line_with_its_cause(clock, caplog):
    health, failures = Health(clock, fresh_seconds=90), [NetworkError("ConnectError"), NetworkError("ReadTimeout")]
    told = []

    async def call():
        if failures:
            raise failures.pop(0)
        return "answered"

    async def on_failure(error):
        told.append(error.message)

    asked = asyncio.create_task(health.until_answered(call, on_failure))
    await clock.advance(0.9)
    assert len(failures) == 1
    await clock.advance(0.2)
    assert not failures
    assert health.problem == "Telegram cannot be reached"
    await clock.advance(2.1)
    assert await asyncio.wait_for(asked, 1) == "answered"
    assert told == ["ConnectError", "ReadTimeout"]
    first, second = (record for record in caplog.records if "cannot be reached" in record.getMessage())
    assert (first.levelno, second.levelno) == (logging.ERROR, logging.WARNING)
    assert "NetworkError: ConnectError; next attempt in 1 s" in first.getMessage()
    assert "NetworkError: ReadTimeout; next attempt in 2 s" in second.getMessage()


async def test_what_is_no_failure_of_telegrams_is_not_tried_again(clock):
    async def call():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await Health(clock, fresh_seconds=90).until_answered(call)
