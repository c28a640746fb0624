"""Times, levels and places that stand in one sentence with others: each goes where it was said."""

import pytest

from sandbox.reading import read

FILES = {name: name for name in ("A.mp4", "B.mp4", "C.mp4", "logo.png", "song.mp3")}


def shown(wish):
    """The fields of a wish that are filled in, but for the words it was made of."""
    empty = (None, "", (), False)
    return {
        name: getattr(wish, name)
        for name in wish.__slots__
        if name not in {"op", "clause"} and getattr(wish, name) not in empty
    }


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (
            'add a title "Top" and add a caption "Mid" from 0:04 to 0:06',
            [
                ("text", {"text": "Top", "kind": "title"}),
                ("text", {"text": "Mid", "kind": "caption", "span": (4000, 6000)}),
            ],
        ),
        (
            "start upbeat music at 0:03 and music at 10% from 0:05 to 0:07",
            [("bgm", {"kind": "upbeat", "span": (3000, None)}), ("bgm_volume", {"span": (5000, 7000), "amount": 0.1})],
        ),
        ("logo top left, kinda see-through like 40%", [("logo", {"amount": 0.4, "place": "top-left"})]),
        ("logo top left, 40% transparent", [("logo", {"amount": 0.6, "place": "top-left"})]),
        ("my logo, half the width of the picture", [("logo", {"size": (50, 100)})]),
        (
            "the end in red, last 2 secs",
            [("text", {"text": "the end", "kind": "title", "color": "red", "ms": 2000, "files": ("end",)})],
        ),
        (
            "logo bottom left, only during the last 3 seconds",
            [("logo", {"place": "bottom-left", "span": (-3000, None)})],
        ),
        (
            "use my song starting from its 10th second, drop the original audio",
            [("bgm_offset", {"ms": 10_000}), ("mute", {})],
        ),
        ("speed up only the first vid, three times faster", [("speed", {"amount": 3.0, "nth": 1})]),
        ("hold on the last frame for 3 more secs", [("freeze", {"kind": "last", "ms": 3000})]),
        ("chop off the first 2 and a half secs", [("trim_start", {"ms": 2500})]),
        ("0:02 to 0:04 is too loud, mute that", [("mute", {"span": (2000, 4000)})]),
        ("3秒到6秒太无聊，四倍速", [("speed", {"span": (3000, 6000), "amount": 4.0})]),
        ("3到6秒太暗，调亮", [("adjust", {"kind": "bright", "amount": 0.5, "span": (3000, 6000)})]),
        ("trim B's first second", [("trim_start", {"ms": 1000, "files": ("B.mp4",)})]),
        ("fade in 0.5s and out 1.5s", [("fade", {"kind": "in", "ms": 500}), ("fade", {"kind": "out", "ms": 1500})]),
        (
            "A调亮一点B调暗一点",
            [
                ("adjust", {"kind": "bright", "amount": 0.5, "files": ("A.mp4",)}),
                ("adjust", {"kind": "bright", "amount": -0.5, "files": ("B.mp4",)}),
            ],
        ),
        ("cut it to 5 seconds. wait, undo that, i only want it reversed", [("backwards", {})]),
        (
            'put "Hi" in the middle for the first 3 seconds, then no more text',
            [("text", {"text": "Hi", "kind": "title", "place": "center", "ms": 3000})],
        ),
        ("0:01-0:04, black and white", [("look", {"kind": "mono", "span": (1000, 4000)})]),
        (
            "第1秒到第4秒，下方写“小院”",
            [("text", {"text": "小院", "kind": "caption", "place": "bottom", "span": (1000, 4000)})],
        ),
        ("get rid of the hissing noise", [("denoise", {})]),
        ("make the audio 6 dB louder", [("volume", {"kind": "by", "amount": pytest.approx(1.995, abs=0.01)})]),
        ("take my voice down 30 percent", [("volume", {"kind": "by", "amount": 0.7})]),
        ("its kinda blurry can u sharpen it", [("adjust", {"kind": "sharp", "amount": 0.5})]),
        ("第一帧定格1秒", [("freeze", {"kind": "first", "ms": 1000})]),
        ("2到4秒放慢一半，后面恢复正常", [("speed", {"span": (2000, 4000), "amount": 0.5})]),
    ],
)
def test_each_is_where_it_was_said(words, wanted):
    reading = read(words, FILES)

    found = [(wish.op, shown(wish)) for wish in reading.wishes]
    assert [each for each in wanted if each not in found] == [], found
    assert len(found) == len(wanted), found
    assert not reading.missed
    assert not reading.doubts


def test_subtitles_that_are_pasted_as_their_file_has_them_are_captions():
    pasted = "1\n00:00:01,000 --> 00:00:03,000\nHello\nthere\n\n2\n00:00:04,000 --> 00:00:06,500\nBye\n"
    reading = read(f"burn in these subtitles:\n{pasted}", FILES)

    assert [(wish.text, wish.span) for wish in reading.wishes] == [("Hello there", (1000, 3000)), ("Bye", (4000, 6500))]
    assert reading.script == ()
