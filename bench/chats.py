"""Many people at once on Telegram, flood control on: the bot as it is run, beside a bare script of the same trade."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sqlite3
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from bench._bot import RUN, Bot
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.editor import QuickEditor
from tests.doubles.telegram import Clip, TelegramDouble

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from tests.doubles.telegram import Person, Place
    from tests.doubles.telegram_calls import Call

_TOKEN = "nmv_usr_bench"  # noqa: S105 - the benchmark's own backend takes it
_CLIP_BYTES = 19 * 1024 * 1024  # the most that the cloud gives out is 20 MiB
_FACES = 30
_WARM_UP = 5
_PROGRAMS = {"ours": RUN, "bare": [str(Path(__file__).with_name("_bare_telegram.py"))]}
_BREATH_SECONDS = 0.25  # what follows the last answer, such as a mark, is not the next person's
_PATIENCE_SECONDS = 15.0  # whoever is not answered for so long after everybody else never is


@dataclass(slots=True)
class Figures:
    """What one program showed: milliseconds, seconds, MiB, KiB."""

    name: str
    idle: float = 0.0
    first: list[float] = field(default_factory=list)
    committed: int = 0
    clip: float = 0.0
    answered: int = 0
    last: float = 0.0
    chat: float = 0.0
    refusals: int = 0
    breaches: int = 0


def main(arguments: list[str]) -> int:
    """Run both, print their figures side by side; 1 when ours miss a target."""
    parser = argparse.ArgumentParser(prog="python -m bench chats", description=__doc__)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--turn-seconds", type=float, default=20.0)
    parser.add_argument("--only", choices=("ours", "bare"), help="one of the two, for a quick look")
    options = parser.parse_args(arguments)
    ran = {
        name: asyncio.run(_measured(name, words, options.chats, options.turn_seconds))
        for name, words in _PROGRAMS.items()
        if options.only in (None, name)
    }
    return _report(ran, options.chats)


def _report(ran: dict[str, Figures], chats: int) -> int:
    ours, bare = ran.get("ours"), ran.get("bare")
    rows: tuple[tuple[str, Callable[[Figures], float], str, Callable[[float], bool]], ...] = (
        ("first reaction, ms median", lambda one: statistics.median(one.first), "<= 15", lambda value: value <= 15),
        ("of them committed", lambda one: one.committed, f"= {_FACES}", lambda value: value == _FACES),
        ("chats answered", lambda one: one.answered, f"= {chats}", lambda value: value == chats),
        ("last after its turn, s", lambda one: one.last, "<= 3", lambda value: value <= 3),
        ("429 met", lambda one: one.refusals, "", lambda _: True),
        ("429 ignored, rules broken", lambda one: one.breaches, "= 0", lambda value: value == 0),
        ("a waiting chat, KiB", lambda one: one.chat, "<= 60", lambda value: value <= 60),
        ("19 MB clip in, MiB", lambda one: one.clip, "<= 8", lambda value: value <= 8),
        ("idle process, MiB", lambda one: one.idle, "<= 90", lambda value: value <= 90),
    )
    print(f"{'':28}{'ours':>9}{'bare':>9}{'ratio':>8}   target")
    missed = 0
    for name, read, target, met in rows:
        values = [read(one) if one else None for one in (ours, bare)]
        kept = ours is None or met(read(ours))
        missed += not kept
        print(f"{name:28}{_cell(values[0])}{_cell(values[1])}{_ratio(values)}   {target:8}{'' if kept else 'MISSED'}")
    return 1 if missed else 0


def _cell(value: float | None) -> str:
    if value is None:
        return f"{'-':>9}"
    return f"{value:9.1f}" if value != int(value) else f"{int(value):9}"


def _ratio(values: list[float | None]) -> str:
    ours, bare = values
    return f"{ours / bare:8.2f}" if ours is not None and bare else f"{'':8}"


async def _measured(name: str, words: list[str], chats: int, turn_seconds: float) -> Figures:
    figures = Figures(name)
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder:
        async with _stage(Path(folder)) as stage:
            async with stage.running(*words):
                await asyncio.sleep(2)  # what a start leaves behind is let go of
                figures.idle = stage.memory("VmRSS")
                await _faces(stage, figures)
                await _crowd(stage, figures, chats, turn_seconds)
            async with stage.running(*words):  # a new life: what a crowd let go of would hide what a clip takes
                await _clip(stage, figures)
        figures.breaches = len(stage.tg.violations)
        for line in stage.tg.violations[:3]:
            print(f"{name}: {line}", file=sys.stderr)
    return figures


async def _faces(stage: Stage, figures: Figures) -> None:
    """One person after the other: from what is said to what is seen, and whether it was written down by then."""
    for number in range(_WARM_UP + _FACES):
        await asyncio.sleep(_BREATH_SECONDS)
        place, person = stage.somebody()
        seen: list[bool] = []

        def look(call: Call, chat: int = place.chat.id, seen: list[bool] = seen) -> None:
            if call.chat == chat and call.method != "sendChatAction" and not seen:
                stage.seen_at = time.monotonic()
                seen.append(stage.written(chat))

        stage.tg.overheard = look
        began = time.monotonic()
        await stage.answered([(place, stage.asks(person, place, number))])
        if number >= _WARM_UP:
            figures.first.append((stage.seen_at - began) * 1000)
            figures.committed += seen == [True]
    stage.tg.overheard = None


async def _clip(stage: Stage, figures: Figures) -> None:
    """A small clip, so that nothing is loaded for the first time, then one as large as the cloud gives out."""
    for size in (1_000_000, _CLIP_BYTES):
        idle = stage.forget_peak()
        place, person = stage.somebody()
        words = f"add music to {size}"
        place.sends(person, Clip(size=size), words)
        await stage.answered([(place, words)])
        figures.clip = stage.memory("VmHWM") - idle


async def _crowd(stage: Stage, figures: Figures, chats: int, turn_seconds: float) -> None:
    """Everybody asks at the same moment."""
    stage.sandbox.active_faults.set({"turn_seconds": turn_seconds})
    stage.tg.flood.refusals = 0
    before = stage.memory("VmRSS")
    asked = []
    for number in range(chats):
        place, person = stage.somebody()
        asked.append((place, stage.asks(person, place, 1000 + number)))
    await asyncio.sleep(turn_seconds * 0.6)
    figures.chat = (stage.memory("VmRSS") - before) * 1024 / chats
    late = [at - stage.editor.done_at[words] for words, at in await stage.answered(asked, turn_seconds)]
    figures.answered, figures.last = len(late), max(late, default=0.0)
    figures.refusals = stage.tg.flood.refusals
    stage.sandbox.active_faults.set({"turn_seconds": 0.0})


@dataclass
class Stage(Bot):
    """A backend that takes no time, and when something was first seen."""

    editor: QuickEditor = field(default_factory=QuickEditor)
    seen_at: float = 0.0

    def asks(self, person: Person, place: Place, number: int) -> str:
        """Say a wish of which there is no second, and return its words."""
        words = f"add music number {number}"
        place.says(person, words)
        return words

    async def answered(self, asked: list[tuple[Place, str]], turn_seconds: float = 0.0) -> list[tuple[str, float]]:
        """Return the words that were answered and when, once all are or nothing has moved for a while."""
        told: dict[str, float] = {}
        moved, ends = 0, time.monotonic() + turn_seconds + _PATIENCE_SECONDS
        while len(told) < len(asked) and time.monotonic() < ends and self.alive():
            await asyncio.sleep(0.005)
            for place, words in asked:
                answer = next((said.at for said in place.answers if f"Added music: {words}" in said.text), None)
                if answer is not None:
                    told.setdefault(words, answer)
            if len(told) + len(self.editor.done_at) > moved:
                moved = len(told) + len(self.editor.done_at)
                ends = max(ends, time.monotonic() + _PATIENCE_SECONDS)
        return list(told.items())

    def written(self, chat: int) -> bool:
        """Whether the first message of a chat is in the database by now, read by another connection."""
        path = self.folder / "data/nemobot.db"
        if not path.exists():
            return False
        with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            found = database.execute("select count(*) from requests where address = ?", (f"telegram:{chat}:",))
            return bool(found.fetchone()[0])


@contextlib.asynccontextmanager
async def _stage(folder: Path) -> AsyncIterator[Stage]:
    editor = QuickEditor()
    limits = Limits(edit_cost=0)
    sandbox = await start(
        folder / "sandbox", editing=editor.editing, control=True, limits=limits, tokens={_TOKEN: 10**9}
    )
    sandbox.active_faults.set({"silent": 0.0, "screen_talk": 0.0})
    try:
        async with TelegramDouble() as tg:
            yield Stage(tg, sandbox, folder, {"NEMO_TOKEN": _TOKEN, "NEMOBOT_AUTO_EXPORT": "0"}, editor=editor)
    finally:
        await sandbox.stop()
