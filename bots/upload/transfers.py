"""What is on its way at this moment: so many by one link and in all, each cut when it falls silent, or at a stop."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from aiohttp import ClientPayloadError, web

from bots.upload.spool import Cut

_CHUNK_BYTES: Final = 1 << 16
_ONE_LINK: Final = 2  # the second for a phone whose first try hangs without anybody knowing
_SILENCE_SECONDS: Final = 60.0


class Busy(Exception):
    """As many files as may be are on their way already."""


class Closed(Exception):
    """The process is stopping; the next one takes the file."""


class Arrivals:
    """The open transfers. `most` is how many there may be in all."""

    def __init__(self, *, most: int = 32, silence_seconds: float = _SILENCE_SECONDS) -> None:
        self._most = most
        self._silence = silence_seconds
        self._by_link: Counter[int] = Counter()
        self._connections: set[asyncio.Transport | None] = set()
        self._closed = False

    @contextmanager
    def one(self, request: web.BaseRequest, link: int) -> Iterator[AsyncIterator[bytes]]:
        """Let a file come by the link of a request, and give its bytes.

        Raises:
            Busy: too many are on their way.
            Closed: none is taken any more.
        """
        if self._closed:
            raise Closed
        if self._by_link[link] >= _ONE_LINK or self._by_link.total() >= self._most:
            raise Busy
        self._by_link[link] += 1
        self._connections.add(request.transport)
        try:
            yield self._bytes(request)
        finally:
            self._connections.discard(request.transport)
            self._by_link -= Counter({link: 1})

    def close(self) -> None:
        """Cut every transfer, so that none holds a stop; their links stay usable."""
        self._closed = True
        for connection in tuple(self._connections):
            if connection is not None:
                connection.abort()

    async def _bytes(self, request: web.BaseRequest) -> AsyncIterator[bytes]:
        try:
            while chunk := await asyncio.wait_for(request.content.read(_CHUNK_BYTES), self._silence):
                yield chunk
        except (ClientPayloadError, ConnectionError, TimeoutError) as cut:
            raise Cut from cut
