"""What sounds well together: chords, the notes a melody may use over them, and parts that move by small steps. Pure.

A pitch is a MIDI note number (60 is middle C). Two notes clash when they lie a semitone, a tritone or a major seventh
apart, in any octave. Every chord here is free of such pairs: each of its qualities is part of a pentatonic scale.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise

CLASHING = frozenset({1, 6, 11})  # semitones, modulo the octave
VOICES = 4

_QUALITIES: dict[str, tuple[int, ...]] = {
    "": (0, 4, 7),
    "m": (0, 3, 7),
    "6": (0, 4, 7, 9),
    "m7": (0, 3, 7, 10),
    "add9": (0, 2, 4, 7),
    "6/9": (0, 2, 4, 7, 9),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "7sus4": (0, 5, 7, 10),
    "9sus4": (0, 2, 5, 7, 10),
}
_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SYMBOL = re.compile(r"([A-G])([#b]?)(.*)")


@dataclass(frozen=True, slots=True)
class Chord:
    """A chord by its root and its tones, as pitch classes from 0 (C) to 11."""

    root: int
    tones: frozenset[int]


@cache
def chord(symbol: str) -> Chord:
    """The chord of a symbol such as "F#m7"; raises ValueError for one that is not in the table."""
    found = _SYMBOL.fullmatch(symbol)
    if found is None or found[3] not in _QUALITIES:
        raise ValueError(f"no chord {symbol!r} here")
    root = (_STEPS[found[1]] + {"#": 1, "b": -1}.get(found[2], 0)) % 12
    return Chord(root, frozenset((root + step) % 12 for step in _QUALITIES[found[3]]))


def clash(one: int, other: int) -> bool:
    """Whether two pitches rub against each other."""
    return (one - other) % 12 in CLASHING


def ladder(scale: Iterable[int], over: Chord, low: int, high: int) -> list[int]:
    """The pitches from `low` to `high` that belong to the scale and clash with no tone of the chord, upwards."""
    fitting = {step % 12 for step in scale if not any(clash(step, tone) for tone in over.tones)}
    return [pitch for pitch in range(low, high + 1) if pitch % 12 in fitting]


def voiced(over: Chord, before: Sequence[int], low: int, high: int) -> tuple[int, ...]:
    """Four pitches of the chord that the four before reach by the smallest steps, upwards.

    A common tone stays where it is, no voices cross, and outer voices that would move in parallel fifths or octaves
    are avoided where there is a choice. Without anything before, the middle of the range is sought.
    """
    pitches = [pitch for pitch in range(low, high + 1) if pitch % 12 in over.tones]
    needed = over.tones if len(over.tones) <= VOICES else over.tones - {over.root}  # the bass has the root
    sets = [each for each in combinations(pitches, VOICES) if {pitch % 12 for pitch in each} >= needed and _open(each)]
    middle = (low + high) / 2
    return min(sets, key=lambda each: (_cost(before, each), abs(sum(each) / VOICES - middle), each))


def _open(pitches: Sequence[int]) -> bool:
    return all(2 <= upper - lower <= 9 for lower, upper in pairwise(pitches))


def _cost(before: Sequence[int], after: Sequence[int]) -> int:
    if not before:
        return 0
    parallel = (
        before[0] != after[0]
        and (before[-1] - before[0]) % 12 == (after[-1] - after[0]) % 12
        and (after[-1] - after[0]) % 12 in {0, 7}
    )
    return sum(abs(now - was) for was, now in zip(before, after, strict=True)) + 6 * parallel
