"""What the web chat shows: the bodies of its messages, and the order of their changes.

The bodies are opaque here. Writing one is no receipt: the message may still be accepted as a request.
"""

from dataclasses import dataclass

from core.model.chat import Address
from storage.cipher import Cipher
from storage.database import Database, Statements


@dataclass(frozen=True, slots=True)
class Entry:
    """A message as it is shown; `body` is None if it was removed.

    `position` orders messages by their first write, `change` is the number of the last write, over all chats. `project`
    is the one that the message belongs to, as far as that is known.
    """

    key: str
    body: str | None
    position: int
    change: int
    project: int | None = None


class TranscriptRows:
    """The bodies, in the table of messages. Every method raises `StorageError`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def write(self, address: Address, key: str, body: str, now: float) -> int:
        """Write or replace the body of a message, and return the number of the change. `now` is in epoch seconds."""
        async with self._database.transaction() as tx:
            change = await _next_change(tx)
            await tx.all(
                "insert into messages (address, key, said_at, body, position, change) values (?, ?, ?, ?, ?, ?)"
                " on conflict (address, key) do update set body = excluded.body, change = excluded.change,"
                " position = coalesce(messages.position, excluded.position)",
                *(str(address), key, now, self._cipher.seal_text(body), change, change),
            )
        return change

    async def touch(self, address: Address, key: str) -> None:
        """Count a message as changed, if there is one: what is told beside its body is another now."""
        async with self._database.transaction() as tx:
            rows = await tx.all(
                "select id from messages where address = ? and key = ? and body is not null", str(address), key
            )
            if rows:
                await tx.all("update messages set change = ? where id = ?", await _next_change(tx), rows[0]["id"])

    async def remove(self, address: Address, key: str) -> int:
        """Remove the body of a message and return the number of the change; 0: there was none."""
        async with self._database.transaction() as tx:
            rows = await tx.all(
                "update messages set body = null where address = ? and key = ? and body is not null returning id",
                *(str(address), key),
            )
            if not rows:
                return 0
            change = await _next_change(tx)
            await tx.all("update messages set change = ? where id = ?", change, rows[0]["id"])
        return change

    async def body(self, address: Address, key: str) -> str | None:
        """Return the body of a message; None: there is none, or it was removed."""
        rows = await self._database.all("select body from messages where address = ? and key = ?", str(address), key)
        return self._opened(rows[0]["body"]) if rows else None

    async def since(self, address: Address, change: int, limit: int) -> tuple[Entry, ...]:
        """Return what changed after a number, in the order of the changes; at most `limit` of them."""
        rows = await self._database.all(
            "select messages.key, body, position, change, coalesce(messages.project, requests.project) as project"
            " from messages left join requests on requests.id = messages.request"
            " where messages.address = ? and change > ? order by change limit ?",
            str(address),
            change,
            limit,
        )
        return tuple(
            Entry(row["key"], self._opened(row["body"]), row["position"], row["change"], row["project"]) for row in rows
        )

    def _opened(self, body: str | None) -> str | None:
        return None if body is None else self._cipher.open_text(body)

    async def newest(self, address: Address) -> int:
        """Return the number of the last change in a chat; 0: there was none."""
        rows = await self._database.all(
            "select coalesce(max(change), 0) as newest from messages where address = ?",
            str(address),
        )
        return int(rows[0]["newest"])


async def _next_change(tx: Statements) -> int:
    rows = await tx.all("update counters set value = value + 1 where name = 'transcript' returning value")
    return int(rows[0]["value"])
