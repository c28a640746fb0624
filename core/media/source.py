"""A file as a stream of known length, read once. Nothing here holds a whole file in memory."""

from __future__ import annotations

import asyncio
import os
import tempfile
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TypeVar

from core.media.errors import Overlong, TooLarge, Truncated

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Callable

F = TypeVar("F", bound=IO[Any])

CHUNK_BYTES = 1 << 20
"""Size of a read from the disk, done in a thread; an upload holds about six of them in memory."""

SMALL_BYTES = 1 << 18
"""Size of a read from the page cache, done on the event loop: small enough not to delay other tasks."""

_READS_AT_ONCE = hasattr(os, "preadv") and hasattr(os, "RWF_NOWAIT")  # Linux


@dataclass(frozen=True, slots=True)
class ByteSource:
    """Bytes to be read once.

    Attributes:
        length: the exact number of bytes.
        chunks: the bytes; they raise `Truncated` when they end before the length.
    """

    length: int
    chunks: AsyncIterator[bytes]


async def exactly(length: int, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """Pass chunks on and check that they are exactly `length` bytes.

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


async def opened(open_file: Callable[[], F]) -> F:
    """Open a file in a thread; one that opens although the task was cancelled meanwhile is closed.

    Raises:
        OSError: it cannot be opened.
    """
    opening = asyncio.ensure_future(asyncio.to_thread(open_file))
    try:
        return await asyncio.shield(opening)
    except asyncio.CancelledError:
        opening.add_done_callback(_close)
        raise


def _close(opening: asyncio.Future[F]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


@asynccontextmanager
async def from_file(path: str | os.PathLike[str]) -> AsyncGenerator[ByteSource]:
    """Open a file as a source; reads that have to wait for the disk are done in a thread.

    Raises:
        OSError: it cannot be opened.
    """
    file = await opened(lambda: Path(path).open("rb", buffering=0))  # noqa: SIM115 - it is closed below
    try:
        length = await asyncio.to_thread(file.seek, 0, 2)
        await asyncio.to_thread(file.seek, 0)
        yield ByteSource(length, exactly(length, _read(file)))
    finally:
        await asyncio.to_thread(file.close)


@asynccontextmanager
async def spooled(chunks: AsyncIterator[bytes], limit: int) -> AsyncGenerator[ByteSource]:
    """Write bytes of unknown length to an unnamed temporary file, and give them as a source of known length.

    Args:
        chunks: the bytes.
        limit: the largest size allowed, in bytes.

    Raises:
        TooLarge: there are more bytes than the limit.
        OSError: the temporary file cannot be written.
    """
    spool = await opened(tempfile.TemporaryFile)
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
    offset, window = 0, bytearray(SMALL_BYTES)  # reused for all reads: allocating memory costs more than the read
    while True:
        chunk = _cached(file, offset, window)
        if chunk is None:
            chunk = await asyncio.to_thread(_at, file, offset)
        if not chunk:
            return
        offset += len(chunk)
        yield chunk


def _at(file: BinaryIO, offset: int) -> bytes:
    file.seek(offset)
    return file.read(CHUNK_BYTES)


def _cached(file: BinaryIO, offset: int, window: bytearray) -> bytes | None:
    """Return the next bytes if they are in the page cache, else None: the read would wait for the disk."""
    if not _READS_AT_ONCE:
        return None
    try:
        got = os.preadv(file.fileno(), [window], offset, os.RWF_NOWAIT)
    except OSError:  # not in memory, or a file system that cannot say
        return None
    return bytes(memoryview(window)[:got])
