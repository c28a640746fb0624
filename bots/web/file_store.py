"""The spool's folder: bytes in `<ref>.bin`, what is known of them in `<ref>.json`, arrivals in `<ref>.part`.

Blocking, but for `receive`: callers hand it to a thread. It decides nothing; what may stay is the spool's to say.
"""

import asyncio
import json
import logging
import os
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Literal

from core.media.sniff import SNIFF_BYTES
from core.media.source import CHUNK_BYTES, exactly

log = logging.getLogger(__name__)

State = Literal["waiting", "claimed", "released"]


@dataclass(frozen=True, slots=True)
class SpooledFile:
    """A file in the spool; `owner` is the chat it was uploaded to, `touched` when its state last changed.

    `claimed_type` is the media type that the browser says, `found_type` the one that the content shows ("": none).
    """

    ref: str
    owner: str
    name: str
    size: int
    claimed_type: str
    found_type: str
    state: State
    touched: float

    @property
    def kind(self) -> str:
        """What a page draws it as: video, audio, image, or file."""
        return self.found_type.partition("/")[0] or "file"


def bytes_of(folder: Path, ref: str) -> Path:
    """Where the bytes of a kept file lie."""
    return folder / f"{ref}.bin"


def part_of(folder: Path, ref: str) -> Path:
    """Where the bytes of an arriving file lie."""
    return folder / f"{ref}.part"


async def receive(part: Path, size: int, chunks: AsyncIterator[bytes]) -> bytes:
    """Write an arriving file of `size` bytes in large pieces, off the loop, and return its first bytes.

    Raises:
        Truncated, Overlong: there were fewer or more bytes.
    """
    file = await asyncio.to_thread(part.open, "xb")
    head, waiting = b"", bytearray()
    try:
        async for chunk in exactly(size, chunks):
            head += chunk[: SNIFF_BYTES - len(head)]
            waiting += chunk
            if len(waiting) >= CHUNK_BYTES:
                await asyncio.to_thread(file.write, bytes(waiting))
                waiting.clear()
        await asyncio.to_thread(_finish, file, bytes(waiting))
    finally:
        await asyncio.shield(asyncio.to_thread(file.close))
    return head


def settle(folder: Path, kept: SpooledFile) -> None:
    """Make an arrived file a kept one; the description first, so that bytes are never without one."""
    describe(folder, kept)
    part_of(folder, kept.ref).replace(bytes_of(folder, kept.ref))


def describe(folder: Path, kept: SpooledFile) -> None:
    """Write down what is known of a file, whole or not at all."""
    draft = folder / f"{kept.ref}.json.part"
    draft.write_text(json.dumps(asdict(kept)), encoding="utf-8")
    draft.replace(folder / f"{kept.ref}.json")


def drop(folder: Path, ref: str) -> None:
    """Take a file off the shelf."""
    bytes_of(folder, ref).unlink(missing_ok=True)
    (folder / f"{ref}.json").unlink(missing_ok=True)


def sweep(folder: Path) -> list[SpooledFile]:
    """Return what is on the shelf, and clear away what an earlier process left half done."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in folder.glob("*.part"):
        part.unlink()
    found = [kept for file in folder.glob("*.json") if (kept := _read(file))]
    known = {kept.ref for kept in found}
    for stray in folder.glob("*.bin"):
        if stray.stem not in known:
            stray.unlink()
    return found


def _read(description: Path) -> SpooledFile | None:
    try:
        kept = SpooledFile(**json.loads(description.read_text(encoding="utf-8")))
        if bytes_of(description.parent, kept.ref).stat().st_size == kept.size:
            return kept
    except (OSError, ValueError, TypeError):
        log.warning("a file of the spool is not readable any more and is dropped")
    description.unlink(missing_ok=True)
    return None


def _finish(file: BufferedWriter, rest: bytes) -> None:
    file.write(rest)
    file.flush()
    os.fsync(file.fileno())
