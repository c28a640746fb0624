"""What is said of one clip, or of two, is done to these and to none beside them."""

import pytest

from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4", "c": "clip3.mp4"}


@pytest.fixture
async def three(clips):
    return [await clips(f"clip{n}.mp4", seconds=2, key=key) for n, key in ((1, "a"), (2, "b"), (3, "c"))]


def shots(draft):
    return [segment["m"] for segment in draft["t"][0]["sg"]]


@pytest.mark.parametrize(
    ("words", "silent"),
    [
        ("mute the first and the third clip", "ac"),
        ("mute clip1.mp4 and clip3.mp4", "ac"),
        ("mute the first clip and the third clip", "ac"),
        ("mute the second clip", "b"),
        ("mute the last clip", "c"),
        ("mute clip2.mp4", "b"),
        ("第一段和第三段静音", "ac"),
        ("把clip1.mp4和clip2.mp4静音", "ab"),
        ("第二段静音", "b"),
    ],
)
async def test_only_the_named_clips_are_muted(three, asked, words, silent):
    draft = (await asked("join them", three)).draft
    made = await asked(words, three, draft)

    assert "".join(each["asset"] for each in shots(made.draft) if each["volume"] == 0) == silent
    assert len(shots(made.draft)) == 3


@pytest.mark.parametrize("words", ["make the first and third clips black and white", "第一段和第三段变成黑白"])
async def test_a_look_leaves_the_clip_between_two_others(three, asked, words):
    draft = (await asked("join them", three)).draft
    made = await asked(words, three, draft)

    assert [bool(each.get("fx")) for each in shots(made.draft)] == [True, False, True]


def test_two_clips_are_one_wish():
    wish = read("speed up the first and the third clip 2x", FILES).wishes[0]

    assert (wish.op, wish.nth, wish.more, wish.amount) == ("speed", 1, (3,), 2.0)
