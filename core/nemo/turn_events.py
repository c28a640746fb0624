"""What an agent can say or do in a turn: the events of its stream as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """Words for the user.

    Attributes:
        text: the words, blanks included.
        partial: a preview, which the next text that is none replaces.
        complete: a message by itself, not a piece of one.
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
    """The stream lives, and says nothing else."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The run reports an error; for rules and logs, not for people."""

    code: str | None
    message: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something nobody documented."""

    kind: str = ""


Event: TypeAlias = Text | Thought | ToolCall | ToolResult | Heartbeat | Failure | Unknown
