"""What an operator has who upgrades from any schema: its files are laid out, and the present code begins on them.

All that these tests know of the code's own names is in this file.
"""

import contextlib
import functools
import json
import sqlite3
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

import bots.services
import sandbox.api.routes.accounts
import sandbox.api.routes.uploads
from bots.settings import Settings
from bots.upload.service import open_uploads
from core.engine.delays import Delays
from core.model.actions import parse
from core.model.chat import Address, Button, Capabilities, Post, Role, Sender, Target
from sandbox.editing import Editing
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.tus import upload
from tests.flow.conftest import MILD, MP4, QUICK, Agent, BotProcess, Shown, Stage, World, probe, render
from tests.flow.upgrade.conftest import MB, PUBLIC_URL, Then

ARCHIVES = Path(__file__).parents[3] / "fixtures" / "schemas"
NUMBERS = [int(path.name.removeprefix("schema_")[:2]) for path in sorted(ARCHIVES.glob("schema_*.tar.xz"))]
INBOX = "telegram:99"
FILM_LINKS = ("journal", "outcome"), ("undelivered_answers", "text")
LATER = 600.0  # so long after the kill the present code begins
HERE = Capabilities(
    file_bytes=50_000_000, edit_seconds=0.0, incoming_bytes=20 * MB, direct_link="https://t.me/nemo_bot?start="
)


def lay_out(number: int, folder: Path) -> dict[str, Any]:
    """Lay out what a commit with this schema left, and return what stood in its chats."""
    with tarfile.open(ARCHIVES / f"schema_{number:02}.tar.xz") as packed:
        packed.extraction_filter = getattr(tarfile, "data_filter", None)  # type: ignore[assignment] # since 3.11.4
        packed.extractall(folder)
    for file in folder.rglob("*.mp4"):
        file.touch()  # what nobody used for long is swept away
    for dump in (folder / "bot" / "nemobot.sql", folder / "sandbox" / "sandbox.sql"):
        database = dump.with_suffix(".db")
        with contextlib.closing(sqlite3.connect(database)) as opened:
            opened.executescript(dump.read_text("utf-8"))
        database.chmod(0o600)
        dump.unlink()
    with contextlib.closing(sqlite3.connect(folder / "sandbox" / "sandbox.db")) as opened:
        turns = opened.execute("select session, text, status = 'accepted' from turn order by id").fetchall()
    return json.loads((folder / "chat.json").read_text("utf-8")) | {"turns": turns}


@dataclass
class Chat:
    """One conversation that was going on."""

    world: "Upgraded"
    scene: str
    address: Address
    asker: Sender
    requests: dict[int, str | None]  # with their outcomes, as they were left

    async def send(self, text="", *files, **more):
        """Say or press something without waiting for what comes of it."""
        private = self.address.platform == "telegram" and not self.address.chat.startswith("-")
        said = {"address": self.address, "sender": self.asker, "private": private, "at": self.world.now()}
        return await self.world.send(text, *files, **said | more)

    async def say(self, text="", *files, **more):
        await self.send(text, *files, **more)
        await self.world.quiet()

    async def press(self, begins):
        """Press the newest of the recorded buttons whose action begins so."""
        shown, wire = next(
            (one, button["press"])
            for one in reversed(self.left)
            for button in one["buttons"]
            if button["press"].startswith(begins)
        )
        await self.say(press=wire, reply_to=shown["key"])

    @property
    def open(self):
        """The requests that were left open."""
        return [number for number, outcome in self.requests.items() if outcome is None]

    @property
    def left(self):
        """The messages of the bot that stood there."""
        return [
            one for one in self.world.left["messages"] if one["address"] == str(self.address) and not one["removed"]
        ]

    def shown(self):
        return [one for one in self.world.stage.messages.values() if one.target.address == self.address]

    def told(self):
        """What the bot said, or said otherwise, since the upgrade."""
        recorded = {one["key"] for one in self.left}
        return [one.post.text for one in self.shown() if not one.removed and (one.key not in recorded or one.posts[1:])]

    def statuses(self):
        """The status messages that stand there, the recorded ones too."""
        return [one for one in self.shown() if one.post.role is Role.STATUS and not one.removed]

    def films(self):
        """The films that came since the upgrade, as bytes."""
        return [one.film_bytes for one in self.shown() if one.film_bytes]

    async def turns(self):
        """The words of every turn that the backend was ever asked for in its projects."""
        rows = await self.world.rows("select session_id from projects where address = ?", str(self.address))
        sessions = {row["session_id"] for row in rows}
        return [text for session, text in self.world.asked() if session in sessions]

    async def outcomes(self):
        rows = await self.world.rows("select id, outcome from requests where address = ?", str(self.address))
        return {row["id"]: row["outcome"] for row in rows}


