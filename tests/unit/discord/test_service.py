"""Coming, staying and going: what ends Discord, what is tried again, and where it connects."""

import asyncio
import logging

import discord
import pytest
from discord.http import Route
from pydantic import SecretStr

from bots.discord import service as discord_service
from bots.discord.config import Config
from core.model.chat import Post, Role
from storage.errors import StorageError


async def test_it_says_when_it_takes_messages(bot):
    async with bot.serving() as (service, _):
        assert service.missing() is not None
        await bot.double.until(lambda: service.missing() is None)


async def test_a_bad_token_ends_discord_and_names_the_mend_without_the_token(bot, caplog):
    planted = "MTE3NzAwMDAwMDAwMDAwMDAwMA.GdOuBl.not-the-token-of-anybody"
    with caplog.at_level(logging.INFO):
        async with bot.serving(token=SecretStr(planted)) as (service, serving):
            await asyncio.wait_for(serving, 5)
            assert "DISCORD_BOT_TOKEN" in service.missing()
    assert "DISCORD_BOT_TOKEN is not accepted" in caplog.text
    assert planted not in caplog.text


async def test_an_intent_that_is_not_granted_ends_discord_and_names_it(bot, caplog):
    async with bot.serving(message_content=True) as (service, serving):
        await asyncio.wait_for(serving, 5)
        assert "message content intent" in service.missing()


async def test_the_intent_is_used_where_it_is_granted_and_asked_for(bot):
    bot.double.gateway.granted.add("message_content")
    async with bot.running(message_content=True):
        first = await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.received()
        await bot.core.platform.send(bot.target(bot.core.received[0]), Post(Role.ANSWER, "Which kind?"))
        await bot.double.say(bot.anna, bot.channel, "jazz", reply_to=bot.shown()[0])
        assert (await bot.received(2)).text == "jazz"
        assert bot.core.received[1].reply_to == str(bot.shown()[0].id)
        assert first


async def test_an_api_that_is_down_at_the_start_is_tried_again_by_a_client_of_its_own(bot):
    config = bot.config()
    await bot.double.stop()
    async with bot.serving(api_url=config.api_url, gateway_url=config.gateway_url) as (service, _):
        await asyncio.sleep(0.1)
        assert service.missing() is not None
        await bot.double.start()
        await bot.double.connected()


class Attempts:
    """Plays the gateway and the clock: each attempt lasts so many seconds, then the connection fails."""

    def __init__(self, *seconds):
        self.lasting, self.now, self.waited = list(seconds), 0.0, []

    def monotonic(self):
        return self.now

    async def sleep(self, seconds):
        self.waited.append(seconds)
        self.now += seconds

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def start(self, token):
        if not self.lasting:
            raise discord.LoginFailure
        self.now += self.lasting.pop(0)
        raise ConnectionResetError("reset by peer")


async def test_the_wait_doubles_up_to_five_minutes_and_is_short_again_after_a_connection_that_lasted(
    monkeypatch, caplog
):
    monkeypatch.setattr(discord_service.random, "uniform", lambda low, high: 1.0)
    attempts = Attempts(*[0.0] * 9, 119.0, 120.0, 0.0)
    service = discord_service.DiscordService(Config(SecretStr("x" * 20)), None, lambda: attempts, attempts)
    await service.serve()
    assert attempts.waited == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 2, 4]
    assert caplog.text.count("Discord cannot be reached (ConnectionResetError: reset by peer); tried again in") == 12
    assert "tried again in 300 s" in caplog.text
    assert "DISCORD_BOT_TOKEN" in service.missing()


@pytest.mark.parametrize(
    ("spread", "seconds"), [(lambda low, high: low, 1.5), (lambda low, high: high, 2.5)], ids=["shortest", "longest"]
)
async def test_the_wait_is_spread_by_a_quarter(monkeypatch, spread, seconds):
    monkeypatch.setattr(discord_service.random, "uniform", spread)
    attempts = Attempts(0.0)
    await discord_service.DiscordService(Config(SecretStr("x" * 20)), None, lambda: attempts, attempts).serve()
    assert attempts.waited == [seconds]


async def test_an_error_of_our_own_is_logged_whole_and_the_gateway_connected_again(bot, caplog, monkeypatch):
    monkeypatch.setattr(discord_service, "_FIRST_WAIT", 0.5)
    failing = iter([ZeroDivisionError("ours")])
    setup = discord_service.Gateway.setup_hook

    async def setup_hook(self):
        for error in failing:
            raise error
        await setup(self)

    monkeypatch.setattr(discord_service.Gateway, "setup_hook", setup_hook)
    async with bot.serving():
        await bot.double.connected()
    assert "stopped unexpectedly; tried again in" in caplog.text
    assert "ZeroDivisionError: ours" in caplog.text


