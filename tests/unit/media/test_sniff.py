from __future__ import annotations

import io
from pathlib import Path

import filetype
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from core.media.sniff import FORMATS, SNIFF_BYTES, corrected_name, file_type, is_other_picture

HEIC = Path(__file__).resolve().parents[2] / "fixtures" / "photo.heic"


def ftyp(brand: bytes, *compatible: bytes) -> bytes:
    body = b"ftyp" + brand + b"\0\0\2\0" + b"".join(compatible or (b"isom", b"mp42"))
    return (len(body) + 4).to_bytes(4, "big") + body + b"\0\0\0\x08free"


def atom(kind: bytes, body: bytes = b"") -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + kind + body


EBML = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82"
MP3_FRAME = b"\xff\xfb\x90\x64" + bytes(400)
ADTS = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(400)
ID3 = b"ID3\x04\0\0\0\0\0\x0a" + bytes(10)

GOOD = {
    "mp4": [ftyp(b"isom"), ftyp(b"mp42"), ftyp(b"iso5", b"mp41"), ftyp(b"avc1"), ftyp(b"dash", b"mp41")],
    "mov": [ftyp(b"qt  ", b"qt  ")],
    "avi": [b"RIFF\x10\0\0\0AVI LIST" + bytes(40)],
    "webm": [EBML + b"\x84webmB\x87\x81\x02" + bytes(40)],
    "mkv": [EBML + b"\x88matroskaB\x87\x81\x04" + bytes(40)],
    "jpg": [b"\xff\xd8\xff\xe0\0\x10JFIF" + bytes(40), b"\xff\xd8\xff\xe1\0\x10Exif" + bytes(40)],
    "png": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(40)],
    "gif": [b"GIF89a" + bytes(40), b"GIF87a" + bytes(40)],
    "webp": [b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40)],
    "mp3": [MP3_FRAME, ID3 + MP3_FRAME, b"\xff\xf3\x90\x64" + bytes(400)],
    "wav": [b"RIFF\x10\0\0\0WAVEfmt " + bytes(40)],
    "m4a": [ftyp(b"M4A ", b"M4A ", b"mp42")],
    "aac": [ADTS, b"\xff\xf9\x50\x80" + bytes(400)],
}
BAD = {
    "empty": b"",
    "zeros": bytes(SNIFF_BYTES),
    "html": b"<!doctype html><html>",
    "exe": b"MZ\x90\0" + bytes(60),
    "pdf": b"%PDF-1.7",
    "zip": b"PK\x03\x04" + bytes(60),
    "heic": ftyp(b"heic", b"mif1", b"heic"),
    "avif": ftyp(b"avif", b"avif", b"mif1"),
    "3gp": ftyp(b"3gp4", b"3gp4"),
    "short_ftyp": b"\0\0\0\x08ftyp",
    "mpeg_program_stream": b"\0\0\x01\xba" + bytes(60),
    "flv": b"FLV\x01\x05" + bytes(60),
    "ogg": b"OggS" + bytes(60),
    "flac": b"fLaC" + bytes(60),
    "tagged_flac": ID3 + b"fLaC" + bytes(400),
    "riff_of_another_kind": b"RIFF\x10\0\0\0sfbk" + bytes(40),
    "ebml_of_another_kind": b"\x1aE\xdf\xa3" + bytes(60),
    "utf16_text": "\ufeffhello".encode("utf-16-le"),
    "mpeg_layer_two": b"\xff\xfd\x90\x64" + bytes(60),
    "reserved_mp3": b"\xff\xfb\xff\xff" + bytes(60),
    "text_that_looks_like_an_atom": b"The free world is wide and skip it",
    "text_of_another_atom": b"The wide world",
    "padding_before_something_else": atom(b"free") + atom(b"junk") + atom(b"what", bytes(50)),
    "heic_behind_padding": atom(b"free") + ftyp(b"heic", b"mif1", b"heic"),
    "raw_photo": ftyp(b"crx ", b"crx ", b"isom"),
    "rf64_of_another_kind": b"RF64\xff\xff\xff\xffAVI ds64" + bytes(40),
    "reserved_aac": b"\xff\xf1\x7c\x80" + bytes(60),
}


def test_exactly_the_thirteen_formats_are_known():
    assert FORMATS == ("mp4", "mov", "avi", "webm", "mkv", "jpg", "png", "gif", "webp", "mp3", "wav", "m4a", "aac")
    assert GOOD.keys() == set(FORMATS)


@pytest.mark.parametrize(("extension", "prefix"), [(name, prefix) for name in GOOD for prefix in GOOD[name]])
def test_a_format_is_known_by_its_content_and_the_oracle_agrees(extension, prefix):
    found = file_type(prefix)
    assert found.extension == extension
    assert found.media_type.startswith(f"{found.kind}/")
    oracle = filetype.guess_extension(prefix)
    assert oracle in {extension, None}
    if prefix not in (ftyp(b"avc1"), b"ADIF"):
        assert oracle == extension or (extension, oracle) == ("mp4", None)


