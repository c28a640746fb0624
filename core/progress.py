"""How far a request is, as its journal tells it: the names of its steps, the records they hold, what they mean.

The only place that makes or reads a step's name. Names and records stand in the journals of requests that are open
when an operator upgrades, so they are a schema:

* A step that is not needed any more just goes; its rows are never read again.
* A step that means something else than before gets another name.
* A step that is renamed is renamed by a numbered migration, in the transaction that brings the database to the new
  release. So a journal always speaks the language of the release that opened its database, and a database of a newer
  release is refused as a whole (`storage.migrations`).
* A record's field that is renamed keeps reading its old name (`core.engine.codec.formerly`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from core.engine.codec import formerly, from_json
from core.engine.journal import Entries
from core.model.chat import Attachment
from core.words.intents import Meaning


class SessionAttempt(StrEnum):
    """Which session a step belongs to: the project's own, or the one that replaced it because it was gone."""

    FIRST = ""
    SECOND = ".2"


# The steps of an edit, in their order.
TURN_INPUT: Final = "asked"
SESSION_LOST: Final = "session.lost"
SESSION_LOST_TOLD: Final = "session.told"
GREETING: Final = "greeting"
WORDS_ORIGIN: Final = "whose"
PAGE_OFFERED: Final = "page.offered"
FILES_REFUSED: Final = "refused"
WORDS_KEPT: Final = "kept"
SUGGESTIONS: Final = "suggestions"
FOLLOW_UP_TURN: Final = "follow"
FOLLOW_UP: Final = "followed"
HAS_FILM: Final = "had"
EXPORT_PAUSED: Final = "paused"
REPLY: Final = "reply"

# The steps of a film.
RENDER_QUEUED: Final = "film.line"
RENDER_BEGAN: Final = "film.began"
RENDER_KNOWN: Final = "film.known"
RENDER_KNOWN_POLL: Final = "film.again"
RENDER_DONE: Final = "film.done"
FILM: Final = "film.sent"
FILM_LINK: Final = "film.link"

# The steps of an answer, and of what a request ends with.
VERSION_UNKNOWN: Final = "unknown"
ANSWER: Final = "answer"
ANSWERED: Final = "answered"
BATCH_SUMMARY: Final = "batch.summary"
FAILED: Final = "failed"
PARKED: Final = "parked"

_TURN: Final = "ask"
_UPLOAD: Final = "upload"


def session(attempt: SessionAttempt) -> str:
    """The step that begins a session."""
    return f"session{attempt}"


def files_before(attempt: SessionAttempt) -> str:
    """The snapshot before files are uploaded."""
    return f"material{attempt}"


def upload(attempt: SessionAttempt, index: int) -> str:
    """The upload of one file; `index` counts from 0."""
    return f"{_UPLOAD}{attempt}.{index}"


def before_turn(attempt: SessionAttempt) -> str:
    """The snapshot before a turn."""
    return f"before{attempt}"


def turn(attempt: SessionAttempt) -> str:
    """The gate of a turn: its intent is written before `POST /run_sse`, and lets one accepted request through, ever."""
    return f"{_TURN}{attempt}"


def second_try(gate: str) -> str:
    """The pause before a turn is posted again because it was provably refused before it ran."""
    return f"{gate}.pause"


def note(gate: str, count: int) -> str:
    """The key of a still-working message; `count` begins at 1."""
    return f"{gate}.note.{count}"


def after_turn(gate: str, count: int = 0) -> str:
    """A snapshot after a turn; `count` counts the further ones after a turn that said nothing."""
    return f"{gate}.after.{count}" if count else f"{gate}.after"


def silent_wait(gate: str, count: int) -> str:
    """The wait before the snapshot `after_turn(gate, count)`."""
    return f"{gate}.silent.{count}"


def lost_told(gate: str) -> str:
    """It was told that the turn's end was not seen."""
    return f"{gate}.lost.told"


def lost_wait(gate: str, count: int) -> str:
    """The wait before a snapshot that looks for a lost turn; `count` begins at 1."""
    return f"{gate}.lost.wait.{count}"


def lost_snapshot(gate: str, count: int) -> str:
    """A snapshot that looks for a lost turn; `count` begins at 1."""
    return f"{gate}.lost.look.{count}"


def lost_unchanged(gate: str) -> str:
    """The answer that says that a lost turn changed nothing so far, with its Retry button."""
    return f"{gate}.lost.unchanged"


