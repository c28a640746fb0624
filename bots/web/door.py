"""The way in: uploads and messages of a page, handed to the core once they are whole and written down.

A page hears "yes" only after the core has committed the message; until then it sends it again under the same key.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from typing import Final

from aiohttp import ClientPayloadError, web
from pydantic import ValidationError

from bots.web import bodies
from bots.web.pages import Pages
from bots.web.refusal import refusal
from bots.web.said import Said
from bots.web.shelf import SpooledFile
from bots.web.spool import Empty, Full, Incomplete, Refused, Spool, TooLarge
from bots.web.transcript import Transcript
from bots.web.visitor import chat_of
from core.engine.clock import Clock
from core.media.names import safe_name
from core.model.actions import pressed
from core.model.chat import Address, Attachment, Incoming, Sender

log = logging.getLogger(__name__)

Receive = Callable[[Incoming], Awaitable[None]]

_CHUNK: Final = 1 << 16
_LOCALES: Final = {"en": "en", "zh": "zh-CN"}
_REFUSALS: Final[dict[type[Refused], tuple[int, str]]] = {
    Empty: (400, "empty"),
    TooLarge: (413, "too_large"),
    Incomplete: (400, "cut"),
    Full: (507, "full"),
}


class Door:
    """The two things a page may bring: a file, and a message that may name files brought before.

    An upload of which nothing comes for `silence_seconds` is cut off: it would hold its share of the spool for ever.
    """

    def __init__(
        self,
        receive: Receive,
        transcript: Transcript,
        spool: Spool,
        pages: Pages,
        clock: Clock,
        *,
        silence_seconds: float,
    ) -> None:
        self._receive = receive
        self._transcript = transcript
        self._spool = spool
        self._pages = pages
        self._clock = clock
        self._silence_seconds = silence_seconds

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """`POST /upload?name=…`: the bytes as they are; answers with the reference to send along."""
        chat = chat_of(request)
        if chat is None:
            return refusal(401, "stranger")
        if request.content_length is None:
            return refusal(411, "cut")
        name = safe_name(request.query.get("name", ""))
        arriving = _alive(request.content.iter_chunked(_CHUNK), self._silence_seconds)
        with self._pages.streaming(request):
            try:
                kept = await self._spool.take(chat.chat, name, request.content_length, request.content_type, arriving)
            except Refused as no:
                status, code = _REFUSALS[type(no)]
                return refusal(status, code, limit=self._spool.file_bytes)
            except (ClientPayloadError, ConnectionError):
                return refusal(400, "cut")
        return web.json_response({"ref": kept.ref, "name": kept.name, "size": kept.size, "kind": kept.kind})

    async def say(self, request: web.Request) -> web.StreamResponse:
        """`POST /messages`: words, files, a press; 200 means that the core has it."""
        chat = chat_of(request)
        if chat is None:
            return refusal(401, "stranger")
        if self._pages.closed:
            return refusal(503, "later")
        if request.content_type != "application/json":
            return refusal(415, "unreadable")
        try:
            said = Said.model_validate_json(await request.read())
        except ValidationError:
            return refusal(400, "unreadable")
        if said.empty:
            return refusal(400, "nothing")
        return await self._take(chat, said)

    async def _take(self, chat: Address, said: Said) -> web.Response:
        found = {ref: self._spool.find(ref) for ref in said.files}
        files = [kept for kept in found.values() if kept and kept.owner == chat.chat]
        if len(files) < len(found):
            here = {kept.ref for kept in files}
            return refusal(409, "files_gone", files=[ref for ref in found if ref not in here])
        incoming = _incoming(chat, said, files, self._clock.time())
        try:
            await self._spool.claim(said.files)
            await self._write_down(chat, said, files, incoming.at)
            await self._receive(incoming)
        except Exception:
            log.exception("the message %s of %s was not accepted", said.key, chat)
            return refusal(503, "later")
        return web.json_response({"key": said.key})

    async def _write_down(self, chat: Address, said: Said, files: list[SpooledFile], now: float) -> None:
        """Write the person's line before the core answers it; a message sent again keeps its time."""
        before = await self._transcript.body(chat, said.key)
        at = bodies.began(before) if before else now
        shown = [bodies.ShownFile(kept.ref, kept.name, kept.size, kept.kind) for kept in files]
        body = bodies.said(said.text, shown, reply_to=said.reply_to, pressed=said.press is not None, at=at)
        await self._transcript.write(chat, said.key, body, now)
        self._pages.wake(chat)


async def _alive(chunks: AsyncIterator[bytes], seconds: float) -> AsyncGenerator[bytes]:
    """Pass chunks on; a pause longer than `seconds` counts as a cut.

    Raises:
        Incomplete: nothing came for so long.
    """
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(chunks, None)
        except TimeoutError as silence:
            raise Incomplete from silence
        if chunk is None:
            return
        yield chunk


def _incoming(chat: Address, said: Said, files: list[SpooledFile], now: float) -> Incoming:
    return Incoming(
        address=chat,
        sender=Sender(chat.chat, locale=_LOCALES[said.language]),
        key=said.key,
        at=now,
        private=True,
        text="" if said.press else said.text,
        attachments=tuple(Attachment(kept.ref, kept.name, kept.size, kept.claimed_type) for kept in files),
        reply_to=said.reply_to,
        action=None if said.press is None else pressed(said.press),
    )
