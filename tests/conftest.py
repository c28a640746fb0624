"""For every test: an environment without our variables, a manual clock, and a wait for a condition."""

import asyncio
import heapq
import itertools
import logging
import os
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

OURS = (
    "NEMO",
    "TELEGRAM",
    "DISCORD",
    "SKILL_SOURCE",
    "DATABASE_URL",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "NO_PROXY",
)
for name in [name for name in os.environ if name.upper().startswith(OURS) and name != "NEMOBOT_CHROMIUM"]:
    del os.environ[name]

# an example is judged by what comes of it: a busy machine makes none too slow
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")


class FileScheduling(LoadScopeScheduling):
    """With `-n`: a file's tests share a worker, in the order of the files.

    Tests of real processes and browsers share one worker: they watch the time, and two at once starve each other.
    They begin early and take long, so the other workers do the rest meanwhile.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "processes" if nodeid.startswith("tests/e2e/test_") else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log) -> FileScheduling:
    config.option.loadscopereorder = False
    return FileScheduling(config, log)


def pytest_terminal_summary(terminalreporter) -> None:
    """Print how many minutes the tests of each folder took, set-up included; those of all workers are added up."""
    reports = [one for some in terminalreporter.stats.values() for one in some if hasattr(one, "duration")]
    seconds: Counter[str] = Counter()
    for report in reports:
        seconds[report.nodeid.removeprefix("tests/").partition("/")[0]] += report.duration
    if len(seconds) > 1:
        workers = max(len({getattr(one, "worker_id", "") for one in reports}), 1)
        told = ", ".join(f"{folder} {taken / 60:.1f}" for folder, taken in seconds.most_common())
        terminalreporter.write_line(f"minutes by folder, of {workers} at a time: {told}")


class ManualClock:
    """A `core.engine.clock.Clock` whose time stands still until a test advances it.

    `ahead` is by how many seconds somebody has set it forth since the process began.
    """

    def __init__(self, now: float = 1_700_000_000.0) -> None:
        self.now = now
        self.ahead = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def time(self) -> float:
        return self.now + self.ahead

    def monotonic(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), woken))
        await woken

    def waits(self) -> list[float]:
        """The seconds from now at which sleepers wake, soonest first."""
        return sorted(due - self.now for due, _, woken in self._sleepers if not woken.done())

    async def advance(self, seconds: float) -> None:
        """Advance the time, waking each sleeper at its time and letting it run as far as it can without I/O."""
        end = self.now + seconds
        await _run_ready_tasks()
        while self._sleepers and self._sleepers[0][0] <= end:
            due, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                self.now = max(self.now, due)
                woken.set_result(None)
                await _run_ready_tasks()
        self.now = end
        await _run_ready_tasks()


async def _run_ready_tasks() -> None:
    for _ in range(20):
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def eventually() -> Callable[[Callable[[], object]], Awaitable[None]]:
    """`await eventually(lambda: seen == [1, 2])`: fails when it does not come true within 15 real seconds."""

    async def wait(true: Callable[[], object]) -> None:
        end = time.monotonic() + 15
        while not true():
            assert time.monotonic() < end, "it never came true"
            await asyncio.sleep(0.002)

    return wait


@pytest.fixture
def untouched_logging() -> Iterator[None]:
    """Whatever a test does to the root logger is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    logging.captureWarnings(capture=False)
    root.handlers[:] = handlers
    root.setLevel(level)
