"""The connections over which interactions' tokens are used. They raise what the library would repeat or wait out.

The library repeats a request that Discord failed to answer (5xx). In a channel that is safe, since a nonce names each
message. A follow-up has no nonce: one that was posted before its answer failed would be posted twice. The library
also waits for a rate limit of any length here.
"""

import aiohttp
import discord

from bots.discord.refusals import retry_after
from bots.discord.rest_client import RATE_LIMIT_SECONDS


class ServerFailure(aiohttp.ClientError):
    """Discord answered with a failure of its own (5xx): the message may have been posted."""


class InteractionSession:
    """An HTTP session that is opened when it is first needed."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def opened(self) -> aiohttp.ClientSession:
        """Return the session.

        Its requests raise `ServerFailure`, or `discord.RateLimited` for a wait over `RATE_LIMIT_SECONDS`.
        """
        if self._session is None:
            jar = aiohttp.DummyCookieJar()  # as the library's own
            self._session = aiohttp.ClientSession(raise_for_status=_check, trust_env=False, cookie_jar=jar)
        return self._session

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


async def _check(response: aiohttp.ClientResponse) -> None:
    if response.status >= 500 and response.method == "POST":  # an edit may be repeated
        raise ServerFailure(f"HTTP {response.status}")
    if response.status == 429 and (seconds := retry_after(response)) > RATE_LIMIT_SECONDS:
        raise discord.RateLimited(seconds)
