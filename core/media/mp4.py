"""Frame size and length of an MP4, read from its boxes while the file streams by. Pure.

Only one small box is held at a time, so memory does not grow with the file. A file that is no MP4, or a broken one,
gives nothing; it is never an error. Box layout: ISO/IEC 14496-12, sections 4.2, 8.2.2 and 8.3.2.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_CONTAINERS: Final = frozenset({b"moov", b"trak"})
_READ: Final = frozenset({b"mvhd", b"tkhd"})
_LARGEST_READ: Final = 1024
_ROTATED: Final = (0, 0x10000)  # the first column of a matrix that rotates by 90 or 270 degrees: a == 0, |b| == 1


@dataclass(frozen=True, slots=True)
class Shape:
    """A film's width and height in pixels, as shown after its rotation, and its length in seconds."""

    width: int
    height: int
    seconds: float


class Mp4Reader:
    """Takes a file's bytes in order; knows the shape once the index (`moov`) has been read."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._skip = 0
        self._seconds: float | None = None
        self._size: tuple[int, int] | None = None
        self.hopeless = False
        """No MP4, or broken: there will be no shape."""
        self.data_first = False
        """The media data (`mdat`) lie before the index, so the shape is known only near the end of the file."""

    @property
    def shape(self) -> Shape | None:
        """The shape, or None until length and frame size have been read."""
        if self._seconds is None or self._size is None:
            return None
        return Shape(*self._size, self._seconds)

    def feed(self, chunk: bytes) -> Shape | None:
        """Take the next bytes and return the shape as soon as it is known."""
        view = memoryview(chunk)
        while view and self.shape is None and not self.hopeless:
            if self._skip:
                passed = min(self._skip, len(view))
                self._skip -= passed
                view = view[passed:]
                continue
            wanted = self._wanted()
            taken = view[: wanted - len(self._waiting)]
            self._waiting += taken
            view = view[len(taken) :]
            if len(self._waiting) == wanted:
                self._step()
        return self.shape

    def _wanted(self) -> int:
        """Return how many bytes the next step needs: a header, a long header, or a whole box to read."""
        if len(self._waiting) < 8:
            return 8
        size, kind = struct.unpack_from(">I4s", self._waiting)
        if size == 1:
            return 16
        return min(size, _LARGEST_READ) if kind in _READ and size >= 8 else 8

    def _step(self) -> None:
        if len(self._waiting) < self._wanted():
            return  # the header only now says how much more is needed
        size, kind = struct.unpack_from(">I4s", self._waiting)
        header = 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", self._waiting, 8)
            header = 16
        box, self._waiting = bytes(self._waiting), bytearray()
        if size < header or not _is_name(kind):
            self.hopeless = True  # size 0 means "to the end of the file": no box follows
            return
        self.data_first = self.data_first or kind == b"mdat"
        if kind in _CONTAINERS:
            return  # what is inside comes next
        self._skip = size - len(box)
        if kind in _READ:
            self._read(kind, box[header:])

    def _read(self, kind: bytes, body: bytes) -> None:
        try:
            if kind == b"mvhd":
                self._seconds = _seconds(body)
            elif self._size is None:
                self._size = _frame(body)
        except struct.error:
            self.hopeless = True


def _is_name(kind: bytes) -> bool:
    return all(32 <= letter < 127 or letter == 0xA9 for letter in kind)


def _seconds(body: bytes) -> float | None:
    if body[:1] == b"\x01":
        scale, length = struct.unpack_from(">IQ", body, 20)
    else:
        scale, length = struct.unpack_from(">II", body, 12)
    return length / scale if scale else None


def _frame(body: bytes) -> tuple[int, int] | None:
    """Return a track's frame size; None for sound, which has none."""
    at = 52 if body[:1] == b"\x01" else 40  # where the matrix begins
    first, second = struct.unpack_from(">ii", body, at)
    width, height = (part >> 16 for part in struct.unpack_from(">II", body, at + 36))
    if not width or not height:
        return None
    return (height, width) if (first, abs(second)) == _ROTATED else (width, height)
