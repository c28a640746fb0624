"""`python -m tests.chaos`: the bot ends at every point of every scenario, once; prints counts, and what went wrong."""

# ruff: noqa: T201 - a command prints

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos.lives import Starter
from tests.chaos.points import STOP, STOP_AT_ONCE, Point
from tests.chaos.runs import STAGES, Run, points_of, run

PROGRESS = 100
TRIES = 5  # of a point that a run did not come by: what comes first is chance


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.chaos", description=__doc__)
    parser.add_argument("--platform", action="append", choices=STAGES, help="all unless named")
    parser.add_argument("--scenario", action="append", help="all unless named")
    parser.add_argument("--only", default="", help="points whose names contain this")
    parser.add_argument("--die", action="append", nargs=2, metavar=("POINT", "COUNT"), help="one run, ending here")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--full", type=float, dest="how", metavar="SECONDS", help="the disk is full from there on")
    instead.add_argument("--stop", action="store_const", const=STOP, dest="how", help="SIGTERM, and not SIGKILL")
    instead.add_argument(
        "--stop-at-once", action="store_const", const=STOP_AT_ONCE, dest="how", help="a second SIGTERM"
    )
    parser.add_argument("--every", type=int, default=1, help="every n-th point alone")
    parser.add_argument("--at-once", type=int, default=4, help="runs at the same time; most of a run is waiting")
    return asyncio.run(_play(parser.parse_args()))


async def _play(chosen: argparse.Namespace) -> int:
    folder = Path(tempfile.mkdtemp(prefix="chaos", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    async with Starter() as starter:
        command = Command(starter, folder, chosen)
        for platform in chosen.platform or STAGES:
            for scenario in STAGES[platform].scenarios:
                if not chosen.scenario or scenario in chosen.scenario:
                    await (command.told if chosen.die else command.every)(platform, scenario)
    if not command.bad:
        shutil.rmtree(folder)
    else:
        print(f"what was left behind: {folder}")
    return min(command.bad, 1)


@dataclass
class Command:
    """What was chosen, and how often it went wrong. `began` is a time of the monotonic clock."""

    starter: Starter
    folder: Path
    chosen: argparse.Namespace
    bad: int = 0
    runs: int = 0
    began: float = field(default_factory=time.monotonic)

    async def told(self, platform: str, scenario: str) -> None:
        """Play it once, with the ends that were named."""
        self._print(await self._run(platform, scenario, "told", self._ends((n, int(c)) for n, c in self.chosen.die)))

    async def every(self, platform: str, scenario: str) -> None:
        """Play it to record its points, then once for each of them; print a row of a table."""
        recorded = await self._run(platform, scenario, "recorded", [])
        if recorded.faults:
            self._print(recorded)
            return
        points = [one for one in points_of(recorded) if self.chosen.only in one[0]][:: self.chosen.every]
        places, outcomes, began = asyncio.Semaphore(self.chosen.at_once), Counter[str](), time.monotonic()

        async def one(number: int, end: Point) -> None:
            async with places:
                for _ in range(TRIES):
                    ran = await self._run(platform, scenario, str(number), [end])
                    met = ran.died or isinstance(self.chosen.how, float)
                    if met or ran.faults:
                        break
            outcomes["wrong" if ran.faults else "well" if met else "well, not met"] += 1
            if ran.faults:
                self._print(ran)

        async with asyncio.TaskGroup() as tasks:
            for number, end in enumerate(self._ends(points)):
                tasks.create_task(one(number, end))
        names = len({name for name, _ in points})
        told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        seconds = time.monotonic() - began
        print(f"| {platform}, {scenario} | {len(points)} ({names} names) | {told} | {seconds:.0f} s |", flush=True)

    def _ends(self, points: Iterable[tuple[str, int]]) -> list[Point]:
        return [point if self.chosen.how is None else (*point, self.chosen.how) for point in points]

    async def _run(self, platform: str, scenario: str, name: str, ends: list[Point]) -> Run:
        ran = await run(self.starter, self.folder / platform / scenario / name, platform, scenario, ends)
        self.bad += bool(ran.faults)
        self.runs += 1
        if self.runs % PROGRESS == 0:
            seconds = time.monotonic() - self.began
            print(f"{self.runs} runs, {self.bad} wrong, {seconds:.0f} s: {platform}, {scenario}", file=sys.stderr)
        return ran

    def _print(self, ran: Run) -> None:
        print(f"{ran.command} ({ran.died} died, {ran.seconds:.1f} s)")
        for fault in ran.faults:
            print(f"    {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
