"""The doctor's checks of the Discord bot, by two GETs that change nothing (Discord developer documentation)."""

from pydantic import JsonValue

from bots.invitation import invite_link
from bots.ops import asking
from bots.ops.finding import Finding, failed, passed
from bots.settings import Settings

_SUBJECT = "Discord"
# Application flags: the intent is granted to a verified application, or to one in fewer than 100 servers ("Application
# Flags", GATEWAY_MESSAGE_CONTENT and GATEWAY_MESSAGE_CONTENT_LIMITED).
_MESSAGE_CONTENT = 1 << 18 | 1 << 19


async def token(settings: Settings) -> Finding:
    """Check that Discord knows the bot, and say its name."""
    if settings.discord_bot_token is None:
        return passed(_SUBJECT, "not configured")
    try:
        answer = await _asked(settings, "/users/@me")
    except asking.NoAnswer as reason:
        return failed(_SUBJECT, f"{_host(settings)}: {reason}", asking.network_mend("DISCORD_API_URL"))
    if answer.status == 401:
        mend = "reset the token in the Developer Portal and set DISCORD_BOT_TOKEN to it"
        return failed(_SUBJECT, "the token is refused", mend)
    name = answer.fields.get("username")
    if answer.status != 200 or answer.fields.get("bot") is not True or not isinstance(name, str):
        mend = "try again later, or look at DISCORD_API_URL: it must be the address of Discord's API"
        return failed(_SUBJECT, f"{_host(settings)} does not answer as Discord's API (HTTP {answer.status})", mend)
    return passed(_SUBJECT, f"the token is accepted: {name}")


async def application(settings: Settings) -> Finding | None:
    """Check the intent that is asked for, and say the invitation; None: there is no bot, or Discord does not say."""
    if settings.discord_bot_token is None:
        return None
    try:
        fields = (await _asked(settings, "/applications/@me")).fields
    except asking.NoAnswer:
        return None
    number, flags = fields.get("id"), _count(fields.get("flags"))
    if not isinstance(number, str) or not number.isdecimal():
        return None
    subject = "Discord's application"
    if settings.discord_message_content and not flags & _MESSAGE_CONTENT:
        mend = "switch Message Content Intent on (Developer Portal, Bot), or leave DISCORD_MESSAGE_CONTENT out"
        return failed(subject, "the message content intent is asked for and not granted", mend)
    return passed(subject, f"add the bot to a server by {invite_link(number)}")


async def _asked(settings: Settings, path: str) -> asking.Answer:
    secret = settings.discord_bot_token
    assert secret is not None  # noqa: S101 - nobody asks without one
    headers = {"Authorization": f"Bot {secret.get_secret_value()}"}
    return await asking.get(settings, f"{settings.discord_api_url}{path}", headers)


def _host(settings: Settings) -> str:
    return asking.host_of(settings.discord_api_url)


def _count(value: JsonValue) -> int:
    return value if isinstance(value, int) else 0
