"""What an operator has who upgrades from release 0.1.0: its files are laid out, and the present code begins on them.

All that these tests know of the code's own names is in this file.
"""

import asyncio
import contextlib
import dataclasses
import functools
import hashlib
import hmac
import itertools
import json
import sqlite3
import time
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

import bots.services
import sandbox.api.routes.accounts
import sandbox.api.routes.uploads
from bots.app import _web_chat
from bots.platforms import open_platforms
from bots.services import build_services
from bots.settings import Settings
from bots.upload.service import open_uploads
from core.engine.clock import SystemClock
from core.engine.delays import Delays
from core.model.actions import parse
from core.model.chat import Address, Button, Post, Role, Sender, Target
from sandbox.editing import Editing
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.discord_values import File as DiscordFile
from tests.doubles.discord_values import Message as DiscordMessage
from tests.doubles.telegram import NO_LIMITS, Person, Place, TelegramDouble
from tests.doubles.telegram import Clip as TelegramClip
from tests.doubles.telegram_chats import Chat
from tests.doubles.telegram_chats import Said as Told
from tests.doubles.tus import upload
from tests.flow.conftest import FILM, MILD, MP4, QUICK, Agent, BotProcess, Shown, Stage, World, probe, render

RELEASE = Path(__file__).parents[2] / "fixtures" / "release_0_1_0"
PUBLIC_URL = "https://bot.example.org"
MB = 1024 * 1024
PLACES: dict[str, dict[str, Any]] = {
    "telegram": {"incoming_bytes": 20 * MB, "direct_link": "https://t.me/nemo_bot?start="},
    "discord": {"incoming_bytes": 500 * MB, "ephemeral": True},
    "web": {},
}
PERSON, GROUP, TOPIC = 70_000_001, -1_001_234_567_890, 12
ADAPTER = {"nemobot_still_working_seconds": 600.0, "nemobot_silence_timeout_seconds": 40.0}
WITH_FILM_LINKS = {"journal": ("outcome",), "messages": ("text", "body"), "owed_answers": ("text",)}
OWN_SKILL = {"nemobot_skill": str(RELEASE / "skill" / "SKILL.md")}
OPERATOR = "nmv_usr_operator"


