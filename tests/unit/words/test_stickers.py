"""Whether words are about a sticker beside them."""

import pytest

from core.words.stickers import points_at_sticker


@pytest.mark.parametrize(
    "words",
    [
        "add this sticker",
        "put this in the corner",
        "use that as the logo",
        "insert this at 0:05",
        "put it top right",
        "stick that on the dog",
        "add this image",
        "can you put these on the video?",
        "make an intro with this",
        "turn this emoji into an intro",
        "把这个贴纸加到右上角",
        "把這個貼圖放在左下角",
        "加个这个贴纸",
        "用这个做片头",
        "把它贴在右下角",
    ],
)
def test_words_that_name_it_or_point_at_it_are(words):
    assert points_at_sticker(words)


@pytest.mark.parametrize(
    "words",
    [
        "make it louder",
        "add music",
        "thanks",
        "add this song",
        "use this video",
        "put this text in the corner",
        "use these three clips",
        "make this shorter",
        "do that again",
        "this is great",
        "remove the last part",
        "把这段剪掉",
        "把这个视频加速",
        "用这首歌",
        "",
    ],
)
def test_words_about_something_else_are_not(words):
    assert not points_at_sticker(words)
