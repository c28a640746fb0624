"""The names of the journal's steps, the records they hold, and what they say about the progress of a request.

No other module makes or parses a step's name. Open requests outlive an upgrade, so names and records are a schema:

* A step that is not needed any more is deleted here; one whose meaning changes gets another name.
* A step is renamed by a numbered migration (`storage.migrations`): a journal has the names of the running release.
* A record's field that is renamed is also read under its old name (`core.engine.codec.formerly`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from core.engine.codec import formerly, from_json
from core.engine.delays import Delays
from core.engine.journal import Entries
from core.model.albums import AlbumState
from core.model.attachments import Attachment
from core.words.gui_talk import Translation
from core.words.intents import Meaning


class SessionAttempt(StrEnum):
    """Which session a step belongs to: the project's first, or the one that replaced it after it was lost."""

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
ALBUM_INCOMPLETE: Final = "album"
TRANSLATION: Final = "said"
FOLLOW_UP_TURN: Final = "follow"
FOLLOW_UP: Final = "followed"
FOLLOW_UP_TRANSLATION: Final = "followed.said"
TOLD_OPEN: Final = "told.open"  # what was told while the stream of the turn was open
LATER: Final = "later"  # what came after that, until its end
LATER_ACCEPTED: Final = "later.accepted"
HAS_FILM: Final = "had"
EXPORT_PAUSED: Final = "paused"
REPLY: Final = "reply"

# The steps of a film.
RENDER_QUEUED: Final = "film.line"
RENDER_BEGAN: Final = "film.began"
RENDER_KNOWN: Final = "film.known"
RENDER_KNOWN_POLL: Final = "film.again"
RENDER_DONE: Final = "film.done"
FILM_REMARKS_APART: Final = "film.apart"
FILM_REMARKS: Final = "film.remarks"
FILM: Final = "film.sent"
FILM_LINK: Final = "film.link"

# The steps of an answer, and of an end.
VERSION_UNKNOWN: Final = "unknown"
CANCEL_FOUND: Final = "cancel.found"
FORGET_MARKED: Final = "forget.marked"
LOGIN: Final = "login"  # whether its message was removed; for a logout, whether there was one
ANSWER: Final = "answer"
ANSWERED: Final = "answered"
BATCH_SUMMARY: Final = "batch.summary"
END: Final = "end"
FAILED: Final = "failed"
PARKED: Final = "parked"
TURN: Final = "ask"  # begins the name of every step of a turn
_UPLOAD: Final = "upload"


def session(attempt: SessionAttempt) -> str:
    """The creation of a session."""
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
    """The gate of a turn: its intent is written before `POST /run_sse`, so that a turn is accepted once at most."""
    return f"{TURN}{attempt}"


def second_try(gate: str) -> str:
    """The pause before a turn is posted again, after it was refused before it ran."""
    return f"{gate}.pause"


def asked_at(gate: str, attempt: int) -> str:
    """When a turn was asked, in epoch seconds; written with the intent of its gate. `attempt` is 1 or 2."""
    return f"when.{gate}.{attempt}"


def note(gate: str, count: int) -> str:
    """The key of a still-working message; `count` begins at 1."""
    return f"{gate}.note.{count}"


def after_turn(gate: str, count: int = 0) -> str:
    """A snapshot after a turn; `count` is above 0 for the further ones after a turn without text."""
    return f"{gate}.after.{count}" if count else f"{gate}.after"


def silent_wait(gate: str, count: int) -> str:
    """The wait before the snapshot `after_turn(gate, count)`."""
    return f"{gate}.silent.{count}"


def lost_told(gate: str) -> str:
    """The status says that the turn's end was not seen."""
    return f"{gate}.lost.told"


def lost_wait(gate: str, count: int) -> str:
    """The wait before a snapshot that looks for a lost turn; `count` begins at 1."""
    return f"{gate}.lost.wait.{count}"


def lost_snapshot(gate: str, count: int) -> str:
    """A snapshot that looks for a lost turn; `count` begins at 1."""
    return f"{gate}.lost.look.{count}"


def lost_unchanged(gate: str) -> str:
    """The answer that a lost turn changed nothing so far, with a Retry button."""
    return f"{gate}.lost.unchanged"


def first_time(what: str) -> str:
    """This request says something that is said once in a chat."""
    return f"first.{what}"


