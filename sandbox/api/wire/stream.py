"""Events as server-sent bytes, in both dialects and with every ending. Pure.

The first dialect is what a stock ADK server writes for this endpoint and body (`content.parts[]`, camelCase keys);
the second is the only one the vendor ever showed (`{"type", "content"}`). Heartbeats have no known spelling.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from typing import Any, Final, assert_never

from sandbox.api.wire.events import Call, Crashed, Event, Failed, Result, Words
from sandbox.faults import Cut, Dialect, Heartbeat

HEARTBEATS: Final[dict[str, bytes]] = {
    "data": b"data:\n\n",
    "comment": b": heartbeat\n\n",
    "event": b"event: heartbeat\ndata: {}\n\n",
    "json": b'data: {"type":"heartbeat"}\n\n',
    "word": b"data: heartbeat\n\n",
}
PARTIAL_CHARACTERS = 12


def heartbeats(spelling: Heartbeat) -> Iterator[bytes]:
    """Heartbeats without end; "mixed" goes round all five spellings, "none" is no bytes."""
    if spelling == "mixed":
        return itertools.cycle(HEARTBEATS.values())
    return itertools.repeat(HEARTBEATS.get(spelling, b""))


class Spelling:
    """Writes one turn's events. `run` names the turn, `at` is its time in seconds since 1970."""

    def __init__(self, dialect: Dialect, run: str, at: float, *, partials: bool) -> None:
        self._dialect = dialect
        self._run = run
        self._at = at
        self._partials = partials
        self._count = itertools.count(1)

    def frames(self, event: Event) -> list[bytes]:
        """The event's bytes, a blank line behind each frame."""
        if isinstance(event, Crashed):
            return [_crash(event, self._at)]
        if self._dialect == "typed":
            return [_frame(_typed(event))]
        return [_frame(body) for body in self._adk(event)]

    def _adk(self, event: Event) -> Iterator[dict[str, Any]]:
        name = f"{self._run}-{next(self._count)}"
        match event:
            case Call(id_, tool, args):
                yield self._event(name, part={"functionCall": {"id": id_, "args": args, "name": tool}})
            case Result(id_, tool, response, delta):
                part = {"functionResponse": {"id": id_, "name": tool, "response": response}}
                yield self._event(name, part=part, role="user", delta=delta)
            case Words(text, thought):
                mark = {"thought": True} if thought else {}
                pieces = _pieces(text) if self._partials else ()
                for piece in pieces:
                    yield self._event(name, part={"text": piece, **mark}, partial=True)
                yield self._event(name, part={"text": text, **mark}, partial=False if pieces else None)
            case Failed(code, message):
                yield {"errorCode": code, "errorMessage": message, **self._about(name, {})}
            case Crashed():
                return
            case _:
                assert_never(event)

    def _event(
        self,
        name: str,
        *,
        part: dict[str, Any],
        role: str = "model",
        partial: bool | None = None,
        delta: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        content = {"content": {"parts": [part], "role": role}}
        return content | ({} if partial is None else {"partial": partial}) | self._about(name, delta or {})

    def _about(self, name: str, delta: dict[str, Any]) -> dict[str, Any]:
        actions = {"stateDelta": delta, "artifactDelta": {}, "requestedAuthConfigs": {}}
        return {
            "invocationId": f"e-{self._run}",
            "author": "nemo_agent",
            "actions": actions,
            "id": name,
            "timestamp": self._at,
        }


def _typed(event: Call | Result | Words | Failed) -> dict[str, Any]:
    match event:
        case Call(_, tool, args):
            return {"type": "tool_call", "name": tool, "args": args}
        case Result(_, tool, response, _):
            return {"type": "tool_result", "name": tool, "result": response}
        case Words(text, thought):
            return {"type": "thinking" if thought else "text", "content": text}
        case Failed(code, message):
            return {"type": "error", "code": code, "message": message}
        case _:
            assert_never(event)


def _crash(event: Crashed, at: float) -> bytes:
    if not event.parses:  # written by string formatting, so quotes and line ends go out as they are
        return f'data: {{"error": "{event.message}"}}\n\n'.encode()
    details = {"error_type": "RuntimeError", "error_message": event.message, "timestamp": at}
    return _frame({"error": f"RuntimeError: {event.message}", "error_details": details})


def _frame(body: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(body, ensure_ascii=False, separators=(',', ':'))}\n\n".encode()


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(text[start : start + PARTIAL_CHARACTERS] for start in range(0, len(text), PARTIAL_CHARACTERS))


def ending(frames: Sequence[bytes], cut: Cut) -> bytes:
    """The last frames of a stream, broken off as told. `mid_character` needs a character of several bytes."""
    whole = b"".join(frames)
    match cut:
        case "none" | "late" | "early":
            return whole
        case "empty":
            return b""
        case "no_blank":
            return whole.rstrip(b"\n") + b"\n"
        case "mid_event":
            return whole[: len(whole) - len(frames[-1]) // 2] if frames else whole
        case "mid_character":
            inside = next((n for n in range(len(whole) - 1, 0, -1) if whole[n] & 0xC0 == 0x80), len(whole))
            return whole[:inside]
        case _:
            assert_never(cut)
