"""The rows of what counts against limits, and the decision whether a request may be accepted, in its transaction.

Times here are those of `SteadyTime`: a clock that is set forth or back while the process runs changes no count. What
a process wrote with a clock that was ahead counts as used when the next one starts.
"""

from collections.abc import Sequence
from dataclasses import replace

from core.engine.clock import SteadyTime
from core.model.limits import (
    DAY_SECONDS,
    Charge,
    Holder,
    Kind,
    Limit,
    LimitReached,
    Limits,
    Reading,
    Usage,
    Used,
)
from core.model.requests import Flow, NewRequest
from storage.addresses import current_address
from storage.database import Database, Row, Statements

_TOLD = "told"  # the name of the row that says that a person was told of the limit of a minute
_TURN = "turn"  # the name of the row of a turn that an account pays for, while it is under way
_BALANCE = "balance"  # the name of the row with the last reading of an account; `item` is what was reserved
_TURN_SECONDS = 900.0  # how long what is reserved may stay so: the longest turn, as shipped
_OF_A_DAY = (Limit.PER_DAY, Limit.CHAT_PER_DAY)


class UsageRows(Usage):
    """Implements `core.model.limits.Usage`."""

    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time

    async def started(self) -> None:
        """Take what is dated after this start as used now.

        Raises:
            StorageError: it was not done.
        """
        now = self._time.now()
        await self._database.all("update limit_uses set used_at = ? where used_at > ?", now, now)

    async def used(self, limit: Limit, holder: Holder, limits: Limits, wanted: int = 1) -> Used:
        """Return how much of a limit is used, and when `wanted` more is allowed."""
        here = await current_address(self._database, holder.address)
        return await _used(self._database, limit, replace(holder, address=here), limits, self._time.now(), wanted)

    async def upload(self, holder: Holder, limits: Limits, request: int, item: str, size: int) -> None:
        """Take `size` bytes for a file of a request, in place of what was taken for it before."""
        limit, now = Limit.UPLOAD, self._time.now()
        async with self._database.transaction() as tx:
            await tx.all(
                "delete from limit_uses where request = ? and name = ? and item = ?", request, limit.value, item
            )
            if not size:
                return
            await _require(tx, limit, holder, limits, now, size)
            await tx.all(
                "insert into limit_uses (name, scope, request, item, amount, used_at) values (?, ?, ?, ?, ?, ?)",
                *(limit.value, holder.scope(limit), request, item, size, now),
            )

    async def upload_left(self, holder: Holder, limits: Limits, request: int, item: str) -> Used:
        """Return how many bytes are used and left for a file of a request; what was taken for it is not used."""
        used = await self.used(Limit.UPLOAD, holder, limits)
        rows = await self._database.all(
            "select coalesce(sum(amount), 0) as own from limit_uses"
            " where request = ? and name = ? and item = ? and used_at > ?",
            *(request, Limit.UPLOAD.value, item, self._time.now() - Limit.UPLOAD.seconds),
        )
        return replace(used, used=used.used - rows[0]["own"])

    def now(self) -> float:
        """Return the present, in the time in which uses are counted."""
        return self._time.now()

    async def turn_begins(self, account: str, request: int) -> None:
        """Note that a turn of a request begins, which an account pays for."""
        async with self._database.transaction() as tx:
            await tx.all("delete from limit_uses where request = ? and name = ?", request, _TURN)
            await _write(tx, _TURN, account, request, self._time.now())

    async def turn_of(self, request: int) -> str:
        """Return the account that pays for the turns of a request; "": there are none."""
        rows = await self._database.all("select scope from limit_uses where request = ? and name = ?", request, _TURN)
        return str(rows[0]["scope"]) if rows else ""

    async def turn_ended(self, request: int) -> None:
        """Note that the turns of a request have ended."""
        await self._database.all("delete from limit_uses where request = ? and name = ?", request, _TURN)

    async def observe(self, account: str, reading: Reading, most: int) -> bool:
        """Count as spent by how much an account's credits fell since the last reading, if a turn was under way."""
        async with self._database.transaction() as tx:
            before = await tx.all(
                "select amount, used_at, item <> '0' or exists"
                " (select 1 from limit_uses as own where own.name = ? and own.scope = ?) as turns"
                " from limit_uses where name = ? and scope = ?",
                *(_TURN, account, _BALANCE, account),
            )
            if before and before[0]["used_at"] > reading.at:
                return False  # a later one was noted before this one
            await tx.all("delete from limit_uses where name = ? and scope = ?", _BALANCE, account)
            await tx.all(
                "insert into limit_uses (name, scope, item, amount, used_at) values (?, ?, ?, ?, ?)",
                *(_BALANCE, account, str(reading.frozen), reading.balance, reading.at),
            )
            spent = before[0]["amount"] - reading.balance if before and before[0]["turns"] else 0
            if spent <= 0:
                return False
            now = self._time.now()
            (sofar,) = await tx.all(
                "select coalesce(sum(amount), 0) as spent from limit_uses where name = ? and scope = ? and used_at > ?",
                *(Limit.CREDITS.value, account, now - Limit.CREDITS.seconds),
            )
            await _write(tx, Limit.CREDITS.value, account, None, now, spent)
            return bool(sofar["spent"] < most <= sofar["spent"] + spent)

    async def refund(self, request: int) -> None:
        """Count a request no more among those of the day."""
        await self._database.all(
            "delete from limit_uses where request = ? and name in (?, ?)", request, *map(str, _OF_A_DAY)
        )

    async def sweep(self) -> int:
        """Delete what counts no more, and return how many rows.

        Raises:
            StorageError: it was not done.
        """
        rows = await self._database.all(
            "delete from limit_uses where used_at <= ? returning 1", self._time.now() - DAY_SECONDS
        )
        return len(rows)


