"""A copy made while the bot works, a kill in the middle of its writes, the copy put back, as an operator does it."""

import asyncio
import contextlib
import os
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench._bot import Bot
from sandbox.editor import Edit
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import Place, TelegramDouble

TOKEN = "nmv_usr_restore0123456789abcdef"
PEOPLE, LATE, CURIOUS = 8, 4, 12
QUICK = {
    "NEMO_TOKEN": TOKEN,
    "NEMOBOT_RENDER_POLL_SECONDS": "0.2",
    "NEMOBOT_RECOVERY_SECONDS": "0.3",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
    "NEMOBOT_JOIN_SECONDS": "0.1",
    "NEMOBOT_TURN_TIMEOUT_SECONDS": "120",
}


@dataclass
class HeldEditor(QuickEditor):
    """An editor whose turns go on until they are let go."""

    let_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def edit(self, *given: Any) -> Edit:
        await self.let_go.wait()
        return await super().edit(*given)


@contextlib.asynccontextmanager
async def operated(folder: Path) -> AsyncIterator[tuple[Bot, HeldEditor]]:
    editor = HeldEditor()
    (folder / "bot").mkdir()
    limits = Limits(edit_cost=0)
    sandbox = await start(folder / "sandbox", editing=editor.editing, limits=limits, tokens={TOKEN: 10**6})
    sandbox.active_faults.set({"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.1})
    try:
        async with TelegramDouble() as tg:
            yield Bot(tg, sandbox, folder / "bot", dict(QUICK)), editor
            assert tg.violations == []
    finally:
        await sandbox.stop()


async def command(bot: Bot, *words: str) -> tuple[int, str]:
    """Run a command of the program as an operator does; return its exit code and what it printed."""
    settings = {"TELEGRAM_BOT_TOKEN": bot.tg.token, "PYTHONPATH": str(Path(__file__).parents[2]), **bot.settings}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bots.cli", *words),
        cwd=bot.folder,
        env=os.environ | settings,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


def asked(bot: Bot) -> list[str]:
    return [call["text"] for call in bot.sandbox.seen if call["path"] == "/run_sse" and "text" in call]


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
        return database.execute(sql).fetchall()


@pytest.mark.parametrize("folder", ["fresh", "used"])
async def test_a_copy_made_under_load_goes_on_after_a_kill_and_asks_nothing_twice(tmp_path: Path, folder: str) -> None:
    async with operated(tmp_path) as (bot, editor):
        used, copy = bot.folder / "data" / "nemobot.db", tmp_path / "copies" / "nemobot.db"
        copy.parent.mkdir()
        people, late, curious = ([bot.somebody() for _ in range(many)] for many in (PEOPLE, LATE, CURIOUS))
        async with bot.running():
            for number, (place, person) in enumerate(people):
                place.says(person, f"make film {number} of the sea")
            await bot.until(lambda: len(asked(bot)) == PEOPLE, 90)
            for number, (place, person) in enumerate(people):
                place.says(person, f"make film {number} slower")  # waits behind its turn
            for place, person in curious:
                place.says(person, "/projects")
            await bot.until(lambda: any(place.loud for place, _ in curious), 90)
            code, said = await command(bot, "backup", "--to", str(copy.parent))
            assert (code, said) == (0, f"Copied to {copy}\n")
            code, said = await command(bot, "restore", str(copy.parent))
            assert code == 2, "not while it runs"
            assert "works on data/nemobot.db: stop it" in said
            for number, (place, person) in enumerate(late):
                place.says(person, f"make late film {number}")
            await bot.until(lambda: len(asked(bot)) == PEOPLE + LATE, 90)
            for place, person in curious:
                place.says(person, "/projects")
            await asyncio.sleep(0.05)
            assert bot.process
            bot.process.kill()
            await bot.process.wait()
        assert used.with_name("nemobot.db-wal").stat().st_size > 0, "it was killed in the middle of its writes"
        editor.let_go.set()
        if folder == "fresh":
            bot.settings = {**QUICK, "NEMOBOT_DATA_DIR": str(tmp_path / "fresh")}
        code, said = await command(bot, "restore", str(copy.parent))
        assert code == 0, said
        assert ("The database that was there is kept" in said) is (folder == "used")
        restored = used if folder == "used" else tmp_path / "fresh" / used.name
        assert not restored.with_name("nemobot.db-wal").exists()
        assert rows(restored, "select words from requests where words like '%late%'") == []
        for aside in used.parent.glob("*.before-restore-*[0-9]"):
            words = {text for (text,) in rows(aside, "select words from requests")}
            assert {f"make late film {number}" for number in range(LATE)} <= words, "with what lay in its log"
        async with bot.running():
            await bot.until(lambda: all(len(place.films) == 2 or told(place) for place, _ in people), 120)
        wishes = [f"make film {number} {what}" for number in range(PEOPLE) for what in ("of the sea", "slower")]
        heard = [text for text in editor.heard if "late" not in text]
        assert sorted(heard) == sorted(set(heard)), "no wish was asked twice"
        assert set(heard) <= set(wishes)
        for number, (place, _) in enumerate(people):
            assert len(place.films) == 2 or told(place), f"film {number}"


def told(place: Place) -> bool:
    """Whether somebody whose turn's end nobody saw was told so, and offered it again."""
    return any("nothing has changed" in said.text for said in place.answers)


async def test_a_copy_or_a_database_of_a_later_release_is_refused_with_what_to_do(tmp_path: Path) -> None:
    async with operated(tmp_path) as (bot, _):
        used, copy = bot.folder / "data" / "nemobot.db", tmp_path / "copy.db"
        assert (await command(bot, "migrate"))[0] == 0
        assert (await command(bot, "backup", "--to", str(copy)))[0] == 0
        with closing(sqlite3.connect(copy)) as later, later:
            later.execute("insert into schema_migrations values (9999, 'later', 0)")
        before = used.read_bytes()
        code, said = await command(bot, "restore", str(copy))
        assert code == 2
        assert "is at schema 9999" in said
        assert "install the release that wrote it" in said
        assert "Traceback" not in said
        assert used.read_bytes() == before
        with closing(sqlite3.connect(used)) as later, later:
            later.execute("insert into schema_migrations values (9999, 'later', 0)")
        for words in (["run"], ["migrate"], ["migrate", "--check"]):
            code, said = await command(bot, *words)
            assert code == (1 if "--check" in words else 2)
            assert "install the later release again" in said
            assert f"nemobot restore {Path('data')}" in said
            assert "Traceback" not in said
