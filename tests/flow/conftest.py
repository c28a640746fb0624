"""The whole core with its store and engine, a recording platform in front, and a sandbox over HTTP behind."""

import asyncio
import contextlib
import functools
import itertools
import time
import types
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

import bots.services
from bots.services import App, build_services
from bots.settings import Settings
from core.engine.clock import SystemClock
from core.engine.delays import Delays
from core.media.source import ByteSource
from core.model.actions import pressed
from core.model.attachments import Attachment
from core.model.chat import Address, Capabilities, Gone, Incoming, NotSent, Post, Role, Sender, TooLarge
from sandbox.editing import Editing
from sandbox.editor import Asset, Edit, Film, RenderFailed
from sandbox.limits import Limits
from sandbox.server import start

MP4 = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(5000)
FILM = b"\x00\x00\x00\x18ftypisom" + bytes(range(256)) * 40
HERE = Address("stage", "chat")
SUBMIT = "/api/render/proxy/lambda"
ANNA = Sender("anna", "Anna", "en")


async def probe(path, name, asset_id):
    seconds = 90 if "long" in name else 10
    return Asset(asset_id, name, path, "video", seconds * 1000, 640, 360, 25.0, has_audio=True)


class Agent:
    """An agent of a few words: a name means one file, «nothing» changes nothing, «question» brings one.

    All else adds a track.
    """

    def __init__(self):
        self.heard = []
        self.files = []  # the names of those that the session had at the last turn

    async def edit(self, text, draft, history, assets, work):
        self.heard.append(text)
        text = text.partition("\n\nCaptions from ")[0]  # what stands there is no wish
        self.files = [one.name for one in assets]
        if "undo" in text.lower() or "撤销" in text:
            before = history[-1] if history else None
            return Edit(before, "Undone.", ("undo",), changed=True, missed=(), is_question=False)
        if "question" in text:
            return Edit(draft, "Would you like subtitles too?", (), changed=False, missed=(), is_question=True)
        if "nothing" in text:
            return Edit(draft, "Nothing to do.", (), changed=False, missed=(), is_question=False)
        shown = [one for one in assets if one.name in text] or list(assets)
        video = {"tt": 0, "sg": [{"d": 10_000, "m": {"name": one.name, "asset": one.id}} for one in shown]}
        bgm = {"tt": 1, "m": {"kind": "bgm"}, "sg": [{"d": 10_000, "m": {"name": text[-40:], "volume": 0.35}}]}
        tracks = [track for track in (video, bgm) if track["sg"]]
        made = {"d": 10_000, "m": {"width": 1920, "height": 1080}, "t": tracks}
        return Edit(made, f"Added music: {text[-40:]}", ("add_bgm",), changed=True, missed=(), is_question=False)


async def render(draft, assets, target, *, quality, progress, work):
    progress(50)
    if "unrenderable" in str(draft):
        raise RenderFailed("It cannot be rendered")
    target.write_bytes(FILM)
    return Film(target, 10_000, 1920, 1080, len(FILM))


@dataclass
class Shown:
    """One message as the people in the chat see it now."""

    key: str
    posts: list[Post]
    target: object
    removed: bool = False
    film_bytes: bytes | None = None

    @property
    def post(self) -> Post:
        return self.posts[-1]