async def charge(tx: Statements, new: NewRequest, request: int, now: float) -> bool:
    """Count a request that was just stored; False: nobody is to be answered, because the person was told already.

    `now` is of `SteadyTime`.

    Raises:
        LimitReached: it may not be accepted.
    """
    counted = new.charge
    if counted is None or await _is_late_part(tx, new, request):
        return True
    holder = Holder(new.address, new.sender, counted.account)
    if not await _may_be_told(tx, counted, holder, now):
        return False
    if counted.kind is not Kind.REFUSAL:
        await _take(tx, counted, holder, request, now)
    return True


async def charge_batch(
    tx: Statements, parent: int, children: Sequence[int], holder: Holder, limits: Limits, now: float
) -> None:
    """Count the children of a batch in place of their parent.

    Raises:
        LimitReached: there are more of them than are left.
    """
    for limit in filter(limits.most, _OF_A_DAY):
        await tx.all("delete from limit_uses where request = ? and name = ?", parent, limit.value)
        await _require(tx, limit, holder, limits, now, len(children))
        for child in children:
            await _write(tx, limit.value, holder.scope(limit), child, now)


async def _may_be_told(tx: Statements, counted: Charge, holder: Holder, now: float) -> bool:
    """Count a message of this minute; False: it is the answer to one too many, and that was said within the minute.

    Raises:
        LimitReached: it is one too many.
    """
    limit = Limit.PER_MINUTE
    if not counted.limits.most(limit):
        return True
    used = await _used(tx, limit, holder, counted.limits, now)
    scope = holder.scope(limit)
    await tx.all(
        "delete from limit_uses where scope = ? and name in (?, ?) and used_at <= ?",
        *(scope, limit.value, _TOLD, now - limit.seconds),
    )
    name = limit.value
    if used.wait:
        if counted.kind is not Kind.REFUSAL:
            raise LimitReached(used)
        if await tx.all("select 1 from limit_uses where name = ? and scope = ? limit 1", _TOLD, scope):
            return False
        name = _TOLD
    await _write(tx, name, scope, None, now)
    return True


async def _take(tx: Statements, counted: Charge, holder: Holder, request: int, now: float) -> None:
    limits = counted.limits
    if counted.kind is Kind.WORK:
        for limit in _OF_A_DAY:
            if not limits.most(limit) or await _replaced(tx, limit, counted, request, now):
                continue
            await _require(tx, limit, holder, limits, now)
            await _write(tx, limit.value, holder.scope(limit), request, now)
        if limits.credits_per_day and holder.account:
            await _require(tx, Limit.CREDITS, holder, limits, now)
        if limits.upload_bytes_per_day and counted.file_bytes:
            await _require(tx, Limit.UPLOAD, holder, limits, now, counted.file_bytes)
    if limits.requests_at_once:
        open_now = await _open(tx, holder, but=request)
        if open_now >= limits.requests_at_once:
            raise LimitReached(Used(Limit.AT_ONCE, open_now, limits.requests_at_once, None))


