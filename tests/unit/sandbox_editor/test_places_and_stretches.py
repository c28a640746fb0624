"""What holds for a stretch, a clip or a place of the film only, measured beside it too."""

from itertools import pairwise

import pytest

from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "s": "song.mp3", "v": "voice.mp3", "l": "logo.png"}
SONG = "sine=f=3000:d=30"
TWO_TONES = "aevalsrc='0.5*sin(2*PI*if(lt(t,5),3000,5000)*t)':s=44100:d=12"
OWN, HIGH = "lowpass=f=1000", "highpass=f=2000"


@pytest.fixture
async def clip(clips):
    return await clips("A.mp4", seconds=8, picture="color=red", key="a")


@pytest.fixture
async def song(clips):
    return await clips("song.mp3", picture="", sound=SONG, seconds=12, key="s")


@pytest.mark.parametrize(
    ("words", "heard"),
    [
        ("add my song starting at 3 seconds", (False, True, True)),
        ("add song.mp3 at 0:03", (False, True, True)),
        ("start the music at 3 seconds", (False, True, True)),
        ("音乐从第三秒开始进", (False, True, True)),
        ("music for the first 5 seconds only", (True, True, False)),
        ("add the song until 5 seconds", (True, True, False)),
        ("stop the music at 5 seconds", (True, True, False)),
        ("play the song from 0:03 to 0:05", (False, True, False)),
        ("no music from 0:03 to 0:05", (True, False, True)),
        ("use the song as music but only the first 5 seconds", (True, True, False)),
    ],
)
async def test_music_plays_for_the_time_that_is_said(clip, song, asked, rendered, words, heard):
    draft = (await asked("put it on the timeline and mute it", [clip, song])).draft
    film = await rendered((await asked(words, [clip, song], draft)).draft, [clip, song])

    assert [await film.loudness(at, 0.6, HIGH) > -45 for at in (1.5, 3.7, 6.2)] == list(heard)


async def test_music_is_quieter_for_a_stretch_alone(clip, song, asked, rendered):
    draft = (await asked("mute it and add the song at 100%", [clip, song])).draft
    made = await asked("lower the music to 20% from 0:03 to 0:05", [clip, song], draft)
    film = await rendered(made.draft, [clip, song])
    before, within, after = [await film.loudness(at, 0.6, HIGH) for at in (1.5, 3.7, 6.2)]

    assert "20%" in made.said
    assert before - within > 8
    assert abs(before - after) < 2


@pytest.mark.parametrize("words", ["use the song from 0:05 on", "用歌的0:05之后那段", "the part of the song from 0:05"])
async def test_a_place_in_the_song_is_none_in_the_film(clip, clips, asked, rendered, words):
    song = await clips("song.mp3", picture="", sound=TWO_TONES, seconds=12, key="s")
    film = await rendered((await asked(words, [clip, song])).draft, [clip, song])

    wanted, other = [await film.loudness(1, 4, f"bandpass=f={hertz}:width_type=h:w=100") for hertz in (5000, 3000)]

    assert wanted > other + 15


async def test_a_song_that_is_too_short_for_it_is_told(clip, song, asked):
    made = await asked("use the song from 0:45 on", [clip, song])

    assert "only 12 s long" in made.said


