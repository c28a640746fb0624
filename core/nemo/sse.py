"""A turn's body as events: httpx-sse decodes, behind a byte stream that keeps what its decoder drops.

httpx-sse 0.4 follows the HTML standard ("Server-sent events", section 9.2.6), and this backend needs more. A comment
never arrives there, though it may be the only sign of life for minutes; the last event is lost without its blank
line; a byte order mark swallows the first event; an event may grow without limit; and a JSON line is an unknown
field. So the stream hands over one whole event at a time, and what the decoder would drop in a form that it reads.
"""

from __future__ import annotations

import codecs
import io
from contextlib import aclosing
from typing import TYPE_CHECKING

import httpx
from httpx_sse import EventSource

from core.nemo.errors import Garbled, Interrupted
from core.nemo.events import Event, decode

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterable, Iterator

LONGEST_EVENT_BYTES = 16 << 20
"""What one event may hold in UTF-8; a longer one would fill the memory."""

# The client has looked at the server's own Content-Type. With this one `EventSource` always reads, as UTF-8: its
# SSEError is an httpx.TransportError, and a wrong header would be taken for a broken connection.
_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8"}
_HEARTBEAT = b"event: heartbeat\n\n"


async def read_events(chunks: AsyncIterable[bytes]) -> AsyncGenerator[Event]:
    """Give the events of a `/run_sse` body, the same however the body is cut into chunks.

    Args:
        chunks: the body. When it raises `Interrupted`, the event it was cut in is given before the error goes on.

    Raises:
        Garbled: an event is longer than `LONGEST_EVENT_BYTES`.
        NemoError: what the chunks raise.
    """
    source = EventSource(httpx.Response(200, headers=_HEADERS, stream=_EventStream(chunks)))
    async with aclosing(source.aiter_sse()) as messages:
        async for message in messages:
            name = "" if message.event == "message" else message.event  # the standard's name for an unnamed event
            for event in decode(name, message.data):
                yield event


class _EventStream(httpx.AsyncByteStream):
    """A body's bytes, one whole event at a time."""

    def __init__(self, chunks: AsyncIterable[bytes]) -> None:
        self._chunks = chunks
        self._splitter = _Splitter()

    async def __aiter__(self) -> AsyncGenerator[bytes]:
        try:
            async for chunk in self._chunks:
                for event in self._splitter.feed(chunk):
                    yield event
        except Interrupted:
            for event in self._splitter.close():
                yield event
            raise
        for event in self._splitter.close():
            yield event


class _Splitter:
    """Cuts bytes into whole events, each closed by a blank line; every line ends in LF, in UTF-8 without its mark."""

    def __init__(self) -> None:
        self._text = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")("replace"), translate=True)
        self._held = bytearray()
        self._searched = 0  # so many bytes of a long event need no second look

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        return self._split(self._text.decode(chunk))

    def close(self) -> Iterator[bytes]:
        return self._split(self._text.decode(b"", final=True) + "\n\n")

    def _split(self, text: str) -> Iterator[bytes]:
        self._held += text.encode()
        while event := self._next():
            yield event

    def _next(self) -> bytes:
        """Return the next whole event, nothing while there is none."""
        held = self._held
        while held[:1] == b"\n":
            del held[:1]
        first = bytes(held[:1])
        # A comment, or a JSON refusal where events were promised, is complete at the end of its line.
        closing = b"\n" if first in (b":", b"{") else b"\n\n"
        end = held.find(closing, max(0, self._searched - 1))
        if max(end, len(held) if end < 0 else 0) > LONGEST_EVENT_BYTES:
            raise Garbled
        if end < 0:
            self._searched = len(held)
            return b""
        event = bytes(held[:end])
        del held[: end + len(closing)]
        self._searched = 0
        if first == b":":
            return _HEARTBEAT
        return b"%s%s\n\n" % (b"data: " if first == b"{" else b"", event)
