"""The bot of a proof: `nemobot run`, started again whenever it was killed."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import aiohttp

from bots.errors import CannotStart
from bots.prove.convergence import LOOSE
from bots.prove.program import KILLED, Program, last_line

READY_SECONDS: Final = 90.0
END_SECONDS: Final = 5.0  # its data is thrown away


@dataclass(slots=True)
class Life:
    """From the start of a process to its readiness, in seconds of a monotonic clock; None: it was never ready."""

    began: float
    ready: float | None = None


@dataclass(slots=True)
class Bot:
    """The lives of one bot. `failed` says why there is no next one."""

    folder: Path
    environment: Mapping[str, str] = field(repr=False)
    page: str
    health: str
    lives: list[Life] = field(default_factory=list)
    kills: int = 0
    failed: str = ""
    _program: Program | None = None
    _ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def log(self) -> Path:
        """The log of all lives."""
        return self.folder / "nemobot.log"

    async def ready(self) -> None:
        """Wait until it takes messages, or fails.

        Raises:
            CannotStart: its first life does not come so far.
        """
        await self._ready.wait()
        if self.failed and len(self.lives) == 1 and self.lives[0].ready is None:
            why = await asyncio.to_thread(last_line, self.log)
            raise CannotStart(f"Nothing was tried, since the bot does not start: {why or self.failed}")

    def kill(self) -> bool:
        """Kill it as `kill -9` does; False: there is nobody to be killed."""
        if self._program is None or not self._ready.is_set() or self.failed:
            return False
        self._ready.clear()
        self.kills += 1
        self._program.kill()
        return True

    async def live(self) -> None:
        """Start it, and again when it was killed, until cancelled; then stop it."""
        try:
            while not self.failed:
                await self._once()
        finally:
            self._ready.clear()
            if self._program is not None:
                await self._program.stop(END_SECONDS)

    async def _once(self) -> None:
        life, kills = Life(time.monotonic()), self.kills
        self.lives.append(life)
        self._program = await Program.start("run", folder=self.folder, environment=self.environment, log=self.log)
        watching = asyncio.create_task(self._watch(life), name="readiness")
        try:
            code = await self._program.ended()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        if self.kills == kills or code != KILLED:
            self._fail(f"process {len(self.lives)} of the bot ended by itself, with exit code {code}")

    async def _watch(self, life: Life) -> None:
        end = life.began + READY_SECONDS
        async with aiohttp.ClientSession(timeout=LOOSE) as http:
            while time.monotonic() < end:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with http.get(f"{self.health}/readyz") as answer:
                        if answer.ok:
                            life.ready = time.monotonic()
                            self._ready.set()
                            return
                await asyncio.sleep(0.05)
        self._fail(f"process {len(self.lives)} of the bot was not ready within {READY_SECONDS:g} s")

    def _fail(self, why: str) -> None:
        self.failed = why
        self._ready.set()  # nobody need wait any more


@contextlib.asynccontextmanager
async def living(bot: Bot) -> AsyncIterator[None]:
    """Let a bot live during the block."""
    task = asyncio.create_task(bot.live(), name="bot")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
