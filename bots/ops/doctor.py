"""`nemobot doctor`: checks everything that a start needs, in order, and says how to fix what is missing.

It starts nothing and changes nothing. It never prints a secret, a URL that may hold one, or an exception's text.
"""

import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bots.ops import local_checks, remote_checks
from bots.ops.finding import Finding, failed, passed, warning
from bots.settings import Settings, SettingsError, unknown_names

Check = Callable[[Settings], Awaitable[Finding]]

CHECKS: tuple[Check, ...] = (
    local_checks.skill,
    local_checks.data_folder,
    local_checks.database,
    remote_checks.backend,
    remote_checks.operator_token,
    remote_checks.telegram,
    local_checks.bot_api_server,
    remote_checks.discord,
    local_checks.ffmpeg,
)


async def run_checks(env_file: Path, write: Callable[[str], object]) -> int:
    """Write one finding after the other and return the exit code: 1 if a check failed, else 0."""
    findings = [local_checks.python(sys.version_info[:3])]
    write(str(findings[0]))
    try:
        settings = Settings.load(env_file)
    except SettingsError as error:
        for problem in error.problems:
            write(str(failed("settings", "not usable", problem)))
        write("The rest was not looked at: mend the settings first.")
        return 1
    write(str(passed("settings", "all values can be used")))
    for name in settings.shut_out:
        mend = f"add {name} to it for everybody there, or the chats and people that may"
        write(str(warning("NEMOBOT_ALLOW", f"no entry for {name}: nobody may use the bot there", mend)))
    for problem in unknown_names(os.environ):
        write(str(warning("environment", "a name nobody reads", problem)))
    for check in CHECKS:
        findings.append(await check(settings))
        write(str(findings[-1]))
    return int(any(finding.failed for finding in findings))