@dataclass(frozen=True)
class Left:
    """What one process of the release left: its chat, and the rows that it had written."""

    chat: dict[str, Any]
    open: tuple[int, ...]
    targets: tuple[tuple[str, str, str], ...]
    unfinished_turns: int

    @property
    def address(self) -> Address:
        """Where the conversation is."""
        return Address.parse(self.chat["address"])

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What stood in the chat."""
        return [one for one in self.chat["messages"] if not one["removed"]]


class Then(SystemClock):
    """The time of the upgrade: links still live and waits have run out as they would have."""

    def __init__(self, at: float, speed: float) -> None:
        self._ahead = at - time.time()
        self._speed = speed  # of an adapter's waits

    def time(self) -> float:
        return time.time() + self._ahead

    def monotonic(self) -> float:
        return time.monotonic() * self._speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._speed)


class Upgraded(World):
    """The chat of somebody whose bot was upgraded under way."""

    def __init__(self, backend, agent, stage, settings, left: Left):
        super().__init__(backend, agent, stage, settings)
        self.left = left
        self.address = left.address
        self.asker = Sender(self._asker(), "Anna", "en")
        self._before = set(stage.messages)

    async def open(self, kill_at=None):
        self.process = await BotProcess(self.settings, self.stage).begin()
        self.app.platforms[self.stage.name] = self.process.platform
        self.uploads = await self.process._stack.enter_async_context(open_uploads(self.app))
        self.process.work()

    def _asker(self):
        return self.address.chat if self.address.platform == "web" else str(PERSON)

    async def send(self, text="", *files, private=None, **more):
        """Say something as the person of the recording, in their chat."""
        private = self.address.platform != "discord" and not self.address.thread if private is None else private
        said = {"address": self.address, "sender": self.asker} | more
        return await super().send(text, *files, private=private, **said)

    def told(self):
        """What the bot said, or said otherwise, since the upgrade."""
        shown = [one for one in self.stage.messages.values() if not one.removed]
        return [one.post.text for one in shown if one.key not in self._before or len(one.posts) > 1]

    def asked(self):
        """The turns that the backend was asked for since the upgrade."""
        return len(self.calls("/run_sse"))

    def uploaded(self):
        """The files that the backend took since the upgrade."""
        return len([one for one in self.calls("/upload-video") if one.get("status") == 200])

    def notes(self):
        """The «Still working» notes that stand in the chat."""
        return [one for one in self.stage.messages.values() if one.post.role is Role.NOTE and not one.removed]

    def statuses(self):
        """The status messages that stand in the chat, the recorded ones too."""
        return [one for one in self.stage.messages.values() if one.post.role is Role.STATUS and not one.removed]

    async def outcomes(self):
        rows = await self.rows("select id, outcome from requests order by id")
        return {row["id"]: row["outcome"] for row in rows}


def lay_out(state: str, folder: Path) -> Left:
    """Lay the files of a state out as they were, and return what was in them."""
    with zipfile.ZipFile(RELEASE / "states" / f"{state}.zip") as packed:
        packed.extractall(folder)
    (folder / "bot" / "nemobot.db").chmod(0o600)
    with contextlib.closing(sqlite3.connect(folder / "sandbox" / "sandbox.db")) as database:
        [[running]] = database.execute("select count(*) from turn where status = 'accepted'")
    with contextlib.closing(sqlite3.connect(folder / "bot" / "nemobot.db")) as database:
        rows = database.execute("select address, key, handle from requests").fetchall()
        targets = tuple((address, key.partition("#")[0], handle) for address, key, handle in rows)
        waiting = database.execute("select id from requests where outcome is null order by id").fetchall()
    chat = json.loads((folder / "chat.json").read_text("utf-8"))
    return Left(chat, tuple(number for (number,) in waiting), targets, running)


def rewrite(database: Path, columns: dict[str, tuple[str, ...]], old: str, new: str) -> None:
    """Write another address into these columns: what listens on loopback has another port each time."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as rows:
        for table, names in columns.items():
            for name in names:
                rows.execute(f"update {table} set {name} = replace({name}, ?, ?)", (old, new))


def stage_of(left: Left) -> Stage:
    """Return the platform as it was left: with the files and the messages of the chat."""
    platform = left.chat["platform"]
    stage = Stage(platform)
    for name, value in PLACES[platform].items():
        object.__setattr__(stage.here, name, value)
    stage.files |= {ref: MP4 if good else b"only words" for ref, good in left.chat["files"].items()}
    for one in left.messages:
        buttons = tuple(
            Button(made["label"], parse(made["press"]), made["url"], app=made["app"]) for made in one["buttons"]
        )
        to = Target(Address.parse(one["address"]), private=True, asker="", reply_to=one["reply_to"])
        stage.messages[one["key"]] = Shown(one["key"], [Post(Role(one["role"]), one["text"], buttons)], to)
    return stage


class OnPlatform(World):
    """The same with the real adapter between the bot and a double of its platform: what was on the wire is pressed."""

    def __init__(self, backend, agent, settings, left: Left, double):
        super().__init__(backend, agent, Stage(), settings)
        self.left, self.double = left, double
        self.closing = contextlib.AsyncExitStack()
        self.http: aiohttp.ClientSession | None = None

    async def open(self, kill_at=None):
        app = await self.closing.enter_async_context(build_services(self.settings))
        self.process = SimpleNamespace(app=app)
        services = await self.closing.enter_async_context(open_platforms(app))
        uploads = await self.closing.enter_async_context(open_uploads(app))
        self._begin("platform", *(service.serve() for service in services))
        pages = web.Application()
        pages.add_routes(uploads.routes())
        await self._serve(pages)
        await self.hears(services)
        self._begin("requests", app.work())

    def _begin(self, name, *work):
        tasks = [asyncio.create_task(one, name=name) for one in work]
        self.closing.push_async_callback(_end, tasks)

    async def _serve(self, pages):
        runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.2)
        await runner.setup()
        self.closing.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self.http = await self.closing.enter_async_context(aiohttp.ClientSession(url))

    async def hears(self, services):
        """Return when the bot takes messages."""
        end = time.monotonic() + 15
        while missing := [why for service in services if (why := await service.ready())]:
            assert time.monotonic() < end, missing
            await asyncio.sleep(0.01)

    async def quiet(self, seconds=15.0):
        """Wait until every request has ended, and none has come for a moment."""
        still = 0
        async with asyncio.timeout(seconds):
            while still < 8:
                busy = await self.rows("select id from requests where outcome is null")
                still = 0 if busy or self.waiting() else still + 1
                await asyncio.sleep(0.01)

    def waiting(self):
        """Whether the bot has not heard all yet."""
        return False

    def asked(self):
        return len(self.calls("/run_sse"))

    async def bring(self, link, data=MP4, **headers):
        """Give the upload page behind a link a file; returns the status of its answer."""
        path = link.removeprefix(PUBLIC_URL)
        return (await upload(self.http, f"{path}/files", data, "phone.mp4", **headers)).status


