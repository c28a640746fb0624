"""What the operator configured for Telegram."""

from dataclasses import dataclass
from pathlib import Path

from core.model.secret import Secret


@dataclass(frozen=True, slots=True)
class Config:
    """Which Bot API server is called with which token, and how updates arrive.

    `api_url` is the server's address without a trailing slash. `local`: the server runs in local mode and stores files
    under `local_dir`. With `webhook_url` updates are pushed to us, without it they are polled. `ffmpeg` is the path of
    the program; None: there is none. `admins` are the user ids of the operator's admins, who have /admin in their menu.
    """

    token: Secret
    api_url: str
    local: bool = False
    local_dir: Path | None = None
    webhook_url: str | None = None
    webhook_secret: Secret | None = None
    proxy: str | None = None
    ffmpeg: str | None = None
    admins: tuple[int, ...] = ()
