"""The uploads of web chats on disk, within a byte budget, until no request needs them.

No platform keeps these files, so they outlive a restart here. What is released stays playable while room and a day
allow. It never trusts a name: files are called by random references.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from bots.file_upload import Full, check_size, disk_errors_as_full, open_file, write_file
from bots.web.file_store import FileStore, SpooledFile, State
from core.engine.clock import Clock
from core.media.sniff import file_type
from core.media.source import ByteSource

log = logging.getLogger(__name__)

_DAY: Final = 86400.0
_KEEP_SECONDS: Final[dict[State, float]] = {"waiting": 3600.0, "claimed": 7 * _DAY, "released": 0.0}
"""Seconds for which a file may not be deleted: uploaded but not yet sent, needed by a request, needed by none."""


class NotKept(Exception):
    """There is no such file, or no longer."""


class Spool:
    """The files that web chats uploaded. `file_bytes` is the limit for one, `budget_bytes` for all."""

    def __init__(self, folder: Path, *, budget_bytes: int, file_bytes: int, clock: Clock) -> None:
        self.file_bytes = file_bytes
        self._store = FileStore(folder)
        self._budget = budget_bytes
        self._clock = clock
        self._files: dict[str, SpooledFile] = {}
        self._arriving = 0  # bytes

    async def start(self) -> None:
        """Find what an earlier process kept, and delete what it left unfinished.

        Raises:
            OSError: the folder cannot be used.
        """
        self._files = {file.ref: file for file in await asyncio.to_thread(self._store.load)}
        await self._expire()

    async def take(
        self, owner: str, name: str, size: int, media_type: str, chunks: AsyncIterator[bytes]
    ) -> SpooledFile:
        """Keep an upload of `size` announced bytes.

        Raises:
            Refused: it was not taken, and nothing of it is left.
        """
        check_size(size, self.file_bytes)
        ref = secrets.token_urlsafe(16)
        await self._reserve(size)
        try:
            return await self._write(SpooledFile(ref, owner, name, size, media_type, "", "waiting", 0.0), chunks)
        finally:
            self._arriving -= size
            await asyncio.shield(asyncio.to_thread(self._store.part(ref).unlink, missing_ok=True))

    def find(self, ref: str) -> SpooledFile | None:
        """Return what is known of a file that is still here."""
        return self._files.get(ref)

    def path(self, ref: str) -> Path:
        """Return the path of a file's bytes."""
        return self._store.path(ref)

    async def claim(self, refs: Iterable[str]) -> None:
        """Note that a request is about to need these files."""
        for ref in refs:
            file = self._files.get(ref)
            if (
                file and file.state == "waiting"
            ):  # a message sent again, whose request has ended, needs nothing any more
                await self._change(file, "claimed")

    async def release(self, ref: str) -> None:
        """Note that no request needs this file any more; it is deleted when its room is wanted."""
        file = self._files.get(ref)
        if file and file.state != "released":
            await self._change(file, "released")

    async def discard(self, refs: Iterable[str]) -> None:
        """Delete files that nobody will ask for."""
        for file in [self._files[ref] for ref in refs if ref in self._files]:
            await self._delete(file)

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncGenerator[ByteSource]:
        """Open a file.

        Raises:
            NotKept: there is no such file.
        """
        if ref not in self._files:
            raise NotKept
        async with open_file(self.path(ref), NotKept) as source:
            yield source

    async def _write(self, file: SpooledFile, chunks: AsyncIterator[bytes]) -> SpooledFile:
        with disk_errors_as_full(file.size):
            found = await write_file(self._store.part(file.ref), file.size, chunks, file_type)
            file = replace(file, found_type=found.media_type if found else "", touched=self._clock.time())
            await asyncio.to_thread(self._store.commit, file)
        self._files[file.ref] = file
        return file

    async def _change(self, file: SpooledFile, state: State) -> None:
        self._files[file.ref] = changed = replace(file, state=state, touched=self._clock.time())
        try:
            await asyncio.to_thread(self._store.describe, changed)
        except OSError as error:  # the state holds in this process; a full disk must not fail the request being served
            log.warning("the state of a spooled file could not be written: %s", error.strerror)

    async def _reserve(self, size: int) -> None:
        await self._expire()
        for file in self._deletable():
            if self._used() + size <= self._budget:
                break
            await self._delete(file)
        if self._used() + size > self._budget:
            raise Full
        self._arriving += size

    async def _expire(self) -> None:
        now = self._clock.time()
        for file in self._deletable():
            if now - file.touched >= _DAY:
                await self._delete(file)

    def _used(self) -> int:
        return self._arriving + sum(file.size for file in self._files.values())

    def _deletable(self) -> list[SpooledFile]:
        now = self._clock.time()
        free = (file for file in self._files.values() if now - file.touched >= _KEEP_SECONDS[file.state])
        return sorted(free, key=lambda file: file.touched)

    async def _delete(self, file: SpooledFile) -> None:
        if self._files.pop(file.ref, None):
            await asyncio.to_thread(self._store.delete, file.ref)
