"""The commands as Discord knows them, sent only when they changed.

Discord allows 200 creations a day for each guild (Discord developer documentation, "Application Commands",
"Registering a Command"), so they are not sent at every start.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from typing import Any, Final

import aiohttp
import discord
from discord import app_commands

from core.model.adapter_data import AdapterData

log = logging.getLogger(__name__)

_SCOPE: Final = "discord:commands"
_GUILDS_SCOPE: Final = "discord:guilds"
_EVERYWHERE: Final = "everywhere"

Tree = app_commands.CommandTree[discord.Client]


class Registration:
    """Registers commands everywhere; where `guilds` are named, only there (a change is then visible at once).

    A guild that is named no longer loses its commands again: they would stand beside those that are everywhere.
    """

    def __init__(self, adapter_data: AdapterData, guilds: Sequence[int]) -> None:
        self._adapter_data = adapter_data
        self._guilds = tuple(dict.fromkeys(guilds))

    async def register(self, tree: Tree) -> None:
        """Send what Discord does not know yet. A refusal is logged, and the next connection tries again.

        Raises:
            StorageError: what was sent last cannot be read or written.
        """
        client, application = tree.client, tree.client.application_id
        if application is None:
            return
        commands = await _payload(tree)
        known = await self._guilds_with_commands(application)
        left = sorted(known.difference(self._guilds))
        if not known.issuperset(self._guilds):  # before they are sent, so that a crash forgets none
            await self._remember(application, known := known.union(self._guilds))
        await self._try(client, application, None, [] if self._guilds else commands)
        for guild in self._guilds:
            await self._try(client, application, guild, commands)
        for guild in left:
            if await self._try(client, application, guild, []):
                await self._remember(application, known := known - {guild})

    async def _try(self, client: discord.Client, application: int, guild: int | None, commands: list[Any]) -> bool:
        """Send the commands of a guild, None: those of all places; return whether Discord has them."""
        try:
            await self._send(client, application, guild, commands)
        except (discord.Forbidden, discord.NotFound) as error:
            log.warning("Discord did not take the commands: the bot is not in server %s (%s)", guild, error)
            return False
        except (discord.DiscordException, aiohttp.ClientError, OSError):
            log.exception("Discord did not take the commands (%s)", guild or _EVERYWHERE)
            return False
        return True

    async def _send(self, client: discord.Client, application: int, guild: int | None, commands: list[Any]) -> None:
        name = f"{application}:{guild or _EVERYWHERE}"
        digest = hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
        before = await self._adapter_data.get(_SCOPE, name)
        if digest == before or (guild is None and not (commands or before)):
            return
        if guild is None:
            await client.http.bulk_upsert_global_commands(application, payload=commands)
        else:
            await client.http.bulk_upsert_guild_commands(application, guild, payload=commands)
        await self._adapter_data.set(_SCOPE, name, digest)
        log.info("Discord knows the commands (%s)", name)

    async def _guilds_with_commands(self, application: int) -> set[int]:
        """Return the guilds where commands were, or may have been, registered."""
        kept = await self._adapter_data.get(_GUILDS_SCOPE, str(application))
        return {int(guild) for guild in (kept or "").split(",") if guild}

    async def _remember(self, application: int, guilds: set[int]) -> None:
        await self._adapter_data.set(_GUILDS_SCOPE, str(application), ",".join(map(str, sorted(guilds))))


async def _payload(tree: Tree) -> list[Any]:
    """Return the commands as Discord takes them, in every language."""
    translator = tree.translator
    return [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
