"""What a turn tells its reader, before it has any spelling."""

from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Call:
    """The agent uses a tool."""

    id: str
    name: str
    args: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """A tool answered; `delta` is the session state it changed."""

    id: str
    name: str
    response: dict[str, Any]
    delta: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """The agent speaks, or thinks."""

    text: str
    thought: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """The agent reports that it cannot go on."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Crashed:
    """The server fell over in mid-stream; an older one then writes JSON that does not parse."""

    message: str
    parses: bool


Event: TypeAlias = Call | Result | Words | Failed | Crashed


@dataclass(frozen=True, slots=True)
class Batch:
    """Events that come at once. After the last batch nothing follows; a broken one ends the stream unfinished."""

    events: tuple[Event, ...] = ()
    last: bool = False
    broken: bool = False
