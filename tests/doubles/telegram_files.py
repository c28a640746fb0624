"""Files on the server: what people sent and what the bot uploaded, without holding either in memory.

The limits are documented [telegram.files.read, telegram.files.sent, telegram.files.local, telegram.files.thumbnail].
"""

import base64
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 256 * 1024
CLOUD_READ_BYTES = 20 * 1024 * 1024
CLOUD_UPLOAD_BYTES = 50_000_000
LOCAL_UPLOAD_BYTES = 2_000_000_000
THUMBNAIL_BYTES = 200 * 1024
THUMBNAIL_SIDE = 320

FTYP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAFA3PEY8MlBGQUZaVVBfeMiCeG5uePWvuZHI"
    "////////////////////////////////////////////////////wAALCAAIAAgBAREA"
    "/8QAFAABAAAAAAAAAAAAAAAAAAAAAP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AP//Z"
)


@dataclass
class StoredFile:
    """One file; without `data` its bytes are made as they are read: a head, then zeros."""

    id: str
    unique: str
    kind: str
    size: int
    name: str
    media_type: str
    path: str = ""
    data: bytes | None = None
    head: bytes = b""
    sha256: str = ""
    gone: bool = False

    def chunks(self) -> Iterator[bytes]:
        """Return the bytes piece by piece."""
        whole = self.data if self.data is not None else self.head
        for at in range(0, len(whole), CHUNK):
            yield whole[at : at + CHUNK]
        zeros, left = bytes(CHUNK), self.size - len(whole)
        while left > 0:
            yield zeros[: min(left, CHUNK)]
            left -= CHUNK

    def write(self, path: Path) -> None:
        """Put it on a disk; made-up bytes take no room there."""
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(self.data if self.data is not None else self.head)
            file.truncate(self.size)


class Shelf:
    """All files by id, and by the path that getFile gave for them."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._files: dict[str, StoredFile] = {}

    def add(
        self,
        kind: str,
        *,
        name: str,
        media_type: str,
        size: int | None = None,
        data: bytes | None = None,
        head: bytes = FTYP,
    ) -> StoredFile:
        """Keep a file. With a size alone it begins like an MP4 and goes on with zeros."""
        number = next(self._numbers)
        if data is not None:
            size = len(data)
        known = 5000 if size is None else size
        file = StoredFile(
            f"BAACAgIAAxkBAAI{number:05d}Y2xpcA",
            f"AgAD{number:05d}",
            kind,
            known,
            name,
            media_type,
            data=data,
            head=head,
        )
        self._files[file.id] = file
        return file

    def get(self, file_id: str) -> StoredFile | None:
        """Return the file of this id."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """Return the file whose path getFile gave out."""
        return next((file for file in self._files.values() if path and file.path == path and not file.gone), None)


def jpeg_side(data: bytes) -> int | None:
    """Return the longer side of a JPEG in pixels; None: this is none."""
    if not data.startswith(b"\xff\xd8"):
        return None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, size = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker in {0xC0, 0xC1, 0xC2}:
            return max(int.from_bytes(data[at + 5 : at + 7], "big"), int.from_bytes(data[at + 7 : at + 9], "big"))
        at += 2 + size
    return None
