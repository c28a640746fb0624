"""Files that come by the upload page in as many pieces as the connection needs, each going on where the last broke off.

The bytes lie where the spool keeps a whole file, what is known of one beside it until the core has it. How much has
come is the size on the disk, so that it is true after a kill as well.
"""

import asyncio
import json
import os
import secrets
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Final

from bots.file_upload import Incomplete, Refused, Unsupported, disk_errors_as_full
from bots.upload.spool import Spool, UploadedFile
from core.engine.clock import Clock
from core.media.sniff import SNIFF_BYTES, file_type
from core.upload.link import PAGE

KEPT_SECONDS: Final = 3600.0  # after the last byte


@dataclass(frozen=True, slots=True)
class Partial:
    """A file that was begun: its reference and request, its size in bytes when whole, its name, when it was changed.

    `modified` tells it from another of the same name and size (milliseconds since 1970, as a browser has it; 0 is
    unknown).
    """

    ref: str
    request: int
    size: int
    name: str
    modified: int


class WrongOffset(Exception):
    """More or less of the file is here than the sender thinks."""


class PartialFiles:
    """Begins files, adds to them, and finds those that an earlier process left."""

    def __init__(self, spool: Spool, clock: Clock) -> None:
        self._spool = spool
        self._clock = clock
        self._files: dict[str, Partial] = {}

    async def start(self) -> None:
        """Find what an earlier process left, once the spool has started; delete what nobody goes on with."""
        for path in await asyncio.to_thread(lambda: list(self._spool.folder.glob("*.json"))):
            file = await asyncio.to_thread(_read, path)
            if file is None or not self._spool.holds(file.ref):
                await asyncio.to_thread(path.unlink)
                await self._spool.release(PAGE + path.stem)
                continue
            try:
                self._spool.reserve(file.ref, file.size)
            except Refused:  # the limits are smaller than they were
                await self.remove(file)
            else:
                self._files[file.ref] = file
        await self.expire()

    async def begin(self, request: int, size: int, name: str, modified: int) -> Partial:
        """Begin a file of `size` bytes.

        Raises:
            Refused: it is too large, or there is no room.
        """
        await self.expire()
        file = Partial(f"{PAGE}{request}-{secrets.token_urlsafe(12)}", request, size, name, modified)
        self._spool.reserve(file.ref, size)
        try:
            with disk_errors_as_full(size):
                await asyncio.to_thread(self._describe, file)
        except BaseException:
            await asyncio.shield(self._spool.release(file.ref))
            raise
        self._files[file.ref] = file
        return file

    def find(self, request: int, word: str) -> Partial | None:
        """Return the file of a request by the random word in its reference."""
        return self._files.get(f"{PAGE}{request}-{word}")

    def of(self, request: int) -> Partial | None:
        """Return the file of a request that was begun last."""
        return next((file for file in reversed(self._files.values()) if file.request == request), None)

    async def offset(self, file: Partial) -> int:
        """Return how many bytes have come."""
        return (await asyncio.to_thread(self._spool.path(file.ref).stat)).st_size

    async def expires(self, file: Partial) -> float:
        """Return when the file will be deleted if no more of it comes, in epoch seconds."""
        return (await asyncio.to_thread(self._spool.path(file.ref).stat)).st_mtime + KEPT_SECONDS

    async def append(self, file: Partial, offset: int, chunks: AsyncIterator[bytes]) -> int:
        """Add what comes, and return how many bytes have come in all. What came before an error stays.

        Raises:
            WrongOffset: `offset` is not how many have come.
            Unsupported: it is no media file, and is deleted.
            Refused: it is more than was announced, broke off, or the disk is full.
        """
        if await self.offset(file) != offset:
            raise WrongOffset
        with disk_errors_as_full(file.size):
            opened = await asyncio.to_thread(self._spool.path(file.ref).open, "ab")
            try:
                return await self._append(opened, file, offset, chunks)
            finally:
                await asyncio.shield(asyncio.to_thread(self._close, opened, file))

    async def whole(self, file: Partial) -> UploadedFile:
        """Return a file of which every byte has come.

        Raises:
            Unsupported: it is no media file, and is deleted.
        """
        head = await asyncio.to_thread(_head, self._spool.path(file.ref))
        if (found := file_type(head)) is None:
            await self.remove(file)
            raise Unsupported
        return UploadedFile(file.ref, file.size, found)

    async def hand_over(self, file: Partial) -> None:
        """Note that the core has the file, which is the spool's from now on."""
        self._files.pop(file.ref, None)
        await asyncio.to_thread(self._description(file.ref).unlink, missing_ok=True)

    async def remove(self, file: Partial) -> None:
        """Delete a file."""
        await self.hand_over(file)
        await self._spool.release(file.ref)

    async def expire(self) -> None:
        """Delete what nobody has gone on with for an hour."""
        for file in list(self._files.values()):
            with suppress(FileNotFoundError):
                if self._clock.time() < await self.expires(file):
                    continue
            await self.remove(file)

    async def _append(self, opened: BufferedWriter, file: Partial, offset: int, chunks: AsyncIterator[bytes]) -> int:
        checked, come = offset >= SNIFF_BYTES, offset
        async for chunk in chunks:
            if come + len(chunk) > file.size:
                raise Incomplete
            await asyncio.to_thread(opened.write, chunk)
            come += len(chunk)
            if not checked and come >= SNIFF_BYTES:
                await asyncio.to_thread(opened.flush)
                await self.whole(file)  # so that a wrong file is not read to its end
                checked = True
        return come

    def _close(self, opened: BufferedWriter, file: Partial) -> None:
        opened.flush()
        os.fsync(opened.fileno())
        opened.close()
        with suppress(FileNotFoundError):
            os.utime(self._spool.path(file.ref), (self._clock.time(), self._clock.time()))

    def _describe(self, file: Partial) -> None:
        """The bytes' file first, then its description, whole or not at all."""
        path = self._spool.path(file.ref)
        path.touch(mode=0o600)
        os.utime(path, (self._clock.time(), self._clock.time()))
        draft = path.with_suffix(".part")
        with draft.open("w", encoding="utf-8") as opened:
            opened.write(json.dumps(asdict(file)))
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(self._description(file.ref))

    def _description(self, ref: str) -> Path:
        return self._spool.path(ref).with_suffix(".json")


def word_of(file: Partial) -> str:
    """Return the random word by which a file is asked for, beside its link."""
    return file.ref.partition("-")[2]


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(SNIFF_BYTES)


def _read(path: Path) -> Partial | None:
    try:
        return Partial(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
