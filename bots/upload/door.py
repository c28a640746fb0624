"""The page's door: who may open it, what a link is still good for, and the file that comes by it.

A page hears "yes" only after the core has committed the message that its file makes; whatever goes wrong before
leaves the link usable. A token is a capability: nothing here writes one down.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import ClientPayloadError, web
from pydantic import SecretStr

from bots.upload import spool
from bots.upload.arrivals import Arrivals, Busy, Closed
from bots.upload.init_data import InitData, Stale, Untrusted
from bots.upload.site import answer, document
from bots.upload.spool import Arrived, Spool
from core.engine.clock import Clock
from core.media.names import safe_name
from core.media.sniff import FORMATS, SNIFF_BYTES, corrected_name, file_type
from core.model.chat import Attachment, Incoming
from core.upload.link import UploadPage, Use
from core.upload.state import LinkState, UploadLinks, Visit
from core.words.language import Language

log = logging.getLogger(__name__)

Receive = Callable[[Incoming], Awaitable[None]]

INIT_DATA: Final = "X-Telegram-Init-Data"
_LOOK_SECONDS: Final = 20.0
_REFUSALS: Final[dict[type[spool.Refused], tuple[int, str]]] = {
    spool.Empty: (400, "empty"),
    spool.TooLarge: (413, "too_large"),
    spool.Alien: (415, "alien"),
    spool.Cut: (400, "cut"),
    spool.Full: (507, "full"),
}


class Shut(Exception):
    """The page says no; `code` names its sentence, `language` the asker's where it is known."""

    def __init__(self, status: int, code: str, language: Language | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.language = language

    @property
    def answer(self) -> web.Response:
        """What the page hears."""
        return answer(self.status, error=self.code, language=self.language)


class Door:
    """What the page asks: what its link is good for, whether a file would do, and to take it."""

    def __init__(
        self,
        links: UploadLinks,
        receive: Receive,
        page: UploadPage,
        files: Spool,
        arrivals: Arrivals,
        *,
        telegram: SecretStr | None,
        clock: Clock,
    ) -> None:
        self._links = links
        self._receive = receive
        self._page = page
        self._spool = files
        self._arrivals = arrivals
        self._init_data = InitData(telegram, clock) if telegram else None

    async def page(self, request: web.Request) -> web.StreamResponse:
        """`GET …`: the document, which asks for the rest itself; looking at it uses nothing up."""
        return document(404 if self._page.read(request.match_info["token"]) is None else 200)

    async def state(self, request: web.Request) -> web.StreamResponse:
        """`GET …/state`: the words that wait, and the limit."""
        try:
            seen = await self._visit(request)
        except Shut as shut:
            return shut.answer
        return answer(
            words=seen.words,
            language=seen.request.language,
            file_bytes=self._spool.file_bytes,
            head_bytes=SNIFF_BYTES,
            formats=", ".join(FORMATS),
        )

    async def look(self, request: web.Request) -> web.StreamResponse:
        """`POST …/look`: whether a file that begins like this would do, before all of it is sent."""
        try:
            await self._visit(request)
        except Shut as shut:
            return shut.answer
        try:
            head = await asyncio.wait_for(request.content.readexactly(SNIFF_BYTES), _LOOK_SECONDS)
        except asyncio.IncompleteReadError as short:
            head = short.partial
        except (ClientPayloadError, ConnectionError, TimeoutError):
            return answer(400, error="cut")
        return answer() if file_type(head) else answer(415, error="alien")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """`POST …?name=`: the bytes as they are; 200 means that the core has them."""
        try:
            seen = await self._visit(request)
            await self._hand_in(seen.request.id, request.query.get("name", ""), await self._take(request, seen))
        except Shut as shut:
            return shut.answer
        return answer()

    async def _visit(self, request: web.Request) -> Visit:
        """Return what stands behind the link.

        Raises:
            Shut: it is not good, or not for whoever asks.
        """
        found = self._page.read(request.match_info["token"])
        if found is None or found.use is Use.INVITATION:
            raise Shut(404, "unknown")
        try:
            seen = await self._links.visit(found.request)
        except LookupError as unknown:
            raise Shut(404, "unknown") from unknown
        data, language = request.headers.get(INIT_DATA, ""), seen.request.language
        if (found.use is Use.APP or data) and self._person(data) != seen.request.sender.id:
            raise Shut(403, "not_yours")
        if seen.state is not LinkState.OPEN:
            raise Shut(409, seen.state.value, language)
        if self._page.expired(found):
            raise Shut(410, "expired", language)
        return seen

    def _person(self, data: str) -> str:
        if self._init_data is None:
            raise Shut(403, "forged")
        try:
            return self._init_data.person(data)
        except Untrusted as wrong:
            raise Shut(403, "forged") from wrong
        except Stale as old:
            raise Shut(403, "stale") from old

    async def _take(self, request: web.Request, seen: Visit) -> Arrived:
        if request.content_length is None:
            raise Shut(411, "cut")
        try:
            with self._arrivals.one(request, seen.request.id) as chunks:
                return await self._spool.take(seen.request.id, request.content_length, chunks)
        except Busy as busy:
            raise Shut(429, "busy") from busy
        except Closed as stopping:
            raise Shut(503, "later") from stopping
        except spool.Refused as no:
            raise Shut(*_REFUSALS[type(no)]) from no

    async def _hand_in(self, number: int, name: str, arrived: Arrived) -> None:
        """Give the core the message that a file makes.

        Raises:
            Shut: another file came first, its sender may not use the bot any more, or the core cannot take it now; the
                file is deleted.
        """
        seen = await self._links.visit(number)  # the upload may have taken half an hour
        file = Attachment(
            arrived.ref, corrected_name(safe_name(name), arrived.kind), arrived.size, arrived.kind.media_type
        )
        message = await self._links.incoming(seen, file)
        no = Shut(503, "later")
        try:
            if seen.state is LinkState.OPEN:
                await self._receive(message)
        except Exception:
            log.exception("request %d: the file of its upload page was not accepted", number)
        else:
            state = (await self._links.visit(number)).state
            no = Shut(403, "refused") if state is LinkState.OPEN else Shut(409, state.value)
        if await self._links.has(message):
            log.info("request %d: a file of %d bytes came by its upload page", number, arrived.size)
            return
        await self._spool.release(arrived.ref)
        raise no
