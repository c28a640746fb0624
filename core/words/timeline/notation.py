"""A timeline as one line, in the notation of the NemoVideo skill text, and the differences of two timelines.

`Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams"
(0-3s)` (NemoVideo skill text, "Draft field mapping").
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final

from core.words.language import Language
from core.words.phrases import say
from core.words.timeline.values import Piece, Timeline, Track, folded

_PIECES_MOST: Final = 4
_CHANGES_MOST: Final = 12


@dataclass(frozen=True, slots=True)
class _Entry:
    """A piece as shown: its track and name, and its time and volume."""

    title: str
    detail: str


def line(timeline: Timeline, language: Language) -> str:
    """Return the timeline line; for an empty timeline a sentence."""
    if not timeline.tracks:
        return say(language, "timeline.empty")
    count = len(timeline.tracks)
    head = say(language, "timeline.head_one" if count == 1 else "timeline.head", count=count)
    rows = (f"{number}. {_row(track, language)}" for number, track in enumerate(timeline.tracks, start=1))
    return f"{head}{' '.join(rows)}"


def difference(before: Timeline, after: Timeline, language: Language) -> tuple[str, ...]:
    """Return what changed, a line each: "+ …" added, "− …" removed, "~ …" changed in time, volume or size."""
    rows, others = Counter(before.tracks), Counter(after.tracks)
    old, new = _entries(rows - others, language), _entries(others - rows, language)  # most rows are as they were
    gone, came = list((Counter(old) - Counter(new)).elements()), list((Counter(new) - Counter(old)).elements())
    changes = []
    for entry in gone:
        twin = next((other for other in came if other.title == entry.title), None)
        if twin is None:
            changes.append(f"− {entry.title} {entry.detail}")
        else:
            came.remove(twin)
            changes.append(f"~ {entry.title} {entry.detail} → {twin.detail}")
    changes += [f"+ {entry.title} {entry.detail}" for entry in came]
    changes += _resized(before, after, language)
    if len(changes) > _CHANGES_MOST:
        rest = len(changes) - _CHANGES_MOST + 1
        changes = [*changes[: _CHANGES_MOST - 1], say(language, "timeline.more_changes", count=rest)]
    return tuple(changes)


def detail(piece: Piece, track: Track) -> str:
    """Return when a piece is shown and how loud it is: "(0-10s, 35%)"."""
    one = piece.segment
    span = f"{_seconds(one.start_ms)}-{_seconds(one.end_ms)}s"
    # a video at its own loudness says nothing; music always says how loud it is
    if one.volume is None or (one.volume == 1 and track.kind != "audio"):
        return f"({span})"
    return f"({span}, {round(one.volume * 100)}%)"


def _resized(before: Timeline, after: Timeline, language: Language) -> list[str]:
    old, new = (before.width, before.height), (after.width, after.height)
    if old == new or not all((*old, *new)):
        return []
    word = say(language, "timeline.size")
    return [f"~ {word} {old[0]}×{old[1]} → {new[0]}×{new[1]}"]


def _row(track: Track, language: Language) -> str:
    pieces = folded(track)
    shown = pieces if len(pieces) <= _PIECES_MOST else pieces[: _PIECES_MOST - 1]
    words = [f"{_named(piece, language)} {detail(piece, track)}" for piece in shown]
    if len(shown) < len(pieces):
        words.append(say(language, "timeline.more_pieces", count=len(pieces) - len(shown)))
    return f"{_label(track, language)}{', '.join(words)}"


def _entries(tracks: Counter[Track], language: Language) -> list[_Entry]:
    entries = []
    for track in tracks.elements():
        label = _label(track, language)
        entries += [_Entry(f"{label}{_named(piece, language)}", detail(piece, track)) for piece in folded(track)]
    return entries


def _label(track: Track, language: Language) -> str:
    return say(language, "timeline.label", label=say(language, f"track.{track.label}"))


def _named(piece: Piece, language: Language) -> str:
    one = piece.segment
    if one.of_captions:
        return say(language, "timeline.captions", name=one.name, count=piece.count)
    name = f'"{one.text}"' if one.text else one.name or say(language, "timeline.unnamed")
    return name if piece.count == 1 else f"{name} ×{piece.count}"


def _seconds(ms: int) -> str:
    return f"{round(ms / 1000, 1):g}"
