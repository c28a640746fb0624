"""The thumbnail that a film shows before it plays: that of the clip, or a frame of the film where FFmpeg is installed.

Best effort: when there is none, the film is sent without.
"""

import asyncio
import logging
from asyncio.subprocess import DEVNULL, PIPE
from typing import Final

from bots.telegram.files import Files
from bots.telegram.handle import Handle
from bots.telegram.refusals import causes
from core.engine.codec import from_json, to_json
from core.media.errors import MediaError
from core.media.mp4 import Shape
from core.model.adapter_data import AdapterData
from core.model.chat import Address, Attachment, ChatError, Film, FilmOpener

log = logging.getLogger(__name__)

_MAX_BYTES: Final = 200_000  # Bot API, sendVideo: a JPEG below 200 kB, at most 320 pixels a side
_SECONDS: Final = 8.0
_INPUT_BYTES: Final = 4 << 20
_RATIO_TOLERANCE: Final = 0.05
_SCALE: Final = "scale='if(gt(iw,ih),320,-2)':'if(gt(iw,ih),-2,320)'"
_NAME: Final = "telegram.preview"
_KEEP_SECONDS: Final = 365 * 86400.0  # without it, a film goes without the picture of its clip


class Previews:
    """Finds the thumbnail of a film."""

    def __init__(self, files: Files, adapter_data: AdapterData, ffmpeg: str | None) -> None:
        self._files = files
        self._adapter_data = adapter_data
        self._ffmpeg = ffmpeg

    async def picture(self, film: Film, shape: Shape | None, handle: Handle, address: Address) -> bytes | None:
        """Return a JPEG with the film's proportions; None: there is none.

        Raises:
            StorageError: the clip of this address can be neither read nor stored.
        """
        if shape is None:
            return None
        clip = await self._clip(handle, address)
        try:
            async with asyncio.timeout(_SECONDS):
                if clip.preview and _same_ratio(clip, shape):
                    return await self._thumbnail(clip.preview)
                if self._ffmpeg and film.open:
                    return await _frame(self._ffmpeg, film.open)
        except (ChatError, MediaError, OSError, TimeoutError) as error:
            log.info("a film is sent without a thumbnail: %s", causes(error))
        return None

    async def _clip(self, handle: Handle, address: Address) -> Handle:
        """Return the handle of this request's clip, else that of the last clip at this address."""
        scope = str(address)
        if handle.preview:
            await self._adapter_data.set(scope, _NAME, to_json(handle, Handle), keep_seconds=_KEEP_SECONDS)
            return handle
        stored = await self._adapter_data.get(scope, _NAME)
        return from_json(stored, Handle) if stored else handle

    async def _thumbnail(self, file_id: str) -> bytes | None:
        async with self._files.open(Attachment(file_id, "preview.jpg")) as source:
            if source.length > _MAX_BYTES:
                return None
            data = b"".join([chunk async for chunk in source.chunks])
        return data if data.startswith(b"\xff\xd8") else None


def _same_ratio(clip: Handle, shape: Shape) -> bool:
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
            data = await process.stdout.read(_MAX_BYTES) if process.stdout else b""
        finally:
            fed.cancel()
            await asyncio.gather(fed, return_exceptions=True)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
    return data if data.startswith(b"\xff\xd8") and data.endswith(b"\xff\xd9") else None


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
