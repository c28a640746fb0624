"""A large upload through the client, against curl sending the same file to the same server."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.media.source import from_file
from core.model.secret import Secret
from core.nemo.client import Attribution, Caller, NemoClient

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

_TOKEN = "nmv_usr_bench"  # noqa: S105 - the benchmark's own sandbox takes it
_CALLER = Caller(Secret(_TOKEN), Attribution("bench", "1.0.0", "bench"))
_MEGABYTE = 1_000_000
_TICK_SECONDS = 0.005
_LAG_RUNS = 2


@dataclass(frozen=True, slots=True)
class Run:
    """One upload: wall and CPU seconds, MiB above idle; in a run of its own, how many ms late a ticker ran."""

    seconds: float
    cpu: float
    memory: float = 0
    lag_p99: float = 0
    lag_max: float = 0


def main(arguments: list[str]) -> int:
    """Alternate both clients, print the ratios of their medians; 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench relay", description=__doc__)
    parser.add_argument("--megabytes", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--once", nargs=2, metavar=("URL", "FILE"), help="one upload of ours, as JSON")
    parser.add_argument("--lag", action="store_true", help="with --once: beside a 5 ms ticker")
    options = parser.parse_args(arguments)
    if options.once:
        print(json.dumps(asdict(asyncio.run(_ours(options.once[0], Path(options.once[1]), lag=options.lag)))))
        return 0
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder:
        path = Path(folder) / "clip.wav"
        _write_wave(path, options.megabytes * _MEGABYTE)
        with _sandbox(Path(folder) / "sandbox") as url:
            ours, curls = [], []
            for number in range(options.runs):
                ours.append(_ours_alone(url, path))
                _forget_uploads(path)
                curls.append(_curl(url, path))
                _forget_uploads(path)
                print(f"run {number + 1}: client {ours[-1].seconds:.2f} s, {ours[-1].cpu:.2f} CPU s;", end=" ")
                print(f"curl {curls[-1].seconds:.2f} s, {curls[-1].cpu:.2f} CPU s", flush=True)
            lags = []
            for _ in range(_LAG_RUNS):
                lags.append(_ours_alone(url, path, "--lag"))
                _forget_uploads(path)
    return _report(ours, curls, lags)


def _report(ours: list[Run], curls: list[Run], lags: list[Run]) -> int:
    throughput = statistics.median(run.seconds for run in curls) / statistics.median(run.seconds for run in ours)
    cpu = statistics.median(run.cpu for run in ours) / statistics.median(run.cpu for run in curls)
    memory = max(run.memory for run in ours)
    p99 = max(run.lag_p99 for run in lags)
    lines = (
        ("throughput of curl's", f"{throughput:.2f}", ">= 0.6", throughput >= 0.6),
        ("CPU of curl's", f"{cpu:.2f}", "<= 2", cpu <= 2),
        ("memory over idle, MiB", f"{memory:.1f}", "<= 24", memory <= 24),
        ("loop lag p99, ms", f"{p99:.1f}", "<= 25", p99 <= 25),
        ("loop lag maximum, ms", f"{max(run.lag_max for run in lags):.1f}", "", True),
    )
    for name, value, target, met in lines:
        print(f"{name:24}{value:>8}   {target:8}{'' if met else 'MISSED'}")
    return 0 if all(met for *_, met in lines) else 1


def _ours_alone(url: str, path: Path, *options: str) -> Run:
    """Upload from a process of its own, so that no run inherits the memory of another."""
    command = [sys.executable, "-m", "bench", "relay", "--once", url, str(path), *options]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Run(**json.loads(done.stdout))


async def _ours(url: str, path: Path, *, lag: bool) -> Run:
    async with NemoClient(url, url) as client:
        session = (await client.create_session(_CALLER, "en")).session_id
        small = path.with_suffix(f".{os.getpid()}.wav")
        _write_wave(small, 2 * _MEGABYTE)
        await _upload(client, session, small)  # what is loaded once is idle memory, not the upload's
        idle = _peak_from_here()
        began, cpu = time.perf_counter(), time.process_time()
        late = await _beside_ticker(_upload(client, session, path)) if lag else []
        if not lag:
            await _upload(client, session, path)
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        worst = (late[int(len(late) * 0.99)], late[-1]) if late else (0, 0)
        return Run(seconds, cpu, _memory("VmHWM") - idle, *worst)


async def _beside_ticker(work: Coroutine[Any, Any, None]) -> list[float]:
    """Return, sorted, how many ms late each tick came while the work went on."""
    late: list[float] = []
    ticker = asyncio.create_task(_tick(late), name="ticker")
    await work
    ticker.cancel()
    return sorted(late)


async def _upload(client: NemoClient, session: str, path: Path) -> None:
    async with from_file(path) as source:
        await client.upload(_CALLER, session, path.name, "audio/wav", source)


async def _tick(late: list[float]) -> None:
    while True:
        due = time.perf_counter() + _TICK_SECONDS
        await asyncio.sleep(_TICK_SECONDS)
        late.append((time.perf_counter() - due) * 1000)


def _curl(url: str, path: Path) -> Run:
    session = asyncio.run(_session(url))
    headers = {**_CALLER.headers(), "Expect": ""}
    command = ["curl", "-sS", "--fail", "-o", os.devnull, "-F", f"files=@{path};type=audio/wav"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*command, f"{url}/api/upload-video/nemo_agent/me/{session}"], check=True)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Run(seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


async def _session(url: str) -> str:
    async with NemoClient(url, url) as client:
        return (await client.create_session(_CALLER, "en")).session_id


@contextmanager
def _sandbox(data: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--data", str(data), "--token", _TOKEN]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            line = process.stdout.readline() if process.stdout else ""
            if not line.startswith("sandbox: "):
                raise SystemExit("the sandbox did not start")
            yield line.removeprefix("sandbox: ").strip()
        finally:
            process.terminate()


def _forget_uploads(source: Path) -> None:
    """Free the disk and wait for it, so that no run pays for the writes of the one before."""
    for path in source.parent.rglob("*.wav"):
        if path != source:
            path.unlink()
    os.sync()


def _write_wave(path: Path, size: int) -> None:
    """Write a valid WAV of noise: every server takes it, and no disk finds holes in it."""
    samples = size - 44
    rate, width = 48_000, 4
    header = b"RIFF" + (size - 8).to_bytes(4, "little") + b"WAVEfmt " + (16).to_bytes(4, "little")
    header += (1).to_bytes(2, "little") + (2).to_bytes(2, "little") + rate.to_bytes(4, "little")
    header += (rate * width).to_bytes(4, "little") + width.to_bytes(2, "little") + (16).to_bytes(2, "little")
    header += b"data" + samples.to_bytes(4, "little")
    noise = os.urandom(_MEGABYTE)
    with path.open("wb") as file:
        file.write(header)
        for start in range(0, samples, _MEGABYTE):
            file.write(noise[: samples - start])


def _peak_from_here() -> float:
    """Restart the kernel's record of this process's largest memory and return what it holds now, in MiB."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _memory("VmRSS")


def _memory(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
