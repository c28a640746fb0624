"""The kinds of a store with its engine that there are; what is promised of one is promised of each."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from core.engine.clock import Clock
from core.engine.dispatch import Dispatcher
from storage.embedded import EmbeddedDispatcher
from storage.store import Store, open_store
from tests.contract.outside import FULL, SqliteFile


@dataclass(frozen=True)
class Kind:
    """How a process opens its store, in the folder that is its own, and builds the engine over it.

    `open_store(folder, clock=…, secret_key=…)`; `dispatcher` takes what `storage.embedded.EmbeddedDispatcher` takes.
    `hurry` lets a store lose what it has committed in a power loss, which no test here plays, and be faster for it.
    `outside(folder)` is what another process sees and does; `full` are the ways in which a store has no room, by name.
    """

    open_store: Callable[..., AbstractAsyncContextManager[Store]]
    hurry: Callable[[Store], Awaitable[None]]
    dispatcher: Callable[..., Dispatcher]
    outside: Callable[[Path], SqliteFile]
    full: Mapping[str, Callable[[Store], AbstractAsyncContextManager[None]]]


def _file(folder: Path) -> Path:
    return folder / "nemobot.db"


def _open_file(folder: Path, *, clock: Clock, secret_key: str | None = None) -> AbstractAsyncContextManager[Store]:
    return open_store(_file(folder), secret_key=secret_key, clock=clock)


async def _without_waiting_for_the_disk(store: Store) -> None:
    await store.database.all("pragma synchronous = off")


def _outside(folder: Path) -> SqliteFile:
    return SqliteFile(_file(folder))


KINDS = {"sqlite": Kind(_open_file, _without_waiting_for_the_disk, EmbeddedDispatcher, _outside, FULL)}
