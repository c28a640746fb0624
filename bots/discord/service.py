"""Discord from opening to closing: the platform that answers, and the gateway that is kept connected.

A token that is not accepted, or an intent that is not granted, ends Discord alone, and the log says how to mend it.
Everything else is tried again for ever, each time with a client of its own.
"""

import logging
import random
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from typing import Final

import aiohttp
import discord
from aiohttp import web
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception

from bots.discord.calls import Calls
from bots.discord.config import Config
from bots.discord.deferred_responses import DeferredResponses
from bots.discord.endpoints import endpoints, use_gateway
from bots.discord.files import Files
from bots.discord.films import FilmSpool
from bots.discord.gateway import Gateway, NoSessionsLeft
from bots.discord.interactions import Interactions
from bots.discord.platform import DiscordPlatform
from bots.discord.registration import Registration
from bots.discord.rest_client import RestClient
from bots.discord.sender import Sender
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.front_door import FrontDoor
from core.model.measures import Measures

log = logging.getLogger(__name__)

_FIRST_WAIT: Final = 2.0
_LONGEST_WAIT: Final = 300.0  # 1000 sessions a day are allowed: an outage of a day takes less than that
_STEADY_SECONDS: Final = 120.0  # a connection that lasted this long did not fail to start

_MENDS: Final = {
    4004: "DISCORD_BOT_TOKEN is not accepted: take a new one (Developer Portal, Bot, Reset Token)",
    4010: "DISCORD_SHARD_IDS does not fit DISCORD_SHARD_COUNT",
    4011: "this bot is in too many servers for so few shards: raise DISCORD_SHARD_COUNT or unset it",
    4012: "the library speaks a version of the gateway that Discord has ended: update discord.py",
    4013: "the library asks for an intent that Discord does not know: update discord.py",
    4014: "the message content intent is asked for but not granted: allow it (Developer Portal, Bot) or do not ask",
}
"""Close codes after which trying again is no use (Discord developer documentation, "Gateway Close Event Codes")."""


class _Refused(Exception):
    """Discord will not let this bot in as it is configured; the text says how to mend it."""


class _Ended(Exception):
    """The gateway's connection ended without an error."""


class DiscordService:
    """Keeps the gateway connected; `platform` is the outward half."""

    name = DiscordPlatform.name

    def __init__(self, config: Config, platform: DiscordPlatform, connect: Callable[[], Gateway], clock: Clock) -> None:
        self.platform = platform
        self._config = config
        self._connect = connect
        self._clock = clock
        self._gateway: Gateway | None = None
        self._ended: str | None = None
        self._began = 0.0  # on the clock: when the last connection was begun
        self._wait = _FIRST_WAIT

    async def serve(self) -> None:
        """Take events until cancelled; returns only when Discord will never let this bot in as it is configured."""
        self._wait = _FIRST_WAIT
        retrying = AsyncRetrying(
            sleep=self._clock.sleep, retry=retry_if_exception(_may_pass), wait=self._next_wait, before_sleep=_log_retry
        )
        try:
            await retrying(self._connect_once)
        except _Refused as refused:
            self._ended = str(refused)
            log.error("Discord is off: %s", self._ended)  # noqa: TRY400 - the sentence says what to do, a traceback nothing

    async def ready(self) -> str | None:
        """Return why Discord takes no messages; None: it does."""
        return self.missing()

    def missing(self) -> str | None:
        """Return why Discord takes no messages; None: it does."""
        if self._ended is not None:
            return self._ended
        return self._gateway.missing() if self._gateway else "not connected"

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return nothing: Discord's messages arrive through its gateway."""
        return ()

    async def _connect_once(self) -> None:
        """Connect, and stay connected as long as it lasts; never returns.

        Raises:
            _Refused: it is no use to try again.
            Exception: anything else ended the connection.
        """
        self._began = self._clock.monotonic()
        gateway = self._connect()
        if self._config.gateway_url:
            use_gateway(gateway, self._config.gateway_url)
        try:
            async with gateway:
                self._gateway = gateway
                await gateway.start(self._config.token.get_secret_value())
        except discord.LoginFailure as error:
            raise _Refused(_MENDS[4004]) from error
        except discord.PrivilegedIntentsRequired as error:
            raise _Refused(_MENDS[4014]) from error
        except discord.ConnectionClosed as closed:
            if closed.code in _MENDS:
                raise _Refused(_MENDS[closed.code]) from closed
            raise
        finally:
            self._gateway = None
        raise _Ended

    def _next_wait(self, state: RetryCallState) -> float:
        """Return seconds until the next connection: 2, doubled up to 300, ± 25 %; 2 after a connection that lasted.

        Where Discord said when, then.
        """
        error = state.outcome.exception() if state.outcome else None
        if isinstance(error, NoSessionsLeft):
            return error.seconds
        if self._clock.monotonic() - self._began >= _STEADY_SECONDS:
            self._wait = _FIRST_WAIT
        seconds, self._wait = self._wait, min(self._wait * 2, _LONGEST_WAIT)
        return seconds * random.uniform(0.75, 1.25)  # noqa: S311 - spreads restarts, guards nothing


def _may_pass(error: BaseException) -> bool:
    """Return whether connecting again may help."""
    return isinstance(error, Exception) and not isinstance(error, _Refused)


def _log_retry(state: RetryCallState) -> None:
    """Log why the connection ended, and when the next one is tried."""
    error = state.outcome.exception() if state.outcome else None
    seconds = state.upcoming_sleep
    match error:
        case NoSessionsLeft():
            log.error("Discord lets this bot start no more sessions; tried again in %.0f s", seconds)
        case _Ended():
            log.info("the connection to Discord ended; tried again in %.0f s", seconds)
        case discord.ConnectionClosed():
            log.warning("Discord closed the connection (code %s); tried again in %.0f s", error.code, seconds)
        case discord.DiscordException() | aiohttp.ClientError() | OSError():
            kind = type(error).__name__
            log.warning("Discord cannot be reached (%s: %s); tried again in %.0f s", kind, error, seconds)
        case _:
            log.error("the Discord gateway stopped unexpectedly; tried again in %.0f s", seconds, exc_info=error)


@asynccontextmanager
async def open_discord(
    config: Config, front_door: FrontDoor, adapter_data: AdapterData, clock: Clock, measures: Measures
) -> AsyncGenerator[DiscordService]:
    """Build everything of Discord. Answers can be sent until this closes, also when no event is taken any more."""
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    deferred = DeferredResponses()
    interactions = Interactions(front_door, deferred, clock)
    registration = Registration(adapter_data, config.guild_ids)
    rest_client = RestClient(config.token, clock, config.api_proxy)
    files = Files(rest_client, clock, config.cdn_proxy)
    calls = Calls(clock, partial(measures.told_to_wait, DiscordPlatform.name))
    sender = Sender(deferred, calls, clock, token_seconds=config.token_seconds)
    platform = DiscordPlatform(rest_client, calls, sender, FilmSpool(config.spool_bytes), files)
    with endpoints(config):
        try:
            yield DiscordService(config, platform, lambda: Gateway(config, interactions, registration), clock)
        finally:
            await calls.close()
            await files.close()
            await rest_client.close()
