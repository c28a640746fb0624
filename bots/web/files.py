"""A person's own uploads, served to the same browser with ranges, so that a player can seek.

Only what its content shows to be a picture, a sound or a video is shown in place; anything else can only be saved.
"""

from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from bots.spool.folder import SpooledFile
from bots.spool.spool import Spool
from bots.web.cookie import chat_of
from bots.web.errors import error_response
from bots.web.open_pages import OpenPages


class Files:
    """The person's own files."""

    def __init__(self, spool: Spool, pages: OpenPages) -> None:
        self._spool = spool
        self._pages = pages

    async def get(self, request: web.Request) -> web.StreamResponse:
        """`GET /file/<ref>`: the bytes, or the asked range of them; another chat's file is not there."""
        chat = chat_of(request)
        file = self._spool.find(request.match_info["ref"])
        if chat is None or file is None or file.owner != chat.chat or file.state == "begun":
            return error_response(404, "file_gone")
        return TrackedFileResponse(self._pages, self._spool.path(file.ref), headers=_headers(file))


class TrackedFileResponse(web.FileResponse):
    """A file response that a stop can cut: aiohttp sends it after the handler has returned."""

    def __init__(self, pages: OpenPages, path: Path, headers: dict[str, str]) -> None:
        super().__init__(path, headers=headers)
        self._pages = pages

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send the file."""
        with self._pages.transfer(request):
            return await super().prepare(request)


def content_disposition(kind: str, name: str) -> str:
    """Return the Content-Disposition for a name in any script."""
    plain = name.encode("ascii", "replace").decode().translate({ord(mark): "_" for mark in '"\\?'})
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _headers(file: SpooledFile) -> dict[str, str]:
    return {
        "Content-Type": file.found_type or "application/octet-stream",
        "Content-Disposition": content_disposition("inline" if file.found_type else "attachment", file.name),
        "Cache-Control": "private, max-age=3600",
    }
