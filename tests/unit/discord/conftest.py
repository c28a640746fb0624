"""The whole adapter before a strict Discord on loopback, with a scripted core behind it."""

import asyncio
import contextlib
import dataclasses
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from pydantic import SecretStr

from bots.discord.config import Config
from bots.discord.platform import DiscordPlatform
from bots.discord.service import DiscordService, open_discord
from core.engine.clock import SystemClock
from core.media.source import ByteSource
from core.model.actions import Cancel, Undo
from core.model.chat import Button, Film, Incoming, Post, Role, Target
from core.model.measures import NoMeasures
from core.model.messages import Origin
from tests.doubles.discord_double import DiscordDouble

STATUS = Post(Role.STATUS, "Connecting...", (Button("Cancel", Cancel(1)),))
ANSWER = Post(Role.ANSWER, "Your **video** is ready. @everyone", (Button("Undo", Undo()),))
MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)


class Memory:
    """Adapter data that lives as long as its test."""

    def __init__(self):
        self.kept = {}

    async def get(self, scope, name):
        return self.kept.get((scope, name))

    async def set(self, scope, name, value, *, keep_seconds=None):
        self.kept[scope, name] = value


class Hasty(SystemClock):
    """The real time, with waits a hundred times shorter (`hasten`); `late` seconds have gone by besides."""

    late = 0.0
    hasten = 100.0

    def time(self):
        return super().time() + self.late

    async def sleep(self, seconds):
        await super().sleep(seconds / self.hasten)


@dataclass
class Core:
    """Plays the core: keeps what it receives, answers by `script`."""

    received: list[Incoming] = field(default_factory=list)
    script: Callable[["Core", Incoming], Awaitable[None]] | None = None
    mine: bool = True
    answers: bool = True
    origins: dict[tuple[str, str], Origin] = field(default_factory=dict)
    service: DiscordService | None = None

    @property
    def platform(self) -> DiscordPlatform:
        return self.service.platform

    async def receive(self, incoming):
        self.received.append(incoming)
        if self.script:
            await self.script(self, incoming)
        return self.answers

    async def may_press(self, incoming):
        return self.mine

    async def origin(self, address, key):
        return self.origins.get((str(address), key))

    async def projects(self, address, sender):
        return [(1, "holiday"), (2, "wedding")]


class Bot:
    """A running adapter and the Discord it is in: a server «Studio» with a channel and Anna."""

    def __init__(self, double: DiscordDouble, core: Core, memory: Memory) -> None:
        self.double, self.core, self.memory = double, core, memory
        self.guild = double.guild()
        self.channel = double.channel(self.guild)
        self.anna = double.person("anna")
        self.clock = Hasty()
        self._numbers = itertools.count()

    def config(self, **changes) -> Config:
        told = {
            "token": SecretStr(self.double.token),
            "api_url": self.double.api_url,
            "gateway_url": self.double.gateway_url,
            "cdn_url": self.double.cdn_url,
            "skills": {"plain": "Plain editing"},
        }
        return Config(**(told | changes))

    @contextlib.asynccontextmanager
    async def opened(self, **changes) -> AsyncIterator[DiscordService]:
        """The adapter, answering but not listening."""
        async with open_discord(self.config(**changes), self.core, self.memory, self.clock, NoMeasures()) as service:
            self.core.service = service
            yield service

    @contextlib.asynccontextmanager
    async def running(self, **changes) -> AsyncIterator[DiscordService]:
        """The adapter, connected."""
        async with self.serving(**changes) as (service, _):
            # the library calls itself ready two seconds later; events come from now on
            await self.double.until(lambda: service._gateway and service._gateway.get_guild(self.guild.id))
            yield service

    @staticmethod
    def target(incoming: Incoming) -> Target:
        return Target(incoming.address, incoming.private, incoming.sender.id, incoming.key, incoming.handle)

    @staticmethod
    def film(name="holiday-v1.mp4", data=MP4, link="https://films.example/1.mp4"):
        """A film that opens as often as asked."""

        @contextlib.asynccontextmanager
        async def opened():
            async def chunks():
                for at in range(0, len(data), 1024):
                    yield data[at : at + 1024]

            yield ByteSource(len(data), chunks())

        return Film(name, link=link, size=len(data), key="r1", open=opened)

    async def works(self, core, incoming):
        """A script: a status, the film, and the status shrunk."""
        to = self.target(incoming)
        key = await core.platform.send(to, STATUS)
        await core.platform.send(to, dataclasses.replace(ANSWER, film=self.film()))
        await core.platform.edit(to, key, Post(Role.STATUS, "Done in 3 s."))

    @contextlib.asynccontextmanager
    async def serving(self, **changes):
        """The adapter, connected or not."""
        async with self.opened(**changes) as service:
            serving = asyncio.create_task(service.serve(), name="discord")
            try:
                yield service, serving
            finally:
                serving.cancel()
                await asyncio.gather(serving, return_exceptions=True)

    def shown(self, channel=None, to=None):
        return self.double.shown(channel or self.channel, to)

    def texts(self, channel=None, to=None):
        return [message.content for message in self.shown(channel, to)]

    async def received(self, count=1):
        await self.double.until(lambda: len(self.core.received) >= count)
        return self.core.received[count - 1]


@pytest.fixture
async def bot():
    async with DiscordDouble() as double:
        made = Bot(double, Core(), Memory())
        yield made
        assert double.violations == []
        assert double.unanswered() == []
