"""What an MP4 says of itself, however its bytes arrive."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.mp4 import Mp4Reader, Shape

STRAIGHT = (0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
TURNED = (0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)


def box(kind, body):
    return struct.pack(">I4s", 8 + len(body), kind) + body


def long_box(kind, body):
    return struct.pack(">I4sQ", 1, kind, 16 + len(body)) + body


def head(seconds=10.0, version=0):
    if version:
        return box(b"mvhd", struct.pack(">IQQIQ", 1 << 24, 0, 0, 1000, int(seconds * 1000)) + bytes(80))
    return box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, int(seconds * 1000)) + bytes(80))


def track(width, height, matrix=STRAIGHT, version=0):
    times = struct.pack(">IQQIIQ", 1 << 24, 0, 0, 1, 0, 0) if version else struct.pack(">IIIIII", 0, 0, 0, 1, 0, 0)
    body = times + bytes(16) + struct.pack(">9i", *matrix) + struct.pack(">II", width << 16, height << 16)
    return box(b"trak", box(b"tkhd", body) + box(b"mdia", bytes(300)))


def film(*tracks, seconds=10.0, version=0, data_first=False, wrap=box):
    index = box(b"moov", head(seconds, version) + b"".join(tracks))
    data = wrap(b"mdat", bytes(5000))
    parts = (data, index) if data_first else (index, data)
    return box(b"ftyp", b"isom" + bytes(8)) + b"".join(parts)


def read(data, step=1 << 20):
    reader = Mp4Reader()
    for at in range(0, len(data), step):
        reader.feed(data[at : at + step])
    return reader


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("wrap", [box, long_box])
@pytest.mark.parametrize("data_first", [True, False])
def test_size_and_length_are_found_wherever_the_index_lies(version, wrap, data_first):
    sound, pictures = track(0, 0, version=version), track(1920, 1080, version=version)
    made = film(sound, pictures, seconds=12.5, version=version, data_first=data_first, wrap=wrap)
    reader = read(made)
    assert (reader.shape, reader.data_first) == (Shape(1920, 1080, 12.5), data_first)


def test_a_film_that_is_turned_is_shown_turned():
    assert read(film(track(1920, 1080, TURNED))).shape == Shape(1080, 1920, 10.0)


@pytest.mark.parametrize("step", [1, 3, 7, 64])
def test_it_does_not_matter_how_the_bytes_are_cut(step):
    assert read(film(track(640, 360), data_first=True), step).shape == Shape(640, 360, 10.0)


def test_the_shape_is_known_before_the_pictures_arrive():
    made = film(track(640, 360))
    reader = Mp4Reader()
    assert reader.feed(made[: made.index(b"mdat")]) == Shape(640, 360, 10.0)
    assert not reader.data_first


def test_sound_alone_has_no_shape():
    assert read(film(track(0, 0))).shape is None


@pytest.mark.parametrize("data", [b"", b"RIFF\x00\x00\x00\x00AVI ", b"\x1aE\xdf\xa3" + bytes(50), bytes(100)])
def test_what_is_no_mp4_has_no_shape(data):
    assert read(data).shape is None


@given(st.binary(max_size=300), st.integers(0, 200))
def test_nothing_that_arrives_raises(noise, at):
    made = bytearray(film(track(640, 360)))
    made[at : at + len(noise)] = noise
    read(bytes(made), 50)


def test_a_large_box_is_passed_by_and_not_kept():
    reader = Mp4Reader()
    reader.feed(struct.pack(">I4sQ", 1, b"mdat", 3 << 30))
    for _ in range(50):
        reader.feed(bytes(1 << 20))
    assert len(reader._waiting) == 0
