"""Telegram's room before a strict Bot API server on loopback, with a core that only writes down what it hears."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from telegram import Message, Update

from bots.telegram import service
from bots.telegram.intake import Core
from bots.telegram.mapping import Me
from bots.telegram.pace import Limit, Pace
from bots.telegram.service import TelegramService, open_telegram
from bots.telegram.terms import Terms
from core.engine.clock import SystemClock
from core.model.chat import Address, Incoming, Target
from core.model.messages import Origin
from core.model.secret import Secret
from tests.doubles.telegram import NO_LIMITS, TelegramDouble

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
ME = Me(99, "nemo_bot")


class Facts:
    """What the adapter keeps for itself, and its secrets; they last as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.away = False

    async def get(self, scope: str, name: str) -> str | None:
        return self.kept.get((scope, name))

    async def set(self, scope: str, name: str, value: str, *, keep_seconds: float | None = None) -> None:
        if self.away:
            raise RuntimeError("the database is away")
        self.kept[scope, name] = value

    async def settle(self, name: str, proposed: Secret) -> Secret:
        return Secret(self.kept.setdefault(("secrets", name), proposed.reveal()))


@dataclass
class Desk:
    """The core's side: what it heard, and what it is told to answer."""

    heard: list[Incoming] = field(default_factory=list)
    moves: list[tuple[Address, Address]] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    failures: int = 0

    async def receive(self, incoming: Incoming) -> None:
        if self.failures:
            self.failures -= 1
            raise RuntimeError("the database is away")
        self.heard.append(incoming)

    async def may_press(self, incoming: Incoming) -> bool:
        origin = self.origins.get(incoming.reply_to or "")
        return incoming.private or incoming.sender.admin or origin is None or origin.sender == incoming.sender.id

    async def origin(self, address: Address, key: str) -> Origin | None:
        return self.origins.get(key)

    async def moved(self, old: Address, new: Address) -> None:
        self.moves.append((old, new))

    @property
    def core(self) -> Core:
        return Core(self.receive, self.may_press, self.origin)


class Hasty(SystemClock):
    """A clock on which every wait is a hundredth of what it says."""

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic() * 100

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 100)


@dataclass
class Room:
    """Everything at once."""

    tg: TelegramDouble
    service: TelegramService
    desk: Desk
    facts: Facts

    @property
    def platform(self):
        return self.service.platform


@pytest.fixture
def rooms(monkeypatch):
    """`async with rooms(tg, webhook_url=...) as room`; the facts of one room may be given to the next."""
    wide = Limit(1000, 1.0, 0)  # the budget is tested by itself

    @contextlib.asynccontextmanager
    async def opened(tg=None, *, facts=None, clock=None, token=None, paced=False, **terms) -> AsyncIterator[Room]:
        limits = {} if paced else {"chat": wide, "group": wide, "overall": wide}
        monkeypatch.setattr(service, "Pace", lambda clock: Pace(clock, **limits))
        async with contextlib.AsyncExitStack() as closing:
            tg = tg or await closing.enter_async_context(TelegramDouble(pace=NO_LIMITS))
            desk, facts = Desk(), facts or Facts()
            made = Terms(Secret(token or tg.token), terms.pop("api_url", tg.url), **terms)
            entered = open_telegram(made, desk.core, desk.moved, facts, facts, clock or Hasty())
            yield Room(tg, await closing.enter_async_context(entered), desk, facts)

    return opened


@pytest.fixture
async def room(rooms):
    async with rooms() as opened:
        yield opened
        assert opened.tg.violations == []


@contextlib.asynccontextmanager
async def _serving(room):
    task = asyncio.create_task(room.service.serve(), name="serve")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def serving():
    """`async with serving(room)`: updates are taken meanwhile."""
    return _serving


@pytest.fixture
async def listening(room, eventually):
    """A room whose bot waits for updates."""
    async with _serving(room):
        await eventually(lambda: room.tg.inbox.polled)
        yield room


@pytest.fixture
def me():
    return ME


@pytest.fixture
def anna(room):
    return room.tg.person("Anna")


@pytest.fixture
def talk(room, anna):
    """Anna's own chat with the bot."""
    return room.tg.private(anna)


@pytest.fixture
def target():
    """`target(place, said)`: where an answer to a message of the double goes."""

    def made(place, said=None, *, handle=""):
        address = Address("telegram", str(place.chat.id), "" if place.thread is None else str(place.thread))
        return Target(address, place.chat.id > 0, "1", str(said.id) if said else None, handle)

    return made


@pytest.fixture
def message():
    """`message(text=..., chat=-5)`: a message as the library decodes it; a chat below zero is a group."""

    def made(chat: int = 5, **fields) -> Message:
        kind = {"id": chat, "type": "private", "first_name": "A"} if chat > 0 else {"id": chat, "type": "supergroup"}
        raw = {
            "message_id": 10,
            "date": 1_700_000_000,
            "chat": kind | ({"title": "G"} if chat < 0 else {}),
            "from": {"id": 7, "is_bot": False, "first_name": "Anna", "language_code": "en"},
        }
        update = Update.de_json({"update_id": 1, "message": json.loads(json.dumps(raw | fields))}, None)
        return update.message

    return made
