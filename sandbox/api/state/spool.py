"""Bytes from the network to a file: counted, recognised by content and hashed on the way, never whole in memory."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sandbox.api.wire.refusal import too_large, unsupported
from sandbox.api.wire.sniff import HEAD_BYTES, sniff


@dataclass(frozen=True, slots=True)
class Spooled:
    """A file that came whole. `size` is in bytes, `hash` is SHA-256."""

    kind: str
    size: int
    hash: str


async def spool(chunks: AsyncIterator[bytes], target: Path, name: str, limit: int) -> Spooled:
    """Write `chunks` to `target`. Raises Refusal 4001 or 4002; then, and when cancelled, nothing is left behind."""
    with _whole(target) as file:
        return await _copy(chunks, file, name, limit)


@contextmanager
def _whole(target: Path) -> Iterator[BinaryIO]:
    """A new file that is gone again unless the block ends well."""
    try:
        with target.open("xb") as file:  # buffered: its lock lets a cancelled write end before the file is closed
            yield file
    except BaseException:
        target.unlink(missing_ok=True)
        raise


async def _copy(chunks: AsyncIterator[bytes], file: BinaryIO, name: str, limit: int) -> Spooled:
    digest, size, head, kind = hashlib.sha256(), 0, b"", None

    def write(chunk: bytes) -> None:
        digest.update(chunk)
        file.write(chunk)

    async for chunk in chunks:
        size += len(chunk)
        if size > limit:
            raise too_large(limit)
        if kind is None:
            head += chunk[: HEAD_BYTES - len(head)]
            kind = sniff(head)
            if kind is None and len(head) >= HEAD_BYTES:
                raise unsupported(name)
        await asyncio.to_thread(write, chunk)
    if kind is None:
        raise unsupported(f"{name} (empty)" if size == 0 else name)
    return Spooled(kind, size, digest.hexdigest())