@pytest.mark.parametrize(
    "words",
    ["lay voice.mp3 over the video starting at 2 seconds", "add voice.mp3 at 0:02", "从第2秒开始加voice.mp3"],
)
async def test_a_recording_that_is_called_so_is_a_voice_over(clip, clips, asked, rendered, words):
    voice = await clips("voice.mp3", picture="", sound=SONG, seconds=2, key="v")
    made = await asked(words, [clip, voice])
    film = await rendered(made.draft, [clip, voice])

    assert made.draft["d"] == 8000
    assert [await film.loudness(at, 0.6, HIGH) > -45 for at in (1, 2.7, 5)] == [False, True, False]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("original volume 50%", 0.5),
        ("set the original sound to 30%", 0.3),
        ("keep the original sound at 20 percent", 0.2),
        ("原声留20%", 0.2),
        ("原声小一点", 0.5),
        ("lower the original audio", 0.5),
        ("make it 30% louder", 1.3),
        ("声音大一倍", 2.0),
        ("音量调低20%", 0.8),
        ("音量三成", 0.3),
    ],
)
async def test_the_clips_own_sound_has_the_level_that_is_said(clip, asked, words, level):
    made = await asked(words, [clip])

    assert [each["m"]["volume"] for each in made.draft["t"][0]["sg"]] == [pytest.approx(level)]
    assert "fresh" not in made.said


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("make it 50% faster", 8 / 1.5),
        ("50% slower", 16),
        ("at 50% speed", 16),
        ("everything 2x", 4),
        ("快一倍", 4),
        ("慢一倍", 16),
        ("加速50%", 8 / 1.5),
    ],
)
async def test_it_is_as_fast_as_is_said(clip, asked, words, length):
    assert abs((await asked(words, [clip])).draft["d"] - length * 1000) < 20


@pytest.mark.parametrize(
    "words",
    [
        *("change the speed", "the speed is wrong", "speed is off", "speed is 96", "adjust the speed", "speed"),
        *("速度不对", "调一下速度", "节奏不对", "改一下速度"),
    ],
)
async def test_who_only_speaks_of_the_speed_is_asked_how_fast(clip, asked, words):
    made = await asked(words, [clip])

    assert made.draft is None
    assert "96 BPM" in made.said or "96拍" in made.said


@pytest.mark.parametrize("words", ["change the volume", "the volume", "adjust the volume", "调音量", "改一下音量"])
async def test_who_only_speaks_of_the_volume_is_asked_how_loud(clip, asked, words):
    made = await asked(words, [clip])

    assert made.draft is None
    assert "50%" in made.said


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("crop to a square, keep the left side", "red"),
        ("crop to 9:16 from the right", "blue"),
        ("裁成竖屏保留右边", "blue"),
        ("裁成正方形，保留左边", "red"),
        ("crop it to a square", "both"),
    ],
)
async def test_a_crop_to_a_shape_keeps_the_side_that_is_said(clips, asked, rendered, words, left):
    halves = ("-vf", "drawbox=x=160:y=0:w=160:h=180:color=blue:t=fill")
    clip = await clips("halves.mp4", *halves, picture="color=red", seconds=2, key="a")
    film = await rendered((await asked(words, [clip])).draft, [clip])
    first, last = await film.colour(1, 0.06, 0.5), await film.colour(1, 0.94, 0.5)

    seen = {"red" if each[0] > each[2] else "blue" for each in (first, last)}
    assert seen == ({"red", "blue"} if left == "both" or "square" in words or "正方形" in words else {left})
    middle = await film.colour(1, 0.5, 0.5)
    assert left == "both" or ("red" if middle[0] > middle[2] else "blue") == left


async def test_a_fade_to_white_ends_white_and_one_to_black_black(clip, asked, rendered):
    white = await rendered((await asked("1 sec fade to white at the end", [clip])).draft, [clip])
    black = await rendered((await asked("fade out at the end", [clip])).draft, [clip])

    assert min(await white.colour(7.93, 0.5, 0.5)) > 200
    assert max(await black.colour(7.93, 0.5, 0.5)) < 60


@pytest.mark.parametrize(
    ("words", "colours"),
    [
        ("fade from colour to black and white", (True, False)),
        ("slowly turn it black and white", (True, False)),
        ("从彩色渐变到黑白", (True, False)),
        ("fade from black and white to colour", (False, True)),
    ],
)
async def test_colours_fade_over_the_film(clip, asked, rendered, words, colours):
    made = await asked(words, [clip])
    film = await rendered(made.draft, [clip])
    first, last = [await film.colour(at, 0.5, 0.5) for at in (0.2, 7.8)]

    assert (max(first) - min(first) > 150, max(last) - min(last) > 150) == colours
    back = await asked("remove the filter", [clip], made.draft)
    assert "fx" not in back.draft["m"]


