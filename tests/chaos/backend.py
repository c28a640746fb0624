"""What NemoVideo's side knows in the end: the turns it accepted, and the films it made."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sandbox.editor import Film
from sandbox.limits import Limits
from sandbox.server import Running, start
from tests.doubles.editor import QuickEditor

NUMBER = slice(16, 24)  # the compatible brands of a file
MILD = {"silent": 0.0, "screen_talk": 0.0, "heartbeat_seconds": 0.1}
LIMITS = Limits(one_token_a_client=False, edit_cost=1, credits=10_000)


class NumberedEditor(QuickEditor):
    """Each film holds the number of its render, where a player looks for nothing that it would miss."""

    async def render(self, draft: Any, assets: Any, target: Path, **more: Any) -> Film:
        film = await super().render(draft, assets, target, **more)
        with target.open("r+b") as file:
            file.seek(NUMBER.start)
            file.write(target.stem.partition("-")[0].rjust(NUMBER.stop - NUMBER.start, "0").encode())
        return film


def number_of(film: bytes) -> str:
    """The number of the render that a film came from."""
    return film[NUMBER].decode().lstrip("0")


@dataclass
class Backend:
    """A sandbox whose editor takes no time."""

    running: Running

    @property
    def url(self) -> str:
        return self.running.url

    def turns(self) -> list[str]:
        """The words of every accepted turn, in order."""
        return self.running.ledger.turns()

    def films(self) -> dict[str, str]:
        """The ids of the renders that came to their end, by what their films hold (`number_of`)."""
        return self.running.ledger.films()

    def busy(self) -> bool:
        """Whether a turn or a render has not ended."""
        return self.running.ledger.busy()


@contextlib.asynccontextmanager
async def backend(data: Path, **faults: object) -> AsyncIterator[Backend]:
    """Serve a sandbox from a folder."""
    running = await start(data, editing=NumberedEditor().editing, limits=LIMITS)
    running.active_faults.set(MILD | faults)
    try:
        yield Backend(running)
    finally:
        await running.stop()
