"""What can go wrong with bytes on their way.

    MediaError
    ├─ Truncated      a source ended before its length, or its connection broke
    ├─ Overlong       a source gave more than its length
    └─ FetchError
       ├─ Forbidden   a scheme, port or address that must not be fetched
       ├─ Unreachable no answer
       ├─ BadStatus   an answer that is not the file
       └─ TooLarge    more bytes than allowed

No text here names a URL: a link may carry a signature or a token.
"""

from __future__ import annotations


class MediaError(Exception):
    """Root of everything this room raises."""


class Truncated(MediaError):
    """The source ended early; what was passed on so far is not the file."""


class Overlong(MediaError):
    """The source gave more bytes than it promised."""


class FetchError(MediaError):
    """A URL could not be fetched."""


class Forbidden(FetchError):
    """The URL leads where nothing may be fetched from."""


class Unreachable(FetchError):
    """The server could not be found, connected to, or did not answer."""


class BadStatus(FetchError):
    """The server answered, but not with the file.

    Attributes:
        status: the HTTP status.
        content_range: the Content-Range header; a 416 names the true size in it.
    """

    def __init__(self, status: int, content_range: str | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.content_range = content_range


class TooLarge(FetchError):
    """There are more bytes than allowed."""
