"""Where an uploaded file is silent, and shots without those stretches. Times in ms of the source."""

from collections.abc import Sequence
from dataclasses import replace

from sandbox.film.assets import Asset
from sandbox.film.ffmpeg import run_ffmpeg, user_input
from sandbox.timeline.draft import Shot

NOISE = "-35dB"
SHORTEST_SECONDS = 0.4
BREATH_MS = 120  # kept at both ends, or words lose their first and last sound
LEAST_LEFT_MS = 300

Span = tuple[int, int]


async def silent_spans(asset: Asset) -> list[Span]:
    """Stretches below -35 dB of at least 0.4 s; none for a file without sound."""
    if not asset.has_audio:
        return []
    found: list[Span] = []
    begin: int | None = None
    heard = f"silencedetect=noise={NOISE}:d={SHORTEST_SECONDS},ametadata=mode=print:file=-"
    lines: list[str] = []
    await run_ffmpeg(
        *user_input(asset.path), "-vn", "-map", "0:a:0", "-af", heard, "-f", "null", "-", line=lines.append
    )
    for line in lines:
        if "silence_" not in line:
            continue
        key, _, value = line.partition("=")
        if key.endswith("silence_start"):
            begin = max(0, round(float(value) * 1000))
        elif key.endswith("silence_end") and begin is not None:
            found.append((begin, round(float(value) * 1000)))
            begin = None
    if begin is not None:
        found.append((begin, asset.duration_ms))
    return found


def without(shots: Sequence[Shot], silent: dict[str, list[Span]]) -> list[Shot]:
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
            pieces.append(replace(shot, begin=at, end=begin, join="", join_ms=0))
        at = end
    if shot.end - at >= LEAST_LEFT_MS // 2:
        pieces.append(replace(shot, begin=at))
    return pieces
