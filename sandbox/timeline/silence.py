"""Shots without the stretches in which their file is silent. Pure; times in ms of the source."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sandbox.model.draft import Shot

BREATH_MS = 120  # kept at both ends, or words lose their first and last sound
LEAST_LEFT_MS = 300

Span = tuple[int, int]


def without(shots: Sequence[Shot], silent: Mapping[str, Sequence[Span]]) -> list[Shot]:
    """The shots without the silences; the same shots when nothing would be left."""
    kept: list[Shot] = []
    for shot in shots:
        spans = [(begin + BREATH_MS, end - BREATH_MS) for begin, end in silent.get(shot.source, [])]
        kept += _minus(shot, [span for span in spans if span[1] - span[0] > BREATH_MS])
    if sum(shot.length for shot in kept) < LEAST_LEFT_MS:
        return list(shots)
    return kept


def _minus(shot: Shot, spans: Sequence[Span]) -> list[Shot]:
    if shot.still or shot.volume == 0:
        return [shot]
    pieces, at = [], shot.begin
    for begin, end in spans:
        if end <= at or begin >= shot.end:
            continue
        if begin - at >= LEAST_LEFT_MS // 2:
            pieces.append(replace(shot.within(at, begin), join="", join_ms=0))
        at = end
    if shot.end - at >= LEAST_LEFT_MS // 2:
        pieces.append(shot.within(at, shot.end))
    return pieces[::-1] if shot.backwards else pieces
