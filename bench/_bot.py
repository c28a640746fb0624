"""The bot as it is run, in a process of its own between a Bot API double and a backend, both in this process."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from sandbox.server import Running
    from tests.doubles.telegram import Person, Place, TelegramDouble

RUN: Final = ["-m", "bots.cli", "run"]
_ROOT = Path(__file__).parents[1]


@dataclass
class Bot:
    """The process, its folder, and the servers it talks to; `settings` are the variables of its environment."""

    tg: TelegramDouble
    sandbox: Running
    folder: Path
    settings: Mapping[str, str]
    process: asyncio.subprocess.Process | None = None
    people: int = 0

    @contextlib.asynccontextmanager
    async def running(self, *words: str) -> AsyncIterator[None]:
        """Run the bot, or what `words` name, for as long as the block."""
        settings = {
            "TELEGRAM_BOT_TOKEN": self.tg.token,
            "TELEGRAM_API_URL": self.tg.url,
            "NEMO_API_URL": self.sandbox.url,
            "NEMO_WEB_URL": self.sandbox.url,
            "NEMOBOT_HTTP_PORT": "0",
            "PYTHONPATH": str(_ROOT),
            **self.settings,
        }
        with (self.folder / "log.txt").open("wb") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *(words or RUN), cwd=self.folder, env=os.environ | settings, stdout=log, stderr=log
            )
        try:
            polls = self.tg.inbox.polls
            await self.until(lambda: self.tg.inbox.polls > polls and self.tg.inbox.polled, 30)
            yield
        finally:
            if self.process.returncode is None:
                self.process.terminate()
            await self.process.wait()

    def somebody(self) -> tuple[Place, Person]:
        """Return a new person with a private chat."""
        self.people += 1
        person = self.tg.person(f"Person {self.people}")
        return self.tg.private(person), person

    def alive(self) -> bool:
        """Whether the program still runs; one that does not is an error."""
        if self.process is None or self.process.returncode is not None:
            raise SystemExit(f"it died: {(self.folder / 'log.txt').read_text()[-2000:]}")
        return True

    async def until(self, true: Callable[[], bool], seconds: float) -> None:
        """Wait for something."""
        end = time.monotonic() + seconds
        while not true():
            if time.monotonic() > end or not self.alive():
                raise SystemExit(f"it never came true: {(self.folder / 'log.txt').read_text()[-2000:]}")
            await asyncio.sleep(0.01)

    def memory(self, name: str) -> float:
        """What the program holds (VmRSS) or held at most (VmHWM), in MiB."""
        lines = Path(f"/proc/{self._pid}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))

    def forget_peak(self) -> float:
        """Begin the kernel's record of its largest memory anew and return what it holds now, in MiB."""
        Path(f"/proc/{self._pid}/clear_refs").write_text("5", encoding="ascii")
        return self.memory("VmRSS")

    @property
    def _pid(self) -> int:
        if self.process is None:
            raise SystemExit("nothing runs")
        return self.process.pid
