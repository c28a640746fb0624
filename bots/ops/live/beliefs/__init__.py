"""The catalogue of beliefs: all that is believed of NemoVideo, Telegram and Discord and cannot be known without them.

docs/beliefs.md is this list; the live walk tries it; `tests/doubles` and `tests/live` point to it.
"""

from typing import Final

from bots.ops.live.beliefs.belief import Belief, Evidence
from bots.ops.live.beliefs.discord import DISCORD
from bots.ops.live.beliefs.nemovideo import NEMOVIDEO
from bots.ops.live.beliefs.telegram import TELEGRAM

__all__ = ["BELIEFS", "SERVICES", "Belief", "Evidence"]

BELIEFS: Final[dict[str, Belief]] = {belief.id: belief for belief in (*NEMOVIDEO, *TELEGRAM, *DISCORD)}
SERVICES: Final = {"nemovideo": "NemoVideo", "telegram": "Telegram", "discord": "Discord"}
"""The services by the first part of a belief's id, with their names."""