@pytest.mark.parametrize("name", BAD)
def test_everything_else_is_none_of_them(name):
    assert file_type(BAD[name]) is None
    if not name.startswith(("reserved", "raw", "tagged")):  # the oracle looks at fewer bits there
        assert filetype.guess_extension(BAD[name]) not in FORMATS


def drawn(format_name: str) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (16, 16), "teal").save(written, format_name)
    return written.getvalue()[:SNIFF_BYTES]


OTHER_PICTURES = {
    "heic": HEIC.read_bytes(),
    "heif": ftyp(b"mif1", b"mif1", b"heic"),
    "live_photo_sequence": ftyp(b"hevc", b"msf1"),
    "avif": drawn("AVIF"),
    "tiff": drawn("TIFF"),
    "big_endian_raw": b"MM\0*\0\0\0\x08" + bytes(40),
    "canon_raw": BAD["raw_photo"],
    "bmp": drawn("BMP"),
    "jpeg_2000": drawn("JPEG2000"),
    "jpeg_xl": b"\xff\x0a\xfa\x1f" + bytes(40),
    "photoshop": b"8BPS\0\x01" + bytes(40),
}


@pytest.mark.parametrize("name", OTHER_PICTURES)
def test_pictures_in_other_formats_are_known_as_pictures(name):
    assert file_type(OTHER_PICTURES[name]) is None
    assert is_other_picture(OTHER_PICTURES[name])


@pytest.mark.parametrize("prefix", [one for name in GOOD for one in GOOD[name]])
def test_what_can_be_edited_is_no_other_picture(prefix):
    assert not is_other_picture(prefix)


@pytest.mark.parametrize("name", sorted(BAD.keys() - {"heic", "avif", "raw_photo"}))
def test_what_is_no_picture_is_none(name):
    assert not is_other_picture(BAD[name])


def test_words_that_begin_like_a_bitmap_are_none():
    assert not is_other_picture(b"BMW drives by the sea")


@pytest.mark.parametrize(
    ("prefix", "extension"),
    [
        (b"\0\0\0\x08wide\0\0\x10\0mdat", "mov"),
        (b"\0\0\x10\0moov\0\0\0\x6cmvhd", "mov"),
        (ftyp(b"XAVC", b"XAVC"), "mp4"),
        (atom(b"skip") + atom(b"mdat"), "mov"),
        (atom(b"free", bytes(500)) + atom(b"moov"), "mov"),
        (atom(b"wide") + atom(b"free") + atom(b"skip", bytes(9)) + atom(b"mdat"), "mov"),
        (atom(b"free", bytes(100_000))[:SNIFF_BYTES], "mov"),
        (atom(b"uuid", bytes(16)) + ftyp(b"qt  ", b"qt  "), "mov"),
        (atom(b"free") + ftyp(b"mp42"), "mp4"),
        (atom(b"PICT"), "mov"),
        (b"\0\0\0\x01mdat\0\0\0\x02\0\0\0\0" + bytes(40), "mov"),
        (ftyp(b"3gp5", b"3gp5", b"isom"), "mp4"),
        (b"RF64\xff\xff\xff\xffWAVEds64" + bytes(40), "wav"),
        (b"BW64\xff\xff\xff\xffWAVEds64" + bytes(40), "wav"),
        (b"RIFX\0\0\0\x10WAVEfmt " + bytes(40), "wav"),
        (EBML + b"\x40\x08matroska" + bytes(40), "mkv"),
        (EBML + b"\x01\0\0\0\0\0\0\x04webm" + bytes(40), "webm"),
        (ID3 + ADTS, "aac"),
        (b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(40), "mp3"),
        (b"ADIF" + bytes(40), "aac"),
    ],
)
def test_real_files_the_oracle_does_not_know_are_known(prefix, extension):
    assert file_type(prefix).extension == extension


@given(st.binary(max_size=64))
def test_any_bytes_are_a_format_or_none(prefix):
    found = file_type(prefix)
    assert found is None or found.extension in FORMATS


@pytest.mark.parametrize(
    ("name", "prefix", "corrected"),
    [
        ("a.mp4", GOOD["mp4"][0], "a.mp4"),
        ("a.MP4", GOOD["mp4"][0], "a.MP4"),
        ("a.jpeg", GOOD["jpg"][0], "a.jpeg"),
        ("a.mp4", GOOD["png"][0], "a.png"),
        ("a.jpeg", GOOD["png"][0], "a.png"),
        ("a.m4v", GOOD["mp4"][0], "a.mp4"),
        ("clip", GOOD["mov"][0], "clip.mov"),
        ("v1.2", GOOD["wav"][0], "v1.2.wav"),
        ("v1.2 final", GOOD["wav"][0], "v1.2 final.wav"),
    ],
)
def test_a_name_gets_the_extension_of_its_content(name, prefix, corrected):
    assert corrected_name(name, file_type(prefix)) == corrected
