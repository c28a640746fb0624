"""What a request takes in the database, what clean-up leaves of it, and how long others wait for that."""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path
from typing import Final

from core.engine.clock import SystemClock
from core.model.chat import Address, Sender
from core.model.requests import Flow, NewRequest, Outcome, Part
from core.words.intents import Meaning, Wish
from storage.free_pages import release_free_pages
from storage.housekeeping import DAY_SECONDS, KEEP_DAYS
from storage.store import Store, open_store

_STEPS: Final = {f"step{number}": json.dumps("x" * 100) for number in range(15)}  # of one clip that becomes a film
_TURN: Final = json.dumps({"text": "x" * 900})
_DRAFT: Final = json.dumps({"tracks": "x" * 1500})
_PEOPLE: Final = 50


class _Calendar(SystemClock):
    """A clock that stands still until it is set."""

    now = time.time()

    def time(self) -> float:
        return self.now


def main(arguments: list[str]) -> int:
    """Print the figures; 1: what clean-up leaves is more than a tenth."""
    parser = argparse.ArgumentParser("python -m bench retention")
    parser.add_argument("--requests", type=int, default=2_000)
    return asyncio.run(_measured(parser.parse_args(arguments).requests))


async def _measured(requests: int) -> int:
    clock = _Calendar()
    with tempfile.TemporaryDirectory(prefix="nemobot-bench-") as folder:
        async with open_store(Path(folder) / "bench.db", secret_key=None, clock=clock) as store:
            empty = await _bytes(store)
            for number in range(requests):
                await _film(store, clock.now, number)
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


async def _film(store: Store, now: float, number: int) -> None:
    """Write what a clip that became a film leaves behind."""
    address = Address("telegram", str(number % _PEOPLE))
    project = await store.projects.start(address, "", private=True, skill="s", now=now)
    asked = NewRequest(
        flow=Flow.EDIT,
        address=address,
        sender=Sender(address.chat, "Ann"),
        private=True,
        handle="",
        lane=project.lane,
        language="en",
        meaning=Meaning(Wish.EDIT),
        part=Part(f"m{number}", "add calm music and cut the silences", (), now),
        project=project.id,
    )
    request = await store.requests.accept(asked, now)
    if request is None:
        raise RuntimeError("the request was not accepted")
    await store.entries.record(request, "turn", _TURN, _STEPS)
    await store.versions.keep(project.id, _DRAFT, str(number), request, now)
    for role in ("answer", "film"):
        await store.messages.sent(
            address, f"{role}{number}", request=request, project=project.id, role=role, text="Done. " * 30, now=now
        )
    await store.requests.end(request, Outcome.DONE, now)


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
