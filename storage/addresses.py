"""Renaming a chat in all tables when its address changes."""

from core.model.addresses import Addresses
from core.model.chat import Address
from storage.database import Database, Statements

# Messages are not renamed: a supergroup numbers its messages from the start, so that an old number would be that of
# another message there.
_KEYED = ("projects", "current_projects", "requests", "pending_words", "undelivered_answers")
_SCOPED = ("preferences", "first_times", "adapter_data")


class AddressRows(Addresses):
    """Implements `core.model.addresses.Addresses`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def moved(self, old: Address, new: Address) -> None:
        """Rename a chat and its topics in all tables, in one transaction. Safe to repeat.

        Where the new name has rows already, those stay, and the rows of the old name are not renamed.
        """
        before, after = f"{old.platform}:{old.chat}", f"{new.platform}:{new.chat}"
        async with self._database.transaction() as tx:
            for table in _KEYED:
                await _rename(tx, table, "address", before, after)
            for table in _SCOPED:
                await _rename(tx, table, "scope", before, after)
            await _rename(tx, "accounts", "owner", before, after)


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
