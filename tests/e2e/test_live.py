"""`nemobot doctor --live` as a process of its own: before a sandbox that really edits, and both doubles."""

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from pathlib import Path

import pytest

from bots.ops.live.beliefs import BELIEFS
from sandbox.faults import Faults
from sandbox.server import start
from tests.doubles.discord_double import DiscordDouble
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import NO_LIMITS, TelegramDouble

ROOT = Path(__file__).parents[2]
NOT_TRIED = {belief.id for belief in BELIEFS.values() if belief.not_tried}
PRESSED = {"discord.deferred", "discord.deferred.twice", "discord.deferred.limit"}


class Stage:
    """The services, and the command before them."""

    def __init__(self, folder, sandbox, tg, dc):
        self.folder, self.sandbox, self.tg, self.dc = folder, sandbox, tg, dc
        self.chat, self.channel = tg.private(tg.person("Anna")), dc.channel(dc.guild())
        tg.about.descriptions["description", ""] = "What it is"
        names = {
            "NEMO_API_URL": sandbox.url,
            "NEMO_WEB_URL": sandbox.url,
            "TELEGRAM_BOT_TOKEN": tg.token,
            "TELEGRAM_API_URL": tg.url,
            "DISCORD_BOT_TOKEN": dc.token,
            "DISCORD_API_URL": dc.api_url,
            "DISCORD_GATEWAY_URL": dc.gateway_url,
            "NEMOBOT_RENDER_POLL_SECONDS": "0.1",
            "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
        }
        (folder / ".env").write_text("".join(f"{name}={value}\n" for name, value in names.items()))

    async def begin(self, *arguments, stdin=asyncio.subprocess.DEVNULL, **environment):
        """Start a Python module."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", *arguments),
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
            stdin=stdin,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )

    async def doctor(self, *arguments, **more):
        """Start `nemobot doctor --live`."""
        chats = ("--telegram-chat", str(self.chat.chat.id), "--discord-channel", str(self.channel.id))
        return await self.begin("bots.cli", "doctor", "--live", *arguments, *chats, **more)

    @property
    def left(self):
        """What lies in the chats."""
        return [*self.chat.answers, *self.dc.shown(self.channel)]


async def ended(process, seconds=120):
    """The exit code of a process and what it said."""
    async with asyncio.timeout(seconds):
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def stages(tmp_path):
    @contextlib.asynccontextmanager
    async def opened(*, faults=None, **editing):
        sandbox = await start(tmp_path / "sandbox", faults=faults or Faults(), quality="fast", **editing)
        try:
            async with TelegramDouble(pace=NO_LIMITS) as tg, DiscordDouble() as dc:
                yield Stage(tmp_path, sandbox, tg, dc)
        finally:
            await sandbox.stop()

    return opened


async def test_a_walk_before_a_sandbox_that_really_edits_confirms_what_it_can_show(stages):
    async with stages(faults=Faults(heartbeat_seconds=0.05, turn_seconds=0.3, render_seconds=0.5)) as stage:
        code, out, err = await ended(await stage.doctor("--yes", "--press-seconds", "0"))
        assert code == 0, out + err
        found = json.loads((stage.folder / "live-report.json").read_text())["services"]
        beliefs = {name: one["outcome"] for service in found.values() for name, one in service["beliefs"].items()}
        unseen = {*NOT_TRIED, *PRESSED, "nemovideo.upload.url", "discord.intent"}
        assert {name for name, outcome in beliefs.items() if outcome == "not seen"} == unseen
        assert {name for name, outcome in beliefs.items() if outcome == "confirmed"} == BELIEFS.keys() - unseen
        assert re.search(r"^\d+ confirmed, 0 contradicted, \d+ not seen$", out, re.MULTILINE)
        assert "one edit (NemoVideo says: about 50 credits)" in err
        assert stage.left == []
        assert stage.tg.token not in out + err
        assert stage.dc.token not in out + err


async def test_a_contradiction_is_the_exit_code_of_a_program(stages):
    async with stages(faults=Faults(http_codes=True), editing=QuickEditor().editing) as stage:
        code, out, _ = await ended(await stage.doctor("nemovideo", "--yes", "--json"))
        assert code == 1
        told = json.loads(out)
        assert told["contradicted"] is True
        assert told["beliefs"]["nemovideo"]["nemovideo.refused.status"] == {
            "outcome": "contradicted",
            "evidence": "guessed",
            "seen": "HTTP 401, code 1001, code, message",
        }


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_in_the_middle_takes_away_what_was_sent(stages, number):
    async with stages(editing=QuickEditor().editing) as stage:
        stage.tg.fault("sendVideo", lag=2.0)
        process = await stage.doctor("telegram", "discord", "--yes")
        await stage.dc.until(lambda: stage.tg.called("sendVideo"), 60)
        assert stage.left
        process.send_signal(number)
        code, out, err = await ended(process)
        assert (code, out) == (130, "")
        assert "Stopped." in err
        assert stage.left == []


async def test_without_a_terminal_and_without_yes_nothing_is_tried(stages):
    async with stages(editing=QuickEditor().editing) as stage:
        code, out, err = await ended(await stage.doctor())
        assert (code, out) == (2, "")
        assert "--yes goes on without" in err
        assert "Traceback" not in err
        assert not stage.sandbox.seen
        assert not stage.tg.calls


@pytest.mark.parametrize(("typed", "code"), [(b"\n", 2), (b"n\n", 2), (b"y\n", 0), ("\x03", 2)])
async def test_a_person_is_asked(stages, typed, code):
    async with stages(editing=QuickEditor().editing) as stage:
        ours, theirs = os.openpty()
        process = await stage.doctor("telegram", stdin=theirs)
        os.close(theirs)
        asked = await process.stderr.readuntil(b"[y/N] ")
        assert b"sends about eight silent messages" in asked
        if isinstance(typed, bytes):
            os.write(ours, typed)
        else:
            process.send_signal(signal.SIGINT)
        returned, _, err = await ended(process)
        os.close(ours)
        assert returned == code, err
        assert bool(stage.tg.calls) is (code == 0)
        assert "Traceback" not in err


async def test_the_tests_of_the_real_services_pass_where_everything_is_as_believed(stages):
    faults = Faults(heartbeat_seconds=0.02, turn_seconds=0.1, render_seconds=0.3)
    async with stages(faults=faults, editing=QuickEditor().editing) as stage:
        names = {
            "TEST_LIVE": str(stage.folder / ".env"),
            "TEST_LIVE_TELEGRAM_CHAT": str(stage.chat.chat.id),
            "TEST_LIVE_DISCORD_CHANNEL": str(stage.channel.id),
        }
        pytest_ = ("pytest", str(ROOT / "tests" / "live"), "-q", "--no-cov", "-p", "no:cacheprovider", "-p", "no:xdist")
        walking = await stage.begin(*pytest_, "--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), **names)
        code, out, err = await ended(walking, 200)
        assert code == 0, out + err
        assert re.search(rf"{len(BELIEFS) - len(NOT_TRIED) - 5} passed, {len(NOT_TRIED) + 5} skipped", out), out