async def test_a_revoked_token_ends_a_running_connection(bot):
    async with bot.serving() as (service, serving):
        await bot.double.connected()
        await bot.double.gateway.drop(4004)
        await asyncio.wait_for(serving, 10)
        assert "DISCORD_BOT_TOKEN" in service.missing()


async def test_a_version_that_discord_has_ended_ends_discord_and_names_the_mend(bot):
    async with bot.serving() as (service, serving):
        await bot.double.connected()
        await bot.double.gateway.drop(4012)
        await asyncio.wait_for(serving, 10)
        assert "discord.py" in service.missing()


@pytest.mark.parametrize("code", [None, 1001, 4000, 4001, 4002, 4003, 4005, 4007, 4008, 4009])
async def test_whatever_else_discord_closes_the_gateway_with_people_are_heard_afterwards(bot, code):
    async with bot.running():
        await bot.double.gateway.drop(code)
        await bot.double.say(bot.anna, bot.channel, "while it was away", mention=True)
        renewed = code in {4007, 4009}  # then there is nothing to be resumed, and what was said meanwhile is lost
        await bot.double.until(
            lambda: len(bot.double.gateway.identified) == 1 + renewed and bot.double.gateway.listening()
        )
        await bot.double.say(bot.anna, bot.channel, "afterwards", mention=True)
        await bot.double.until(lambda: "afterwards" in [one.text for one in bot.core.received])
        assert renewed or "while it was away" in [one.text for one in bot.core.received]


async def test_no_session_is_started_where_discord_allows_none_more_today(bot, caplog):
    bot.double.account.identifies_left, bot.double.account.reset_after_ms = 0, 30_000
    async with bot.serving():
        await bot.double.until(lambda: "no more sessions; tried again in 30 s" in caplog.text)
        assert bot.double.gateway.identified == []
        bot.double.account.identifies_left = 1000
        await bot.double.connected()


async def test_a_session_for_each_shard_has_to_be_left(bot, caplog):
    bot.double.account.shards, bot.double.account.identifies_left = 2, 1
    async with bot.serving():
        await bot.double.until(lambda: "no more sessions" in caplog.text)
        assert bot.double.gateway.identified == []


async def test_a_connection_that_breaks_is_resumed(bot):
    async with bot.running():
        await bot.double.gateway.ask_to_reconnect()
        await bot.double.until(lambda: bot.double.gateway.resumed)
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.received()


async def test_every_connection_goes_to_the_configured_gateway(bot):
    async with bot.running():
        await bot.double.gateway.ask_to_reconnect()
        await bot.double.until(lambda: bot.double.gateway.resumed)
        await bot.double.gateway.invalidate()
        await bot.double.until(lambda: len(bot.double.gateway.identified) > 1, 30)
    assert {path.strip("/") for path in bot.double.gateway.paths} == {"gateway"}


async def test_without_a_configured_gateway_the_advertised_one_is_used(bot):
    async with bot.serving(gateway_url=None):
        await bot.double.connected()
    assert {path.strip("/") for path in bot.double.gateway.paths} == {"advertised"}


async def test_a_process_runs_the_shards_it_was_given(bot):
    async with bot.serving(shard_ids=(1,), shard_count=2):
        await bot.double.connected()
        assert [one["shard"] for one in bot.double.gateway.identified] == [[1, 2]]


async def test_the_commands_are_registered_once_and_again_when_they_change(bot):
    def puts():
        return sum(method == "PUT" for method, path, _ in bot.double.requests)

    for _ in range(2):
        async with bot.serving():
            await bot.double.connected()
    assert puts() == 1
    async with bot.serving(skills={"plain": "Plain editing", "vlog": "Vlogs"}):
        await bot.double.connected()
    assert puts() == 2


async def test_commands_are_told_in_both_languages_and_for_both_installations(bot):
    async with bot.serving():
        await bot.double.connected()
    commands = {one["name"]: one for one in bot.double.commands}
    assert set(commands) == {
        *(
            "edit",
            "export",
            "status",
            "credits",
            "quota",
            "new",
            "projects",
            "versions",
            "cancel",
            "undo",
            "language",
            "login",
            "logout",
            "skill",
            "privacy",
            "forget",
        ),
        *("help", "upload", "Edit this clip"),
    }
    assert commands["edit"]["description_localizations"]["zh-CN"] == "剪辑片段，或只用文字生成视频"
    assert commands["Edit this clip"]["name_localizations"]["zh-CN"] == "剪辑这个片段"
    assert [one["name"] for one in commands["edit"]["options"]] == ["prompt", "clip", "clip2", "clip3", "link"]
    assert all(one["integration_types"] == [0, 1] for one in commands.values())
    assert all(sorted(one["contexts"]) == [0, 1, 2] for one in commands.values())


