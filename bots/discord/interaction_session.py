"""The connections by which interactions' tokens are used: what the library would wait for or repeat in silence is told.

It repeats whatever Discord failed to answer. In a channel that is safe, for a nonce names each message; a follow-up
has none, and one that was posted before its answer failed would stand there twice. It also waits for any rate limit,
however long.
"""

import aiohttp
import discord

from bots.discord.rest_client import WAITS_SECONDS


class Failed(aiohttp.ClientError):
    """Discord's answer was a failure of its own (5xx): nobody knows whether the message was posted."""


class HookSession:
    """A session whose connections are opened when the first is needed."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    def opened(self) -> aiohttp.ClientSession:
        """Return the session; its requests raise `Failed`, or `discord.RateLimited` for a wait that is too long."""
        if self._session is None:
            jar = aiohttp.DummyCookieJar()  # as the library's own
            self._session = aiohttp.ClientSession(raise_for_status=_told, trust_env=False, cookie_jar=jar)
        return self._session

    async def close(self) -> None:
        """Let the connections go."""
        if self._session is not None:
            await self._session.close()


async def _told(answer: aiohttp.ClientResponse) -> None:
    if answer.status >= 500 and answer.method == "POST":  # an edit may be repeated
        raise Failed(f"HTTP {answer.status}")
    if answer.status == 429 and (seconds := _wait(answer)) > WAITS_SECONDS:
        raise discord.RateLimited(seconds)


def _wait(answer: aiohttp.ClientResponse) -> float:
    try:
        return float(answer.headers.get("Retry-After", ""))
    except ValueError:
        return 0.0
