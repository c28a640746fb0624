"""The open pages: who is looking at which chat, woken when there is something new, closed before the server stops.

aiohttp's clean-up waits for whatever is still open, so a page left alone would hold a stop for minutes.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web

from core.model.chat import Address


class Pages:
    """Everything that stays open for longer than an answer takes: event streams, players, uploads."""

    def __init__(self) -> None:
        self.closed = False
        self._looking: dict[Address, set[asyncio.Event]] = {}
        self._streaming: set[asyncio.Transport | None] = set()

    def wake(self, address: Address) -> None:
        """Tell the open pages of a chat that its transcript changed."""
        for news in self._looking.get(address, ()):
            news.set()

    @contextmanager
    def looking(self, address: Address) -> Iterator[asyncio.Event]:
        """Hold a page open; the event is set when there is something new, and when it must close."""
        news = asyncio.Event()
        self._looking.setdefault(address, set()).add(news)
        try:
            yield news
        finally:
            rest = self._looking[address]
            rest.discard(news)
            if not rest:
                del self._looking[address]

    @contextmanager
    def streaming(self, request: web.BaseRequest) -> Iterator[None]:
        """Know a transfer, so that a paused player or a slow upload cannot hold a stop."""
        connection = request.transport
        self._streaming.add(connection)
        try:
            yield
        finally:
            self._streaming.discard(connection)

    def close(self) -> None:
        """End every page and cut every transfer; a page opened from now on ends at once."""
        self.closed = True
        for looking in self._looking.values():
            for news in looking:
                news.set()
        for connection in tuple(self._streaming):
            if connection is not None:
                connection.abort()
