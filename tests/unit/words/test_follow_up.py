"""Words that point at something still to come."""

import pytest

from core.words.follow_up import expects_follow_up


@pytest.mark.parametrize(
    "text",
    [
        "add music to this clip",
        "Edit my video please",
        "make a film of the following text",
        "here are the photos",
        "use these words:",
        "给这段视频加音乐",
        "根据下面的文案做视频",
        "字幕如下：",
    ],
)
def test_what_points_at_a_file_or_a_text_waits(text):
    assert expects_follow_up(text)


@pytest.mark.parametrize(
    "text", ["add music", "make a video about cats", "", "cut the silences", "加背景音乐", "this is fine"]
)
def test_what_is_complete_does_not(text):
    assert not expects_follow_up(text)
