"""The doctor's checks of this machine: interpreter, settings file, skill, data folder, database, programs.

They create and change nothing, and never print a secret or the text of an exception.
"""

import asyncio
import os
import shutil
import signal
import stat
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

from bots.ops.finding import Finding, failed, passed, warning
from bots.ops.maintenance import explain
from bots.settings import Settings
from core.skills import SkillError, load
from storage.database import Database
from storage.errors import Broken, StorageError
from storage.migrations import migrations

OLDEST_PYTHON = (3, 11)
PROGRAM_SECONDS = 10.0
LOOKED_AT = 10_000  # files of a Bot API server
OFFICIAL_BOT_API = "api.telegram.org"
LOG_OUT = (
    "if it ever ran there, log it out once: curl https://api.telegram.org/bot$TELEGRAM_BOT_TOKEN/logOut "
    "(the way back is shut for ten minutes then)"
)


def python(version: tuple[int, int, int]) -> Finding:
    """Check the interpreter."""
    text = ".".join(map(str, version))
    if version[:2] < OLDEST_PYTHON:
        return failed("Python", text, "install Python 3.11 or newer and set Nemobot up again with it")
    return passed("Python", text)


def env_file(path: Path) -> Finding | None:
    """Check that no other user can read the file with the tokens; None: there is no file."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None
    if mode & 0o077:
        return warning(str(path), "other users can read it, and it holds tokens", f"chmod 600 {path}")
    return passed(str(path), "only this user can read it")


async def platforms(settings: Settings) -> Finding:
    """Check that there is something to serve."""
    if not settings.platforms:
        mend = "set TELEGRAM_BOT_TOKEN, DISCORD_BOT_TOKEN or NEMOBOT_WEB=1, or try `nemobot demo`"
        return failed("platforms", "none is configured", mend)
    return passed("platforms", ", ".join(settings.platforms))


async def skill(settings: Settings) -> Finding:
    """Check that the chosen skill can be used."""
    try:
        chosen = load(settings.nemobot_skill)
    except SkillError as error:
        return failed(
            "skill", "; ".join(error.problems), "set NEMOBOT_SKILL to a bundled name or the path of a SKILL.md"
        )
    return passed("skill", f"{chosen.name} {chosen.version}")


async def data_folder(settings: Settings) -> Finding:
    """Check that the data folder can be written, and that other users cannot read it."""
    folder = settings.nemobot_data_dir.absolute()
    if not folder.exists():
        parent = next(one for one in folder.parents if one.exists())
        if os.access(parent, os.W_OK | os.X_OK):
            return passed("data folder", f"{folder} will be made at the first start")
        return failed("data folder", f"{folder} cannot be made", f"give this user the right to write in {parent}")
    if not folder.is_dir():
        return failed("data folder", f"{folder} is no folder", "set NEMOBOT_DATA_DIR to a folder")
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
        mend = "mount its disk for writing" if read_only else f"chown it to this user: chown {os.getuid()} {folder}"
        return failed("data folder", f"{folder} cannot be written", mend)
    if stat.S_IMODE(folder.stat().st_mode) & 0o077:
        return warning("data folder", f"{folder} is open to other users", f"chmod 700 {folder}")
    return passed("data folder", str(folder))


async def database(settings: Settings) -> Finding:
    """Check that the database opens and that this release knows its schema, also while a bot runs."""
    path, newest = settings.database_path, migrations()[-1].number
    if not path.exists():
        return passed("database", f"{path} will be made at the first start")
    try:
        schema = await _schema(path)
    except (StorageError, OSError) as error:
        return failed("database", "it does not open", explain(error, path))
    if schema > newest:
        return failed("database", f"schema {schema}, this release knows {newest}", "install the later release again")
    if schema < newest:
        return warning("database", f"schema {schema} of {newest}", "nemobot migrate (the next start does so too)")
    return passed("database", f"{path}, schema {schema}")


async def bot_api_server(settings: Settings) -> Finding:
    """Check the settings of a self-hosted Bot API server.

    It is not checked whether the bot is still logged in at Telegram's own server: a call there would log it in again,
    and then the self-hosted server may get no updates (Bot API, logOut).
    """
    subject, host = "Bot API server", urlsplit(settings.telegram_api_url).hostname
    if settings.telegram_bot_token is None:
        return passed(subject, "not needed")
    if host == OFFICIAL_BOT_API:
        if settings.telegram_local_mode:
            mend = "set TELEGRAM_API_URL to a server of your own, or leave TELEGRAM_LOCAL_MODE out"
            return failed(subject, "TELEGRAM_LOCAL_MODE is on, but this is Telegram's own", mend)
        return passed(subject, "Telegram's own")
    folder = settings.telegram_local_dir
    if settings.telegram_local_mode and (folder is None or not os.access(folder, os.R_OK | os.W_OK | os.X_OK)):
        mend = "mount that server's folder here, for reading and writing, and set TELEGRAM_LOCAL_DIR to it"
        return failed(subject, f"{host}, whose files cannot be reached", mend)
    if settings.telegram_local_mode and folder is not None and (owners := _owners_of_closed(folder)):
        here, others = os.geteuid(), ", ".join(map(str, sorted(owners)))
        found = f"{host}, of whose files some cannot be read or deleted by this user ({here}); they belong to {others}"
        return failed(subject, found, f"run both as one user, or give user {here} the right to read and write there")
    return warning(subject, f"{host}; updates come for sure only to a bot that Telegram's own let go", LOG_OUT)


def _owners_of_closed(folder: Path) -> set[int]:
    """Return the user ids that own what cannot be read or deleted in a folder; only its first entries are looked at.

    The names in it are not told: one of them is the token.
    """
    owners = set[int]()
    for path, is_folder in islice(_entries(folder), LOOKED_AT):
        if not os.access(path, os.R_OK | os.W_OK | os.X_OK if is_folder else os.R_OK):
            with suppress(OSError):
                owners.add(path.lstat().st_uid)
    return owners


def _entries(folder: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what lies in a folder and below, and whether it is a folder; what cannot be listed is skipped."""
    for at, folders, files in os.walk(folder):
        yield from ((Path(at, name), True) for name in folders)
        yield from ((Path(at, name), False) for name in files)


