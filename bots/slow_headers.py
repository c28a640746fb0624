"""The connections that are closed because their headers did not come whole in time, in the log.

aiohttp closes them without a word. What is sent behind a whole request in one packet is not told apart from it.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from aiohttp import StreamReader, web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)

_PAUSE_SECONDS: Final = 60.0


class SlowHeaders:
    """Counts them for one server, which closes them after `seconds`, and logs at most one line in `pause_seconds`."""

    def __init__(self, seconds: float, *, pause_seconds: float = _PAUSE_SECONDS) -> None:
        self._seconds = seconds
        self._pause_seconds = pause_seconds
        self._connections: dict[asyncio.BaseProtocol, _Connection] = {}
        self._untold = 0
        self._pause: asyncio.TimerHandle | None = None

    def watch(self, make: Callable[[], web.RequestHandler]) -> Callable[[], asyncio.Protocol]:
        """Return what makes the protocol of a connection, around the one that `make` makes."""

        def made() -> asyncio.Protocol:
            inner = make()
            self._connections[inner] = connection = _Connection(inner, lambda: self._lost(inner))
            return connection

        return made

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that the headers of a request are whole."""
        if connection := self._connections.get(request.protocol):
            connection.began(request.content)
        return await handler(request)

    def stop(self) -> None:
        """Log what was not told yet."""
        if self._pause is not None:
            self._pause.cancel()
            self._tell()

    def _lost(self, inner: asyncio.BaseProtocol) -> None:
        if self._connections.pop(inner).waited < self._seconds:
            return
        self._untold += 1
        if self._pause is None:
            self._tell()

    def _tell(self) -> None:
        self._pause = None
        if self._untold:
            log.info(
                "connections closed because their headers did not come whole within %g s: %d",
                *(self._seconds, self._untold),
            )
            self._untold = 0
            self._pause = asyncio.get_running_loop().call_later(self._pause_seconds, self._tell)


class _Connection(asyncio.Protocol):
    """One connection: everything goes on to aiohttp's own protocol."""

    def __init__(self, inner: web.RequestHandler, lost: Callable[[], None]) -> None:
        self._inner = inner
        self._lost = lost
        self._loop = asyncio.get_running_loop()
        self._since = self._loop.time()  # when its next request may have begun
        self._half = False
        self._left = False
        self._body: StreamReader | None = None

    @property
    def waited(self) -> float:
        """For how many seconds it had sent a part of its headers and not the rest when the server closed it, or 0."""
        return self._loop.time() - self._since if self._half and not self._left else 0.0

    def began(self, body: StreamReader) -> None:
        """Note a whole request; what follows until the end of its body is no header."""
        self._since, self._half, self._body = self._loop.time(), False, body

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        self._half = self._body is None or self._body.is_eof()
        self._inner.data_received(data)

    def eof_received(self) -> None:
        self._left = True
        self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._left |= exc is not None
        self._lost()
        self._inner.connection_lost(exc)
