"""A draft becomes an MP4 that any player plays: H.264 and AAC, yuv420p, even size, index at the front.

The draft may come from anywhere: it names assets by id, never by path, and a shape not ours is refused.
"""

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from sandbox.film.captions import Sign, draw
from sandbox.film.color import BT709_OUTPUT, colors_of
from sandbox.film.ffmpeg import SCRATCH, FFmpegError, run_ffmpeg, user_input
from sandbox.film.finish import NotFinished, finish
from sandbox.film.graph import film
from sandbox.film.loudness import gains
from sandbox.film.prepare import NotPrepared, prepared
from sandbox.film.stretches import NotStretched, in_stretches, tiles_as_files
from sandbox.film.subtitles import strip
from sandbox.model.assets import Asset
from sandbox.model.bounds import LONGEST_MS, RENDER_SECONDS, RENDER_SECONDS_A_SECOND
from sandbox.model.draft import CARD, BadDraft, Canvas, Timeline, Words
from sandbox.model.moods import TEMPOS
from sandbox.model.size import too_much
from sandbox.model.wire import from_wire
from sandbox.music.player import write_track

Quality = Literal["high", "fast"]

_ENCODERS: dict[Quality, tuple[str, str, str]] = {
    "high": ("veryfast", "21", "160k"),
    "fast": ("ultrafast", "26", "128k"),
}
_FAST_SHORT_SIDE = 360


