"""The rows of messages: receipts of incoming ones, our own ones, and what a transcript shows of both.

A row is a receipt only if `received` is set. A row of a transcript or of our own message becomes a receipt when the
message is received, and keeps its other columns.
"""

from collections.abc import Callable
from dataclasses import replace

from core.engine.codec import from_json, to_json
from core.model.attachments import Attachment
from core.model.chat import Address
from core.model.messages import Messages, Origin
from core.model.requests import Part
from storage.addresses import writing_at
from storage.cipher import Cipher
from storage.database import Database, Row, Statements


class MessageRows(Messages):
    """Implements `core.model.messages.Messages`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def sent(
        self,
        address: Address,
        key: str,
        *,
        request: int | None,
        project: int | None,
        role: str,
        text: str,
        now: float,
    ) -> None:
        """Record a message of ours; a second call changes its text."""
        async with writing_at(self._database, address) as (tx, here):
            sealed = self._cipher.seal_text(text)  # it may hold links
            await sent(tx, here, key, request=request, project=project, role=role, text=sealed, now=now)

    async def address_of(self, root: Address, key: str) -> Address | None:
        """Return the chat, or the topic of it, that a message is in; None: it is not known."""
        first = str(root.root)
        rows = await self._database.all(
            "select address from messages where address >= ? and address < ? and key = ? limit 1",
            *(first, f"{first[:-1]};", key),  # from "telegram:-5:" to before "telegram:-5;": all that begin so
        )
        return Address.parse(rows[0]["address"]) if rows else None

    async def withdraw(self, address: Address, key: str) -> None:
        """Let the buttons of a message of ours do nothing from now on."""
        async with writing_at(self._database, address) as (tx, here):
            await tx.all("update messages set withdrawn = true where address = ? and key = ?", here, key)

    async def origin(self, address: Address, key: str) -> Origin | None:
        """Return where a message belongs; None: it is not known. The sender of our own one is the person it answers."""
        rows = await self._database.all(
            "select messages.request, coalesce(messages.project, requests.project) as project,"
            " coalesce(messages.sender, requests.sender, '') as sender,"
            " messages.withdrawn and messages.request is null and messages.project is null as forgotten"
            " from messages left join requests on requests.id = messages.request"
            " where messages.address = ? and messages.key = ? and (messages.received or messages.role is not null)",
            str(address),
            key,
        )
        if not rows:
            return None
        (row,) = rows
        return Origin(row["request"], row["project"], row["sender"], forgotten=bool(row["forgotten"]))


async def sent(
    tx: Statements,
    here: str,
    key: str,
    *,
    request: int | None,
    project: int | None,
    role: str,
    text: str,
    now: float,
) -> None:
    """Record a message of ours, as `core.model.messages.Messages.sent` says."""
    await tx.all(
        "insert into messages (address, key, request, project, role, text, said_at) values (?, ?, ?, ?, ?, ?, ?)"
        " on conflict (address, key) do update set role = excluded.role,"
        " text = case when messages.received then messages.text else excluded.text end,"
        " request = coalesce(excluded.request, messages.request),"
        " project = coalesce(excluded.project, messages.project)",
        *(here, key, request, project, role, text, now),
    )


async def receive(
    tx: Statements, cipher: Cipher, address: Address, sender: str, request: int | None, part: Part
) -> bool:
    """Write the receipt of a message; False: it was received before, and nothing was written."""
    rows = await tx.all(
        "insert into messages (address, key, received, request, sender, text, attachments, album, cut, quoted,"
        " said_at) values (?, ?, true, ?, ?, ?, ?, ?, ?, ?, ?)"
        " on conflict (address, key) do update set received = true, request = excluded.request,"
        " sender = excluded.sender, text = excluded.text, attachments = excluded.attachments,"
        " album = excluded.album, cut = excluded.cut, quoted = excluded.quoted, said_at = excluded.said_at"
        " where not messages.received returning id",
        *(str(address), part.key, request, sender, part.text, _stored_files(part.attachments, cipher)),
        *(part.album, part.cut, part.quoted, part.at),
    )
    return bool(rows)


async def received(statements: Statements, address: Address, key: str) -> bool:
    """Return whether there is a receipt of a message."""
    rows = await statements.all(
        "select id from messages where address = ? and key = ? and received",
        str(address),
        key,
    )
    return bool(rows)


async def parts_of(statements: Statements, cipher: Cipher, request: int) -> tuple[Part, ...]:
    """Return the messages of a request, in the order they were written, then received."""
    rows = await statements.all(
        "select * from messages where request = ? and received order by said_at, id",
        request,
    )
    return tuple(_part(row, cipher) for row in rows)


def resealed_files(stored: str, cipher: Cipher) -> str:
    """Return the files of a row as the present key seals them; what cannot be opened stays as it is."""
    files = from_json(stored, tuple[Attachment, ...])
    resealed = (_with(file, lambda text: cipher.reseal(text) or text) for file in files)
    return to_json(tuple(resealed), tuple[Attachment, ...])


def _stored_files(files: tuple[Attachment, ...], cipher: Cipher) -> str:
    return to_json(tuple(_with(file, cipher.seal_text) for file in files), tuple[Attachment, ...])


def _with(file: Attachment, change: Callable[[str], str]) -> Attachment:
    """Return a file with what finds it again changed; captions that were read are words."""
    if file.held is not None or file.is_sticker:
        return file
    return replace(file, ref=change(file.ref), thumbnail=change(file.thumbnail))


def _part(row: Row, cipher: Cipher) -> Part:
    return Part(
        key=row["key"],
        text=row["text"],
        attachments=tuple(
            _with(file, lambda text: cipher.open_text(text) or "")
            for file in from_json(row["attachments"], tuple[Attachment, ...])
        ),
        at=row["said_at"],
        album=row["album"],
        cut=bool(row["cut"]),
        quoted=row["quoted"],
    )