async def _end(tasks):
    for task in reversed(tasks):
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class OnTelegram(OnPlatform):
    """Anna's private chat, and a topic of the group that she is in, with all that the bot had said there."""

    def __init__(self, *given):
        super().__init__(*given)
        tg = self.double
        self.anna = tg.world.people[PERSON] = Person(PERSON, "Anna", "anna")
        tg.world.chats[PERSON] = Chat(PERSON, "private", person=self.anna, members={PERSON: "member"})
        group = tg.world.chats[GROUP] = Chat(GROUP, "supergroup", "Studio", forum=True)
        group.members = {PERSON: "member", tg.bot.id: "member"}
        group.topics[TOPIC] = "Cuts"
        for chat in tg.world.chats.values():
            chat.numbers = itertools.count(2001)
        self.private = Place(tg.crowd, tg.world.chats[PERSON])
        self.topic = Place(tg.crowd, group, TOPIC)
        self.place = self.topic if self.left.address.chat == str(GROUP) else self.private
        self._before = [self._show(one) for one in self.left.messages]
        for ref in self.left.chat["files"]:
            file = tg.shelf.add("video", name="", media_type="video/mp4", data=MP4)
            tg.shelf._files[ref] = dataclasses.replace(file, id=ref)

    def _show(self, one):
        rows = [[{"text": made["label"], **made["wire"]}] for made in one["buttons"] if made["wire"]]
        topic = {"message_thread_id": TOPIC, "is_topic_message": True} if self.place is self.topic else {}
        data = {"message_id": int(one["key"]), "date": 1, "chat": self.place.chat.json(), "text": one["text"], **topic}
        data |= {"from": self.double.bot.json(), "reply_markup": {"inline_keyboard": rows}}
        said = self.place.chat.messages[int(one["key"])] = Told(self.place.chat, data, by_bot=True)
        return said.id

    async def press(self, string):
        """Press a button as it was drawn."""
        said = self.place.chat.messages[int(string["message"])]
        assert said.buttons[string["label"]] == string["wire"]["callback_data"]
        self.place.presses(self.anna, said, string["label"])
        await self.quiet()

    async def say(self, text="", *files, place=None):
        (place or self.place).says(self.anna, text)
        await self.quiet()

    async def send_clip(self, name):
        self.place.sends(self.anna, TelegramClip(name=name, data=MP4))
        await self.quiet()

    def waiting(self):
        return bool(self.double.inbox.waiting)

    def shown(self, place=None):
        """What the bot said since the upgrade."""
        return [one for one in (place or self.place).answers if one.id not in self._before]

    def told(self, place=None):
        return [one.text for one in self.shown(place)]

    def films(self, place=None):
        return [one.film.size for one in self.shown(place) if one.film]

    def opened_by_anna(self):
        """The header with which the Mini App of her chat is opened."""
        at = int(self.process.app.services.clock.time())
        fields = {"auth_date": str(at), "user": json.dumps({"id": PERSON, "first_name": "Anna"})}
        said = "\n".join(f"{name}={value}" for name, value in sorted(fields.items()))
        key = hmac.digest(b"WebAppData", self.double.token.encode(), hashlib.sha256)
        signature = hmac.digest(key, said.encode(), hashlib.sha256).hex()
        return {"X-Telegram-Init-Data": urlencode(fields | {"hash": signature})}


