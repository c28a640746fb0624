"""The files that came by the upload page, on disk within a byte budget, until the request that needs them ends.

What is released is deleted at once. Files are called by the reference that the core knows them by; no name of
anybody's reaches the disk.
"""

import asyncio
import re
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bots.file_upload import (
    Full,
    Unsupported,
    check_size,
    disk_errors_as_full,
    open_file,
    prepare_folder,
    write_file,
)
from core.media.sniff import FileType, file_type
from core.media.source import ByteSource
from core.upload.link import PAGE, FileGone

_OURS: Final = re.compile(r"[0-9]+-")


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """A whole file: what the core calls it, its size in bytes, and the type that its content shows."""

    ref: str
    size: int
    type: FileType


class Spool:
    """Keeps `core.upload.link.FileStore`'s promises. `file_bytes` is the limit for one file, `budget_bytes` for all."""

    def __init__(self, folder: Path, *, file_bytes: int, budget_bytes: int) -> None:
        self.file_bytes = file_bytes
        self.folder = folder
        self._budget = budget_bytes
        self._sizes: dict[str, int] = {}  # in bytes, of every file here and every one that is being written

    async def start(self, needed: Callable[[str], Awaitable[bool]]) -> None:
        """Find what an earlier process left, and keep of it only what is `needed`.

        Raises:
            OSError: the folder cannot be used.
            StorageError: `needed` cannot read the rows.
        """
        found = await asyncio.to_thread(_load, self.folder)
        for name, size in found.items():
            ref = PAGE + name
            self._sizes[ref] = size
            if await needed(ref):
                await asyncio.to_thread(self.path(ref).with_suffix(".json").unlink, missing_ok=True)
            elif not self.path(ref).with_suffix(".json").exists():  # one that was begun may be gone on with
                await self.release(ref)

    async def take(self, request: int, size: int, chunks: AsyncIterator[bytes]) -> UploadedFile:
        """Keep a file of `size` announced bytes for a request's link.

        Raises:
            Refused: it was not taken, and nothing of it is left.
        """
        ref = f"{PAGE}{request}-{secrets.token_urlsafe(12)}"
        self.reserve(ref, size)
        try:
            return UploadedFile(ref, size, await self._write(ref, size, chunks))
        except BaseException:
            await asyncio.shield(self.release(ref))
            raise

    def reserve(self, ref: str, size: int) -> None:
        """Keep room for a file of `size` bytes.

        Raises:
            Empty, TooLarge, Full: it is refused.
        """
        check_size(size, self.file_bytes)
        taken = sum(self._sizes.values()) - self._sizes.get(ref, 0)
        if taken + size > self._budget:
            raise Full
        self._sizes[ref] = size

    def holds(self, ref: str) -> bool:
        """Return whether the spool knows a file, whole or begun."""
        return ref in self._sizes

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncIterator[ByteSource]:
        """Open a file.

        Raises:
            FileGone: it is not there.
        """
        if ref not in self._sizes:
            raise FileGone
        async with open_file(self.path(ref), FileGone) as source:
            yield source

    async def release(self, ref: str) -> None:
        """Delete a file that no request needs any more."""
        if ref in self._sizes:
            await asyncio.to_thread(_delete, self.path(ref))
            del self._sizes[ref]

    async def _write(self, ref: str, size: int, chunks: AsyncIterator[bytes]) -> FileType:
        path = self.path(ref)
        with disk_errors_as_full(size):
            found = await write_file(_part(path), size, chunks, _supported_type)
            await asyncio.to_thread(_part(path).replace, path)
        return found

    def path(self, ref: str) -> Path:
        """Return the path of a file's bytes."""
        return self.folder / f"{ref.removeprefix(PAGE)}.bin"


def _supported_type(head: bytes) -> FileType:
    if (found := file_type(head)) is None:
        raise Unsupported
    return found


def _part(path: Path) -> Path:
    return path.with_suffix(".part")


def _delete(path: Path) -> None:
    path.unlink(missing_ok=True)
    _part(path).unlink(missing_ok=True)


def _load(folder: Path) -> dict[str, int]:
    """Return the names and sizes in bytes of the whole files, and delete the unfinished ones.

    What somebody else laid into the folder has no request before its name; it is left alone.
    """
    prepare_folder(folder)
    return {file.stem: file.stat().st_size for file in folder.glob("*.bin") if _OURS.match(file.stem)}
