"""The double in front of the real discord.py, and its gateway: what a well-made client does is taken, and only that."""

import asyncio
import contextlib
import io
import logging

import discord
import pytest
import yarl
from discord import app_commands

from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_values import File, snowflake


@pytest.fixture
def client(dc, monkeypatch):
    """`async with client(intents) as c`: a connected AutoShardedClient."""
    monkeypatch.setattr(discord.http.Route, "BASE", dc.api_url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(dc.gateway_url))
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", False)
    monkeypatch.setattr(discord.VoiceClient, "warn_dave", False)

    @contextlib.asynccontextmanager
    async def connected(**flags):
        intents = discord.Intents(guilds=True, guild_messages=True, dm_messages=True, **flags)
        made = discord.AutoShardedClient(intents=intents, max_messages=None, guild_ready_timeout=0.05)
        made.tree = app_commands.CommandTree(made)
        made.heard = asyncio.Queue()
        made.on_message = made.event(_named("on_message", made.heard.put))
        task = asyncio.create_task(made.start(dc.token), name="client")
        try:
            await dc.connected()
            await made.wait_until_ready()
            yield made
        finally:
            await made.close()
            await asyncio.gather(task, return_exceptions=True)

    return connected


def _named(name, do):
    async def event(*args):
        await do(*args)

    event.__name__ = name
    return event


async def test_a_real_client_runs_a_command_from_the_press_to_the_file(dc, client, channel, anna):
    async with client() as c:

        @c.tree.command(name="edit", description="Edit")
        async def edit(interaction: discord.Interaction, clip: discord.Attachment):
            await interaction.response.defer()
            await interaction.edit_original_response(content=f"got {clip.filename}, {clip.size} bytes")
            await interaction.followup.send("film", file=discord.File(io.BytesIO(await clip.read()), "film.mp4"))

        await c.tree.sync()
        one = await dc.slash(anna, channel, "edit", {"clip": File("clip.mp4", b"12345")})
        await dc.until(lambda: len(dc.shown(channel)) == 2)
    first, film = dc.shown(channel)
    assert first.content == "got clip.mp4, 5 bytes"
    assert film.files[0].data == b"12345"
    assert one.answered_after < 0.3
    assert not dc.violations


async def test_a_menu_opens_a_modal_and_its_words_come_back(dc, client, channel, anna):
    got = asyncio.Queue()

    class Form(discord.ui.Modal, title="Edit this clip"):
        words = discord.ui.Label(text="What shall be done?", component=discord.ui.TextInput(custom_id="words"))

        async def on_submit(self, interaction):
            await interaction.response.send_message("thank you", ephemeral=True)
            await got.put(self.words.component.value)

    async with client() as c:

        @c.tree.context_menu(name="Edit this clip")
        async def menu(interaction: discord.Interaction, message: discord.Message):
            await got.put([file.filename for file in message.attachments])
            await interaction.response.send_modal(Form())

        await c.tree.sync()
        clip = await dc.say(anna, channel, "look", File("clip.mp4", b"mp4"))
        opened = await dc.menu(anna, "Edit this clip", clip)
        await opened.acknowledged.wait()
        await dc.submit(opened, "add music")
        assert [await got.get(), await got.get()] == [["clip.mp4"], "add music"]
    assert not dc.violations


async def test_without_the_content_intent_a_client_reads_only_what_is_meant_for_it(dc, client, channel, anna):
    async with client() as c:
        heard = []
        for mention in (False, True):
            await dc.say(anna, channel, "look", File("clip.mp4", b"mp4"), mention=mention)
            heard.append(await c.heard.get())
        await dc.say(anna, dc.dm(anna), "in private")
        heard.append(await c.heard.get())
    assert [bool(one.content) for one in heard] == [False, True, True]
    assert [len(one.attachments) for one in heard] == [0, 1, 0]


async def test_with_the_content_intent_it_reads_everything(dc, client, channel, anna):
    dc.gateway.granted.add("message_content")
    async with client(message_content=True) as c:
        await dc.say(anna, channel, "look")
        assert (await c.heard.get()).content == "look"


async def test_a_broken_line_is_resumed_and_nothing_is_lost(dc, client, channel, anna):
    async with client() as c:
        await dc.gateway.drop()
        await dc.say(anna, channel, "meanwhile", mention=True)
        assert "meanwhile" in (await c.heard.get()).content
        assert len(dc.gateway.resumed) == 1
        await dc.gateway.ask_to_reconnect()
        await dc.gateway.until(lambda: len(dc.gateway.resumed) == 2)


async def test_an_invalidated_session_identifies_anew(dc, client, monkeypatch):
    monkeypatch.setattr(discord.Client, "before_identify_hook", _nothing)
    async with client() as c:
        await dc.gateway.invalidate()
        await dc.gateway.until(lambda: len(dc.gateway.identified) == 2 and dc.gateway.listening())
        await c.wait_until_ready()
    assert dc.gateway.resumed == []


async def _nothing(*_, **__):
    """Discord's five seconds between two IDENTIFYs, without the wait."""


async def test_each_shard_hears_its_own_guilds(dc, client, anna, monkeypatch):
    monkeypatch.setattr(discord.AutoShardedClient, "before_identify_hook", _nothing)
    dc.account.shards = 2
    channels = [dc.channel(dc.guild(id=_id_on_shard(number))) for number in (0, 1)]
    async with client() as c:
        await dc.connected(2)
        for channel in channels:
            await dc.say(anna, channel, "hello", mention=True)
            assert (await c.heard.get()).guild.id == channel.guild.id
    assert [one["shard"] for one in dc.gateway.identified] == [[0, 2], [1, 2]]


def _id_on_shard(number):
    return snowflake((number, 2))


@pytest.mark.parametrize(
    ("break_it", "error"), [("token", discord.LoginFailure), ("intent", discord.PrivilegedIntentsRequired)]
)
async def test_a_wrong_token_and_an_ungranted_intent_end_the_client(dc, monkeypatch, break_it, error, client):
    logging.getLogger("discord").setLevel(logging.CRITICAL)
    made = discord.AutoShardedClient(intents=discord.Intents(guilds=True, message_content=break_it == "intent"))
    async with made:
        with pytest.raises(error):
            await made.start("wrong" if break_it == "token" else dc.token)


async def test_what_the_gateway_closes_with(dc, http):
    closed = []
    for frame in ("{", '{"op": 99}', '{"op": 3, "d": {}}', '{"op": 2, "d": {"token": "wrong", "intents": 0}}'):
        async with http.ws_connect(dc.gateway_url) as socket:
            assert (await socket.receive_json())["op"] == 10
            await socket.send_str(frame)
            await socket.receive()
            closed.append(socket.close_code)
    assert closed == [4002, 4001, 4003, 4004]


async def test_a_client_that_stops_to_beat_is_cut_off(http):
    async with DiscordDouble(heartbeat_seconds=0.05) as dc, http.ws_connect(dc.gateway_url) as socket:
        await socket.receive_json()
        await socket.receive()
        assert socket.close_code == 4009