class Upgraded(World):
    """Everybody whose bot was upgraded under way."""

    def __init__(self, backend, agent, settings, left, folder):
        super().__init__(backend, agent, _stage(left), settings)
        self.left, self._folder = left, folder
        self.chats = {
            scene: Chat(
                self,
                scene,
                Address.parse(kept["address"]),
                Sender(kept["person"], "Anna", "en"),
                {int(number): outcome for number, outcome in kept["requests"].items()},
            )
            for scene, kept in left["scenes"].items()
        }

    async def open(self, kill_at=None, kill_at_await=None):
        """Start the process, and let it work."""
        await self.begin()
        self.process.work()

    async def begin(self):
        """Start the process: the database is migrated, what people say now is accepted, nothing is worked on."""
        self.process = await BotProcess(self.settings, self.stage).begin()
        self.app.platforms["discord"] = self.process.platform
        uploads = await self.process._stack.enter_async_context(open_uploads(self.app))
        self.http = await self.process._stack.enter_async_context(_served(uploads))
        await self._move_film_links()

    async def _move_film_links(self):
        """The backend listens at another port each time."""
        cipher, old, new = self.app.store.entries._cipher, self.left["backend"], self.sandbox.url
        for table, column in FILM_LINKS:
            for row in await self.rows(f"select rowid as row, {column} as text from {table}"):
                text = row["text"] and cipher.open_text(row["text"])
                if text and old in text:
                    moved = cipher.seal_text(text.replace(old, new))
                    await self.rows(f"update {table} set {column} = ? where rowid = ?", moved, row["row"])

    def now(self):
        return self.app.services.clock.time()

    def asked(self):
        """Each turn that the backend was asked for, before the upgrade and after it: its session and its words."""
        since = [(call["session"], call["text"]) for call in self.calls("/run_sse")]
        return [(session, text) for session, text, _ in self.left["turns"]] + since

    async def bring(self, link, data=MP4):
        """Give the upload page behind a link a file; returns the status of its answer."""
        answer = await upload(self.http, f"{link.removeprefix(PUBLIC_URL)}/files", data, "phone.mp4")
        return answer.status


@contextlib.asynccontextmanager
async def _served(uploads):
    pages = web.Application()
    pages.add_routes(uploads.routes())
    runner = web.AppRunner(pages, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with aiohttp.ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}") as http:
            yield http
    finally:
        await runner.cleanup()


class Platform(Stage):
    """Keeps what was said; of a message whose first part had arrived, the rest as the adapters send it: marked."""

    async def send(self, to, post, arrived=None, rest=None):
        return await super().send(to, replace(post, text=post.text + rest.mark) if rest else post, arrived)


def _stage(left):
    stage = Platform("telegram", here=HERE)
    stage.files |= {ref: MP4 if good else b"only words" for ref, good in left["files"].items()}
    for one in left["messages"]:
        if one["removed"]:
            continue
        buttons = tuple(
            Button(made["label"], parse(made["press"]), made["url"], app=made["app"]) for made in one["buttons"]
        )
        to = Target(Address.parse(one["address"]), private=True, asker="", reply_to=one["reply_to"])
        stage.messages[one["key"]] = Shown(one["key"], [Post(Role(one["role"]), one["text"], buttons)], to)
    return stage


@pytest.fixture
def laid_out(tmp_path):
    """`laid_out(7)`: the database that a commit with schema 7 left."""

    def lay(number):
        lay_out(number, tmp_path)
        return tmp_path / "bot" / "nemobot.db"

    return lay


@pytest.fixture
def upgraded(tmp_path, monkeypatch, eventually):
    """`async with upgraded(7) as world`: what a commit with schema 7 left, and ten minutes later the present code.

    It does not work before `world.process.work()`.
    """

    @contextlib.asynccontextmanager
    async def begin(number):
        left = lay_out(number, tmp_path)
        clock = Then(left["recorded_at"] + LATER, 1.0)
        # the pauses between two reads are no setting, and neither is the time
        quick = functools.partial(Delays, read_pauses=(0.01, 0.01), settled=0.2)
        monkeypatch.setattr(bots.services, "Delays", quick)
        monkeypatch.setattr(bots.services, "SystemClock", lambda: clock)
        # the backend listens at another port each time, which must not look like a change of the material
        monkeypatch.setattr(sandbox.api.routes.accounts, "base_url", lambda _: left["backend"])
        monkeypatch.setattr(sandbox.api.routes.uploads, "base_url", lambda _: left["backend"])
        agent = Agent()
        editing = Editing(probe, agent.edit, render)
        limits = Limits(one_token_a_client=False, edit_cost=1)
        backend = await start(tmp_path / "sandbox", editing=editing, control=True, limits=limits, tokens={})
        backend.active_faults.set(MILD)
        try:
            # a turn goes on without the bot
            await eventually(lambda: len(agent.heard) == sum(running for _, _, running in left["turns"]))
            told = {"nemo_api_url": backend.url, "nemo_web_url": backend.url, "nemobot_data_dir": tmp_path / "bot"}
            own = {"nemobot_public_url": PUBLIC_URL, "nemobot_secret_key": left["secret_key"]}
            # so many requests go on at once that a film may take longer than the looks at it of other tests
            patient = {"nemobot_render_poll_seconds": 0.1, "nemobot_recovery_seconds": (0.1,)}
            world = Upgraded(backend, agent, Settings(**(QUICK | patient | told | own)), left, tmp_path)
            await world.begin()
            try:
                yield world
            finally:
                await world.process.end()
        finally:
            await backend.stop()

    return begin
