"""Server-sent events out of bytes, however they are cut. Pure; any bytes give events or `Garbled`.

Written here because the stock decoder (httpx-sse) follows the standard where this backend needs
more: there a comment never arrives, though it may be the only sign of life for minutes; a last
event without its blank line is lost; and a byte order mark swallows the first one. Lines end at
CRLF, LF and CR alone: `str.splitlines` would also cut at U+2028 inside a text.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from core.nemo.errors import Garbled

LONGEST_EVENT = 16 << 20
"""Characters one event may hold; more is no event, and would fill the memory."""

_NEWLINE = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Message:
    """One event: its name ("" if unnamed, "heartbeat" for a comment) and its data lines joined."""

    name: str
    data: str


class EventDecoder:
    """Feed it chunks as they come; close it at the end of the stream, for what is still unsaid."""

    def __init__(self) -> None:
        self._text = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._after_cr = False
        self._line: list[str] = []
        self._name = ""
        self._data: list[str] = []
        self._held = 0

    def feed(self, chunk: bytes) -> list[Message]:
        """Return the events this chunk completes.

        Raises:
            Garbled: an event grows beyond `LONGEST_EVENT`.
        """
        return self._take(self._text.decode(chunk))

    def close(self) -> list[Message]:
        """Return the last event, if its blank line never came."""
        return self._take(self._text.decode(b"", final=True) + "\n\n")

    def _take(self, text: str) -> list[Message]:
        if not text:
            return []
        if self._after_cr and text[0] == "\n":  # the second half of a CRLF that was cut in two
            text = text[1:]
        self._after_cr = text[-1:] == "\r"
        first, *more = _NEWLINE.split(text)
        self._hold(first)
        found: list[Message] = []
        for rest in more:
            line = "".join(self._line)
            self._line = []
            found += self._end_line(line)
            self._hold(rest)
        return found

    def _hold(self, piece: str) -> None:
        self._held += len(piece)
        if self._held > LONGEST_EVENT:
            raise Garbled
        self._line.append(piece)

    def _end_line(self, line: str) -> list[Message]:
        if not line:
            return self._end_event()
        if line.startswith("{"):  # a bare JSON refusal where events were promised
            return [Message("", line)]
        field, _, value = line.partition(":")
        value = value.removeprefix(" ")
        match field:
            case "":
                return [Message("heartbeat", "")]
            case "event":
                self._name = value
            case "data":
                self._data.append(value)
        return []

    def _end_event(self) -> list[Message]:
        name, data = self._name, self._data
        self._name, self._data, self._held = "", [], 0
        return [Message(name, "\n".join(data))] if name or data else []
