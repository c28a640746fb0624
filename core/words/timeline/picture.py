"""A timeline as rows of bars, to be drawn by a platform; nothing here knows pixels or colours."""

from dataclasses import dataclass
from typing import Final

from core.words.timeline.notation import detail
from core.words.timeline.values import Kind, Piece, Timeline, Track, folded

_BARS_MOST: Final = 240  # more would be thinner than a pixel


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece; `start` and `end` are fractions of the whole length, 0 to 1.

    `detail` is its time and loudness in the notation of the timeline line, such as "(0-10s, 35%)".
    """

    label: str
    start: float
    end: float
    detail: str = ""


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
    """Return the rows of a timeline with a bar a segment; captions, and equal ones of a crowd, are one ("city ×9")."""
    whole = max((one.end_ms for track in timeline.tracks for one in track.segments), default=0)
    rows = tuple(
        Row(track.kind, track.label, tuple(_bar(piece, track, whole) for piece in _pieces(track)))
        for track in timeline.tracks
    )
    return Picture(rows, whole / 1000)


def _pieces(track: Track) -> tuple[Piece, ...]:
    if len(track.segments) <= _BARS_MOST and not any(one.of_captions for one in track.segments):
        return tuple(Piece(one) for one in track.segments)
    return folded(track)


def _bar(piece: Piece, track: Track, whole: int) -> Bar:
    one = piece.segment
    name = one.name if one.of_captions else one.text or one.name
    label = name if piece.count == 1 else f"{name} ×{piece.count}".strip()
    if not whole:
        return Bar(label, 0.0, 0.0)
    return Bar(label, one.start_ms / whole, one.end_ms / whole, detail(piece, track))
