"""The cookie that a browser is known by: a secret, and the chat that belongs to it.

Only the browser and this module know the secret; everything else knows its hash.
"""

import hashlib
import re
import secrets
from typing import Final

from aiohttp import web

from core.model.chat import Address

COOKIE: Final = "nemobot_chat"
_SECRET: Final = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits
_YEAR: Final = 365 * 86400
_ID_LENGTH: Final = 32


def chat_of(request: web.BaseRequest) -> Address | None:
    """Return the chat of the browser that asks; None: it has no valid cookie."""
    secret = request.cookies.get(COOKIE, "")
    if not _SECRET.fullmatch(secret):
        return None
    return Address("web", hashlib.sha256(f"nemobot web chat {secret}".encode()).hexdigest()[:_ID_LENGTH])


def set_cookie(request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Give a browser without a cookie its secret, and keep the cookie of one that has it for another year."""
    kept = request.cookies.get(COOKIE, "")
    secret = kept if _SECRET.fullmatch(kept) else secrets.token_urlsafe(32)
    response.set_cookie(COOKIE, secret, max_age=_YEAR, path="/", httponly=True, samesite="Strict")
