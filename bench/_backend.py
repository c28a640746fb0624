"""A sandbox whose editor takes no time, in a process of its own: the benchmark itself, with `--backend FOLDER`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sandbox.faults import Faults
from sandbox.server import start

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sandbox.editing import Editing

TOKEN: Final = "nmv_usr_bench"  # noqa: S105 - this backend takes it, and no other


@contextmanager
def backend(benchmark: str, folder: Path) -> Iterator[str]:
    """Run the backend of a benchmark for as long as the block, and give its URL."""
    command = [sys.executable, "-m", "bench", benchmark, "--backend", str(folder / "backend")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            url = process.stdout.readline().strip() if process.stdout else ""
            if not url:
                raise SystemExit("the backend did not start")
            yield url
        finally:
            process.terminate()


async def serve(folder: Path, editing: Editing, *, render_seconds: float = 0.0) -> None:
    """Be that process."""
    faults = Faults(silent=0.0, screen_talk=0.0, render_seconds=render_seconds)
    running = await start(folder, faults=faults, tokens={TOKEN: 10**9}, control=True, editing=editing)
    print(running.url, flush=True)
    await asyncio.Event().wait()
