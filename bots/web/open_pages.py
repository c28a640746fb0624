"""The open pages: which chat each shows, told when there is something new, closed before the server stops.

Nothing of it is kept: a page that comes back says what it has seen.

    Crowded          no other stream is opened; `status` and `code` are the HTTP answer
    ├── TooManyTabs  the chat has as many as it may have
    └── TooManyPages all chats together have
"""

import asyncio
import logging
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import ClassVar, Final

from aiohttp import web

from bots.http import Transfers
from core.model.chat import Address

log = logging.getLogger(__name__)

# The tabs of a browser share one stream; a browser that cannot do that has one for each.
_STREAMS_A_CHAT: Final = 16
_STREAMS: Final = 256


class Crowded(Exception):
    """There are too many streams for another one."""

    status: ClassVar[int]
    code: ClassVar[str]


class TooManyTabs(Crowded):
    """The chat has as many streams as it may have."""

    status, code = 429, "tabs"


class TooManyPages(Crowded):
    """All chats together have as many streams as the server holds."""

    status, code = 503, "pages"


@dataclass(eq=False, slots=True)
class Page:
    """One event stream; `news` is set when its chat changed, and when it must close."""

    connection: asyncio.Transport | None
    news: asyncio.Event = field(default_factory=asyncio.Event)
    projects: bool = False

    @property
    def here(self) -> bool:
        """Whether the page is still connected; a stream notices that it is not only when it writes."""
        return self.connection is not None and not self.connection.is_closing()

    def take_projects(self) -> bool:
        """Whether the projects of the chat changed since it was asked last."""
        changed, self.projects = self.projects, False
        return changed


class OpenPages:
    """Everything that stays open for longer than an answer takes: event streams, players, uploads.

    At most `streams_a_chat` and `streams` event streams are open at once, of one chat and in all.
    """

    def __init__(self, *, streams_a_chat: int = _STREAMS_A_CHAT, streams: int = _STREAMS) -> None:
        self._streams_a_chat = streams_a_chat
        self._streams = streams
        self._watchers: dict[Address, set[Page]] = {}
        self._told = False
        self.transfers = Transfers()

    @property
    def closed(self) -> bool:
        """Whether the server is stopping."""
        return self.transfers.closed

    def notify(self, address: Address, *, projects: bool = False) -> None:
        """Tell the open pages of a chat that its transcript changed, or its projects."""
        for watcher in self._watchers.get(address, ()):
            watcher.projects |= projects
            watcher.news.set()

    @contextmanager
    def watch(self, address: Address, request: web.BaseRequest) -> Iterator[Page]:
        """Watch a chat while the block runs.

        Raises:
            Crowded: there are too many streams already.
        """
        self._check_room(address)
        watcher = Page(request.transport)
        self._watchers.setdefault(address, set()).add(watcher)
        try:
            yield watcher
        finally:
            others = self._watchers[address]
            others.discard(watcher)
            if not others:
                del self._watchers[address]
            if not self._watchers:
                self._told = False

    def transfer(self, request: web.BaseRequest) -> AbstractContextManager[None]:
        """Know a transfer while the block runs, so that a stop can cut it."""
        return self.transfers.track(request)

    def close(self) -> None:
        """End every page and cut every transfer; a page opened from now on ends at once."""
        self.transfers.close()
        for watchers in self._watchers.values():
            for watcher in watchers:
                watcher.news.set()

    def _check_room(self, address: Address) -> None:
        refused: Crowded | None = None
        if self._count(self._watchers.get(address, ())) >= self._streams_a_chat:
            refused = TooManyTabs(f"a chat has {self._streams_a_chat} streams open")
        elif self._count(chain.from_iterable(self._watchers.values())) >= self._streams:
            refused = TooManyPages(f"{self._streams} streams are open")
        if refused is None:
            return
        if not self._told:  # one line, however often it is tried again
            self._told = True
            log.warning("no other event stream is opened: %s", refused)
        raise refused

    @staticmethod
    def _count(watchers: Iterable[Page]) -> int:
        return sum(watcher.here for watcher in watchers)
