"""What a timeline is made of, once it has been read; nothing here knows how a draft spells it."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["video", "audio", "text", "other"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One piece of a track; `volume` is a share (0.35 is 35 %), `text` the words it shows."""

    name: str
    start_ms: int
    end_ms: int
    volume: float | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Track:
    """One row; `label` is a word of the catalogue ("video", "bgm", "title"), the same in every language."""

    kind: Kind
    label: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All rows; what the draft does not say is 0."""

    tracks: tuple[Track, ...] = ()
    duration_ms: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Neighbours with one name, counted: a clip cut to the beat is one thing to a reader."""

    segment: Segment
    count: int = 1


def folded(track: Track) -> tuple[Piece, ...]:
    """The segments of a track, neighbours of the same name, words and volume taken together."""
    pieces = []
    for _, group in groupby(track.segments, lambda one: (one.name, one.text, one.volume)):
        same = tuple(group)
        first = same[0]
        whole = Segment(
            first.name,
            min(one.start_ms for one in same),
            max(one.end_ms for one in same),
            first.volume,
            first.text,
        )
        pieces.append(Piece(whole, len(same)))
    return tuple(pieces)
