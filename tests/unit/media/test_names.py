from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.names import LONGEST_BYTES, distinct_names, safe_name


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


@pytest.mark.parametrize(
    ("names", "distinct"),
    [
        ((), ()),
        (("a.mp4", "b.mp4"), ("a.mp4", "b.mp4")),
        (("clip.mp4", "clip.mp4", "clip.mp4"), ("clip.mp4", "clip-2.mp4", "clip-3.mp4")),
        (("clip.mp4", "clip.mp4", "clip-2.mp4"), ("clip.mp4", "clip-3.mp4", "clip-2.mp4")),
        (("IMG_1.MOV", "img_1.mp4"), ("IMG_1.MOV", "img_1-2.mp4")),
        (("", "/"), ("clip", "clip-2")),
        (("a/x.mp4", "b\\x.mp4"), ("x.mp4", "x-2.mp4")),
        (("片段.mp4", "片段.mp4"), ("片段.mp4", "片段-2.mp4")),
        (("v1.2 final", "v1.2 final"), ("v1.2 final", "v1.2 final-2")),
    ],
)
def test_files_of_one_name_are_told_apart(names, distinct):
    assert distinct_names(names) == distinct


def test_a_name_that_is_taken_is_not_used():
    assert distinct_names(["clip.mp4", "b.mp4"], ["CLIP.mov", "clip-2.mp4"]) == ("clip-3.mp4", "b.mp4")


@given(
    st.lists(st.sampled_from(["a.mp4", "a.mov", "A-2.mp4", "a-2", "", "x" * 300 + ".mp4", "城" * 99]), max_size=12),
    st.lists(st.sampled_from(["a.mp4", "a-3.mp4"]), max_size=2),
)
def test_distinct_names_are_distinct_and_safe(names, taken):
    found = distinct_names(names, taken)
    stems = [name.rpartition(".")[0].casefold() or name.casefold() for name in (*found, *set(taken))]
    assert len(set(stems)) == len(stems)
    assert all(safe_name(name) == name for name in found)
