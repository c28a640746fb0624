"""The settings of the operator as the environment of a bot that is killed: none of their secrets, and shorter waits.

Only what is named here is taken over, so that a new secret never is.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bots.settings import PREFIXES, Settings

KEPT: Final = (
    *("nemobot_skill", "skill_source", "nemobot_auto_export", "nemobot_keep_days", "nemobot_log_format"),
    "nemobot_stale_hours",
    *("nemobot_still_working_seconds", "nemobot_render_poll_seconds", "nemobot_turn_timeout_seconds"),
    *("nemobot_silence_timeout_seconds", "nemobot_recovery_seconds", "nemobot_silent_edit_seconds"),
    *("nemobot_retry_429_seconds", "nemobot_join_seconds", "nemobot_shutdown_grace_seconds"),
    *("nemobot_max_file_mb", "nemobot_concurrency", "nemobot_spool_mb", "nemobot_ffmpeg"),
    *("nemobot_requests_per_minute", "nemobot_requests_at_once", "nemobot_requests_per_day"),
    *("nemobot_chat_requests_per_day", "nemobot_upload_mb_per_day"),
)
LONGEST: Final[dict[str, float | tuple[float, ...]]] = {
    "nemobot_turn_timeout_seconds": 20.0,
    "nemobot_recovery_seconds": (1.0, 2.0, 2.0, 3.0, 4.0),
    "nemobot_render_poll_seconds": 5.0,
    "nemobot_silent_edit_seconds": (0.5, 0.5, 0.5),
    "nemobot_join_seconds": 2.5,
}
"""Waits of minutes would be all that five minutes see."""
FEWEST: Final[dict[str, int]] = {
    "nemobot_requests_per_minute": 20,
    "nemobot_requests_at_once": 10,
    "nemobot_requests_per_day": 20,
    "nemobot_chat_requests_per_day": 20,
    "nemobot_upload_mb_per_day": 20,
}
"""What one person of the proof asks for must not be refused; 0 is no limit."""


@dataclass(frozen=True, slots=True)
class Environment:
    """`variables` for the process; `changed` and `left_out` tell what of the settings does not hold there."""

    variables: dict[str, str]
    changed: tuple[str, ...]
    left_out: tuple[str, ...]


def foreign() -> dict[str, str]:
    """Return the environment of this process without the settings in it, secrets among them."""
    ours = {name.upper() for name in Settings.model_fields}
    return {
        name: value
        for name, value in os.environ.items()
        if name.upper() not in ours and not name.upper().startswith(PREFIXES)
    }


def environment(settings: Settings, folder: Path, backend: str, *, page_port: int, health_port: int) -> Environment:
    """Return the environment of a bot with its data in a folder, before a backend, on two ports of this machine."""
    held = {name: getattr(settings, name) for name in KEPT}
    meant = {name: _bounded(name, value) for name, value in held.items()}
    changed = tuple(
        f"{name.upper()} {_text(meant[name])} ({_text(value)})" for name, value in held.items() if meant[name] != value
    )
    place = {
        "NEMO_API_URL": backend,
        "NEMO_WEB_URL": backend,
        "NEMOBOT_DATA_DIR": str(folder),
        "NEMOBOT_HTTP_PORT": str(health_port),
        "NEMOBOT_WEB": "1",
        "NEMOBOT_WEB_PORT": str(page_port),
    }
    unused = settings.model_fields_set - {*KEPT, *(name.lower() for name in place)}
    told = {name.upper(): _text(value) for name, value in meant.items() if value is not None}
    return Environment(foreign() | told | place, changed, tuple(sorted(name.upper() for name in unused)))


def _bounded(name: str, value: Any) -> Any:
    if name in LONGEST:
        longest = LONGEST[name]
        if isinstance(longest, tuple):
            return value if sum(value) <= sum(longest) else longest
        return min(value, longest)
    if name in FEWEST:
        return value and max(value, FEWEST[name])
    if name == "nemobot_skill" and Path(value).expanduser().exists():  # it is read from another folder
        return str(Path(value).expanduser().absolute())
    return value


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ",".join(map(_text, value))
    if isinstance(value, bool | float):
        return f"{value:g}"
    return str(value)
