"""The doctor before the strict servers that play Telegram and Discord."""

import pytest
from aiohttp import web

from bots import http
from bots.ops import discord_checks, telegram_checks
from bots.settings import Settings
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.telegram import TelegramDouble
from tests.doubles.telegram_inbox import Webhook

HOOK = "https://bot.example.org/hook"


@pytest.fixture
async def telegram(monkeypatch):
    async with TelegramDouble() as double:
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", double.token)
        monkeypatch.setenv("TELEGRAM_API_URL", double.url)
        yield double
        assert double.violations == []


@pytest.fixture
async def discord(monkeypatch):
    async with DiscordDouble() as double:
        monkeypatch.setenv("DISCORD_BOT_TOKEN", double.token)
        monkeypatch.setenv("DISCORD_API_URL", double.api_url)
        yield double
        assert double.violations == []


def hooked(telegram, *, error="", waiting=0):
    """Set a webhook as another process did; Telegram met `error` on its way to it."""
    telegram.inbox.webhook = Webhook(HOOK, error=error, error_at=1_800_000_000)
    for _ in range(waiting):
        telegram.inbox.push("message", {})


@pytest.mark.parametrize(("privacy", "words"), [(False, "privacy mode is off"), (True, "privacy mode is on")])
async def test_the_bots_name_its_link_and_what_it_is_shown_in_groups_are_said(telegram, privacy, words):
    telegram.crowd.privacy = privacy
    found = await telegram_checks.token(Settings.load())
    assert found.found.startswith("the token is accepted: @nemo_test_bot, https://t.me/nemo_test_bot; ")
    assert words in found.found


async def test_a_token_that_telegram_does_not_know_is_refused(telegram):
    telegram.revoke()
    found = await telegram_checks.token(Settings.load())
    assert found.failed
    assert "@BotFather" in found.mend
    assert telegram.token not in str(found)


@pytest.mark.parametrize(
    "body", [{"ok": True}, {"alive": True}, {"ok": True, "result": {"username": "somebody"}}, ["ok"], "{}"]
)
@pytest.mark.parametrize("status", [200, 404])
async def test_any_other_server_is_no_bot_api_and_speaks_of_no_token(monkeypatch, body, status):
    async def answer(_):
        return web.json_response(body, status=status)

    app = web.Application()
    app.router.add_get("/{path:.*}", answer)
    listener = await http.start(app, http.LOOPBACK, 0, grace_seconds=0.1)
    for name in ("TELEGRAM", "DISCORD"):
        monkeypatch.setenv(f"{name}_BOT_TOKEN", "12345:planted-token")
        monkeypatch.setenv(f"{name}_API_URL", f"http://127.0.0.1:{listener.port}")
    settings = Settings.load()
    found = [await telegram_checks.token(settings), await discord_checks.token(settings)]
    assert [one.failed for one in found] == [True, True]
    assert "does not answer as a Bot API server" in found[0].found
    assert "does not answer as Discord's API" in found[1].found
    assert await telegram_checks.webhook(settings) is None
    assert await discord_checks.application(settings) is None
    await listener.stop()


async def test_a_bot_that_polls_is_told_of_a_webhook_that_another_program_set(telegram):
    assert str(await telegram_checks.webhook(Settings.load())).startswith("✓")
    hooked(telegram)
    found = await telegram_checks.webhook(Settings.load())
    assert "a webhook at bot.example.org is set" in str(found)
    assert not found.failed


async def test_what_telegram_met_on_its_way_to_the_webhook_is_said(telegram, monkeypatch):
    monkeypatch.setenv("TELEGRAM_WEBHOOK_URL", HOOK)
    settings = Settings.load()
    assert "the next start sets" in (await telegram_checks.webhook(settings)).mend
    hooked(telegram)
    assert str(await telegram_checks.webhook(settings)).startswith("✓")
    hooked(telegram, error="SSL error {certificate verify failed}")
    old = await telegram_checks.webhook(settings)
    assert not old.failed
    assert "2027-01-15 08:00 UTC: SSL error" in old.found
    hooked(telegram, error="Connection refused", waiting=3)
    now = await telegram_checks.webhook(settings)
    assert now.failed
    assert "Connection refused (3 updates wait)" in now.found
    assert "TELEGRAM_WEBHOOK_URL" in now.mend


async def test_discord_says_the_bots_name_and_a_ready_invitation(discord):
    settings = Settings.load()
    assert "the token is accepted: nemobot" in str(await discord_checks.token(settings))
    link = (await discord_checks.application(settings)).found.split()[-1]
    assert f"client_id={discord.world.application}&" in link
    assert link.endswith("permissions=274878024768")


async def test_an_intent_that_is_asked_for_and_not_granted_fails(discord, monkeypatch):
    monkeypatch.setenv("DISCORD_MESSAGE_CONTENT", "1")
    discord.gateway.granted = frozenset()
    found = await discord_checks.application(Settings.load())
    assert found.failed
    assert "Message Content Intent" in found.mend
    discord.gateway.granted = frozenset({"message_content"})
    assert not (await discord_checks.application(Settings.load())).failed


async def test_a_token_that_discord_does_not_know_is_refused(discord, monkeypatch):
    monkeypatch.setenv("DISCORD_BOT_TOKEN", "planted-and-wrong")
    found = await discord_checks.token(Settings.load())
    assert found.failed
    assert "Developer Portal" in found.mend
    assert "planted" not in str(found)
    discord.violations.clear()
