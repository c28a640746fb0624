"""What a person brought, given back to the same browser: their own clips, seekable.

Only what its content shows to be a picture, a sound or a video is shown in place; anything else can only be saved.
"""

from pathlib import Path
from urllib.parse import quote

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter

from bots.web.pages import Pages
from bots.web.refusal import refusal
from bots.web.shelf import SpooledFile
from bots.web.spool import Spool
from bots.web.visitor import chat_of


class Files:
    """The person's own files."""

    def __init__(self, spool: Spool, pages: Pages) -> None:
        self._spool = spool
        self._pages = pages

    async def give(self, request: web.Request) -> web.StreamResponse:
        """`GET /file/<ref>`: the bytes, or the asked range of them; another chat's file is not there."""
        chat = chat_of(request)
        kept = self._spool.find(request.match_info["ref"])
        if chat is None or kept is None or kept.owner != chat.chat:
            return refusal(404, "file_gone")
        return Transfer(self._pages, self._spool.path(kept.ref), headers=_headers(kept))


class Transfer(web.FileResponse):
    """A file response that can be cut: aiohttp sends it after the handler has returned."""

    def __init__(self, pages: Pages, path: Path, headers: dict[str, str]) -> None:
        super().__init__(path, headers=headers)
        self._pages = pages

    async def prepare(self, request: web.BaseRequest) -> AbstractStreamWriter | None:
        """Send the file."""
        with self._pages.streaming(request):
            return await super().prepare(request)


def named(how: str, name: str) -> str:
    """Return the Content-Disposition for a name in any script."""
    plain = name.encode("ascii", "replace").decode().translate({ord(mark): "_" for mark in '"\\?'})
    return f"{how}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _headers(kept: SpooledFile) -> dict[str, str]:
    return {
        "Content-Type": kept.found_type or "application/octet-stream",
        "Content-Disposition": named("inline" if kept.found_type else "attachment", kept.name),
        "Cache-Control": "private, max-age=3600",
    }
