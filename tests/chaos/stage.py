"""The bot on a stage: its backend, its lives, and when all is quiet."""

import asyncio
import contextlib
import random
import re
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp

from tests.chaos.backend import Backend
from tests.chaos.judge import Outside
from tests.chaos.lives import Lives

LOOSE = aiohttp.ClientTimeout(total=3)
POLL_SECONDS = 0.02
QUIET_POLL_SECONDS = 0.1  # each look costs the bot a scrape of its metrics
STILL_SECONDS = 0.25
LOST_SECONDS = 8.0  # for so long nothing happens, and an answer is missing
PATIENCE_SECONDS = 180.0  # many times what anything takes, since a machine may be busy


class NotConverged(Exception):
    """It did not come to an end in time."""


def free_port() -> int:
    """A port that is free now, and that no connection takes between two lives: the kernel gives out higher ones."""
    while True:
        port = random.randint(15_000, 30_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


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

    async def converge(self) -> Outside:
        """Wait until all is done, and return what is seen then."""
        broken = ""
        try:
            await until(self._quiet, self.lives, poll_seconds=QUIET_POLL_SECONDS)
        except NotConverged as error:
            broken = str(error)
        seen = await self.look()
        await self.lives.end()
        outside = self.outside(seen)
        outside.broken += [fault for fault in (broken, self.lives.failed) if fault]
        outside.lived = not self.lives.killed
        return outside

    async def _quiet(self) -> bool:
        if self.untaken() or not await self._idle() or self.backend.busy():
            return False
        before = await self.look()
        await asyncio.sleep(LOST_SECONDS if self.pending() else STILL_SECONDS)
        return before == await self.look() and await self._idle()

    async def _idle(self) -> bool:
        """Whether no request is open, as the bot's own metrics say."""
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=LOOSE) as http, http.get(f"{self.health}/metrics") as answer:
                found = re.findall(r"^nemobot_requests_open(?:{.*})? (.+)$", await answer.text(), re.MULTILINE)
                return bool(found) and not any(map(float, found))
        return False


async def until(
    true: Callable[[], Awaitable[object]],
    lives: Lives,
    seconds: float = PATIENCE_SECONDS,
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """Wait until something is true.

    Raises:
        NotConverged: it is not, for so many seconds, or no process lives any more.
    """
    end = time.monotonic() + seconds
    while not await true():
        if lives.failed or time.monotonic() > end:
            raise NotConverged(lives.failed or f"not ended within {seconds:g} s")
        await asyncio.sleep(poll_seconds)