@pytest.mark.parametrize("words", ["add film grain", "add grain from 0:00 to 0:04", "加胶片颗粒", "加颗粒感"])
async def test_grain_is_in_the_picture(clip, asked, rendered, words):
    film = await rendered((await asked(words, [clip])).draft, [clip])
    grainy, later = await film.pixels(1, "640x360"), await film.pixels(6, "640x360")

    assert max(grainy) - min(grainy) > 12
    assert (max(later) - min(later) > 12) == ("0:04" not in words)


async def test_a_border_lies_around_the_picture(clip, asked, rendered):
    made = await asked("put a white border around it", [clip])
    film = await rendered(made.draft, [clip])

    assert min(await film.colour(1, 0.0, 0.5)) > 180
    assert (await film.colour(1, 0.5, 0.5))[0] > 150 > (await film.colour(1, 0.5, 0.5))[1]
    assert "fx" not in (await asked("remove the border", [clip], made.draft)).draft["m"]


async def test_a_corner_is_painted_over_and_the_rest_is_not(clips, asked, rendered):
    clip = await clips("A.mp4", key="a")
    plain = await rendered((await asked("put it on the timeline", [clip])).draft, [clip])
    film = await rendered((await asked("blur the top left corner", [clip])).draft, [clip])
    was, now = await plain.pixels(1), await film.pixels(1)

    def apart(columns, rows):
        return max(abs(was[y * 64 + x] - now[y * 64 + x]) for x in columns for y in rows)

    assert apart(range(4, 16), range(3, 9)) > 40
    assert apart(range(24, 64), range(13, 36)) < 25


async def test_transitions_are_where_they_are_wanted(clips, asked):
    three = [await clips(f"{name}.mp4", key=name.lower()) for name in "ABC"]
    draft = (await asked("crossfade A to B but a hard cut from B to C", three)).draft

    assert ["tr" in each["m"] for each in draft["t"][0]["sg"]] == [True, False, False]


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("cut 0:01-0:02 and 0:05-0:06 out", (0, 2, 4, 6)),
        ("cut 0:05 to 0:06, and speed up 0:01 to 0:03 2x", (0, 2, 4, 6)),
        ("cut 0:01 to 0:02, and freeze the frame at 0:07 for 1 second, and cut 0:05 to 0:07", (0, 2, 4, 7)),
        ("keep 0:00-0:01 and 0:02-0:05 and 0:06-0:08", (0, 2, 4, 6)),
    ],
)
async def test_the_times_of_a_message_are_those_of_the_film_before_it(clips, asked, rendered, words, length):
    clip = await clips("A.mp4", "-vf", "geq=lum='40+25*floor(T)':cb=128:cr=128", seconds=8, key="a")
    made = await asked(words, [clip])
    film = await rendered(made.draft, [clip])
    shown = [round(((await film.pixels(at + 0.5))[1000] - 28) / 29) for at in (0, 1, 3, 4)]

    assert abs(made.draft["d"] - 6000) <= 5
    assert shown == list(length)


async def test_a_logo_lies_over_one_clip_only_and_stands_on_a_card(clips, asked, rendered):
    one = await clips("A.mp4", picture="color=red", seconds=3, key="a")
    two = await clips("B.mp4", picture="color=blue", seconds=3, key="b")
    logo = await clips("logo.png", "-frames:v", "1", picture="color=green", size="64x64", sound="", key="l")
    draft = (await asked("logo on the first clip only, bottom left", [one, two, logo])).draft
    film = await rendered(draft, [one, two, logo])

    assert (await film.colour(1.5, 0.08, 0.9))[0] < 100
    assert (await film.colour(4.5, 0.08, 0.9))[2] > 200
    ended = (await asked("end with the logo on white for 2 seconds", [one, two, logo], draft)).draft
    film = await rendered(ended, [one, two, logo])
    assert min(await film.colour(7, 0.05, 0.05)) > 220
    assert max(await film.colour(7, 0.5, 0.5)) < 200
    assert ended["d"] == 8000


