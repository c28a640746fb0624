"""What a request takes in the database, what clean-up leaves of it, and how long others wait for that."""

from __future__ import annotations

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from storage.free_pages import release_free_pages
from storage.housekeeping import DAY_SECONDS, KEEP_DAYS
from storage.store import Store, open_store
from tests.doubles.past import Calendar, leave_film


def main(arguments: list[str]) -> int:
    """Print the figures; 1: what clean-up leaves is more than a tenth."""
    parser = argparse.ArgumentParser("python -m bench retention")
    parser.add_argument("--requests", type=int, default=2_000)
    return asyncio.run(_measured(parser.parse_args(arguments).requests))


async def _measured(requests: int) -> int:
    clock = Calendar()
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder:
        async with open_store(Path(folder) / "bench.db", secret_key=None, clock=clock) as store:
            empty = await _bytes(store)
            for number in range(requests):
                await leave_film(store, clock.now, number)
            full = await _bytes(store)
            clock.now += (KEEP_DAYS + 1) * DAY_SECONDS
            worst, seconds = await _cleaned(store)
            cleaned = await _bytes(store)
    print(f"bytes a request: {(full - empty) / requests:.0f}")
    print(f"after {KEEP_DAYS} days: {(cleaned - empty) / requests:.0f}")
    print(f"clean-up: {seconds / requests * 1e3:.2f} ms a request, other writes waited {worst * 1e3:.0f} ms at most")
    return int(cleaned - empty > (full - empty) / 10)


async def _bytes(store: Store) -> int:
    (row,) = await store.database.all("select page_count * page_size as size from pragma_page_count, pragma_page_size")
    return int(row["size"])


async def _cleaned(store: Store) -> tuple[float, float]:
    """Clean up; return the longest wait of a write beside it, and how long it took, in seconds."""
    waits, done = [0.0], asyncio.Event()

    async def write() -> None:
        while not done.is_set():
            began = time.perf_counter()
            await store.preferences.set("bench:1:", "n", str(began))
            waits.append(time.perf_counter() - began)
            await asyncio.sleep(0.002)

    writing = asyncio.create_task(write(), name="bench writes")
    began = time.perf_counter()
    await store.housekeeping.sweep()
    await release_free_pages(store.database)
    seconds = time.perf_counter() - began
    done.set()
    await writing
    return max(waits), seconds
