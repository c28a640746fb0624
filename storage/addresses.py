"""Renaming a chat in all tables when its address changes, and what it was called before.

Whatever is written under an address may wait for the database behind the renaming. So each such write asks for the
present address, in its own transaction.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from core.model.addresses import Addresses
from core.model.chat import Address
from storage.database import Database, Statements

_KEYED: Final = ("projects", "current_projects", "pending_words", "undelivered_answers")
_SCOPED: Final = ("preferences", "first_times", "adapter_data")


class AddressRows(Addresses):
    """Implements `core.model.addresses.Addresses`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moved(self, old: Address, new: Address) -> None:
        """Rename a chat and its topics in all tables, in one transaction. Safe to repeat.

        Where the new name has rows already that allow no second, those stay, and those of the old name are not renamed.
        """
        before, after = f"{old.platform}:{old.chat}", f"{new.platform}:{new.chat}"
        async with self._database.transaction() as tx:
            await tx.all("update requests set address = ? where address = ?", str(new), str(old))
            await tx.all(
                "update messages set address = ? where address = ? and not exists"
                " (select 1 from messages as there where there.address = ? and there.key = messages.key)",
                *(str(new), str(old), str(new)),
            )
            for table in _KEYED:
                await _rename(tx, table, "address", before, after)
            for table in _SCOPED:
                await _rename(tx, table, "scope", before, after)
            await _rename(tx, "accounts", "owner", before, after)
            # what was used in both counts together
            await tx.all("update limit_uses set scope = ? where scope = ?", str(new.root), str(old.root))
            await tx.all("update moved_addresses set current = ? where current = ?", str(new.root), str(old.root))
            await tx.all(
                "insert into moved_addresses (former, current) values (?, ?)"
                " on conflict (former) do update set current = excluded.current",
                *(str(old.root), str(new.root)),
            )

    async def current(self, address: Address) -> Address:
        """Return the present address of a chat or topic."""
        return await current_address(self._database, address)

    async def former(self, address: Address) -> tuple[Address, ...]:
        """Return the addresses that this chat had before."""
        rows = await self._database.all("select former from moved_addresses where current = ?", str(address.root))
        return tuple(Address.parse(row["former"]) for row in rows)


async def current_address(statements: Statements, address: Address) -> Address:
    """Return the present address of a chat or topic; a request that runs may still know the former one."""
    rows = await statements.all("select current from moved_addresses where former = ?", str(address.root))
    return Address(address.platform, Address.parse(rows[0]["current"]).chat, address.thread) if rows else address


async def current_scope(statements: Statements, scope: str) -> str:
    """Return the present scope of what is stored for a chat, or for a person in it (`core.model.preferences`)."""
    chat, bar, person = scope.partition("|")
    rows = await statements.all("select current from moved_addresses where former = ?", chat)
    return f"{rows[0]['current']}{bar}{person}" if rows else scope


@asynccontextmanager
async def writing_at(database: Database, address: Address) -> AsyncIterator[tuple[Statements, str]]:
    """Commit the statements of the block together, and give them the present address."""
    async with database.transaction() as tx:
        yield tx, str(await current_address(tx, address))


async def _rename(tx: Statements, table: str, column: str, before: str, after: str) -> None:
    """Replace the beginning of the names in one column."""
    prefix = before + ":"
    found = await tx.all(
        f"select distinct {column} as name from {table} where substr({column}, 1, ?) = ?",  # noqa: S608 - our own names
        len(prefix),
        prefix,
    )
    for row in found:
        moved = after + str(row["name"])[len(before) :]
        taken = await tx.all(f"select 1 from {table} where {column} = ? limit 1", moved)  # noqa: S608 - our own names
        if not taken:
            await tx.all(f"update {table} set {column} = ? where {column} = ?", moved, row["name"])  # noqa: S608 - our own names
