"""The doctor's checks that reach outside this process: the backend, each platform's token, FFmpeg.

Each asks once, with a limit, and costs nothing. A token travels to its own service only and into no finding.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
from pydantic import SecretStr

from bots.findings import Finding, failed, fine, note
from bots.settings import Settings
from core.model.secret import Secret
from core.nemo.caller import Attribution, Caller
from core.nemo.client import NemoClient
from core.nemo.errors import Denied, NemoError, TokenRejected

SECONDS = 10.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DOCTOR = Attribution("nemobot-doctor", "1.0.0", "unknown")


class NoAnswer(Exception):
    """No HTTP answer came; the text says why, without any address."""


async def backend(settings: Settings) -> Finding:
    """Look whether NemoVideo answers at all; any HTTP status will do."""
    try:
        await _get(settings, settings.nemo_api_url)
    except NoAnswer as silence:
        return failed("backend", f"{_host(settings.nemo_api_url)}: {silence}", _network("NEMO_API_URL"))
    return fine("backend", f"{_host(settings.nemo_api_url)} answers")


async def operator_token(settings: Settings) -> Finding:
    """Look whether the operator's token is accepted, by asking for its credits."""
    what = "NEMO_TOKEN"
    if settings.nemo_token is None:
        return note(
            what, "not set: each chat gets an anonymous starter token, of which one address gets few", "set NEMO_TOKEN"
        )
    caller = Caller(Secret(settings.nemo_token.get_secret_value()), DOCTOR)
    try:
        async with (
            asyncio.timeout(SECONDS),
            NemoClient(settings.nemo_api_url, settings.nemo_web_url, proxy=_revealed(settings.nemobot_proxy)) as client,
        ):
            credits_left = await client.credits(caller)
    except (TokenRejected, Denied):
        return failed(what, "refused", f"make a new one on {settings.nemo_web_url}, under Settings, API Tokens")
    except (NemoError, TimeoutError) as error:
        return failed(what, f"could not be tried ({type(error).__name__})", _network("NEMO_API_URL"))
    return fine(what, f"accepted, {credits_left.available} credits")


async def telegram(settings: Settings) -> Finding:
    """Look whether Telegram knows the bot (getMe)."""
    if settings.telegram_bot_token is None:
        return fine("Telegram", "not configured")
    url = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}/getMe"
    return await _token_trial(settings, "Telegram", "TELEGRAM", url, {}, "copy the token again from @BotFather")


async def discord(settings: Settings) -> Finding:
    """Look whether Discord knows the bot (GET /users/@me)."""
    if settings.discord_bot_token is None:
        return fine("Discord", "not configured")
    headers = {"Authorization": f"Bot {settings.discord_bot_token.get_secret_value()}"}
    url = f"{settings.discord_api_url}/users/@me"
    return await _token_trial(settings, "Discord", "DISCORD", url, headers, "reset the token in the Developer Portal")


async def ffmpeg(settings: Settings) -> Finding:
    """Look whether the sandbox would find a working FFmpeg; a bot in front of the real service needs none."""
    program = settings.nemobot_ffmpeg or shutil.which("ffmpeg") or _bundled_ffmpeg()
    mend = "only `nemobot demo` and `nemobot sandbox` need it: apt install ffmpeg, or pip install 'nemobot[sandbox]'"
    if program is None:
        return note("FFmpeg", "not found", mend)
    words = (await _first_line(program, "-version")).split()
    if words[:2] != ["ffmpeg", "version"]:
        return note("FFmpeg", f"{program} is no working FFmpeg", mend)
    return fine("FFmpeg", f"{program}, {words[2]}")


async def _token_trial(
    settings: Settings, what: str, prefix: str, url: str, headers: Mapping[str, str], mend: str
) -> Finding:
    try:
        status = await _get(settings, url, headers)
    except NoAnswer as silence:
        return failed(what, f"{_host(url)}: {silence}", _network(f"{prefix}_API_URL"))
    if status == 200:
        return fine(what, "the token is accepted")
    if status in {401, 404}:
        return failed(what, "the token is refused", f"{mend} and set {prefix}_BOT_TOKEN to it")
    return failed(what, f"{_host(url)} answers HTTP {status}", f"try again later, or look at {prefix}_API_URL")


async def _get(settings: Settings, url: str, headers: Mapping[str, str] | None = None) -> int:
    """Return the status of one GET.

    Raises:
        NoAnswer: there was none. Never the library's own error, whose text holds the whole address.
    """
    proxy = None if _host(url) in LOOPBACK else _revealed(settings.nemobot_proxy)
    limit = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as client,
            client.get(url, headers=headers, proxy=proxy, allow_redirects=False) as response,
        ):
            return response.status
    except TimeoutError:
        why = f"no answer in {SECONDS:.0f} s"
    except aiohttp.ClientConnectorCertificateError:
        why = "its certificate is not trusted here"
    except aiohttp.ClientConnectorDNSError:
        why = "this name is not known here"
    except aiohttp.ClientConnectorError:
        why = "no connection"
    except (aiohttp.ClientError, OSError, ValueError):
        why = "no sensible answer"
    raise NoAnswer(why)


async def _first_line(program: str, *arguments: str) -> str:
    """Return the first line a program prints, or nothing when it does not start or takes too long."""
    quiet = asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec(
            program, *arguments, stdin=quiet, stdout=asyncio.subprocess.PIPE, stderr=quiet, start_new_session=True
        )
    except OSError:
        return ""
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        async with asyncio.timeout(SECONDS):
            return (await process.stdout.readline()).decode(errors="replace")
    except (TimeoutError, ValueError):  # ValueError: the line has no end
        return ""
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # and whatever it started: a pipe somebody holds never ends
        await process.communicate()


def _bundled_ffmpeg() -> str | None:
    """Return the FFmpeg of the sandbox's extra, found without importing it."""
    spec = find_spec("imageio_ffmpeg")
    if spec is None or spec.origin is None:
        return None
    programs = Path(spec.origin).parent.joinpath("binaries").glob("ffmpeg*")
    return next((str(program) for program in programs), None)


def _host(url: str) -> str:
    return urlsplit(url).hostname or "it"


def _network(setting: str) -> str:
    return f"look at the network, at NEMOBOT_PROXY and at {setting}"


def _revealed(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret else None
