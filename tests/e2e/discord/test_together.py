"""Discord and Telegram in one process and one event loop: neither keeps the other waiting, neither takes it down."""

import asyncio
import socket

import aiohttp
import pytest
from pydantic import SecretStr

from bots.app import run
from bots.discord import service as discord_service
from tests.doubles.discord_values import MIB
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


@pytest.fixture
async def tg():
    async with TelegramDouble(pace=NO_LIMITS) as double:
        yield double


@pytest.fixture
def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def beside(tg):
    return {"telegram_bot_token": SecretStr(tg.token), "telegram_api_url": tg.url}


def clip(number):
    return Clip(name=f"telegram{number}.mp4", data=MP4 + bytes([number]))


async def test_a_bad_discord_token_leaves_telegram_working_and_the_log_says_so(scenes, tg, caplog, free_port):
    async with scenes() as scene:
        changes = {"discord_bot_token": SecretStr("no-such-token"), "nemobot_http_port": free_port}
        bot = asyncio.create_task(run(scene.settings.model_copy(update=beside(tg) | changes)), name="bot")
        try:
            await scene.until(lambda: "DISCORD_BOT_TOKEN is not accepted" in caplog.text)
            anna = tg.person("Anna")
            chat = tg.private(anna)
            chat.sends(anna, clip(1), "add music")
            await scene.until(lambda: chat.films, 30)
            async with (
                aiohttp.ClientSession() as http,
                http.get(f"http://127.0.0.1:{free_port}/readyz") as ready,
            ):
                assert ready.status == 503
                assert "DISCORD_BOT_TOKEN" in await ready.text()
            assert not bot.done()
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)
        assert "no-such-token" not in caplog.text
        assert not tg.violations


async def test_a_discord_that_cannot_even_be_opened_leaves_telegram_working(scenes, tg, monkeypatch, free_port):
    def opened(*_, **__):
        raise ValueError("an unexpected one")

    monkeypatch.setattr(discord_service, "open_discord", opened)
    async with scenes() as scene:
        settings = scene.settings.model_copy(update=beside(tg) | {"nemobot_http_port": free_port})
        bot = asyncio.create_task(run(settings), name="bot")
        try:
            anna = tg.person("Anna")
            chat = tg.private(anna)
            chat.sends(anna, clip(1), "add music")
            await scene.until(lambda: chat.films, 30)
            async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{free_port}/readyz") as ready:
                assert ready.status == 503
                assert "Discord is off: it could not be opened (ValueError)" in await ready.text()
        finally:
            bot.cancel()
            await asyncio.gather(bot, return_exceptions=True)


async def test_fifty_commands_at_once_are_all_answered_in_time_while_telegram_uploads(
    scenes, tg, record_testsuite_property
):
    async with scenes(film_bytes=4 * MIB) as scene:
        dc = scene.dc
        guests = [dc.person(f"Guest {number}") for number in range(50)]
        await scene.begin(**beside(tg))
        chats = []
        for number in range(12):
            writer = tg.person(f"Writer {number}")
            chats.append(tg.private(writer))
            chats[-1].sends(writer, clip(number), "add music")
        await scene.until(lambda: any(chat.films for chat in chats), 60)
        crowd = [
            await dc.slash(guest, scene.channel, "edit", {"prompt": "add music", "clip": scene.clip()})
            for guest in guests
        ]
        await asyncio.wait_for(asyncio.gather(*(one.acknowledged.wait() for one in crowd)), 3.0)
        record_testsuite_property("worst_ack_seconds", dc.worst_answer())
        assert dc.worst_answer() < 3.0
        await scene.quiet(180)
        assert not dc.unanswered()
        assert {next(iter(film.pinged)) for film in scene.films()} == {str(guest.id) for guest in guests}
        assert all(len(chat.films) == 1 for chat in chats)
        assert not dc.violations
        assert not tg.violations
