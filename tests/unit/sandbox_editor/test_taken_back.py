"""What was done to a film can be taken off again: the draft is what it was before."""

import pytest

ADDED = [
    ("make it black and white", "remove the filter"),
    ("slowly turn it black and white", "remove the filter"),
    ("make it brighter", "reset the brightness"),
    ("blur it", "remove the blur"),
    ("blur the top left corner", "remove the blur"),
    ("add film grain", "remove the grain"),
    ("put a white border around it", "remove the border"),
    ("add a vignette", "remove the vignette"),
    ("zoom in slowly", "remove the zoom"),
    ("rotate it left", "undo the rotation"),
    ("mirror it", "mirror it"),
    ("play it backwards", "play it backwards"),
    ("crop 20% off the left", "remove the crop"),
    ("add cinematic bars", "remove the black bars"),
    ("stabilize it", "remove the stabilization"),
    ("remove the background noise", "undo the noise reduction"),
    ("normalize the loudness", "undo the loudness normalization"),
    ("compress it to 1 MB", "remove the compression"),
    ("add lo-fi music", "remove the music"),
    ("use voice.mp3 as a voice-over", "remove the voice-over"),
    ("put logo.png on the video as a logo", "remove the logo"),
    ('add a title "Hi"', "remove the title"),
    ("fade in and out", "remove the fades"),
    ('add an end card "Bye"', "remove the end card"),
    ("改成黑白", "去掉滤镜"),
    ("模糊一下", "去掉模糊"),
    ("加胶片颗粒", "去掉颗粒"),
    ("加白色边框", "去掉边框"),
    ("加暗角", "去掉暗角"),
    ("慢慢放大", "取消放大"),
    ("防抖", "取消防抖"),
    ("降噪", "取消降噪"),
    ("加旁白voice.mp3", "去掉旁白"),
    ("加电影黑边", "去掉黑边"),
]


def content(draft):
    """A draft without its number, the files that it has taken notice of, and what was asked for."""
    return draft["t"], {key: value for key, value in draft["m"].items() if key not in {"rev", "known", "asked"}}


@pytest.mark.parametrize(("added", "removed"), ADDED)
async def test_it_is_as_it_was(clips, asked, added, removed):
    files = [
        await clips("film.mp4", seconds=4, key="film"),
        await clips("voice.mp3", picture="", seconds=2, key="voice"),
        await clips("logo.png", "-frames:v", "1", picture="color=green", size="64x64", sound="", key="logo"),
    ]
    files = [each for each in files if each.id == "film" or each.id in added]
    plain = (await asked("put it on the timeline", files[:1])).draft
    with_it = (await asked(added, files, plain)).draft
    without = await asked(removed, files, with_it)

    assert content(with_it) != content(plain)
    assert not without.missed
    assert content(without.draft) == content(plain)


async def test_a_clip_in_the_corner_can_be_taken_away(clips, asked):
    both = [await clips("film.mp4", seconds=4, key="film"), await clips("small.mp4", seconds=3, key="small")]
    draft = (await asked("put small.mp4 in the corner as picture in picture", both)).draft
    made = await asked("remove the picture in picture", both, draft)

    assert len(draft["t"]) == 2
    assert len(made.draft["t"]) == 1


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("reverse the order of the clips", ["c", "b", "a"]),
        ("颠倒片段的顺序", ["c", "b", "a"]),
        ("use them in this order: three.mp4, one.mp4, two.mp4", ["c", "a", "b"]),
        ("顺序换成three.mp4、one.mp4、two.mp4", ["c", "a", "b"]),
        ("replace one.mp4 with three.mp4", ["c", "b"]),
        ("把two.mp4换成three.mp4", ["a", "c"]),
        ("put one.mp4, two.mp4 and three.mp4 on the timeline", ["a", "b", "c"]),
        ("join two.mp4 and three.mp4", ["a", "b", "c"]),
    ],
)
async def test_the_clips_are_those_and_in_that_order(clips, asked, words, order):
    every = [
        await clips(f"{name}.mp4", seconds=2 + number / 4, key=key)
        for number, (name, key) in enumerate([("one", "a"), ("two", "b"), ("three", "c")])
    ]
    draft = (await asked("put them on the timeline", every)).draft
    made = await asked(words, every, draft)

    assert [each["m"]["asset"] for each in made.draft["t"][0]["sg"]] == order
