"""The rows of pending words and undelivered answers."""

from core.engine.codec import from_json, to_json
from core.model.attachments import Attachment
from core.model.chat import Address
from core.model.pending import Pending, PendingWords
from storage.addresses import writing_at
from storage.cipher import Cipher
from storage.database import Database, Statements


class PendingRows(Pending):
    """Keeps `core.model.pending.Pending`'s promises."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def keep(self, address: Address, sender: str, words: PendingWords, until: float) -> None:
        """Store words for this sender's next clip here, until an epoch second; they replace older ones."""
        async with writing_at(self._database, address) as (tx, here):
            await _keep(tx, here, sender, words, until)

    async def keep_too(self, address: Address, sender: str, words: PendingWords, until: float, now: float) -> None:
        """Store words as `keep` does, behind those that wait at `now` (epoch seconds). Safe to repeat."""
        async with writing_at(self._database, address) as (tx, here):
            earlier = await _waiting(tx, here, sender, now)
            await _keep(tx, here, sender, earlier.with_later(words) if earlier else words, until)

    async def waiting(self, address: Address, sender: str, now: float) -> PendingWords | None:
        """Return the words that wait for this sender's next clip here at an epoch second; None: there are none."""
        return await _waiting(self._database, str(address), sender, now)

    async def end(self, address: Address, sender: str, until: float) -> None:
        """Delete this sender's words here that were to be kept until an epoch second at most. Safe to repeat."""
        async with writing_at(self._database, address) as (tx, here):
            await tx.all(
                "delete from pending_words where address = ? and sender = ? and keep_until <= ?", here, sender, until
            )

    async def shorten(self, until: float) -> None:
        """Let no words wait longer than until an epoch second: a time after that is one of a clock that was ahead."""
        await self._database.all("update pending_words set keep_until = ? where keep_until > ?", until, until)

    async def keep_undelivered(self, address: Address, sender: str, request: int, text: str) -> None:
        """Store an answer that could not be delivered, until the sender writes again. Safe to repeat."""
        async with writing_at(self._database, address) as (tx, here):
            kept = await tx.all("select text from undelivered_answers where request = ? and address = ?", request, here)
            if text not in {self._cipher.open_text(row["text"]) for row in kept}:
                await tx.all(
                    "insert into undelivered_answers (address, sender, request, text) values (?, ?, ?, ?)",
                    *(here, sender, request, self._cipher.seal_text(text)),
                )

    async def has_undelivered(self, address: Address, sender: str, *, private: bool) -> bool:
        """Return whether an answer waits that no request has taken over; `private` is as for `hand_over`."""
        rows = await self._database.all(
            "select 1 from undelivered_answers where address >= ? and address <= ? and sender = ?"
            " and handed_to is null limit 1",
            *(*_where(address, private=private), sender),
        )
        return bool(rows)

    async def hand_over(self, address: Address, sender: str, by: int, *, private: bool) -> tuple[str, ...]:
        """Hand the waiting answers over to the request `by`, and return them, oldest first. Safe to repeat.

        `private`: those of all the sender's chats on this platform.
        """
        return await hand_over(self._database, self._cipher, address, sender, by, private=private)


async def _keep(tx: Statements, here: str, sender: str, words: PendingWords, until: float) -> None:
    await tx.all(
        "insert into pending_words (address, sender, words, fresh, request, quoted, captions, keep_until)"
        " values (?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (address, sender) do update set words = excluded.words, fresh = excluded.fresh,"
        " request = excluded.request, quoted = excluded.quoted, captions = excluded.captions,"
        " keep_until = excluded.keep_until",
        *(here, sender, words.words, words.fresh, words.request, words.quoted, _captions(words), until),
    )


async def _waiting(statements: Statements, here: str, sender: str, now: float) -> PendingWords | None:
    rows = await statements.all(
        "select words, fresh, request, quoted, captions from pending_words"
        " where address = ? and sender = ? and keep_until >= ?",
        *(here, sender, now),
    )
    if not rows:
        return None
    (row,) = rows
    captions = from_json(row["captions"], tuple[Attachment, ...]) if row["captions"] else ()
    return PendingWords(row["words"], bool(row["fresh"]), row["request"], row["quoted"], captions)


def _captions(words: PendingWords) -> str:
    return to_json(words.captions, tuple[Attachment, ...]) if words.captions else ""


async def use_up(tx: Statements, address: Address, sender: str, words: PendingWords) -> bool:
    """Delete pending words that a request uses; False: they are not stored any more."""
    rows = await tx.all(
        "delete from pending_words where address = ? and sender = ? and words = ? and fresh = ?"
        " and coalesce(request, 0) = ? and quoted = ? and captions = ? returning address",
        *(str(address), sender, words.words, words.fresh, words.request or 0, words.quoted, _captions(words)),
    )
    return bool(rows)


async def hand_over(
    statements: Statements, cipher: Cipher, address: Address, sender: str, by: int, *, private: bool
) -> tuple[str, ...]:
    """Hand the waiting answers over to a request, and return all that it has, oldest first."""
    rows = await statements.all(
        "update undelivered_answers set handed_to = ? where address >= ? and address <= ? and sender = ?"
        " and (handed_to is null or handed_to = ?) returning id, text",
        *(by, *_where(address, private=private), sender, by),
    )
    texts = (cipher.open_text(row["text"]) for row in sorted(rows, key=lambda row: int(row["id"])))
    return tuple(text for text in texts if text is not None)


def _where(address: Address, *, private: bool) -> tuple[str, str]:
    """Return the first and the last address of those whose waiting answers are handed over here."""
    here = str(address)
    return (f"{address.platform}:", f"{address.platform};") if private else (here, here)
