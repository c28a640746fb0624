"""The files that came by the upload page, on disk within a byte budget, until the request that needs them ends.

An arrival is whole or not there at all, and what is released is deleted at once. Files are called by the reference
that the core knows them by; no name of anybody's reaches the disk.

    Refused        the file was not taken, and nothing of it is left
    ├── Empty      0 bytes
    ├── TooLarge   over the limit for one file
    ├── Alien      its content is none of the formats
    ├── Cut        fewer or more bytes than announced, or none for too long
    └── Full       the budget, or the disk, has no room for it
"""

import asyncio
import logging
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path

from core.media.errors import Overlong, Truncated
from core.media.sniff import SNIFF_BYTES, FileType, file_type
from core.media.source import CHUNK_BYTES, ByteSource, exactly, from_file
from core.upload.link import PAGE, FileGone

log = logging.getLogger(__name__)


class Refused(Exception):
    """The file was not taken."""


class Empty(Refused):
    """There is nothing in it."""


class TooLarge(Refused):
    """It is over the limit for one file."""


class Alien(Refused):
    """Its content is none of the formats."""


class Cut(Refused):
    """It did not bring as many bytes as announced."""


class Full(Refused):
    """The budget, or the disk, has no room for it."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole file: what the core calls it, its size in bytes, and what its content shows it to be."""

    ref: str
    size: int
    kind: FileType


class Spool:
    """Keeps `core.upload.link.Shelf`'s promises. `file_bytes` is the limit for one file, `budget_bytes` for all."""

    def __init__(self, folder: Path, *, file_bytes: int, budget_bytes: int) -> None:
        self.file_bytes = file_bytes
        self._folder = folder
        self._budget = budget_bytes
        self._sizes: dict[str, int] = {}  # of all that lies here or is arriving, by reference

    async def start(self, needed: Callable[[str], Awaitable[bool]]) -> None:
        """Find what an earlier process left, and keep of it only what is `needed`."""
        found = await asyncio.to_thread(_sweep, self._folder)
        for name, size in found.items():
            ref = PAGE + name
            self._sizes[ref] = size
            if not await needed(ref):
                await self.release(ref)

    async def take(self, request: int, size: int, chunks: AsyncIterator[bytes]) -> Arrived:
        """Keep a file of `size` announced bytes for a request's link.

        Raises:
            Refused: it was not taken, and nothing of it is left.
        """
        if size <= 0:
            raise Empty
        if size > self.file_bytes:
            raise TooLarge
        if sum(self._sizes.values()) + size > self._budget:
            raise Full
        ref = f"{PAGE}{request}-{secrets.token_urlsafe(12)}"
        self._sizes[ref] = size
        try:
            return Arrived(ref, size, await self._receive(ref, size, chunks))
        except OSError as trouble:
            log.warning("a file of %d bytes could not be written: %s", size, trouble.strerror)
            await self.release(ref)
            raise Full from trouble
        except BaseException:
            await asyncio.shield(self.release(ref))
            raise

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncIterator[ByteSource]:
        """Open a file.

        Raises:
            FileGone: it is not there.
        """
        if ref not in self._sizes:
            raise FileGone
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(from_file(self._path(ref)))
            except OSError as gone:
                raise FileGone from gone
            yield source

    async def release(self, ref: str) -> None:
        """Delete a file that no request needs any more."""
        if ref in self._sizes:
            await asyncio.to_thread(_delete, self._path(ref))
            del self._sizes[ref]

    async def _receive(self, ref: str, size: int, chunks: AsyncIterator[bytes]) -> FileType:
        path = self._path(ref)
        file = await asyncio.to_thread(_part(path).open, "xb")
        try:
            kind = await _write(file, exactly(size, chunks))
        except (Truncated, Overlong) as cut:
            raise Cut from cut
        finally:
            await asyncio.shield(asyncio.to_thread(file.close))
        await asyncio.to_thread(_part(path).replace, path)
        return kind

    def _path(self, ref: str) -> Path:
        return self._folder / f"{ref.removeprefix(PAGE)}.bin"


async def _write(file: BufferedWriter, chunks: AsyncIterator[bytes]) -> FileType:
    """Write in large pieces, off the loop, and judge by the first bytes, so that a wrong file stops early."""
    waiting, kind = bytearray(), None
    async for chunk in chunks:
        waiting += chunk
        if kind is None and len(waiting) >= SNIFF_BYTES:
            kind = _judged(waiting)
        if len(waiting) >= CHUNK_BYTES:
            await asyncio.to_thread(file.write, bytes(waiting))
            waiting.clear()
    kind = kind or _judged(waiting)
    await asyncio.to_thread(_finish, file, bytes(waiting))
    return kind


def _judged(head: bytearray) -> FileType:
    if (kind := file_type(bytes(head[:SNIFF_BYTES]))) is None:
        raise Alien
    return kind


def _finish(file: BufferedWriter, rest: bytes) -> None:
    file.write(rest)
    file.flush()
    os.fsync(file.fileno())


def _part(path: Path) -> Path:
    return path.with_suffix(".part")


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    _part(path).unlink(missing_ok=True)


def _sweep(folder: Path) -> dict[str, int]:
    """Return what lies here, with its size, and clear away what was still arriving."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in folder.glob("*.part"):
        part.unlink()
    return {file.stem: file.stat().st_size for file in folder.glob("*.bin")}
