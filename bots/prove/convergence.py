"""Waiting for what happens in processes that may die meanwhile."""

import asyncio
import contextlib
import random
import re
import socket
import time
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

import aiohttp

LOOSE: Final = aiohttp.ClientTimeout(total=3)
POLL_SECONDS: Final = 0.02
LONGEST_SECONDS: Final = 180.0  # many times what anything takes, since a machine may be busy

_OPEN: Final = re.compile(r"^nemobot_requests_open(?:{.*})? (.+)$", re.MULTILINE)
_PORTS: Final = (15_000, 30_000)


class Lives(Protocol):
    """The processes of one bot, one after the other."""

    @property
    def failed(self) -> str:
        """Why there is no next one; "": there is."""
        ...


class NotConverged(Exception):
    """It did not come to an end in time."""


async def until(
    true: Callable[[], Awaitable[object]],
    lives: Lives,
    seconds: float = LONGEST_SECONDS,
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


async def open_requests(health: str) -> int | None:
    """Return how many requests are open, as the metrics of the bot at this URL say; None: they are not reached."""
    with contextlib.suppress(aiohttp.ClientError, TimeoutError):
        async with aiohttp.ClientSession(timeout=LOOSE) as http, http.get(f"{health}/metrics") as answer:
            found = _OPEN.findall(await answer.text())
            return round(sum(map(float, found))) if found else None
    return None


def free_port() -> int:
    """Return a port that is free now, for a bot of several lives.

    No connection takes it between two of them: the kernel gives out higher ones.
    """
    while True:
        port = random.randint(*_PORTS)  # noqa: S311 - no secret
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
