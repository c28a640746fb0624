"""Where the moments of a film are after its shots were cut, paced, repeated or put apart. Pure; times in ms."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sandbox.model.draft import Shot

Pair = tuple[int, int, int, int]  # from, to, and where that is now: from, to


@dataclass(frozen=True, slots=True)
class Moments:
    """Stretches of a film, one after the other and without gaps, and where each of them is now."""

    pairs: tuple[Pair, ...]

    def begin(self, ms: int) -> int:
        """Where what began at that moment begins now."""
        return self._at(ms, [pair for pair in self.pairs if pair[0] <= ms < pair[1]][:1] or self.pairs[-1:])

    def end(self, ms: int) -> int:
        """Where what ended at that moment ends now: before anything that was put in there."""
        return self._at(ms, [pair for pair in self.pairs if pair[0] < ms <= pair[1]][:1] or self.pairs[-1:])

    def _at(self, ms: int, found: Sequence[Pair]) -> int:
        begin, end, now, then = found[0]
        if ms > end:  # beyond the film, and as far beyond it now
            return then + ms - end
        return now + round((then - now) * (ms - begin) / (end - begin))


def marked(shots: Sequence[Shot]) -> list[Shot]:
    """The shots, each told where in the film it is."""
    told, start = [], 0
    for shot in shots:
        told.append(replace(shot, was=(start, start + shot.length)))
        start += shot.length
    return told


def moments(before: int, shots: Sequence[Shot]) -> Moments | None:
    """The moments of a film of `before` ms whose shots were marked, and are these now.

    None where they are the same, or where what was later comes first now.
    """
    kept: list[Pair] = []
    start = 0
    for shot in shots:
        stop = start + shot.length
        if shot.was is not None and all(shot.was != pair[:2] for pair in kept):  # what is played again was there before
            kept.append((*shot.was, start, stop))
        start = stop
    if not kept or any(one[1] > other[0] for one, other in pairwise(kept)):
        return None
    # what is missing between two of them was cut out, or something is there in its place
    edges: list[Pair] = [(0, 0, 0, 0), *kept, (before, before, start, start)]
    between = [(one[1], other[0], one[3], other[2]) for one, other in pairwise(edges)]
    pairs = sorted(pair for pair in (*kept, *between) if pair[1] > pair[0])
    return None if all(pair[:2] == pair[2:] for pair in pairs) else Moments(tuple(pairs))