async def test_commands_of_one_server_are_registered_there_alone(bot):
    async with bot.serving(guild_ids=(bot.guild.id,)):
        await bot.double.connected()
        assert bot.double.commands == []
        asked = await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "music"})
        await bot.received()
    assert asked


async def registered(bot, **config):
    """Where the commands are after a start with this configuration: by guild, None: everywhere."""
    async with bot.serving(**config):
        await bot.double.connected()
        await bot.double.until(lambda: bot.core.service._gateway)
    return {guild for guild, commands in bot.double.world.commands.items() if commands}


async def test_a_server_that_is_named_no_longer_loses_its_commands(bot):
    other = bot.double.guild("Other")
    assert await registered(bot, guild_ids=(bot.guild.id, other.id, other.id)) == {bot.guild.id, other.id}
    assert await registered(bot, guild_ids=(other.id,)) == {other.id}
    assert await registered(bot) == {None}
    assert await registered(bot, guild_ids=(bot.guild.id,)) == {bot.guild.id}


async def test_a_server_that_was_emptied_is_not_asked_about_again(bot):
    await registered(bot, guild_ids=(bot.guild.id,))
    await registered(bot)
    puts = [path for method, path, _ in bot.double.requests if method == "PUT"]
    assert await registered(bot) == {None}
    assert [path for method, path, _ in bot.double.requests if method == "PUT"] == puts


async def test_a_server_that_could_not_be_emptied_is_tried_again_at_the_next_start(bot, caplog):
    await registered(bot, guild_ids=(bot.guild.id,))
    bot.double.fail("/guilds/", method="PUT", status=503, times=1)
    await registered(bot)
    assert await registered(bot) == {None}


async def test_a_server_that_the_bot_was_put_out_of_stops_nothing(bot, caplog):
    gone = bot.double.guild("Gone")
    await registered(bot, guild_ids=(bot.guild.id, gone.id))
    gone.member = False
    assert await registered(bot) == {None, gone.id}
    assert f"not in server {gone.id}" in caplog.text
    gone.member = True
    assert await registered(bot) == {None}


async def test_a_start_that_ends_before_its_commands_are_noted_forgets_no_server(bot, monkeypatch):
    save = bot.memory.set

    async def dies(scope, name, value, **more):
        if name.endswith(f":{bot.guild.id}"):
            raise StorageError("disk full")
        await save(scope, name, value, **more)

    monkeypatch.setattr(bot.memory, "set", dies)
    async with bot.serving(guild_ids=(bot.guild.id,)):
        await bot.double.until(lambda: bot.double.world.commands.get(bot.guild.id))
    monkeypatch.setattr(bot.memory, "set", save)
    assert await registered(bot) == {None}


async def test_refused_commands_leave_the_bot_running(bot, caplog):
    bot.double.fail("/commands", status=400, code=30034)
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.received()
    assert "did not take the commands" in caplog.text


async def test_projects_are_suggested_while_they_are_typed(bot):
    async with bot.running():
        typed = await bot.double.complete(bot.anna, bot.channel, "projects", "project", "wed")
        await bot.double.until(lambda: typed.choices)
        assert [one["name"] for one in typed.choices] == ["2. wedding"]


async def test_the_librarys_addresses_are_put_back(bot):
    before = Route.BASE
    async with bot.opened():
        assert bot.double.api_url == Route.BASE
    assert before == Route.BASE
    assert discord.VoiceClient.warn_nacl is False


def test_this_machine_is_never_asked_through_a_proxy():
    proxy = SecretStr("http://user:secret@proxy.example:3128")
    here = Config(SecretStr("x" * 20), api_url="http://127.0.0.1:9/api/v10", cdn_url="http://localhost:9", proxy=proxy)
    there = Config(SecretStr("x" * 20), proxy=proxy)
    assert (here.api_proxy, here.cdn_proxy) == (None, None)
    assert (there.api_proxy, there.cdn_proxy) == (proxy.get_secret_value(),) * 2
    assert "secret" not in repr(there)


async def test_what_is_being_taken_is_taken_before_the_gateway_closes(bot):
    taken = []

    async def slow(core, incoming):
        await asyncio.sleep(0.3)
        taken.append(incoming.text)

    bot.core.script = slow
    async with bot.running():
        await bot.double.say(bot.anna, bot.channel, "music", mention=True)
        await bot.double.slash(bot.anna, bot.channel, "edit", {"prompt": "jazz"})
        await bot.received(2)
    assert sorted(taken) == ["jazz", "music"]
