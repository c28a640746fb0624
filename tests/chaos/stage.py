"""The bot on a stage: its backend, its lives, and when all is quiet."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bots.prove.convergence import LONGEST_SECONDS, NotConverged, free_port, open_requests, until
from bots.prove.judge import Outside, Shown
from tests.chaos.backend import Backend, backend
from tests.chaos.lives import Lives, Starter
from tests.chaos.points import Point
from tests.chaos.scenarios import BACKENDS, QUICK, SETTINGS

QUIET_POLL_SECONDS = 0.1  # each look costs the bot a scrape of its metrics
STILL_SECONDS = 0.25
LOST_SECONDS = 8.0  # for so long nothing happens, and an answer is missing


@dataclass
class Bot:
    """One bot and its backend; its first life has not begun."""

    backend: Backend
    lives: Lives
    health: str

    def outside(self, person: Any, told: list[Shown]) -> Outside:
        """What is judged of it, where a person was told this."""
        films = set(self.backend.films().values())
        return Outside(person.asked, told, self.backend.turns(), films, person.cancelled)


@contextlib.asynccontextmanager
async def bot(
    starter: Starter, folder: Path, scenario: str, deaths: list[Point], sabotage: str, settings: Mapping[str, str]
) -> AsyncIterator[Bot]:
    """A bot with the settings of a scenario, and others; those of its platform have to be added."""
    folder.mkdir(parents=True)
    async with backend(folder / "sandbox", **BACKENDS.get(scenario, {})) as nemo:
        port = free_port()
        environment = {
            **QUICK,
            **SETTINGS.get(scenario, {}),
            **settings,
            "NEMO_API_URL": nemo.url,
            "NEMO_WEB_URL": nemo.url,
            "NEMOBOT_DATA_DIR": str(folder / "data"),
            "NEMOBOT_HTTP_PORT": str(port),
        }
        yield Bot(nemo, Lives(starter, folder, environment, deaths, sabotage), f"http://127.0.0.1:{port}")


@dataclass
class Stage:
    """One bot. `look` is what people see now, None while it is not reached; `outside` makes what is judged of it.

    `pending`: something that was said is not answered yet, and may be on its way; `untaken`: it surely is.
    """

    backend: Backend
    lives: Lives
    health: str
    person: Any
    look: Callable[[], Awaitable[Any]]
    outside: Callable[[Any], Outside]
    pending: Callable[[], bool] = lambda: False
    untaken: Callable[[], bool] = lambda: False
    patience_seconds: float = LONGEST_SECONDS

    async def converge(self) -> Outside:
        """Wait until all is done, and return what is seen then."""
        broken = await self._settled()
        seen = await self.look()
        while not await self.lives.end():
            broken = broken or await self._settled()
            seen = await self.look()
        outside = self.outside(seen)
        outside.broken += [fault for fault in (broken, self.lives.failed) if fault]
        outside.lived = not self.lives.killed
        return outside

    async def _settled(self) -> str:
        """Wait until all is done; returns what is in the way of it, "" if nothing."""
        try:
            await until(self._quiet, self.lives, poll_seconds=QUIET_POLL_SECONDS, seconds=self.patience_seconds)
        except NotConverged as error:
            return str(error)
        return ""

    async def _quiet(self) -> bool:
        if self.untaken() or not await self._idle() or self.backend.busy():
            return False
        before = await self.look()
        await asyncio.sleep(LOST_SECONDS if self.pending() else STILL_SECONDS)
        return before == await self.look() and await self._idle()

    async def _idle(self) -> bool:
        """Whether no request is open, as the bot's own metrics say."""
        return await open_requests(self.health) == 0
