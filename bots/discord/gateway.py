"""The gateway's client: its events go to the reception, everything else the library does by itself.

One client is one attempt: the library cannot start the same one twice.
"""

import logging
import sys
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import discord

from bots.discord import mapping
from bots.discord.commands import Commands, Words
from bots.discord.config import Terms
from bots.discord.interactions import Reception
from bots.discord.refusals import calling
from bots.discord.registration import Registration
from core.model.chat import ChatError, Incoming
from core.words.language import from_locale
from core.words.phrases import say

log = logging.getLogger(__name__)

_JUST_NOW: Final = timedelta(seconds=60)
_SERVERS_SECONDS: Final = 0.3  # for the next server to be told at the start; one that comes later is heard all the same


class Gateway(discord.AutoShardedClient):
    """Hears people. Speaks only to say that something could not be taken."""

    def __init__(
        self,
        terms: Terms,
        reception: Reception,
        receive: Callable[[Incoming], Awaitable[None]],
        registration: Registration,
    ) -> None:
        intents = discord.Intents(
            guilds=True, guild_messages=True, dm_messages=True, message_content=terms.message_content
        )
        sharding: dict[str, Any] = {"shard_count": terms.shard_count, "shard_ids": list(terms.shard_ids) or None}
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=_SERVERS_SECONDS,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            proxy=terms.api_proxy,
            **sharding,
        )
        self.tree = Commands(self, reception, terms.skills)
        self._reception = reception
        self._receive = receive
        self._registration = registration

    def missing(self) -> str | None:
        """Return why no messages come, None: they do."""
        if not self.is_ready():
            return "connecting"
        closed = [number for number, shard in self.shards.items() if shard.is_closed()]
        return f"shards reconnecting: {closed}" if closed else None

    async def close(self) -> None:
        """Leave once nothing is being taken any more."""
        await self._reception.idle()
        await super().close()

    async def setup_hook(self) -> None:
        """Register the commands between login and the first event."""
        await self.tree.set_translator(Words())
        await self._registration.register(self.tree)

    async def on_ready(self) -> None:
        """Say that it works."""
        log.info("Discord: connected as %s with %d shards", self.user, len(self.shards))

    async def on_message(self, message: discord.Message) -> None:
        """Hand in what is meant for the bot."""
        sees_all = self.intents.message_content
        incoming = mapping.of_message(message, self.user, sees_all=sees_all) if self.user else None
        if incoming is None:
            return
        try:
            with self._reception.working():
                await self._receive(incoming)
        except Exception:
            log.exception("message %d was not accepted", message.id)
            reference = f"D{message.id}"
            await _answer(message, say(from_locale(incoming.sender.locale) or "en", "error.ours", reference=reference))

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Hand in the new words of a message; other changes (a preview, a pin) come with an old time of an edit."""
        edited = payload.message.edited_at
        if edited is not None and discord.utils.utcnow() - edited < _JUST_NOW:
            await self.on_message(payload.message)

    async def on_interaction(self, interaction: discord.Interaction[discord.Client]) -> None:
        """Hand in presses and forms; the tree takes the commands."""
        await self._reception.component(interaction)

    async def on_error(self, event_method: str, /, *args: object, **kwargs: object) -> None:
        """Write down what nobody expected; the gateway goes on."""
        del args, kwargs
        log.error("Discord event %s could not be taken", event_method, exc_info=sys.exception())


async def _answer(message: discord.Message, text: str) -> None:
    try:
        with calling():
            await message.channel.send(text, reference=message.to_reference(fail_if_not_exists=False))
    except ChatError as error:
        log.warning("message %d could not be answered: %s", message.id, error)
