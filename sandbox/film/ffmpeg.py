"""Finding and driving the ffmpeg binary: one at a call, never left behind when its task or the sandbox ends.

Nothing here knows what a film is. No argument ever goes through a shell.
"""

import asyncio
import importlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sandbox.model.bounds import MOST_BYTES, MOST_PIXELS

GUARD = Path(__file__).with_name("guard.py")
STOP_GRACE_SECONDS = 5.0
TAIL_BYTES = 8_000
_NO_MEMORY = re.compile(r"Cannot allocate memory|malloc of size \d{1,20} failed|failed to allocate", re.IGNORECASE)
SCRATCH = "render-"  # how the names of folders begin that nobody needs after a restart

# What a user's file may be read as. A playlist (hls, concat) named .mp4 would read other files of this machine.
_FORMATS = (
    "mov,matroska,webm,avi,gif,mp3,wav,w64,aac,flac,ogg,asf,flv,mpeg,mpegts,mpegvideo,m4v,h264,hevc,"
    "aiff,caf,amr,image2,png_pipe,jpeg_pipe,webp_pipe,webp_anim,bmp_pipe,tiff_pipe,apng"
)


class FFmpegError(Exception):
    """Root of what can go wrong with the tool itself.

    FFmpegError
    ├── NoFFmpeg      no binary on this machine
    └── OutOfMemory   it asked for more memory than it may have
    """


class NoFFmpeg(FFmpegError):
    """No ffmpeg binary could be found; the text says how to get one."""


class OutOfMemory(FFmpegError):
    """FFmpeg asked for more memory than it may have (Linux alone holds it to that)."""


def ffmpeg_exe() -> str:
    """Path of the binary: $NEMOBOT_FFMPEG, else the PATH, else the imageio-ffmpeg wheel; NoFFmpeg if none."""
    named = os.environ.get("NEMOBOT_FFMPEG")
    if named:
        found = shutil.which(named)
        if found is None:
            raise NoFFmpeg(f"NEMOBOT_FFMPEG names {named!r}, which is not a program; correct it or unset it")
        return found
    found = shutil.which("ffmpeg")
    if found is not None:
        return found
    with suppress(ImportError, RuntimeError):
        # optional and untyped, so it is named here and not imported above
        return str(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe())
    raise NoFFmpeg("ffmpeg is missing: pip install 'nemobot[sandbox]', or install ffmpeg, or set NEMOBOT_FFMPEG")


_filters: dict[str, frozenset[str]] = {}


async def filters() -> frozenset[str]:
    """The names of the filters that the binary was built with; asked once. Raises NoFFmpeg."""
    program = ffmpeg_exe()
    if program not in _filters:
        names: list[str] = []
        await run_ffmpeg("-filters", line=lambda line: names.extend(line.split()[1:2]))
        _filters[program] = frozenset(names)
    return _filters[program]


def user_input(path: Path, *before: str) -> list[str]:
    """Arguments that open a file somebody uploaded: only as media, only from disk, only up to a size of picture."""
    # two threads decode as fast as the film is made; one for each core would hold a row of pictures each
    limits = ["-max_pixels", str(MOST_PIXELS), "-threads", "2"]
    return [*before, *limits, "-format_whitelist", _FORMATS, "-protocol_whitelist", "file", "-i", f"file:{path}"]


async def run_ffmpeg(*args: str, line: Callable[[str], None] | None = None) -> tuple[int, str]:
    """Run to the end; the exit code and the last 8 kB of stderr. `line` sees each line of stdout.

    It ends with this task, and with this process whatever ends it. Raises NoFFmpeg and OutOfMemory.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-S", str(GUARD), str(MOST_BYTES), ffmpeg_exe()),
        "-hide_banner",
        "-nostdin",
        *args,
        stdin=asyncio.subprocess.PIPE,  # never written to: the guard ends FFmpeg when it ends
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        async with asyncio.TaskGroup() as group:
            tail = group.create_task(_tail(process), name="ffmpeg stderr")
            group.create_task(_lines(process, line), name="ffmpeg stdout")
        code, told = await process.wait(), tail.result()
    finally:
        if process.returncode is None:
            await _end(process)
    if code and _NO_MEMORY.search(told):
        raise OutOfMemory(f"the film takes more memory than the {MOST_BYTES >> 20} MB it may have")
    return code, told


async def _tail(process: asyncio.subprocess.Process) -> str:
    kept = bytearray()
    if process.stderr is not None:
        while chunk := await process.stderr.read(4096):
            kept += chunk
            del kept[:-TAIL_BYTES]
    return kept.decode("utf-8", "replace")


async def _lines(process: asyncio.subprocess.Process, line: Callable[[str], None] | None) -> None:
    if process.stdout is None:
        return
    async for raw in process.stdout:
        if line is not None:
            line(raw.decode("utf-8", "replace").strip())


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()
    try:
        await asyncio.wait_for(process.communicate(), STOP_GRACE_SECONDS)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.communicate()
