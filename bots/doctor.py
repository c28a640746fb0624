"""`nemobot doctor`: looks at everything a start needs, in order, and names the mend for what is missing.

Starts nothing and makes nothing. Never prints a secret, an address that may hold one, or an exception's own text.
"""

import os
import stat
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from bots.findings import Finding, failed, fine, note
from bots.settings import Settings, SettingsError, strangers
from bots.trials import backend, discord, ffmpeg, operator_token, telegram
from bots.upkeep import sentence
from core.skills import SkillError, load
from storage.database import Database
from storage.errors import Broken, StorageError
from storage.migrations import migrations

OLDEST_PYTHON = (3, 11)
TELEGRAMS_OWN = "api.telegram.org"
LOG_OUT = (
    "if it ever ran there, log it out once: curl https://api.telegram.org/bot$TELEGRAM_BOT_TOKEN/logOut "
    "(the way back is shut for ten minutes then)"
)

Say = Callable[[str], object]
Check = Callable[[Settings], Awaitable[Finding]]


async def examine(env_file: Path, say: Say) -> int:
    """Say one finding after the other and return the exit code: 1 when a check failed."""
    findings = [python(sys.version_info[:3])]
    say(str(findings[0]))
    try:
        settings = Settings.load(env_file)
    except SettingsError as error:
        for problem in error.problems:
            say(str(failed("settings", "not usable", problem)))
        say("The rest was not looked at: mend the settings first.")
        return 1
    say(str(fine("settings", "all values can be used")))
    for stranger in strangers(os.environ):
        say(str(note("environment", "a name nobody reads", stranger)))
    for check in CHECKS:
        findings.append(await check(settings))
        say(str(findings[-1]))
    return int(any(finding.failed for finding in findings))


def python(version: tuple[int, int, int]) -> Finding:
    """Look at the interpreter."""
    said = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        return failed("Python", said, "install Python 3.11 or newer and set Nemobot up again with it")
    return fine("Python", said)


async def skill(settings: Settings) -> Finding:
    """Look at the skill the bot speaks as."""
    try:
        chosen = load(settings.nemobot_skill)
    except SkillError as error:
        return failed(
            "skill", "; ".join(error.problems), "set NEMOBOT_SKILL to a bundled name or the path of a SKILL.md"
        )
    return fine("skill", f"{chosen.name} {chosen.version}")


async def data_folder(settings: Settings) -> Finding:
    """Look whether the data folder can be written, and by nobody else read."""
    folder = settings.nemobot_data_dir.absolute()
    if not folder.exists():
        parent = next(one for one in folder.parents if one.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            return fine("data folder", f"{folder} will be made at the first start")
        return failed("data folder", f"{folder} cannot be made", f"give this user the right to write in {parent}")
    if not folder.is_dir():
        return failed("data folder", f"{folder} is no folder", "set NEMOBOT_DATA_DIR to a folder")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        frozen = os.statvfs(folder).f_flag & os.ST_RDONLY
        mend = "mount its disk for writing" if frozen else f"chown it to this user: chown {os.getuid()} {folder}"
        return failed("data folder", f"{folder} cannot be written", mend)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return note("data folder", f"{folder} is open to other users", f"chmod 700 {folder}")
    return fine("data folder", str(folder))


async def database(settings: Settings) -> Finding:
    """Look whether the database opens and its schema is one this release knows; a running bot does not disturb."""
    path, newest = settings.database_path, migrations()[-1].number
    if not path.exists():
        return fine("database", f"{path} will be made at the first start")
    try:
        schema = await _schema(path)
    except (StorageError, OSError) as error:
        return failed("database", "it does not open", sentence(error, path))
    if schema > newest:
        return failed("database", f"schema {schema}, this release knows {newest}", "install the later release again")
    if schema < newest:
        return note("database", f"schema {schema} of {newest}", "nemobot migrate (the next start does so too)")
    return fine("database", f"{path}, schema {schema}")


async def bot_api_server(settings: Settings) -> Finding:
    """Look whether a Bot API server of the operator's own is set up as it must be.

    Whether the bot is still logged in at Telegram's own is not looked at: asking there would log it in again, and
    while it is, nothing promises that the other server gets its updates (Bot API, logOut).
    """
    what, host = "Bot API server", urlsplit(settings.telegram_api_url).hostname
    if settings.telegram_bot_token is None:
        return fine(what, "not needed")
    if host == TELEGRAMS_OWN:
        if settings.telegram_local_mode:
            mend = "set TELEGRAM_API_URL to a server of your own, or leave TELEGRAM_LOCAL_MODE out"
            return failed(what, "TELEGRAM_LOCAL_MODE is on, but this is Telegram's own", mend)
        return fine(what, "Telegram's own")
    folder = settings.telegram_local_dir
    if settings.telegram_local_mode and (folder is None or not os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
        mend = "mount that server's folder here, for reading and writing, and set TELEGRAM_LOCAL_DIR to it"
        return failed(what, f"{host}, whose files cannot be reached", mend)
    return note(what, f"{host}; updates come for sure only to a bot that Telegram's own let go", LOG_OUT)


async def _schema(path: Path) -> int:
    store = await Database.open(path)
    try:
        (checked,) = await store.all("pragma quick_check(1)")  # a file that was cut short still opens
        if checked["quick_check"] != "ok":
            raise Broken("its pages do not fit together")
        if not await store.all("select 1 from sqlite_master where name = 'schema_migrations'"):
            return 0
        return int((await store.all("select max(number) as newest from schema_migrations"))[0]["newest"] or 0)
    finally:
        await store.close()


CHECKS: tuple[Check, ...] = (
    skill,
    data_folder,
    database,
    backend,
    operator_token,
    telegram,
    bot_api_server,
    discord,
    ffmpeg,
)
