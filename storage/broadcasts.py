"""The rows of broadcasts. Whoever is taken is never given out again, so that nobody gets a message twice."""

from collections import Counter
from collections.abc import Sequence

from core.model.broadcasts import Broadcasts, Deliveries, Recipient
from core.model.chat import Address
from core.model.requests import Flow
from storage.database import Database


class BroadcastRows(Broadcasts):
    """Implements `core.model.broadcasts.Broadcasts`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def chats(self, since: float) -> tuple[Recipient, ...]:
        """Return the direct chats in which something was asked for since an epoch second."""
        rows = await self._database.all(
            "select address, max(sender) as person from requests"
            " where private and flow in (?, ?) and accepted_at >= ? group by address order by min(id)",
            *(Flow.EDIT.value, Flow.EXPORT.value, since),
        )
        return tuple(Recipient(Address.parse(row["address"]), row["person"]) for row in rows)

    async def begin(self, broadcast: int, recipients: Sequence[Recipient]) -> None:
        """Fix who gets a broadcast; a second call changes nothing."""
        async with self._database.transaction() as tx:
            if not await tx.all(
                "insert into broadcasts (id) values (?) on conflict (id) do nothing returning id", broadcast
            ):
                return
            for one in recipients:
                await tx.all(
                    "insert into broadcast_recipients (broadcast, address, person) values (?, ?, ?)",
                    *(broadcast, str(one.address), one.person),
                )

    async def take(self, broadcast: int) -> Recipient | None:
        """Return one who has not got it, and never the same again."""
        rows = await self._database.all(
            "update broadcast_recipients set state = 'taken' where state = 'waiting' and id ="
            " (select min(id) from broadcast_recipients where broadcast = ? and state = 'waiting')"
            " returning address, person",
            broadcast,
        )
        return Recipient(Address.parse(rows[0]["address"]), rows[0]["person"]) if rows else None

    async def note(self, broadcast: int, address: Address, *, sent: bool) -> None:
        """Note whether it arrived at one who was taken."""
        await self._database.all(
            "update broadcast_recipients set state = ? where broadcast = ? and address = ?",
            *("sent" if sent else "failed", broadcast, str(address)),
        )

    async def stop(self) -> int:
        """Let nobody else get any broadcast, and return how many were left."""
        rows = await self._database.all(
            "update broadcast_recipients set state = 'stopped' where state = 'waiting' returning id"
        )
        return len(rows)

    async def finish(self, broadcast: int) -> Deliveries:
        """Return what became of a broadcast, and delete who got it."""
        async with self._database.transaction() as tx:
            rows = await tx.all("delete from broadcast_recipients where broadcast = ? returning state", broadcast)
            if rows:
                states = Counter(row["state"] for row in rows)
                await tx.all(
                    "update broadcasts set sent = ?, failed = ?, unknown = ?, stopped = ? where id = ?",
                    *(states[name] for name in ("sent", "failed", "taken", "stopped")),
                    broadcast,
                )
            (row,) = await tx.all("select * from broadcasts where id = ?", broadcast)
        return Deliveries(*(row[name] or 0 for name in ("sent", "failed", "unknown", "stopped")))
