"""The rows of what waits beside the queue."""

from core.model.chat import Address
from core.model.pending import Pending, PendingWords
from storage.database import Database


class PendingRows(Pending):
    """Keeps `core.model.pending.Pending`'s promises."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, address: Address, sender: str, words: PendingWords, until: float) -> None:
        """Keep words for this sender's next clip here, until an epoch second; newer words replace older."""
        await self._database.all(
            "insert into pending_words (address, sender, words, fresh, request, keep_until) values (?, ?, ?, ?, ?, ?)"
            " on conflict (address, sender) do update set words = excluded.words, fresh = excluded.fresh,"
            " request = excluded.request, keep_until = excluded.keep_until",
            str(address),
            sender,
            words.words,
            words.fresh,
            words.request,
            until,
        )

    async def take(
        self, address: Address, sender: str, now: float, *, request: int | None = None
    ) -> PendingWords | None:
        """Return the words that wait, and forget them; what waited too long is forgotten only."""
        rows = await self._database.all(
            "delete from pending_words where address = ? and sender = ? and (request = ? or ?)"
            " returning words, fresh, request, keep_until",
            str(address),
            sender,
            request,
            request is None,
        )
        if not rows or rows[0]["keep_until"] < now:
            return None
        return PendingWords(rows[0]["words"], bool(rows[0]["fresh"]), rows[0]["request"])

    async def keep_undelivered(self, address: Address, sender: str, request: int, text: str) -> None:
        """Keep an answer that could not be delivered, for the sender's next visit."""
        await self._database.all(
            "insert into undelivered_answers (address, sender, request, text) values (?, ?, ?, ?)",
            str(address),
            sender,
            request,
            text,
        )

    async def has_undelivered(self, address: Address, sender: str) -> bool:
        """Return whether an answer waits that nobody delivers yet."""
        rows = await self._database.all(
            "select 1 from undelivered_answers where address = ? and sender = ? and handed_to is null limit 1",
            str(address),
            sender,
        )
        return bool(rows)

    async def hand_over(self, address: Address, sender: str, by: int) -> tuple[str, ...]:
        """Return the answers that wait, oldest first, and leave them to this request to deliver; repeats safely."""
        rows = await self._database.all(
            "update undelivered_answers set handed_to = ? where address = ? and sender = ?"
            " and (handed_to is null or handed_to = ?) returning id, text",
            by,
            str(address),
            sender,
            by,
        )
        return tuple(row["text"] for row in sorted(rows, key=lambda row: int(row["id"])))
