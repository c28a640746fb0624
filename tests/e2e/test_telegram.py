"""`nemobot run` behind Telegram as an operator runs it: a process of its own that is killed, measured and searched."""

import asyncio
import contextlib
import itertools
import json
import os
import re
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
import pytest
from playwright.async_api import Browser

from core.words.phrases import say
from sandbox.limits import Limits
from sandbox.server import Running, start
from storage.backup import back_up
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import Clip, Place, TelegramDouble
from tests.doubles.telegram_chats import Said

REPOSITORY = Path(__file__).parents[2]
NEMO_TOKEN = "nmv_usr_planted0123456789abcdef"
OWN_TOKEN = "nmv_usr_planted-own-0123456789"
WRONG_TOKEN = "nmv_usr_planted-wrong-0123456"
SPILLED_TOKEN = "nmv_usr_planted-spilled-01234"
MARK = say("en", "recovered.mark")
MIB = 1024 * 1024
IN_THE_AIR = 12  # messages at most between the intent and the call: the send budget's burst, and a little
MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.1}
QUICK = {
    "NEMOBOT_RENDER_POLL_SECONDS": "0.2",
    "NEMOBOT_RECOVERY_SECONDS": "0.3",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
    "NEMOBOT_JOIN_SECONDS": "0.3",
    "NEMOBOT_TURN_TIMEOUT_SECONDS": "20",
    "NEMOBOT_REQUESTS_PER_MINUTE": "0",
}
# The command with everything written down, as nobody but a test would want it.
AT_DEBUG = """
import logging, sys
from bots import logs

configure = logs.configure

def at_debug(*given, **more):
    configure(*given, **more)
    logging.getLogger().setLevel(logging.DEBUG)
    for chatty in ("httpx", "httpcore", "aiohttp.access"):
        logging.getLogger(chatty).setLevel(logging.DEBUG)

logs.configure = at_debug
from bots.cli import main
sys.exit(main(["run"]))
"""


@dataclass
class Tap:
    """Passes a connection on and keeps what was sent to the backend."""

    target: int
    port: int = 0
    sent: list[bytes] = field(default_factory=list)
    _server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_read, to_write = await asyncio.open_connection("127.0.0.1", self.target)
        with contextlib.suppress(OSError):
            await asyncio.gather(self._pass(reader, to_write, self.sent), self._pass(to_read, writer, None))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: list[bytes] | None) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                if kept is not None:
                    kept.append(data)
                writer.write(data)
                await writer.drain()
        writer.close()


@dataclass
class Bot:
    """The process, its folder, and the servers it talks to."""

    folder: Path
    tg: TelegramDouble
    sandbox: Running
    editor: QuickEditor
    backend_url: str
    settings: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self.process
        return self.process.pid

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text()

    async def start(self, *words: str) -> None:
        environment = {
            **os.environ,
            **QUICK,
            "TELEGRAM_BOT_TOKEN": self.tg.token,
            "TELEGRAM_API_URL": self.tg.url,
            "NEMO_API_URL": self.backend_url,
            "NEMO_WEB_URL": self.backend_url,
            "NEMO_TOKEN": NEMO_TOKEN,
            "NEMOBOT_HTTP_PORT": "0",
            "PYTHONPATH": str(REPOSITORY),
            **self.settings,
        }
        with (self.folder / "log.txt").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                *(words or ("-m", "bots.cli", "run")),
                cwd=self.folder,
                env=environment,
                stdout=log,
                stderr=log,
            )
        await self.until(lambda: self.tg.inbox.polled)

    async def kill(self) -> None:
        assert self.process
        self.process.kill()
        await self.process.wait()
        self.process = None

    async def stop(self) -> None:
        if self.process is not None:
            if self.process.returncode is None:
                self.process.send_signal(signal.SIGTERM)
            async with asyncio.timeout(20):
                await self.process.wait()
            self.process = None

    async def until(self, true: Callable[[], object], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, self.log[-4000:]
            assert self.process, "it was stopped"
            assert self.process.returncode is None, self.log[-4000:]
            await asyncio.sleep(0.01)

    def memory(self, name: str) -> float:
        """What the process holds (VmRSS) or held at most (VmHWM), in MiB."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))

    def forget_peak(self) -> float:
        """Begin the record of its largest memory anew and return what it holds now."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")
        return self.memory("VmRSS")


