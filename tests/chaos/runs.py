"""One run: a scenario whose bot dies where it is told, and what is wrong in the end."""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import NamedTuple

from tests.chaos import discord, telegram, web
from tests.chaos.judge import Outside, faults
from tests.chaos.lives import Point, Starter
from tests.chaos.scenarios import Scenario
from tests.chaos.stage import Stage


class Platform(NamedTuple):
    """How a stage is opened, and what is played on it."""

    stage: Callable[..., AbstractAsyncContextManager[Stage]]
    scenarios: dict[str, Scenario]


STARTED = "database Queue.wait_for_parts · after"
STAGES: dict[str, Platform] = {
    "web": Platform(web.stage, web.SCENARIOS),
    "telegram": Platform(telegram.stage, telegram.SCENARIOS),
    "telegram-webhook": Platform(partial(telegram.stage, webhook=True), telegram.SCENARIOS),
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
        deaths = " ".join(
            f"--die '{name}' {count}" + "".join(f" --full {seconds:g}" for seconds in full)
            for name, count, *full in self.deaths
        )
        return f"python -m tests.chaos --platform {self.platform} --scenario {self.scenario} {deaths}".strip()


async def run(
    starter: Starter, folder: Path, platform: str, scenario: str, deaths: list[Point], sabotage: str = ""
) -> Run:
    """Play a scenario to its end; the folder is deleted unless something is wrong."""
    where, began = STAGES[platform], time.monotonic()
    async with where.stage(starter, folder, scenario, deaths, sabotage) as stage:
        broken = ""
        try:
            await where.scenarios[scenario](stage.person)
        except Exception as error:  # noqa: BLE001 - what a person meets is a finding
            broken = f"broken off: {type(error).__name__}: {error}"
        outside = await stage.converge()
        if broken:
            outside.broken.append(broken)
        lives = stage.lives
    wrong, log, passes = faults(outside), lives.log, lives.passes
    if not wrong:
        await asyncio.to_thread(shutil.rmtree, folder)
    return Run(platform, scenario, deaths, lives.killed, wrong, outside, passes, time.monotonic() - began, log)


def points_of(recorded: list[str], *, start: bool = True) -> list[Point]:
    """Return every point that a life passed, with its count, in the order of the passes; perhaps without its start."""
    passed: Counter[str] = Counter()
    found = []
    for name in recorded:
        passed[name] += 1
        found.append((name, passed[name]))
    started = 0 if start else found.index((STARTED, 1)) + 1
    return found[started:]