class OnDiscord(OnPlatform):
    """The channel of a server with all that the bot had said there."""

    def __init__(self, *given):
        super().__init__(*given)
        dc, address = self.double, self.left.address
        self.anna = dc.person("Anna", id=PERSON)
        self.channel = dc.channel(dc.guild(id=int(address.chat)))
        del dc.world.channels[self.channel.id]
        self.channel.id = int(address.thread)
        dc.world.add(self.channel)
        self._before = {}
        for one in self.left.messages:
            row = [_component(made) for made in one["buttons"]]
            parts = [{"type": 1, "components": row}] if row else []
            message = DiscordMessage(self.channel, dc.bot, one["text"], parts, id=int(one["key"]))
            self._before[one["key"]] = dc.world.messages[message.id] = message

    async def open(self, kill_at=None):
        database = self.settings.nemobot_data_dir / "nemobot.db"
        for text in self.left.chat["files"]:
            ref = json.loads(text)
            name = ref["url"].partition("?")[0].rpartition("/")[2]
            file = self.double.world.cdn.keep(DiscordFile(name, MP4, channel=self.channel.id, id=ref["id"]))
            rewrite(
                database,
                {"messages": ("attachments",), "journal": ("outcome",)},
                ref["url"],
                self.double.world.cdn.sign(file),
            )
        await super().open()

    async def hears(self, services):
        await self.double.connected()
        await super().hears(services)

    async def press(self, string):
        """Press a button as it was drawn."""
        message = self._before[string["message"]]
        [drawn] = [one for one in message.buttons if one["label"] == string["label"]]
        assert drawn["custom_id"] == string["wire"]["custom_id"]
        pressed = await self.double.press(self.anna, message, string["label"])
        await asyncio.wait_for(pressed.acknowledged.wait(), 5)
        await self.quiet()

    async def send_clip(self, name):
        file = DiscordFile(name, MP4)
        await self.double.say(self.anna, self.channel, "", file, mention=True)
        await asyncio.sleep(0.1)
        await self.quiet()

    def shown(self):
        """What the bot said since the upgrade, as Anna sees it."""
        before = set(self._before.values())
        return [one for one in self.double.shown(self.channel, self.anna) if one not in before]

    def told(self):
        return [one.content for one in self.shown()]

    def films(self):
        return [one.files[0].size for one in self.shown() if one.files and one.files[0].name.endswith(".mp4")]


def _component(made):
    link = {"style": 5, "url": made["url"]} if made["url"] else {"style": 2}
    return {"type": 2, "label": made["label"], **link, **made["wire"]}


class OnWeb(OnPlatform):
    """A browser that comes back to its chat."""

    def __init__(self, *given):
        super().__init__(*given)
        self._numbers = itertools.count(900)

    async def open(self, kill_at=None):
        app = await self.closing.enter_async_context(build_services(self.settings))
        self.process = SimpleNamespace(app=app)
        chat = await self.closing.enter_async_context(_web_chat(app, local=False))
        self._begin("requests", app.work())
        self._since = await app.store.transcript.newest(self.left.address)
        await self._serve(chat.application())
        self.closing.callback(chat.pages.close)

    async def _post(self, **said):
        body = {"key": f"u-{next(self._numbers):08}"} | said
        headers = {"Cookie": f"nemobot_chat={self.left.chat['cookie']}", "Host": "localhost"}
        async with self.http.post("/messages", json=body, headers=headers) as answer:
            assert answer.status == 200, await answer.text()
        await self.quiet()

    async def press(self, string):
        await self._post(press=string["wire"]["press"], text=string["label"], reply_to=string["message"])

    async def quiet(self, seconds=15.0):
        await super().quiet(seconds)
        lines = await self.process.app.store.transcript.since(self.left.address, self._since, 1000)
        self._lines = [json.loads(line.body) for line in lines if line.body]

    def films(self):
        return [line["film"]["size"] for line in self._lines if line.get("film")]

    def told(self):
        return [self._read(line) for line in self._lines]

    @staticmethod
    def _read(line):
        """The words of a line; a film is shown by the page, which says by itself that it is there."""
        shown = f"{line['film']['name']} is ready" if line.get("film") else ""
        return json.dumps([line.get("words"), shown], ensure_ascii=False)


