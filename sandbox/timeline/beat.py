"""Cuts on the beat, made visible without changing the film's length. Pure; times in ms.

Cutting one clip where it plays on anyway shows nothing. So several clips take turns, one cell each; a single clip
keeps its order and its sound, and every other cell moves in closer, as a second camera would.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from sandbox.model.draft import CARD, Shot

BEATS_A_CELL = 2
FEWEST_CELLS = 6
MOST_CELLS = 120
SHORTEST_MS = 250
CLOSER = 1.35
_LOOKS = (0.5, 0.25, 0.75)  # where the close view looks, in turn


def grid(total: int, bpm: float, first_ms: float = 0.0, again_ms: float = 0.0, start_ms: int = 0) -> list[int]:
    """Cut times in ms, each on a beat: every second beat, or every beat of a short film, or fewer of a long one.

    The music begins at `start_ms`, and its beat `first_ms` later. A song shorter than the film begins anew after
    `again_ms`, and its beat with it.
    """
    beat = 60_000 / bpm
    step = beat * BEATS_A_CELL
    if total / step < FEWEST_CELLS:
        step = beat
    while total / step > MOST_CELLS:
        step *= 2
    left = max(1, total - start_ms)
    length = again_ms if step < again_ms < left else left
    times: list[int] = []
    for number in range(math.ceil(left / length)):
        begin = start_ms + number * length
        end = min(begin + length, total)
        for place in range(int((end - begin - first_ms) / step) + 1):
            time = round(begin + first_ms + place * step)
            if time - (times[-1] if times else 0) >= SHORTEST_MS and total - time >= SHORTEST_MS:
                times.append(time)
    return times


def on_the_beat(
    shots: Sequence[Shot], bpm: float, first_ms: float = 0.0, again_ms: float = 0.0, start_ms: int = 0
) -> list[Shot]:
    """The same length of film, cut on the beat; the beat is given as to `grid`."""
    shots = joined(shots)
    first, last = _between_cards(shots)
    before, rest, after = shots[:first], shots[first:last], shots[last:]
    begin = sum(shot.length for shot in before)
    total = sum(shot.length for shot in rest)
    times = grid(begin + total, bpm, first_ms, again_ms, start_ms)
    times = [time - begin for time in times if time - begin >= SHORTEST_MS]
    return [*before, *_cut(rest, times, total), *after]


def _between_cards(shots: Sequence[Shot]) -> tuple[int, int]:
    """From where to where shots are cut: a card before or after them stands as it is, unless all are cards."""
    filmed = [place for place, shot in enumerate(shots) if not shot.source.startswith(CARD)]
    return (filmed[0], filmed[-1] + 1) if filmed else (0, len(shots))


def _cut(shots: Sequence[Shot], times: Sequence[int], total: int) -> list[Shot]:
    if len({shot.source for shot in shots}) > 1:
        if all(shot.still for shot in shots) and len(shots) > 4:
            return _snapped(shots, times, total)
        return _by_turns(shots, [0, *times, total])
    return _closer_and_back(shots, times)


def joined(shots: Sequence[Shot]) -> list[Shot]:
    """The shots without beat cuts: what plays on without a jump is one shot again."""
    whole: list[Shot] = []
    for shot in shots:
        plain = replace(shot, zoom=1.0, focus=0.5)
        last = whole[-1] if whole else None
        if last is not None and _plays_on(last, plain):
            end = last.end + plain.end if plain.still else plain.end
            was = (last.was[0], plain.was[1]) if last.was and plain.was else None
            whole[-1] = replace(last, end=end, join=plain.join, join_ms=plain.join_ms, was=was)
        else:
            whole.append(plain)
    return whole


def split(shots: Sequence[Shot], times: Sequence[int]) -> list[Shot]:
    """The shots with a cut at each of the times."""
    parts: list[Shot] = []
    start = 0
    for shot in shots:
        inside = sorted({time - start for time in times if start < time < start + shot.length})
        edges = [0, *inside, shot.length]
        pieces = [shot.part(begin, end) for begin, end in pairwise(edges)]
        parts += [replace(piece, join="", join_ms=0) for piece in pieces[:-1]] + pieces[-1:]
        start += shot.length
    return parts


def _plays_on(last: Shot, shot: Shot) -> bool:
    same = (last.source, last.speed, last.volume, last.still) == (shot.source, shot.speed, shot.volume, shot.still)
    same = same and last.at == shot.at
    same = same and last.effects == shot.effects and not (last.backwards or shot.backwards)
    return same and not last.join and (shot.still or last.end == shot.begin)


def _closer_and_back(shots: Sequence[Shot], times: Sequence[int]) -> list[Shot]:
    cells: list[Shot] = []
    start = 0
    for shot in split(shots, times):
        number = sum(time <= start + 1 for time in times)
        if number % 2:
            shot = replace(shot, zoom=CLOSER, focus=_LOOKS[number // 2 % len(_LOOKS)])  # noqa: PLW2901 - the same shot, closer
        cells.append(shot)
        start += shot.length
    return cells


def _by_turns(shots: Sequence[Shot], edges: Sequence[int]) -> list[Shot]:
    """Cell k shows clip k in turn; each clip's cells are spread evenly over what there is of it."""
    firsts: dict[str, Shot] = {}
    for shot in [shot for shot in shots if shot.at is None] or shots:
        known = firsts.setdefault(shot.source, shot)
        firsts[shot.source] = replace(known, begin=min(known.begin, shot.begin), end=max(known.end, shot.end), join="")
    clips = list(firsts.values())
    cells = list(pairwise(edges))
    turns = [(len(cells) - place + len(clips) - 1) // len(clips) for place in range(len(clips))]
    made: list[Shot] = []
    for number, (start, stop) in enumerate(cells):
        clip, turn = clips[number % len(clips)], number // len(clips)
        made.append(_window(clip, turn, max(1, turns[number % len(clips)]), stop - start))
    return made


def _window(clip: Shot, turn: int, turns: int, length: int) -> Shot:
    clip = replace(clip, was=None)  # several stretches of it, and none where it was
    if clip.still:
        return replace(clip, begin=0, end=length)
    need = round(length * clip.speed)
    spare = clip.end - clip.begin - need
    if spare < 0:  # shorter than one cell: slower, so that it fills it
        return replace(clip, speed=(clip.end - clip.begin) / length)
    begin = clip.begin + (spare * turn // (turns - 1) if turns > 1 else 0)
    return replace(clip, begin=begin, end=begin + need)


def _snapped(shots: Sequence[Shot], times: Sequence[int], total: int) -> list[Shot]:
    """Pictures keep their order and about their time: each change moves to the nearest beat."""
    edges, free, start = [0], list(times), 0
    for shot in shots[:-1]:
        start += shot.length
        if not free:
            break
        nearest = min(free, key=lambda time: abs(time - start))
        edges.append(nearest)
        free = [time for time in free if time > nearest]
    edges.append(total)
    return [
        replace(shot, begin=0, end=stop - begin) for shot, begin, stop in zip(shots, edges, edges[1:], strict=False)
    ]