Opener = Callable[..., contextlib.AbstractAsyncContextManager[Bot]]


@pytest.fixture
def bots(tmp_path: Path) -> Opener:
    """Opens a bot with its servers; what was breached is told at the end."""

    @contextlib.asynccontextmanager
    async def opened(*, tapped: Tap | None = None, **settings: str) -> AsyncIterator[Bot]:
        editor = QuickEditor()
        folder = tmp_path / "bot"
        folder.mkdir()
        sandbox = await start(
            tmp_path / "sandbox",
            editing=editor.editing,
            control=True,
            limits=Limits(one_token_a_client=False, edit_cost=1),
            tokens={NEMO_TOKEN: 25_000, OWN_TOKEN: 45},
        )
        sandbox.active_faults.set(MILD)
        url = sandbox.url
        if tapped is not None:
            tapped.target = sandbox.port
            await tapped.start()
            url = f"http://127.0.0.1:{tapped.port}"
        try:
            async with TelegramDouble() as tg:
                bot = Bot(folder, tg, sandbox, editor, url, settings)
                try:
                    yield bot
                finally:
                    await bot.stop()
                assert tg.violations == []
        finally:
            if tapped is not None:
                await tapped.stop()
            await sandbox.stop()

    return opened


async def test_kill_nine_in_the_middle_of_two_hundred_updates_loses_none_of_them(bots: Opener) -> None:
    async with bots() as bot:
        tg = bot.tg
        await bot.start()
        people = [tg.person(f"Person {number}") for number in range(200)]
        chats = [tg.private(person) for person in people]
        for number, (person, chat) in enumerate(zip(people, chats, strict=True)):
            chat.says(person, "make a video about the sea" if number % 20 == 0 else "/projects")
        await bot.until(lambda: sum(bool(chat.loud) for chat in chats) >= 60)
        await bot.kill()
        killed = time.monotonic()
        answered = [len(_answers(chat)) for chat in chats]
        assert answered.count(0) > 20, "it was killed in the middle"
        await bot.start()
        await bot.until(lambda: all(_answers(chat) for chat in chats), 60)
        await bot.until(lambda: all(chat.films for chat in chats[::20]) or _settled(chats[::20]), 60)
        again = [chat for chat in chats if len(_answers(chat)) > 1 and chat not in chats[::20]]
        told = [[said.text for said in _answers(chat)] for chat in again]
        assert [texts for texts in told if [MARK in text for text in texts] != [False, True]] == []
        assert len(again) <= IN_THE_AIR, "only what was on its way at the kill"
        assert all(_answers(chat)[0].at < killed for chat in again)
        marked = [chat for chat in chats if len(_answers(chat)) == 1 and MARK in _answers(chat)[0].text]
        assert len(marked) <= IN_THE_AIR, "whoever only waited for the send budget at the kill is not taken for sent"
        asked, wishes = len(bot.editor.heard), chats[::20]
        assert asked <= len(wishes), "no turn was asked twice"
        # a kill between a turn's intent and its POST: it is never posted again, and its asker is told so
        retried = [chat for chat in wishes if any("nothing has changed" in said.text for said in _answers(chat))]
        assert asked + len(retried) >= len(wishes)


def _answers(chat: Place) -> list[Said]:
    """What was said with a sound: neither status nor notes."""
    return [said for said in chat.chat.messages.values() if said.by_bot and not said.silent and not said.removed]


def _settled(chats: list[Place]) -> bool:
    return all(_answers(chat) for chat in chats)


