"""The connection to Discord's REST interface: one login, made when it is first needed, tried again when it failed.

It needs no gateway, so that answers go out while the gateway is away, and from processes that have none.
"""

import asyncio
from typing import Protocol

import discord
from pydantic import SecretStr

from bots.discord.refusals import Shut, calling
from core.engine.clock import Clock
from core.model.chat import NotSent, Unsure

WAITS_SECONDS = 60.0
"""The longest the library may wait for a rate limit in silence; a longer one is said, and waited for in the journal."""

_RETRY_SECONDS = 30.0


class Line(Protocol):
    """Somebody who has a client that is logged in."""

    async def client(self) -> discord.Client:
        """Return it.

        Raises:
            NotSent: there is none at the moment.
        """
        ...


class RestLine:
    """A login of its own, without a gateway. A failed one is not repeated for a while, whoever asks."""

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
            NotSent: Discord cannot be reached, or does not accept the token.
        """
        async with self._logging_in:
            if self._client is None:
                if self._closed or self._clock.monotonic() < self._not_before:
                    raise NotSent("not connected", _RETRY_SECONDS)
                self._not_before = self._clock.monotonic() + _RETRY_SECONDS
                self._client = await self._logged_in()
            return self._client

    async def close(self) -> None:
        """Let the connections go."""
        self._closed = True
        async with self._logging_in:
            client, self._client = self._client, None
            if client is not None:
                await client.close()

    async def _logged_in(self) -> discord.Client:
        client = discord.Client(
            intents=discord.Intents(guilds=True),  # asked of no gateway; without it the library warns
            max_messages=None,
            proxy=self._proxy,
            max_ratelimit_timeout=WAITS_SECONDS,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        try:
            with calling():
                await client.login(self._token.get_secret_value())
        except (Unsure, Shut) as failed:  # nothing of anybody's was sent yet
            await client.close()
            raise NotSent("could not log in", _RETRY_SECONDS) from failed
        except BaseException:
            await client.close()
            raise
        return client
