"""The page's own files, and the headers of every answer: no cookie, nothing from other sites, no caching.

Telegram's web client shows a Mini App in a frame; no other site may.
"""

from pathlib import Path
from typing import Final

from aiohttp import web

from bots.spool.site import STATIC as SHARED
from bots.upload.strings import STRINGS

STATIC: Final = Path(__file__).parent / "static"

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors https://web.telegram.org"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}
# By their paths in the source, so that a script finds another one by the same relative path as node and tsc do.
_FILES: Final = {(folder.parent.name, file.name): file for folder in (STATIC, SHARED) for file in folder.iterdir()}


def json_response(status: int = 200, **body: object) -> web.Response:
    """Return a JSON answer to the page."""
    return web.json_response(body, status=status, headers=HEADERS)


def document(status: int) -> web.StreamResponse:
    """Return the page itself."""
    return web.FileResponse(STATIC / "index.html", status=status, headers=HEADERS)


async def words(_: web.Request) -> web.StreamResponse:
    """`GET /up/upload/static/words.json`: every sentence in both languages."""
    return web.json_response({"strings": dict(STRINGS)}, headers=HEADERS)


async def part(request: web.Request) -> web.StreamResponse:
    """`GET /up/<room>/static/<name>`: a part of the page."""
    file = _FILES.get((request.match_info["room"], request.match_info["name"]))
    if file is None:
        raise web.HTTPNotFound(headers=HEADERS)
    return web.FileResponse(file, headers=HEADERS)
