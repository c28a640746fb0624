"""Films on their way up. The library wants a file that it can rewind, so each film lies in an unlinked one meanwhile.

The disk that they take together is bounded: a film that would go over the budget waits. No film is held in memory or
outlives its upload.
"""

import asyncio
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from io import BufferedIOBase
from typing import Final, cast

import discord

from core.media.names import safe_name
from core.media.source import ByteSource, opened
from core.model.chat import Film, TooLarge

_WRITE_BYTES: Final = 1 << 20  # bytes written at once: a thread's turn for every 64 KiB would cost more than the write


@dataclass(frozen=True, slots=True)
class SpooledFilm:
    """A film in a temporary file; `size` is in bytes. Each attempt to send it asks for a file of its own."""

    name: str
    size: int
    content: BufferedIOBase

    def file(self) -> discord.File:
        """Return it as the library takes it, from its beginning."""
        self.content.seek(0)
        return discord.File(self.content, self.name)


class FilmSpool:
    """Keeps films on disk while they are sent, at most `budget_bytes` of them at a time."""

    def __init__(self, budget_bytes: int) -> None:
        self._budget = budget_bytes
        self._used = 0
        self._freed = asyncio.Condition()

    @asynccontextmanager
    async def spooled(self, film: Film | None, limit: int) -> AsyncGenerator[SpooledFilm | None]:
        """Write a film to disk for the block; None: no film is to be sent as a file.

        Raises:
            TooLarge: it is over `limit` bytes.
            MediaError: it cannot be read.
        """
        if film is None or film.open is None:
            yield None
            return
        content = cast("BufferedIOBase", await opened(tempfile.TemporaryFile))
        reserved = 0
        try:
            async with film.open() as source:
                if source.length > limit:
                    raise TooLarge("the film is too large here")
                reserved = await self._reserve(source.length)
                await _write(source, content)
            yield SpooledFilm(safe_name(film.name, "video.mp4"), reserved, content)
        finally:
            self._used -= reserved
            await asyncio.shield(self._close(content))

    async def _reserve(self, size: int) -> int:
        """Wait for free budget, in order, and return the bytes reserved; a film over the whole budget goes alone."""
        async with self._freed:
            await self._freed.wait_for(lambda: not self._used or self._used + size <= self._budget)
            self._used += size
        return size

    async def _close(self, content: BufferedIOBase) -> None:
        await asyncio.to_thread(content.close)
        async with self._freed:
            self._freed.notify_all()


async def _write(source: ByteSource, content: BufferedIOBase) -> None:
    buffered = bytearray()
    async for chunk in source.chunks:
        buffered += chunk
        if len(buffered) >= _WRITE_BYTES:
            await asyncio.to_thread(content.write, bytes(buffered))
            buffered.clear()
    await asyncio.to_thread(content.write, bytes(buffered))
    await asyncio.to_thread(content.flush)
