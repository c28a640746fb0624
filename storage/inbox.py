"""The rows of what a platform sent; `storage.housekeeping` deletes those that were handled."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from core.engine.clock import Clock
from core.model.inbox import Inbox
from storage.cipher import Cipher
from storage.database import Database, Row

_ROWS: Final = 100  # for each statement


class InboxRows(Inbox):
    """Implements `core.model.inbox.Inbox`."""

    def __init__(self, database: Database, clock: Clock, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher
        self._clock = clock

    async def add(self, scope: str, updates: Sequence[tuple[int, str]]) -> frozenset[int]:
        """Store updates in one transaction, and return the numbers that are new."""
        if not updates:
            return frozenset()
        now = self._clock.time()
        rows = [(scope, number, self._cipher.seal_text(body), now) for number, body in updates]
        stored = await self._database.all(
            "insert into inbox (scope, number, body, arrived_at)"  # noqa: S608 - our own text
            f" values {', '.join(['(?, ?, ?, ?)'] * len(rows))}"
            " on conflict (scope, number) do nothing returning number",
            *(value for row in rows for value in row),
        )
        return frozenset(int(row["number"]) for row in stored)

    async def waiting(self, scope: str) -> Sequence[tuple[int, str]]:
        """Return the updates that have not been handled, in the order of their arrival."""
        rows = await self._database.all(
            "select number, body from inbox where scope = ? and handled_at is null order by id",
            scope,
        )
        return self._opened(rows)

    async def hold(self, scope: str, number: int, name: str) -> None:
        """Let an update be released under a name from now on."""
        await self._database.all(
            "update inbox set held_for = ? where scope = ? and number = ? and handled_at is null",
            *(name, scope, number),
        )

    async def kept(self, scope: str, number: int) -> None:
        """Note that an update that is held was handled, but keep its text."""
        await self._database.all(
            "update inbox set handled_at = ? where scope = ? and number = ? and held_for is not null",
            *(self._clock.time(), scope, number),
        )

    async def release(self, scope: str, name: str) -> Sequence[tuple[int, str]]:
        """Return the updates that are held under a name; they wait to be handled now."""
        rows = await self._database.all(
            "update inbox set held_for = null, handled_at = null where scope = ? and held_for = ?"
            " returning id, number, body",
            *(scope, name),
        )
        return self._opened(sorted(rows, key=lambda row: int(row["id"])))

    def _opened(self, rows: Iterable[Row]) -> list[tuple[int, str]]:
        """Return the updates of rows; what is lost is left out."""
        opened = [(int(row["number"]), self._cipher.open_text(row["body"])) for row in rows]
        return [(number, body) for number, body in opened if body is not None]

    async def handled(self, scope: str, numbers: Collection[int]) -> None:
        """Note that updates were handled, and delete their texts."""
        now = self._clock.time()
        for some in _in_parts(numbers):
            await self._database.all(
                "update inbox set body = '', handled_at = ? where scope = ?"  # noqa: S608 - our own text
                f" and number in ({', '.join('?' * len(some))})",
                *(now, scope, *some),
            )


def _in_parts(numbers: Collection[int]) -> Iterator[list[int]]:
    rest = iter(sorted(numbers))
    while some := list(islice(rest, _ROWS)):
        yield some
