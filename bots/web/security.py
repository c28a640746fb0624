"""Which requests the web chat answers: those of its own page, called by a loopback name.

A foreign site can make a browser send requests here, and a foreign name can be made to point here (DNS rebinding).
Both are refused before anything is read. Who the person is does not matter here.
"""

import re
from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from bots.web.errors import error_response

_LOOPBACK: Final = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.ASCII | re.IGNORECASE)
_READS: Final = frozenset({hdrs.METH_GET, hdrs.METH_HEAD})
_OURS: Final = frozenset({"same-origin", "none"})  # "none": the person typed the address

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",  # after an upgrade the old page must not go on with the new server
}


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse a request that did not come from the page of this server."""
    if not _has_loopback_host(request):
        return error_response(421, "host")
    if _cross_site(request):
        return error_response(403, "origin")
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every answer (a signal, so that streams and refusals have them too)."""
    del request
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _has_loopback_host(request: web.Request) -> bool:
    # The whole header, not what a parser makes of it: "evil@127.0.0.1" and "127.0.0.1/evil" name other things.
    return _LOOPBACK.fullmatch(request.headers.get(hdrs.HOST, "")) is not None


def _cross_site(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is not None and origin != f"{request.scheme}://{request.headers[hdrs.HOST]}":
        return True
    site = request.headers.get("Sec-Fetch-Site", "none")
    if site in _OURS:
        return False
    opens_page = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.path == "/"
    return not (request.method in _READS and opens_page)  # another site may link to the page, and to nothing else
