"""The lives of one bot: processes over one folder, each started when the last has died."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.chaos.points import STOP, STOP_AT_ONCE, Point

REPOSITORY = Path(__file__).parents[2]
START_SECONDS = 180.0
END_SECONDS = 20.0


class Starter:
    """The process that forks all others; `async with Starter() as starter`."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._began: asyncio.Queue[int] = asyncio.Queue()
        self._ended: dict[int, asyncio.Future[int]] = {}
        self._lock = asyncio.Lock()
        self._reading: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos.process"),
            cwd=REPOSITORY,
            env=environment,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        await asyncio.wait_for(self._process.stdout.readline(), START_SECONDS)
        self._reading = asyncio.create_task(self._read(), name="chaos processes")
        return self

    async def __aexit__(self, *_: object) -> None:
        self._process.stdin.close()
        await self._process.wait()
        await self._reading

    async def start(self, **order: object) -> tuple[int, asyncio.Future[int]]:
        """Start a process; returns its id, and its exit code once it has one."""
        async with self._lock:
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            pid = await self._began.get()
            return pid, self._future(pid)

    def _future(self, pid: int) -> asyncio.Future[int]:
        return self._ended.setdefault(pid, asyncio.get_running_loop().create_future())

    async def _read(self) -> None:
        while line := await self._process.stdout.readline():
            said = json.loads(line)
            if "began" in said:
                self._ended.pop(said["began"], None)
                self._began.put_nowait(said["began"])
            else:
                self._future(said["ended"]).set_result(said["status"])


@dataclass
class Lives:
    """One bot that ends at each of `deaths`, one a life, and then lives on.

    `killed` counts those that it died of, `stopped` its orderly ends.
    """

    starter: Starter
    folder: Path
    environment: dict[str, str]
    deaths: Iterable[Point] = ()
    sabotage: str = ""
    points: bool = True  # else nothing is wrapped: the process is as it is run
    killed: int = 0
    stopped: int = 0
    lives: int = 0
    pid: int = 0  # of the life that is lived now
    _supervisor: asyncio.Task[None] | None = None
    failed: str = ""
    _stopping: bool = field(default=False)
    _deaths: Iterator[Point] = field(init=False)

    def __post_init__(self) -> None:
        self._deaths = iter(self.deaths)

    def begin(self) -> None:
        """Start the first life, or the next one."""
        self._stopping = False
        self._supervisor = asyncio.create_task(self._supervise(), name="lives")

    def kill(self) -> bool:
        """Kill the present life; False: none lives just now."""
        if not self.pid or self._stopping:
            return False
        os.kill(self.pid, signal.SIGKILL)
        return True

    async def end(self) -> bool:
        """Stop the last life as SIGTERM does; False: it met its death as it stopped, and the next one has begun."""
        killed, self._stopping = self.killed, True
        if self.pid:
            os.kill(self.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(asyncio.shield(self._supervisor), END_SECONDS)
        except TimeoutError:
            self.failed = self.failed or f"it does not stop within {END_SECONDS:g} s"
            os.kill(self.pid, signal.SIGKILL)
            await self._supervisor
        if self.killed > killed:
            self.begin()
            return False
        return True

    @property
    def passes(self) -> list[list[str]]:
        """The points that each life passed, in order."""
        traces = (self.folder / f"trace{life}" for life in range(1, self.lives + 1))
        return [trace.read_text().splitlines() if trace.exists() else [] for trace in traces]

    @property
    def log(self) -> str:
        path = self.folder / "log.txt"
        return path.read_text() if path.exists() else ""

    async def _supervise(self) -> None:
        while not self._stopping:
            self.lives += 1
            death = next(self._deaths, None)
            self.pid, ended = await self.starter.start(
                folder=str(self.folder),
                environment=self.environment,
                trace=f"trace{self.lives}" if self.points else None,
                dies_at=death,
                sabotage=self.sabotage,
            )
            status = await ended
            self.pid = 0
            told_to_stop = death is not None and death[2:] in {(STOP,), (STOP_AT_ONCE,)}
            if (status == -signal.SIGKILL and not self.failed) or (status == -signal.SIGTERM and told_to_stop):
                self.killed += 1
            elif status == 0 and told_to_stop:
                self.stopped += 1
            elif not self._stopping or status != 0:
                self.failed = f"life {self.lives} ended with {status}"
                return
