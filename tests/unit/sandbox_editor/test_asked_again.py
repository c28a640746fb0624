"""One wish after another: each leaves what the others did, and the last can be taken back alone."""

import pytest

SIZE = {"size": "160x90"}
COUNT = ("-vf", "geq=lum='40+45*floor(T)':cb=128:cr=128")
SONG, OTHER = 1000, 2000


@pytest.fixture
async def count(clips):
    sound = "sine=f=440:d=30,volume=2"
    return await clips("count.mp4", *COUNT, **SIZE, seconds=4, sound=sound, key="n")


@pytest.fixture
async def black(clips):
    return await clips("black.mp4", **SIZE, picture="color=black", sound="", seconds=4, key="k")


@pytest.fixture
async def song(clips):
    return await clips("song.wav", picture="", seconds=6, sound=f"sine=f={SONG}:d=30,volume=2", key="s")


@pytest.fixture
async def logo(clips):
    return await clips("logo.png", "-frames:v", "1", picture="color=white", sound="", size="80x80", key="l")


async def seconds_shown(film):
    """The second of the clip that is on in the middle of every second of the film."""
    return [round((grey - 27) / 52) for grey in (await film.frames(rate=1)).mean(axis=(1, 2, 3))]


async def test_a_film_that_fades_out_takes_its_music_along(told, black, song):
    heard = await (await told([black, song], "use song.wav as music", "fade out over 2 seconds")).heard(SONG)

    assert heard[6] > -30
    assert heard[12] < heard[6] - 4
    assert heard[15] < heard[6] - 15


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        (("play it backwards", "freeze the frame at 0:01 for 2 seconds"), [3, 2, 2, 2, 1, 0]),
        (("freeze the frame at 0:01 for 2 seconds", "play it backwards"), [3, 2, 1, 1, 1, 0]),
        (("play it backwards", "trim the first 1 second"), [2, 1, 0]),
        (("trim to 2 seconds", "hold the last frame for 2 seconds"), [0, 1, 1, 1]),
        (("speed up 0:00 to 0:02 2x", "play it backwards"), [3, 2]),
        (("loop it 2 times", "cut out 0:03 to 0:05"), [0, 1, 2, 1, 2, 3]),
        (("reverse 0:02 to 0:04", "hold the last frame for 2 seconds"), [0, 1, 3, 2, 2, 2]),
        (("make a boomerang", "trim the last 2 seconds"), [0, 1, 2, 3, 3, 2]),
        (("stabilise 0:02 to 0:04", "trim the first 1 second"), [1, 2, 3]),
    ],
)
async def test_the_order_of_what_is_shown_is_that_of_the_wishes(told, count, messages, shown):
    film = await told([count], *messages)

    assert (await seconds_shown(film))[: len(shown)] == shown
    frozen = any("f" in words.split()[0][:1] or "hold" in words for words in messages)
    assert frozen or min((await film.heard(440))[1:-1]) > -30


async def test_another_song_takes_the_place_of_the_first(clips, told, black, song):
    other = await clips("other.wav", picture="", seconds=6, sound=f"sine=f={OTHER}:d=30,volume=2", key="t")
    film = await told([black, song, other], "use song.wav as music", "use other.wav as music instead")

    assert min((await film.heard(OTHER))[2:11]) > -30
    assert max(await film.heard(SONG)) < -50


@pytest.mark.parametrize("then", ["crop 50% off the left", "make it 9:16", "make it a square", "crop it to 1:1"])
async def test_a_title_stays_in_the_middle_of_another_shape(asked, black, rendered, then):
    first = await asked('add a title "MM"', [black])
    made = await asked(then, [black], first.draft)
    shape = made.draft["m"]["width"] / made.draft["m"]["height"]
    frame = (await (await rendered(made.draft, [black], small=(round(100 * shape / 2) * 2, 100))).frames(rate=1))[1]
    columns, rows = ((frame.max(axis=2) > 30).any(axis=axis).nonzero()[0] for axis in (0, 1))

    assert columns.min() + columns.max() == pytest.approx(31, abs=3)
    assert rows.min() + rows.max() == pytest.approx(17, abs=3)
    assert columns.min() >= 1
    assert columns.max() <= 30


