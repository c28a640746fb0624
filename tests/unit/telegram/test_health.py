"""What keeps updates from arriving, with its fix, and when it is tried again."""

import asyncio
import logging

import pytest
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError

from bots.telegram.health import Health, Subject, diagnose
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
        (BadRequest("Bad Request: bad webhook: Failed to resolve host: Name or service not known"), "resolve host"),
        (BadRequest("Bad Request: bad webhook: IP address 10.0.0.1 is reserved"), "TELEGRAM_WEBHOOK_URL"),
        (BadRequest("Bad Request: secret token contains unallowed characters"), "TELEGRAM_WEBHOOK_SECRET"),
        (BadRequest("Bad Request: something else"), "Something else"),
        (Forbidden("Forbidden: not for bots"), "ot for bots"),
    ],
)
def test_a_diagnosis_names_its_fix(error, words):
    assert words in diagnose(error, 0).fix


@pytest.mark.parametrize(
    "error", [BadRequest("bad webhook"), BadRequest("secret token"), BadRequest("x"), Forbidden("x")]
)
def test_a_refusal_is_never_told_as_a_matter_of_the_network(error):
    diagnosis = diagnose(error, 0)
    assert "reached" not in diagnosis.reason + diagnosis.fix
    assert diagnosis.reason in diagnosis.fix


def test_what_telegram_quotes_of_a_call_is_not_repeated():
    refused = BadRequest("Bad Request: bad webhook: wrong address 'https://bot.example/secret-path'")
    assert "secret-path" not in diagnose(refused, 0).fix + diagnose(refused, 0).reason


async def test_of_all_that_is_wrong_the_worst_is_reported_and_the_rest_is_not_forgotten(clock):
    health = Health(clock, fresh_seconds=90)
    health.degraded(Subject.WEBHOOK, "the webhook")
    health.degraded(Subject.STORAGE, "the disk")
    assert health.problem == "the disk"
    health.recovered(Subject.STORAGE)
    assert health.problem == "not yet connected"
    health.answered()
    assert health.problem == "the webhook"
    health.recovered(Subject.WEBHOOK)
    assert health.problem is None


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
