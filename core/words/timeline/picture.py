"""A timeline as rows of bars, to be drawn by a platform; nothing here knows pixels or colours."""

from dataclasses import dataclass
from typing import Final

from core.words.timeline.values import Kind, Piece, Timeline, Track, folded

_BARS_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece; `start` and `end` are fractions of the whole length, 0 to 1."""

    label: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Row:
    """One track; its name is the phrase `track.<label>`."""

    kind: Kind
    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All rows, and the whole length in seconds."""

    rows: tuple[Row, ...]
    seconds: float


def picture(timeline: Timeline) -> Picture:
    """Return the rows of a timeline; more than eight segments are shown with equal neighbours joined ("city ×12")."""
    whole = max((one.end_ms for track in timeline.tracks for one in track.segments), default=0)
    rows = tuple(
        Row(track.kind, track.label, tuple(_bar(piece, whole) for piece in _pieces(track))) for track in timeline.tracks
    )
    return Picture(rows, whole / 1000)


def _pieces(track: Track) -> tuple[Piece, ...]:
    if len(track.segments) <= _BARS_MOST:
        return tuple(Piece(one) for one in track.segments)
    return folded(track)


def _bar(piece: Piece, whole: int) -> Bar:
    one = piece.segment
    name = one.text or one.name
    label = name if piece.count == 1 else f"{name} ×{piece.count}".strip()
    return Bar(label, one.start_ms / whole, one.end_ms / whole) if whole else Bar(label, 0.0, 0.0)
