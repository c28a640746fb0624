"""Foreign text on one line of ours."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.clean import is_invisible, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  city  timelapse \n", "city timelapse"),
        ("gnp.\u202emp4", "gnp.mp4"),
        ("a\x00b\tc", "a b c"),
        ("\ud800x", "x"),
        ("👨‍👩‍👧 family", "👨‍👩‍👧 family"),
        ("x" * 50, "x" * 39 + "…"),
        ("", ""),
        ("\u200b\u2066\u2069", ""),
    ],
)
def test_a_name_becomes_one_harmless_line(text, line):
    assert one_line(text) == line


@given(st.text(alphabet=st.characters(), max_size=100), st.integers(2, 60))
def test_a_line_is_short_printable_and_stable(text, most):
    line = one_line(text, most)
    assert len(line) <= most
    assert all(unicodedata.category(one) not in {"Cc", "Cs", "Zl", "Zp"} for one in line)
    assert one_line(line, most) == line
    line.encode()


@pytest.mark.parametrize(
    "text", ["", " \n", "\u200b\u2060\ufeff", "\u3164", "\u2800 \u00a0", "\u200e\ufe0f", "\u00ad", "\u034f"]
)
def test_what_nobody_sees_is_invisible(text):
    assert is_invisible(text)


@pytest.mark.parametrize("text", ["a", "\u200b.", "好", "👍\ufe0f", "…"])
def test_one_visible_character_is_enough(text):
    assert not is_invisible(text)
