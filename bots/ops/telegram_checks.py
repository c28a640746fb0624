"""The doctor's checks of the Telegram bot, by getMe and getWebhookInfo, which change nothing (Bot API)."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import JsonValue

from bots.ops import asking
from bots.ops.finding import Finding, failed, passed, warning
from bots.settings import Settings

_SUBJECT = "Telegram"
_UPDATES = "Telegram's updates"


async def token(settings: Settings) -> Finding:
    """Check that Telegram knows the bot, and say its name, its link, and what it is shown in groups."""
    if settings.telegram_bot_token is None:
        return passed(_SUBJECT, "not configured")
    try:
        answer = await _asked(settings, "getMe")
    except asking.NoAnswer as reason:
        return failed(_SUBJECT, f"{_host(settings)}: {reason}", asking.network_mend("TELEGRAM_API_URL"))
    if answer.status in {401, 404} and answer.fields.get("ok") is False:
        mend = "copy the token again from @BotFather and set TELEGRAM_BOT_TOKEN to it"
        return failed(_SUBJECT, "the token is refused", mend)
    bot = _result(answer)
    name = bot.get("username")
    if not isinstance(name, str) or bot.get("is_bot") is not True:
        mend = "try again later, or look at TELEGRAM_API_URL: it must be the address of a Bot API server"
        return failed(_SUBJECT, f"{_host(settings)} does not answer as a Bot API server (HTTP {answer.status})", mend)
    shown = _shown_in_groups(all_messages=bot.get("can_read_all_group_messages") is True)
    return passed(_SUBJECT, f"the token is accepted: @{name}, https://t.me/{name}; {shown}")


async def webhook(settings: Settings) -> Finding | None:
    """Check that updates come as configured; None: there is no bot, or Telegram does not say."""
    if settings.telegram_bot_token is None:
        return None
    try:
        info = _result(await _asked(settings, "getWebhookInfo"))
    except asking.NoAnswer:
        return None
    address = info.get("url")
    if not isinstance(address, str):
        return None
    wanted = settings.telegram_webhook_url
    return _polled(address) if wanted is None else _pushed(wanted, address, info)


def _polled(address: str) -> Finding:
    if not address:
        return passed(_UPDATES, "polled")
    mend = "nothing to do if no other program serves this bot: the next start takes the webhook away"
    return warning(_UPDATES, f"polled, but a webhook at {asking.host_of(address)} is set", mend)


def _pushed(wanted: str, address: str, info: Mapping[str, JsonValue]) -> Finding:
    if address != wanted:
        return warning(_UPDATES, "the webhook is not the configured one", "the next start sets TELEGRAM_WEBHOOK_URL")
    error, waiting = info.get("last_error_message"), info.get("pending_update_count")
    if not error:
        return passed(_UPDATES, f"by the webhook at {asking.host_of(wanted)}")
    mend = "look at TELEGRAM_WEBHOOK_URL, at the proxy in front of the bot and at its certificate"
    if waiting:
        return failed(_UPDATES, f"Telegram cannot reach the webhook: {error} ({waiting} updates wait)", mend)
    return warning(_UPDATES, f"the webhook's last error, {_time(info.get('last_error_date'))}: {error}", mend)


async def _asked(settings: Settings, method: str) -> asking.Answer:
    secret = settings.telegram_bot_token
    assert secret is not None  # noqa: S101 - nobody asks without one
    return await asking.get(settings, f"{settings.telegram_api_url}/bot{secret.get_secret_value()}/{method}")


def _result(answer: asking.Answer) -> dict[str, JsonValue]:
    result = answer.fields.get("result")
    return result if answer.fields.get("ok") is True and isinstance(result, dict) else {}


def _host(settings: Settings) -> str:
    return asking.host_of(settings.telegram_api_url)


def _shown_in_groups(*, all_messages: bool) -> str:
    if all_messages:
        return "privacy mode is off: in groups it is shown every message (can_read_all_group_messages is true)"
    return (
        "privacy mode is on: in groups it is shown commands and replies, and mentions only where it is an admin "
        "(can_read_all_group_messages is false)"
    )


def _time(seconds: JsonValue) -> str:
    """Return when something was, of a Unix time in seconds."""
    at = seconds if isinstance(seconds, int) and not isinstance(seconds, bool) else 0
    return f"at {datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