async def test_a_logo_lies_over_a_split_screen(clips, told, logo):
    red = await clips("red.mp4", **SIZE, picture="color=red", sound="", seconds=2, key="r")
    blue = await clips("blue.mp4", **SIZE, picture="color=blue", sound="", seconds=2, key="b")
    wishes = "put red.mp4 and blue.mp4 side by side", "put logo.png top right"
    for messages in (wishes, wishes[::-1]):
        frame = (await (await told([red, blue, logo], *messages)).frames(rate=1))[1]
        assert frame[9, 8, 0] > 200 > frame[9, 8, 2]
        assert frame[9, 24, 2] > 200 > frame[9, 24, 0]
        assert min(frame[2, 30]) > 180


async def test_a_small_file_keeps_its_music(clips, told, song):
    clip = await clips("noise.mp4", "-vf", "noise=alls=60:allf=t", **SIZE, seconds=4, key="z")
    film = await told([clip, song], "use song.wav as music at 100%", "compress it to 60 KB")

    assert film.path.stat().st_size <= 60_000
    assert abs(film.asset.duration_ms - 4000) <= 80
    assert min((await film.heard(SONG))[2:10]) > -40


async def test_noise_goes_from_the_part_that_is_meant(clips, told):
    clip = await clips("hiss.mp4", **SIZE, picture="color=black", sound="anoisesrc=a=0.02:d=30", seconds=6, key="h")
    film = await told([clip], "remove the noise from 0:03 on")

    assert await film.loudness(5, 0.8) < await film.loudness(1, 0.8) - 6


@pytest.mark.parametrize(
    ("words", "ms"),
    [
        ("speed it up by 25%", 3200),
        ("slow it down by 20%", 5000),
        ("slow it down to 80%", 5000),
        ("make it 50% faster", 2667),
    ],
)
async def test_faster_and_slower_are_by_so_much(asked, count, words, ms):
    assert (await asked(words, [count])).draft["d"] == ms


async def test_a_little_a_usual_and_a_strong_blur_differ(clips, told):
    edge = ("-vf", "drawbox=0:0:iw/2:ih:white:fill")
    clip = await clips("edge.mp4", *edge, **SIZE, picture="color=black", sound="", seconds=1, key="e")
    rows = [
        (await (await told([clip], words)).pixels(0.5, "160x90"))[45 * 160 : 46 * 160]
        for words in ("put it on the timeline", "blur it a little", "blur it", "blur it a lot")
    ]
    soft = [sum(30 < grey < 225 for grey in row) for row in rows]

    assert soft[0] < soft[1] < soft[2] < soft[3]


ANY = [
    "add lo-fi music", "use song.wav as music", "add song.wav as a voice-over at 0:01",
    "add upbeat music and sync the cuts to the beat", 'add a title "Hi"', "put logo.png top right",
    "add cinematic bars",
    "stabilise it", "make it brighter", "more contrast", "make it warmer", "crop 20% off the left", "make it 9:16",
    "make it 720p", "make it 24 fps", "compress it to 1 MB", "normalize the loudness", "fade in and out",
    "fade out the sound", "freeze the frame at 0:02 for 2 seconds", "speed it up 2x", "gradually speed it up",
    "play it backwards", "make a boomerang", "loop it 3 times", "blur it", "zoom in slowly",
    "remove the background noise", "set the volume to 50%", "mute from 0:01 to 0:02", "trim the first 1 second",
    'add an intro card "Hi"', "burn in the subtitles\n\nCaptions from t.srt:\n0:01.000 --> 0:02.000 One",
    "edit my clip",
]  # fmt: skip


@pytest.mark.parametrize("words", ANY)
async def test_undo_takes_back_that_and_nothing_else(asked, count, song, logo, words):
    files = [count, *(each for each in (song, logo) if each.name in words)]
    before = (await asked('make it black and white and add a caption "Stay" from 0:02 to 0:03', [count])).draft
    made = await asked(words, files, before)
    back = await asked("undo", files, made.draft, [before])

    assert made.changed
    assert made.draft != before
    assert back.draft == before
