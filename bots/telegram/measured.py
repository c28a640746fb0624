"""A film with its shape, known before the first byte goes out: without it Telegram shows a square of no length.

Reads only as far as the index; a film whose index lies at its end is read twice.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from core.media.mp4 import Mp4Reader, Shape
from core.media.source import ByteSource
from core.model.chat import FilmOpener

_HELD_MOST: Final = 4 << 20


@asynccontextmanager
async def measured(opener: FilmOpener) -> AsyncGenerator[tuple[ByteSource, Shape | None]]:
    """Open a film and say how it is shown; None: it does not tell."""
    reader, held = Mp4Reader(), list[bytes]()
    async with opener() as source:
        async for chunk in source.chunks:
            held.append(chunk)
            if reader.feed(chunk) or reader.hopeless or reader.data_first or sum(map(len, held)) > _HELD_MOST:
                break
        if reader.shape or not reader.data_first:
            yield ByteSource(source.length, _again(held, source.chunks)), reader.shape
            return
        held.clear()
        async for chunk in source.chunks:
            if reader.feed(chunk):
                break
    async with opener() as source:
        yield source, reader.shape


async def _again(held: list[bytes], rest: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    while held:
        yield held.pop(0)
    async for chunk in rest:
        yield chunk
