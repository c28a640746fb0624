"""Faults on demand: everything the sandbox can be told to do unlike a well-behaved backend.

The defaults are the mildest faithful ones. A fault never touches what is on disk: it changes what a client sees.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Final, Literal, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

T = TypeVar("T")

Heartbeat = Literal["data", "comment", "event", "json", "word", "mixed", "none"]
Dialect = Literal["adk", "typed"]
Cut = Literal["none", "empty", "early", "late", "no_blank", "mid_event", "mid_character"]
StreamError = Literal["none", "event", "crash", "crash_invalid"]
CreditsForm = Literal["plain", "missing", "negative"]
UploadForm = Literal["files", "uploaded_files"]
RenderForm = Literal[1, 2, 3]
Duplicates = Literal["error", "existing"]
DraftForm = Literal["plain", "null", "absent", "empty", "no_tracks", "no_segments", "unknown_track"]


class BadFault(ValueError):
    """A fault that does not exist, or a value it cannot take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """The standing switches, each with its meaning, which is also its help on the command line.

    The NemoVideo skill text gives the quirks; the forms are those on which its sources disagree.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    heartbeat: Annotated[Heartbeat, "spelling of a heartbeat"] = "data"
    heartbeat_seconds: Annotated[float, "silence after which a heartbeat is sent"] = 5.0
    dialect: Annotated[Dialect, "shape of the events: content.parts[] or {type, content}"] = "adk"
    partials: Annotated[bool, "send partial texts even when the request did not ask for streaming"] = False
    thought: Annotated[bool, "put a thought part before the words"] = False
    silent: Annotated[float, "probability that an edit is made without a word (live: about 0.3)"] = 0.0
    applies: Annotated[bool, "a turn's edit reaches the session's draft"] = True
    stale_reads: Annotated[int, "reads of the state that still show the draft before the edit"] = 0
    say: Annotated[str, "the agent's words, whatever was asked"] = ""
    tail: Annotated[bool, "add the spurious 'temporary issue' after the words"] = False
    screen_talk: Annotated[float, "probability that the words speak of buttons and panels (live: often)"] = 0.0
    stream_error: Annotated[StreamError, "end the turn with an error event or a crash line"] = "none"
    cut: Annotated[Cut, "how the stream is broken off"] = "none"
    turn_seconds: Annotated[float, "extra time a turn takes"] = 0.0
    lingers: Annotated[float, "seconds that the stream stays open, with heartbeats, after the last words"] = 0.0
    goes_on: Annotated[
        str, "words by which the agent edits once more after its last words (guessed: nobody reported it)"
    ] = ""
    goes_on_after: Annotated[float, "seconds between its last words and that edit, with heartbeats"] = 1.0
    cancel_on_disconnect: Annotated[bool, "drop the turn when its reader leaves, like a stock ADK server"] = False
    stock_errors: Annotated[bool, "an unknown session is 404 {detail}, as on a stock ADK server"] = False
    http_codes: Annotated[bool, "body codes come with a matching HTTP status instead of 200"] = False
    draft_form: Annotated[DraftForm, "shape of the draft in the state answer"] = "plain"
    drift: Annotated[bool, "what the state says of the files differs at each read"] = False
    credits_form: Annotated[CreditsForm, "shape of the credits answer"] = "plain"
    upload_form: Annotated[UploadForm, "shape of the upload answer"] = "files"
    bare_token: Annotated[bool, "leave user_id and expires_at out of the token answer"] = False
    no_claim: Annotated[bool, "the claim token route is 404"] = False
    export_blocked: Annotated[bool, "refuse every export with 402"] = False
    render_form: Annotated[RenderForm, "documented form of the poll answer"] = 1
    render_seconds: Annotated[float, "extra time a render takes"] = 0.0
    render_fails: Annotated[bool, "renders fail"] = False
    render_url: Annotated[bool, "a completed render names its URL"] = True
    odd_polls: Annotated[int, "polls of each render that answer an unknown status"] = 0
    duplicates: Annotated[Duplicates, "what a render id sent twice gets"] = "error"

    def merged(self, changes: Mapping[str, Any]) -> "Faults":
        """These switches with some set otherwise. Raises BadFault."""
        return _read(Faults, {**dataclasses.asdict(self), **changes}) if changes else self


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one call of an endpoint gets instead of its normal answer, or the faults that hold for it alone.

    `delay` is seconds. `work` does what was asked and then answers this; `drop` closes the connection before or
    after the work; with neither, the call has no effect. Only `delay`, `faults` leave the normal answer alone.
    With `about` it waits for the call whose path or JSON body holds these letters, and lets others pass.
    """

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    status: int | None = None
    html: bool = False
    json: Any = None
    body: str | None = None
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    work: bool = False
    drop: Literal["", "before", "after"] = ""
    times: int = 1
    faults: dict[str, Any] = field(default_factory=dict)
    about: str = ""

    @property
    def replaces(self) -> bool:
        """Whether the normal answer is withheld."""
        return self.status is not None or self.html or self.json is not None or self.body is not None

    @property
    def works(self) -> bool:
        """Whether the call has its effect although it is not answered normally."""
        return self.work or self.drop == "after"


_READERS: Final[dict[type, TypeAdapter[Any]]] = {kind: TypeAdapter(kind) for kind in (Faults, Answer)}


def answer(value: Mapping[str, Any]) -> Answer:
    """An Answer from JSON. Raises BadFault."""
    read = _read(Answer, value)
    Faults().merged(read.faults)
    return read


def _read(kind: type[T], value: Mapping[str, Any]) -> T:
    try:
        read: T = _READERS[kind].validate_python(dict(value))
    except ValidationError as error:
        first = error.errors()[0]
        raise BadFault(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None
    return read
