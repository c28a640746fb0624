"""`python -m tests.chaos`: the bot dies at every point of every scenario, once; prints counts, and what went wrong."""

# ruff: noqa: T201 - a command prints

import argparse
import asyncio
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos.lives import Point, Starter
from tests.chaos.runs import STAGES, Run, points_of, run


async def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.chaos", description=__doc__)
    parser.add_argument("--platform", action="append", choices=STAGES, help="all unless named")
    parser.add_argument("--scenario", action="append", help="all unless named")
    parser.add_argument("--only", default="", help="points whose names contain this")
    parser.add_argument("--die", action="append", nargs=2, metavar=("POINT", "COUNT"), help="one run, dying here")
    parser.add_argument("--full", type=float, metavar="SECONDS", help="nobody dies: the disk is full from there on")
    parser.add_argument("--every", type=int, default=1, help="every n-th point alone")
    parser.add_argument("--at-once", type=int, default=2, help="runs at the same time")
    chosen = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="chaos", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    bad = 0
    async with Starter() as starter:
        for platform in chosen.platform or STAGES:
            for scenario in STAGES[platform].scenarios:
                if chosen.scenario and scenario not in chosen.scenario:
                    continue
                bad += await _scenario(starter, folder, platform, scenario, chosen)
    if not bad:
        shutil.rmtree(folder)
    else:
        print(f"what was left behind: {folder}")
    return min(bad, 1)


async def _scenario(starter: Starter, folder: Path, platform: str, scenario: str, chosen: argparse.Namespace) -> int:
    began, place = time.monotonic(), folder / platform / scenario
    if chosen.die:
        full = () if chosen.full is None else (chosen.full,)
        deaths: list[Point] = [(name, int(count), *full) for name, count in chosen.die]
        one = await run(starter, place / "told", platform, scenario, deaths)
        _print(one)
        return bool(one.faults)
    recorded = await run(starter, place / "recorded", platform, scenario, [])
    if recorded.faults:
        _print(recorded)
        return 1
    first = scenario == next(iter(STAGES[platform].scenarios))  # one start is like another
    points = [one for one in points_of(recorded.passes[0], start=first) if chosen.only in one[0]][:: chosen.every]
    places: asyncio.Semaphore = asyncio.Semaphore(chosen.at_once)
    outcomes: Counter[str] = Counter()

    async def one(number: int, point: Point) -> int:
        async with places:
            death = point if chosen.full is None else (*point[:2], chosen.full)
            ran = await run(starter, place / str(number), platform, scenario, [death])
        met = ran.died or chosen.full is not None
        outcomes["wrong" if ran.faults else "well" if met else "well, not met"] += 1
        if ran.faults:
            _print(ran)
        return bool(ran.faults)

    async with asyncio.TaskGroup() as tasks:
        runs = [tasks.create_task(one(number, point)) for number, point in enumerate(points)]
    names = len({name for name, _ in points})
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(
        f"{platform} {scenario}: {len(points)} points ({names} names), {len(points)} runs: {told};"
        f" {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return sum(task.result() for task in runs)


def _print(ran: Run) -> None:
    print(f"{ran.command} ({ran.died} died, {ran.seconds:.1f} s)")
    for fault in ran.faults:
        print(f"    {fault}", flush=True)


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
