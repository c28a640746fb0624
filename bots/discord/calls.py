"""Calls of Discord's API, each of which waits no longer for its room than its caller allows.

The library queues a call inside itself until its bucket has room, and holds the last one that had room until the next
period begins: for seconds, after a 429 up to a minute. Whoever shows progress must not be held up for that long, and
whoever sends a result waits in the journal.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import discord
from discord.http import MultipartParameters, Route, json_or_text

from bots.discord.rate_limit import RateLimits
from bots.discord.refusals import retry_after
from core.engine.clock import Clock
from core.model.chat import Priority

_TIMEOUT: Final = aiohttp.ClientTimeout(total=10.0)
_UPLOAD_TIMEOUT: Final = aiohttp.ClientTimeout(total=300.0)  # as the library's own
_PAUSE_SECONDS: Final = 1.0  # before a call that Discord failed to answer is repeated
_NO_BODY: Final = MultipartParameters(payload=None, multipart=None, files=None)


class Calls:
    """Calls Discord, as often as it allows."""

    def __init__(self, clock: Clock, told_to_wait: Callable[[float], None] = lambda _: None) -> None:
        self._told_to_wait = told_to_wait
        self._clock = clock
        self._limits = RateLimits(clock)
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self,
        client: discord.Client,
        route: Route,
        body: MultipartParameters = _NO_BODY,
        *,
        priority: Priority = Priority.PROGRESS,
        max_wait_seconds: float = 0.0,
        repeat_seconds: float = 0.0,
    ) -> Any:
        """Call a route, and return what it answers.

        Args:
            client: gives the bot's token, which is sent where the route holds none of an interaction.
            route: the route.
            body: what is sent.
            priority: which call goes first among those that wait for room.
            max_wait_seconds: for how long it waits for room, or for a connection.
            repeat_seconds: for how long it repeats what Discord failed to answer: 0 where a repetition would do it
                twice.

        Raises:
            discord.RateLimited: there is no room within that time; at once where the wait is longer.
            discord.HTTPException: Discord refused it, or failed.
            aiohttp.ClientError, OSError: Discord was not reached, or did not answer.
        """
        began = self._clock.monotonic()
        if priority > Priority.PROGRESS:
            self._limits.release(route)
        while True:
            failure: Exception
            allowed = max_wait_seconds
            if (wait := self._limits.wait(route, priority)) > 0:
                failure = discord.RateLimited(wait)
            else:
                try:
                    return await self._once(client, route, body)
                except discord.RateLimited as error:
                    failure, wait = error, error.retry_after
                except aiohttp.ClientConnectorError as error:
                    failure, wait = error, _PAUSE_SECONDS
                except (discord.DiscordServerError, aiohttp.ClientError, OSError) as error:
                    failure, wait, allowed = error, _PAUSE_SECONDS, repeat_seconds
            if self._clock.monotonic() + wait > began + allowed:
                raise failure
            with self._limits.waiting([route], priority):
                await self._clock.sleep(wait)

    async def wait_for_room(self, routes: list[Route], priority: Priority, max_wait_seconds: float) -> None:
        """Wait until each of these routes has room for one more call, and keep it for a second.

        Raises:
            discord.RateLimited: there is no room within that time; at once where the wait is longer.
        """
        until = self._clock.monotonic() + max_wait_seconds
        while (wait := max((self._limits.wait(route, priority) for route in routes), default=0.0)) > 0:
            if self._clock.monotonic() + wait > until:
                raise discord.RateLimited(wait)
            with self._limits.waiting(routes, priority):
                await self._clock.sleep(wait)
        for route in routes:
            self._limits.reserve(route)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()

    async def _once(self, client: discord.Client, route: Route, body: MultipartParameters) -> Any:
        with self._limits.counted(route):
            async with self._opened().request(
                route.method,
                route.url,
                data=_form(body),
                json=body.payload,
                headers=_headers(client, route),
                timeout=_UPLOAD_TIMEOUT if body.files else _TIMEOUT,
                proxy=client.http.proxy,
                proxy_auth=client.http.proxy_auth,
            ) as response:
                self._limits.update(route, response.headers)
                self._limits.count_invalid(response.status, response.headers.get("X-RateLimit-Scope"))
                told: Any = await json_or_text(response)
        if response.ok:
            return told
        if response.status == HTTPStatus.TOO_MANY_REQUESTS:
            seconds = retry_after(response, told)
            self._told_to_wait(seconds)
            if isinstance(told, dict):
                self._limits.refuse(route, seconds, everywhere=bool(told.get("global")))
            else:
                self._limits.bar(seconds)  # that is not Discord's own answer, but Cloudflare's before it
            raise discord.RateLimited(seconds)
        if response.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise discord.DiscordServerError(response, told)
        raise discord.HTTPException(response, told)

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            jar = aiohttp.DummyCookieJar()  # as the library's own
            self._session = aiohttp.ClientSession(trust_env=False, cookie_jar=jar)
        return self._session


def _headers(client: discord.Client, route: Route) -> dict[str, str]:
    headers = {"User-Agent": client.http.user_agent}
    return headers if route.webhook_token else headers | {"Authorization": f"Bot {client.http.token}"}


def _form(body: MultipartParameters) -> aiohttp.FormData | None:
    """Return the parts of a body with files, each from its beginning; None: it has none."""
    if not body.files:
        return None
    for file in body.files:
        file.reset()
    form = aiohttp.FormData(quote_fields=False)  # as the library does: Discord does not read escaped brackets
    for part in body.multipart or ():
        form.add_field(**part)
    return form
