"""Tracks and segments of a timeline, independent of the keys in a draft."""

from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["video", "audio", "text", "other"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment of a track; `volume` is a fraction (0.35 is 35 %), `text` the text that it shows.

    `of_captions`: it is one caption of a subtitles file, whose name it has.
    """

    name: str
    start_ms: int
    end_ms: int
    volume: float | None = None
    text: str | None = None
    of_captions: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    """One track; `label` names its phrase ("video", "bgm", "title"), the same in every language."""

    kind: Kind
    label: str
    segments: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Timeline:
    """All tracks; a length or size that the draft does not have is 0."""

    tracks: tuple[Track, ...] = ()
    duration_ms: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """Equal neighbouring segments as one, with their count: a clip cut to the beat is shown once."""

    segment: Segment
    count: int = 1


def folded(track: Track) -> tuple[Piece, ...]:
    """Return the segments of a track; equal neighbours are joined (name, text, volume), and captions of one file."""
    pieces = []
    for _, group in groupby(track.segments, lambda one: (one.name, one.of_captions or one.text, one.volume)):
        same = tuple(group)
        first = same[0]
        whole = Segment(
            first.name,
            min(one.start_ms for one in same),
            max(one.end_ms for one in same),
            first.volume,
            first.text,
            first.of_captions,
        )
        pieces.append(Piece(whole, len(same)))
    return tuple(pieces)
