"""What an operator has who upgrades from release 0.1.0: its files are laid out, and the present code begins on them.

All that these tests know of the code's own names is in this file.
"""

import contextlib
import functools
import json
import sqlite3
import time
import zipfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import bots.services
import sandbox.api.account_routes
import sandbox.api.upload_routes
from bots.settings import Settings
from bots.upload.service import open_uploads
from core.engine.clock import SystemClock
from core.engine.delays import Delays
from core.model.chat import Address, Button, Post, Role, Sender, Target
from sandbox.editing import Editing
from sandbox.limits import Limits
from sandbox.server import start
from tests.flow.conftest import FILM, MILD, MP4, QUICK, Agent, Life, Shown, Stage, World, probe, render

RELEASE = Path(__file__).parents[2] / "fixtures" / "release_0_1_0"
PUBLIC_URL = "https://bot.example.org"
MB = 1024 * 1024
PLACES: dict[str, dict[str, Any]] = {
    "telegram": {"incoming_bytes": 20 * MB, "direct_link": "https://t.me/nemo_bot?start="},
    "discord": {"incoming_bytes": 500 * MB, "ephemeral": True},
    "web": {},
}
OPERATOR = "nmv_usr_operator"


@dataclass(frozen=True)
class Left:
    """What one process of the release left: its chat, and the rows that it had written."""

    chat: dict[str, Any]
    open: tuple[int, ...]
    targets: tuple[tuple[str, str, str], ...]
    unfinished_turns: int

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What stood in the chat."""
        return [one for one in self.chat["messages"] if not one["removed"]]


class Then(SystemClock):
    """The time of the upgrade: links still live and waits have run out as they would have."""

    def __init__(self, at: float) -> None:
        self._ahead = at - time.time()

    def time(self) -> float:
        return time.time() + self._ahead


class Upgraded(World):
    """The chat of somebody whose bot was upgraded under way."""

    def __init__(self, sandbox, agent, stage, settings, left: Left, clock: Then):
        super().__init__(sandbox, agent, stage, settings)
        self.left, self.clock = left, clock
        self.address = Address.parse(left.chat["address"])
        self.asker = Sender(self._asker(), "Anna", "en")
        self._before = set(stage.messages)

    async def open(self, kill_at=None):
        self.life = await Life(self.settings, self.stage).begin()
        self.app.platforms[self.stage.name] = self.life.door
        self.uploads = await self.life._stack.enter_async_context(open_uploads(self.app))
        self.life.work()

    def _asker(self):
        return {"telegram": "70000001", "discord": "70000001", "web": self.address.chat}[self.address.platform]

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


def move_backend(database: Path, old: str, new: str) -> None:
    """Write a new address of the backend into the links to its films: here it listens at another port each time."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as rows:
        rows.execute("update journal set outcome = replace(outcome, ?, ?)", (old, new))
        rows.execute("update messages set text = replace(text, ?, ?), body = replace(body, ?, ?)", (old, new, old, new))
        rows.execute("update owed_answers set text = replace(text, ?, ?)", (old, new))


def stage_of(left: Left) -> Stage:
    """Return the platform as it was left: with the files and the messages of the chat."""
    platform = left.chat["platform"]
    stage = Stage(platform)
    for name, value in PLACES[platform].items():
        object.__setattr__(stage.here, name, value)
    stage.files |= {ref: MP4 if good else b"only words" for ref, good in left.chat["files"].items()}
    for one in left.messages:
        buttons = tuple(Button(made["label"], made["press"], made["url"], app=made["app"]) for made in one["buttons"])
        to = Target(Address.parse(one["address"]), private=True, asker="", reply_to=one["reply_to"])
        stage.messages[one["key"]] = Shown(one["key"], [Post(Role(one["role"]), one["text"], buttons)], to)
    return stage


@pytest.fixture
def upgraded(tmp_path, monkeypatch, eventually):
    """`async with upgraded("mid-turn.telegram") as world`: the present code begins a minute later."""

    @contextlib.asynccontextmanager
    async def begin(state, *, later=60.0, faults=None, **settings) -> AsyncIterator[Upgraded]:
        left = lay_out(state, tmp_path)
        clock = Then(left.chat["recorded_at"] + later)
        # the pauses between two reads are no setting, and neither is the time
        monkeypatch.setattr(bots.services, "Delays", functools.partial(Delays, read_pauses=(0.01, 0.01)))
        monkeypatch.setattr(bots.services, "SystemClock", lambda: clock)
        # the backend listens at another port each time, which must not look like a change of the material
        monkeypatch.setattr(sandbox.api.account_routes, "base_url", lambda _: left.chat["backend"])
        monkeypatch.setattr(sandbox.api.upload_routes, "base_url", lambda _: left.chat["backend"])
        agent = Agent()
        backend = await start(
            tmp_path / "sandbox",
            editing=Editing(probe, agent.edit, render),
            control=True,
            limits=Limits(one_token_a_client=False, edit_cost=1),
            tokens={OPERATOR: 100},
        )
        backend.switchboard.set(MILD | (faults or {}))
        try:
            await eventually(lambda: len(agent.heard) == left.unfinished_turns)  # a turn goes on without the bot
            move_backend(tmp_path / "bot" / "nemobot.db", left.chat["backend"], backend.url)
            told = {"nemo_api_url": backend.url, "nemo_web_url": backend.url, "nemobot_data_dir": tmp_path / "bot"}
            own = {"nemo_token": OPERATOR} if left.chat["platform"] == "web" else {}
            made = Settings(**(QUICK | told | own | {"nemobot_public_url": PUBLIC_URL} | settings))
            world = Upgraded(backend, agent, stage_of(left), made, left, clock)
            await world.open()
            try:
                yield world
            finally:
                await world.life.end()
        finally:
            await backend.stop()

    return begin


@pytest.fixture
def film():
    """The bytes of every film."""
    return FILM
