from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.names import LONGEST_BYTES, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("clip.mp4", "clip.mp4"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\x.mp4", "x.mp4"),
        ("/", "clip"),
        ("", "clip"),
        ("..", "clip"),
        (".mp4", "clip.mp4"),
        ("...mp4", "clip.mp4"),
        ("a\0b\x07c.mp4", "abc.mp4"),
        ("gpj.\u202e4pm.exe", "gpj.4pm.exe"),
        ("a\r\nb\tc.mp4", "a b c.mp4"),
        ("  a   b .mp4", "a b.mp4"),
        ("a\u2028b\ud800.mp4", "ab.mp4"),
        ('a<b>:"|?*.mp4', "a_b______.mp4"),
        ("城市 之梦.mov", "城市 之梦.mov"),
        ("v1.2 final", "v1.2 final"),
        ("name.toolongforone", "name.toolongforone"),
        ("e\u0301.mp4", "é.mp4"),
    ],
)
def test_a_name_becomes_one_visible_part(name, safe):
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_extension_and_its_characters_whole():
    assert safe_name("x" * 300 + ".mp4") == "x" * 116 + ".mp4"
    assert safe_name("城" * 100 + ".mp4") == "城" * 38 + ".mp4"


def test_a_name_of_nothing_gets_the_default():
    assert safe_name("\0\u202e", default="film") == "film"


@given(st.text(alphabet=st.characters() | st.sampled_from("./\\ \0\u202e"), max_size=200))
def test_any_name_is_safe_and_stays_so(name):
    safe = safe_name(name)
    assert 0 < len(safe.encode()) <= LONGEST_BYTES
    assert not set(safe) & set('/\\<>:"|?*')
    assert safe not in {".", ".."}
    assert not safe.startswith((".", " "))
    assert all(unicodedata.category(letter)[0] != "C" for letter in safe)
    assert safe_name(safe) == safe
