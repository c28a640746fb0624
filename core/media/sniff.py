"""The type of a file by its first bytes; its name is not trusted. Pure.

Exactly the thirteen formats NemoVideo takes (NemoVideo skill text, "Supported formats"). `filetype` knows less of what
cameras and recorders write, and `puremagic` takes HEIC pictures for MP4 and any RIFF file for AVI; the tests ask the
first for a second opinion.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

SNIFF_BYTES: Final = 4096
"""How many first bytes are enough."""


@dataclass(frozen=True, slots=True)
class FileType:
    """A format: its extension without dot, its media type, its kind."""

    extension: str
    media_type: str
    kind: Literal["video", "audio", "image"]


_TYPES: Final = {
    found.extension: found
    for found in (
        FileType("mp4", "video/mp4", "video"),
        FileType("mov", "video/quicktime", "video"),
        FileType("avi", "video/x-msvideo", "video"),
        FileType("webm", "video/webm", "video"),
        FileType("mkv", "video/x-matroska", "video"),
        FileType("jpg", "image/jpeg", "image"),
        FileType("png", "image/png", "image"),
        FileType("gif", "image/gif", "image"),
        FileType("webp", "image/webp", "image"),
        FileType("mp3", "audio/mpeg", "audio"),
        FileType("wav", "audio/wav", "audio"),
        FileType("m4a", "audio/mp4", "audio"),
        FileType("aac", "audio/aac", "audio"),
    )
}
FORMATS: Final[tuple[str, ...]] = tuple(_TYPES)
"""The extensions of all thirteen, in the order in which they are shown to people."""

_RIFF = {b"AVI ": "avi", b"WEBP": "webp"}
_BRANDS = {b"qt  ": "mov", b"M4A ": "m4a", b"M4B ": "m4a", b"M4P ": "m4a"}
_OTHER_BRANDS = (b"hei", b"hev", b"mif1", b"msf1", b"avi", b"crx ", b"jp", b"mj")
# TIFF and the raw photos built on it, JPEG 2000, JPEG XL (two forms), Photoshop
_OTHER_PICTURES = (b"II*\0", b"MM\0*", b"\0\0\0\x0cjP  ", b"\0\0\0\x0cJXL ", b"\xff\x0a", b"8BPS")
_PHONE_BRAND = b"3g"
_PLAIN_MP4 = frozenset({b"isom", b"mp41", b"mp42"})
_OTHER_AUDIO = (b"fLaC", b"OggS", b"MAC ", b"TTA1", b"wvpk")
_WAVE = frozenset({b"RIFF", b"RF64", b"BW64", b"RIFX"})  # EBU Tech 3306, ITU-R BS.2088: longer than 4 GB; big-endian
# Files from before brands have no `ftyp`. Cameras leave room at the beginning, and write one of these into it
# (QuickTime File Format, "Movie Files").
_MEDIA_ATOMS = frozenset({b"moov", b"mdat", b"pnot", b"PICT"})
_PADDING_ATOMS = frozenset({b"free", b"skip", b"wide", b"junk", b"uuid"})
_MOST_PADDING = 1 << 24  # so that no text is taken for padding: its first byte is never zero
# The length of an EBML element takes one to eight bytes (RFC 8794, section 4), and muxers do not always take the least.
_DOCUMENT = re.compile(
    rb"\x42\x82(?:[\x80-\xff]|[\x40-\x7f].|[\x20-\x3f].{2}|[\x10-\x1f].{3}|\x08.{4}|\x04.{5}|\x02.{6}|\x01.{7})"
    rb"(matroska|webm)",
    re.DOTALL,
)
_EXTENSION = re.compile(r"\.(?=[^.]*[A-Za-z])[A-Za-z0-9]{1,5}$")


def file_type(prefix: bytes) -> FileType | None:
    """Return the format a file's first `SNIFF_BYTES` show, or None if it is none of the thirteen."""
    return _TYPES.get(_image(prefix) or _container(prefix) or _audio(prefix) or "")


