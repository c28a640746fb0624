"""The files that are being uploaded at this moment: only so many, each fast enough, all cut at a stop."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import ClientPayloadError, web

from bots.http import Transfers
from bots.spool.refusals import Busy, Incomplete, Slow, Stopping
from core.engine.clock import Clock
from core.media.errors import TooSlow
from core.media.transfer import transfer

SILENCE_SECONDS: Final = 60.0
_READ_BYTES: Final = 1 << 16


class Uploading:
    """The uploads under way. `most` is how many there may be; one that is silent for `silence_seconds` is cut."""

    def __init__(
        self, transfers: Transfers, clock: Clock, *, most: int = 32, silence_seconds: float = SILENCE_SECONDS
    ) -> None:
        self._transfers = transfers
        self._clock = clock
        self._most = most
        self._silence_seconds = silence_seconds
        self._count = 0

    @asynccontextmanager
    async def body(self, request: web.BaseRequest) -> AsyncIterator[AsyncIterator[bytes]]:
        """Give the bytes of a request while they come as fast as every file has to.

        Raises:
            Busy: wait for another to end.
            Stopping: none is taken any more.
            Slow: they come too slowly.
            Incomplete: the connection broke, or nothing came for too long.
        """
        if self._transfers.closed:
            raise Stopping
        if self._count >= self._most:
            raise Busy
        self._count += 1
        try:
            with self._transfers.track(request):
                async with transfer(self._clock) as arriving:
                    yield arriving.chunks(self._chunks(request))
        except TooSlow as slow:
            raise Slow from slow
        finally:
            self._count -= 1

    def close(self) -> None:
        """Cut every upload, so that none holds a stop; they are gone on with in the next process."""
        self._transfers.close()

    async def _chunks(self, request: web.BaseRequest) -> AsyncGenerator[bytes]:
        try:
            while True:
                async with asyncio.timeout(self._silence_seconds):
                    chunk = await request.content.read(_READ_BYTES)
                if not chunk:
                    return
                yield chunk
        except (ClientPayloadError, ConnectionError, TimeoutError) as cut:
            raise Incomplete from cut