@pytest.fixture
def left_behind(tmp_path, monkeypatch, eventually):
    """`async with left_behind(state) as (left, backend, agent, settings)`: all but the bot, a minute later."""

    @contextlib.asynccontextmanager
    async def begin(state, *, later, faults, speed=1.0, **settings):
        left = lay_out(state, tmp_path)
        clock = Then(left.chat["recorded_at"] + later, speed)
        # the pauses between two reads are no setting, and neither is the time
        monkeypatch.setattr(bots.services, "Delays", functools.partial(Delays, read_pauses=(0.01, 0.01)))
        monkeypatch.setattr(bots.services, "SystemClock", lambda: clock)
        # the backend listens at another port each time, which must not look like a change of the material
        monkeypatch.setattr(sandbox.api.routes.accounts, "base_url", lambda _: left.chat["backend"])
        monkeypatch.setattr(sandbox.api.routes.uploads, "base_url", lambda _: left.chat["backend"])
        agent = Agent()
        backend = await start(
            tmp_path / "sandbox",
            editing=Editing(probe, agent.edit, render),
            control=True,
            limits=Limits(one_token_a_client=False, edit_cost=1),
            tokens={OPERATOR: 100},
        )
        backend.active_faults.set(MILD | (faults or {}))
        try:
            await eventually(lambda: len(agent.heard) == left.unfinished_turns)  # a turn goes on without the bot
            rewrite(tmp_path / "bot" / "nemobot.db", WITH_FILM_LINKS, left.chat["backend"], backend.url)
            told = {"nemo_api_url": backend.url, "nemo_web_url": backend.url, "nemobot_data_dir": tmp_path / "bot"}
            own = {"nemo_token": OPERATOR} if left.chat["platform"] == "web" else {}
            yield left, backend, agent, QUICK | told | own | {"nemobot_public_url": PUBLIC_URL} | settings
        finally:
            await backend.stop()

    return begin


@pytest.fixture
def upgraded(left_behind):
    """`async with upgraded("mid-turn.telegram") as world`: the present code begins, on a platform that only records."""

    @contextlib.asynccontextmanager
    async def begin(state, *, later=60.0, faults=None, **settings) -> AsyncIterator[Upgraded]:
        async with left_behind(state, later=later, faults=faults, **settings) as (left, backend, agent, made):
            world = Upgraded(backend, agent, stage_of(left), Settings(**made), left)
            await world.open()
            try:
                yield world
            finally:
                await world.process.end()

    return begin


@pytest.fixture
def on_platform(left_behind):
    """`async with on_platform("buttons.telegram") as scene`: the present code begins behind the platform's double."""

    @contextlib.asynccontextmanager
    async def begin(state, *, later=60.0, **answers) -> AsyncIterator[OnPlatform]:
        behind = left_behind(state, later=later, faults={"next": answers}, speed=20.0, **ADAPTER, **OWN_SKILL)
        async with behind as (left, backend, agent, made), contextlib.AsyncExitStack() as closing:
            double, own, kind = None, {}, OnWeb
            if left.address.platform == "telegram":
                double, kind = await closing.enter_async_context(TelegramDouble(pace=NO_LIMITS)), OnTelegram
                own = {"telegram_bot_token": double.token, "telegram_api_url": double.url}
            elif left.address.platform == "discord":
                double, kind = await closing.enter_async_context(DiscordDouble()), OnDiscord
                own = {"discord_bot_token": double.token, "discord_api_url": double.api_url}
                own |= {"discord_gateway_url": double.gateway_url, "discord_cdn_url": double.cdn_url}
            scene = kind(backend, agent, Settings(**(made | own)), left, double)
            closing.push_async_callback(scene.closing.aclose)
            await scene.open()
            yield scene

    return begin


@pytest.fixture
def film():
    """The bytes of every film."""
    return FILM
