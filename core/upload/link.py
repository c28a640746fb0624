"""The one-time page for a clip that is too large for its chat: the link to it, and the shelf its file lies on.

A link names a request, an hour and a use, and is signed: nothing is kept for it. What a link is still good for is
`core.upload.state`'s to say. No token of a link ever reaches a log.
"""

import base64
import binascii
import hashlib
import hmac
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import IntEnum
from typing import Final, Protocol

from core.engine.clock import Clock
from core.media.source import ByteSource
from core.model.chat import Attachment

PAGE: Final = "page:"  # the ref of a file that came by the page: this, the request's number, "-" and a random word
INVITED: Final = "up_"  # what a deep link hands the bot's direct chat: this and an invitation
PATH: Final = "up"
LINK_SECONDS: Final = 3600.0

_USE_BYTES: Final = 1
_REQUEST_BYTES: Final = 6
_UNTIL_BYTES: Final = 5
_SIGNED_BYTES: Final = _USE_BYTES + _REQUEST_BYTES + _UNTIL_BYTES
_SIGNATURE_BYTES: Final = 15  # 36 letters in all, without padding: Telegram's start parameter takes 64


class Use(IntEnum):
    """What a token opens: the page for whoever has the link, the page as a Mini App of its asker, or a direct chat."""

    PAGE = 1
    APP = 2
    INVITATION = 3


@dataclass(frozen=True, slots=True)
class LinkToken:
    """What a token says: whose request it is for, until when (epoch seconds), and what it opens."""

    request: int
    until: int
    use: Use


class FileGone(Exception):
    """There is no such file on the shelf, or no longer."""


class FileStore(Protocol):
    """Where the files that came by the page lie until their request ends."""

    def open(self, ref: str) -> AbstractAsyncContextManager[ByteSource]:
        """Open a file.

        Raises:
            FileGone: it is not there.
        """
        ...

    async def release(self, ref: str) -> None:
        """Delete a file that no request needs any more."""
        ...


class UploadPage:
    """Makes links to the page and reads them. `address` is where people find this bot's HTTP listener."""

    def __init__(self, address: str, key: bytes, file_store: FileStore, clock: Clock) -> None:
        self.file_store = file_store
        self._address = address.rstrip("/")
        self._key = key
        self._clock = clock

    @property
    def secure(self) -> bool:
        """Whether the page can be a Mini App: Telegram takes https only."""
        return self._address.startswith("https://")

    def link(self, request: int, *, app: bool = False) -> str:
        """Return a link to the page, good for an hour; as a Mini App it obeys the request's asker alone."""
        return f"{self._address}/{PATH}/{self._token(request, Use.APP if app else Use.PAGE)}"

    def invitation(self, request: int) -> str:
        """Return what a deep link may hand the bot: anybody may see it, since it obeys the asker alone."""
        return INVITED + self._token(request, Use.INVITATION)

    def invited(self, argument: str) -> LinkToken | None:
        """Return what an invitation says; None: it is none, or was not made here."""
        found = self.read(argument.removeprefix(INVITED)) if argument.startswith(INVITED) else None
        return found if found and found.use is Use.INVITATION else None

    def read(self, token: str) -> LinkToken | None:
        """Return what a token says, however old it is; None: it was not made here."""
        try:
            data = base64.b64decode(token.encode(), b"-_", validate=True)
        except (UnicodeEncodeError, binascii.Error):
            return None
        body, signature = data[:_SIGNED_BYTES], data[_SIGNED_BYTES:]
        if not hmac.compare_digest(signature, self._signature(body)):
            return None
        request = int.from_bytes(body[_USE_BYTES : _USE_BYTES + _REQUEST_BYTES])
        return LinkToken(request, int.from_bytes(body[-_UNTIL_BYTES:]), Use(body[0]))

    def expired(self, one: LinkToken) -> bool:
        """Return whether its hour is over."""
        return self._clock.time() > one.until

    def _token(self, request: int, use: Use) -> str:
        until = int(self._clock.time() + LINK_SECONDS)
        body = bytes([use]) + request.to_bytes(_REQUEST_BYTES) + until.to_bytes(_UNTIL_BYTES)
        return base64.urlsafe_b64encode(body + self._signature(body)).decode()

    def _signature(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)[:_SIGNATURE_BYTES]


def request_of(file: Attachment) -> int | None:
    """Return the request whose link a file came by; None: it came another way."""
    if not file.ref.startswith(PAGE):
        return None
    return int(file.ref.removeprefix(PAGE).partition("-")[0])
