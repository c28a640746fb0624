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


SWAPPED, MOVED = "bac", "bca"


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("swap the first and the second clip", SWAPPED),
        ("swap clip1.mp4 and clip2.mp4", SWAPPED),
        ("switch the order of the first clip and the second clip", SWAPPED),
        ("swap clip1.mp4 with clip2.mp4", SWAPPED),
        ("exchange the first clip and the second clip", SWAPPED),
        ("swap the first and last clips", "cba"),
        ("put the third clip before the second clip", "acb"),
        ("move clip1.mp4 after clip3.mp4", MOVED),
        ("move the first clip behind the third clip", MOVED),
        ("place clip3.mp4 in front of clip1.mp4", "cab"),
        ("put the last clip first", "cab"),
        ("move the first clip to the end", MOVED),
        ("把第一段和第二段对调", SWAPPED),
        ("交换第一段和第二段", SWAPPED),
        ("clip1.mp4和clip2.mp4互换位置", SWAPPED),
        ("把第三段放到第二段前面", "acb"),
        ("把第一段移到第三段后面", MOVED),
        ("把clip1.mp4放到clip3.mp4之后", MOVED),
        ("把第三段放到最前面", "cab"),
        ("第一段和第二段换一下顺序", SWAPPED),
    ],
)
async def test_clips_change_places(three, asked, words, order):
    draft = (await asked("join them", three)).draft
    made = await asked(words, three, draft)

    assert "".join(each["asset"] for each in shots(made.draft)) == order
    assert not made.missed


@pytest.mark.parametrize(
    "words", ["swap the two clips", "交换两个片段的顺序", "switch the order", "swap them", "换一下顺序"]
)
async def test_two_clips_need_no_names(three, asked, words):
    draft = (await asked("join them", three[:2])).draft

    assert "".join(each["asset"] for each in shots((await asked(words, three[:2], draft)).draft)) == "ba"


async def test_of_three_it_is_asked_which(three, asked):
    draft = (await asked("join them", three)).draft
    made = await asked("swap the clips", three, draft)

    assert "which two" in made.said
    assert not made.changed


@pytest.mark.parametrize(
    "words", ["swap the music", "swap left and right", "swap faces", "replace clip1.mp4 with clip2.mp4"]
)
def test_other_things_are_not_swapped(words):
    assert "swap" not in [wish.op for wish in read(words, FILES).wishes]


@pytest.mark.parametrize(
    ("words", "lengths"),
    [
        ("use the first second of each clip", [1000, 1000, 1000]),
        ("keep the first 1 second of every clip", [1000, 1000, 1000]),
        ("use only the last 1.5 seconds of each clip", [1500, 1500, 1500]),
        ("trim each clip to 1 second", [1000, 1000, 1000]),
        ("make every clip 1.5 seconds long", [1500, 1500, 1500]),
        ("cut the first 0.5 seconds off each clip", [1500, 1500, 1500]),
        ("remove the last half second of each clip", [1500, 1500, 1500]),
        ("每段只取前1秒", [1000, 1000, 1000]),
        ("每个片段保留前1秒", [1000, 1000, 1000]),
        ("每段剪到1秒", [1000, 1000, 1000]),
        ("去掉每段的最后1秒", [1000, 1000, 1000]),
        ("trim the second clip to 1 second", [2000, 1000, 2000]),
        ("shorten clip1.mp4 to 1 second", [1000, 2000, 2000]),
        ("make the last clip 1 second long", [2000, 2000, 1000]),
        ("cut the first clip down to 1 second", [1000, 2000, 2000]),
        ("把第二段剪到1秒", [2000, 1000, 2000]),
        ("把clip3.mp4缩短到1秒", [2000, 2000, 1000]),
        ("cut the first 1 second of the second clip", [2000, 1000, 2000]),
        ("keep only the first 1 second of clip2.mp4", [2000, 1000, 2000]),
        ("speed up the second clip 2x", [2000, 1000, 2000]),
        ("第一段加速2倍", [1000, 2000, 2000]),
    ],
)
async def test_a_length_is_that_of_the_clip_that_is_meant(three, asked, words, lengths):
    draft = (await asked("join them", three)).draft
    made = await asked(words, three, draft)

    assert [segment["d"] for segment in made.draft["t"][0]["sg"]] == lengths, made.said
    assert not made.missed


async def test_a_clip_that_is_shorter_is_left_and_that_is_said(three, asked):
    draft = (await asked("join them", three)).draft
    made = await asked("trim the second clip to 5 seconds", three, draft)

    assert "only 2 s long" in made.said
    assert not made.changed
