"""What the journal of a request holds: the records of its steps. Read by whoever asks how far a request is.

A record's fields stand in journals: a field that is renamed keeps reading its old name (`core.engine.codec.formerly`).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Turn:
    """What a turn came to.

    `failure` says that the run reported an error; `refused` names the error class of a refusal that came in place of
    the stream; `lost` that nobody saw its end. `asked_at` is in epoch seconds.
    """

    asked_at: float
    text: str = ""
    failure: bool = False
    refused: str = ""
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file in the session, or the reason why it is not. `seconds` is its length where the backend told it."""

    name: str
    seconds: float | None = None
    refused: str = ""
    size: int | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Rendering:
    """A render and the account that made it: only that account's token can poll it (NemoVideo skill text)."""

    id: str
    account: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A render at one poll. `seconds` is the film's length, `size` in bytes; both may be unknown.

    `known`: it was made by an earlier request. `heard`: the poll was answered.
    """

    rendering: Rendering
    done: bool = False
    over: bool = False
    url: str = ""
    seconds: float | None = None
    size: int | None = None
    known: bool = False
    heard: bool = True
