"""What the bot asks of its own accord is read like a person's words: each of its sentences has to be understood."""

import pytest

from core.words.phrases import say
from sandbox.reading import read
from tests.unit.sandbox_editor.test_editing import video

_TIMELINES = {
    "en": "Timeline (2 tracks): 1. Video: A (0-8s) 2. BGM: Lo-fi (0-8s, 35%)",
    "zh": "时间线（2 轨）：1. 视频：A（0-8秒）2. 音乐：Lo-fi（0-8秒，35%）",
}


def _sentences(language):
    yield say(language, "ask.place_material"), [("put", None)]
    yield say(language, "ask.undo"), [("undo", None)]
    yield say(language, "ask.undo_version", number=2, timeline=_TIMELINES[language]), [("undo", 2)]


@pytest.mark.parametrize(("sentence", "wishes"), [pair for language in ("en", "zh") for pair in _sentences(language)])
def test_what_the_bot_asks_is_understood(sentence, wishes):
    reading = read(sentence, {"a": "A.mp4"})
    assert [(wish.op, wish.nth) for wish in reading.wishes] == wishes
    assert (reading.missed, reading.doubts) == ((), ())


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_version_that_the_bot_names_is_the_one_that_comes_back(asked, language):
    clip = video(ms=8000)
    first = (await asked("make it black and white", [clip])).draft
    second = (await asked("mute it", [clip], first, [first])).draft
    third = (await asked("speed it up 2x", [clip], second, [first, second])).draft
    back = say(language, "ask.undo_version", number=1, timeline=_TIMELINES[language])
    again = await asked(back, [clip], third, [first, second, third])
    assert again.draft == first
    # going back made no further version: the second is the second
    back = say(language, "ask.undo_version", number=2, timeline=_TIMELINES[language])
    assert (await asked(back, [clip], first, [first, second, third, first])).draft == second
