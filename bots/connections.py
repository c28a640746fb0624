"""The connections of one server, bounded: how many, and how long the headers of a request may take.

aiohttp bounds neither: half a request held a connection, and thousands took every file descriptor of the process.
"""

import asyncio
import logging
import resource
from collections.abc import Callable
from typing import Final

from aiohttp import StreamReader, web
from aiohttp.typedefs import Handler

from core.engine.rare_line import RareLine
from core.model.host_unavailable import OutOfFiles

log = logging.getLogger(__name__)

HEADERS_SECONDS: Final = 20.0
_MOST: Final = 1000
_PAUSE_SECONDS: Final = 60.0
_OUT_OF_FILES: Final = "socket.accept() out of system resource"


def most_connections() -> int:
    """Return how many a server may have open: a thousand, or half of what this process may open at all."""
    descriptors, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST if descriptors == resource.RLIM_INFINITY else min(_MOST, descriptors // 2)


class Connections:
    """Refuses connections beyond `most`, and closes one whose headers are not whole within `headers_seconds`.

    What is sent behind a whole request in one packet is not told apart from its body. Each kind is logged with how
    many there were, in at most one line in `pause_seconds`.
    """

    def __init__(
        self,
        *,
        most: int | None = None,
        headers_seconds: float = HEADERS_SECONDS,
        pause_seconds: float = _PAUSE_SECONDS,
    ) -> None:
        self.most = most_connections() if most is None else most
        self.headers_seconds = headers_seconds
        slow = f"connections closed because their headers did not come whole within {headers_seconds:g} s"
        self.slow = RareLine(log, slow, pause_seconds=pause_seconds)
        refused = f"connections refused because {self.most} are open"
        self.refused = RareLine(log, refused, pause_seconds=pause_seconds)
        self.out_of_files = RareLine(
            log, f"connections wait, {OutOfFiles()}; tries", level=logging.ERROR, pause_seconds=pause_seconds
        )
        self._open: dict[asyncio.BaseProtocol, _Connection] = {}

    def watch(self, make: Callable[[], web.RequestHandler]) -> Callable[[], asyncio.Protocol]:
        """Return what makes the protocol of a connection, around the one that `make` makes."""
        return lambda: _Connection(make(), self)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that the headers of a request are whole."""
        connection = self._open.get(request.protocol)
        if connection is None:  # it was closed after its last byte, before this task began
            return await handler(request)
        connection.began(request.content)
        try:
            return await handler(request)
        finally:
            connection.ended()

    def is_news(self, record: logging.LogRecord) -> bool:
        """Return whether a record of asyncio's is for the log; a filter of it.

        asyncio logs each try to take a connection that fails because no more files may be open, with a traceback: a
        hundred and more a second.
        """
        if not record.getMessage().startswith(_OUT_OF_FILES):
            return True
        self.out_of_files.count()
        return False

    def stop(self) -> None:
        """Log what was not told yet."""
        for line in (self.slow, self.refused, self.out_of_files):
            line.stop()

    def opened(self, inner: asyncio.BaseProtocol, connection: "_Connection") -> bool:
        """Count a connection; False: there are too many."""
        if len(self._open) >= self.most:
            self.refused.count()
            return False
        self._open[inner] = connection
        return True

    def lost(self, inner: asyncio.BaseProtocol) -> None:
        """Note that a connection is closed."""
        self._open.pop(inner, None)


class _Connection(asyncio.Protocol):
    """One connection: everything goes on to aiohttp's own protocol, unless it was refused."""

    def __init__(self, inner: web.RequestHandler, connections: Connections) -> None:
        self._inner = inner
        self._connections = connections
        self._transport: asyncio.Transport | None = None  # None: not open, or refused
        self._body: StreamReader | None = None  # of the request that is handled, or was last
        self._handled = False
        self._more = False  # something of a next request came meanwhile
        self._headers: asyncio.TimerHandle | None = None

    def began(self, body: StreamReader) -> None:
        """Note a whole request; what follows until the end of its body is no header."""
        self._body, self._handled, self._more = body, True, False
        self._end_wait()

    def ended(self) -> None:
        """Note that its answer is made."""
        self._handled = False
        if self._more and self._transport is not None:
            self._wait(self._transport)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a server of TCP has no other
        if not self._connections.opened(self._inner, self):
            transport.abort()
            return
        self._transport = transport
        self._inner.connection_made(transport)

    def data_received(self, data: bytes) -> None:
        if self._transport is None:
            return
        if self._body is None or self._body.is_eof():
            if self._handled:
                self._more = True
            elif self._headers is None:
                self._wait(self._transport)
        self._inner.data_received(data)

    def eof_received(self) -> None:
        if self._transport is not None:
            self._inner.eof_received()

    def pause_writing(self) -> None:
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._inner.resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._end_wait()
        if self._transport is not None:
            self._transport = None
            self._connections.lost(self._inner)
            self._inner.connection_lost(exc)

    def _wait(self, transport: asyncio.Transport) -> None:
        seconds = self._connections.headers_seconds
        self._headers = asyncio.get_running_loop().call_later(seconds, self._too_slow, transport)

    def _too_slow(self, transport: asyncio.Transport) -> None:
        self._connections.slow.count()
        transport.abort()

    def _end_wait(self) -> None:
        if self._headers is not None:
            self._headers.cancel()
            self._headers = None
