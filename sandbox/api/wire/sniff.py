"""What a file is, by its first bytes: the thirteen formats the skill text lists, named as it names them. Pure."""

from collections.abc import Callable
from typing import Final

HEAD_BYTES: Final = 4096

_EBML: Final = b"\x1a\x45\xdf\xa3"
_PICTURES: Final = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
)
_AUDIO_BRANDS: Final = frozenset((b"M4A ", b"M4B "))
_VIDEO_BRANDS: Final = frozenset(
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")
)
_PICTURE_BRANDS: Final = frozenset((b"hei", b"hev", b"mif", b"msf", b"avi"))  # HEIC and AVIF share the container
_ATOMS: Final = frozenset((b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"))


def _boxes(head: bytes) -> str | None:
    """The ISO family: the major brand tells; files older than brands begin with a QuickTime atom."""
    if head[4:8] in _ATOMS:
        return "mov"
    if head[4:8] != b"ftyp":
        return None
    brand = head[8:12]
    if brand in _AUDIO_BRANDS:
        return "m4a"
    if brand == b"qt  ":
        return "mov"
    if brand[:3] in _PICTURE_BRANDS:
        return None
    compatible = {head[at : at + 4] for at in range(16, min(int.from_bytes(head[:4]), 256), 4)}
    return "mp4" if _VIDEO_BRANDS & {brand, *compatible} else None


def _matroska(head: bytes) -> str | None:
    if not head.startswith(_EBML):
        return None
    if b"webm" in head[:64]:
        return "webm"
    return "mkv" if b"matroska" in head[:64] else None


def _riff(head: bytes) -> str | None:
    if head[:4] in {b"RF64", b"BW64"}:  # a WAV beyond 4 GB
        return "wav" if head[8:12] == b"WAVE" else None
    if head[:4] != b"RIFF":
        return None
    return {b"AVI ": "avi", b"WAVE": "wav", b"WEBP": "webp"}.get(head[8:12])


def _picture(head: bytes) -> str | None:
    return next((kind for magic, kind in _PICTURES if head.startswith(magic)), None)


def _mpeg_audio(head: bytes) -> str | None:
    """An ID3 tag, or a frame header: eleven set bits, then the layer (0 is ADTS, which is AAC)."""
    if head.startswith(b"ID3"):
        return "mp3"
    if head.startswith(b"ADIF"):
        return "aac"
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    layer = head[1] >> 1 & 3
    if layer == 0:
        return "aac" if head[1] & 0xF6 == 0xF0 else None
    sound = head[1] >> 3 & 3 != 1 and head[2] >> 4 not in {0, 15} and head[2] >> 2 & 3 != 3
    return "mp3" if layer == 1 and sound else None


_READERS: Final[tuple[Callable[[bytes], str | None], ...]] = (_boxes, _matroska, _riff, _picture, _mpeg_audio)


def sniff(head: bytes) -> str | None:
    """The format of a file that begins with `head` (4 KiB are enough), or None when it is none of ours."""
    return next((kind for reader in _READERS if (kind := reader(head))), None)
