"""What is read of the backend's words at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.summary import summary

ASIDE = "The mood was chosen by rule, and these are the others: lo-fi, cinematic, ambient, energetic. " * 3
DONE = "Put sample.mp4 on the timeline (12 s). Added Upbeat music (120 BPM, 35%)."


@pytest.mark.parametrize("words", ["", "Done.", DONE, "改好了。", "# Done\n\nMusic added.", "One.\n\nTwo.\n\nThree."])
def test_short_words_are_read_whole(words):
    assert summary(words) == (words, "")


def test_the_first_paragraph_says_what_was_done():
    assert summary(f"{DONE}\n\n{ASIDE}") == (DONE, ASIDE.strip())


def test_a_heading_alone_says_nothing():
    assert summary(f"## All done\n\n{DONE}\n\n{ASIDE}")[0] == f"## All done\n\n{DONE}"


@pytest.mark.parametrize(
    ("words", "head"),
    [
        (f"{DONE} {ASIDE}", DONE),
        (
            "已把 sample.mp4 放到时间线上。" + "曲风是按规则选的，也可以指定轻松、欢快、电影感、氛围。" * 6,
            "已把 sample.mp4",
        ),
        ("**I added music. It is calm.** " + ASIDE, "**I added music. It is calm.**"),
        (
            "I added [Lo-fi. Calm](https://a.example/x) to it. " + ASIDE,
            "I added [Lo-fi. Calm](https://a.example/x) to it.",
        ),
    ],
)
def test_a_long_paragraph_is_cut_where_a_sentence_ends(words, head):
    beginning, rest = summary(words)
    assert beginning.startswith(head)
    assert len(beginning) <= 260
    assert rest


@pytest.mark.parametrize(
    "rest",
    [
        "Would you like captions too?",
        "要不要再加字幕？",
        "However, the second clip has no sound.",
        "I couldn't find any silences.",
        "The cuts were not moved: the song's tempo could not be found.",
        "但是第二段没有声音。",
        "无法识别节拍。",
        "抱歉，字幕没能加上。",
    ],
)
def test_a_question_and_what_was_not_done_are_never_folded_away(rest):
    words = f"{DONE}\n\n{ASIDE}\n\n{rest}"
    assert summary(words) == (words, "")


@pytest.mark.parametrize("words", [f"{DONE}\n\n```\n{ASIDE}\n\n{ASIDE}\n```", "- " + ASIDE + "\n- " + ASIDE])
def test_code_and_lists_stay_whole(words):
    assert summary(words) == (words.strip(), "")


@given(st.text(alphabet="ab. \n*`#-[]()！。中?", max_size=900))
def test_no_word_is_lost(text):
    head, rest = summary(text)
    assert (head + rest).split() == text.split() or "".join((head + rest).split()) == "".join(text.split())
    assert head or not text.strip()


def test_a_spoiler_over_several_paragraphs_is_not_torn():
    text = "I added the ending: ||he dies. " + "He was old. " * 20 + "\n\nThen she dies.|| The music goes on."
    assert summary(text) == (text, "")