@dataclass
class Stage:
    """A platform that keeps what was said, and can be told to misbehave."""

    name: str = "stage"
    here: Capabilities = field(default_factory=lambda: Capabilities(file_bytes=50_000_000, edit_seconds=0.0))
    messages: dict[str, Shown] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    marks: list[tuple[str | None, str]] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    removes_others: bool = True  # messages that people wrote
    refuse: list[object] = field(default_factory=list)  # (role or None, exception): the next send of it fails
    no_room: list[NotSent] = field(default_factory=list)  # what the next waits for the send budget end with
    numbers: itertools.count = field(default_factory=itertools.count)

    def capabilities(self, to):
        return self.here

    async def send(self, to, post, arrived=None, rest=None):
        error = self._trouble(post)
        if isinstance(error, NotSent):
            raise error
        if post.film and post.film.open and post.film.size and post.film.size > self.here.file_bytes:
            raise TooLarge("file")
        key = f"m{next(self.numbers)}"
        shown = Shown(key, [post], to)
        if post.film and post.film.open:
            async with post.film.open() as source:
                shown.film_bytes = b"".join([chunk async for chunk in source.chunks])
        self.messages[key] = shown
        if error:
            raise error
        if arrived:
            await arrived(to.address, key, 0)
        return key

    async def edit(self, to, key, post):
        if key not in self.messages:
            raise Gone("no such message")
        self.messages[key].posts.append(post)

    async def remove(self, to, key):
        if key not in self.messages and not self.removes_others:
            raise NotSent("not ours")
        self.removed.append(key)
        if key in self.messages:
            self.messages[key].removed = True

    async def react(self, to, reaction):
        self.marks.append((to.reply_to, reaction))

    async def wait_for_budget(self, to, post):
        if post.promised and self.no_room:
            raise self.no_room.pop(0)

    async def public_url(self, file):
        return self.urls.get(file.ref)

    @contextlib.asynccontextmanager
    async def open(self, file):
        if file.ref not in self.files:
            raise NotSent("gone")
        data = self.files[file.ref]

        async def chunks():
            for at in range(0, len(data), 1024):
                yield data[at : at + 1024]

        yield ByteSource(len(data), chunks())

    async def delete_files(self, to, *, before):
        """There are none."""

    async def release(self, file):
        self.released.append(file.ref)

    def _trouble(self, post):
        for entry in self.refuse:
            role, error = entry
            if role in (None, post.role):
                self.refuse.remove(entry)
                return error
        return None

    def said(self, *roles):
        """The texts of the messages with one of these roles, answers by default, in order."""
        roles = roles or (Role.ANSWER, Role.QUIET)
        return [one.post.text for one in self.messages.values() if one.post.role in roles and not one.removed]

    def films(self):
        return [one for one in self.messages.values() if one.post.film]

    def buttons(self):
        return [button for one in self.messages.values() for button in one.post.buttons]


class ProcessKilled(BaseException):
    """Raised in the tasks of a killed process, at whatever they do next."""


class ProcessPlatform:
    """The stage as one process of the bot reaches it; a killed process cannot."""

    def __init__(self, stage):
        self.stage, self.closed = stage, False

    def __getattr__(self, name):
        if self.closed and name not in {"name", "capabilities"}:
            raise ProcessKilled
        return getattr(self.stage, name)


class BotProcess:
    """One process of the bot, which can end in order or be killed."""

    def __init__(self, settings, stage):
        self._settings, self.platform = settings, ProcessPlatform(stage)
        self._stack = contextlib.AsyncExitStack()
        self.killed = asyncio.Event()

    async def begin(self):
        self.app = await self._stack.enter_async_context(build_services(self._settings))
        self.app.platforms[self.platform.name] = self.platform
        return self

    def work(self):
        self._work = asyncio.create_task(self.app.work(), name="requests")

    async def end(self):
        """Stop in order."""
        self._work.cancel()
        await asyncio.gather(self._work, return_exceptions=True)
        await self._stack.aclose()

    def kill(self):
        """Be killed at this instant: nothing is written or sent from now on."""

        def killed(*_):
            raise ProcessKilled

        self.platform.closed = True
        self.app.store.database.all = killed
        self.app.store.database.transaction = killed
        self.killed.set()

    def kill_at(self, number, *, written):
        """Be killed at the journal's write of this number, before it is done or when it is `written`."""
        database, count = self.app.store.database, itertools.count(1)
        whole = database.all

        async def counted(sql, *params):
            if ("into journal" in sql or "update journal" in sql) and next(count) == number:
                if written:
                    await whole(sql, *params)
                self.kill()
                raise ProcessKilled
            return await whole(sql, *params)

        database.all = counted

    def kill_at_await(self, number, since=lambda: True):
        """Be killed at this await of the work on requests, counted over all of them while `since()` is true."""
        dispatcher, count = self.app.dispatcher, itertools.count(1)
        run = dispatcher.run

        @types.coroutine
        def driven(work):
            send, sent = work.send, None
            while True:
                try:
                    future = send(sent)
                except StopIteration:
                    return
                try:
                    sent = yield future
                    send = work.send
                except BaseException as error:  # noqa: BLE001 - all of it belongs to the work, which is thrown it next
                    send, sent = work.throw, error
                if since() and next(count) == number:
                    self.kill()
                    send, sent = work.throw, ProcessKilled()

        async def counted(work, grace_seconds):
            async def until_killed(request):
                await driven(work(request))

            await run(until_killed, grace_seconds)

        dispatcher.run = counted
        park = dispatcher._park_and_tell

        async def park_until_killed(request):
            await driven(park(request))

        dispatcher._park_and_tell = park_until_killed

    async def kill_and_clean_up(self):
        """Be killed, and release what the machine would have released."""
        self.kill()
        dispatcher = self.app.dispatcher
        dispatcher._stop.asked = True
        for task in (*dispatcher._lanes.values(), *dispatcher._wakes, *self.app.intake._acceptance.acknowledgements):
            task.cancel()
        await self.end()