async def test_a_film_of_48_mb_passes_through_16_mb_of_memory(bots: Opener) -> None:
    async with bots() as bot:
        await bot.start()
        anna = bot.tg.person("Anna")
        chat = bot.tg.private(anna)
        chat.sends(anna, Clip(size=100_000), "add background music")
        await bot.until(lambda: chat.films)
        await asyncio.sleep(0.5)
        idle = bot.forget_peak()
        bot.editor.film_bytes = 48_000_000
        chat.says(anna, "make it louder")
        await bot.until(lambda: len(chat.films) == 2, 60)
        assert chat.films[1].data["video"]["file_size"] == 48_000_000
        assert bot.memory("VmHWM") - idle <= 16


async def test_planted_secrets_are_found_nowhere(bots: Opener, unused_port: int) -> None:
    tap, key, password = Tap(0), "planted-key-of-the-database", "planted-password-of-the-proxy"
    with_secrets = {"NEMOBOT_SECRET_KEY": key, "NEMOBOT_PROXY": f"http://me:{password}@127.0.0.1:3128"}
    quick = {"NEMOBOT_SHUTDOWN_GRACE_SECONDS": "1", "NEMOBOT_HTTP_PORT": str(unused_port)}
    async with bots(tapped=tap, **with_secrets, **quick) as bot:
        tg = bot.tg
        anna = tg.person("Anna")
        bot.settings["NEMOBOT_ADMINS"] = f"telegram:@{anna.id}"
        await bot.start("-c", AT_DEBUG)
        chat = tg.private(anna)
        tg.fault("getFile", status=500, description="Internal Server Error")
        tg.fault("file", drop="midway")
        tg.fault("editMessageText", status=400, description="Bad Request: MESSAGE_ID_INVALID")
        tg.fault("sendMessage", drop="before")
        chat.sends(anna, Clip(size=2_000_000), "add background music")
        await bot.until(lambda: chat.loud)
        tg.fault("sendVideo", drop="after")
        tg.fault("getUpdates", status=502, html=True)
        chat.sends(anna, Clip(size=100_000), "add happy music")
        await bot.until(lambda: chat.films)
        tg.push_raw("message", {"message_id": "seven"})
        bot.sandbox.active_faults.set({"next": {"run_sse": [{"status": 500, "html": True}]}})
        chat.says(anna, "make it louder")
        await bot.until(lambda: len([said for said in chat.loud if said.by_bot]) >= 3)
        async with aiohttp.ClientSession() as http:
            served = {}
            for path in ("metrics", "readyz", "healthz", "none"):
                async with http.get(f"http://127.0.0.1:{unused_port}/{path}") as answer:
                    served[path] = f"{answer.headers} {await answer.text()}"
        for typed in (f"/login {OWN_TOKEN}", f"/login {WRONG_TOKEN}", f"is {SPILLED_TOKEN} a token?"):
            count = len(_answers(chat))
            written = chat.says(anna, typed)
            await bot.until(lambda count=count: len(_answers(chat)) > count)
            assert written.removed, "the message with a token is deleted"
        for asked_for in ("status", "jobs", "jobs R3", "users", "pair"):
            count = len(_answers(chat))
            chat.says(anna, f"/admin {asked_for}")
            await bot.until(lambda count=count: len(_answers(chat)) > count)
        await back_up(bot.folder / "data/nemobot.db", bot.folder / "copy.db")
        await bot.stop()
        places = served | {
            "log": bot.log,
            "database": _dump(bot.folder / "data/nemobot.db"),
            "backup": _dump(bot.folder / "copy.db"),
            "replies": "\n".join(
                f"{said.history} {said.buttons}" for said in chat.chat.messages.values() if said.by_bot
            ),
        }
        assert "DEBUG" in places["log"], "it was written down in full"
        assert "nemobot_requests_accepted_total" in places["metrics"]
        assert "45 available" in places["replies"]
        assert "running for" in places["replies"], "an admin was answered"
        planted = (tg.token, tg.token.partition(":")[2], NEMO_TOKEN, key, password)
        planted += (OWN_TOKEN, WRONG_TOKEN, SPILLED_TOKEN)
        assert {(name, secret) for name, text in places.items() for secret in planted if secret in text} == set()
        asked = b"".join(tap.sent)
        assert tg.token.partition(":")[2].encode() not in asked
        spoken = re.findall(rb"(.{0,9})" + NEMO_TOKEN.encode(), asked)
        assert spoken
        assert {before[-7:] for before in spoken} == {b"Bearer "}


