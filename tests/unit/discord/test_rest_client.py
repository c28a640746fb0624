"""The login by which answers are sent."""

import pytest
from pydantic import SecretStr

from bots.discord.endpoints import endpoints
from bots.discord.rest_client import RestClient
from core.model.chat import NotSent


async def test_a_failed_login_is_not_repeated_for_a_while(bot, clock):
    rest_client = RestClient(SecretStr(bot.double.token), clock)
    with endpoints(bot.config()):
        await bot.double.stop()
        for _ in range(2):
            with pytest.raises(NotSent) as refused:
                await rest_client.client()
            assert refused.value.retry_seconds is not None
        await bot.double.start()
        before = len(bot.double.requests)
        with pytest.raises(NotSent):
            await rest_client.client()
        assert len(bot.double.requests) == before
        await clock.advance(31)
        assert await rest_client.client() is await rest_client.client()
        await rest_client.close()


async def test_a_token_that_is_not_accepted_is_an_error_for_good(bot, clock):
    rest_client = RestClient(SecretStr("not-a-token-of-anybody"), clock)
    with endpoints(bot.config()), pytest.raises(NotSent) as refused:
        await rest_client.client()
    assert refused.value.retry_seconds is None


async def test_nobody_logs_in_once_it_closed(bot, clock):
    rest_client = RestClient(SecretStr(bot.double.token), clock)
    await rest_client.close()
    with endpoints(bot.config()), pytest.raises(NotSent):
        await rest_client.client()
