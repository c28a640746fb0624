"""Discord, tried: the application, messages in a channel that the operator names, and one press there."""

from bots.ops.live.discord.api import Discord
from bots.ops.live.discord.application import APPLICATION
from bots.ops.live.discord.gateway import GATEWAY
from bots.ops.live.discord.messages import MESSAGES

__all__ = ["PROBES", "Discord"]

PROBES = (*APPLICATION, *MESSAGES, *GATEWAY)
