"""Uploads by the tus protocol 1.0 (tus.io) with its extensions creation, creation with upload, termination, expiration.

A break costs nothing, whether of the connection, of this process or of the page that sends. One connection at a time
adds to a file: a newer one ends the older, which may hang without the server knowing (as tusd does it, "Upload Locks",
tus.github.io/tusd/advanced-topics/locks). An error has its code in the body, as other answers to the pages have, and in
a header, because an answer to HEAD has no body.
"""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final, Protocol

from aiohttp import hdrs, web

from bots.spool.folder import SpooledFile
from bots.spool.refusals import Gone, Locked, Malformed, Refused, Replaced, TooLarge, Unsupported
from bots.spool.spool import Spool
from bots.spool.uploading import Uploading

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,creation-with-upload,termination,expiration"
BODY: Final = "application/offset+octet-stream"
_LONGEST_METADATA: Final = 4096
_END_SECONDS: Final = 5.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose files come: `id` in the spool, what their references begin with, how many may be begun at once."""

    id: str
    prefix: str = ""
    most: int = 20


class Door(Protocol):
    """Who may bring files here, which, and what becomes of them."""

    async def owner(self, request: web.Request, *, begun: bool) -> Owner:
        """Return who asks; what was `begun` in time may come after the time to begin is over.

        Raises:
            Refused: they may not.
        """
        ...

    def accept(self, head: bytes, name: str) -> None:
        """Check a file by its first bytes and its name.

        Raises:
            Unsupported: it is not wanted.
        """
        ...

    async def received(self, owner: Owner, file: SpooledFile) -> None:
        """Take a file that is whole. It may be called again for the same file, when the answer was lost.

        Raises:
            Refused: it is not taken; with 503 it may be asked again, and else the file is deleted.
        """
        ...


@dataclass(slots=True)
class _Coming:
    """A request that brings a file at this moment."""

    request: web.Request
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Tus:
    """Begins a file, tells how much of it has come, takes more of it, and deletes it. Answers carry `headers`."""

    def __init__(self, door: Door, spool: Spool, uploading: Uploading, headers: Mapping[str, str]) -> None:
        self._door = door
        self._spool = spool
        self._uploading = uploading
        self._headers = {**headers, "Tus-Resumable": VERSION, hdrs.CACHE_CONTROL: "no-store"}
        self._coming: dict[str, _Coming] = {}

    def routes(self, at: str) -> Iterable[web.RouteDef]:
        """Return the routes; `at` is the path of all files, below which each has its own."""
        yield web.options(at, self._options)
        yield web.post(at, self._collection)
        yield web.options(f"{at}/{{word}}", self._options)
        for method in (hdrs.METH_HEAD, hdrs.METH_PATCH, hdrs.METH_DELETE, hdrs.METH_POST):
            yield web.route(method, f"{at}/{{word}}", self._file)

    async def _options(self, _: web.Request) -> web.StreamResponse:
        """`OPTIONS`: what is understood here."""
        about = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(self._spool.file_bytes)}
        return self._answer(204, about)

    async def _collection(self, request: web.Request) -> web.StreamResponse:
        """`POST`: begin a file."""
        return await self._answered(request, self._create)

    async def _file(self, request: web.Request) -> web.StreamResponse:
        """`HEAD`, `PATCH`, `DELETE` of a file, or one of them as `POST` with X-HTTP-Method-Override."""
        method = request.method
        if method == hdrs.METH_POST:
            method = request.headers.get("X-HTTP-Method-Override", "").upper()
        handlers: dict[str, Handler] = {"HEAD": self._head, "PATCH": self._patch, "DELETE": self._delete}
        if method not in handlers:
            return self._answer(405, {hdrs.ALLOW: "HEAD, PATCH, DELETE, OPTIONS"})
        return await self._answered(request, handlers[method])

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Tus-Resumable") != VERSION:
            return self._answer(412, {"Tus-Version": VERSION})
        try:
            return await handler(request)
        except Refused as refused:
            headers = {**self._headers, "X-Error": refused.code}
            return web.json_response({"error": refused.code}, status=refused.status, headers=headers)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        owner = await self._door.owner(request, begun=False)
        size = _number(request.headers.get("Upload-Length"))
        with_bytes = request.headers.get(hdrs.CONTENT_TYPE) == BODY
        if size is None or (request.content_length and not with_bytes):
            raise Malformed
        told = request.headers.get("Upload-Metadata", "")
        told = told if told.isascii() and len(told) <= _LONGEST_METADATA else ""
        values = metadata(told)
        await self._make_place(owner)
        file = await self._spool.begin(
            owner.id,
            values.get("filename", ""),
            size,
            media_type=values.get("filetype", ""),
            metadata=told,
            prefix=owner.prefix,
        )
        place: dict[str, str] = {hdrs.LOCATION: f"{request.path.rpartition('/')[2]}/{word_of(owner, file)}"}
        if not with_bytes:
            return self._answer(201, {**place, **self._expires(file)})
        come = await self._receive(request, owner, file, 0)
        return self._answer(201, {**place, **self._progress(file, come)})

    async def _head(self, request: web.Request) -> web.StreamResponse:
        _, file = await self._find(request)
        about = {"Upload-Offset": str(await self._spool.offset(file)), "Upload-Length": str(file.size)}
        told = {"Upload-Metadata": file.metadata} if file.metadata else {}
        return self._answer(200, {**about, **told, **self._expires(file)})

    async def _patch(self, request: web.Request) -> web.StreamResponse:
        owner, file = await self._find(request)
        offset = _number(request.headers.get("Upload-Offset"))
        if request.content_type != BODY:
            raise _WrongType
        if offset is None:
            raise Malformed
        if offset + (request.content_length or 0) > file.size:
            raise TooLarge
        come = await self._receive(request, owner, file, offset)
        return self._answer(204, self._progress(file, come))

    async def _receive(self, request: web.Request, owner: Owner, file: SpooledFile, offset: int) -> int:
        """Add the body to a file, hand it over when it is whole, and return how many bytes are here."""
        self._coming[file.ref] = coming = _Coming(request)
        try:
            async with self._uploading.body(request) as chunks:
                come = await self._spool.append(file, offset, chunks, self._door.accept)
        finally:
            del self._coming[file.ref]
            coming.ended.set()
        if come == file.size:
            await self._hand_over(owner, file.ref)
        return come

    async def _hand_over(self, owner: Owner, ref: str) -> None:
        if (whole := self._spool.find(ref)) is None:
            raise Gone
        try:
            await self._door.received(owner, whole)
        except Refused as refused:
            if refused.status != 503:  # then it is asked for once more, with no bytes left to send
                await self._spool.discard([ref])
            raise

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        _, file = await self._find(request)
        if file.state not in {"begun", "waiting"}:
            raise Locked
        await self._spool.discard([file.ref])
        return self._answer(204, {})

    async def _find(self, request: web.Request) -> tuple[Owner, SpooledFile]:
        """Return who asks and the file, which no other connection brings any more.

        Raises:
            Refused: they may not, it is gone, or the other connection does not end.
        """
        await self._spool.expire()
        owner = await self._door.owner(request, begun=True)
        ref = owner.prefix + request.match_info["word"]
        await self._cut(self._owned(owner, ref))
        return owner, self._owned(owner, ref)

    def _owned(self, owner: Owner, ref: str) -> SpooledFile:
        file = self._spool.find(ref)
        if file is not None and file.owner == owner.id:
            return file
        raise Replaced if owner.most == 1 and self._spool.begun(owner.id) else Gone

    async def _make_place(self, owner: Owner) -> None:
        """Delete what an owner began and left longest, until there may be another one."""
        while len(begun := self._spool.begun(owner.id)) >= owner.most:
            await self._cut(begun[0])
            await self._spool.discard([begun[0].ref])

    async def _cut(self, file: SpooledFile) -> None:
        """Cut the connection that still brings a file, and wait for its end.

        Raises:
            Locked: it does not end.
        """
        while before := self._coming.get(file.ref):
            if before.request.transport is not None:
                before.request.transport.abort()
            try:
                await asyncio.wait_for(before.ended.wait(), _END_SECONDS)
            except TimeoutError as late:
                raise Locked from late

    def _progress(self, file: SpooledFile, come: int) -> dict[str, str]:
        return {"Upload-Offset": str(come), **({} if come == file.size else self._expires(file))}

    def _expires(self, file: SpooledFile) -> dict[str, str]:
        now = self._spool.find(file.ref) or file
        return {"Upload-Expires": formatdate(self._spool.expires(now), usegmt=True)}

    def _answer(self, status: int, headers: Mapping[str, str]) -> web.Response:
        return web.Response(status=status, headers={**self._headers, **headers})


class _WrongType(Unsupported):
    """The body is not called what the protocol calls it."""

    code = Malformed.code


def metadata(header: str) -> dict[str, str]:
    """Read Upload-Metadata: pairs of a key and its value in base64; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return found


def word_of(owner: Owner, file: SpooledFile) -> str:
    """Return the random word by which an owner asks for a file."""
    return file.ref.removeprefix(owner.prefix)


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdecimal() and len(value) <= 15 else None
