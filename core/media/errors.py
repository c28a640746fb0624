"""Errors of reading, sending and downloading files.

    MediaError
    ├─ Truncated      a source ended before its length, or its connection broke
    │  └─ TooSlow     it gave less than the least rate, or not all within the time that a file may take
    ├─ Overlong       a source gave more than its length
    └─ FetchError
       ├─ Forbidden   a scheme, port or address that must not be fetched
       ├─ Unreachable no answer
       ├─ BadStatus   an answer with a status other than 200 and 206
       └─ TooLarge    more bytes than allowed

No message holds a URL: it may carry a signature or a token.
"""

from __future__ import annotations


class MediaError(Exception):
    """Root of all errors of `core.media`."""


class Truncated(MediaError):
    """The source ended before its length; the bytes so far are not the whole file."""


class TooSlow(Truncated):
    """The source was slower than `core.media.transfer` allows."""


class Overlong(MediaError):
    """The source gave more bytes than its length."""


class FetchError(MediaError):
    """A URL could not be fetched."""


class Forbidden(FetchError):
    """The URL's scheme, port or address is not allowed."""


class Unreachable(FetchError):
    """The server was not found, not connected to, or did not answer."""


class BadStatus(FetchError):
    """The server answered with another status than 200 and 206.

    Attributes:
        status: the HTTP status.
        content_range: the Content-Range header; a 416 tells the file's size in it.
    """

    def __init__(self, status: int, content_range: str | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.content_range = content_range


class TooLarge(FetchError):
    """There are more bytes than allowed."""