class World:
    """Somebody in a chat with a running bot."""

    def __init__(self, sandbox, agent, stage: Stage, settings: Settings):
        self.sandbox, self.agent, self.stage, self.settings = sandbox, agent, stage, settings
        self._numbers = itertools.count(1)

    @property
    def app(self) -> App:
        return self.process.app

    async def begin(self):
        """Start a process that does not work on requests yet."""
        self.process = await BotProcess(self.settings, self.stage).begin()

    async def open(self, kill_at=None, kill_at_await=None):
        """Start a process; it is killed where the method of `BotProcess` with these arguments says."""
        await self.begin()
        if kill_at_await:
            self.process.kill_at_await(*kill_at_await)
        if kill_at:
            self.process.kill_at(kill_at[0], written=kill_at[1])
        self.process.work()

    async def restart(self, **changes):
        """Kill the bot and start it again on the same folder, while the sandbox goes on."""
        await self.process.kill_and_clean_up()
        self.settings = self.settings.model_copy(update=changes)
        await self.open()

    async def each_kill(self, ask, *, since=lambda: True, at_least=5):
        """Let `ask(here)` ask in a new chat and kill the process at the first await of its work, then at the second …

        Awaits count while `since()` is true. Yields each chat after the next process has ended all that was open, and
        at last one in which nothing was killed; `at_least` so many before it were.
        """
        for number in itertools.count(1):
            await self.process.end()
            await self.open(kill_at_await=(number, since))
            here = Address("stage", f"killed at {number}")
            await ask(here)
            with contextlib.suppress(ProcessKilled):
                await self.quiet()
            killed = self.process.killed.is_set()
            await self.restart()
            await self.quiet()
            yield here
            if not killed:
                assert number > at_least
                return

    async def rows(self, sql, *params):
        return await self.app.store.database.all(sql, *params)

    def turns(self):
        """The words of the turns that the sandbox accepted and worked on."""
        return list(self.agent.heard)

    def submits(self):
        """The renders that the sandbox accepted."""
        posted = [one for one in self.sandbox.seen if (one["method"], one["path"]) == ("POST", SUBMIT)]
        return [one for one in posted if one.get("status") == 200 and "render" in one]

    def fault(self, **changes):
        self.sandbox.active_faults.set(changes)

    def queue(self, **answers):
        """Answers for the next calls: `world.queue(run_sse=[{"status": 502, "html": True}])`."""
        self.sandbox.active_faults.set({"next": answers})

    def calls(self, path):
        """The requests the sandbox saw on this path."""
        return [one for one in self.sandbox.seen if path in one["path"]]

    def clip(self, name="clip.mp4", data=MP4, size=None):
        ref = f"f{next(self._numbers)}"
        self.stage.files[ref] = data
        return Attachment(ref, name, len(data) if size is None else size, "video/mp4")

    async def send(
        self, text="", *files, address=HERE, sender=ANNA, private=True, key=None, press=None, at=0.0, **more
    ):
        """Say or press something without waiting for what comes of it; returns the message's key."""
        key = key or f"u{next(self._numbers)}"
        if press is not None:
            more["action"] = pressed(press)
        at = at or time.time()
        incoming = Incoming(address, sender, key, at, private, text=text, attachments=tuple(files), **more)
        await self.app.intake.receive(incoming)
        return key

    async def say(self, text="", *files, seconds=15.0, **more):
        """Say something and wait until everything asked so far has ended."""
        key = await self.send(text, *files, **more)
        await self.quiet(seconds)
        return key

    async def press(self, press, **more):
        """Press a button that carries this text."""
        return await self.say(press=press, **more)

    async def quiet(self, seconds=15.0, *, later=False):
        """Wait until no request is open; with `later` also none that waits for what an open stream still brings."""
        end = time.monotonic() + seconds
        flows = "" if later else " and flow <> 'later'"
        while await self.rows(f"select id from requests where outcome is null{flows}"):
            assert time.monotonic() < end, f"never quiet: {self.stage.said()} {self.stage.said(Role.STATUS)}"
            await asyncio.sleep(0.005)
        await self.app.intake.close()

    async def until(self, true, seconds=15.0):
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, f"it never came true: {self.stage.said()} {self.stage.said(Role.STATUS)}"
            await asyncio.sleep(0.005)


