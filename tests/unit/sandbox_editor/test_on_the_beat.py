"""A film whose cuts lie on the beat keeps everything else that was asked, when it is cut anew."""

import pytest

SYNC = "add upbeat music and sync the cuts to the beat"


@pytest.fixture
async def red(clips):
    return await clips("red.mp4", size="160x90", picture="color=red", sound="", seconds=8, key="r")


@pytest.fixture
async def blue(clips):
    return await clips("blue.mp4", size="160x90", picture="color=blue", sound="", seconds=8, key="b")


def named(frame):
    red, green, blue = frame[9, 16]
    return "grey" if max(red, green, blue) - min(red, green, blue) < 30 else "red" if red > blue else "blue"


@pytest.mark.parametrize("then", ["trim the first 2 seconds", "speed it up 2x", "change the music to lofi"])
async def test_a_look_outlives_another_cut(told, red, then):
    frames = await (await told([red], SYNC, "make it black and white", then)).frames(rate=1)

    assert {named(frame) for frame in frames} == {"grey"}


async def test_a_look_of_one_clip_or_stretch_outlives_another_cut(told, red, blue):
    frames = await (await told([red, blue], SYNC, "make red.mp4 black and white", "trim the last 2 seconds")).frames()
    assert {named(frame) for frame in frames} == {"grey", "blue"}
    frames = await (await told([red], SYNC, "black and white from 0:04 on", "trim the first 2 seconds")).frames(rate=1)
    assert [named(frame) for frame in frames] == ["red"] * 2 + ["grey"] * 4


@pytest.mark.parametrize("then", ["flip it horizontally", "rotate it 180 degrees"])
async def test_a_turned_picture_outlives_another_cut(clips, told, then):
    halves = ("-vf", "drawbox=x=80:y=0:w=80:h=90:color=blue:t=fill")
    clip = await clips("halves.mp4", *halves, size="160x90", picture="color=red", sound="", seconds=6, key="h")
    frame = (await (await told([clip], SYNC, then, "trim the first 1 second")).frames(rate=1))[1]

    assert frame[9, 2, 2] > 150 > frame[9, 2, 0]


@pytest.mark.parametrize(("words", "place"), [("add an intro card", slice(0, 2)), ("add an end card", slice(8, 10))])
async def test_a_card_takes_no_turns_with_the_clips(told, red, words, place):
    frames = await (await told([red], SYNC, f'{words} "Hi" on white for 2 seconds')).frames(rate=1)
    card = [frame[1, 1].min() > 200 for frame in frames]

    assert len(card) == 10
    assert all(card[place])
    assert sum(card) == 2


async def test_a_card_before_the_film_leaves_the_cuts_on_the_beat(told, asked, red, blue):
    first = await asked(SYNC, [red, blue])
    made = await asked('add an intro card "Hi" for 3 seconds', [red, blue], first.draft)
    starts = [each["m"]["start"] for each in made.draft["t"][0]["sg"]]

    assert starts[:2] == [0, 3000]
    assert len(starts) > 10
    assert all(start % 500 == 0 for start in starts)
    assert made.draft["d"] == 19_000


@pytest.mark.parametrize("words", ["flip the first and third clip", "rotate the first and third clip by 180 degrees"])
async def test_the_clip_between_those_that_are_turned_is_left(clips, asked, words):
    three = [await clips(f"{name}.mp4", size="160x90", seconds=1, sound="", key=name) for name in "abc"]
    made = await asked(words, three)

    assert ["fx" in each["m"] for each in made.draft["t"][0]["sg"]] == [True, False, True]


async def test_the_closer_view_looks_left_and_right_in_turn(clips, told):
    halves = ("-vf", "drawbox=x=80:y=0:w=80:h=90:color=blue:t=fill")
    clip = await clips("halves.mp4", *halves, size="160x90", picture="color=red", sound="", seconds=8, key="h")
    frames = await (await told([clip], SYNC)).frames(rate=1)

    assert [named(frames[place]) for place in (3, 5)] == ["red", "blue"]


async def test_the_beat_begins_where_the_music_does(asked, red):
    first = await asked("start upbeat music at 1.2 seconds", [red])
    made = await asked("sync the cuts to the beat", [red], first.draft)
    starts = [each["m"]["start"] for each in made.draft["t"][0]["sg"]][1:]

    assert len(starts) > 4
    assert {start % 500 for start in starts} == {200}


async def test_the_beat_is_that_of_the_part_of_the_song_that_plays(clips, asked, red):
    files = [red, await clips("song.wav", picture="", seconds=20, sound="sine=d=30", key="s")]
    draft = None
    for words in ("use song.wav as music", "it's 120 BPM", "play the song from 1.3 seconds on"):
        draft = (await asked(words, files, draft)).draft
    made = await asked("sync the cuts to the beat", files, draft)

    assert all(195 <= each["m"]["start"] % 500 <= 205 for each in made.draft["t"][0]["sg"][1:])
