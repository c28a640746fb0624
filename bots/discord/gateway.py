"""The client of Discord's gateway: its events go to `interactions`, everything else the library does by itself.

One client is one attempt: the library cannot start the same one twice.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

import discord

from bots.discord.commands import CatalogueTranslator, Commands
from bots.discord.config import Config
from bots.discord.forwarded import with_forwarded_mentions
from bots.discord.interactions import Interactions
from bots.discord.registration import Registration
from bots.invitation import invite_link

log = logging.getLogger(__name__)

_WITH_MESSAGES: Final = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE", "INTERACTION_CREATE"})
_OF_THE_SESSION: Final = frozenset({"READY", "RESUMED"})
_RECENTLY: Final = timedelta(seconds=60)
_GUILDS_SECONDS: Final = 0.3  # the wait for the next guild at the start; one that comes later is taken all the same


class NoSessionsLeft(Exception):
    """Discord lets this bot start no more sessions for `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"for {seconds:.0f} s")
        self.seconds = seconds


class Gateway(discord.AutoShardedClient):
    """Receives events. It speaks only to say that something could not be taken."""

    def __init__(self, config: Config, interactions: Interactions, registration: Registration) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=config.message_content
        )
        sharding: dict[str, Any] = {"shard_count": config.shard_count, "shard_ids": list(config.shard_ids) or None}
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=_GUILDS_SECONDS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            proxy=config.api_proxy,
            **sharding,
        )
        self.tree = Commands(self, interactions, config.skills, admins=config.admins)
        self._interactions = interactions
        self._registration = registration
        self._ending: asyncio.Task[None] | None = None
        parsers = self._connection.parsers
        for name in parsers.keys() - _OF_THE_SESSION:
            parsers[name] = partial(self._parse, name, parsers[name])

    def _parse(self, name: str, parse: Callable[[Any], None], event: Any) -> None:
        """Let the library parse an event, a message with what it would drop.

        One that it fails at is logged and left out: the library would end the session, and all other events with it.
        """
        try:
            complete = name in _WITH_MESSAGES
            parse(with_forwarded_mentions(event, self.user.id if self.user else 0) if complete else event)
        except Exception as error:
            log.exception("Discord event %s could not be read", name)
            if name == "INTERACTION_CREATE":
                self.dispatch("unreadable_interaction", event, error)

    def missing(self) -> str | None:
        """Return why no events arrive; None: they do."""
        if not self.is_ready():
            return "connecting"
        closed = [number for number, shard in self.shards.items() if shard.is_closed()]
        return f"shards reconnecting: {closed}" if closed else None

    async def close(self) -> None:
        """Close the connections once nothing is being taken any more. A cancel ends that wait, and leaves none open."""
        try:
            await self._interactions.wait_idle()
        finally:
            self._ending = asyncio.create_task(super().close(), name="discord gateway closes")
            await asyncio.shield(self._ending)

    async def setup_hook(self) -> None:
        """Register the commands between login and the first event.

        Raises:
            NoSessionsLeft: Discord would end all sessions of the bot and reset its token if one more were started
                (Discord developer documentation, "Gateway", "Identifying").
        """
        advised, _, limit = await self.http.get_bot_gateway()
        if limit["remaining"] < (len(self.shard_ids or ()) or self.shard_count or advised):
            raise NoSessionsLeft(limit["reset_after"] / 1000)
        await self.tree.set_translator(CatalogueTranslator())
        await self._registration.register(self.tree)

    async def on_ready(self) -> None:
        """Log that events arrive, and how the bot comes into a server."""
        log.info("Discord: connected as %s with %d shards", self.user, len(self.shards))
        if self.application_id is not None:
            log.info("Discord: add the bot to a server by %s", invite_link(self.application_id))

    async def on_message(self, message: discord.Message) -> None:
        """Hand a message over."""
        if self.user is not None:
            await self._interactions.take_message(message, self.user, sees_all=self.intents.message_content)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Hand over a corrected message, or a preview. Such changes (a pin, too) carry an old time of the last edit."""
        edited = payload.message.edited_at
        if edited is not None and discord.utils.utcnow() - edited < _RECENTLY:
            await self.on_message(payload.message)
        else:
            self._interactions.take_preview(payload.message)

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Hand presses and modals over; the command tree takes the commands."""
        await self._interactions.take_component(interaction)

    async def on_unreadable_interaction(self, event: Mapping[str, Any], error: Exception) -> None:
        """Answer an interaction that the library could not read, with what an answer needs of it."""
        needed = {"type": 0, "version": 1, "application_id": 0, "attachment_size_limit": 0}
        needed |= {name: event[name] for name in ("id", "token", "type", "locale") if name in event}
        payload: Any = needed
        await self._interactions.answer_failure(discord.Interaction(data=payload, state=self._connection), error)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Log an unexpected error; the gateway goes on."""
        del args, kwargs
        log.error("Discord event %s could not be taken", event_method, exc_info=sys.exception())