def first_time(what: str) -> str:
    """Something that is said once in a chat was said by this request."""
    return f"first.{what}"


def submit(attempt: int) -> str:
    """The submission of a render; `attempt` is 1 or 2."""
    return f"film.submit{attempt}"


def render_number(attempt: int) -> str:
    """The number under which a render is submitted."""
    return f"{submit(attempt)}.number"


def polls(attempt: int) -> str:
    """The polls of the render of `submit(attempt)`."""
    return f"film.poll{attempt}"


def poll(series: str, count: int) -> str:
    """One poll of a series (`polls`, `RENDER_KNOWN_POLL`); `count` begins at 0."""
    return f"{series}.{count}"


def poll_wait(series: str, count: int) -> str:
    """The wait before a poll."""
    return f"{series}.{count}.wait"


def resend(message: str, attempt: int) -> str:
    """A further attempt to send a message that was refused for a while; 0 is the message itself."""
    return f"{message}.{attempt}" if attempt else message


def resend_wait(message: str, attempt: int) -> str:
    """The wait that a platform asked for after an attempt."""
    return f"{message}.wait.{attempt}"


def delivery_unknown(message: str) -> str:
    """The outcome of a sending is unknown: whatever is sent from now on carries the mark."""
    return f"{message}.unsure"


def kept_undelivered(message: str) -> str:
    """A message could not be delivered and waits for the next visit."""
    return f"{message}.owed"


@dataclass(frozen=True, slots=True)
class TurnInput:
    """What is asked: the words, what they mean, and the files in the order they were sent.

    `split`: children go on with it, one for each file.
    """

    words: str
    meaning: Meaning
    files: tuple[Attachment, ...]
    split: bool = False


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Draft and files of a session as seen at one moment.

    The draft lies in versions; the journal holds its number. `files` are the names of the material in the session,
    with sizes in bytes where known.
    """

    version: int | None
    fingerprint: str
    exportable: bool
    files: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class SnapshotAttempt:
    """A snapshot, or None where the backend could not be asked, and the account's reserved credits where known."""

    snapshot: Annotated[Snapshot | None, formerly("snapshot", "look")]
    frozen: int | None = None


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file in the session, or the reason why it is not. `seconds` is its length where the backend told it."""

    name: str
    seconds: float | None = None
    refused: str = ""
    size: int | None = None
    limit: int | None = None


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


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a message: its key, or None when it is not known to have arrived."""

    key: str | None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request is; `rows` are those of `core.engine.journal.Entries.load`."""

    rows: Mapping[str, str | None]

    @property
    def asked(self) -> bool:
        """Whether its words were, or may have been, posted to the agent; also when a refused turn is posted again."""
        return any(name == gate or name.startswith(f"{gate}.") for gate in _GATES for name in self.rows)

    @property
    def uploading(self) -> bool:
        """Whether it has begun to upload a file."""
        return any(name.startswith(_UPLOAD) for name in self.rows)

    @property
    def uploaded(self) -> tuple[Arrived, ...]:
        """Its files that are in the session."""
        return tuple(one for one in self._uploads() if not one.refused)

    @property
    def rendering(self) -> bool:
        """Whether its film has been begun: the edit is done."""
        return RENDER_BEGAN in self.rows

    @property
    def turn_input(self) -> TurnInput | None:
        """What it asks; None: its parts are still gathered."""
        text = self.rows.get(TURN_INPUT)
        return None if text is None else from_json(text, TurnInput)

    @property
    def lost_turn(self) -> Turn | None:
        """Its last turn whose end was not seen; None: there is none."""
        turns = [from_json(text, Turn) for gate in (*_GATES, FOLLOW_UP_TURN) if (text := self.rows.get(gate))]
        return next((one for one in reversed(turns) if one.lost), None)

    def last_note(self, gate: str) -> str | None:
        """Return the key of the still-working message that a turn posted last."""
        prefix = note(gate, 0).removesuffix("0")
        count = sum(name.startswith(prefix) for name in self.rows)
        text = self.rows.get(note(gate, count))
        return None if text is None else from_json(text, str)

    def _uploads(self) -> list[Arrived]:
        return [from_json(text, Arrived) for name, text in self.rows.items() if name.startswith(_UPLOAD) and text]


_GATES: Final = tuple(turn(attempt) for attempt in SessionAttempt)


async def progress_of(entries: Entries, request: int) -> Progress:
    """Return how far a request is.

    Raises:
        StorageError: the rows cannot be read.
    """
    return Progress(await entries.load(request))
