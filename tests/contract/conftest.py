"""What a store, an engine and a chat platform promise is written once here and kept by every implementation of them."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bots.discord.attachments import FileRef
from bots.discord.config import Config as DiscordConfig
from bots.discord.handle import Handle
from bots.discord.service import open_discord
from bots.spool.spool import Spool
from bots.telegram import service as telegram_service
from bots.telegram.config import Config as TelegramConfig
from bots.telegram.platform import REACTIONS
from bots.telegram.rate_limit import Limit, RateLimiter
from bots.telegram.service import open_telegram
from bots.web.open_pages import OpenPages
from bots.web.platform import WebPlatform
from core.engine.clock import SystemClock
from core.engine.codec import to_json
from core.model.attachments import Attachment
from core.model.chat import Address, ChatPlatform, Incoming, Sender, Target
from core.model.front_door import FrontDoor
from core.model.measures import NoMeasures
from core.model.messages import Origin
from core.model.requests import Flow, NewRequest, Part
from core.model.secret import Secret
from core.words.intents import Meaning, Wish
from storage.store import Store
from tests.contract.engine import Engine
from tests.contract.kinds import KINDS, Kind
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_values import File
from tests.doubles.telegram import NO_LIMITS, Clip, TelegramDouble

HERE = Address("web", "7")

Opener = Callable[..., AbstractAsyncContextManager[Store]]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    return KINDS[request.param]


@pytest.fixture
def opener(kind: Kind, tmp_path: Path) -> Opener:
    """Opens the one store of a test, as often as the process it plays begins again."""

    def opened(secret_key: str | None = None) -> AbstractAsyncContextManager[Store]:
        return kind.open_store(tmp_path / "data", secret_key=secret_key, clock=SystemClock())

    return opened


@pytest.fixture
async def store(opener: Opener) -> AsyncIterator[Store]:
    async with opener() as opened:
        yield opened


@pytest.fixture
def here() -> Address:
    return HERE


@pytest.fixture
def asked() -> Callable[..., NewRequest]:
    """`asked("m1", "add music", files=["clip.mp4"], lane=...)`: a request as intake accepts it."""

    def new(
        key: str, text: str = "add music", *, files: tuple[str, ...] = (), at: float = 1.0, **other: Any
    ) -> NewRequest:
        attachments = tuple(Attachment(f"ref:{name}", name, 10, "video/mp4") for name in files)
        plain = NewRequest(
            flow=Flow.EDIT,
            address=HERE,
            sender=Sender("ann", "Ann", "en-GB"),
            private=True,
            handle='{"at":1}',
            lane="project:1",
            language="en",
            meaning=Meaning(Wish.EDIT),
            part=Part(key, text, attachments, at),
        )
        return replace(plain, **other)

    return new


CLIP = b"\x00\x00\x00\x20ftypisom" + bytes(5000)
DISCORD_MARKS = {"👀": "seen", "✅": "done", "⚠️": "failed"}
WIDE = Limit(1000, 1.0, 0)  # what a platform's own budget leaves out is no promise


@dataclass
class Stage:
    """A platform, a place on it, a file that somebody sent there, and a pair of eyes.

    `texts` are what a person sees there of the bot's, oldest first; `mark` is what stands on the message that is
    answered; `content` is what is in the file.
    """

    platform: ChatPlatform
    to: Target
    file: Attachment
    texts: Callable[[], Awaitable[list[str]]]
    mark: Callable[[], Awaitable[str | None]]
    content: bytes = CLIP


class Hasty(SystemClock):
    """The real time, with waits a hundred times shorter."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 100)


class ClosedFrontDoor(FrontDoor):
    """A front door through which nothing may come."""

    async def receive(self, incoming: Incoming) -> None:
        await _nobody()

    async def may_press(self, incoming: Incoming) -> bool:
        return bool(await _nobody())

    async def origin(self, address: Address, key: str) -> Origin | None:
        await _nobody()

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        return [await _nobody()]


@asynccontextmanager
async def on_web(store: Store, tmp_path: Path) -> AsyncIterator[Stage]:
    spool = Spool(tmp_path / "spool", budget_bytes=1 << 20, file_bytes=1 << 20, clock=SystemClock())
    await spool.start()

    async def content() -> AsyncIterator[bytes]:
        yield CLIP

    async def bodies() -> list[dict[str, Any]]:
        entries = await store.transcript.since(HERE, 0, 1000)
        return [json.loads(entry.body) for entry in sorted(entries, key=lambda one: one.position) if entry.body]

    async def texts() -> list[str]:
        return ["".join(_plain(body["words"])) for body in await bodies() if "words" in body]

    async def mark() -> str | None:
        marks = (body["mark"] for body in await bodies() if body.get("of") == said and "mark" in body)
        return next(marks, None)

    said = "u-00000001"
    kept = await spool.take(HERE.chat, "clip.mp4", len(CLIP), "video/mp4", content())
    platform = WebPlatform(store.transcript, spool, OpenPages(), SystemClock())
    to = Target(HERE, private=True, asker=HERE.chat, reply_to=said)
    yield Stage(platform, to, Attachment(kept.ref, kept.name, kept.size), texts, mark)


