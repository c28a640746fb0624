"""A proof from its beginning to its report: people talk to the bot, the bot is killed, and all of it is judged."""

import asyncio
import contextlib
import itertools
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bots.errors import CannotStart
from bots.ops import local_checks
from bots.prove.bot import Bot, living
from bots.prove.convergence import LONGEST_SECONDS, NotConverged, free_port, open_requests, until
from bots.prove.environment import Environment, environment
from bots.prove.judge import CHECK_AGAIN, RETRY, Outside, faults
from bots.prove.kills import Kills
from bots.prove.page import shown
from bots.prove.report import Report, Seconds, broken, machine, versions
from bots.prove.sandbox import Sandbox, sandbox
from bots.prove.tus import Refused
from bots.prove.visitors import Visitor, visitor
from bots.settings import Settings

PEOPLE: Final = 3
STILL_SECONDS: Final = 1.0
LOST_SECONDS: Final = 8.0  # for so long nothing happens, and an answer is missing
LOOK_SECONDS: Final = 0.25
CLIP: Final = Path(__file__).parents[1] / "web/static/sample.mp4"

DONE, FAILED, NOT_TRIED, INTERRUPTED = 0, 1, 2, 130  # the exit codes of Unix commands

Say = Callable[[str], None]


async def prove(settings: Settings, minutes: float, write: Say, progress: Say, *, as_json: bool) -> int:
    """Try it for some minutes, write the report and return the exit code: 0 proven, 1 something broke, 2 not tried.

    Args:
        settings: the operator's; no secret of theirs is used.
        minutes: for how long people talk and the bot is killed.
        write: writes the report.
        progress: shows a line for a moment.
        as_json: write one object instead of a page.

    Raises:
        CannotStart: the sandbox or the bot does not start, or there is no place for their data.
    """
    folder, keep_logs = await asyncio.to_thread(_make_folder, settings.nemobot_data_dir.absolute()), False
    try:
        report = await _tried(settings, folder, minutes * 60, progress)
        keep_logs = bool(report.faults)
        write(report.as_json() if as_json else str(report))
    finally:
        await asyncio.to_thread(_clear, folder, keep_logs=keep_logs)
    if report.faults:
        return FAILED
    if report.interrupted:
        return INTERRUPTED
    return DONE if report.tried else NOT_TRIED


async def _tried(settings: Settings, folder: Path, seconds: float, progress: Say) -> Report:
    ffmpeg = (await local_checks.ffmpeg(settings)).found.rpartition(", ")[2]
    async with sandbox(folder, settings.nemobot_ffmpeg) as backend:
        page_port, health_port = free_port(), free_port()
        meant = environment(settings, folder / "data", backend.url, page_port=page_port, health_port=health_port)
        bot = Bot(folder, meant.variables, f"http://127.0.0.1:{page_port}", f"http://127.0.0.1:{health_port}")
        clip = await asyncio.to_thread(CLIP.read_bytes)
        proof = Proof(bot, backend, clip, films=settings.nemobot_auto_export, progress=progress)
        async with living(bot), contextlib.AsyncExitStack() as pages:
            await proof.run(seconds, pages)
            return await proof.report(meant, ffmpeg, folder)


@dataclass(slots=True)
class Interruption:
    """A kill: how many lives there had been, and what was open."""

    lives: int
    open: list[tuple[Visitor, str]]


