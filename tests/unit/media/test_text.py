"""The encodings of text files that people send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media.text import decoded

CHINESE = "1\n00:00:01,000 --> 00:00:03,500\n你好，世界\n\n2\n00:00:04,000 --> 00:00:06,000\n我们明天再见吧\n"
TRADITIONAL = (
    "1\n00:00:01,000 --> 00:00:03,500\n你好，世界\n\n2\n00:00:04,000 --> 00:00:06,000\n我們明天再見，後會有期\n"
)
FRENCH = "1\n00:00:01,000 --> 00:00:03,500\nDéjà vu, très bien\n\n2\n00:00:04,000 --> 00:00:06,000\nÀ bientôt, l’été\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (CHINESE, TRADITIONAL, FRENCH) for encoding in ("utf-8", "utf-8-sig", "utf-16")),
        *((CHINESE, encoding) for encoding in ("utf-16-le", "utf-16-be", "gb18030", "gbk", "gb2312")),
        (TRADITIONAL, "big5"),
        (FRENCH, "cp1252"),
        (FRENCH.replace("’", "'"), "latin-1"),
        ("你好", "gb18030"),
        ("我们去吃饭。", "gbk"),
        ("今天天氣很好，我們去海邊。", "big5"),
        ("Wir können für größere Übungen", "cp1252"),
        ("¿Qué pasó, señor?", "cp1252"),
        ("Ação não é possível", "cp1252"),
        ("价格是 €5", "gb18030"),
        ("a" * 100 + "é", "utf-8"),
    ],
)
def test_a_text_is_read_in_the_encoding_it_was_written_in(text, encoding):
    assert decoded(text.encode(encoding)) == text


def test_lines_end_alike():
    assert decoded(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_a_text_that_is_torn_is_read_up_to_there():
    assert decoded("你好，世界".encode()[:-1]) == "你好，世"


def test_one_broken_byte_leaves_the_rest():
    assert decoded("你好，".encode() + b"\xff" + "世界，我们明天再见吧".encode()) == "你好，\ufffd世界，我们明天再见吧"


@given(st.binary(max_size=300))
def test_any_bytes_are_some_text(data):
    assert "\r" not in decoded(data)
    decoded(data).encode("utf-8", errors="strict")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00\ufeff"), min_size=1, max_size=200))
def test_what_is_utf_8_is_read_as_such(text):
    assert decoded(("A: " + text).encode("utf-8-sig")) == "A: " + text
