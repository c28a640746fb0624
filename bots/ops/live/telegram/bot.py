"""What Telegram tells a bot of itself."""

from bots.ops.live.probe import Missing, Probe
from bots.ops.live.telegram.api import Telegram, result, told


async def _bot(tg: Telegram) -> None:
    reply = await tg.ask("getMe")
    bot = result(reply)
    shown = bot.get("can_read_all_group_messages")
    holds = isinstance(bot.get("id"), int) and isinstance(bot.get("username"), str) and isinstance(shown, bool)
    privacy = f"privacy mode is {'off' if shown else 'on'}" if holds else told(reply)
    tg.verdicts.judge("telegram.bot", privacy, holds=holds)


async def _webhook(tg: Telegram) -> None:
    reply = await tg.ask("getWebhookInfo")
    info = result(reply)
    url, count = info.get("url"), info.get("pending_update_count")
    holds = isinstance(url, str) and isinstance(count, int)
    error = ", its last error is told" if info.get("last_error_date") else ""
    seen = f"updates are {'pushed' if url else 'fetched'}{error}" if holds else told(reply)
    tg.verdicts.judge("telegram.webhook", seen, holds=holds)


async def _description(tg: Telegram) -> None:
    for_all = result(await tg.ask("getMyDescription")).get("description")
    if not for_all:
        raise Missing("the bot has no description for all languages")
    other = result(await tg.ask("getMyDescription", language_code="eo")).get("description")
    instead = "that of all languages" if other == for_all else "another"
    tg.verdicts.judge("telegram.description", holds=other == "", instead=instead)


BOT = (
    Probe(_bot, ("telegram.bot",)),
    Probe(_webhook, ("telegram.webhook",)),
    Probe(_description, ("telegram.description",)),
)
