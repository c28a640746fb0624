"""Server-sent events of a turn, decoded to `turn_events`. Pure; any text gives events.

Two forms are read: `{"type": …, "content": …}` (NemoVideo skill text, API reference) and the `content.parts[]` of
Google ADK's API server, whose request body NemoVideo's `/run_sse` takes. Thoughts and tool calls never become text.
An event without content is a heartbeat.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from core.nemo import json_access
from core.nemo.envelope import reason
from core.nemo.errors import Garbled
from core.nemo.transcript import Transcript
from core.nemo.turn_events import Event, Failure, Heartbeat, Text, Thought, ToolCall, ToolResult, Unknown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "Event",
    "Failure",
    "Heartbeat",
    "Text",
    "Thought",
    "ToolCall",
    "ToolResult",
    "Transcript",
    "Unknown",
    "decode",
]

_HEARTBEATS = frozenset({"heartbeat", "keepalive", "keep-alive", "keep_alive", "ping", "pong"})
_TEXTS = frozenset({"text", "message", "answer"})
_PARTIALS = frozenset({"chunk", "delta", "text_delta"})
_CALLS = frozenset({"tool_call", "tool_start", "toolcall_start", "tool_use"})
_RESULTS = frozenset({"tool_result", "tool_end", "toolcall_end"})
_BROKEN_ERROR = re.compile(r'\s*\{\s*"error"\s*:\s*"(.*)', re.DOTALL)


def decode(name: str, data: str) -> tuple[Event, ...]:
    """Return the events that one server-sent event stands for, in order, at least one.

    Args:
        name: the event's name, "" when it has none.
        data: its data lines, joined.
    """
    bare = data.strip()
    if not bare or {name.lower(), bare.strip('"').lower()} & _HEARTBEATS:
        return (Heartbeat(),)
    try:
        value = json_access.parse(bare)
    except Garbled:
        return (_unparsable(name, bare),)
    if not isinstance(value, dict):
        return (Unknown(name or type(value).__name__),)
    if not value:
        return (Heartbeat(),)
    kind = _kind(name.lower(), value)
    return (_typed(kind, value),) if kind else _adk_events(value)


def _unparsable(name: str, data: str) -> Event:
    # ADK 1.x formats an exception into JSON without escaping it: quotes and line breaks make it invalid.
    broken = _BROKEN_ERROR.match(data)
    if broken or name.lower() == "error":
        return Failure(None, json_access.storable(broken.group(1) if broken else data).rstrip('}" '))
    return Unknown(name)


def _kind(name: str, value: Mapping[str, Any]) -> str:
    """Return the type of a `{"type": …}` event, "" for an event of ADK's form."""
    content = value.get("content")
    if isinstance(content, dict):
        return ""
    kind = value.get("type")
    if isinstance(kind, str) and kind:
        return kind.lower()
    if isinstance(content, str):
        return name or "text"
    return "" if name in _TEXTS else name


def _typed(kind: str, value: Mapping[str, Any]) -> Event:
    event: Event = Unknown(kind)
    if kind in _HEARTBEATS:
        event = Heartbeat()
    elif kind in _TEXTS | _PARTIALS:
        if words := _words(value, "content", "text", "message", mended=json_access.piece):
            event = Text(words, partial=kind in _PARTIALS or value.get("partial") is True)
    elif kind.startswith(("thought", "thinking", "reasoning")):
        event = Thought(_words(value, "content", "text"))
    elif kind in _CALLS:
        event = ToolCall(*_tool(value))
    elif kind in _RESULTS:
        event = ToolResult(*_tool(value))
    elif kind == "error":
        event = _failure(value) or Failure(
            json_access.first_text(value, "code"), reason(value) or _words(value, "content", "text")
        )
    return event


def _adk_events(value: Mapping[str, Any]) -> tuple[Event, ...]:
    """Return the events of an ADK event: one a part, neighbouring texts joined, its error last."""
    partial = value.get("partial") is True
    found: list[Event] = []
    for part in json_access.items(json_access.mapping(value.get("content")).get("parts")):
        event = _part(json_access.mapping(part), partial=partial)
        if isinstance(event, Text) and value.get("author") == "user":
            continue  # an echo of what was asked
        match event, found[-1:]:
            case Text(words), [Text(before)]:
                found[-1] = Text(before + words, partial, complete=not partial)
            case Unknown(), _:
                pass
            case _:
                found.append(event)
    if error := _failure(value):
        found.append(error)
    return tuple(found) or (Unknown(),)


def _part(part: Mapping[str, Any], *, partial: bool) -> Event:
    for name, kind in (
        ("functionCall", ToolCall),
        ("function_call", ToolCall),
        ("functionResponse", ToolResult),
        ("function_response", ToolResult),
    ):
        if isinstance(part.get(name), dict):
            return kind(*_tool(part[name]))
    words = _words(part, "text", mended=json_access.piece)
    if not words:
        return Unknown()
    if part.get("thought"):
        return Thought(json_access.storable(words))
    return Text(words, partial, complete=not partial)


def _failure(value: Mapping[str, Any]) -> Failure | None:
    code = json_access.first_text(value, "errorCode", "error_code")
    message = json_access.first_text(value, "errorMessage", "error_message")
    if message or (code and code != "STOP"):  # ADK's code for a regular end without text
        return Failure(code, message or "")
    if value.get("error") or value.get("detail"):
        inner = json_access.mapping(value.get("error"))
        return Failure(json_access.first_text(inner, "code") or json_access.first_text(value, "code"), reason(value))
    number = json_access.text(value.get("code"))
    if value.get("success") is False or (number not in (None, "0") and "content" not in value):
        return Failure(number, reason(value))
    return None


def _tool(value: Mapping[str, Any]) -> tuple[str, str | None]:
    return json_access.first_text(value, "name", "tool", "tool_name") or "", json_access.first_text(value, "id")


def _words(value: Mapping[str, Any], *names: str, mended: Callable[[str], str] = json_access.storable) -> str:
    """Return the first text found, blanks kept: a delta may begin with the space between two words."""
    found = (value.get(name) for name in names)
    return next((mended(words) for words in found if isinstance(words, str) and words), "")
