"""Whether the backend's words ask something."""

import pytest

from core.words.questions import asks


@pytest.mark.parametrize(
    "words",
    [
        "Would you like subtitles too?",
        "I've added the music. Shall I start rendering?\n\nTimeline (2 tracks): 1. Video",
        "Which style do you prefer?\n1. Calm\n2. Fast\n3. Funny",
        "Please confirm the plan above.",
        'Here is the plan:\n- cut the silences\n- add lo-fi\n\nReply "yes" to start.',
        "Just say go and I'll begin.",
        "Let me know which of the two you want.",
        "Tell me when to start.",
        "The plan costs 30 credits. Do you want me to go on",
        "已经加好了音乐。需要我再加字幕吗？",
        "需要我现在开始吗",
        "请确认是否开始剪辑。",
        "方案如下：\n1. 剪掉静音\n2. 加音乐\n\n请您确认。",
        "回复“开始”我就动手。",
        "要不要换一首歌",
        "**Ready to begin?**",
        "Would you like any other changes, or shall I export it?",
        "Anything else? Shall I start rendering?",
        "Do you have any preference for the music?",
        "还有其他修改吗，还是现在导出？",
        "要不要加什么音乐？",
    ],
)
def test_words_that_want_an_answer_ask(words):
    assert asks(words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Done. I've added lo-fi music.",
        'Added the title "Ready?" at the start.',
        "Added the title “Are you ready?” at 0:00.",
        "The file is at https://a.example/v?id=3&x=1 now.",
        "I used `SELECT ?` for it.",
        "Let me know if you'd like any changes.",
        "标题「准备好了吗？」已经加上。",
        "已经加好了字幕。",
        "Done! Is there anything else you'd like me to change?",
        "The title is in. Would you like to make any other changes?",
        "Done. Do you want any further adjustments?",
        "All set! Anything else?",
        "Any other edits you need?",
        "Your video is ready. What would you like to do next?",
        "已经加好了字幕。还需要其他修改吗？",
        "完成了！您还有什么需要吗？",
        "音乐换好了，还有别的要求吗？",
        "接下来想做什么？",
        "There is nothing on the timeline yet: send a clip, or say “create a 30-second video with background music”.",
        'Say "cut the silences" to get rid of them.',
        "时间线上还没有内容：发个片段，或者说“做一个30秒的视频”。",
        "I confirmed the cut and replied to the beat.",
    ],
)
def test_words_that_only_tell_do_not(words):
    assert not asks(words)
