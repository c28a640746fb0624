"""One video for each of several files, or one of all: words of joining win, and in doubt it is one."""

import pytest

from core.words.intents import meaning

EACH = (
    *(
        "one each: add music",
        "each: add music",
        "Each: lo-fi music",
        "one video each: trim to 10 s",
        "one video per clip",
    ),
    *("add music to each clip", "one film for each file, please", "make them vertical, each as its own video"),
    *(
        "don't merge them, one video each",
        "do not combine these: edit each one separately",
        "separately, without joining them",
    ),
    *(
        "make one video for each clip",
        "trim each clip into its own video",
        "individually, add subtitles",
        "turn each into a video",
    ),
    *(
        "每个：加音乐",
        "每个:加字幕",
        "每个视频：配乐",
        "每段：加标题",
        "分别加音乐",
        "每个视频单独做成一个成片",
        "每个视频一个成片，加音乐",
    ),
    *("make a video for each clip", "a reel for each", "make each clip a vertical video", "one song for each clip"),
    *("turn them into vertical videos, each with subtitles", "trim each video to 15 seconds and add subtitles"),
    *("各做一个视频", "不要合并，每个视频都加字幕", "别拼在一起，分别导出", "每条都单独出一个视频", "逐个加字幕"),
    *(
        "分別加音樂",
        "每個：加字幕",
        "給每個影片加字幕",
        "每個影片都單獨剪",
        "各自配上音樂",
        "逐個處理",
        "不要合併，每個影片都加字幕",
    ),
)
ONE = (
    *(
        "trim each clip and make a 30s video",
        "make a reel, cut each clip to the beat",
        "make a vlog with titles for each clip",
    ),
    *("trim each clip to 3s, then export one mp4", "trim every video to 5s and add crossfades between them"),
    *("order them by date, trim each clip", "turn these into a trailer, trim each one", "use each clip once"),
    *(
        "each clip 2 seconds, total 20 seconds",
        "mute each clip and add one song",
        "a video where each clip is 3 s",
    ),
    *("label each clip and fade to black at the end of the film", "top 5 countdown, add a number to each clip"),
    *("每段剪短，加转场", "每个视频都剪短一点，按顺序放", "每个视频静音，配一首歌", "每个片段配一个标题，总共30秒"),
    *("每個影片都用上", "每段影片都加轉場", "每个片段配一个标题，做成旅行视频"),
    *(
        "use the best 3 seconds of each video and merge into one",
        "take 3 seconds from each clip",
        "use 3 s of every clip",
    ),
    *("merge each clip into one film", "join the clips, one after another, fade between each", "combine every clip"),
    *("cut the silences in each clip, then put them together", "make one video with the highlights of each clip"),
    *("add a title to each clip and combine them into a single video", "stitch each video together with music"),
    *(
        "a montage with a caption on each photo",
        "compile the best moments of each video",
        "show each clip side by side",
    ),
    *(
        "trim each clip and make a compilation",
        "trim each separately and merge the results",
        "a slideshow, each photo 3 seconds",
    ),
    *("put each clip back to back", "the best 2 seconds of each, into one video", "highlight reel: the best of each"),
    *(
        "每个视频取3秒拼成一个",
        "每个视频取3秒",
        "从每个视频里选最好的3秒",
        "每段视频截取前5秒，合成一个",
        "每个片段各取2秒，剪成一个视频",
    ),
    *(
        "把每个视频的高潮部分合并",
        "每个视频加字幕然后拼接起来",
        "分别取3秒拼成一个",
        "每个都剪掉开头，再合成一条",
        "每段取精彩部分做混剪",
    ),
    *("每個影片取3秒拼成一個", "每段影片取精彩部分，合併成一支影片", "把每個影片串起來", "每個片段選3秒"),
)


@pytest.mark.parametrize("said", EACH)
@pytest.mark.parametrize("around", ["{}", "please {}", "{}!", "{} 谢谢"])
def test_one_video_a_file_is_asked_for(said, around):
    assert meaning(around.format(said), has_media=True).each


@pytest.mark.parametrize("said", ONE)
@pytest.mark.parametrize("around", ["{}", "please {}", "{}!", "{} 谢谢"])
def test_words_of_joining_and_doubt_make_one_video(said, around):
    assert not meaning(around.format(said), has_media=True).each
