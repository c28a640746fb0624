"""The uploads of web chats on disk, within a byte budget, until no request needs them.

No platform keeps these files, so they outlive a restart here. An upload is whole or not there at all. What is
released stays playable while room and a day allow. It never trusts a name: files are called by random references.

    Refused          the upload was not taken
    ├── Empty        0 bytes
    ├── TooLarge     over the limit for one file
    ├── Incomplete   fewer or more bytes than announced
    └── Full         the budget, or the disk, has no room for it
    NotKept          there is no such file (any more)
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final

from bots.web import shelf
from bots.web.shelf import SpooledFile, State
from core.engine.clock import Clock
from core.media.errors import Overlong, Truncated
from core.media.sniff import file_type
from core.media.source import ByteSource, from_file

log = logging.getLogger(__name__)

_DAY: Final = 86400.0
_PATIENCE: Final[dict[State, float]] = {"waiting": 3600.0, "claimed": 7 * _DAY, "released": 0.0}
"""Seconds for which a file may not be dropped: uploaded but not yet sent, needed by a request, needed by none."""


class Refused(Exception):
    """The upload was not taken."""


class Empty(Refused):
    """There is nothing in it."""


class TooLarge(Refused):
    """It is over the limit for one file."""


class Incomplete(Refused):
    """It did not bring as many bytes as announced."""


class Full(Refused):
    """The budget, or the disk, has no room for it."""


class NotKept(Exception):
    """There is no such file, or no longer."""


class Spool:
    """The files that web chats uploaded. `file_bytes` is the limit for one, `budget_bytes` for all."""

    def __init__(self, folder: Path, *, budget_bytes: int, file_bytes: int, clock: Clock) -> None:
        self.file_bytes = file_bytes
        self._folder = folder
        self._budget = budget_bytes
        self._clock = clock
        self._kept: dict[str, SpooledFile] = {}
        self._arriving = 0

    async def start(self) -> None:
        """Find what an earlier process kept and clear away what it left half done."""
        self._kept = {kept.ref: kept for kept in await asyncio.to_thread(shelf.sweep, self._folder)}
        await self._expire()

    async def take(
        self, owner: str, name: str, size: int, media_type: str, chunks: AsyncIterator[bytes]
    ) -> SpooledFile:
        """Keep an upload of `size` announced bytes.

        Raises:
            Refused: it was not taken, and nothing of it is left.
        """
        if size <= 0:
            raise Empty
        if size > self.file_bytes:
            raise TooLarge
        ref = secrets.token_urlsafe(16)
        await self._reserve(size)
        try:
            return await self._arrive(SpooledFile(ref, owner, name, size, media_type, "", "waiting", 0.0), chunks)
        finally:
            self._arriving -= size
            part = shelf.part_of(self._folder, ref)
            await asyncio.shield(asyncio.to_thread(part.unlink, missing_ok=True))

    def find(self, ref: str) -> SpooledFile | None:
        """Return what is known of a file that is still here."""
        return self._kept.get(ref)

    def path(self, ref: str) -> Path:
        """Where the bytes of a kept file lie."""
        return shelf.bytes_of(self._folder, ref)

    async def claim(self, refs: Iterable[str]) -> None:
        """Say that a request is about to need these files."""
        for ref in refs:
            kept = self._kept.get(ref)
            if kept and kept.state == "waiting":  # a resent message whose request has ended needs nothing any more
                await self._turn(kept, "claimed")

    async def release(self, ref: str) -> None:
        """Say that no request needs this file any more; it goes when its room is wanted."""
        kept = self._kept.get(ref)
        if kept and kept.state != "released":
            await self._turn(kept, "released")

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncGenerator[ByteSource]:
        """Open a kept file.

        Raises:
            NotKept: there is no such file.
        """
        if ref not in self._kept:
            raise NotKept
        async with AsyncExitStack() as opened:
            try:
                source = await opened.enter_async_context(from_file(self.path(ref)))
            except OSError as gone:
                raise NotKept from gone
            yield source

    async def _arrive(self, kept: SpooledFile, chunks: AsyncIterator[bytes]) -> SpooledFile:
        try:
            head = await shelf.receive(shelf.part_of(self._folder, kept.ref), kept.size, chunks)
            found = file_type(head)
            kept = replace(kept, found_type=found.media_type if found else "", touched=self._clock.time())
            await asyncio.to_thread(shelf.settle, self._folder, kept)
        except (Truncated, Overlong) as cut:
            raise Incomplete from cut
        except ConnectionError:
            raise  # an OSError too, but the page's connection and not the disk
        except OSError as disk:
            log.error("an upload could not be written: %s", disk.strerror)  # noqa: TRY400 - a full disk, no mistake
            raise Full from disk
        self._kept[kept.ref] = kept
        return kept

    async def _turn(self, kept: SpooledFile, state: State) -> None:
        self._kept[kept.ref] = turned = replace(kept, state=state, touched=self._clock.time())
        try:
            await asyncio.to_thread(shelf.describe, self._folder, turned)
        except OSError as disk:  # it holds in this life; a full disk must not fail the request that is served
            log.warning("what is known of a file could not be written: %s", disk.strerror)

    async def _reserve(self, size: int) -> None:
        await self._expire()
        for kept in self._droppable():
            if self._used() + size <= self._budget:
                break
            await self._drop(kept)
        if self._used() + size > self._budget:
            raise Full
        self._arriving += size

    async def _expire(self) -> None:
        now = self._clock.time()
        for kept in self._droppable():
            if now - kept.touched >= _DAY:
                await self._drop(kept)

    def _used(self) -> int:
        return self._arriving + sum(kept.size for kept in self._kept.values())

    def _droppable(self) -> list[SpooledFile]:
        now = self._clock.time()
        free = (kept for kept in self._kept.values() if now - kept.touched >= _PATIENCE[kept.state])
        return sorted(free, key=lambda kept: kept.touched)

    async def _drop(self, kept: SpooledFile) -> None:
        if self._kept.pop(kept.ref, None):
            await asyncio.to_thread(shelf.drop, self._folder, kept.ref)
