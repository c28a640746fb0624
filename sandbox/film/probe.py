"""What an uploaded file is, by content, and how long, large and loud.

A file is judged by reading it with ffmpeg, never by its name; a file cut off in the middle is refused.
"""

import asyncio
import re
from dataclasses import dataclass
from pathlib import Path

from sandbox.film.ffmpeg import OutOfMemory, run_ffmpeg, user_input
from sandbox.model.assets import Asset, Unreadable
from sandbox.model.bounds import MOST_FILM_PIXELS, MOST_PIXELS, READING_SECONDS

_DURATION = re.compile(r"Duration: (\d{1,9}):(\d\d):(\d\d(?:\.\d{1,9})?)")
_REACHED = re.compile(r"time=(\d{1,9}):(\d\d):(\d\d(?:\.\d{1,9})?)")
_FRAMES = re.compile(r"frame=\s{0,20}(\d{1,9})")
_FORMAT = re.compile(r"Input #0, ([\w,]{1,80}), from")
_STREAM = re.compile(r"^[ \t]{0,20}Stream #0:\d{1,4}[^\n]{0,80}?: (Video|Audio): (\w{1,40})(.*)$", re.MULTILINE)
_SIZE = re.compile(r"[ ,](\d{2,5}|[1-9])x(\d{2,5}|[1-9])(?=[ ,\[]|$)")
_SAR = re.compile(r"\bSAR (\d{1,9}):(\d{1,9})")
_FPS = re.compile(r"([\d.]{1,20}) fps")
_ROTATION = re.compile(r"rotation of (-?[\d.]{1,20}) degrees")
_STILL_FORMATS = re.compile(r"image2|_pipe$")


@dataclass(frozen=True, slots=True)
class _Picture:
    width: int
    height: int
    fps: float


async def probe(path: Path, name: str, asset_id: str) -> Asset:
    """What the file is, by content; raises Unreadable."""
    try:
        async with asyncio.timeout(READING_SECONDS):
            return await _probed(path, name, asset_id)
    except OutOfMemory:
        raise Unreadable("it takes too much memory to read") from None
    except TimeoutError:
        raise Unreadable("it takes too long to read") from None


async def _probed(path: Path, name: str, asset_id: str) -> Asset:
    _, told = await run_ffmpeg(*user_input(path))
    if "exceeds specified max pixel count" in told:
        raise Unreadable(f"more than {MOST_PIXELS // 10**6} million pixels in one picture")
    container = _FORMAT.search(told)
    if container is None:
        raise Unreadable("not a media file")
    picture, has_audio = _picture(told), _has_audio(told)
    if picture is None and not has_audio:
        raise Unreadable("neither picture nor sound in it")
    declared = _clock(_DURATION.search(told))
    frames, length = 1, 0
    if picture is None or has_audio or not _STILL_FORMATS.search(container[1]):
        frames, length = await _read_through(path, declared, picture)
    if picture is not None and frames == 1 and not has_audio:  # also a GIF, an AVIF or an MP4 of a single picture
        await _require_decodable(path)
        return Asset(asset_id, name, path, "image", 0, picture.width, picture.height, 0.0, has_audio=False)
    if picture is not None and picture.width * picture.height > MOST_FILM_PIXELS:
        raise Unreadable(f"more than {MOST_FILM_PIXELS // 10**6} million pixels in each picture of the video")
    if picture is None:
        return Asset(asset_id, name, path, "audio", length, 0, 0, 0.0, has_audio=True)
    return Asset(asset_id, name, path, "video", length, picture.width, picture.height, picture.fps, has_audio)


def _has_audio(told: str) -> bool:
    return any(found[1] == "Audio" for found in _STREAM.finditer(told))


def _picture(told: str) -> _Picture | None:
    for found in _STREAM.finditer(told):
        # the cover of a song is a video stream too
        if found[1] != "Video" or "attached pic" in found[3]:
            continue
        size = _SIZE.search(found[3])
        if size is None:
            continue
        width, height = int(size[1]), int(size[2])
        if (shape := _SAR.search(found[3])) and int(shape[1]) and int(shape[2]):
            width = max(1, round(width * int(shape[1]) / int(shape[2])))
        after = told[found.end() :].split("Stream #", 1)[0]
        turned = _ROTATION.search(after)
        if turned and abs(abs(float(turned[1])) % 180 - 90) < 1:  # ffmpeg turns other angles within the frame
            width, height = height, width
        rate = _FPS.search(found[3])
        return _Picture(width, height, float(rate[1]) if rate else 0.0)
    return None


def _clock(found: re.Match[str] | None) -> int:
    if found is None:
        return 0
    return round((int(found[1]) * 3600 + int(found[2]) * 60 + float(found[3])) * 1000)


async def _require_decodable(path: Path) -> None:
    code, _ = await run_ffmpeg("-v", "error", "-xerror", *user_input(path), "-frames:v", "1", "-f", "null", "-")
    if code:
        raise Unreadable("the picture is damaged")


async def _read_through(path: Path, declared: int, picture: _Picture | None) -> tuple[int, int]:
    """Pictures and length in ms, read packet by packet without decoding: the only way to see a file cut off."""
    code, told = await run_ffmpeg(*user_input(path), "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "null", "-")
    clocks = list(_REACHED.finditer(told))
    reached = _clock(clocks[-1]) if clocks else 0
    cut_off = "partial file" in told or (declared > 0 and reached < declared * 0.6)
    if cut_off or (code and not reached):
        raise Unreadable("the file is cut off or damaged")
    counts = _FRAMES.findall(told)
    frames = int(counts[-1]) if counts else 0
    length = declared or reached
    if length <= 0 and picture is not None and picture.fps > 0:  # a bare stream has no times
        length = round(frames * 1000 / picture.fps)
    if length <= 0:
        raise Unreadable("nothing plays in it")
    return frames, length
