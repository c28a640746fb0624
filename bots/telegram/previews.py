"""The thumbnail that a film shows before it plays: that of its own clip, or a frame of the film where there is FFmpeg.

Best effort: when there is none, the film is sent without.
"""

import asyncio
import logging
from asyncio.subprocess import DEVNULL, PIPE
from typing import Final

from bots.telegram.attachments import Thumbnail
from bots.telegram.files import Files
from bots.telegram.refusals import causes
from core.media.errors import MediaError
from core.media.mp4 import Shape
from core.model.attachments import Attachment
from core.model.chat import ChatError, Film, FilmOpener

log = logging.getLogger(__name__)

_MAX_BYTES: Final = 200_000  # Bot API, sendVideo: a JPEG below 200 kB, at most 320 pixels a side
_SECONDS: Final = 8.0
_END_SECONDS: Final = 1.0
_INPUT_BYTES: Final = 4 << 20
_RATIO_TOLERANCE: Final = 0.05
_SCALE: Final = "scale='if(gt(iw,ih),320,-2)':'if(gt(iw,ih),-2,320)'"


class Previews:
    """Finds the thumbnail of a film."""

    def __init__(self, files: Files, ffmpeg: str | None) -> None:
        self._files = files
        self._ffmpeg = ffmpeg

    async def picture(self, film: Film, shape: Shape | None) -> bytes | None:
        """Return a JPEG with the film's proportions; None: there is none."""
        if shape is None:
            return None
        clip = Thumbnail.of(film.clip)
        try:
            async with asyncio.timeout(_SECONDS):
                if clip and _same_ratio(clip, shape) and (found := await self._thumbnail(clip.file_id)):
                    return found
                if self._ffmpeg and film.open:
                    return await _frame(self._ffmpeg, film.open)
        except (ChatError, MediaError, OSError, TimeoutError) as error:
            log.info("a film is sent without a thumbnail: %s", causes(error))
        return None

    async def _thumbnail(self, file_id: str) -> bytes | None:
        async with self._files.open(Attachment(file_id, "preview.jpg")) as source:
            if source.length > _MAX_BYTES:
                return None
            data = b"".join([chunk async for chunk in source.chunks])
        return data if data.startswith(b"\xff\xd8") else None


def _same_ratio(clip: Thumbnail, shape: Shape) -> bool:
    """Whether the clip has the film's proportions: a stretched thumbnail is worse than none."""
    if not clip.width or not clip.height:
        return False
    return abs(clip.width / clip.height / (shape.width / shape.height) - 1) < _RATIO_TOLERANCE


async def _frame(ffmpeg: str, opener: FilmOpener) -> bytes | None:
    """Return the film's first frame; FFmpeg reads only the beginning, through a pipe."""
    arguments = ("-v", "error", "-i", "pipe:0", "-frames:v", "1", "-vf", _SCALE, "-f", "mjpeg", "pipe:1")
    process = await asyncio.create_subprocess_exec(ffmpeg, *arguments, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
    try:
        fed = asyncio.create_task(_feed(process, opener), name="telegram preview")
        try:
            data = await _whole(process.stdout) if process.stdout else b""
        finally:
            fed.cancel()
            await asyncio.gather(fed, return_exceptions=True)
    finally:
        await _end(process)
    return data if data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9") else None


async def _end(process: asyncio.subprocess.Process) -> None:
    """Wait until FFmpeg has ended, as it does by itself behind its picture; kill it when it does not.

    To kill a process just as it ends takes its exit code from asyncio, which warns of an unknown child then.
    """
    if process.stdin is not None:
        process.stdin.close()
    try:
        async with asyncio.timeout(_END_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def _whole(stream: asyncio.StreamReader) -> bytes:
    """Return all that comes until the end: a picture comes in several pieces; b"": it is too large."""
    try:
        await stream.readexactly(_MAX_BYTES)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    return b""


async def _feed(process: asyncio.subprocess.Process, opener: FilmOpener) -> None:
    stdin = process.stdin
    if stdin is None:
        return
    left = _INPUT_BYTES
    async with opener() as source:
        async for chunk in source.chunks:
            stdin.write(chunk[:left])
            await stdin.drain()
            left -= len(chunk)
            if left <= 0:
                break
    stdin.close()
