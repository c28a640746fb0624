"""Links to the one-time upload page for a clip that is too large for its chat, and the store of the uploaded files.

A link holds a request, an expiry time and a use, and is signed, so that nothing is stored for it. Its state is worked
out by `core.upload.state`. The token of a link is never logged.
"""

import base64
import binascii
import hashlib
import hmac
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from core.engine.clock import Clock, SteadyTime
from core.media.source import ByteSource
from core.model.attachments import Attachment

PAGE: Final = "page:"  # the ref of an uploaded file is this, the number of its request, "-" and a random word
INVITED: Final = "up_"  # the argument of a deep link into the bot's direct chat is this and a token
PATH: Final = "up"
LINK_SECONDS: Final = 3600.0

_ROUNDING_SECONDS: Final = 60.0  # by so much the clocks of two processes of one machine may differ
_USE_BYTES: Final = 1
_REQUEST_BYTES: Final = 6
_UNTIL_BYTES: Final = 5
_SIGNED_BYTES: Final = _USE_BYTES + _REQUEST_BYTES + _UNTIL_BYTES
_SIGNATURE_BYTES: Final = 15  # 36 characters in all, without padding; Telegram's start parameter takes 64


class Use(IntEnum):
    """What a token opens: the page for anybody with the link, the page as the asker's Mini App, or a direct chat."""

    PAGE = 1
    APP = 2
    INVITATION = 3


@dataclass(frozen=True, slots=True)
class LinkToken:
    """The content of a token: its request, when it expires (epoch seconds), and what it opens."""

    request: int
    until: int
    use: Use


class FileGone(Exception):
    """The file store has no such file, or no longer."""


class FileStore(Protocol):
    """Where uploaded files are stored until their request ends."""

    def open(self, ref: str) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file.

        Raises:
            FileGone: there is no such file.
        """
        ...

    async def release(self, ref: str) -> None:
        """Delete a file that no request needs any more."""
        ...


class UploadPage:
    """Makes and reads links to the page. `address` is the public URL of this bot's HTTP listener."""

    def __init__(self, address: str, key: bytes, file_store: FileStore, clock: Clock) -> None:
        self.file_store = file_store
        self._address = address.rstrip("/")
        self._key = key
        self._steady = SteadyTime(clock)

    @property
    def secure(self) -> bool:
        """Whether the page can be a Mini App: Telegram accepts https only."""
        return self._address.startswith("https://")

    def link(self, request: int, *, app: bool = False) -> str:
        """Return a link to the page that is valid for an hour; as a Mini App it works for the asker alone."""
        return f"{self._address}/{PATH}/{self._token(request, Use.APP if app else Use.PAGE)}"

    def invitation(self, request: int) -> str:
        """Return the argument of a deep link; it may be shown to anybody, because it works for the asker alone."""
        return INVITED + self._token(request, Use.INVITATION)

    def invited(self, argument: str) -> LinkToken | None:
        """Return the token of an invitation; None: it is no invitation, or not one of ours."""
        token = self.read(argument.removeprefix(INVITED)) if argument.startswith(INVITED) else None
        return token if token and token.use is Use.INVITATION else None

    def read(self, token: str) -> LinkToken | None:
        """Return the content of a token, also of an expired one; None: its signature is not ours."""
        try:
            data = base64.b64decode(token.encode(), b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return None
        body, signature = data[:_SIGNED_BYTES], data[_SIGNED_BYTES:]
        if not hmac.compare_digest(signature, self._signature(body)):
            return None
        request = int.from_bytes(body[_USE_BYTES : _USE_BYTES + _REQUEST_BYTES])
        return LinkToken(request, int.from_bytes(body[-_UNTIL_BYTES:]), Use(body[0]))

    def expired(self, token: LinkToken) -> bool:
        """Return whether a token has expired; one that has too long to go was made by a clock that was ahead."""
        return not 0.0 <= token.until - self._steady.now() <= LINK_SECONDS + _ROUNDING_SECONDS

    def _token(self, request: int, use: Use) -> str:
        until = int(self._steady.now() + LINK_SECONDS)
        body = bytes([use]) + request.to_bytes(_REQUEST_BYTES) + until.to_bytes(_UNTIL_BYTES)
        return base64.urlsafe_b64encode(body + self._signature(body)).decode()

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)[:_SIGNATURE_BYTES]


def request_of(file: Attachment) -> int | None:
    """Return the request whose upload page a file came from; None: it did not come from the page."""
    if not file.ref.startswith(PAGE):
        return None
    return int(file.ref.removeprefix(PAGE).partition("-")[0])
