"""Whether a timeline is one that a film is made of, or is too large for it."""

from collections.abc import Iterator

from sandbox.model.bounds import (
    LONGEST_TEXT,
    MOST_CAPTIONS,
    MOST_EFFECTS,
    MOST_NAMES,
    MOST_OVERLAYS,
    MOST_SHOTS,
    MOST_WORDS,
)
from sandbox.model.draft import Timeline


def too_much(timeline: Timeline) -> str:
    """What there is too much of, in words; empty where nothing is."""
    return next(_too_much(timeline), "")


def _too_much(timeline: Timeline) -> Iterator[str]:
    tiles = [shot for each in timeline.overlays for shot in each.shots]
    shots = [*timeline.shots, *timeline.uncut, *tiles]
    for what, count, most in (
        ("shots", len(timeline.shots) + len(tiles), MOST_SHOTS),
        ("shots before the cuts", len(timeline.uncut), MOST_SHOTS),
        ("texts", sum(not each.source for each in timeline.words), MOST_WORDS),
        ("captions", sum(bool(each.source) for each in timeline.words), MOST_CAPTIONS),
        ("pictures over it", len(timeline.overlays), MOST_OVERLAYS),
        ("effects", max(map(len, (timeline.effects, *(each.effects for each in shots)))), MOST_EFFECTS),
        ("files", len(timeline.known), MOST_NAMES),
    ):
        if count > most:
            yield f"{count} {what}; the sandbox renders at most {most}"
    named = (timeline.title, *(each.text for each in timeline.words), *(each.name for each in shots))
    if any(len(text) > LONGEST_TEXT for text in named):
        yield f"a text is too long; the sandbox draws at most {LONGEST_TEXT} characters"
