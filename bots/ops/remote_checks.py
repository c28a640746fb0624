"""The doctor's checks over the network: the backend, the operator's token, each platform's token.

Each makes one request with a time limit and is free of charge. A token is sent to its own service only and never
printed.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import aiohttp

from bots.ops.finding import Finding, failed, passed, warning
from bots.settings import Settings, revealed
from core.model.secret import Secret
from core.nemo.caller import Attribution, Caller
from core.nemo.client import NemoClient
from core.nemo.errors import Denied, NemoError, TokenRejected

SECONDS = 10.0
BODY_BYTES = 64 * 1024
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DOCTOR = Attribution("nemobot-doctor", "1.0.0", "unknown")


class NoAnswer(Exception):
    """There was no HTTP answer; the text says why, without a URL."""


async def backend(settings: Settings) -> Finding:
    """Check that NemoVideo answers, with any HTTP status."""
    try:
        await _get(settings, settings.nemo_api_url)
    except NoAnswer as reason:
        return failed("backend", f"{_host(settings.nemo_api_url)}: {reason}", _network("NEMO_API_URL"))
    return passed("backend", f"{_host(settings.nemo_api_url)} answers")


async def operator_token(settings: Settings) -> Finding:
    """Check that the operator's token is accepted, by asking for its credits."""
    subject = "NEMO_TOKEN"
    if settings.nemo_token is None:
        return warning(
            subject,
            "not set: each chat gets an anonymous starter token, of which one address gets few",
            "set NEMO_TOKEN",
        )
    caller = Caller(Secret(settings.nemo_token.get_secret_value()), DOCTOR)
    try:
        async with (
            asyncio.timeout(SECONDS),
            NemoClient(settings.nemo_api_url, settings.nemo_web_url, proxy=revealed(settings.nemobot_proxy)) as client,
        ):
            credits_left = await client.credits(caller)
    except (TokenRejected, Denied):
        return failed(subject, "refused", f"make a new one on {settings.nemo_web_url}, under Settings, API Tokens")
    except (NemoError, TimeoutError) as error:
        return failed(subject, f"could not be tried ({type(error).__name__})", _network("NEMO_API_URL"))
    return passed(subject, f"accepted, {credits_left.available} credits")


async def telegram(settings: Settings) -> Finding:
    """Check that Telegram knows the bot (getMe), and say what it is shown in groups."""
    if settings.telegram_bot_token is None:
        return passed("Telegram", "not configured")
    url = f"{settings.telegram_api_url}/bot{settings.telegram_bot_token.get_secret_value()}/getMe"
    mend = "copy the token again from @BotFather"
    return await _token_check(settings, "Telegram", "TELEGRAM", url, {}, mend, _in_groups)


async def discord(settings: Settings) -> Finding:
    """Check that Discord knows the bot (GET /users/@me)."""
    if settings.discord_bot_token is None:
        return passed("Discord", "not configured")
    headers = {"Authorization": f"Bot {settings.discord_bot_token.get_secret_value()}"}
    url = f"{settings.discord_api_url}/users/@me"
    return await _token_check(settings, "Discord", "DISCORD", url, headers, "reset the token in the Developer Portal")


async def _token_check(
    settings: Settings,
    subject: str,
    prefix: str,
    url: str,
    headers: Mapping[str, str],
    mend: str,
    more: Callable[[bytes], str] = lambda _: "",
) -> Finding:
    try:
        status, body = await _get(settings, url, headers)
    except NoAnswer as reason:
        return failed(subject, f"{_host(url)}: {reason}", _network(f"{prefix}_API_URL"))
    if status == 200:
        return passed(subject, f"the token is accepted{more(body)}")
    if status in {401, 404}:
        return failed(subject, "the token is refused", f"{mend} and set {prefix}_BOT_TOKEN to it")
    return failed(subject, f"{_host(url)} answers HTTP {status}", f"try again later, or look at {prefix}_API_URL")


def _in_groups(body: bytes) -> str:
    """Return what the answer to getMe says about groups, as the end of a finding."""
    try:
        shown_all = json.loads(body)["result"]["can_read_all_group_messages"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    if shown_all is True:
        return "; privacy mode is off: in groups it is shown every message (can_read_all_group_messages is true)"
    return (
        "; privacy mode is on: in groups it is shown commands and replies, and mentions only where it is an admin "
        "(can_read_all_group_messages is false)"
    )


async def _get(settings: Settings, url: str, headers: Mapping[str, str] | None = None) -> tuple[int, bytes]:
    """Return the status of one GET, and the beginning of its body.

    Raises:
        NoAnswer: there was none. Its text is ours, because the library's errors hold the whole URL.
    """
    proxy = None if _host(url) in LOOPBACK else revealed(settings.nemobot_proxy)
    limit = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with (
            aiohttp.ClientSession(timeout=limit) as client,
            client.get(url, headers=headers, proxy=proxy, allow_redirects=False) as response,
        ):
            return response.status, await response.content.read(BODY_BYTES)
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


def _host(url: str) -> str:
    return urlsplit(url).hostname or "it"


def _network(setting: str) -> str:
    return f"look at the network, at NEMOBOT_PROXY and at {setting}"
