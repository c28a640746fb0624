"""The events of a turn as plain values: what the agent says, which tools it uses, that it failed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the user.

    Attributes:
        text: the words, leading and trailing blanks included, and half a character where the stream was cut inside one.
        partial: a preview; the next text that is not partial replaces it.
        complete: a whole message, not a piece of one.
    """

    text: str
    partial: bool = False
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Thought:
    """The model's reasoning; never shown."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The agent begins to use a tool."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class ToolResult:
    """A tool has answered."""

    name: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """A keep-alive: the connection is alive, nothing else is said."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The run reports an error; `message` is the backend's and is not shown to people."""

    code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """An event of a kind that is not documented."""

    kind: str = ""


Event: TypeAlias = Text | Thought | ToolCall | ToolResult | Heartbeat | Failure | Unknown
