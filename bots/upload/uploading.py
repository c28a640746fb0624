"""The files that are being uploaded at this moment: so many by one link and in all, each cut at a stop."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import web

from bots.file_upload import body_chunks
from bots.http import Transfers

_BY_ONE_LINK: Final = 2  # the second for a phone whose first try hangs without anybody knowing
_SILENCE_SECONDS: Final = 60.0


class TooManyUploads(Exception):
    """As many files as allowed are being uploaded already."""


class Stopping(Exception):
    """The process is stopping; the next one takes the file."""


class Uploading:
    """The uploads under way. `most` is how many there may be; one that is silent for `silence_seconds` is cut."""

    def __init__(self, *, most: int = 32, silence_seconds: float = _SILENCE_SECONDS) -> None:
        self._most = most
        self._silence_seconds = silence_seconds
        self._by_link: Counter[int] = Counter()
        self._transfers = Transfers()

    @contextmanager
    def begin(self, request: web.BaseRequest, link: int) -> Iterator[AsyncIterator[bytes]]:
        """Let a file come by the link of a request, and give its bytes.

        Raises:
            TooManyUploads: wait for another to end.
            Stopping: none is taken any more.
        """
        if self._transfers.closed:
            raise Stopping
        if self._by_link[link] >= _BY_ONE_LINK or self._by_link.total() >= self._most:
            raise TooManyUploads
        self._by_link[link] += 1
        try:
            with self._transfers.track(request):
                yield body_chunks(request, self._silence_seconds)
        finally:
            self._by_link -= Counter({link: 1})

    def close(self) -> None:
        """Cut every upload, so that none holds a stop; their links stay usable."""
        self._transfers.close()
