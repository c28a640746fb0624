"""A file as it passes through: its length, and its bytes once. Nothing here holds it whole in memory."""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from core.media.errors import Overlong, TooLarge, Truncated

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator

CHUNK_BYTES = 1 << 20
"""One read from the disk, in a thread; an upload holds about six times as much."""

SMALL_BYTES = 1 << 18
"""One read of what the kernel has in memory: copied at once, and small enough to hold nobody up."""

_READS_AT_ONCE = hasattr(os, "preadv") and hasattr(os, "RWF_NOWAIT")  # Linux


@dataclass(frozen=True, slots=True)
class ByteSource:
    """Bytes to be read once.

    Attributes:
        length: how many there are, exactly.
        chunks: the bytes; ending short of the length raises `Truncated`.
    """

    length: int
    chunks: AsyncIterator[bytes]


async def exactly(length: int, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """Pass chunks on and hold them to their length.

    Raises:
        Truncated: they end short of it.
        Overlong: they go on beyond it.
    """
    left = length
    async for chunk in chunks:
        left -= len(chunk)
        if left < 0:
            raise Overlong
        yield chunk
    if left:
        raise Truncated


@asynccontextmanager
async def from_file(path: str | os.PathLike[str]) -> AsyncGenerator[ByteSource]:
    """Open a file as a source; what has to come from the disk is read in a thread.

    Raises:
        OSError: it cannot be opened.
    """
    file = await asyncio.to_thread(Path(path).open, "rb", buffering=0)
    try:
        length = await asyncio.to_thread(file.seek, 0, 2)
        await asyncio.to_thread(file.seek, 0)
        yield ByteSource(length, exactly(length, _read(file)))
    finally:
        await asyncio.to_thread(file.close)


@asynccontextmanager
async def spooled(chunks: AsyncIterator[bytes], limit: int) -> AsyncGenerator[ByteSource]:
    """Give bytes of unknown length a length, by way of a temporary file that has no name.

    Args:
        chunks: the bytes.
        limit: how many are allowed.

    Raises:
        TooLarge: there are more than the limit.
    """
    spool = await asyncio.to_thread(tempfile.TemporaryFile)
    try:
        length = 0
        async for chunk in chunks:
            length += len(chunk)
            if length > limit:
                raise TooLarge
            await asyncio.to_thread(spool.write, chunk)
        await asyncio.to_thread(spool.seek, 0)
        yield ByteSource(length, exactly(length, _read(spool)))
    finally:
        await asyncio.to_thread(spool.close)


async def _read(file: BinaryIO) -> AsyncGenerator[bytes]:
    offset, window = 0, bytearray(SMALL_BYTES)  # one for all reads: fresh memory costs more than what is read into it
    while True:
        chunk = _at_hand(file, offset, window)
        if chunk is None:
            chunk = await asyncio.to_thread(_at, file, offset)
        if not chunk:
            return
        offset += len(chunk)
        yield chunk


def _at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(CHUNK_BYTES)


def _at_hand(file: BinaryIO, offset: int, window: bytearray) -> bytes | None:
    """Return the next bytes if the kernel has them in memory, so that no thread is needed; None: it may wait."""
    if not _READS_AT_ONCE:
        return None
    try:
        got = os.preadv(file.fileno(), [window], offset, os.RWF_NOWAIT)
    except OSError:  # not in memory, or a file system that cannot say
        return None
    return bytes(memoryview(window)[:got])