class RenderFailed(Exception):
    """The film could not be made; `reason` is one plain line without paths."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Film:
    """A finished MP4: duration in ms, size in bytes."""

    path: Path
    duration_ms: int
    width: int
    height: int
    size: int


async def render(
    draft: dict[str, Any],
    assets: Mapping[str, Asset],
    target: Path,
    *,
    quality: Quality,
    progress: Callable[[int], None],
    work: Path,
) -> Film:
    """Make the film at `target`; `progress` hears whole percents. Raises RenderFailed; may be cancelled."""
    timeline = _checked(draft, assets)
    try:
        async with asyncio.timeout(RENDER_SECONDS + RENDER_SECONDS_A_SECOND * timeline.length / 1000):
            return await _made(timeline, assets, target, quality, progress, work)
    except TimeoutError:
        raise RenderFailed("the film takes too long to make") from None


async def _made(
    timeline: Timeline,
    assets: Mapping[str, Asset],
    target: Path,
    quality: Quality,
    progress: Callable[[int], None],
    work: Path,
) -> Film:
    canvas = _sized(timeline.canvas, quality)
    unfinished = target.with_name(f"{target.stem}.part.mp4")
    try:
        await asyncio.to_thread(_make_folders, work, target.parent)
        with tempfile.TemporaryDirectory(dir=work, prefix=SCRATCH) as folder:
            timeline, assets = await prepared(timeline, assets, Path(folder))
            colors = await colors_of(_pictures(timeline, assets))
            timeline, assets, colors = await tiles_as_files(timeline, canvas, assets, colors, Path(folder))
            timeline, assets, colors = await in_stretches(timeline, canvas, assets, colors, Path(folder))
            signs = await asyncio.to_thread(_signs, timeline, canvas, Path(folder))
            captions = await asyncio.to_thread(strip, timeline.words, canvas, timeline.length, Path(folder))
            music = await _music(timeline, assets, Path(folder))
            levels = await gains(timeline, assets, music)
            command = film(timeline, canvas, assets, music, signs, levels, colors, captions).arguments()
            args = [*command, *_output(canvas, quality), f"file:{unfinished}"]
            code, told = await run_ffmpeg(*args, line=_percents(timeline.length, progress))
            if code:
                raise RenderFailed(_last_line(told))
            seconds = timeline.length / 1000
            width, height = await finish(unfinished, timeline.effects, canvas, seconds, Path(folder))
        size = await asyncio.to_thread(_publish, unfinished, target)
    except (NotPrepared, NotFinished) as error:
        raise RenderFailed(str(error)) from error
    except NotStretched as error:
        raise RenderFailed(_last_line(str(error))) from error
    except (FFmpegError, OSError) as error:
        raise RenderFailed(_reason(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    progress(100)
    return Film(target, timeline.length, width, height, size)


def sweep(work: Path) -> None:
    """Remove what a killed process left of its work, and the music that release 0.1 kept."""
    for folder in (*work.glob(f"{SCRATCH}*"), work / "music"):
        shutil.rmtree(folder, ignore_errors=True)


def _checked(draft: dict[str, Any], assets: Mapping[str, Asset]) -> Timeline:
    try:
        timeline = from_wire(draft)
    except BadDraft as error:
        raise RenderFailed(str(error)) from error
    if not timeline.shots:
        raise RenderFailed("nothing on the timeline")
    if beyond := too_much(timeline):
        raise RenderFailed(beyond)
    if timeline.length > LONGEST_MS:
        raise RenderFailed("longer than 30 minutes")
    for source in timeline.sources:
        asset = assets.get(source)
        if not source.startswith(CARD) and (asset is None or asset.kind == "audio"):
            raise RenderFailed("a clip of this draft is not in the session")
        if asset is not None and not asset.path.is_file():
            raise RenderFailed("a clip of this draft was removed, because nobody used it for long: send it again")
    return timeline


def _pictures(timeline: Timeline, assets: Mapping[str, Asset]) -> dict[str, Path]:
    """The files that are seen, by source."""
    played = [shot.source for overlay in timeline.overlays for shot in overlay.shots]
    sources = [*timeline.sources, *(overlay.source for overlay in timeline.overlays), *played]
    return {source: assets[source].path for source in sources if source in assets}


def _make_folders(*folders: Path) -> None:
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)


def _publish(unfinished: Path, target: Path) -> int:
    unfinished.replace(target)
    return target.stat().st_size


def _sized(canvas: Canvas, quality: Quality) -> Canvas:
    shrink = min(1.0, _FAST_SHORT_SIDE / min(canvas.width, canvas.height)) if quality == "fast" else 1.0
    return replace(canvas, width=_even(canvas.width * shrink), height=_even(canvas.height * shrink))


def _even(size: float) -> int:
    return max(16, round(size / 2) * 2)


def _signs(timeline: Timeline, canvas: Canvas, folder: Path) -> list[tuple[Words, Sign]]:
    drawn, total = [], timeline.length
    for number, words in enumerate(each for each in timeline.words if not each.source):
        length = min(words.length or total, total)
        words = replace(words, length=length, start=min(words.start, total - length))  # noqa: PLW2901 - as laid
        if sign := draw(words, canvas.width, canvas.height, folder / f"{number}.png"):
            drawn.append((words, sign))
    return drawn


async def _music(timeline: Timeline, assets: Mapping[str, Asset], folder: Path) -> list[str] | None:
    music = timeline.music
    if music is None or music.volume <= 0:
        return None
    if music.source:
        asset = assets.get(music.source)
        if asset is None or not asset.has_audio:
            return None
        return user_input(asset.path, "-stream_loop", "-1", "-ss", f"{music.offset / 1000:.3f}", "-vn")
    if music.mood not in TEMPOS:
        raise RenderFailed("unknown music")
    path = folder / "music.wav"
    left = max(500, timeline.length - music.start)
    steps = write_track(path, music.mood, music.bpm or TEMPOS[music.mood], min(left, music.length or left) / 1000)
    while await asyncio.to_thread(next, steps, steps) is None:
        pass
    return ["-i", f"file:{path}"]


def _output(canvas: Canvas, quality: Quality) -> list[str]:
    preset, crf, sound = _ENCODERS[quality]
    return [
        *("-map", "[v]", "-map", "[a]", "-map_metadata", "-1"),
        *("-c:v", "libx264", "-preset", preset, "-crf", crf, "-pix_fmt", "yuv420p", "-r", str(canvas.fps)),
        *BT709_OUTPUT,
        *("-c:a", "aac", "-b:a", sound, "-ar", "48000", "-ac", "2", "-movflags", "+faststart"),
        *("-progress", "pipe:1", "-nostats", "-loglevel", "warning", "-y"),
    ]


def _percents(total_ms: int, progress: Callable[[int], None]) -> Callable[[str], None]:
    told = -1

    def line(text: str) -> None:
        nonlocal told
        key, _, value = text.partition("=")
        if key != "out_time_us" or not value.isdigit():  # "N/A" until the first frame is out
            return
        percent = min(99, int(value) // 10 // max(1, total_ms))
        if percent > told:
            told = percent
            progress(percent)

    return line


def _reason(error: Exception) -> str:
    # an OSError's text holds a path of this machine
    return (error.strerror or "disk") if isinstance(error, OSError) else str(error)


def _last_line(told: str) -> str:
    lines = [line for line in told.splitlines() if line.strip() and "/" not in line]
    return lines[-1].strip()[:200] if lines else "ffmpeg gave up without a word"