@asynccontextmanager
async def on_telegram(store: Store, _: Path) -> AsyncIterator[Stage]:
    async with TelegramDouble(pace=NO_LIMITS) as tg:
        anna = tg.person("Anna")
        talk = tg.private(anna)
        said = talk.sends(anna, Clip(data=CLIP), "add music")

        async def texts() -> list[str]:
            return [answer.text for answer in talk.answers]

        async def mark() -> str | None:
            return next((name for name, emoji in REACTIONS.items() if [emoji] == said.reactions), None)

        config = TelegramConfig(Secret(tg.token), tg.url)
        to = Target(Address("telegram", str(talk.chat.id)), private=True, asker=str(anna.id), reply_to=str(said.id))
        file = Attachment(said.data["video"]["file_id"], "clip.mp4", len(CLIP), "video/mp4")
        opened = open_telegram(
            config, ClosedFrontDoor(), _nobody, store.adapter_data, store.inbox, store.secrets, Hasty(), NoMeasures()
        )
        async with opened as service:
            yield Stage(service.platform, to, file, texts, mark)


@asynccontextmanager
async def on_discord(store: Store, _: Path) -> AsyncIterator[Stage]:
    async with DiscordDouble() as discord:
        anna, guild = discord.person("anna"), discord.guild()
        channel = discord.channel(guild)
        clip = File("clip.mp4", CLIP)
        said = await discord.say(anna, channel, "add music", clip, mention=True)

        async def texts() -> list[str]:
            return [_read(message.content) for message in discord.shown(channel)]

        async def mark() -> str | None:
            return next((DISCORD_MARKS[emoji] for emoji, who in said.reactions.items() if who), None)

        config = DiscordConfig(
            token=SecretStr(discord.token),
            api_url=discord.api_url,
            gateway_url=discord.gateway_url,
            cdn_url=discord.cdn_url,
        )
        here = Address("discord", str(guild.id), str(channel.id))
        handle = Handle(channel.id, guild.id, message=said.id, react=True).text()
        to = Target(here, private=False, asker=str(anna.id), reply_to=str(said.id), handle=handle)
        ref = FileRef(discord.cdn.sign(clip), clip.id, channel.id, said.id)
        file = Attachment(to_json(ref, FileRef), clip.name, clip.size, clip.media_type)
        async with open_discord(config, ClosedFrontDoor(), store.adapter_data, Hasty(), NoMeasures()) as service:
            yield Stage(service.platform, to, file, texts, mark)
        assert discord.violations == []
        assert not any(message.pinged - {str(anna.id)} for message in discord.shown(channel))


STAGES = {"web": on_web, "telegram": on_telegram, "discord": on_discord}


@pytest.fixture(params=STAGES)
async def stage(
    request: pytest.FixtureRequest, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Stage]:
    monkeypatch.setattr(
        telegram_service,
        "RateLimiter",
        lambda clock, moved: RateLimiter(clock, moved, chat=WIDE, group=WIDE, overall=WIDE),
    )
    async with STAGES[request.param](store, tmp_path) as made:
        yield made


async def _nobody(*_: object) -> Any:
    raise AssertionError("nothing comes in here")


def _read(content: str) -> str:
    """Return what a person reads of Discord's Markdown, without the mention at its beginning."""
    said = re.sub(r"^<@\d+> ", "", content)
    return re.sub(r"\\(.)|\*\*|\|\||<[@#][^>]*>", lambda found: found[1] or "", said)


def _plain(tree: object) -> list[str]:
    match tree:
        case str():
            return [tree]
        case list():
            return [text for part in tree for text in _plain(part)]
        case {"in": inner}:
            return _plain(inner)
        case {"text": str(text)}:
            return [text]
        case {"items": items}:
            return _plain(items)
        case _:
            return []


@pytest.fixture
async def engines(kind, store, clock):
    built: list[Engine] = []

    def build(**other):
        built.append(Engine(kind, store, clock, **other))
        return built[-1]

    yield build
    for engine in built:
        if not engine.has_stopped:
            stopping = asyncio.create_task(engine.stopped())
            while not stopping.done():
                await clock.advance(10.0)
                await asyncio.sleep(0.001)


@pytest.fixture
def engine(engines):
    return engines()


@pytest.fixture
def accepted(store, asked):
    """`await accepted("project:1")`: a request in a lane."""
    keys = iter(range(100_000))

    async def accept(lane="project:1", **other):
        return await store.requests.accept(asked(f"m{next(keys)}", lane=lane, **other), 1.0)

    return accept
