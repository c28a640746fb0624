"""The client of Discord's REST API: logged in once, when it is first needed, and again after a failure.

It needs no gateway, so answers go out while the gateway is away, and from processes that have none.
"""

import asyncio
import logging
from typing import Final

import discord
from pydantic import SecretStr

from bots.discord.refusals import RouteClosed, as_chat_errors
from core.engine.clock import Clock
from core.model.chat import DeliveryUnknown, NotSent

log = logging.getLogger(__name__)

_RATE_LIMIT_SECONDS: Final = 60.0  # what the library itself reads waits so long; what is sent goes by `calls`
_RETRY_SECONDS: Final = 30.0


class RestClient:
    """A login of its own, without a gateway. A failed login is not repeated for 30 s, whoever asks."""

    def __init__(self, token: SecretStr, clock: Clock, proxy: str | None = None) -> None:
        self._token = token
        self._clock = clock
        self._proxy = proxy
        self._client: discord.Client | None = None
        self._closed = False
        self._not_before = float("-inf")
        self._logging_in = asyncio.Lock()

    async def client(self) -> discord.Client:
        """Return the client, logged in.

        Raises:
            NotSent: Discord cannot be reached (`retry_seconds`), or does not accept the token.
        """
        async with self._logging_in:
            if self._client is None:
                if self._closed or self._clock.monotonic() < self._not_before:
                    raise NotSent("not connected", _RETRY_SECONDS)
                self._not_before = self._clock.monotonic() + _RETRY_SECONDS
                self._client = await self._log_in()
            return self._client

    async def close(self) -> None:
        """Close the connections; nobody logs in any more."""
        self._closed = True
        async with self._logging_in:
            client, self._client = self._client, None
            if client is not None:
                await client.close()

    async def _log_in(self) -> discord.Client:
        client = discord.Client(
            intents=discord.Intents(guilds=True),  # there is no gateway to ask for it; without it the library warns
            max_messages=None,
            proxy=self._proxy,
            max_ratelimit_timeout=_RATE_LIMIT_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        try:
            with as_chat_errors():
                await client.login(self._token.get_secret_value())
        except (DeliveryUnknown, RouteClosed) as error:  # a login posts nothing, so its outcome is never unknown
            log.warning("Discord: could not log in, not tried again for %.0f s: %s", _RETRY_SECONDS, error)
            await client.close()
            raise NotSent("could not log in", _RETRY_SECONDS) from error
        except NotSent as error:
            log.warning("Discord: could not log in: %s", error)
            await client.close()
            raise
        except BaseException:
            await client.close()
            raise
        return client