def submit(attempt: int) -> str:
    """The submission of a render; `attempt` is 1 or 2."""
    return f"film.submit{attempt}"


def render_number(attempt: int) -> str:
    """The id under which a render is submitted."""
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


def marked(message: str) -> str:
    """It is unknown whether a message arrived: it is sent with the mark from now on."""
    return f"{message}.marked"


def repetition(message: str) -> str:
    """The marked repetition of a message: its intent is written before it is sent, so that there is no third one."""
    return f"{message}.unsure"


def part(message: str, number: int) -> str:
    """One message of an answer of several has arrived; `number` begins at 0."""
    return f"{message}.part{number}"


def kept_undelivered(message: str) -> str:
    """A message could not be delivered and is stored until the user writes again."""
    return f"{message}.owed"


@dataclass(frozen=True, slots=True)
class TurnInput:
    """The words of a request, their meaning, and the files in the order they were sent.

    `split`: it became a batch, and its children go on. `quoted` is as in `Incoming`. `album`: unless it is whole,
    nothing is asked before the user says so. `captions` are read, and go to the editor as they are. `remarks` are said.
    """

    words: str
    meaning: Meaning
    files: tuple[Attachment, ...]
    split: bool = False
    quoted: str = ""
    album: AlbumState = AlbumState.WHOLE
    captions: tuple[Attachment, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Draft and files of a session at one moment.

    `version` is the id of the stored draft; None: there is no timeline. `files` are the names of the files in the
    session, with their sizes in bytes where known.
    """

    version: int | None
    fingerprint: str
    exportable: bool
    files: tuple[tuple[str, int | None], ...]

    def same_draft(self, other: "Snapshot") -> bool:
        """Return whether both show the same timeline, whatever else differs: facts about files change by themselves."""
        return self.version == other.version


@dataclass(frozen=True, slots=True)
class SnapshotAttempt:
    """A snapshot, None: not reached, or `logged_out` of the person's own account; its reserved credits where known."""

    snapshot: Annotated[Snapshot | None, formerly("snapshot", "look")]
    frozen: int | None = None
    logged_out: bool = False


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file in the session, or `refused`, the phrase that says why it is not there.

    `seconds` is its length, `size` and `limit` are in bytes; each may be unknown. `sent` is the name under which it was
    sent, where that is not `name`. `wait` is in how many seconds it may be sent again.
    """

    name: str
    seconds: float | None = None
    refused: str = ""
    size: int | None = None
    limit: int | None = None
    sent: str = ""
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class UnknownUpload:
    """A file that was being uploaded, the snapshot before its request's uploads, and which of those arrived."""

    file: Attachment
    before: Snapshot
    arrived: tuple[Arrived, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """The result of a turn. `asked_at` is in epoch seconds.

    `failure`: the run reported an error. `refused` is the name of the error class of a refusal in place of the stream.
    `lost`: its end was not seen. `interrupted`: because the process ended that had asked it. `open`: it is complete,
    and its stream is read on (`core.flows.turn_stream`).
    """

    asked_at: float
    text: str = ""
    failure: bool = False
    refused: str = ""
    lost: bool = False
    interrupted: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Rendering:
    """A render and the account that made it: only that account's token can poll it (NemoVideo skill text)."""

    id: str
    account: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A render at one poll. `seconds` is the film's length, `size` in bytes; both may be unknown.

    `over`: it has ended, `done`: with a film. `known`: an earlier request made it. `heard`: the poll was answered.
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
    """A sent message: its key (None: it may not be there), its address ("": its request's), how many follow it."""

    key: str | None
    at: str = ""
    left: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """The progress of a request; `rows` are those of `core.engine.journal.Entries.load`."""

    rows: Mapping[str, str | None]

    @property
    def asked(self) -> bool:
        """Whether its turn was, or may have been, posted; also while a refused turn waits to be posted again."""
        return any(name == gate or name.startswith(f"{gate}.") for gate in _GATES for name in self.rows)

    @property
    def turn_ended(self) -> bool:
        """Whether its turn has an outcome, a lost one included."""
        return any(self.rows.get(gate) is not None for gate in _GATES)

    @property
    def uploading(self) -> bool:
        """Whether it has begun to upload a file."""
        return any(name.startswith(_UPLOAD) for name in self.rows)

    @property
    def uploaded(self) -> tuple[Arrived, ...]:
        """Its files that are in the session."""
        uploads = [text for name, text in self.rows.items() if name.startswith(_UPLOAD) and text]
        return tuple(from_json(text, Arrived) for text in uploads if not _refused(text))

    def missing(self, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Return its files that never got to its present session: all if none did, else none of a told refusal."""
        uploads = self._uploads_of(files)
        if all(text is None or _refused(text) for text in uploads):
            return files
        return tuple(file for file, text in zip(files, uploads, strict=True) if text is None)

    def arrived(self, files: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
        """Return those of its files that are in its present session."""
        uploads = self._uploads_of(files)
        return tuple(file for file, text in zip(files, uploads, strict=True) if text and not _refused(text))

    def unknown_uploads(self) -> tuple["UnknownUpload", ...]:
        """Return those of its uploads to its present session that were begun, and whose outcome nobody knows."""
        before, turn_input = self.rows.get(files_before(self._attempt)), self.turn_input
        if before is None or turn_input is None:
            return ()
        files, then, attempt = turn_input.files, from_json(before, Snapshot), self._attempt
        arrived = tuple(from_json(text, Arrived) for text in self._uploads_of(files) if text and not _refused(text))
        begun = (file for at, file in enumerate(files) if self.rows.get(upload(attempt, at), "") is None)
        return tuple(UnknownUpload(file, then, arrived) for file in begun)

    @property
    def rendering(self) -> bool:
        """Whether its render has begun, so that the edit is done."""
        return RENDER_BEGAN in self.rows

    @property
    def turn_input(self) -> TurnInput | None:
        """Its turn input; None: its parts are still gathered."""
        text = self.rows.get(TURN_INPUT)
        return None if text is None else from_json(text, TurnInput)

    def lost_turn_limit(self, delays: Delays) -> float | None:
        """Return until when its last lost turn is looked for, in epoch seconds; None: it has no lost turn."""
        for gate in (FOLLOW_UP_TURN, *reversed(_GATES)):
            text = self.rows.get(gate)
            if text is not None and (turn := from_json(text, Turn)).lost:
                first = self.rows.get(lost_wait(gate, 1))
                began = from_json(first, float) - delays.recovery_gap(1) if first else turn.asked_at
                return delays.lost_turn_limit(turn.asked_at, began)
        return None

    @property
    def delivered(self) -> bool:
        """Whether every answer that it gave is known to have arrived."""
        return not any(text.startswith(_NOT_KNOWN) for text in self.rows.values() if text)

    @property
    def undelivered(self) -> bool:
        """Whether an answer of it was stored until the user writes again."""
        return any(name.endswith(kept_undelivered("")) for name in self.rows)

    @property
    def said(self) -> str:
        """What the agent said to the user in the reply to its turn; "" as long as there is no reply."""
        if not self.rows.get(REPLY):
            return ""
        for step in (FOLLOW_UP_TRANSLATION, TRANSLATION):
            if text := self.rows.get(step):
                return from_json(text, Translation).text
        turns = [from_json(text, Turn) for gate in (*_GATES, FOLLOW_UP_TURN) if (text := self.rows.get(gate))]
        return "\n\n".join(one.text for one in turns)  # a journal of release 0.1.0 has no translation

    def last_note(self, gate: str) -> str | None:
        """Return the key of the last still-working message of a turn."""
        count = sum(name.startswith(note(gate, 0).removesuffix("0")) for name in self.rows)
        return from_json(text, str) if (text := self.rows.get(note(gate, count))) else None

    @property
    def _attempt(self) -> SessionAttempt:
        return SessionAttempt.SECOND if SESSION_LOST in self.rows else SessionAttempt.FIRST

    def _uploads_of(self, files: tuple[Attachment, ...]) -> list[str | None]:
        return [self.rows.get(upload(self._attempt, index)) for index in range(len(files))]


def _refused(text: str) -> bool:
    return bool(from_json(text, Arrived).refused)


_NOT_KNOWN: Final = '{"key":null'  # begins a `Sent` without a key, in every release
_GATES: Final = tuple(turn(attempt) for attempt in SessionAttempt)


async def progress_of(entries: Entries, request: int) -> Progress:
    """Return the progress of a request.

    Raises:
        StorageError: the rows cannot be read.
    """
    return Progress(await entries.load(request))
