"""The first bytes of a source, without consuming them."""

from collections.abc import AsyncIterator

from core.media.source import ByteSource


async def peek(source: ByteSource, n: int) -> tuple[bytes, ByteSource]:
    """Return the first `n` bytes (fewer if there are no more) and a source that still gives all bytes.

    Raises:
        Truncated: the source ended short of its length.
    """
    held: list[bytes] = []
    size = 0
    async for chunk in source.chunks:
        held.append(chunk)
        size += len(chunk)
        if size >= n:
            break

    async def whole() -> AsyncIterator[bytes]:
        while held:
            yield held.pop(0)
        async for chunk in source.chunks:
            yield chunk

    return b"".join(held)[:n], ByteSource(source.length, whole())