async def _require(tx: Statements, limit: Limit, holder: Holder, limits: Limits, now: float, wanted: int = 1) -> None:
    used = await _used(tx, limit, holder, limits, now, wanted)
    if used.wait != 0:
        raise LimitReached(used)


async def _replaced(tx: Statements, limit: Limit, counted: Charge, request: int, now: float) -> bool:
    """Let a request take the place of the one that it repeats; False: there is none."""
    if counted.replaces is None:
        return False
    rows = await tx.all(
        "update limit_uses set request = ? where request = ? and name = ? and used_at > ? returning 1",
        *(request, counted.replaces, limit.value, now - limit.seconds),
    )
    return bool(rows)


async def _used(
    statements: Statements, limit: Limit, holder: Holder, limits: Limits, now: float, wanted: int = 1
) -> Used:
    most = limits.most(limit)
    if limit is Limit.AT_ONCE:
        open_now = await _open(statements, holder)
        return Used(limit, open_now, most, 0.0 if open_now + wanted <= most else None)
    rows = await statements.all(
        "select amount, used_at from limit_uses where name = ? and scope = ? and used_at > ? order by used_at, id",
        *(limit.value, holder.scope(limit), now - limit.seconds),
    )
    reserved = await _reserved(statements, holder.account) if limit is Limit.CREDITS else 0
    used = sum(row["amount"] for row in rows) + reserved
    back = _until(rows[0], limit, now) if rows else None
    wait = _wait(rows, used + wanted - most, limit, now)
    if reserved and wait != 0:  # that may be free again when what runs has ended
        wait = _TURN_SECONDS if wait is None else min(wait, _TURN_SECONDS)
    return Used(limit, used, most, wait, back)


async def _reserved(statements: Statements, account: str) -> int:
    """Return the credits that were reserved at the last reading, while a turn is under way."""
    rows = await statements.all(
        "select item from limit_uses where name = ? and scope = ? and exists"
        " (select 1 from limit_uses as own where own.name = ? and own.scope = ?)",
        *(_BALANCE, account, _TURN, account),
    )
    return int(rows[0]["item"]) if rows else 0


def _wait(rows: Sequence[Row], over: int, limit: Limit, now: float) -> float | None:
    """Return in how many seconds so much comes back as is over the limit; None: that is more than the limit."""
    if over <= 0:
        return 0.0
    for row in rows:
        over -= row["amount"]
        if over <= 0:
            return _until(row, limit, now)
    return None


def _until(row: Row, limit: Limit, now: float) -> float:
    return max(0.001, float(row["used_at"]) + limit.seconds - now)


async def _open(statements: Statements, holder: Holder, *, but: int = 0) -> int:
    """Return how many requests of a person are open, in all their chats on the platform; cancelled ones are ending."""
    prefix = f"{holder.address.platform}:"
    rows = await statements.all(
        "select count(*) as open from requests as own left join requests as batch on batch.id = own.parent"
        " where own.sender = ? and own.outcome is null and own.id <> ? and own.flow in (?, ?)"
        " and substr(own.address, 1, ?) = ? and not own.cancelled and not coalesce(batch.cancelled, false)",
        *(holder.sender.id, but, Flow.EDIT.value, Flow.EXPORT.value, len(prefix), prefix),
    )
    return int(rows[0]["open"])


async def _is_late_part(tx: Statements, new: NewRequest, request: int) -> bool:
    """Return whether a message is a part of an album that came after its request had begun, which is counted."""
    if new.part.album is None:
        return False
    rows = await tx.all(
        "select 1 from messages join requests on requests.id = messages.request where messages.address = ?"
        " and messages.album = ? and messages.received and messages.request <> ? and requests.sender = ?"
        " and requests.flow = ? limit 1",
        *(str(new.address), new.part.album, request, new.sender.id, Flow.EDIT.value),
    )
    return bool(rows)


async def _write(tx: Statements, name: str, scope: str, request: int | None, now: float, amount: int = 1) -> None:
    await tx.all(
        "insert into limit_uses (name, scope, request, amount, used_at) values (?, ?, ?, ?, ?)",
        *(name, scope, request, amount, now),
    )
