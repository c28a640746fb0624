"""What is done to a film that is made, because it has to be measured first: its loudness, and the size of its file."""

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.model.draft import COMPRESS, LOUDNESS, Canvas, Effect

_LOUD = re.compile(r"^[ \t]{0,20}I:[ \t]{0,20}(-?[\d.]{1,20}|-inf) LUFS", re.MULTILINE)
_PEAK = re.compile(r"^[ \t]{0,20}Peak:[ \t]{0,20}(-?[\d.]{1,20}|-inf) dBFS", re.MULTILINE)
_CLOSE_LU, _HIGHEST_DB, _SILENT = 0.5, -1.0, -69.0
_ROUNDS, _TRIES = 4, 5
_OVERHEAD = 10_000  # bits a second that an MP4 takes for its index
_LEAST_SIDE = 64


class NotFinished(Exception):
    """The film could not be brought to what was asked; the text says why, without paths."""


async def finish(
    film: Path, effects: Iterable[Effect], canvas: Canvas, seconds: float, folder: Path
) -> tuple[int, int]:
    """Bring a film in place to the loudness and the size of file its effects ask for; its width and height then.

    Raises NotFinished.
    """
    asked = {each.name: each.amount for each in effects}
    if LOUDNESS in asked:
        await _level(film, asked[LOUDNESS], folder)
    most = int(asked.get(COMPRESS, 0) * 1_000_000)
    if most and await asyncio.to_thread(_bytes, film) > most:
        return await _squeeze(film, most, canvas, seconds, folder)
    return canvas.width, canvas.height


async def _loudness(film: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS and true peak in dBFS (EBU R 128, as FFmpeg's ebur128 measures them)."""
    _, told = await run_ffmpeg("-i", f"file:{film}", "-vn", "-af", "ebur128=peak=true", "-f", "null", "-")
    loud, peak = _LOUD.findall(told), _PEAK.findall(told)
    if not loud or not peak:
        raise NotFinished("the loudness could not be measured")
    return float(loud[-1]), float(peak[-1])


async def _level(film: Path, wanted: float, folder: Path) -> None:
    """Gain and a limiter; measured after each try, since a limiter takes loudness away."""
    loud, peak = await _loudness(film)
    if loud <= _SILENT:
        return
    gain, ceiling, best = 0.0, -1.5, film
    for _ in range(_ROUNDS):
        if abs(loud - wanted) <= _CLOSE_LU and peak <= _HIGHEST_DB:
            break
        gain += wanted - loud
        ceiling -= max(0.0, peak - _HIGHEST_DB) if best != film else 0.0
        # limited at four times the rate: the peaks between two samples count as well
        steps = (
            f"volume={gain:.2f}dB,aresample=192000,alimiter=limit={10 ** (ceiling / 20):.4f}:level=0,aresample=48000"
        )
        args = ["-map", "0", "-c:v", "copy", "-af", steps, "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart"]
        best = folder / "levelled.mp4"
        await _run("-i", f"file:{film}", *args, "-y", f"file:{best}")
        loud, peak = await _loudness(best)
    best.replace(film)


async def _squeeze(film: Path, most: int, canvas: Canvas, seconds: float, folder: Path) -> tuple[int, int]:
    """Encode anew in two passes with as many bits as there is room for; with fewer where that was still too large."""
    made, budget = folder / "squeezed.mp4", most * 8 / seconds * 0.97 - _OVERHEAD
    for _ in range(_TRIES):
        sound = min(128_000, max(16_000, round(budget * 0.15)))
        picture = max(8_000, round(budget - sound))
        width, height = _worth(canvas, picture)
        video = ["-map", "0:v:0", "-vf", f"scale={width}:{height}:flags=bicubic,setsar=1", "-c:v", "libx264"]
        video += ["-preset", "veryfast", "-pix_fmt", "yuv420p", "-b:v", str(picture)]
        video += ["-passlogfile", str(folder / "pass"), "-pass"]
        await _run("-i", f"file:{film}", *video, "1", "-an", "-f", "null", "-")
        audio = ["-map", "0:a:0", "-c:a", "aac", "-b:a", str(sound), "-ac", "2" if sound > 48_000 else "1"]
        await _run("-i", f"file:{film}", *video, "2", *audio, "-movflags", "+faststart", "-y", f"file:{made}")
        size = await asyncio.to_thread(_bytes, made)
        if size <= most:
            made.replace(film)
            return width, height
        budget *= most / size * 0.95
    raise NotFinished("the film cannot be made that small; ask for a larger file or a shorter film")


def _worth(canvas: Canvas, rate: int) -> tuple[int, int]:
    """The size at which so many bits a second still make a picture: a thirtieth of a bit a pixel."""
    scale = min(1.0, (rate * 30 / (canvas.width * canvas.height * canvas.fps)) ** 0.5)
    scale = max(scale, min(1.0, _LEAST_SIDE / min(canvas.width, canvas.height)))
    return max(2, round(canvas.width * scale / 2) * 2), max(2, round(canvas.height * scale / 2) * 2)


async def _run(*args: str) -> None:
    code, _ = await run_ffmpeg("-v", "error", *args)
    if code:
        raise NotFinished("the finished film could not be encoded")


def _bytes(file: Path) -> int:
    return file.stat().st_size
