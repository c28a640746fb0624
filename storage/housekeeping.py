"""Deletes rows that are too old to be needed, from the tables that would only grow. No other module does.

It runs in the background. Each statement deletes few rows, so that requests do not wait for it. Rows that could not be
deleted because of an error are deleted the next time. `keep` is the operator's NEMOBOT_KEEP_DAYS. A clock that is set
forth while the process runs makes nothing older.

    requests              `keep` after their end, with their messages, receipts and journals; see `storage.retention`,
                          also for projects, versions, accounts and preferences
    messages              of no request, and what a web chat shows: `keep` after they were sent
    timings               the newest 50 of each kind stay
    mints                 30 days after the mint: the backend's cap counts seven
    pending_words         when they have expired
    undelivered_answers   when the request that sends them has ended, else `keep` after their own request ended
    first_times           `keep` after they happened, in a chat where nothing that was said is left
    adapter_data          when they have expired: for Telegram the short names of long buttons and the file ids of
                          films, `keep` after they were last set
    inbox                 two days after an update was handled: Telegram sends one again for a day at most; `keep`
                          after it arrived, if no bot of its token came to handle it
    limit_uses            `storage.limits` says when

What somebody asked to delete (`storage.forgetting`) goes first. What is open, or may still be delivered, stays.
Secrets and moved addresses are few and stay, too.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

import logging
from dataclasses import dataclass
from typing import Final

from core.engine.clock import Clock, SteadyTime
from storage.database import Database
from storage.errors import StorageError
from storage.forgetting import delete_forgotten
from storage.free_pages import release_free_pages
from storage.limits import UsageRows
from storage.retention import Retention
from storage.timings import KEPT

log = logging.getLogger(__name__)

DAY_SECONDS: Final = 86400.0
KEEP_DAYS: Final = 90
_MINT_SECONDS: Final = 30 * DAY_SECONDS
_SENT_AGAIN_SECONDS: Final = 2 * DAY_SECONDS
_FIRST_SECONDS: Final = 600.0  # not while the bot starts
_EVERY_SECONDS: Final = DAY_SECONDS
_ROWS: Final = 500  # for each statement


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which rows of a table are deleted.

    `key` are its key columns, `ended` is the condition; each `?` in it is the time `seconds` ago, None: as long ago as
    rows are kept. With `change` the columns named there are emptied instead.
    """

    table: str
    key: str
    ended: str
    seconds: float | None = 0.0
    change: str = ""

    @property
    def statement(self) -> str:
        """The statement that deletes at most `_ROWS` of them."""
        verb = f"update {self.table} set {self.change}" if self.change else f"delete from {self.table}"
        rows = f"select {self.key} from {self.table} where {self.ended} limit {_ROWS}"
        return f"{verb} where ({self.key}) in ({rows}) returning 1"


_HEARD = "select 1 from messages where messages.address = first_times.scope"
_ENDED = "select 1 from requests where requests.id = {column} and requests.ended_at < ?"
RULES: Final = (
    _Rule(
        "timings",
        "id",
        "id <= (select newest.id from timings as newest where newest.kind = timings.kind"
        f" order by newest.id desc limit 1 offset {KEPT})",
    ),
    _Rule("mints", "account, minted_at", "minted_at < ?", _MINT_SECONDS),
    _Rule("pending_words", "address, sender", "keep_until < ?"),
    _Rule("undelivered_answers", "id", f"exists ({_ENDED.format(column='handed_to')})"),
    _Rule(
        "undelivered_answers",
        "id",
        f"handed_to is null and exists ({_ENDED.format(column='request')})",
        None,
    ),
    _Rule("messages", "id", "request is null and said_at < ?", None),
    _Rule(
        "messages",
        "id",
        "change is not null and said_at < ?",
        None,
        change="body = null, position = null, change = null",
    ),
    _Rule("first_times", "scope, name", f"happened_at < ? and not exists ({_HEARD})", None),
    _Rule("adapter_data", "scope, name", "expires_at < ?"),
    _Rule("inbox", "id", "handled_at < ?", _SENT_AGAIN_SECONDS),
    _Rule("inbox", "id", "handled_at is null and arrived_at < ?", None),
)


class Housekeeping:
    """Deletes old rows, ten minutes after the start and then once a day; most when they are `keep_seconds` old."""

    def __init__(
        self, database: Database, clock: Clock, steady: SteadyTime, usage: UsageRows, keep_seconds: float
    ) -> None:
        self._database = database
        self._clock = clock
        self._steady = steady
        self._usage = usage
        self._keep_seconds = keep_seconds
        self._retention = Retention(database, keep_seconds)

    async def run(self) -> None:
        """Delete old rows once a day until cancelled."""
        seconds = _FIRST_SECONDS
        while True:
            await self._clock.sleep(seconds)
            seconds = _EVERY_SECONDS
            try:
                deleted = await self.sweep()
                released = await release_free_pages(self._database)
            except StorageError:
                log.warning("old rows could not be deleted; the next try is in %.0f s", seconds, exc_info=True)
            else:
                log.info("%d old rows were deleted", deleted)
                if released:
                    log.info("%.0f MB of free room were given back to the disk", released / 1e6)

    async def sweep(self) -> int:
        """Delete or empty all old rows, and return how many there were.

        Raises:
            StorageError: some are left.
        """
        now = self._steady.earliest()
        await self._delete_forgotten(now)
        swept = await self._usage.sweep()
        for rule in RULES:
            seconds = self._keep_seconds if rule.seconds is None else rule.seconds
            moments = [now - seconds] * rule.ended.count("?")
            while rows := await self._database.all(rule.statement, *moments):
                swept += len(rows)
        swept += await self._retention.sweep(now)
        await self._database.all("pragma wal_checkpoint(truncate)")  # else what was deleted may long be read there
        return swept

    async def _delete_forgotten(self, now: float) -> None:
        """Delete what a person had marked, and a process that died has left."""
        more = True
        while more:
            async with self._database.transaction() as tx:
                more = await delete_forgotten(tx, now)
