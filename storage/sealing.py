"""Sealing what the database holds with the present key: what was plain, and what an earlier key had sealed.

It is done when the database is opened, before anything is served, a few rows in each transaction. The id of the key is
written down at the end: until then every start goes on, and while it is that of the present key nothing is looked at.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

import logging
from typing import Final

from storage.cipher import SEALED, Cipher, salt_of
from storage.database import Database, Row, Statements
from storage.errors import StorageError
from storage.messages import resealed_files
from storage.own_values import SEALED_WITH, UNSEALED

log = logging.getLogger(__name__)

LOST_MEND: Final = "set that key again, or NEMOBOT_SECRET_KEY_OLD to it"
_ROWS: Final = 500  # in each transaction

COLUMNS: Final = (
    ("accounts", "client_id", ("id",)),
    ("accounts", "token", ("id",)),
    ("accounts", "user_id", ("id",)),
    ("requests", "token", ("id",)),
    ("requests", "handle", ("id",)),
    ("journal", "outcome", ("request", "name")),
    ("inbox", "body", ("id",)),
    ("adapter_data", "value", ("scope", "name")),
    ("messages", "body", ("id",)),
    ("undelivered_answers", "text", ("id",)),
    ("secrets", "value", ("name",)),
)
"""The tables, columns and keys of sealed texts.

Of `messages`, also the text where the message is ours, and within `attachments` what finds a file again.
"""
_WORDS: Final = {
    "accounts": "tokens and ids of accounts",
    "requests": "ways to answer a request",
    "journal": "steps of requests",
    "inbox": "updates that wait",
    "adapter_data": "values of the platforms",
    "messages": "lines of the web chat",
    "undelivered_answers": "answers that wait",
    "secrets": "keys of this bot's own",
}


async def seal_all(database: Database, cipher: Cipher) -> None:
    """Seal what is not sealed with the present key, and warn of what no key opens.

    Raises:
        StorageError: some are left; the next start goes on.
    """
    if await salt_of(database) is None:
        return  # no key was ever used with this database, nor is now
    now, before = cipher.key.id if cipher.key else "", await sealed_with(database)
    if before is not None and before == now:
        return
    sealed = 0
    for table, column, key in COLUMNS if cipher.key else ():
        sealed += await _seal_column(database, cipher, table, column, key)
    sealed += await _seal_messages(database, cipher) if cipher.key else 0
    if missing := await lost(database, *(key.prefix for key in cipher.keys)):
        await database.all("delete from secrets where name = ?", SEALED_WITH)  # the next start looks again
        log.warning("sealed with another NEMOBOT_SECRET_KEY, so that it counts as lost: %s; %s", missing, LOST_MEND)
    else:
        await database.all(
            "insert into secrets (name, value) values (?, ?) on conflict (name) do update set value = excluded.value",
            *(SEALED_WITH, now),
        )
    if sealed:
        log.info("%d values in the database were sealed with NEMOBOT_SECRET_KEY", sealed)
        await _overwrite(database)


async def sealed_with(statements: Statements) -> str | None:
    """Return the id of the key that all is sealed with, "" for none; None: that is not known.

    Raises:
        StorageError: it cannot be read.
    """
    rows = await statements.all("select value from secrets where name = ?", SEALED_WITH)
    return str(rows[0]["value"]) if rows else None


async def lost(statements: Statements, *prefixes: str) -> str:
    """Return what no key of ours opens, in words with their numbers; `prefixes` begin what our keys have sealed.

    Raises:
        StorageError: it cannot be read.
    """
    found = dict[str, int]()
    for table, column, _ in COLUMNS:
        others = "".join(f" and {column} not like ?" for _ in prefixes)
        (row,) = await statements.all(
            f"select count(*) as number from {table} where {column} like ?{others}",
            *(f"{SEALED}%", *(f"{prefix}%" for prefix in prefixes)),
        )
        found[table] = found.get(table, 0) + int(row["number"])
    return ", ".join(f"{_WORDS[table]} ({number})" for table, number in found.items() if number)


async def _seal_column(database: Database, cipher: Cipher, table: str, column: str, key: tuple[str, ...]) -> int:
    keys, marks = ", ".join(key), ", ".join("?" * len(key))
    spared = UNSEALED if table == "secrets" else ()
    spare = f" and name not in ({', '.join('?' * len(spared))})" if spared else ""
    sealed, last = 0, tuple[object, ...]()
    while True:
        after = f" and ({keys}) > ({marks})" if last else ""
        async with database.transaction() as tx:
            rows = await tx.all(
                f"select {keys}, {column} as value from {table} where {column} <> ''{spare}{after}"
                f" order by {keys} limit {_ROWS}",
                *(*spared, *last),
            )
            for row in rows:
                last = tuple(row[name] for name in key)
                if (value := cipher.reseal(row["value"])) is not None:
                    await tx.all(f"update {table} set {column} = ? where ({keys}) = ({marks})", value, *last)
                    sealed += 1
        if len(rows) < _ROWS:
            return sealed


async def _seal_messages(database: Database, cipher: Cipher) -> int:
    sealed, last = 0, 0
    while True:
        async with database.transaction() as tx:
            rows = await tx.all(
                "select id, received, text, attachments from messages where id > ?"
                " and (attachments <> '[]' or (not received and text <> '')) order by id limit ?",
                *(last, _ROWS),
            )
            for row in rows:
                last = row["id"]
                text, files = _resealed(cipher, row)
                if (text, files) != (row["text"], row["attachments"]):
                    await tx.all("update messages set text = ?, attachments = ? where id = ?", text, files, last)
                    sealed += 1
        if len(rows) < _ROWS:
            return sealed


def _resealed(cipher: Cipher, row: Row) -> tuple[str, str]:
    text = row["text"] if row["received"] else cipher.reseal(row["text"]) or row["text"]
    return text, resealed_files(row["attachments"], cipher)


async def _overwrite(database: Database) -> None:
    """Write the file anew, so that nothing of what was plain is left in its free room, nor in its write-ahead log."""
    try:
        await database.all("vacuum")
        await database.all("pragma wal_checkpoint(truncate)")
    except StorageError as error:
        log.warning("the free room of the database may still hold what was not sealed before (%s)", error)
