"""A film of many files in stretches: each opens no more of them than memory allows, and becomes one file of the film.

FFmpeg opens every input at once and decodes ahead in each, so that a film of 24 clips took gigabytes on a machine with
many cores. A film that needs few inputs is left as it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sandbox.film.color import BT709, BT709_OUTPUT, Colors
from sandbox.film.command import cuts
from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.film.graph import film
from sandbox.film.loudness import Gains
from sandbox.film.picture import Pass, passes
from sandbox.film.prepare import INTERMEDIATE
from sandbox.model.assets import Asset
from sandbox.model.bounds import MOST_INPUTS, MOST_OPEN_PIXELS
from sandbox.model.draft import Canvas, Shot, Timeline
from sandbox.model.places import tile

_SPARE_MS = 100  # the frame grid of a stretch may end a frame earlier than that of the film


class NotStretched(Exception):
    """A stretch of the film could not be made; the text is what FFmpeg said."""


async def in_stretches(
    timeline: Timeline, canvas: Canvas, assets: Mapping[str, Asset], colors: Colors, folder: Path
) -> tuple[Timeline, Mapping[str, Asset], Colors]:
    """The timeline with every stretch of it in a file, where it needs more inputs than may be open at once.

    The files lie in `folder`. Raises NotStretched, and OutOfMemory.
    """
    stretches = _stretches(timeline.shots, canvas, assets)
    if len(stretches) == 1:
        return timeline, assets, colors
    made, shots = dict(assets), []
    for number, stretch in enumerate(stretches):
        name = f"stretch-{number}"
        made[name] = await _drawn(name, stretch, canvas, assets, colors, folder)
        length = sum(shot.length for shot in stretch)
        shots.append(Shot(name, "", 0, length, join=stretch[-1].join, join_ms=stretch[-1].join_ms))
    sources = {**colors.sources, **dict.fromkeys(made.keys() - assets.keys(), BT709)}
    return replace(timeline, shots=shots), made, replace(colors, sources=sources)


async def tiles_as_files(
    timeline: Timeline, canvas: Canvas, assets: Mapping[str, Asset], colors: Colors, folder: Path
) -> tuple[Timeline, Mapping[str, Asset], Colors]:
    """The timeline with each tile of a split screen in a file: its clip as it is cut, paced and coloured.

    The files lie in `folder`. Raises NotStretched, and OutOfMemory.
    """
    made, overlays = dict(assets), []
    for number, each in enumerate(timeline.overlays):
        if each.shots:
            _, _, width, height = tile(each.place, (canvas.width, canvas.height))
            name = f"tile-{number}"
            small = replace(canvas, width=width, height=height, fit="crop")
            made[name] = await _drawn(name, each.shots, small, assets, colors, folder)
            each = replace(each, source=name)  # noqa: PLW2901 - as it is played
        overlays.append(each)
    sources = {**colors.sources, **dict.fromkeys(made.keys() - assets.keys(), BT709)}
    return replace(timeline, overlays=overlays), made, replace(colors, sources=sources)


def _stretches(shots: Sequence[Shot], canvas: Canvas, assets: Mapping[str, Asset]) -> list[list[Shot]]:
    found: list[list[Shot]] = [[]]
    for shot in shots:
        needed = passes(cuts([*found[-1], shot], canvas.fps))
        pixels = sum(_pixels(each, canvas, assets) for each in needed)
        if found[-1] and (len(needed) > MOST_INPUTS or pixels > MOST_OPEN_PIXELS):
            found.append([])
        found[-1].append(shot)
    return found


def _pixels(each: Pass, canvas: Canvas, assets: Mapping[str, Asset]) -> int:
    """What an open file weighs. A photo is one picture; a clip holds a row of them, and so weighs more."""
    asset = assets.get(each.source)
    if asset is None:
        return canvas.width * canvas.height
    pixels = asset.width * asset.height
    return pixels // 8 if asset.kind == "image" else pixels


async def _drawn(
    name: str, shots: Sequence[Shot], canvas: Canvas, assets: Mapping[str, Asset], colors: Colors, folder: Path
) -> Asset:
    target = folder / f"{name}.mov"
    last = shots[-1]
    # what lies under the transition to the next stretch is in the file too
    more = round((last.join_ms + _SPARE_MS) * last.speed)
    shots = [*shots[:-1], replace(last, end=last.end + more, join="")]
    plain = replace(canvas, fade_in=0, fade_out=0, sound_in=0, sound_out=0)
    timeline = Timeline(shots=shots, canvas=plain)
    command = film(timeline, plain, assets, None, [], Gains(), colors)
    output = ["-map", "[v]", "-map", "[a]", *INTERMEDIATE, *BT709_OUTPUT, "-c:a", "pcm_s16le", "-y", f"file:{target}"]
    code, told = await run_ffmpeg("-v", "error", *command.arguments(), *output)
    if code:
        raise NotStretched(told)
    return Asset(
        name, "", target, "video", timeline.length, canvas.width, canvas.height, float(canvas.fps), has_audio=True
    )
