"""The open pages: which chat each shows, told when there is something new, closed before the server stops."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from aiohttp import web

from bots.http import Transfers
from core.model.chat import Address


class OpenPages:
    """Everything that stays open for longer than an answer takes: event streams, players, uploads."""

    def __init__(self) -> None:
        self._watchers: dict[Address, set[asyncio.Event]] = {}
        self._transfers = Transfers()

    @property
    def closed(self) -> bool:
        """Whether the server is stopping."""
        return self._transfers.closed

    def notify(self, address: Address) -> None:
        """Tell the open pages of a chat that its transcript changed."""
        for news in self._watchers.get(address, ()):
            news.set()

    @contextmanager
    def watch(self, address: Address) -> Iterator[asyncio.Event]:
        """Watch a chat while the block runs; the event is set when it changed, and when the page must close."""
        news = asyncio.Event()
        self._watchers.setdefault(address, set()).add(news)
        try:
            yield news
        finally:
            others = self._watchers[address]
            others.discard(news)
            if not others:
                del self._watchers[address]

    def transfer(self, request: web.BaseRequest) -> AbstractContextManager[None]:
        """Know a transfer while the block runs, so that a stop can cut it."""
        return self._transfers.track(request)

    def close(self) -> None:
        """End every page and cut every transfer; a page opened from now on ends at once."""
        self._transfers.close()
        for watchers in self._watchers.values():
            for news in watchers:
                news.set()
