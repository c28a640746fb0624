"""One soak: many people at once, a process that is killed at chance moments, servers that fail; and the judgement."""

import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bots.prove.convergence import free_port
from tests.chaos.backend import Backend, backend
from tests.chaos.lives import Lives, Starter
from tests.chaos.scenarios import QUICK
from tests.chaos.soak.judge import Seen, Verdict, judge
from tests.chaos.soak.people import Somebody
from tests.chaos.soak.trouble import Trouble
from tests.chaos.stage import Stage
from tests.chaos.telegram import wrong_calls
from tests.doubles.telegram import NO_LIMITS, TelegramDouble

LIVE = {"silent": 0.3, "screen_talk": 0.3, "heartbeat_seconds": 0.3}
WAITS = {
    "NEMOBOT_JOIN_SECONDS": "0.3",
    "NEMOBOT_RENDER_POLL_SECONDS": "0.2",
    "NEMOBOT_SILENT_EDIT_SECONDS": "0.02,0.02,0.02",
    "NEMOBOT_TURN_TIMEOUT_SECONDS": "8",
}
PATIENCE_SECONDS = 1800.0  # a busy machine may lag behind what a thousand requests ask of it


@dataclass(frozen=True)
class Soak:
    """What is to happen. The same seed has the same people meet the same trouble, as far as time allows.

    The process dies after so many calls of the Bot API, each time by chance. `hurried` is as in `Trouble`.
    """

    seed: int
    requests: int
    chats: int
    sabotage: str = ""
    hurried: bool = False
    calls_between_deaths: tuple[int, int] = (150, 500)


@dataclass(frozen=True)
class Report:
    """What happened, and what is wrong with it."""

    soak: Soak
    seen: Seen
    verdict: Verdict
    minutes: float
    log: str


async def run(starter: Starter, folder: Path, soak: Soak) -> Report:
    """Let it happen, wait until all is quiet, and judge it."""
    began = time.monotonic()
    folder.mkdir(parents=True)
    async with backend(folder / "sandbox", **LIVE) as nemo, TelegramDouble(pace=NO_LIMITS) as double:
        port = free_port()
        environment = (
            QUICK
            | WAITS
            | {
                "NEMO_API_URL": nemo.url,
                "NEMO_WEB_URL": nemo.url,
                "NEMOBOT_DATA_DIR": str(folder / "data"),
                "NEMOBOT_HTTP_PORT": str(port),
                "TELEGRAM_BOT_TOKEN": double.token,
                "TELEGRAM_API_URL": double.url,
            }
        )
        lives = Lives(starter, folder, environment, sabotage=soak.sabotage, points=False)
        trouble = Trouble(nemo.running, double, lives, soak.hurried)
        people = [_somebody(double, trouble, soak, number) for number in range(soak.chats)]
        stage = Stage(
            nemo,
            lives,
            f"http://127.0.0.1:{port}",
            people,
            look=lambda: _look(people),
            outside=lambda _: _seen(people, nemo, trouble),
            untaken=lambda: bool(double.inbox.waiting),
            patience_seconds=PATIENCE_SECONDS,
        )
        lives.begin()
        await _live(people, trouble, soak)
        seen = await stage.converge()
    return Report(soak, seen, judge(seen), (time.monotonic() - began) / 60, lives.log)


def _somebody(double: TelegramDouble, trouble: Trouble, soak: Soak, number: int) -> Somebody:
    person = double.person(f"Person {number}")
    return Somebody(double.private(person), person, trouble, random.Random(f"{soak.seed} {number}"), number)


async def _live(people: list[Somebody], trouble: Trouble, soak: Soak) -> None:
    deaths = trouble.kill_at_times(random.Random(f"{soak.seed} deaths"), soak.calls_between_deaths)
    killing = asyncio.create_task(deaths, name="deaths")
    try:
        async with asyncio.TaskGroup() as tasks:
            for somebody in people:
                share = (soak.requests + soak.chats - 1) // soak.chats
                tasks.create_task(somebody.live(share), name=somebody.person.name)
    finally:
        killing.cancel()


async def _look(people: list[Somebody]) -> list[tuple[str, str]]:
    return [(one.text, str(one.buttons)) for somebody in people for one in somebody.place.answers]


def _seen(people: list[Somebody], nemo: Backend, trouble: Trouble) -> Seen:
    gates: Counter[str] = Counter()
    for somebody in people:
        gates.update(somebody.gates)
    return Seen(
        asked=[asked for somebody in people for asked in somebody.asked],
        shown={somebody.chat: somebody.place.answers for somebody in people},
        turns=nemo.running.ledger.turns_in_sessions(),
        renders=nemo.running.ledger.films_in_sessions(),
        gates=gates,
        undos=Counter({somebody.chat: somebody.undos for somebody in people}),
        deaths=trouble.deaths,
        backend=trouble.backend,
        platform=trouble.platform,
        broken=wrong_calls(trouble.double, trouble.deaths),
    )
