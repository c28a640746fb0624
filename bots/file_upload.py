"""Writing an uploaded file from a request's body to the disk; used by the web chat and the upload page.

A file is complete or not there at all. How long it is kept is decided elsewhere.

    Refused          the file was refused; `status` and `code` are the HTTP answer
    ├── Empty        0 bytes
    ├── TooLarge     over the limit for one file
    ├── Unsupported  its content is none of the media formats
    ├── Incomplete   fewer or more bytes than announced, or none for too long
    ├── Slow         slower than a file may be
    └── Full         the budget or the disk is full
"""

import asyncio
import logging
import os
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from io import BufferedWriter
from pathlib import Path
from typing import ClassVar, Final, TypeVar

from aiohttp import ClientPayloadError, web

from core.media.errors import Overlong, TooSlow, Truncated
from core.media.sniff import SNIFF_BYTES
from core.media.source import CHUNK_BYTES, ByteSource, exactly, from_file
from core.media.transfer import Clock, transfer

log = logging.getLogger(__name__)

T = TypeVar("T")

_READ_BYTES: Final = 1 << 16


class Refused(Exception):
    """The file was refused, and nothing of it is left on the disk."""

    status: ClassVar[int]
    code: ClassVar[str]


class Empty(Refused):
    """The file has 0 bytes."""

    status, code = 400, "empty"


class TooLarge(Refused):
    """The file is over the limit for one file."""

    status, code = 413, "too_large"


class Unsupported(Refused):
    """The content is none of the media formats."""

    status, code = 415, "alien"


class Incomplete(Refused):
    """The number of bytes is not the announced one, or none came for too long."""

    status, code = 400, "cut"


class Slow(Refused):
    """The file came more slowly than `core.media.transfer` allows."""

    status, code = 400, "slow"


class Full(Refused):
    """The budget or the disk is full."""

    status, code = 507, "full"


def check_size(size: int, limit: int) -> None:
    """Check an announced size, in bytes, before anything is read.

    Raises:
        Empty, TooLarge: the file is refused.
    """
    if size <= 0:
        raise Empty
    if size > limit:
        raise TooLarge


async def body_chunks(request: web.BaseRequest, silence_seconds: float) -> AsyncGenerator[bytes]:
    """Yield the body of a request in chunks.

    Raises:
        Incomplete: the connection broke, or nothing came for `silence_seconds`.
    """
    try:
        while True:
            async with asyncio.timeout(silence_seconds):
                chunk = await request.content.read(_READ_BYTES)
            if not chunk:
                return
            yield chunk
    except (ClientPayloadError, ConnectionError, TimeoutError) as cut:
        raise Incomplete from cut


@asynccontextmanager
async def at_least_rate(chunks: AsyncIterator[bytes], clock: Clock) -> AsyncIterator[AsyncIterator[bytes]]:
    """Give the chunks of a body, while they come as fast as every file has to.

    Raises:
        Slow: they do not.
    """
    try:
        async with transfer(clock) as arriving:
            yield arriving.chunks(chunks)
    except TooSlow as slow:
        raise Slow from slow


async def write_file(part: Path, size: int, chunks: AsyncIterator[bytes], inspect: Callable[[bytes], T]) -> T:
    """Write a file of `size` announced bytes, in large pieces and in a thread.

    `part` must not exist yet. When this fails or is cancelled, the caller deletes it.

    Returns:
        What `inspect` returns for the first `SNIFF_BYTES`. It is called as soon as they are read, so that a file for
        which it raises is not read to its end.

    Raises:
        Incomplete: there were fewer or more bytes.
        OSError: the file cannot be written.
    """
    file = await asyncio.to_thread(part.open, "xb")
    try:
        return await _write(file, exactly(size, chunks), inspect)
    except (Truncated, Overlong) as cut:
        raise Incomplete from cut
    finally:
        await asyncio.shield(asyncio.to_thread(file.close))


@contextmanager
def disk_errors_as_full(size: int) -> Iterator[None]:
    """Raise Full for an error of the disk while a file of `size` bytes is written, and log its cause.

    Raises:
        Full: the file could not be written.
    """
    try:
        yield
    except ConnectionError:
        raise  # an OSError of the connection, not of the disk
    except OSError as error:
        # a full disk is no bug, so no traceback
        log.error("a file of %d bytes could not be written: %s", size, error.strerror)  # noqa: TRY400
        raise Full from error


@asynccontextmanager
async def open_file(path: Path, missing: type[Exception]) -> AsyncGenerator[ByteSource]:
    """Open a whole file for reading.

    Raises:
        missing: it cannot be opened.
    """
    async with AsyncExitStack() as opened:
        try:
            source = await opened.enter_async_context(from_file(path))
        except OSError as error:
            raise missing from error
        yield source


def prepare_folder(folder: Path) -> None:
    """Create the folder, and delete unfinished files of an earlier process. Blocking."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in folder.glob("*.part"):
        part.unlink()


async def _write(file: BufferedWriter, chunks: AsyncIterator[bytes], inspect: Callable[[bytes], T]) -> T:
    head, buffer, found = b"", bytearray(), list[T]()
    async for chunk in chunks:
        head += chunk[: SNIFF_BYTES - len(head)]
        if not found and len(head) == SNIFF_BYTES:
            found.append(inspect(head))
        buffer += chunk
        if len(buffer) >= CHUNK_BYTES:
            await asyncio.to_thread(file.write, bytes(buffer))
            buffer.clear()
    result = found[0] if found else inspect(head)
    await asyncio.to_thread(_finish, file, bytes(buffer))
    return result


def _finish(file: BufferedWriter, rest: bytes) -> None:
    file.write(rest)
    file.flush()
    os.fsync(file.fileno())
