"""One run: a scenario whose bot dies where it is told, and what is wrong in the end."""

import asyncio
import re
import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from bots.prove.judge import Outside, faults
from tests.chaos import discord, telegram, web
from tests.chaos.lives import Starter
from tests.chaos.points import Point
from tests.chaos.scenarios import Scenario
from tests.chaos.stage import Stage


class Platform(NamedTuple):
    """How a stage is opened, and what is played on it. `own`: the only points that another stage does not have, too."""

    stage: Callable[..., AbstractAsyncContextManager[Stage]]
    scenarios: dict[str, Scenario]
    own: re.Pattern[str] = re.compile("")


STARTED = "database Queue.wait_for_parts · after"
OPENING = re.compile(r"telegram (setMy|getM)|discord GET /(users|oauth2)|discord PUT /applications")
WEBHOOK = re.compile(r"[wW]ebhook|hook|InboxRows|RequestRows\.accept")
STAGES: dict[str, Platform] = {
    "web": Platform(web.stage, web.SCENARIOS),
    "telegram": Platform(telegram.stage, telegram.SCENARIOS),
    "telegram-webhook": Platform(partial(telegram.stage, webhook=True), telegram.SCENARIOS, WEBHOOK),
    "discord": Platform(discord.stage, discord.SCENARIOS),
}


@dataclass(frozen=True)
class Run:
    """`died`: how many of the deaths were met. `passes`: the points of each life, in order."""

    platform: str
    scenario: str
    deaths: list[Point]
    died: int
    faults: list[str]
    outside: Outside
    passes: list[list[str]]
    seconds: float
    log: str = field(repr=False)

    @property
    def command(self) -> str:
        """What repeats it."""
        deaths = " ".join(f"--die '{name}' {count}{_option(*how)}" for name, count, *how in self.deaths)
        return f"python -m tests.chaos --platform {self.platform} --scenario {self.scenario} {deaths}".strip()


async def run(
    starter: Starter,
    folder: Path,
    platform: str,
    scenario: str,
    deaths: list[Point],
    sabotage: str = "",
    **settings: str,
) -> Run:
    """Play a scenario to its end, perhaps with further settings; the folder is deleted unless something is wrong."""
    where, began = STAGES[platform], time.monotonic()
    async with where.stage(starter, folder, scenario, deaths, sabotage, **settings) as stage:
        broken = ""
        try:
            await where.scenarios[scenario](stage.person)
        except Exception as error:  # noqa: BLE001 - what a person meets is a finding
            broken = f"broken off: {type(error).__name__}: {error}"
        outside = await stage.converge()
        if broken:
            outside.broken.append(broken)
        lives = stage.lives
    wrong, log, passes = [str(fault) for fault in faults(outside)], lives.log, lives.passes
    if not wrong:
        await asyncio.to_thread(shutil.rmtree, folder)
    died = lives.killed + lives.stopped
    return Run(platform, scenario, deaths, died, wrong, outside, passes, time.monotonic() - began, log)


def _option(how: float | str = "") -> str:
    return f" --full {how:g}" if isinstance(how, float) else f" --{how.replace(' ', '-')}" if how else ""


def points_of(recorded: Run) -> list[tuple[str, int]]:
    """Return the points at which a scenario has to be played, with their counts, in the order of the passes.

    One start is like another: it belongs to a platform's first scenario.
    """
    platform, passed, found = STAGES[recorded.platform], Counter[str](), []
    for name in recorded.passes[0]:
        passed[name] += 1
        found.append((name, passed[name]))
    if recorded.scenario != next(iter(platform.scenarios)):
        found = [point for point in found[found.index((STARTED, 1)) + 1 :] if not OPENING.match(point[0])]
    return [point for point in found if platform.own.search(point[0])]
