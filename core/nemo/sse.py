"""A turn's body as events: httpx-sse decodes, behind a byte stream that keeps what its decoder drops.

httpx-sse 0.4 follows the HTML standard ("Server-sent events", section 9.2.6), and this backend needs more. A comment
never arrives there, though it may be the only sign of life for minutes; the last event is lost without its blank
line; a byte order mark swallows the first event; an event may grow without limit; and a JSON line is an unknown
field. So the stream hands over one whole event at a time, and what the decoder would drop in a form that it reads.
"""

from __future__ import annotations

import codecs
import io
from typing import TYPE_CHECKING

import httpx
from httpx_sse import EventSource

from core.nemo.errors import Garbled
from core.nemo.events import Event, Unknown, decode
from core.nemo.transport import transport_error

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

LONGEST_EVENT_BYTES = 16 << 20
"""What one event may hold in UTF-8; a longer one would fill the memory."""

# The client has looked at the server's own Content-Type. With this one `EventSource` always reads, as UTF-8: its
# SSEError is an httpx.TransportError, and a wrong header would be taken for a broken connection.
_HEADERS = {"Content-Type": "text/event-stream; charset=utf-8"}
_HEARTBEAT = "event: heartbeat\n\n"
_JSON_LINE = "nemobot-json-line"  # the name we give to what stood in the body without a field


async def read_events(response: httpx.Response) -> AsyncGenerator[Event]:
    """Give the events of a `/run_sse` body, the same however the body is cut into chunks.

    Raises:
        Interrupted: the connection broke; what had arrived of the event it was cut in is given first.
        Garbled: an event is longer than `LONGEST_EVENT_BYTES`, the body cannot be decompressed, or it is JSON that
            refuses nothing, and no stream.
    """
    messages = EventSource(_EventText(response)).aiter_sse()
    found: set[bool] = set()  # whether each event says something; the form of a stream alone does too
    try:
        async for message in messages:
            name = "" if message.event in {"message", _JSON_LINE} else message.event  # the standard's name for none
            for event in decode(name, message.data):
                found.add(message.event != _JSON_LINE or not isinstance(event, Unknown))
                yield event
    finally:
        await messages.aclose()
    if found == {False}:
        raise Garbled


class _EventText(httpx.Response):
    """A response whose text comes one whole event at a time."""

    def __init__(self, response: httpx.Response) -> None:
        super().__init__(200, headers=_HEADERS)
        self._received = response

    async def aiter_text(self, chunk_size: int | None = None) -> AsyncGenerator[str]:
        del chunk_size  # an event is as long as it is
        splitter = _Splitter()
        plain = "Content-Encoding" not in self._received.headers  # as was asked; then a waiting stream holds less
        try:
            async for chunk in self._received.aiter_raw() if plain else self._received.aiter_bytes():
                for event in splitter.feed(chunk):
                    yield event
        except httpx.HTTPError as error:
            for event in splitter.close():
                yield event
            raise transport_error(error) from error
        for event in splitter.close():
            yield event


class _Splitter:
    """Cuts bytes into whole events, each closed by a blank line; every line ends in LF, in UTF-8 without its mark."""

    def __init__(self) -> None:
        self._text = io.IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8-sig")("replace"), translate=True)
        self._held = bytearray()
        self._searched = 0  # so many bytes of a long event need no second look

    def feed(self, chunk: bytes) -> Iterator[str]:
        return self._split(self._text.decode(chunk))

    def close(self) -> Iterator[str]:
        return self._split(self._text.decode(b"", final=True) + "\n\n")

    def _split(self, text: str) -> Iterator[str]:
        self._held += text.encode()
        while event := self._next():
            yield event

    def _next(self) -> str:
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
            return ""
        event = held[:end].decode()
        del held[: end + len(closing)]
        self._searched = 0
        if first == b":":
            return _HEARTBEAT
        return _with_refusals_as_events(event)


def _with_refusals_as_events(event: str) -> str:
    """Return an event, before it each JSON line among its own: a server that fails in an event writes a refusal there.

    No field of the standard begins so, and the decoder would drop the line as an unknown one.
    """
    if event[:1] != "{" and "\n{" not in event:
        return f"{event}\n\n"
    lines = event.split("\n")
    refusals = "".join(f"event: {_JSON_LINE}\ndata: {line}\n\n" for line in lines if line[:1] == "{")
    fields = "\n".join(line for line in lines if line[:1] != "{")
    return f"{refusals}{fields}\n\n" if fields else refusals
