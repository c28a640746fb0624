"""A program of this release as a process of its own, which never outlives this one."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

KILLED: Final = 128 + signal.SIGKILL
"""The exit code of a program that was killed."""


@dataclass(slots=True)
class Program:
    """`nemobot` with some arguments, writing to a log."""

    _keeper: asyncio.subprocess.Process = field(repr=False)
    _pid: int

    @classmethod
    async def start(cls, *arguments: str, folder: Path, environment: Mapping[str, str], log: Path) -> Self:
        """Start it in a folder; what it writes is added to the log."""
        with await asyncio.to_thread(log.open, "ab") as written:
            keeper = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bots.prove.keeper", sys.executable, "-m", "bots.cli", *arguments),
                cwd=folder,
                env=environment,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=written,
            )
        assert keeper.stdout is not None  # noqa: S101 - asked for above
        return cls(keeper, int(await keeper.stdout.readline()))

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self._keeper.returncode is None

    async def ended(self) -> int:
        """Wait until it has ended and return its exit code."""
        return await self._keeper.wait()

    def kill(self) -> None:
        """Kill it as `kill -9` does."""
        self._signal(signal.SIGKILL)

    async def stop(self, seconds: float) -> None:
        """Stop it in order; kill it if it does not end within so many seconds."""
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(seconds):
                await self.ended()
        except TimeoutError:
            self.kill()
            await self.ended()

    def _signal(self, number: signal.Signals) -> None:
        if self.lives:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, number)


def last_line(log: Path) -> str:
    """Return the last line of a log."""
    return log.read_text("utf-8", "replace").strip().rpartition("\n")[2]
