"""What the operator decided about Telegram."""

from dataclasses import dataclass
from pathlib import Path

from core.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Terms:
    """Where the Bot API is, who we are there, and how updates come.

    `api_url` is a Bot API server without a slash at its end; `local` says that it runs in local mode and keeps files
    under `local_dir`. With `webhook_url` updates are brought to us, else fetched. `ffmpeg` is a program or None.
    """

    token: Secret
    api_url: str
    local: bool = False
    local_dir: Path | None = None
    webhook_url: str | None = None
    webhook_secret: Secret | None = None
    proxy: str | None = None
    ffmpeg: str | None = None
