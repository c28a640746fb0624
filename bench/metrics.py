"""A mixed day on Telegram in front of the sandbox that really edits: whether what `/metrics` shows adds up."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import shutil
import socket
import sqlite3
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from bench._bot import Bot
from core.model.requests import LIMIT_REPLIES, InternalReply, Outcome
from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.limits import Limits
from sandbox.server import start
from tests.doubles.telegram import Clip, TelegramDouble

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping


_TOKEN = "nmv_usr_bench"  # noqa: S105 - the benchmark's own backend takes it
_REGULARS, _AT_ONCE = 60, 3
_SCRAPE_SECONDS, _PAUSE_SECONDS, _LONGEST_SECONDS = 0.5, 0.1, 900.0
_ASKED: Final = ("/help", "/status", "/credits", "/projects", "/versions", "/quota", "/privacy", "/skill")
_REFUSALS: Final = (InternalReply.REFUSED, *LIMIT_REPLIES.values())

Samples = dict[tuple[str, ...], float]  # name and the values of its labels, sorted by their names → value


@dataclass
class Figures:
    """What was said, what the last scrape shows of it, and what the database holds."""

    said: Counter[str] = field(default_factory=Counter)
    found: Samples = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    scrapes: int = 0
    worst: float = 0.0  # by how many requests a scrape during the day did not add up
    seconds: float = 0.0
    text: str = ""

    @property
    def accepted(self) -> float:
        """Requests in."""
        return total(self.found, "nemobot_requests_accepted_total")

    @property
    def ended(self) -> dict[str, float]:
        """Requests out, by how."""
        counted = Counter[str]()
        for key, value in self.found.items():
            if key[0] == "nemobot_requests_ended_total":
                counted[key[1]] += int(value)
        return dict(counted)

    def faults(self) -> list[str]:
        """What does not add up."""
        out, still_open = sum(self.ended.values()), total(self.found, "nemobot_requests_open")
        checks = {
            f"in {self.accepted:.0f}, out {out:.0f} and {still_open:.0f} open": self.accepted == out + still_open,
            f"in {self.accepted:.0f}, {sum(self.rows.values())} rows": self.accepted == sum(self.rows.values()),
            f"out {self.ended}, rows {self.rows}": {k: v for k, v in self.ended.items() if v} == self.rows,
            f"timed {total(self.found, 'nemobot_request_seconds_count'):.0f}, out {out:.0f}": out
            == total(self.found, "nemobot_request_seconds_count"),
            f"no request is {set(_wanted()) - self.rows.keys()}": set(_wanted()) <= self.rows.keys(),
            "nothing was dropped": total(self.found, "nemobot_requests_dropped_total") > 0,
        }
        return [what for what, right in checks.items() if not right]


def main(arguments: list[str]) -> int:
    """Run the day and print its figures; 1: they do not add up, or promtool finds fault with the scrape."""
    parser = argparse.ArgumentParser(prog="python -m bench metrics", description=__doc__)
    parser.add_argument("--messages", type=int, default=1000, help="what people send in all, about")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder:
        figures = asyncio.run(mixed(Path(folder), options.messages))
    faults = [*figures.faults(), *asyncio.run(_promtool(figures.text))]
    print(f"said: {sum(figures.said.values())} messages in {figures.seconds:.0f} s, {dict(figures.said)}")
    print(f"in: {figures.accepted:.0f}; out: {figures.ended}")
    print(f"dropped: {total(figures.found, 'nemobot_requests_dropped_total'):.0f}")
    for name in ("turns_total", "renders_total", "answers_delivered_total", "platform_waits_total"):
        print(f"{name}: {total(figures.found, f'nemobot_{name}'):.0f}")
    print(f"{figures.scrapes} scrapes during it were wrong by {figures.worst:.0f} requests at most")
    print("\n".join(faults) or "all adds up")
    return 1 if faults else 0


def total(found: Mapping[tuple[str, ...], float], name: str) -> float:
    """Return the sum of a series over its labels."""
    return sum(value for key, value in found.items() if key[0] == name)


async def mixed(folder: Path, messages: int) -> Figures:
    """Let people say so much, each kind of thing at least once, and return the figures when nothing is open."""
    limits = Limits(edit_cost=0)
    sandbox = await start(folder / "sandbox", quality="fast", control=True, limits=limits, tokens={_TOKEN: 10**9})
    sandbox.active_faults.set({"silent": 0.0, "screen_talk": 0.0})
    try:
        async with TelegramDouble() as tg:
            port = _free_port()
            settings = {
                "NEMO_TOKEN": _TOKEN,
                "NEMOBOT_HTTP_PORT": str(port),
                "NEMOBOT_REQUESTS_AT_ONCE": str(_AT_ONCE),
                "NEMOBOT_RENDER_POLL_SECONDS": "0.5",
                "NEMOBOT_JOIN_SECONDS": "0.3",
                "NEMOBOT_SILENT_EDIT_SECONDS": "0.1",
            }
            bot = Bot(tg, sandbox, folder, settings)
            day = Day(bot, await _clip(folder), f"http://127.0.0.1:{port}/metrics", messages)
            bot.settings = {**settings, "NEMOBOT_ALLOW": ",".join(f"telegram:@{one.id}" for _, one in day.admitted)}
            async with bot.running():
                return await day.pass_by()
    finally:
        await sandbox.stop()


class Day:
    """People with their wishes, and the operator who looks at the metrics meanwhile."""

    def __init__(self, bot: Bot, clip: bytes, url: str, messages: int) -> None:
        self._bot = bot
        self._clip = Clip(data=clip)
        self._url = url
        self._chance = random.Random(7)  # noqa: S311 - the same day each time
        share = messages / 1000
        self._plan: list[Callable[[], Awaitable[None]]] = [
            each for each, number in self._kinds.items() for _ in range(max(1, round(number * share)))
        ]
        self._chance.shuffle(self._plan)
        self._regulars = [bot.somebody() for _ in range(max(4, round(_REGULARS * share)))]
        self._newcomers = [bot.somebody() for _ in range(2 * len(self._plan))]
        self.admitted = [*self._regulars, *self._newcomers]
        self._over = False  # all was said
        self._quiet = asyncio.Event()  # and all has ended
        self.figures = Figures()

    @property
    def _kinds(self) -> dict[Callable[[], Awaitable[None]], int]:
        """How often each happens in a day of about a thousand messages."""
        return {
            self._asks: 480,
            self._wants_a_film: 90,
            self._wants_no_film_yet: 60,
            self._changes_their_mind: 50,
            self._sends_what_is_no_clip: 60,
            self._meets_a_refusal: 60,
            self._wants_a_film_of_each: 12,
            self._asks_for_too_much: 10,
            self._may_not: 30,
            self._leaves: 6,
            self._has_a_damaged_row: 2,
        }

    async def pass_by(self) -> Figures:
        """Let it all happen, and wait until nothing is open."""
        began = time.monotonic()
        async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as tasks:
            looking = tasks.create_task(self._look(http), name="scrapes")
            for happens in self._plan:
                await happens()
                await asyncio.sleep(_PAUSE_SECONDS)
            self._over = True
            async with asyncio.timeout(_LONGEST_SECONDS):
                await self._quiet.wait()
            looking.cancel()
        self.figures.seconds = time.monotonic() - began
        self.figures.rows = self._outcomes()
        return self.figures

    async def _asks(self) -> None:
        place, person = self._chance.choice(self._regulars)
        self._say("a question", place.says(person, self._chance.choice(_ASKED)))

    async def _wants_a_film(self) -> None:
        place, person = self._chance.choice(self._regulars)
        self._say("a clip with a wish", place.sends(person, self._clip, "add background music"))

    async def _wants_no_film_yet(self) -> None:
        place, person = self._chance.choice(self._regulars)
        self._say("a wish", place.says(person, "make it vertical, but don't export yet"))

    async def _changes_their_mind(self) -> None:
        place, person = self._newcomers.pop()
        self._say("a wish", place.sends(person, self._clip, "add a title «Day 1»"))
        await asyncio.sleep(self._chance.uniform(0, 1.5))
        self._say("/cancel", place.says(person, "/cancel"))

    async def _sends_what_is_no_clip(self) -> None:
        place, person = self._chance.choice(self._regulars)
        file = Clip("document", "notes.zip", data=b"PK\x03\x04" + bytes(500), media_type="application/zip")
        self._say("a file that is no clip", place.sends(person, file, "cut this"))

    async def _meets_a_refusal(self) -> None:
        """Somebody's turn is refused for the plan; whose it is, is chance."""
        self._bot.sandbox.active_faults.set({"next": {"run_sse": [{"status": 402}]}})
        place, person = self._newcomers.pop()
        self._say("a wish", place.says(person, "make a film of the sea"))

    async def _wants_a_film_of_each(self) -> None:
        place, person = self._newcomers.pop()
        for said in place.album(person, [self._clip, self._clip], ["each: add background music"]):
            self._say("a part of an album", said)

    async def _asks_for_too_much(self) -> None:
        place, person = self._newcomers.pop()
        for number in range(_AT_ONCE + 3):
            self._say("one of too many", place.says(person, f"make film {number} of the sea, but don't export yet"))

    async def _may_not(self) -> None:
        place, person = self._bot.somebody()
        for _ in range(2):
            self._say("what nobody answers", place.says(person, "make a film of the sea"))

    async def _leaves(self) -> None:
        """Somebody blocks the bot while it edits for them."""
        place, person = self._newcomers.pop()
        words = f"make a film of the sea, {person.id}, but don't export yet"
        with self._turns_take(1.5):
            self._say("a wish", place.says(person, words))
            await self._bot.until(lambda: any(words in call.get("text", "") for call in self._bot.sandbox.seen), 60)
            place.changes_bot(person, "kicked")

    async def _has_a_damaged_row(self) -> None:
        """A disk that lies: what one waiting request means cannot be read any more."""
        place, person = self._newcomers.pop()
        words = "make it black and white"
        spoil = "update requests set meaning = '{' where outcome is null and words = ? and address = ?"
        with self._turns_take(3.0):
            self._say("a wish", place.says(person, "make a film of the sea, but don't export yet"))
            await self._bot.until(lambda: bool(place.answers), 60)
            self._say("a wish", place.says(person, words))
            await self._bot.until(lambda: self._written(spoil, words, f"telegram:{place.chat.id}:"), 60)

    @contextlib.contextmanager
    def _turns_take(self, seconds: float) -> Iterator[None]:
        """Let turns that begin during the block take longer."""
        self._bot.sandbox.active_faults.set({"turn_seconds": seconds})
        yield
        self._bot.sandbox.active_faults.set({"turn_seconds": 0.0})

    def _say(self, kind: str, _: object) -> None:
        self.figures.said[kind] += 1

    def _written(self, sql: str, *values: str) -> bool:
        """Write to the bot's database from outside; False: there was no such row."""
        with contextlib.closing(sqlite3.connect(self._database, timeout=30)) as database, database:
            return database.execute(sql, values).rowcount > 0

    def _outcomes(self) -> dict[str, int]:
        """How the requests of the database ended, with those apart that were refused."""
        with contextlib.closing(sqlite3.connect(self._database)) as database:
            rows = database.execute("select reply, outcome from requests").fetchall()
        return dict(Counter("refused" if reply in _REFUSALS else str(outcome) for reply, outcome in rows))

    @property
    def _database(self) -> Path:
        return self._bot.folder / "data" / "nemobot.db"

    async def _look(self, http: aiohttp.ClientSession) -> None:
        while True:
            found = await self._scrape(http)
            out = total(found, "nemobot_requests_ended_total") + total(found, "nemobot_requests_open")
            self.figures.worst = max(self.figures.worst, abs(total(found, "nemobot_requests_accepted_total") - out))
            self.figures.scrapes += 1
            if self._over and total(found, "nemobot_requests_open") == 0:
                self.figures.found = found
                self._quiet.set()
            await asyncio.sleep(_SCRAPE_SECONDS)

    async def _scrape(self, http: aiohttp.ClientSession) -> Samples:
        self._bot.alive()
        async with http.get(self._url) as answer:
            self.figures.text = await answer.text()
        return {
            (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
            for family in text_string_to_metric_families(self.figures.text)
            for sample in family.samples
        }


def _wanted() -> tuple[str, ...]:
    """Return every way in which a request ends."""
    return (*(outcome.value for outcome in Outcome), "refused")


async def _promtool(text: str) -> list[str]:
    """Return what promtool finds wrong with a scrape, or that there is none to ask."""
    if shutil.which("promtool") is None:
        print("not asked: promtool (Debian: apt install prometheus)")
        return []
    asked = await asyncio.create_subprocess_exec(
        "promtool", "check", "metrics", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asked.communicate(text.encode())
    return [f"promtool: {told.decode().strip()}"] if asked.returncode or told else []


async def _clip(folder: Path) -> bytes:
    """Return two seconds of a tiny picture with a tone."""
    picture = ("-f", "lavfi", "-i", "testsrc2=s=160x90:r=10:d=2", "-f", "lavfi", "-i", "sine=440:d=2")
    codec = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-movflags", "+faststart")
    target = folder / "clip.mp4"
    code, told = await run_ffmpeg("-v", "error", *picture, *codec, "-y", f"file:{target}")
    if code:
        raise SystemExit(told)
    return target.read_bytes()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
