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
_EVERYWHERE: Final = "everywhere"

Tree = app_commands.CommandTree[discord.Client]


class Registration:
    """Registers commands everywhere; where `guilds` are named, only there (a change is then visible at once)."""

    def __init__(self, adapter_data: AdapterData, guilds: Sequence[int]) -> None:
        self._adapter_data = adapter_data
        self._guilds = guilds

    async def register(self, tree: Tree) -> None:
        """Send what Discord does not know yet. A refusal is logged, and the next connection tries again.

        Raises:
            StorageError: what was sent last cannot be read or written.
        """
        commands = await _payload(tree)
        places = [(None, [] if self._guilds else commands), *((guild, commands) for guild in self._guilds)]
        for guild, here in places:
            try:
                await self._send(tree.client, guild, here)
            except (discord.DiscordException, aiohttp.ClientError, OSError):
                log.exception("Discord did not take the commands (%s)", guild or _EVERYWHERE)

    async def _send(self, client: discord.Client, guild: int | None, commands: list[Any]) -> None:
        application = client.application_id
        name = f"{application}:{guild or _EVERYWHERE}"
        digest = hashlib.sha256(json.dumps(commands, sort_keys=True).encode()).hexdigest()
        before = await self._adapter_data.get(_SCOPE, name)
        if application is None or digest == before or not (commands or before):
            return
        if guild is None:
            await client.http.bulk_upsert_global_commands(application, payload=commands)
        else:
            await client.http.bulk_upsert_guild_commands(application, guild, payload=commands)
        await self._adapter_data.set(_SCOPE, name, digest)
        log.info("Discord knows the commands (%s)", name)


async def _payload(tree: Tree) -> list[Any]:
    """Return the commands as Discord takes them, in every language."""
    translator = tree.translator
    return [
        await command.get_translated_payload(tree, translator) if translator else command.to_dict(tree)
        for command in tree.get_commands()
    ]
