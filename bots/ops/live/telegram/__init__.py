"""Telegram, tried: what the bot is told of itself, and what becomes of messages in a chat that the operator names."""

from bots.ops.live.telegram.api import Telegram
from bots.ops.live.telegram.bot import BOT
from bots.ops.live.telegram.messages import MESSAGES

__all__ = ["PROBES", "Telegram"]

PROBES = (*BOT, *MESSAGES)
