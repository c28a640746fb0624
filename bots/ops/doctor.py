"""`nemobot doctor`: checks everything that a start needs, in order, and says how to fix what is missing.

It starts nothing and changes nothing. It never prints a secret, a URL that may hold one, or an exception's text.
"""

import dataclasses
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from bots.ops import (
    access_checks,
    discord_checks,
    key_checks,
    local_checks,
    port_checks,
    remote_checks,
    telegram_checks,
)
from bots.ops.finding import Finding, failed, passed, warning
from bots.settings import UNBOUNDED, UNBOUNDED_MEND, Settings, SettingsError, unknown_names

Check = Callable[[Settings], Awaitable[Finding | None]]  # None: there is nothing to check

CHECKS: tuple[Check, ...] = (
    local_checks.platforms,
    local_checks.skill,
    local_checks.data_folder,
    local_checks.database,
    key_checks.secret_key,
    access_checks.access,
    port_checks.http_port,
    port_checks.web_port,
    remote_checks.backend,
    remote_checks.operator_token,
    telegram_checks.token,
    telegram_checks.webhook,
    local_checks.bot_api_server,
    discord_checks.token,
    discord_checks.application,
    local_checks.ffmpeg,
)


async def run_checks(env_file: Path, write: Callable[[str], object], *, as_json: bool = False) -> int:
    """Write one finding after the other and return the exit code: 1 if a check failed, else 0.

    Args:
        env_file: the file with settings, which may be missing.
        write: writes a line.
        as_json: write one object instead when all is known: `ready`, and `findings` with their `state` (passed,
            warning, failed), `subject`, `found` and `mend`.
    """
    findings = list[Finding]()
    async for finding in _findings(env_file):
        findings.append(finding)
        if not as_json:
            write(str(finding))
    ready = not any(finding.failed for finding in findings)
    if as_json:
        told = {"ready": ready, "findings": [dataclasses.asdict(finding) for finding in findings]}
        write(json.dumps(told, ensure_ascii=False, indent=2))
    return int(not ready)


async def _findings(env_file: Path) -> AsyncIterator[Finding]:
    yield local_checks.python(sys.version_info[:3])
    if (shown := local_checks.env_file(env_file)) is not None:
        yield shown
    try:
        settings = Settings.load(env_file)
    except SettingsError as error:
        for problem in error.problems:
            yield failed("settings", "not usable", problem)
        yield warning("everything else", "not looked at", "mend the settings first")
        return
    yield passed("settings", "all values can be used")
    for name in settings.shut_out:
        mend = f"add {name} to it for everybody there, or the chats and people that may"
        yield warning("NEMOBOT_ALLOW", f"no entry for {name}: nobody may use the bot there", mend)
    if settings.unbounded:
        yield warning("limits", UNBOUNDED, UNBOUNDED_MEND)
    for problem in unknown_names(os.environ):
        yield warning("environment", "a name nobody reads", problem)
    for check in CHECKS:
        if (finding := await check(settings)) is not None:
            yield finding
