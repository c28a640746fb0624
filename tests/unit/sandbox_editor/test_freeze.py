"""A frame that is held, measured in the film."""

import pytest

from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4"}
COUNT = "color=black"  # each second is brighter than the one before
BRIGHTER = "geq=lum='20+25*floor(T)':cb=128:cr=128"


@pytest.mark.parametrize(
    ("words", "begin", "ms", "kind"),
    [
        ("freeze the frame at 3 seconds for 2 seconds", 3000, 2000, ""),
        ("freeze at 0:03 for 2s", 3000, 2000, ""),
        ("freeze frame at 0:03", 3000, None, ""),
        ("freeze for 2 seconds at 3 seconds", 3000, 2000, ""),
        ("hold the last frame for 3 seconds", None, 3000, "last"),
        ("freeze the last frame", None, None, "last"),
        ("freeze on the final frame for 1 second", None, 1000, "last"),
        ("hold the first frame for 2 seconds", None, 2000, "first"),
        ("pause the video at 3s for 2 seconds", 3000, 2000, ""),
        ("freeze the picture at 1.5 seconds", 1500, None, ""),
        ("freeze from 3s to 5s", 3000, 2000, ""),
        ("add a freeze frame at the end", None, None, "last"),
        ("freeze it at second 3 for 2 seconds", 3000, 2000, ""),
        ("在第3秒定格2秒", 3000, 2000, ""),
        ("3秒处定格2秒", 3000, 2000, ""),
        ("最后一帧定格3秒", None, 3000, "last"),
        ("定格最后一帧", None, None, "last"),
        ("第3秒画面静止2秒", 3000, 2000, ""),
        ("在0:03冻结画面2秒", 3000, 2000, ""),
        ("结尾画面停住3秒", None, 3000, "last"),
        ("开头定格1秒", None, 1000, "first"),
        ("freeze it", None, None, ""),
    ],
)
def test_when_and_how_long(words, begin, ms, kind):
    reading = read(words, FILES)

    assert [wish.op for wish in reading.wishes] == ["freeze"], reading
    wish = reading.wishes[0]
    assert ((wish.span or (None,))[0], wish.ms, wish.kind) == (begin, ms, kind)


@pytest.mark.parametrize("words", ["stop the video at 5 seconds", "remove the pauses", "hold on"])
def test_other_words_hold_nothing(words):
    assert "freeze" not in [wish.op for wish in read(words, FILES).wishes]


async def light(film, at):
    return (await film.colour(at, 0.5, 0.5))[0]


async def test_the_frame_at_three_seconds_stands_for_two_and_the_film_goes_on(clips, asked, rendered):
    clip = await clips("clip1.mp4", "-vf", BRIGHTER, seconds=6, picture=COUNT, key="a")
    made = await asked("freeze the frame at 3 seconds for 2 seconds", [clip])
    film = await rendered(made.draft, [clip])
    seen = [await light(film, at) for at in (2.5, 3.3, 4.0, 4.8, 5.5, 6.5, 7.5)]

    assert abs(film.asset.duration_ms - 8000) <= 80
    assert seen[0] < seen[1] - 10
    assert max(seen[1:5]) - min(seen[1:5]) <= 4  # second 3, held and then played
    assert seen[4] < seen[5] - 10 < seen[6] - 20
    assert await film.loudness(3.3, 1.4) < -60
    assert await film.loudness(5.3, 1.0) > -40


@pytest.mark.parametrize(
    ("words", "at", "like"),
    [("hold the last frame for 3 seconds", 7.5, 5.8), ("hold the first frame for 3 seconds", 1.5, 3.5)],
)
async def test_the_first_and_the_last_frame_can_be_held(clips, asked, rendered, words, at, like):
    clip = await clips("clip1.mp4", "-vf", BRIGHTER, seconds=6, picture=COUNT, key="a")
    film = await rendered((await asked(words, [clip])).draft, [clip])

    assert abs(film.asset.duration_ms - 9000) <= 80
    assert abs(await light(film, at) - await light(film, like)) <= 4


async def test_what_plays_backwards_is_held_as_it_is_seen(clips, asked, rendered):
    clip = await clips("clip1.mp4", "-vf", BRIGHTER, seconds=6, picture=COUNT, key="a")
    draft = (await asked("play it backwards", [clip])).draft
    film = await rendered((await asked("hold the last frame for 2 seconds", [clip], draft)).draft, [clip])

    assert await light(film, 7.5) < 40
    assert abs(film.asset.duration_ms - 8000) <= 80


async def test_a_title_that_comes_later_waits_as_long(clips, asked):
    clip = await clips("clip1.mp4", seconds=6, key="a")
    draft = (await asked('add a title "Late" at 0:04 for 1 second', [clip])).draft
    made = await asked("freeze the frame at 0:02 for 2 seconds", [clip], draft)

    assert made.draft["t"][-1]["sg"][0]["m"]["start"] == 6000


@pytest.mark.parametrize(
    ("words", "said"), [("freeze the frame", "Tell me when"), ("freeze at 0:30", "outside the film")]
)
async def test_a_frame_that_is_not_named_or_not_there_is_asked_for(clips, asked, words, said):
    clip = await clips("clip1.mp4", seconds=6, key="a")
    draft = (await asked("put it on the timeline", [clip])).draft
    made = await asked(words, [clip], draft)

    assert said in made.said
    assert not made.changed