@dataclass(slots=True)
class Proof:
    """People before one bot that is killed. `films` says whether an edit ends with one."""

    bot: Bot
    backend: Sandbox
    clip: bytes = field(repr=False)
    films: bool
    progress: Say
    visitors: list[Visitor] = field(default_factory=list)
    interruptions: list[Interruption] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    interrupted: bool = False
    began: float = field(default_factory=time.monotonic)
    kills: Kills = field(init=False)

    def __post_init__(self) -> None:
        self.kills = Kills(self.bot, self._turns, self._killed)

    async def run(self, seconds: float, pages: contextlib.AsyncExitStack) -> None:
        """Let people talk and kill the bot for so long, then wait until all has ended; a stop by a signal ends it.

        Raises:
            CannotStart: the bot does not start.
        """
        try:
            await self.bot.ready()
            self.began = time.monotonic()
            await self._disturbed(seconds, pages)
            await self._converge()
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from failed.exceptions[0].__cause__
        except asyncio.CancelledError:
            self.interrupted = True
            task = asyncio.current_task()
            assert task is not None  # noqa: S101 - this is one
            task.uncancel()

    async def report(self, meant: Environment, ffmpeg: str, folder: Path) -> Report:
        """Judge what was seen."""
        ledger = await self.backend.ledger()
        asked = [one for each in self.visitors for one in each.page.asked]
        numbers = {key: number for each in self.visitors for key, number in each.numbers.items()}
        ended = {key: at for each in self.visitors for key, at in each.ended.items()}
        told = [line for each in self.visitors for line in each.page.now.values()]
        judged = [one for one in asked if one.key in ended] if self.interrupted else asked
        films = set() if self.interrupted else ledger.films
        outside = Outside(judged, shown(told), ledger.turns, films, broken=self.wrong)
        outside.left_allowed = len(told) if self.interrupted else 0
        return Report(
            seconds=round(time.monotonic() - self.began, 1),
            interrupted=self.interrupted,
            requests=len(asked),
            ended=len(ended),
            turns=len(ledger.turns),
            films=len(ledger.films),
            offered=sum(RETRY in one.buttons for one in outside.shown),
            late=sum(CHECK_AGAIN in one.buttons for one in outside.shown),
            marked=sum(one.marked for one in outside.shown),
            kills={str(moment): times for moment, times in self.kills.counted.items()},
            faults=broken(faults(outside), numbers),
            ready=Seconds.of([life.ready - life.began for life in self.bot.lives if life.ready is not None]),
            recovered=Seconds.of(list(self._recoveries())),
            undisturbed=Seconds.of(list(self._undisturbed())),
            changed=meant.changed,
            left_out=meant.left_out,
            versions=versions(ffmpeg),
            machine=machine(),
            logs=str(folder),
        )

    async def _disturbed(self, seconds: float, pages: contextlib.AsyncExitStack) -> None:
        end, takes = time.monotonic() + seconds, itertools.count(1)
        async with asyncio.TaskGroup() as tasks:
            working = [tasks.create_task(self.kills.run(), name="kills")]
            working += [tasks.create_task(self._visits(pages, takes), name="visits") for _ in range(PEOPLE)]
            while not self.bot.failed and ((rest := end - time.monotonic()) > 0 or not self.bot.kills):
                self._show(f"{max(0, rest):.0f} s to go")
                await asyncio.sleep(LOOK_SECONDS)
            for task in working:
                task.cancel()

    async def _visits(self, pages: contextlib.AsyncExitStack, takes: Iterator[int]) -> None:
        while not self.bot.failed:
            name = f"p{len(self.visitors) + 1}-"
            opened = visitor(name, self.bot.page, self.bot, self.clip, films=self.films, seen=self.kills.seen)
            one = await pages.enter_async_context(opened)
            self.visitors.append(one)
            try:
                await one.talk(takes)
            except Refused as refused:
                self.wrong.append(f"a message was refused: {refused}")
            except NotConverged:
                return  # which is told of the bot

    async def _converge(self) -> None:
        self._show("waiting until everything has ended")
        try:
            await until(self._quiet, self.bot, LONGEST_SECONDS, LOOK_SECONDS)
        except NotConverged as error:
            self.wrong.append(str(error))

    async def _quiet(self) -> bool:
        if not await self._idle():
            return False
        await asyncio.sleep(LOST_SECONDS if any(one.open for one in self.visitors) else STILL_SECONDS)
        return await self._idle()

    async def _idle(self) -> bool:
        return await open_requests(self.bot.health) == 0 and not (await self.backend.ledger()).busy

    async def _turns(self) -> int:
        return len((await self.backend.ledger()).turns)

    def _killed(self) -> None:
        open_now = [(one, key) for one in self.visitors for key in one.open]
        self.interruptions.append(Interruption(len(self.bot.lives), open_now))

    def _recoveries(self) -> Iterator[float]:
        for kill in self.interruptions:
            ended = [one.ended[key] for one, key in kill.open if key in one.ended]
            if ended and len(ended) == len(kill.open) and kill.lives < len(self.bot.lives):
                yield max(ended) - self.bot.lives[kill.lives].began

    def _undisturbed(self) -> Iterator[float]:
        disturbed = {key for kill in self.interruptions for _, key in kill.open}
        for one in self.visitors:
            yield from (one.ended[key] - at for key, at in one.began.items() if key in one.ended.keys() - disturbed)

    def _show(self, what: str) -> None:
        ended = sum(len(one.ended) for one in self.visitors)
        said = sum(len(one.began) for one in self.visitors)
        self.progress(f"{said} requests, {ended} ended, {self.bot.kills} kills; {what}")


def _make_folder(data: Path) -> Path:
    """Make a folder that only this user may read, in the data folder or where that would be made.

    Raises:
        CannotStart: it cannot be made.
    """
    parent = next(one for one in (data, *data.parents) if one.is_dir())
    try:
        return Path(tempfile.mkdtemp(prefix="prove-", dir=parent))
    except OSError as error:
        raise CannotStart(
            f"Nothing was tried, since {parent} cannot be written ({error.strerror}):"
            " set NEMOBOT_DATA_DIR to a folder that can."
        ) from error


def _clear(folder: Path, *, keep_logs: bool) -> None:
    if not keep_logs:
        shutil.rmtree(folder, ignore_errors=True)
        return
    for one in folder.iterdir():
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
