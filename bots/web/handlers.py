"""What a page sends: messages, handed to the core once they are whole and written down; and who may upload.

A page is answered 200 only after the core has committed the message; until then it sends it again under the same key.
"""

import asyncio
import logging
from dataclasses import replace
from typing import Final

from aiohttp import web
from pydantic import ValidationError

from bots.http import whole_body
from bots.spool.folder import SpooledFile
from bots.spool.refusals import Refused
from bots.spool.spool import Spool, anything
from bots.spool.tus import Owner
from bots.web import message_json
from bots.web.cookie import chat_of
from bots.web.errors import error_response
from bots.web.message_request import MessageRequest
from bots.web.open_pages import OpenPages
from bots.web.projects import ChatProjects
from bots.web.transcript import Transcript
from core.engine.clock import Clock
from core.model.actions import pressed
from core.model.attachments import Attachment
from core.model.chat import Address, Incoming, Sender
from core.model.front_door import FrontDoor
from core.words.spoilers import marked
from core.words.typed_tokens import masked, take_token

log = logging.getLogger(__name__)

_LOCALES: Final = {"en": "en", "zh": "zh-CN"}


class Stranger(Refused):
    """The browser has no chat."""

    status, code = 401, "stranger"


class UploadDoor:
    """The door by which files come: every browser with a chat may bring any file; its message makes something of it."""

    async def owner(self, request: web.Request, *, begun: bool) -> Owner:
        """Return the chat of the browser that asks.

        Raises:
            Stranger: it has none.
        """
        del begun
        chat = chat_of(request)
        if chat is None:
            raise Stranger
        return Owner(chat.chat)

    accept = staticmethod(anything)

    async def received(self, owner: Owner, file: SpooledFile) -> None:
        """Do nothing yet."""


class ChatHandlers:
    """Takes a message that may name files uploaded before; it has `silence_seconds` to arrive whole."""

    def __init__(
        self,
        front_door: FrontDoor,
        transcript: Transcript,
        spool: Spool,
        pages: OpenPages,
        projects: ChatProjects,
        clock: Clock,
        *,
        silence_seconds: float,
    ) -> None:
        self._front_door = front_door
        self._transcript = transcript
        self._spool = spool
        self._pages = pages
        self._projects = projects
        self._clock = clock
        self._silence_seconds = silence_seconds

    async def message(self, request: web.Request) -> web.StreamResponse:
        """`POST /messages`: words, files, an action; 200 means that the core has it."""
        chat = chat_of(request)
        if chat is None:
            return error_response(401, "stranger")
        if self._pages.closed:
            return error_response(503, "later")
        sent = await self._read(request)
        return sent if isinstance(sent, web.Response) else await self._accept(chat, sent)

    async def _read(self, request: web.Request) -> MessageRequest | web.Response:
        """Read what the page says, or return why it is refused."""
        if request.content_type != "application/json":
            return error_response(415, "unreadable")
        try:
            async with asyncio.timeout(self._silence_seconds):
                sent = MessageRequest.model_validate_json(await whole_body(request))
        except TimeoutError:
            return error_response(503, "later")  # the page sends it again
        except ValidationError:
            return error_response(400, "unreadable")
        return error_response(400, "nothing") if sent.empty else sent

    async def _accept(self, chat: Address, sent: MessageRequest) -> web.Response:
        found = {ref: self._spool.find(ref) for ref in sent.files}
        files = [file for file in found.values() if file and file.owner == chat.chat and file.state != "begun"]
        if len(files) < len(found):
            here = {file.ref for file in files}
            return error_response(409, "files_gone", files=[ref for ref in found if ref not in here])
        incoming = _incoming(chat, sent, files, self._clock.time())
        try:
            # a line that the page still shows, and that is not kept any more
            if sent.reply_to and await self._transcript.body(chat, sent.reply_to) is None:
                incoming = replace(incoming, answered_at=0.0)
            if sent.project is not None and not await self._projects.choose(chat, sent.project):
                return error_response(410, "project_gone")
            await self._spool.claim(sent.files)
            await self._write_down(chat, sent, files, incoming.at)
            await self._front_door.receive(incoming)
            await self._transcript.touch(chat, sent.key)  # the line's project is known by now
        except Exception:
            log.exception("the message %s of %s was not accepted", sent.key, chat)
            return error_response(503, "later")
        self._pages.notify(chat)
        return web.json_response({"key": sent.key})

    async def _write_down(self, chat: Address, sent: MessageRequest, files: list[SpooledFile], now: float) -> None:
        """Add the person's line to the transcript before the core answers; a message sent again keeps its time."""
        before = await self._transcript.body(chat, sent.key)
        at = message_json.posted_at(before) if before else now
        shown = [message_json.ShownFile(file.ref, masked(file.name), file.size, file.kind) for file in files]
        by_button = sent.press is not None
        body = message_json.from_person(
            take_token(sent.text).text, shown, reply_to=sent.reply_to, pressed=by_button, at=at, project=sent.project
        )
        await self._transcript.write(chat, sent.key, body, now)
        self._pages.notify(chat)


def _incoming(chat: Address, sent: MessageRequest, files: list[SpooledFile], now: float) -> Incoming:
    return Incoming(
        address=chat,
        sender=Sender(chat.chat, locale=_LOCALES[sent.language]),
        key=sent.key,
        at=now,
        private=True,
        text="" if sent.press else marked(sent.text),
        attachments=tuple(Attachment(file.ref, file.name, file.size, file.media_type) for file in files),
        reply_to=sent.reply_to,
        action=None if sent.press is None else pressed(sent.press),
    )