async def ffmpeg(settings: Settings) -> Finding:
    """Check that there is a working FFmpeg; only the demo cannot do without."""
    program = ffmpeg_program(settings)
    mend = (
        "`nemobot demo` and `nemobot sandbox` need it, and films on Telegram get their picture from it:"
        " apt install ffmpeg, or pip install 'nemobot[sandbox]'"
    )
    if program is None:
        return warning("FFmpeg", "not found", mend)
    words = (await _first_line(program, "-version")).split()
    if words[:2] != ["ffmpeg", "version"]:
        return warning("FFmpeg", f"{program} is no working FFmpeg", mend)
    return passed("FFmpeg", f"{program}, {words[2]}")


def ffmpeg_program(settings: Settings) -> str | None:
    """Return the FFmpeg that is used: the configured one, else that of the system, else that of the sandbox's extra."""
    return settings.nemobot_ffmpeg or shutil.which("ffmpeg") or _bundled_ffmpeg()


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


async def _first_line(program: str, *arguments: str) -> str:
    """Return the first line that a program prints; "" if it does not start or takes too long."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdin=quiet, stdout=asyncio.subprocess.PIPE, stderr=quiet, start_new_session=True
        )
    except OSError:
        return ""
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        async with asyncio.timeout(PROGRAM_SECONDS):
            return (await process.stdout.readline()).decode(errors="replace")
    except (TimeoutError, ValueError):  # ValueError: the line has no end
        return ""
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the whole group: a child that holds the pipe would keep it open
        await process.communicate()


def _bundled_ffmpeg() -> str | None:
    """Return the FFmpeg of the sandbox's extra, without importing it; None: it is not installed."""
    spec = find_spec("imageio_ffmpeg")
    if spec is None or spec.origin is None:
        return None
    programs = Path(spec.origin).parent.joinpath("binaries").glob("ffmpeg*")
    return next((str(program) for program in programs), None)
