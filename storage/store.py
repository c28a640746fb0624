"""Opening a database: locked by this process, at this release's schema, with one attribute for each kind of rows."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from core.engine.clock import Clock, SteadyTime
from core.model.pending import KEPT_SECONDS
from storage.access_rules import AccessRuleRows
from storage.accounts import AccountRows
from storage.adapter_data import AdapterDataRows
from storage.addresses import AddressRows
from storage.broadcasts import BroadcastRows
from storage.cipher import Cipher, cipher_for
from storage.database import Database
from storage.entries import EntryRows
from storage.first_times import FirstTimeRows
from storage.free_pages import make_releasable
from storage.housekeeping import DAY_SECONDS, KEEP_DAYS, Housekeeping
from storage.inbox import InboxRows
from storage.limits import UsageRows
from storage.logins import LoginRows
from storage.messages import MessageRows
from storage.migrations import upgrade
from storage.owner import owned
from storage.pairing import PairingRows
from storage.pending import PendingRows
from storage.preferences import PreferenceRows
from storage.projects import ProjectRows
from storage.queue import Queue
from storage.requests import RequestRows
from storage.sealing import seal_all
from storage.secrets import SecretRows
from storage.timings import TimingRows
from storage.transcript import TranscriptRows
from storage.versions import VersionRows


@dataclass(frozen=True, slots=True)
class Store:
    """The rows of an open database; most attributes implement a port of the core."""

    database: Database
    queue: Queue
    requests: RequestRows
    messages: MessageRows
    projects: ProjectRows
    accounts: AccountRows
    logins: LoginRows
    versions: VersionRows
    preferences: PreferenceRows
    first_times: FirstTimeRows
    adapter_data: AdapterDataRows
    inbox: InboxRows
    secrets: SecretRows
    pending: PendingRows
    timings: TimingRows
    entries: EntryRows
    transcript: TranscriptRows
    addresses: AddressRows
    usage: UsageRows
    access: AccessRuleRows
    pairing: PairingRows
    broadcasts: BroadcastRows
    housekeeping: Housekeeping


@contextlib.asynccontextmanager
async def open_store(
    path: Path,
    *,
    secret_key: str | None,
    clock: Clock,
    keep_days: int = KEEP_DAYS,
    earlier_key: str | None = None,
) -> AsyncIterator[Store]:
    """Lock and open a SQLite file, bring it to this release's schema, and close it at the end.

    Args:
        path: the file; it and its folder are created if missing, readable by this user alone.
        secret_key: any text; what opens something is encrypted at rest with a key derived from it, also what an
            earlier start stored plain. None: it is not.
        clock: the time of changes for which the caller gives none.
        keep_days: for how long what has come to its end is kept.
        earlier_key: the one before `secret_key`; what was encrypted with it is encrypted anew.

    Raises:
        Locked: another process uses the file.
        NewerDatabase: a later release created it.
        StorageError: it cannot be used.
    """
    async with _opened(path, clock) as (database, _):
        cipher = await cipher_for(secret_key, database, earlier_key)
        await seal_all(database, cipher)
        store = _store(database, cipher, clock, keep_days * DAY_SECONDS)
        await store.pending.shorten(clock.time() + KEPT_SECONDS)
        await store.usage.started()
        yield store


async def migrate(path: Path, *, clock: Clock) -> tuple[str, ...]:
    """Bring a database to this release's schema and return the names of what was applied.

    Raises:
        Locked: another process uses the file.
        NewerDatabase: a later release created it.
        StorageError: it cannot be used.
    """
    async with _opened(path, clock) as (_, applied):
        return applied


@contextlib.asynccontextmanager
async def _opened(path: Path, clock: Clock) -> AsyncIterator[tuple[Database, tuple[str, ...]]]:
    with owned(path):
        fresh = _is_fresh(path)
        database = await Database.open(path)
        try:
            applied = await upgrade(database, path, clock, fresh=fresh)
            await make_releasable(database, path)
            yield database, applied
        finally:
            await database.close()


def _is_fresh(path: Path) -> bool:
    return not path.exists() or path.stat().st_size == 0


def _store(database: Database, cipher: Cipher, clock: Clock, keep_seconds: float) -> Store:
    steady = SteadyTime(clock)
    usage = UsageRows(database, steady)
    return Store(
        database=database,
        queue=Queue(database),
        requests=RequestRows(database, clock, steady, cipher),
        messages=MessageRows(database, cipher),
        projects=ProjectRows(database),
        accounts=AccountRows(database, cipher),
        logins=LoginRows(database, cipher),
        versions=VersionRows(database),
        preferences=PreferenceRows(database),
        first_times=FirstTimeRows(database, clock),
        adapter_data=AdapterDataRows(database, clock, keep_seconds, cipher),
        inbox=InboxRows(database, clock, cipher),
        secrets=SecretRows(database, cipher),
        pending=PendingRows(database, cipher),
        timings=TimingRows(database),
        entries=EntryRows(database, cipher),
        transcript=TranscriptRows(database, cipher),
        addresses=AddressRows(database),
        usage=usage,
        access=AccessRuleRows(database),
        pairing=PairingRows(database),
        broadcasts=BroadcastRows(database),
        housekeeping=Housekeeping(database, clock, steady, usage, keep_seconds),
    )
