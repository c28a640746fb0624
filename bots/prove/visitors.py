"""The people of a proof: each has a web chat of their own, and a conversation of five messages in it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import aiohttp

from bots.prove.convergence import Lives, NotConverged, until
from bots.prove.judge import ANSWERS, Asked
from bots.prove.kills import Moment
from bots.prove.page import Line, Page, ends, renders

LONGEST_REQUEST_SECONDS: Final = 60.0
STATUS: Final = "/status"

# A title is said once, so that a turn that is accepted twice is known by its words.
FIRST: Final = "add upbeat music and the title “Take {take}”"
SECOND: Final = "make it brighter and add the title “Take {take}”"
THIRD: Final = "add calm music and the title “Take {take}”, but don't export yet"


@dataclass(slots=True)
class Visitor:
    """One person before a page.

    `films` says whether an edit ends with one. By the keys of messages: `began` and `ended` are when a message was
    taken and its request ended, in seconds of a monotonic clock, `numbers` what the bot calls it.
    """

    page: Page
    films: bool
    seen: Callable[[Moment], None] = field(repr=False)
    began: dict[str, float] = field(default_factory=dict)
    ended: dict[str, float] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)

    @property
    def open(self) -> set[str]:
        """The keys of what was taken and has not ended."""
        return self.began.keys() - self.ended.keys()

    async def talk(self, takes: Iterator[int]) -> None:
        """Have the conversation to its end.

        Raises:
            Refused: a message is not taken.
            NotConverged: no process of the bot lives any more.
        """
        wish = FIRST.format(take=next(takes))
        await self._done(await self._say(wish, "beach.mp4", turn=wish, film=self.films))
        wish = SECOND.format(take=next(takes))
        second = await self._say(wish, turn=wish, film=self.films)
        await self._say(STATUS)
        await self._done(second)
        wish = THIRD.format(take=next(takes))
        await self._done(await self._say(wish, turn=wish))
        await self._done(await self._say("/export"))

    def see(self, line: Line) -> None:
        """Take note of a line of the page."""
        key = line["of"] or ""
        if number := line.get("request"):
            self.numbers[key] = number
        if ends(line):
            self.ended.setdefault(key, time.monotonic())
        elif renders(line):
            self.seen(Moment.RENDERING)
        elif line["kind"] in ANSWERS:
            if self.page.now.get(key, {}).get("text") == STATUS:  # a question has no mark
                self.ended.setdefault(key, time.monotonic())
            self.seen(Moment.FILM if line["film"] else Moment.ANSWER)

    async def _say(self, text: str, *names: str, **brings: Any) -> Asked:
        asked = await self.page.say(text, *names, **brings)
        self.began[asked.key] = time.monotonic()
        self.seen(Moment.TAKEN)
        return asked

    async def _done(self, asked: Asked) -> None:
        async def true() -> bool:
            return asked.key in self.ended

        with contextlib.suppress(NotConverged):  # whether it is lost is judged in the end
            await until(true, self.page.lives, LONGEST_REQUEST_SECONDS)


@contextlib.asynccontextmanager
async def visitor(
    name: str, url: str, lives: Lives, clip: bytes, *, films: bool, seen: Callable[[Moment], None]
) -> AsyncIterator[Visitor]:
    """Open a browser of its own, which is watched during the block; `name` is letters and digits."""
    jar, connector = aiohttp.CookieJar(unsafe=True), aiohttp.TCPConnector(force_close=True)
    async with aiohttp.ClientSession(cookie_jar=jar, connector=connector) as http:
        one = Visitor(Page(http, url, lives, lambda _: (clip, "video/mp4"), name), films, seen)
        watching = asyncio.create_task(one.page.follow(one.see), name=f"page of {name}")
        try:
            yield one
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
