"""A turn's bytes as frames, each with the form in which it came, which the bot's own decoder does not keep. Pure."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bots.ops.live.shapes import shape
from core.nemo.events import Event, Heartbeat, Unknown, decode

_LAST_WORDS = frozenset({"done", "end", "complete", "completed", "finish", "finished", "close"})
_MOST_SHAPES = 40


@dataclass(frozen=True, slots=True)
class Frame:
    """One server-sent event: `form` names its form, `value` is its JSON or None."""

    form: str
    events: tuple[Event, ...]
    value: Any = None

    @property
    def heartbeat(self) -> bool:
        """Whether it says nothing but that the stream lives."""
        return all(isinstance(event, Heartbeat) for event in self.events)

    @property
    def last_word(self) -> bool:
        """Whether it says that the stream ends."""
        said = self.value.get("type") if isinstance(self.value, dict) else None
        return self.form == "[DONE]" or (isinstance(said, str) and said.lower() in _LAST_WORDS)


@dataclass
class Stream:
    """Takes a turn's bytes and the seconds at which they came."""

    frames: list[Frame] = field(default_factory=list)
    longest_silence: float = 0.0
    _held: bytes = b""
    _heard_at: float | None = None

    def feed(self, chunk: bytes, at: float) -> None:
        """Take the next bytes.

        Args:
            chunk: the bytes.
            at: when they came, in seconds.
        """
        if self._heard_at is not None:
            self.longest_silence = max(self.longest_silence, at - self._heard_at)
        self._heard_at = at
        self._held = (self._held + chunk).replace(b"\r\n", b"\n")
        *whole, self._held = self._held.split(b"\n\n")
        self.frames += [frame for block in whole if block.strip() for frame in _frames(block)]

    def close(self) -> None:
        """Take what came without a blank line behind it."""
        held, self._held = self._held, b""
        if held.strip():
            self.frames += _frames(held)

    def forms(self, *, heartbeats: bool) -> Counter[str]:
        """Count the forms of the heartbeats, or of all the others that carry JSON."""
        chosen = (one for one in self.frames if one.heartbeat is heartbeats)
        return Counter(one.form for one in chosen if heartbeats or one.value is not None)

    def unknown(self) -> list[Frame]:
        """Return the frames of a kind that the bot does not read."""
        return [one for one in self.frames if any(isinstance(event, Unknown) for event in one.events)]

    def shapes(self) -> list[Any]:
        """Return the different shapes of its frames, with their forms."""
        found = list[Any]()
        for one in self.frames:
            shown = {one.form: shape(one.value)} if one.value is not None else one.form
            if shown not in found:
                found.append(shown)
        return found[:_MOST_SHAPES]


def told(forms: Counter[str]) -> str:
    """Return the counted forms as words."""
    return ", ".join(f"{count} × {form}" for form, count in forms.items()) or "none"


def _frames(block: bytes) -> Iterator[Frame]:
    name, data, comments = "", list[str](), 0
    for line in block.decode("utf-8-sig", "replace").split("\n"):
        head, _, rest = line.partition(":")
        rest = rest.removeprefix(" ")
        comments += line.startswith(":")
        name = rest if head == "event" else name
        if head == "data":
            data.append(rest)
    if comments and not data and not name:
        yield Frame("a comment", (Heartbeat(),))
    elif data or name:
        yield _frame(name, "\n".join(data))


def _frame(name: str, data: str) -> Frame:
    events, value = decode(name, data), _json(data)
    if isinstance(value, dict):
        content = value.get("content")
        adk = isinstance(content, dict) or "invocationId" in value
        form = "content.parts" if adk else "type and content" if isinstance(value.get("type"), str) else "other JSON"
    else:
        value, form = None, _bare(name, data.strip())
    return Frame(f"{form}, named" if name else form, events, value)


def _bare(name: str, data: str) -> str:
    if data == "[DONE]":
        return data
    if not data:
        return "no data" if name else "an empty data line"
    return "the word heartbeat" if data.strip('"').lower() == "heartbeat" else "text"


def _json(data: str) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
