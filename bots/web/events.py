"""The event streams: a page reads the changes of its chat, and goes on where it left off.

Each event's id is the number of its change, so the browser itself says what it has seen.
"""

import asyncio
from typing import Final

from aiohttp import web

from bots.web.cookie import chat_of
from bots.web.errors import error_response
from bots.web.open_pages import Crowded, OpenPages, Page
from bots.web.transcript import Entry, Transcript
from core.model.chat import Address

_BATCH: Final = 200
_HEADERS: Final = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}


class Events:
    """The event streams.

    `poll_seconds` is how soon a page sees what another process wrote; a poll that finds nothing keeps the stream
    alive.
    """

    def __init__(self, transcript: Transcript, pages: OpenPages, *, poll_seconds: float) -> None:
        self._transcript = transcript
        self._pages = pages
        self._poll_seconds = poll_seconds

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """`GET /events?after=…`: what changed since, then whatever changes."""
        chat = chat_of(request)
        if chat is None:
            return error_response(401, "stranger")
        if self._pages.closed:
            return error_response(503, "later")
        response = web.StreamResponse(headers=_HEADERS)
        try:
            with self._pages.watch(chat, request) as page:
                await response.prepare(request)
                await self._follow(response, chat, _seen(request), page)
        except Crowded as crowded:
            return error_response(crowded.status, crowded.code)
        except ConnectionError:
            return response  # the page is gone; it will ask again
        return response

    async def _follow(self, response: web.StreamResponse, chat: Address, seen: int, page: Page) -> None:
        caught_up = False
        if seen > await self._transcript.newest(chat):  # the page outlived the database
            await response.write(b"event: anew\ndata: {}\n\n")
            seen = 0
        while not self._pages.closed:
            page.news.clear()
            if page.take_projects():
                await response.write(b"event: projects\ndata: {}\n\n")
            entries = await self._transcript.since(chat, seen, _BATCH)
            for entry in entries:
                await response.write(_event(entry))
                seen = entry.change
            if len(entries) == _BATCH:
                continue
            if not caught_up:
                await response.write(b"event: ready\ndata: {}\n\n")
                caught_up = True
            await self._wait(response, page.news)

    async def _wait(self, response: web.StreamResponse, news: asyncio.Event) -> None:
        try:
            async with asyncio.timeout(self._poll_seconds):
                await news.wait()
        except TimeoutError:
            await response.write(b": here\n\n")


def _seen(request: web.Request) -> int:
    number = request.headers.get("Last-Event-ID") or request.query.get("after", "0")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0


def _event(entry: Entry) -> bytes:
    project = "null" if entry.project is None else entry.project
    head = f'"key":"{entry.key}","position":{entry.position},"change":{entry.change},"project":{project}'
    return f'id: {entry.change}\nevent: line\ndata: {{{head},"body":{entry.body or "null"}}}\n\n'.encode()
