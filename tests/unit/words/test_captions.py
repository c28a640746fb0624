"""Subtitles files as captions, and the form in which the editor is told of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.captions import LONGEST, MOST_CAPTIONS, MOST_LETTERS, Caption, as_words, captions_in

SRT = "1\n00:00:01,000 --> 00:00:03,500\nHello\n\n2\n00:01:04,000 --> 01:00:06,250\nHow are you?\nFine.\n"
VTT = (
    "WEBVTT - A talk\nKind: captions\n\nSTYLE\n::cue { color: lime }\n\nNOTE\nA note over\ntwo lines\n\n"
    "intro\n00:01.000 --> 00:03.500 align:start position:10%\n<v Ann>Hello</v>\n\n"
    "NOTE nobody reads this\n\n2f1c/7-0\n00:01:04.000 --> 01:00:06.250\n"
    "<i>How</i> are <00:01:05.000>you?\n&lt;Fine&gt; &amp; well\n"
)
ASS = (
    "[Script Info]\nTitle: x\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n"
    "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    "Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,no\n"
    "Dialogue: 0,0:01:04.00,1:00:06.25,Default,,0,0,0,,{\\i1}How{\\i0} are you,\\Nfriend?\n"
    "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,Hello\n"
    "Dialogue: 0,0:00:01.00,0:00:03.50,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}\n\n[Fonts]\nDialogue: none\n"
)


def shown(text):
    found = captions_in(text)
    return [] if found is None else [(one.start, one.end, one.text) for one in found.captions]


@pytest.mark.parametrize(
    ("text", "second"),
    [(SRT, "How are you?\nFine."), (VTT, "How are you?\n<Fine> & well"), (ASS, "How are you,\nfriend?")],
    ids=["srt", "vtt", "ass"],
)
def test_times_and_words_are_taken(text, second):
    assert shown(text) == [(1000, 3500, "Hello"), (64_000, 3_606_250, second)]
    assert captions_in(text).left_out == 0


@pytest.mark.parametrize(
    "text",
    [
        "00:00:01,000 --> 00:00:02,000\nHi",  # without numbers
        "1\n0:00:01.0 --> 0:00:02.0\nHi\n",  # as some players write times
        "1\n00:00:01 --> 00:00:02\nHi\n",
        "\n\n1\n\n00:00:01,000  -->  00:00:02,000  X1:40 X2:600 Y1:20 Y2:50\n\nHi\n\n\n2\n",
        "1\n00:00:01,000-->00:00:02,000\n{\\an8}Hi\n",
        '1\n00:00:01,000 -> 00:00:02,000\n<font color="#ffff00"><b>Hi</b></font>\n',
        "1\n00:01,000 --> 00:02,000\nHi\n",
        "1\n00:00:01,000 --> 00:00:02,000\n\u200eHi\u202c\ue010\n",
    ],
)  # fmt: skip
def test_what_editors_write_by_and_by_is_understood(text):
    times = [(start, end, words.removesuffix("\n2")) for start, end, words in shown(text)]
    assert times == [(1000, 2000, "Hi")]


def test_an_empty_line_inside_a_caption_does_not_end_it():
    text = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nThree\n"
    assert shown(text) == [(1000, 2000, "One\ntwo"), (3000, 4000, "Three")]


def test_a_number_is_a_caption_too():
    text = "1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\n7\nis my number\n"
    assert shown(text) == [(1000, 2000, "42"), (3000, 4000, "7\nis my number")]


def test_captions_come_in_the_order_of_their_times_and_may_overlap():
    text = "00:00:05,000 --> 00:00:09,000\nB\n\n00:00:01,000 --> 00:00:06,000\nA\n"
    assert [words for _, _, words in shown(text)] == ["A", "B"]


def test_what_has_no_time_is_left_out_and_what_has_no_words_is_no_caption():
    text = (
        "00:00:05,000 --> 00:00:02,000\nbackwards\n\n00:00:03,000 --> 00:00:04,000\n \n\n"
        "00:00:06,000 --> 00:00:07,000\n{\\an8}<i></i>\n\n00:00:08,000 --> 00:00:09,000\nshown\n"
    )
    found = captions_in(text)
    assert shown(text) == [(8000, 9000, "shown")]
    assert found.left_out == 1


@pytest.mark.parametrize("text", ["", "Dear all,\nhere is the text\n", "1 --> 2\n", "[Events]\nnothing", "WEBVTT\n\n"])
def test_other_texts_have_no_captions(text):
    assert captions_in(text) is None


def test_more_than_the_most_are_counted():
    text = "\n".join(
        f"00:{n // 60:02d}:{n % 60:02d},000 --> 00:{n // 60:02d}:{n % 60:02d},500\nA{n}\n" for n in range(1200)
    )
    found = captions_in(text)
    assert len(found.captions) == MOST_CAPTIONS
    assert found.left_out == 200
    assert len(as_words("a.srt", found.captions)) < MOST_LETTERS + 100


def test_a_long_caption_is_cut_and_all_together_are_bounded():
    text = "\n".join(
        f"00:{n // 60:02d}:{n % 60:02d},000 --> 00:{n // 60:02d}:{n % 60:02d},500\n{'word ' * 200}\n"
        for n in range(300)
    )
    found = captions_in(text)
    assert all(len(one.text) <= LONGEST for one in found.captions)
    assert found.cut == len(found.captions)
    assert found.left_out == 300 - len(found.captions) > 0
    assert len(as_words("a.srt", found.captions)) < MOST_LETTERS + 100


def test_the_form_for_the_editor():
    captions = [Caption(1000, 3500, "Hello"), Caption(64_005, 3_606_250, "How are you?\nFine.")]
    assert as_words("talk.srt", captions) == (
        "Captions from talk.srt:\n0:01.000 --> 0:03.500 Hello\n1:04.005 --> 1:00:06.250 How are you?\n  Fine."
    )


@given(st.text(st.sampled_from("0123456789:,.->\n <>{}\\abc[]WEBVTTevnts你"), max_size=300))
def test_any_text_is_read(text):
    found = captions_in(text)
    for one in found.captions if found else ():
        assert 0 <= one.start < one.end
        assert one.text.strip()