def is_other_picture(prefix: bytes) -> bool:
    """Return whether what begins so is a picture in another format than the thirteen, such as an iPhone's HEIC."""
    if prefix.startswith(_OTHER_PICTURES) or (prefix.startswith(b"BM") and prefix[6:10] == bytes(4)):
        return True
    return prefix[4:8] == b"ftyp" and prefix[8:12].startswith(_OTHER_BRANDS) and not prefix[8:12].startswith(b"mj")


def is_html(prefix: bytes) -> bool:
    """Return whether what begins so is a page, or other markup, and no media."""
    return prefix.lstrip()[:1] == b"<"


def corrected_name(name: str, actual: FileType) -> str:
    """Return the name with the extension of its actual type."""
    has = _EXTENSION.search(name)
    if not has:
        return f"{name}.{actual.extension}"
    said = has.group().lower()
    if said == f".{actual.extension}" or (said, actual.extension) == (".jpeg", "jpg"):
        return name
    return f"{name[: has.start()]}.{actual.extension}"


def names_by_type(name: str) -> frozenset[str]:
    """Return the name with the extension of each type that its content may turn out to have."""
    return frozenset({name, *(corrected_name(name, kind) for kind in _TYPES.values())})


def _image(prefix: bytes) -> str | None:
    if prefix.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if prefix.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "jpg" if prefix.startswith(b"\xff\xd8\xff") else None


def _container(prefix: bytes) -> str | None:
    if prefix[:4] in _WAVE and prefix[8:12] == b"WAVE":
        return "wav"
    if prefix.startswith(b"RIFF"):
        return _RIFF.get(prefix[8:12])
    if prefix.startswith(b"\x1aE\xdf\xa3"):
        document = _DOCUMENT.search(prefix)
        return {b"matroska": "mkv", b"webm": "webm"}[document.group(1)] if document else None
    return _atoms(prefix)


def _atoms(prefix: bytes) -> str | None:
    """Return what the first atom that is no padding shows."""
    at = 0
    while at + 8 <= len(prefix):
        size, kind = int.from_bytes(prefix[at : at + 4]), prefix[at + 4 : at + 8]
        if kind == b"ftyp":
            return _branded(prefix[at + 8 : at + 12], prefix[at + 16 : at + size])
        if kind in _MEDIA_ATOMS:
            return "mov"
        if kind not in _PADDING_ATOMS or not 8 <= size < _MOST_PADDING:
            return None
        at += size
    return "mov" if at else None  # the padding is longer than what was read


def _branded(brand: bytes, compatible: bytes) -> str | None:
    if brand in _BRANDS:
        return _BRANDS[brand]
    if brand.startswith(_PHONE_BRAND):  # 3GP is none of the thirteen, but phones wrote MP4 files under its brand
        also = {compatible[at : at + 4] for at in range(0, len(compatible), 4)}
        return "mp4" if also & _PLAIN_MP4 else None
    # Cameras write brands of their own into MP4 files, so any brand counts but those of still images.
    return None if len(brand) < 4 or brand.startswith(_OTHER_BRANDS) else "mp4"


def _audio(prefix: bytes) -> str | None:
    if prefix.startswith(b"ID3") and len(prefix) > 9:
        size = sum((part & 0x7F) << shift for part, shift in zip(prefix[6:10], (21, 14, 7, 0), strict=True))
        tagged = prefix[10 + size :]  # files of other formats may begin with an ID3 tag too
        return None if tagged.startswith(_OTHER_AUDIO) else _frame(tagged) or "mp3"
    return "aac" if prefix.startswith(b"ADIF") else _frame(prefix)


def _frame(data: bytes) -> str | None:
    """Return "mp3" for a header of MPEG layer III, "aac" for one of ADTS, whose layer bits are 0."""
    if len(data) < 4 or data[0] != 0xFF or data[1] & 0xE0 != 0xE0:
        return None
    layer, bitrate, rate = data[1] >> 1 & 3, data[2] >> 4, data[2] >> 2 & 3
    if layer == 0 and data[1] & 0xF0 == 0xF0:
        return "aac" if data[2] >> 2 & 15 < 13 else None
    mpeg_version_known = data[1] >> 3 & 3 != 1
    return "mp3" if layer == 1 and mpeg_version_known and bitrate not in (0, 15) and rate != 3 else None
