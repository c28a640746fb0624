"""The files of the upload page as the core knows them; they lie in the spool, until their request ends."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from bots.spool.spool import NotKept, Spool
from core.media.source import ByteSource
from core.upload.link import PAGE, FileGone

log = logging.getLogger(__name__)

_OURS: Final = re.compile(
    r"([0-9]{1,18}-)[\w-]{16}(?:[\w-]{6})?", re.ASCII
)  # the number of a request, 12 or 16 random bytes


class PageFiles:
    """Keeps `core.upload.link.FileStore`'s promises. `needed` says whether an open request has a file."""

    def __init__(self, spool: Spool, needed: Callable[[str], Awaitable[bool]]) -> None:
        self._spool = spool
        self._needed = needed

    @asynccontextmanager
    async def open(self, ref: str) -> AsyncIterator[ByteSource]:
        """Open a file.

        Raises:
            FileGone: it is not there.
        """
        try:
            async with self._spool.open(ref) as source:
                yield source
        except NotKept as gone:
            raise FileGone from gone

    async def release(self, ref: str) -> None:
        """Delete a file that no request needs any more: nothing of it stays, unlike in the web chat, which shows it."""
        await self._spool.discard([ref])

    async def settle(self) -> None:
        """Bring what an earlier process left to what became of it: a kill may have come between.

        Raises:
            StorageError: the rows cannot be read.
        """
        for file in self._spool.files(PAGE):
            if file.state == "begun":
                continue
            if await self._needed(file.ref):
                await self._spool.claim([file.ref])
            elif file.state != "waiting":  # one that waits may still be asked for once more
                await self._spool.discard([file.ref])

    async def adopt(self, folder: Path) -> None:
        """Take over what release 0.1.0 kept in a folder of its own; what is not ours there is left alone.

        Raises:
            OSError: a file cannot be moved.
            StorageError: the rows cannot be read.
        """
        for path in await asyncio.to_thread(lambda: [*folder.glob("*.bin"), *folder.glob("*.part")]):
            if not ((named := _OURS.fullmatch(path.stem)) and path.is_file()):
                continue
            if path.suffix == ".bin" and await self._needed(PAGE + path.stem):
                await self._spool.adopt(path, PAGE + named[1], PAGE + path.stem)
            else:
                await asyncio.to_thread(path.unlink)
        if await asyncio.to_thread(lambda: folder.is_dir() and not any(folder.iterdir())):
            await asyncio.to_thread(folder.rmdir)
