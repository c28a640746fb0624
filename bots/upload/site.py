"""The page's own files, and the headers of every answer: no cookie, nothing from other sites, no caching.

Telegram's web client shows a Mini App in a frame; no other site may.
"""

from pathlib import Path
from typing import Final

from aiohttp import web

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
_FILES: Final = frozenset(file.name for file in STATIC.iterdir())


def json_response(status: int = 200, **body: object) -> web.Response:
    """Return a JSON answer to the page."""
    return web.json_response(body, status=status, headers=HEADERS)


def document(status: int) -> web.StreamResponse:
    """Return the page itself."""
    return web.FileResponse(STATIC / "index.html", status=status, headers=HEADERS)


async def words(_: web.Request) -> web.StreamResponse:
    """`GET /up/static/words.json`: every sentence in both languages."""
    return web.json_response({"strings": dict(STRINGS)}, headers=HEADERS)


async def part(request: web.Request) -> web.StreamResponse:
    """`GET /up/static/<name>`: a part of the page."""
    name = request.match_info["name"]
    if name not in _FILES:
        raise web.HTTPNotFound(headers=HEADERS)
    return web.FileResponse(STATIC / name, headers=HEADERS)
