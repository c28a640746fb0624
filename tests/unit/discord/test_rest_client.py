"""The login that answers go out by."""

import pytest
from pydantic import SecretStr

from bots.discord.endpoints import endpoints
from bots.discord.rest_client import RestLine
from core.model.chat import NotSent


async def test_a_login_that_failed_is_tried_again_later_and_by_nobody_before(bot, clock):
    line = RestLine(SecretStr(bot.double.token), clock)
    with endpoints(bot.terms()):
        await bot.double.stop()
        for _ in range(2):
            with pytest.raises(NotSent) as refused:
                await line.client()
            assert refused.value.retry_seconds is not None
        await bot.double.start()
        before = len(bot.double.requests)
        with pytest.raises(NotSent):
            await line.client()
        assert len(bot.double.requests) == before
        await clock.advance(31)
        assert await line.client() is await line.client()
        await line.close()


async def test_a_token_that_is_not_accepted_reaches_nobody_for_good(bot, clock):
    line = RestLine(SecretStr("not-a-token-of-anybody"), clock)
    with endpoints(bot.terms()), pytest.raises(NotSent) as refused:
        await line.client()
    assert refused.value.retry_seconds is None


async def test_nobody_is_let_in_once_it_closed(bot, clock):
    line = RestLine(SecretStr(bot.double.token), clock)
    await line.close()
    with endpoints(bot.terms()), pytest.raises(NotSent):
        await line.client()
