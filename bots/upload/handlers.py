"""The routes of a link: who may open the page, what the link is still good for, and the file that comes by it.

A page is answered 200 only after the core has committed the message that its file makes; whatever goes wrong before
leaves the link usable. A token is a capability: nothing here logs one.
"""

import asyncio
import logging
from typing import Final

from aiohttp import ClientPayloadError, web
from pydantic import SecretStr

from bots.file_upload import Incomplete, Refused, Unsupported, at_least_rate
from bots.upload.init_data import InitData, Stale, Untrusted
from bots.upload.partial import PartialFiles, word_of
from bots.upload.site import document, json_response
from bots.upload.spool import Spool, UploadedFile
from bots.upload.uploading import Stopping, TooManyUploads, Uploading
from core.engine.clock import Clock
from core.media.names import safe_name
from core.media.sniff import FORMATS, SNIFF_BYTES, corrected_name, file_type
from core.model.chat import Attachment
from core.model.front_door import FrontDoor
from core.upload.link import UploadPage, Use
from core.upload.state import LinkState, UploadLinks, Visit
from core.words.language import Language
from core.words.spoilers import revealed

log = logging.getLogger(__name__)

INIT_DATA: Final = "X-Telegram-Init-Data"
_CHECK_SECONDS: Final = 20.0


class PageRefused(Exception):
    """The page is refused; `code` names its sentence (`strings`, "error.<code>"), `language` the asker's if known."""

    def __init__(self, status: int, code: str, language: Language | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.language = language

    @property
    def response(self) -> web.Response:
        """The HTTP answer."""
        return json_response(self.status, error=self.code, language=self.language)


class UploadHandlers:
    """What the page asks: what its link is good for, whether a file would do, and to take it."""

    def __init__(
        self,
        links: UploadLinks,
        front_door: FrontDoor,
        page: UploadPage,
        spool: Spool,
        partial: PartialFiles,
        uploading: Uploading,
        *,
        telegram: SecretStr | None,
        clock: Clock,
    ) -> None:
        self._links = links
        self._front_door = front_door
        self._page = page
        self._spool = spool
        self._partial = partial
        self._uploading = uploading
        self._clock = clock
        self._init_data = InitData(telegram, clock) if telegram else None

    async def page(self, request: web.Request) -> web.StreamResponse:
        """`GET …`: the document, which asks for the rest itself; opening it uses nothing up."""
        return document(404 if self._page.read(request.match_info["token"]) is None else 200)

    async def state(self, request: web.Request) -> web.StreamResponse:
        """`GET …/state`: the words that wait, and the limit."""
        try:
            visit = await self.visit(request)
        except PageRefused as refused:
            return refused.response
        return json_response(
            words=revealed(visit.words),
            begun=await self._begun(visit),
            language=visit.request.language,
            file_bytes=self._spool.file_bytes,
            head_bytes=SNIFF_BYTES,
            formats=", ".join(FORMATS),
        )

    async def _begun(self, visit: Visit) -> dict[str, object] | None:
        """Return what is here of a file that broke off, for the page to go on with."""
        await self._partial.expire()
        file = self._partial.of(visit.request.id)
        if file is None:
            return None
        about = {"word": word_of(file), "name": file.name, "size": file.size, "modified": file.modified}
        return {**about, "sent": await self._partial.offset(file)}

    async def check(self, request: web.Request) -> web.StreamResponse:
        """`POST …/look`: whether a file that begins like this would do, before all of it is sent."""
        try:
            await self.visit(request)
        except PageRefused as refused:
            return refused.response
        try:
            head = await asyncio.wait_for(request.content.readexactly(SNIFF_BYTES), _CHECK_SECONDS)
        except asyncio.IncompleteReadError as short:
            head = short.partial
        except (ClientPayloadError, ConnectionError, TimeoutError):
            return json_response(Incomplete.status, error=Incomplete.code)
        return json_response() if file_type(head) else json_response(Unsupported.status, error=Unsupported.code)

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """`POST …?name=`: the bytes as they are; 200 means that the core has them."""
        try:
            visit = await self.visit(request)
            file = await self._take(request, visit)
            try:
                await self.hand_over(visit.request.id, request.query.get("name", ""), file)
            except PageRefused:
                await self._spool.release(file.ref)
                raise
        except PageRefused as refused:
            return refused.response
        return json_response()

    async def visit(self, request: web.Request, *, begun: bool = False) -> Visit:
        """Return what stands behind the link; a file that was `begun` by it in time may come after its end.

        Raises:
            PageRefused: it is not good, or not for whoever asks.
        """
        found = self._page.read(request.match_info["token"])
        if found is None or found.use is Use.INVITATION:
            raise PageRefused(404, "unknown")
        try:
            visit = await self._links.visit(found.request)
        except LookupError as unknown:
            raise PageRefused(404, "unknown") from unknown
        data, language = request.headers.get(INIT_DATA, ""), visit.request.language
        if (found.use is Use.APP or data) and self._user_id(data) != visit.request.sender.id:
            raise PageRefused(403, "not_yours")
        if visit.state is not LinkState.OPEN:
            raise PageRefused(409, visit.state.value, language)
        if self._page.expired(found) and not begun:
            raise PageRefused(410, "expired", language)
        return visit

    def _user_id(self, data: str) -> str:
        """Return the Telegram user that the init data names.

        Raises:
            PageRefused: it is not to be trusted, or too old.
        """
        if self._init_data is None:
            raise PageRefused(403, "forged")
        try:
            return self._init_data.user_id(data)
        except Untrusted as wrong:
            raise PageRefused(403, "forged") from wrong
        except Stale as old:
            raise PageRefused(403, "stale") from old

    async def _take(self, request: web.Request, visit: Visit) -> UploadedFile:
        """Write the body to the spool.

        Raises:
            PageRefused: it was not taken, and nothing of it is left.
        """
        if request.content_length is None:
            raise PageRefused(411, Incomplete.code)
        try:
            with self._uploading.begin(request, visit.request.id) as body:
                async with at_least_rate(body, self._clock) as chunks:
                    return await self._spool.take(visit.request.id, request.content_length, chunks)
        except TooManyUploads as busy:
            raise PageRefused(429, "busy") from busy
        except Stopping as stopping:
            raise PageRefused(503, "later") from stopping
        except Refused as refused:
            raise PageRefused(refused.status, refused.code) from refused

    async def hand_over(self, number: int, name: str, file: UploadedFile) -> None:
        """Give the core the message that a file makes.

        Raises:
            PageRefused: another file came first, its sender may not use the bot any more, or, with 503, the core cannot
                take it now.
        """
        visit = await self._links.visit(number)  # the upload may have taken half an hour
        name = corrected_name(safe_name(name), file.type)
        message = await self._links.incoming(visit, Attachment(file.ref, name, file.size, file.type.media_type))
        refused = PageRefused(503, "later")
        try:
            if visit.state is LinkState.OPEN:
                await self._front_door.receive(message)
        except Exception:
            log.exception("request %d: the file of its upload page was not accepted", number)
        else:
            state = (await self._links.visit(number)).state
            refused = PageRefused(403, "refused") if state is LinkState.OPEN else PageRefused(409, state.value)
        if await self._links.has(message):
            log.info("request %d: a file of %d bytes came by its upload page", number, file.size)
            return
        raise refused
