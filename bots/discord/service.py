"""Discord from beginning to end: the platform that answers, and the gateway that is kept connected.

A token that is not accepted, or an intent that is not granted, ends Discord alone and says how to mend it; everything
else is tried again for ever, each time with a client of its own.
"""

import logging
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
import discord
from aiohttp import web

from bots.discord.carrier import Carrier
from bots.discord.downloads import Downloads
from bots.discord.endpoints import endpoints, through
from bots.discord.gateway import Gateway
from bots.discord.hook_session import HookSession
from bots.discord.line import RestLine
from bots.discord.platform import DiscordPlatform
from bots.discord.reception import MayPress, ProjectsOf, Reception
from bots.discord.registration import Registration
from bots.discord.replies import Replies
from bots.discord.terms import Terms
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.chat import Incoming

log = logging.getLogger(__name__)

_FIRST_WAIT: Final = 2.0
_LONGEST_WAIT: Final = 300.0  # 1000 sessions a day are allowed: an outage of a day takes less than that
_STEADY: Final = 120.0  # a connection that lived this long was no failed start

_MENDS: Final = {
    4004: "DISCORD_BOT_TOKEN is not accepted: take a new one (Developer Portal, Bot, Reset Token)",
    4010: "DISCORD_SHARD_IDS does not fit DISCORD_SHARD_COUNT",
    4011: "this bot is in too many servers for so few shards: raise DISCORD_SHARD_COUNT or unset it",
    4013: "the library asks for an intent that Discord does not know: update discord.py",
    4014: "the message content intent is asked for but not granted: allow it (Developer Portal, Bot) or do not ask",
}
"""Close codes after which trying again is no use (Discord developer documentation, "Gateway Close Event Codes")."""


class DiscordService:
    """Keeps the gateway connected; `platform` is the outward half."""

    name = DiscordPlatform.name

    def __init__(self, terms: Terms, platform: DiscordPlatform, connect: Callable[[], Gateway], clock: Clock) -> None:
        self.platform = platform
        self._terms = terms
        self._connect = connect
        self._clock = clock
        self._gateway: Gateway | None = None
        self._ended: str | None = None

    async def serve(self) -> None:
        """Hear people until cancelled; returns only when Discord will never let this bot in as it is configured."""
        wait = _FIRST_WAIT
        while True:
            began = self._clock.monotonic()
            self._ended = await self._once()
            if self._ended is not None:
                log.error("Discord is off: %s", self._ended)
                return
            if self._clock.monotonic() - began >= _STEADY:
                wait = _FIRST_WAIT
            pause = wait * random.uniform(0.75, 1.25)  # noqa: S311 - spreads restarts, guards nothing
            log.info("Discord is tried again in %.0f s", pause)
            await self._clock.sleep(pause)
            wait = min(wait * 2, _LONGEST_WAIT)

    async def ready(self) -> str | None:
        """Return None while messages are taken, else a few words on what is missing."""
        return self.missing()

    def missing(self) -> str | None:
        """Return why Discord takes no messages; None: it does."""
        if self._ended is not None:
            return self._ended
        return self._gateway.missing() if self._gateway else "not connected"

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """Return nothing: Discord speaks through its gateway."""
        return ()

    async def _once(self) -> str | None:
        """Connect once, for as long as it lasts; return why it must not be tried again."""
        gateway = self._connect()
        if self._terms.gateway_url:
            through(gateway, self._terms.gateway_url)
        try:
            async with gateway:
                self._gateway = gateway
                await gateway.start(self._terms.token.get_secret_value())
        except discord.LoginFailure:
            return _MENDS[4004]
        except discord.PrivilegedIntentsRequired:
            return _MENDS[4014]
        except discord.ConnectionClosed as closed:
            log.warning("Discord closed the connection: code %s", closed.code)
            return _MENDS.get(closed.code)
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            log.warning("Discord cannot be reached: %s: %s", type(error).__name__, error)
        except Exception:
            log.exception("the Discord gateway stopped unexpectedly")
        finally:
            self._gateway = None
        return None


@asynccontextmanager
async def open_discord(
    terms: Terms,
    *,
    receive: Callable[[Incoming], Awaitable[None]],
    may_press: MayPress,
    projects: ProjectsOf,
    adapter_data: AdapterData,
    clock: Clock,
) -> AsyncGenerator[DiscordService]:
    """Build everything of Discord; answers can be sent until this closes, also when nothing is heard any more."""
    logging.getLogger("discord").setLevel(logging.WARNING)
    discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
    replies = Replies()
    reception = Reception(receive, may_press, projects, replies, clock)
    registration = Registration(adapter_data, terms.guild_ids)
    line = RestLine(terms.token, clock, terms.api_proxy)
    downloads = Downloads(line, clock, terms.cdn_proxy)
    session = HookSession()
    platform = DiscordPlatform(
        line, replies, Carrier(terms.spool_bytes), downloads, session, clock, token_seconds=terms.token_seconds
    )
    with endpoints(terms):
        try:
            yield DiscordService(terms, platform, lambda: Gateway(terms, reception, receive, registration), clock)
        finally:
            await session.close()
            await downloads.close()
            await line.close()
