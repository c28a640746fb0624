"""The routes of a link: who may open the page, what the link is still good for, and the file that comes by it.

A file is answered as received only after the core has committed the message that it makes; whatever goes wrong before
leaves the link usable. A token is a capability: nothing here logs one.
"""

import asyncio
import logging
from typing import Final

from aiohttp import ClientPayloadError, web
from pydantic import SecretStr

from bots.spool.folder import SpooledFile
from bots.spool.refusals import Gone, Incomplete, Refused, Unsupported
from bots.spool.site import MEDIA
from bots.spool.spool import Spool
from bots.spool.tus import Owner, metadata, word_of
from bots.upload.init_data import InitData, Stale, Untrusted
from bots.upload.site import document, json_response
from core.engine.clock import Clock
from core.engine.current_request import working_on
from core.media.sniff import FORMATS, SNIFF_BYTES, file_type
from core.media.text import decoded
from core.model.attachments import Attachment
from core.model.front_door import FrontDoor
from core.upload.link import PAGE, UploadPage, Use, request_of
from core.upload.state import LinkState, UploadLinks, Visit
from core.words.captions import ENDINGS, begins_like_subtitles
from core.words.language import Language
from core.words.spoilers import revealed, shown_and_hidden

log = logging.getLogger(__name__)

INIT_DATA: Final = "X-Telegram-Init-Data"
_CHECK_SECONDS: Final = 20.0


class PageRefused(Refused):
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
    """What the page asks: what its link is good for, and whether a file would do; and the door by which files come."""

    def __init__(
        self,
        links: UploadLinks,
        front_door: FrontDoor,
        page: UploadPage,
        spool: Spool,
        *,
        telegram: SecretStr | None,
        clock: Clock,
    ) -> None:
        self._links = links
        self._front_door = front_door
        self._page = page
        self._spool = spool
        self._init_data = InitData(telegram, clock) if telegram else None

    async def page(self, request: web.Request) -> web.StreamResponse:
        """`GET …`: the document, which asks for the rest itself; opening it uses nothing up."""
        return document(404 if self._page.read(request.match_info["token"]) is None else 200)

    async def state(self, request: web.Request) -> web.StreamResponse:
        """`GET …/state`: the words that wait, and the limit."""
        try:
            visit = await self._visit(request)
        except PageRefused as refused:
            return refused.response
        return json_response(
            words=revealed(visit.words),
            said=[{"hidden": part} if hides else part for part, hides in shown_and_hidden(visit.words)],
            begun=await self._begun(_owner(visit)),
            language=visit.request.language,
            file_bytes=self._spool.file_bytes,
            head_bytes=SNIFF_BYTES,
            formats=", ".join(FORMATS),
            accept=",".join((*MEDIA, *ENDINGS)),
        )

    async def _begun(self, owner: Owner) -> dict[str, object] | None:
        """Return what is here of a file that broke off, for the page to go on with."""
        await self._spool.expire()
        files = [file for file in self._spool.files(owner.prefix) if file.state in {"begun", "waiting"}]
        if not files:
            return None
        file = files[-1]
        try:
            sent = await self._spool.offset(file)
        except Gone:
            await self._spool.discard([file.ref])
            return None
        about = {"word": word_of(owner, file), "name": file.name, "size": file.size, "sent": sent}
        return {**about, "fingerprint": metadata(file.metadata).get("fingerprint", "")}

    async def check(self, request: web.Request) -> web.StreamResponse:
        """`POST …/look`: whether a file that begins like this would do, before all of it is sent."""
        try:
            await self._visit(request)
            head = await asyncio.wait_for(request.content.readexactly(SNIFF_BYTES), _CHECK_SECONDS)
        except PageRefused as refused:
            return refused.response
        except asyncio.IncompleteReadError as short:
            head = short.partial
        except (ClientPayloadError, ConnectionError, TimeoutError):
            return json_response(Incomplete.status, error=Incomplete.code)
        try:
            self.accept(head, request.query.get("name", ""))
        except Unsupported as refused:
            return json_response(refused.status, error=refused.code)
        return json_response()

    async def owner(self, request: web.Request, *, begun: bool) -> Owner:
        """Return whose files come by the link: one at a time.

        Raises:
            PageRefused: it is not good, or not for whoever asks.
        """
        return _owner(await self._visit(request, begun=begun))

    def accept(self, head: bytes, name: str) -> None:
        """Check a file by its first bytes.

        Raises:
            Unsupported: it is neither a media file nor one of subtitles.
        """
        subtitles = name.lower().endswith(ENDINGS) and begins_like_subtitles(decoded(head))
        if file_type(head) is None and not subtitles:
            raise Unsupported

    async def received(self, owner: Owner, file: SpooledFile) -> None:
        """Give the core the message that a file makes.

        Raises:
            PageRefused: another file came first, its sender may not use the bot any more, or, with 503, the core cannot
                take it now.
        """
        del owner
        attachment = Attachment(file.ref, file.name, file.size, file.media_type)
        number = request_of(attachment) or 0
        with working_on(number):
            await self._hand_over(number, attachment)
            await self._spool.claim([file.ref])
            others = [one.ref for one in self._spool.files(_prefix(number)) if one.state == "waiting"]
            await self._spool.discard(others)
            log.info("R%d: a file of %d bytes came by its upload page", number, file.size)

    async def _hand_over(self, number: int, attachment: Attachment) -> None:
        """Give the core the message that a file of a request's link makes.

        Raises:
            PageRefused: as for `received`.
        """
        visit = await self._links.visit(number)  # the upload may have taken half an hour
        message = await self._links.incoming(visit, attachment)
        refused = PageRefused(503, "later")
        try:
            if visit.state is LinkState.OPEN:
                await self._front_door.receive(message)
        except Exception:
            log.exception("R%d: the file of its upload page was not accepted", number)
        else:
            state = (await self._links.visit(number)).state
            refused = PageRefused(403, "refused") if state is LinkState.OPEN else PageRefused(409, state.value)
        if not await self._links.has(message):
            raise refused

    async def _visit(self, request: web.Request, *, begun: bool = False) -> Visit:
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


def _owner(visit: Visit) -> Owner:
    prefix = _prefix(visit.request.id)
    return Owner(prefix, prefix, most=1)


def _prefix(number: int) -> str:
    return f"{PAGE}{number}-"
