"""What the operator asks of a live walk."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

PRESS_SECONDS: Final = 60.0
REPORT: Final = Path("live-report.json")


@dataclass(frozen=True, slots=True)
class Options:
    """Services to try, and what may be used for it.

    Attributes:
        services: the ids of those that are tried, of those that are configured; none means all.
        telegram_chat: the chat in which messages are sent, edited and deleted.
        discord_channel: the channel for the same.
        clip_url: the address of a film that NemoVideo may fetch.
        press_seconds: how long a press of a button in `discord_channel` is waited for; 0: not at all.
        report: the file of the report.
    """

    services: tuple[str, ...] = ()
    telegram_chat: str | None = None
    discord_channel: str | None = None
    clip_url: str | None = None
    press_seconds: float = PRESS_SECONDS
    report: Path = REPORT
