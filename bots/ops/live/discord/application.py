"""What Discord tells an application of itself."""

from typing import Final

from bots.ops.live.discord.api import Discord
from bots.ops.live.probe import Missing, Probe
from bots.ops.live.shapes import names

MESSAGE_CONTENT: Final = 1 << 18 | 1 << 19  # application flags: granted, or granted below a hundred servers
_PRIVATE = frozenset({1, 3})  # types of channels: a direct one, and a group


async def _bot(discord: Discord) -> None:
    reply = await discord.ask("bot", "GET", "/users/@me")
    holds = isinstance(reply.fields.get("id"), str) and reply.fields.get("bot") is True
    discord.verdicts.judge("discord.bot", "" if holds else str(reply), holds=holds)


async def _application(discord: Discord) -> None:
    reply = await discord.ask("application", "GET", "/applications/@me")
    number, flags = reply.fields.get("id"), reply.fields.get("flags")
    holds = isinstance(number, str) and isinstance(flags, int)
    if isinstance(number, str) and isinstance(flags, int):
        discord.application, discord.flags = number, flags
    granted = "granted" if discord.flags & MESSAGE_CONTENT else "not granted"
    seen = f"the message content intent is {granted}" if holds else str(reply)
    discord.verdicts.judge("discord.application", seen, holds=holds)


async def _gateway(discord: Discord) -> None:
    reply = await discord.ask("gateway", "GET", "/gateway/bot")
    url, shards, limit = (reply.fields.get(name) for name in ("url", "shards", "session_start_limit"))
    left = limit.get("remaining") if isinstance(limit, dict) else None
    holds = isinstance(url, str) and isinstance(shards, int) and isinstance(left, int)
    if isinstance(url, str):
        discord.gateway = url
    discord.verdicts.judge("discord.gateway", f"{left} sessions left" if holds else str(reply), holds=holds)


async def _channel(discord: Discord) -> None:
    reply = await discord.ask("channel", "GET", discord.channel())
    if not reply.ok:
        raise Missing(f"the channel cannot be seen ({reply})")
    guild = reply.fields.get("guild_id")
    if reply.fields.get("type") in _PRIVATE:
        raise Missing("it is no channel of a server")
    if not isinstance(guild, str):
        discord.verdicts.judge("discord.channel", str(reply), holds=False)
        return
    server = await discord.ask("server", "GET", f"/guilds/{guild}")
    tier = server.fields.get("premium_tier")
    seen = f"tier {tier}" if isinstance(tier, int) else names(server.value)
    discord.verdicts.judge("discord.channel", seen, holds=isinstance(tier, int))
    discord.tier = tier if isinstance(tier, int) else None


APPLICATION = (
    Probe(_bot, ("discord.bot",)),
    Probe(_application, ("discord.application",)),
    Probe(_gateway, ("discord.gateway",)),
    Probe(_channel, ("discord.channel",)),
)
