"""The adapter before a strict Bot API server on loopback, with a front door that only records what it receives."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass, field

import pytest
from telegram import Message, Update

from bots.telegram import service
from bots.telegram.config import Config
from bots.telegram.mapping import BotUser
from bots.telegram.rate_limit import Limit, RateLimiter
from bots.telegram.service import TelegramService, open_telegram
from core.engine.clock import SystemClock
from core.model.chat import Address, Incoming, Target
from core.model.front_door import FrontDoor
from core.model.measures import NoMeasures
from core.model.messages import Origin
from core.model.secret import Secret
from core.model.store_unavailable import StoreUnavailable
from tests.doubles.telegram import NO_LIMITS, TelegramDouble

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
BOT = BotUser(99, "nemo_bot")


class MemoryData:
    """What the adapter keeps for itself, and its secrets; they last as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.away = False

    async def get(self, scope: str, name: str) -> str | None:
        return self.kept.get((scope, name))

    async def set(self, scope: str, name: str, value: str, *, keep_seconds: float | None = None) -> None:
        if self.away:
            raise StoreUnavailable("the disk is full")
        self.kept[scope, name] = value

    async def settle(self, name: str, proposed: Secret) -> Secret:
        return Secret(self.kept.setdefault(("secrets", name), proposed.reveal()))


@dataclass
class MemoryInbox:
    """What waits to be handled; it lasts as long as the test."""

    bodies: dict[int, str] = field(default_factory=dict)
    handled_numbers: set[int] = field(default_factory=set)
    held: dict[int, str] = field(default_factory=dict)
    away: bool = False

    async def add(self, scope: str, updates: Sequence[tuple[int, str]]) -> frozenset[int]:
        self._require()
        new = {number: body for number, body in updates if number not in self.bodies}
        self.bodies |= new
        return frozenset(new)

    async def waiting(self, scope: str) -> Sequence[tuple[int, str]]:
        self._require()
        return [(number, body) for number, body in self.bodies.items() if number not in self.handled_numbers]

    async def hold(self, scope: str, number: int, name: str) -> None:
        self._require()
        self.held[number] = name

    async def kept(self, scope: str, number: int) -> None:
        self._require()
        if number in self.held:
            self.handled_numbers.add(number)

    async def release(self, scope: str, name: str) -> Sequence[tuple[int, str]]:
        self._require()
        numbers = sorted(number for number, held_for in self.held.items() if held_for == name)
        for number in numbers:
            del self.held[number]
            self.handled_numbers.discard(number)
        return [(number, self.bodies[number]) for number in numbers]

    async def handled(self, scope: str, numbers: Collection[int]) -> None:
        self._require()
        self.handled_numbers |= set(numbers)

    def _require(self) -> None:
        if self.away:
            raise StoreUnavailable("the disk is full")


@dataclass
class FrontDoorDouble(FrontDoor):
    """The core's side: what it received, and what it is told to answer."""

    received: list[Incoming] = field(default_factory=list)
    moves: list[tuple[Address, Address]] = field(default_factory=list)
    origins: dict[str, Origin] = field(default_factory=dict)
    failures: int = 0
    failure: Exception = field(default_factory=lambda: RuntimeError("a defect"))
    poison: str = ""
    held: dict[str, asyncio.Event] = field(default_factory=dict)

    async def receive(self, incoming: Incoming) -> None:
        if held := self.held.get(incoming.address.chat):
            await held.wait()
        if self.failures:
            self.failures -= 1
            raise self.failure
        if self.poison and incoming.text == self.poison:
            raise RuntimeError("a defect that these words bring about")
        self.received.append(incoming)

    async def may_press(self, incoming: Incoming) -> bool:
        origin = self.origins.get(incoming.reply_to or "")
        return incoming.private or incoming.sender.admin or origin is None or origin.sender == incoming.sender.id

    async def origin(self, address: Address, key: str) -> Origin | None:
        return self.origins.get(key)

    async def projects(self, address: Address, sender: str) -> Sequence[tuple[int, str]]:
        raise AssertionError("Telegram lists no projects")

    async def moved(self, old: Address, new: Address) -> None:
        self.moves.append((old, new))


class FastClock(SystemClock):
    """A clock on which every wait is a hundredth of what it says."""

    def time(self) -> float:
        return time.time()

    def monotonic(self) -> float:
        return time.monotonic() * 100

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / 100)


@dataclass
class Adapter:
    """The adapter with what stands on both sides of it."""

    tg: TelegramDouble
    service: TelegramService
    front_door: FrontDoorDouble
    adapter_data: MemoryData
    inbox: MemoryInbox

    @property
    def platform(self):
        return self.service.platform


@pytest.fixture
def inbox():
    return MemoryInbox()


@pytest.fixture
def open_adapter(monkeypatch):
    """`async with open_adapter(tg, webhook_url=...) as adapter`; the data of one adapter may be given to the next."""
    wide = Limit(1000, 1.0, 0)  # the limits are tested by themselves

    @contextlib.asynccontextmanager
    async def opened(
        tg=None, *, adapter_data=None, inbox=None, clock=None, token=None, limited=False, **config
    ) -> AsyncIterator[Adapter]:
        limits = {} if limited else {"chat": wide, "group": wide, "overall": wide}
        monkeypatch.setattr(service, "RateLimiter", lambda clock, moved: RateLimiter(clock, moved, **limits))
        async with contextlib.AsyncExitStack() as closing:
            tg = tg or await closing.enter_async_context(TelegramDouble(pace=NO_LIMITS))
            front_door, adapter_data, inbox = FrontDoorDouble(), adapter_data or MemoryData(), inbox or MemoryInbox()
            made = Config(Secret(token or tg.token), config.pop("api_url", tg.url), **config)
            own = adapter_data  # its secrets lie beside its data
            entered = open_telegram(
                made, front_door, front_door.moved, adapter_data, inbox, own, clock or FastClock(), NoMeasures()
            )
            yield Adapter(tg, await closing.enter_async_context(entered), front_door, adapter_data, inbox)

    return opened


@pytest.fixture
async def adapter(open_adapter):
    async with open_adapter() as opened:
        yield opened
        assert opened.tg.violations == []


@contextlib.asynccontextmanager
async def _serving(adapter):
    task = asyncio.create_task(adapter.service.serve(), name="serve")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def serving():
    """`async with serving(adapter)`: updates are taken meanwhile."""
    return _serving


@pytest.fixture
async def listening(adapter, eventually):
    """An adapter whose bot waits for updates."""
    async with _serving(adapter):
        await eventually(lambda: adapter.tg.inbox.polled)
        yield adapter


@pytest.fixture
def bot():
    return BOT


@pytest.fixture
def anna(adapter):
    return adapter.tg.person("Anna")


@pytest.fixture
def talk(adapter, anna):
    """Anna's own chat with the bot."""
    return adapter.tg.private(anna)


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
