"""Calls that change what is there already: edits, removals, reactions. None waits longer than its caller allows.

The library queues a call inside itself until its bucket has room, and holds the last one that had room until the next
period begins: for seconds, after a 429 up to a minute. Whoever shows progress must not be held up for that long.
"""

from http import HTTPStatus
from typing import Any, Final

import aiohttp
import discord
from discord.http import Route, json_or_text

from bots.discord.rate_limit import RateLimits
from bots.discord.refusals import retry_after
from core.engine.clock import Clock

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10.0)
_PAUSE_SECONDS: Final = 1.0  # before a call that Discord failed to answer is repeated


class Calls:
    """Calls Discord, as often as it allows. Every call may be repeated: its effect is the same."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limits = RateLimits(clock)
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, client: discord.Client, route: Route, payload: Any = None, *, max_wait_seconds: float = 0.0
    ) -> None:
        """Call a route.

        Args:
            client: gives the bot's token, which is sent where the route holds none of an interaction.
            route: the route.
            payload: the body.
            max_wait_seconds: for how long it waits for room, and repeats what Discord failed to answer.

        Raises:
            discord.RateLimited: there is no room within that time; at once where the wait is longer.
            discord.HTTPException: Discord refused it, or failed.
            aiohttp.ClientError, OSError: Discord was not reached, or did not answer.
        """
        until = self._clock.monotonic() + max_wait_seconds
        while True:
            failure: Exception
            if (wait := self._limits.wait(route)) > 0:
                failure = discord.RateLimited(wait)
            else:
                try:
                    return await self._once(client, route, payload)
                except discord.RateLimited as error:
                    failure, wait = error, error.retry_after
                except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
                    failure, wait = error, _PAUSE_SECONDS
            if self._clock.monotonic() + wait > until:
                raise failure
            await self._clock.sleep(wait)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _once(self, client: discord.Client, route: Route, payload: Any) -> None:
        with self._limits.counted(route):
            async with self._opened().request(
                route.method,
                route.url,
                json=payload,
                headers=_headers(client, route),
                proxy=client.http.proxy,
                proxy_auth=client.http.proxy_auth,
            ) as response:
                self._limits.update(route, response.headers)
                if response.ok:
                    return
                told: Any = await json_or_text(response)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            is_json = isinstance(told, dict)
            seconds = float(told["retry_after"]) if is_json and "retry_after" in told else retry_after(response)
            self._limits.refuse(route, seconds, everywhere=not is_json or bool(told.get("global")))
            raise discord.RateLimited(seconds)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise discord.DiscordServerError(response, told)
        raise discord.HTTPException(response, told)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            jar = aiohttp.DummyCookieJar()  # as the library's own
            self._session = aiohttp.ClientSession(timeout=_TIMEOUT, trust_env=False, cookie_jar=jar)
        return self._session


def _headers(client: discord.Client, route: Route) -> dict[str, str]:
    headers = {"User-Agent": client.http.user_agent}
    return headers if route.webhook_token else headers | {"Authorization": f"Bot {client.http.token}"}
