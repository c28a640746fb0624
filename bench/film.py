"""From a request to its film: seconds and memory of the sandbox, beside those of another checkout."""

from __future__ import annotations

import argparse
import asyncio
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.media.source import from_file
from core.model.secret import Secret
from core.nemo.client import Attribution, Caller, NemoClient
from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.sample import make_sample

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TOKEN = "nmv_usr_bench"  # noqa: S105 - the benchmark's own sandbox takes it
_CALLER = Caller(Secret(_TOKEN), Attribution("bench", "1.0.0", "bench"))
_SAMPLE_SECONDS, _POLL_SECONDS = 0.02, 0.05
_HERE = Path(__file__).parents[1]
_CLIPS: Final = 24


@dataclass(frozen=True, slots=True)
class _Case:
    """A request: how many clips it has, 0 for the sample clip."""

    name: str
    clips: int
    words: str


@dataclass(frozen=True, slots=True)
class _Run:
    """Seconds to the answer and to the film; `memory`, MiB, of all processes of the sandbox at their highest."""

    answer: float
    film: float
    memory: float


_CASES: Final = (
    _Case("sample clip, music on the beat", 0, "add background music and sync the cuts to the beat"),
    _Case("sample clip, cinematic with a fade", 0, "make it cinematic and fade out at the end"),
    _Case(f"{_CLIPS} clips of 1080p, crossfades", _CLIPS, "put all clips together with crossfades"),
)


def main(arguments: list[str]) -> int:
    """Make each film in turn by every checkout, print medians and ratios; always 0: nothing here has a target."""
    parser = argparse.ArgumentParser(prog="python -m bench film", description=__doc__)
    parser.add_argument("--against", type=Path, help="another checkout, measured in turn with this one")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args(arguments)
    trees = (_HERE, options.against.resolve()) if options.against else (_HERE,)
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as name:
        folder = Path(name)
        clips = asyncio.run(_material(folder))
        for place, case in enumerate(_CASES):
            files = clips[1 : 1 + case.clips] or clips[:1]
            runs: dict[Path, list[_Run]] = {tree: [] for tree in trees}
            for number in range(1 if case.clips else options.runs):
                for tree in trees:
                    with _sandbox(tree, folder / f"{place}-{number}-{trees.index(tree)}") as (url, pid):
                        runs[tree].append(_run(url, pid, files, case.words))
            _report(case.name, list(runs.values()))
    return 0


def _report(name: str, runs: Sequence[Sequence[_Run]]) -> None:
    print(name)
    for figure, unit in (("answer", "s"), ("film", "s"), ("memory", "MiB")):
        values = [statistics.median(getattr(run, figure) for run in each) for each in runs]
        beside = f"   against {values[1]:8.2f}   ratio {values[0] / values[1]:.2f}" if values[1:] else ""
        print(f"  {figure:8}{values[0]:8.2f} {unit:4}{beside}", flush=True)


async def _material(folder: Path) -> list[Path]:
    """Return the sample clip and, behind it, clips of two seconds of 1920x1080."""
    paths = [folder / "sample.mp4", *(folder / f"clip{number:02}.mp4" for number in range(_CLIPS))]
    await make_sample(paths[0])
    for number, path in enumerate(paths[1:]):
        picture = f"testsrc2=s=1920x1080:r=25:d=2,hue=h={number * 15}"
        sound = f"sine=f={200 + 20 * number}:d=2"
        code, told = await run_ffmpeg(
            "-v", "error", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound, "-pix_fmt", "yuv420p", str(path)
        )
        if code:
            raise SystemExit(told)
    return paths


def _run(url: str, pid: int, files: Sequence[Path], words: str) -> _Run:
    ended, highest = threading.Event(), [0.0]
    watch = threading.Thread(target=_watch, args=(pid, ended, highest), name="memory")
    watch.start()
    try:
        answer, film = asyncio.run(_film(url, files, words))
    finally:
        ended.set()
        watch.join()
    return _Run(answer, film, highest[0])


async def _film(url: str, files: Sequence[Path], words: str) -> tuple[float, float]:
    """Upload the files, then return the seconds from the request to its answer and to its film."""
    async with NemoClient(url, url) as client:
        session = (await client.create_session(_CALLER, "en")).session_id
        for path in files:
            async with from_file(path) as source:
                await client.upload(_CALLER, session, path.name, "video/mp4", source)
        began = time.perf_counter()
        async with client.turn(_CALLER, session, words) as events:
            async for _ in events:
                pass
        answer = time.perf_counter() - began
        draft = (await client.state(_CALLER, session)).draft
        if draft is None:
            raise SystemExit(f"nothing was made of {words!r}")
        render = await client.submit(_CALLER, "render-bench", session, draft)
        while not (found := await client.poll(_CALLER, render)).done:
            if found.failed:
                raise SystemExit(f"the film failed: {found.error}")
            await asyncio.sleep(_POLL_SECONDS)
        return answer, time.perf_counter() - began


@contextmanager
def _sandbox(tree: Path, data: Path) -> Iterator[tuple[str, int]]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data), "--token", _TOKEN]
    command += ["--silent", "0", "--screen-talk", "0"]
    with subprocess.Popen(
        command, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:  # from the checkout's own folder, which python -m looks into first
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("sandbox: "):
                raise SystemExit(f"the sandbox of {tree} did not start")
            yield line.removeprefix("sandbox: ").strip(), process.pid
        finally:
            process.terminate()


def _watch(pid: int, ended: threading.Event, highest: list[float]) -> None:
    while not ended.wait(_SAMPLE_SECONDS):
        highest[0] = max(highest[0], sum(map(_resident, _family(pid))))


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, as they are now."""
    found = [pid]
    for each in found:
        for children in Path(f"/proc/{each}/task").glob("*/children"):
            try:
                found += map(int, children.read_text(encoding="ascii").split())
            except OSError:  # it ended meanwhile
                continue
    return found


def _resident(pid: int) -> float:
    """Return the memory of a process, MiB, what it shares with others parted among them; 0 if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0)
