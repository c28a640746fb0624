"""The page's files by the tus protocol 1.0 (tus.io) with creation, termination and expiration: a break costs nothing.

Each lies under its link, which decides who may. An error has its code in the body, as the page's other answers have,
and in a header, because an answer to HEAD has no body.
"""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Final

from aiohttp import web

from bots.file_upload import Incomplete, Refused, at_least_rate
from bots.upload.handlers import PageRefused, UploadHandlers
from bots.upload.partial import Partial, PartialFiles, WrongOffset, word_of
from bots.upload.site import HEADERS
from bots.upload.uploading import Stopping, TooManyUploads, Uploading
from core.engine.clock import Clock
from core.upload.state import Visit

VERSION: Final = "1.0.0"
EXTENSIONS: Final = "creation,termination,expiration"
BODY: Final = "application/offset+octet-stream"
_LONGEST_NAME: Final = 1024
_END_SECONDS: Final = 5.0

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class _Coming:
    """A request that brings a file at this moment."""

    request: web.Request
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class TusHandlers:
    """Begins a file, tells how much of it has come, takes more of it, and deletes it."""

    def __init__(
        self, page: UploadHandlers, files: PartialFiles, uploading: Uploading, *, file_bytes: int, clock: Clock
    ) -> None:
        self._page = page
        self._files = files
        self._uploading = uploading
        self._file_bytes = file_bytes
        self._clock = clock
        self._coming: dict[str, _Coming] = {}

    async def options(self, _: web.Request) -> web.StreamResponse:
        """`OPTIONS`: what is understood here."""
        about = {"Tus-Version": VERSION, "Tus-Extension": EXTENSIONS, "Tus-Max-Size": str(self._file_bytes)}
        return _answer(204, **about)

    async def create(self, request: web.Request) -> web.StreamResponse:
        """`POST …/files`: begin a file."""
        return await self._answered(request, self._create)

    async def file(self, request: web.Request) -> web.StreamResponse:
        """`HEAD`, `PATCH`, `DELETE …/files/<word>`, or one of them as `POST` with X-HTTP-Method-Override."""
        method = request.method
        if method == "POST":
            method = request.headers.get("X-HTTP-Method-Override", "").upper()
        handlers: dict[str, Handler] = {"HEAD": self._head, "PATCH": self._patch, "DELETE": self._delete}
        if method not in handlers:
            return _answer(405, Allow="HEAD, PATCH, DELETE, OPTIONS")
        return await self._answered(request, handlers[method])

    async def _answered(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.headers.get("Tus-Resumable") != VERSION:
            return _answer(412, **{"Tus-Version": VERSION})
        try:
            return await handler(request)
        except PageRefused as refused:
            return _error(refused.status, refused.code)
        except Refused as refused:
            return _error(refused.status, refused.code)

    async def _create(self, request: web.Request) -> web.StreamResponse:
        visit = await self._page.visit(request)
        size = _number(request.headers.get("Upload-Length"))
        if size is None:
            return _error(400, Incomplete.code)
        told = _metadata(request.headers.get("Upload-Metadata", ""))
        while earlier := self._files.of(visit.request.id):  # a link has room for one file
            await self._cut(earlier)
            await self._files.remove(earlier)
        name, modified = told.get("filename", "")[:_LONGEST_NAME], _number(told.get("modified")) or 0
        file = await self._files.begin(visit.request.id, size, name, modified)
        return _answer(201, Location=f"files/{word_of(file)}", **await self._expires(file))

    async def _head(self, request: web.Request) -> web.StreamResponse:
        file, _ = await self._find(request)
        offset = await self._files.offset(file)
        about = {"Upload-Offset": str(offset), "Upload-Length": str(file.size)}
        return _answer(200, **about, **await self._expires(file))

    async def _patch(self, request: web.Request) -> web.StreamResponse:
        file, visit = await self._find(request)
        offset = _number(request.headers.get("Upload-Offset"))
        if request.content_type != BODY:
            return _error(415, Incomplete.code)
        if offset is None:
            return _error(400, Incomplete.code)
        if offset + (request.content_length or 0) > file.size:
            return _error(413, "too_large")
        self._coming[file.ref] = coming = _Coming(request)
        try:
            come = await self._append(request, visit, file, offset)
        finally:
            del self._coming[file.ref]
            coming.ended.set()
        if come == file.size:
            whole = await self._files.whole(file)
            try:
                await self._page.hand_over(visit.request.id, file.name, whole)
            except PageRefused as refused:
                if refused.status != 503:  # then it is asked for once more, with no bytes left to send
                    await self._files.remove(file)
                raise
            await self._files.hand_over(file)
            return _answer(204, **{"Upload-Offset": str(come)})
        return _answer(204, **{"Upload-Offset": str(come)}, **await self._expires(file))

    async def _append(self, request: web.Request, visit: Visit, file: Partial, offset: int) -> int:
        try:
            with self._uploading.begin(request, visit.request.id) as body:
                async with at_least_rate(body, self._clock) as chunks:
                    return await self._files.append(file, offset, chunks)
        except WrongOffset as wrong:
            raise PageRefused(409, "offset") from wrong
        except TooManyUploads as busy:
            raise PageRefused(429, "busy") from busy
        except Stopping as stopping:
            raise PageRefused(503, "later") from stopping

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        file, _ = await self._find(request)
        await self._files.remove(file)
        return _answer(204)

    async def _find(self, request: web.Request) -> tuple[Partial, Visit]:
        """Return the file, and what stands behind its link; a connection that still brings it is cut first.

        A phone that lost its network comes back long before the server sees that the old connection is dead.

        Raises:
            PageRefused: it is gone, the other connection does not end, or the link is not good.
        """
        await self._files.expire()
        visit = await self._page.visit(request, begun=True)
        if file := self._files.find(visit.request.id, request.match_info["word"]):
            await self._cut(file)
        if file is None or self._files.find(visit.request.id, request.match_info["word"]) is None:
            raise PageRefused(410, "gone")
        return file, visit

    async def _cut(self, file: Partial) -> None:
        """Cut the connection that still brings a file, and wait for its end.

        Raises:
            PageRefused: it does not end.
        """
        while before := self._coming.get(file.ref):
            if before.request.transport is not None:
                before.request.transport.abort()
            try:
                await asyncio.wait_for(before.ended.wait(), _END_SECONDS)
            except TimeoutError as late:
                raise PageRefused(423, "coming") from late

    async def _expires(self, file: Partial) -> dict[str, str]:
        return {"Upload-Expires": formatdate(await self._files.expires(file), usegmt=True)}


def _answer(status: int, **headers: str) -> web.Response:
    return web.Response(status=status, headers={**HEADERS, "Tus-Resumable": VERSION, **headers})


def _error(status: int, code: str) -> web.Response:
    headers = {**HEADERS, "Tus-Resumable": VERSION, "X-Error": code}
    return web.json_response({"error": code}, status=status, headers=headers)


def _number(value: str | None) -> int | None:
    return int(value) if value is not None and value.isascii() and value.isdecimal() and len(value) <= 15 else None


def _metadata(header: str) -> dict[str, str]:
    """Read Upload-Metadata: pairs of a key and its value in base64; what cannot be read is left out."""
    found = {}
    for pair in header.split(","):
        key, _, value = pair.strip().partition(" ")
        try:
            found[key] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, ValueError):
            continue
    return found
