"""The way out: one stream of changes a page, which a page that was away takes up where it left off.

Each event's id is the number of the change it brings, so the browser itself says what it has seen.
"""

import asyncio
from typing import Final

from aiohttp import web

from bots.web.pages import Pages
from bots.web.refusal import refusal
from bots.web.transcript import Entry, Transcript
from bots.web.visitor import chat_of
from core.model.chat import Address

_BATCH: Final = 200
_HEADERS: Final = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}


class Events:
    """The event streams.

    `look_seconds` is how soon a page sees what another process wrote; each look that finds nothing keeps the stream
    alive.
    """

    def __init__(self, transcript: Transcript, pages: Pages, *, look_seconds: float) -> None:
        self._transcript = transcript
        self._pages = pages
        self._look_seconds = look_seconds

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """`GET /events?after=…`: what changed since, then whatever changes."""
        chat = chat_of(request)
        if chat is None:
            return refusal(401, "stranger")
        if self._pages.closed:
            return refusal(503, "later")
        response = web.StreamResponse(headers=_HEADERS)
        await response.prepare(request)
        try:
            await self._follow(response, chat, _seen(request))
        except ConnectionError:
            return response  # the page is gone; it will ask again
        return response

    async def _follow(self, response: web.StreamResponse, chat: Address, seen: int) -> None:
        caught_up = False
        if seen > await self._transcript.newest(chat):  # the page outlived the database
            await response.write(b"event: anew\ndata: {}\n\n")
            seen = 0
        with self._pages.looking(chat) as news:
            while not self._pages.closed:
                news.clear()
                entries = await self._transcript.since(chat, seen, _BATCH)
                for entry in entries:
                    await response.write(_event(entry))
                    seen = entry.change
                if len(entries) == _BATCH:
                    continue
                if not caught_up:
                    await response.write(b"event: ready\ndata: {}\n\n")
                    caught_up = True
                await self._wait(response, news)

    async def _wait(self, response: web.StreamResponse, news: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self._look_seconds):
                await news.wait()
        except TimeoutError:
            await response.write(b": here\n\n")


def _seen(request: web.Request) -> int:
    number = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


def _event(entry: Entry) -> bytes:
    head = f'"key":"{entry.key}","position":{entry.position},"change":{entry.change}'
    return f'id: {entry.change}\nevent: line\ndata: {{{head},"body":{entry.body or "null"}}}\n\n'.encode()