async def test_a_picture_covers_the_film_for_its_time(clip, clips, asked, rendered):
    photo = await clips("photo.png", "-frames:v", "1", picture="color=blue", sound="", key="p")
    made = await asked("put the picture over the video from second 3 to 5", [clip, photo])
    film = await rendered(made.draft, [clip, photo])

    assert made.draft["d"] == 8000
    assert [(await film.colour(at, 0.1, 0.1))[2] > 150 for at in (2, 4, 6)] == [False, True, False]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("put A and B side by side, B on the left", "blue"),
        ("A.mp4 on the right and B.mp4 on the left", "blue"),
        ("左右分屏，B在左边", "blue"),
        ("stack them, B on top A below", "blue"),
        ("上下分屏，B在上面", "blue"),
        ("side by side, A on the left", "red"),
    ],
)
async def test_each_clip_of_a_split_screen_is_where_it_is_wanted(clips, asked, rendered, words, first):
    one = await clips("A.mp4", picture="color=red", seconds=3, key="a")
    two = await clips("B.mp4", picture="color=blue", seconds=3, key="b")
    film = await rendered((await asked(words, [one, two])).draft, [one, two])
    seen = await film.colour(1, 0.2, 0.2)

    assert ("red" if seen[0] > seen[2] else "blue") == first


async def test_the_loudness_of_clips_is_made_even(clips, asked, rendered):
    loud = await clips("A.mp4", sound="sine=f=440:d=30,volume=2", seconds=5, key="a")
    weak = await clips("B.mp4", sound="sine=f=440:d=30,volume=0.2", seconds=5, key="b")
    made = await asked("B is way quieter than A, even them out", [loud, weak])
    film = await rendered(made.draft, [loud, weak])

    assert abs(await film.loudness(2, 1) - await film.loudness(8, 1)) < 6


async def test_the_film_is_as_long_as_the_song(clip, song, asked):
    assert abs((await asked("loop the clip till it's as long as the song", [clip, song])).draft["d"] - 12_000) < 100
    assert "no song of yours" in (await asked("make it as long as the song", [clip])).said


@pytest.mark.parametrize("words", ["leave only the second clip", "use only the second video", "只留第二段"])
async def test_nothing_is_left_but_the_clip_of_that_number(clips, asked, words):
    both = [await clips("one.mp4", seconds=3, key="a"), await clips("two.mp4", seconds=4, key="b")]
    made = await asked(words, both)

    assert [each["m"]["asset"] for each in made.draft["t"][0]["sg"]] == ["b"]


@pytest.mark.parametrize("words", ["add music, plan B would be a title", "make it b&w"])
def test_no_file_is_meant_by_a_letter_in_passing(words):
    assert all(not wish.files for wish in read(words, FILES).wishes)


@pytest.mark.parametrize(
    ("words", "where"),
    [
        ("make it black and white from 0:02 to 0:04", "(only 2 s–4 s)"),
        ("mute from 2 to 4 seconds", "(only 2 s–4 s)"),
        ("blur the second clip", "(only B.mp4)"),
        ("speed up A.mp4 2x", "(only A.mp4)"),
        ("2到4秒静音", "（仅 2 秒–4 秒）"),
        ("前3秒变成黑白", "（仅 0 秒–3 秒）"),
        ("make it black and white", ""),
    ],
)
async def test_what_was_changed_is_told_with_where(clips, asked, words, where):
    both = [await clips("A.mp4", seconds=8, key="a"), await clips("B.mp4", seconds=4, key="b")]
    made = await asked(words, both)

    assert where in made.said
    assert ("only" in made.said or "仅" in made.said) == bool(where)


async def test_all_but_a_stretch_is_changed(clip, asked, rendered):
    made = await asked("black and white except from 0:02 to 0:04", [clip])
    film = await rendered(made.draft, [clip])
    found = [await film.colour(at, 0.5, 0.5) for at in (1, 3, 5)]

    assert [max(each) - min(each) > 100 for each in found] == [False, True, False]
    assert "all but 2 s–4 s" in made.said


