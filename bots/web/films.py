"""Finished films, passed on from the backend's link, or from the spool where there is none, so that players can seek.

The page names a message of its own chat, never an address; the fetcher decides what may be fetched.
"""

import logging
from typing import Final

from aiohttp import hdrs, web

from bots.spool.spool import Spool
from bots.web import message_json
from bots.web.cookie import chat_of
from bots.web.errors import error_response
from bots.web.files import TrackedFileResponse, content_disposition
from bots.web.open_pages import OpenPages
from bots.web.transcript import Transcript
from core.media.errors import BadStatus, Forbidden, MediaError
from core.media.fetch import Fetched, Fetcher

log = logging.getLogger(__name__)

_NO_SUCH_RANGE: Final = 416
_SERVER_ERROR: Final = 500


class Films:
    """The films of the person's own chat."""

    def __init__(self, transcript: Transcript, spool: Spool, fetcher: Fetcher, pages: OpenPages) -> None:
        self._transcript = transcript
        self._spool = spool
        self._fetcher = fetcher
        self._pages = pages

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /film/<message>`: the film, or the asked range; `?download=1` saves it under its name."""
        chat = chat_of(request)
        body = await self._transcript.body(chat, request.match_info["key"]) if chat else None
        film = message_json.film_of(body) if body else None
        if film is None:
            return error_response(404, "film_gone")
        disposition = content_disposition("attachment" if "download" in request.query else "inline", film.name)
        if not film.link:
            return self._from_spool(film.ref, disposition)
        try:
            async with self._fetcher.open(film.link, request.headers.get(hdrs.RANGE)) as fetched:
                return await self._pass_on(request, fetched, disposition)
        except BadStatus as answer:
            if answer.status == _NO_SUCH_RANGE:
                return web.Response(status=_NO_SUCH_RANGE, headers={hdrs.CONTENT_RANGE: answer.content_range or ""})
            return _unread(answer)
        except MediaError as error:
            log.warning("a film of %s could not be fetched: %s", chat, type(error).__name__)
            return _unread(error)

    def _from_spool(self, ref: str, disposition: str) -> web.StreamResponse:
        """Give a film that came without a link."""
        if self._spool.find(ref) is None:
            return error_response(404, "film_gone")
        headers = {"Content-Type": "video/mp4", "Content-Disposition": disposition}
        return TrackedFileResponse(self._pages, self._spool.path(ref), headers=headers)

    async def _pass_on(self, request: web.Request, fetched: Fetched, disposition: str) -> web.StreamResponse:
        headers = {
            hdrs.CONTENT_TYPE: "video/mp4",  # whatever the backend calls it, a page plays nothing else
            hdrs.CONTENT_DISPOSITION: disposition,
            hdrs.ACCEPT_RANGES: "bytes",
            hdrs.CACHE_CONTROL: "private, max-age=300",
        }
        if fetched.content_range:
            headers[hdrs.CONTENT_RANGE] = fetched.content_range
        response = web.StreamResponse(status=fetched.status, headers=headers)
        response.content_length = fetched.length
        with self._pages.transfer(request):
            await response.prepare(request)
            try:
                async for chunk in fetched.chunks:
                    await response.write(chunk)
            except ConnectionError:
                log.debug("a player left")
            except MediaError as error:
                log.warning("a film broke off on its way: %s", type(error).__name__)
                response.force_close()
        return response


def _unread(error: MediaError) -> web.Response:
    """Say that a film is gone only where that is known: what cannot be reached may still be there."""
    gone = isinstance(error, Forbidden) or (isinstance(error, BadStatus) and error.status < _SERVER_ERROR)
    return error_response(502, "film_gone") if gone else error_response(503, "later")