async def test_a_request_is_followed_by_its_number_through_the_adapter_and_its_retries(bots: Opener) -> None:
    async with bots(NEMOBOT_LOG_FORMAT="json") as bot:
        await bot.start()
        anna = bot.tg.person("Anna")
        chat = bot.tg.private(anna)
        bot.tg.fault("getFile", status=500, description="Internal Server Error")
        bot.tg.fault("sendVideo", drop="before")
        chat.sends(anna, Clip(size=500_000), "add background music")
        await bot.until(lambda: chat.films and '"stage": "ended, done"' in bot.log)
        lines = [json.loads(line) for line in bot.log.splitlines()]
    first = next(number for number, line in enumerate(lines) if line.get("stage") == "accepted")
    last = next(number for number, line in enumerate(lines) if line.get("stage") == "ended, done")
    assert [line["stage"] for line in lines if "stage" in line and line["request"] == "R1"] == [
        "accepted",
        "turn asked",
        "turn answered",
        "rendering",
        "delivered",
        "ended, done",
    ]
    between = lines[first : last + 1]
    assert "bots.telegram.files" in {line["logger"] for line in between}
    assert [line for line in between if line.get("request") != "R1"] == []


def _dump(path: Path) -> str:
    """Every value of every table, and the bytes of the files as they lie there."""
    with contextlib.closing(sqlite3.connect(path)) as database:
        told = "\n".join(database.iterdump())
    lying = b"".join(file.read_bytes() for file in path.parent.rglob("*") if file.is_file())
    return told + lying.decode("latin-1")


async def test_health_is_red_until_telegram_answers_and_green_then(bots: Opener, unused_port: int) -> None:
    async with bots(NEMOBOT_HTTP_PORT=str(unused_port)) as bot:
        bot.tg.fault("getMe", status=502, html=True, times=1)
        await bot.start()
        async with aiohttp.ClientSession() as http:
            for _ in itertools.count():
                async with http.get(f"http://127.0.0.1:{unused_port}/readyz") as answer:
                    if answer.status == 200:
                        break
                await asyncio.sleep(0.05)
            bot.tg.revoke()
            await bot.until(lambda: "BotFather" in bot.log)
            async with http.get(f"http://127.0.0.1:{unused_port}/readyz") as answer:
                assert answer.status == 503


@pytest.fixture
def unused_port(tmp_path: Path) -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_clip_above_the_limit_comes_by_the_upload_page_and_the_film_answers_the_original(
    bots: Opener, unused_port: int, browser: Browser, tmp_path: Path
) -> None:
    public = f"http://127.0.0.1:{unused_port}"
    clip = tmp_path / "phone.mp4"
    clip.write_bytes(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(21 * MIB))
    async with bots(NEMOBOT_HTTP_PORT=str(unused_port), NEMOBOT_PUBLIC_URL=public) as bot:
        await bot.start()
        anna = bot.tg.person("Anna")
        chat = bot.tg.private(anna)
        wish = chat.sends(anna, Clip(name="phone.mp4", size=21 * MIB), "add background music")
        await bot.until(lambda: _pages(chat, public))
        assert bot.tg.downloads == [], "nothing that is too large is asked for"
        context = await browser.new_context(locale="en-US", viewport={"width": 360, "height": 740})
        page = await context.new_page()
        await page.goto(_pages(chat, public)[0])
        await page.set_input_files("#file", clip)
        await bot.until(lambda: chat.films, 60)
        await context.close()
        assert bot.editor.heard == ["add background music"]
        assert chat.films[0].reply_to == wish.id
        await bot.until(lambda: not list((bot.folder / "data/uploads").glob("*")))


def _pages(chat: Place, public: str) -> list[str]:
    """The addresses of upload pages that buttons of the chat lead to."""
    pressed = [does for said in chat.loud if said.by_bot for does in said.buttons.values()]
    return [does for does in pressed if does.startswith(f"{public}/up/")]