@pytest.mark.parametrize(
    ("words", "grey"), [("sepia for the first half", (0, 1)), ("make the second half sepia", (2, 3))]
)
async def test_a_half_is_a_half(clip, asked, rendered, words, grey):
    film = await rendered((await asked(words, [clip])).draft, [clip])
    found = [(await film.colour(at, 0.5, 0.5))[1] > 60 for at in (0.5, 3.7, 4.3, 7.5)]

    assert found == [number in grey for number in range(4)]


@pytest.mark.parametrize(
    ("words", "wider"), [("more contrast", True), ("less contrast", False), ("对比度高一点", True)]
)
async def test_contrast_spreads_the_levels(clips, asked, rendered, words, wider):
    clip = await clips("A.mp4", "-vf", "geq=lum='if(lt(X,160),90,160)':cb=128:cr=128", seconds=2, key="a")
    plain = await (await rendered((await asked("put it on the timeline", [clip])).draft, [clip])).pixels(1)
    made = await (await rendered((await asked(words, [clip])).draft, [clip])).pixels(1)

    apart = (max(made) - min(made)) - (max(plain) - min(plain))
    assert apart > 6 if wider else apart < -6


async def test_the_first_clip_of_a_split_screen_is_as_small_as_the_others(clips, asked, rendered):
    halves = ("-vf", "drawbox=x=160:y=0:w=160:h=180:color=lime:t=fill")
    one = await clips("one.mp4", *halves, picture="color=red", seconds=2, key="a")
    two = await clips("two.mp4", picture="color=blue", seconds=2, key="b")
    film = await rendered((await asked("side by side", [one, two])).draft, [one, two])
    red, green, blue = [await film.colour(1, across, 0.5) for across in (0.1, 0.4, 0.75)]

    assert red[0] > 200 > red[1] + 100
    assert green[1] > 200 > green[0] + 100
    assert blue[2] > 200 > blue[0] + 100


QUARTERS = (
    "-vf",
    (
        "drawbox=x=0:y=0:w=160:h=90:color=red:t=fill,drawbox=x=160:y=0:w=160:h=90:color=lime:t=fill,"
        "drawbox=x=0:y=90:w=160:h=90:color=blue:t=fill,drawbox=x=160:y=90:w=160:h=90:color=white:t=fill"
    ),
)


@pytest.mark.parametrize(
    ("words", "row_by_row"),
    [
        ("flip it vertically", "blue white red lime"),
        ("上下翻转", "blue white red lime"),
        ("mirror it", "lime red white blue"),
        ("rotate it by 180 degrees", "white blue lime red"),
        ("crop 50% off the left", "lime lime white white"),
        ("crop to the left half", "red red blue blue"),
        ("crop to the top", "red lime red lime"),
        ("crop 50% off the right", "red red blue blue"),
        ("crop 50% off the top", "blue white blue white"),
        ("crop 50% off the bottom", "red lime red lime"),
    ],
)
async def test_each_side_of_the_picture_is_where_it_belongs(clips, asked, rendered, words, row_by_row):
    clip = await clips("quarters.mp4", *QUARTERS, seconds=1, key="q")
    film = await rendered((await asked(words, [clip])).draft, [clip])
    seen = [await film.colour(0.5, across, down) for down in (0.2, 0.8) for across in (0.2, 0.8)]

    def name(color):
        return "white" if min(color) > 150 else ("red", "lime", "blue")[color.index(max(color))]

    assert " ".join(map(name, seen)) == row_by_row


async def test_sharpening_lifts_the_edges(clips, asked, rendered):
    clip = await clips("A.mp4", seconds=2, key="a")
    plain = await (await rendered((await asked("put it on the timeline", [clip])).draft, [clip])).pixels(1, "640x360")
    sharp = await (await rendered((await asked("sharpen it a lot", [clip])).draft, [clip])).pixels(1, "640x360")

    def edges(pixels):
        return sum(abs(left - right) for left, right in pairwise(pixels))

    assert edges(sharp) > 1.1 * edges(plain)
