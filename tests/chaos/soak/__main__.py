"""`python -m tests.chaos.soak`: many people, random deaths and faults; prints counts, and what went wrong."""

# ruff: noqa: T201 - a command prints

import argparse
import asyncio
import logging
import random
import shutil
import sys
import tempfile
from pathlib import Path

from tests.chaos.lives import Starter
from tests.chaos.sabotage import SABOTAGE
from tests.chaos.soak.run import Report, Soak, run
from tests.chaos.soak.trouble import kinds

SHOWN = 40


async def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.chaos.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=1000)
    parser.add_argument("--chats", type=int, default=60)
    parser.add_argument("--seed", type=int, help="of an earlier run")
    parser.add_argument("--sabotage", default="", choices=SABOTAGE, help="a negative control: it must find something")
    chosen = parser.parse_args()
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)  # whoever dies breaks off what it sends
    seed = random.randrange(1_000_000) if chosen.seed is None else chosen.seed
    print(f"seed {seed}", flush=True)
    folder = Path(tempfile.mkdtemp(prefix="soak", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    async with Starter() as starter:
        report = await run(starter, folder / "run", Soak(seed, chosen.requests, chosen.chats, chosen.sabotage))
    _print(report)
    if report.verdict.faults:
        print(f"what was left behind: {folder}")
        return 1
    shutil.rmtree(folder)
    return 0


def _print(report: Report) -> None:
    seen, verdict = report.seen, report.verdict
    for fault in verdict.faults[:SHOWN]:
        print(f"    {fault}")
    if len(verdict.faults) > SHOWN:
        print(f"    and {len(verdict.faults) - SHOWN} more")
    print(f"requests: {len(seen.asked)} in {report.soak.chats} chats, {report.minutes:.1f} minutes")
    print(f"turns accepted: {len(seen.turns)}; films made: {len(seen.renders)}")
    print(f"kills: {len(seen.deaths)}")
    print(f"faults of NemoVideo: {len(seen.backend)} {kinds(seen.backend)}")
    print(f"faults of Telegram: {len(seen.platform)} {kinds(seen.platform)}")
    print(f"outcomes: {dict(verdict.outcomes.most_common())}")
    print(f"answers held against the fault of their turn: {verdict.held_against_fault.total()}")
    print(f"answers marked as recovered: {verdict.marked}")
    print(
        f"lost: {len(verdict.lost)}, billed twice: {len(verdict.billed_twice)},"
        f" unmarked doubles: {len(verdict.doubled)}, untrue: {len(verdict.untrue)}, broken: {len(verdict.broken)}"
    )


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
