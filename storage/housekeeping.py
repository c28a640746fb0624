"""Deletes rows that are too old to be needed, from the tables that would only grow. No other module does.

It runs in the background. Each statement deletes few rows, so that requests do not wait for it. Rows that could not be
deleted because of an error are deleted the next time.

    timings               the newest 50 of each kind stay
    journal               90 days after its request ended; a retry after that sends the files again
    mints                 30 days after the mint: the backend's cap counts seven
    pending_words         when they have expired
    undelivered_answers   when the request that sends them has ended, else 90 days after their own request ended
    messages              what a web chat shows of them, 90 days after they were sent; the receipt stays
    first_times           a year after they happened, in a chat without messages since
    adapter_data          when they have expired: for Telegram the short names of long buttons a year after they were
                          last shown, the file ids of films a year after they were set
    inbox                 two days after an update was handled: Telegram sends one again for a day at most; 90 days
                          after it arrived, if no bot of its token came to handle it

Accounts, projects, requests, receipts, sent messages and versions stay, because a button or a reply may refer to them
at any time; of a project that somebody deleted, only what says nothing does (`storage.deletion`). Preferences, secrets
and moved addresses are few and stay too.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

import logging
from dataclasses import dataclass
from typing import Final

from core.engine.clock import Clock
from storage.database import Database
from storage.errors import StorageError
from storage.limits import UsageRows
from storage.timings import KEPT

log = logging.getLogger(__name__)

DAY_SECONDS: Final = 86400.0
YEAR_SECONDS: Final = 365 * DAY_SECONDS
_HISTORY_SECONDS: Final = 90 * DAY_SECONDS
_MINT_SECONDS: Final = 30 * DAY_SECONDS
_SENT_AGAIN_SECONDS: Final = 2 * DAY_SECONDS
_FIRST_SECONDS: Final = 600.0  # not while the bot starts
_EVERY_SECONDS: Final = DAY_SECONDS
_ROWS: Final = 500  # for each statement


@dataclass(frozen=True, slots=True)
class _Rule:
    """Which rows of a table are deleted.

    `key` are its key columns, `ended` is the condition; each `?` in it is the time `seconds` ago. With `change` the
    columns named there are emptied instead.
    """

    table: str
    key: str
    ended: str
    seconds: float = 0.0
    change: str = ""

    @property
    def statement(self) -> str:
        """The statement that deletes at most `_ROWS` of them."""
        verb = f"update {self.table} set {self.change}" if self.change else f"delete from {self.table}"
        rows = f"select {self.key} from {self.table} where {self.ended} limit {_ROWS}"
        return f"{verb} where ({self.key}) in ({rows}) returning 1"


_SHOWN_ONLY = "change is not null and not received and role is null and said_at < ?"
_HEARD_LATELY = "select 1 from messages where messages.address = first_times.scope and messages.said_at >= ?"
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
        _HISTORY_SECONDS,
    ),
    _Rule("messages", "id", _SHOWN_ONLY, _HISTORY_SECONDS),
    _Rule(
        "messages",
        "id",
        "change is not null and said_at < ?",
        _HISTORY_SECONDS,
        change="body = null, position = null, change = null",
    ),
    _Rule("first_times", "scope, name", f"happened_at < ? and not exists ({_HEARD_LATELY})", YEAR_SECONDS),
    _Rule("adapter_data", "scope, name", "expires_at < ?"),
    _Rule("inbox", "id", "handled_at < ?", _SENT_AGAIN_SECONDS),
    _Rule("inbox", "id", "handled_at is null and arrived_at < ?", _HISTORY_SECONDS),
)


class Housekeeping:
    """Deletes old rows, ten minutes after the start and then once a day."""

    def __init__(self, database: Database, clock: Clock, usage: UsageRows) -> None:
        self._database = database
        self._clock = clock
        self._usage = usage

    async def run(self) -> None:
        """Delete old rows once a day until cancelled."""
        seconds = _FIRST_SECONDS
        while True:
            await self._clock.sleep(seconds)
            seconds = _EVERY_SECONDS
            try:
                deleted = await self.sweep()
            except StorageError:
                log.warning("old rows could not be deleted; the next try is in %.0f s", seconds, exc_info=True)
            else:
                log.info("%d old rows were deleted", deleted)

    async def sweep(self) -> int:
        """Delete or empty all old rows, and return how many there were.

        Raises:
            StorageError: some are left.
        """
        now = self._clock.time()
        swept = await self._journals(now - _HISTORY_SECONDS) + await self._usage.sweep()
        for rule in RULES:
            moments = [now - rule.seconds] * rule.ended.count("?")
            while rows := await self._database.all(rule.statement, *moments):
                swept += len(rows)
        return swept

    async def _journals(self, before: float) -> int:
        """Delete the journals of requests that ended before an epoch second, oldest first; return how many rows."""
        swept, last = 0, 0
        while True:
            requests = await self._database.all(
                f"select id, accepted_at from requests where id > ? order by id limit {_ROWS}",
                last,
            )
            if not requests or requests[0]["accepted_at"] >= before:
                return swept
            first, last = requests[0]["id"], requests[-1]["id"]
            rows = await self._database.all(
                "delete from journal where request in"
                " (select id from requests where id between ? and ? and ended_at < ?) returning 1",
                *(first, last, before),
            )
            swept += len(rows)
