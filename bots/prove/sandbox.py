"""The backend of a proof: `nemobot sandbox` on a port of its own, and what it says that it accepted and made."""

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aiohttp

from bots.errors import CannotStart
from bots.prove.convergence import LOOSE
from bots.prove.environment import foreign
from bots.prove.program import Program, last_line

START_SECONDS: Final = 60.0
END_SECONDS: Final = 5.0  # its data is thrown away
TRIES: Final = 5
TURN_SECONDS: Final = 1.0  # an edit by rules takes no time, and a kill would hardly ever meet it

_ADDRESS: Final = re.compile(r"^sandbox: (http://\S+)$", re.MULTILINE)
_CANNOT: Final = re.compile(r"^.* cannot start: ")
_ARGUMENTS: Final = (
    *("--port", "0", "--control", "--quality", "fast", "--turn-seconds", str(TURN_SECONDS)),
    *("--token-limit", "off", "--edit-cost", "1", "--credits", "100000"),
)


@dataclass(frozen=True, slots=True)
class Ledger:
    """The words of every accepted turn, the ids of the films that were made, and whether something has not ended."""

    turns: list[str]
    films: set[str]
    busy: bool


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A backend that runs."""

    url: str
    _http: aiohttp.ClientSession

    async def ledger(self) -> Ledger:
        """Return what it accepted and made so far.

        Raises:
            CannotStart: it has ended.
        """
        for _ in range(TRIES):
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with self._http.get(f"{self.url}/_sandbox/ledger") as answer:
                    told = await answer.json()
                    return Ledger(told["turns"], set(told["films"].values()), told["busy"])
            await asyncio.sleep(LOOSE.total or 0)
        raise CannotStart("It cannot be said what broke, since the local backend does not answer any more.")


@contextlib.asynccontextmanager
async def sandbox(folder: Path, ffmpeg: str | None) -> AsyncIterator[Sandbox]:
    """Run a backend in a folder.

    Raises:
        CannotStart: it does not start.
    """
    log, environment = folder / "sandbox.log", foreign() | ({"NEMOBOT_FFMPEG": ffmpeg} if ffmpeg else {})
    arguments = ("sandbox", *_ARGUMENTS, "--data", str(folder / "sandbox"))
    program = await Program.start(*arguments, folder=folder, environment=environment, log=log)
    try:
        async with aiohttp.ClientSession(timeout=LOOSE) as http:
            yield Sandbox(await _address(program, log), http)
    finally:
        await program.stop(END_SECONDS)


async def _address(program: Program, log: Path) -> str:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            while program.lives:
                if found := _ADDRESS.search(await asyncio.to_thread(log.read_text)):
                    return found[1]
                await asyncio.sleep(0.05)
    why = _CANNOT.sub("", await asyncio.to_thread(last_line, log))
    raise CannotStart(f"Nothing was tried, since the local backend does not start: {why or 'it does not answer'}")