QUICK = {
    "nemobot_still_working_seconds": 0.05,
    "nemobot_render_poll_seconds": 0.01,
    "nemobot_turn_timeout_seconds": 5.0,
    "nemobot_silence_timeout_seconds": 0.12,
    "nemobot_recovery_seconds": (0.02,),
    "nemobot_silent_edit_seconds": (0.01, 0.01, 0.01),
    "nemobot_retry_429_seconds": 0.02,
    "nemobot_join_seconds": 0.05,
    "nemobot_shutdown_grace_seconds": 1.0,
    "nemobot_requests_per_minute": 0,
    "nemobot_requests_at_once": 0,
}
MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.02}


@pytest.fixture
def worlds(tmp_path, monkeypatch):
    """`async with worlds() as world`: a bot and a sandbox; the same folder again is the next process."""

    # the pauses between two reads are no setting
    monkeypatch.setattr(bots.services, "Delays", functools.partial(Delays, read_pauses=(0.01, 0.01)))

    @contextlib.asynccontextmanager
    async def open_world(*, stage=None, faults=None, limits=None, tokens=None, **settings) -> AsyncIterator[World]:
        agent = Agent()
        editing = Editing(probe, agent.edit, render)
        # the free tokens of one address are not what most tests are about
        limits = limits or Limits(one_token_a_client=False, edit_cost=1)
        sandbox = await start(tmp_path / "sandbox", editing=editing, control=True, limits=limits, tokens=tokens or {})
        sandbox.active_faults.set(MILD | (faults or {}))
        lists = ("nemobot_allow", "nemobot_admins", "nemobot_places")  # the stage is no platform that they could name
        allow = {name: settings.pop(name, ()) for name in lists}
        try:
            made = Settings(
                **{"nemo_api_url": sandbox.url, "nemobot_data_dir": tmp_path / "bot", **QUICK, **settings},
                nemo_web_url=sandbox.url,
            ).model_copy(update=allow)
            world = World(sandbox, agent, stage or Stage(), made)
            await world.open()
            try:
                yield world
            finally:
                await world.process.end()
        finally:
            await sandbox.stop()

    return open_world


@pytest.fixture
async def world(worlds):
    async with worlds() as made:
        yield made


@pytest.fixture
def process_killed():
    return ProcessKilled


class Later(SystemClock):
    """The real time, so many hours on."""

    hours = 0.0

    def time(self):
        return super().time() + self.hours * 3600


@pytest.fixture
def later(monkeypatch):
    """`later(2)`: from now on it is two hours later, for every process of the bot."""
    monkeypatch.setattr(Later, "hours", 0.0)
    monkeypatch.setattr(bots.services, "SystemClock", Later)
    return lambda hours: monkeypatch.setattr(Later, "hours", Later.hours + hours)
