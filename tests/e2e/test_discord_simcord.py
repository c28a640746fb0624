"""A second opinion on Discord: SimCord shares no code with our double. One round trip of each way in and out."""

import asyncio

import discord
import pytest
from pydantic import SecretStr
from simcord.http.client import FakeHTTPClient

from bots.discord.calls import Calls
from bots.discord.config import Config
from bots.discord.deferred_responses import DeferredResponses
from bots.discord.files import Files
from bots.discord.films import FilmSpool
from bots.discord.gateway import Gateway
from bots.discord.interactions import Interactions
from bots.discord.platform import DiscordPlatform
from bots.discord.registration import Registration
from bots.discord.sender import Sender
from core.model.actions import Cancel, Undo
from core.model.chat import Button, Incoming, Post, Role, Target

pytestmark = pytest.mark.simcord(shard_count=1)

CLIP = ("holiday.mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(500))
STATUS = Post(Role.STATUS, "Connecting...", (Button("Cancel", Cancel(1)),))
ANSWER = Post(Role.ANSWER, "Your **video** is ready. @everyone", (Button("Undo", Undo()),))


class Memory:
    """Kept in memory."""

    def __init__(self):
        self.kept = {}

    async def get(self, scope, name):
        return self.kept.get((scope, name))

    async def set(self, scope, name, value, *, keep_seconds=None):
        self.kept[scope, name] = value


class SimulatedCalls(Calls):
    """Calls by the library, the only way that SimCord sees; ours go to Discord's address themselves."""

    async def call(self, client, route, body=None, **_):
        return await client.http.request(route, json=body and body.payload)


class Core:
    """Plays the core: writes down what it hears, answers by `script`."""

    def __init__(self, clock):
        self.clock = clock
        self.heard: list[Incoming] = []
        self.script = self._hear
        self.mine = True
        self.adapter_data = Memory()
        self.bot = self.build()

    def build(self):
        """A fresh process: nothing is remembered but what the core and the adapter's data hold."""
        deferred = DeferredResponses()
        config = Config(SecretStr("a-token-of-no-bot"), skills={"plain": "Plain editing"})
        self.bot = Gateway(config, Interactions(self, deferred, self.clock), Registration(self.adapter_data, ()))
        calls = SimulatedCalls(self.clock)
        sender = Sender(deferred, calls, self.clock, token_seconds=840)
        self.platform = DiscordPlatform(self, calls, sender, FilmSpool(1 << 20), Files(self, self.clock))
        return self.bot

    async def client(self):
        return self.bot

    async def receive(self, incoming):
        self.heard.append(incoming)
        await self.script(incoming)

    async def may_press(self, incoming):
        return self.mine

    async def projects(self, address, person):
        return [(1, "holiday"), (2, "wedding")]

    async def works(self, incoming):
        """Show a status, then the answer, as an edit does."""
        to = target(incoming)
        key = await self.platform.send(to, STATUS)
        await self.platform.send(to, ANSWER)
        await self.platform.edit(to, key, Post(Role.STATUS, "Done in 3 s."))

    async def _hear(self, incoming):
        await asyncio.sleep(0)


def target(incoming: Incoming) -> Target:
    return Target(incoming.address, incoming.private, incoming.sender.id, incoming.key, incoming.handle)


@pytest.fixture
async def core(clock):
    return Core(clock)


@pytest.fixture
def simcord_bot(core, monkeypatch):
    """The bot, with what SimCord does not know: how many sessions may be started."""

    async def get_bot_gateway(_):
        return 1, "wss://gateway.test", {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}

    monkeypatch.setattr(FakeHTTPClient, "get_bot_gateway", get_bot_gateway, raising=False)
    return core.bot


@pytest.fixture
def place(simcord_env):
    """A server with the bot, a channel and Anna in it."""
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    return channel, guild.add_member(simcord_env.create_user("anna"))


def texts(channel):
    return [message.content for message in channel.history()]


async def test_a_slash_command_with_a_clip_becomes_one_message_of_the_core(place, core):
    channel, anna = place
    result = await anna.slash(channel, "edit", prompt="add music", clip=CLIP)
    (heard,) = core.heard
    assert result.deferred
    assert not result.ephemeral
    assert heard.text == "add music"
    assert [file.name for file in heard.attachments] == ["holiday.mp4"]
    assert (heard.address.chat, heard.address.thread) == (str(channel.guild.id), str(channel.id))


async def test_the_deferred_reply_is_the_status_and_the_result_a_new_message(place, core):
    channel, anna = place
    core.script = core.works
    result = await anna.slash(channel, "edit", prompt="add music")
    answer = channel.last_message
    assert result.response.content == "Done in 3 s."
    assert answer.content == f"<@{anna.id}> Your **video** is ready. @everyone"
    assert answer.reference.message_id == result.response.id
    assert [user.id for user in answer.mentions] == [anna.id]
    assert not answer.mention_everyone
    assert result.followups == []


async def send(core, incoming, post):
    await core.platform.send(target(incoming), post)


async def test_the_menu_of_a_message_asks_for_words_first_and_brings_its_clip(place, core):
    channel, anna = place
    message = await anna.send(channel, "look", attachments=[CLIP])
    opened = await anna.context_menu(channel, "Edit this clip", message)
    assert core.heard == []
    await anna.submit_modal(opened, {"words": "make it vertical"})
    (heard,) = core.heard
    assert heard.text == "make it vertical"
    assert [file.name for file in heard.attachments] == ["holiday.mp4"]


@pytest.mark.simcord(shard_count=1, approved_intents=discord.Intents(guilds=True, guild_messages=True))
async def test_a_mention_is_heard_without_the_message_content_intent(place, core, simcord_env):
    channel, anna = place
    core.script = core.works
    message = await anna.send(channel, f"<@{simcord_env.bot.user.id}> cut the silences", attachments=[CLIP])
    (heard,) = core.heard
    assert heard.text == "cut the silences"
    assert [file.name for file in heard.attachments] == ["holiday.mp4"]
    assert channel.last_message.reference.message_id == message.id
    assert texts(channel)[1:] == ["Done in 3 s.", f"<@{anna.id}> Your **video** is ready. @everyone"]


async def test_a_button_works_after_a_restart(place, core, simcord_env):
    channel, anna = place
    core.script = core.works
    await anna.slash(channel, "edit", prompt="add music")
    answer = channel.last_message
    await simcord_env.restart_bot(core.build())
    result = await anna.click(answer, label="Undo")
    assert result.acknowledged
    assert core.heard[-1].action == Undo()
    assert core.heard[-1].reply_to == str(answer.id)


async def test_where_the_bot_may_not_post_the_result_comes_by_the_interaction_and_says_what_is_missing(
    place, core, simcord_env
):
    _, anna = place
    core.script = core.works
    mute = {simcord_env.bot.user: discord.PermissionOverwrite(send_messages=False)}
    channel = simcord_env.guild.create_text_channel("announcements", overwrites=mute)
    result = await anna.slash(channel, "edit", prompt="add music")
    (follow_up,) = result.followups
    assert "Send Messages" in follow_up.content
    assert "Your **video** is ready." in follow_up.content
