"""What is laid over the picture, faded, cut or moved: it is seen when and where it was said, and at no other time."""

from itertools import pairwise

import pytest

from sandbox.reading import read

SIZE = {"size": "160x90"}
# the second that is shown, told by its grey
COUNT = ("-vf", "geq=lum='40+45*floor(T)':cb=128:cr=128")
HALVES = ("-vf", "drawbox=x=80:y=0:w=80:h=90:color=blue:t=fill")
FLOORS = ("-vf", "drawbox=x=0:y=45:w=160:h=45:color=blue:t=fill")
TONE = 440


@pytest.fixture
async def count(clips):
    return await clips("count.mp4", *COUNT, **SIZE, seconds=4, sound=f"sine=f={TONE}:d=30,volume=2", key="n")


@pytest.fixture
async def black(clips):
    return await clips("black.mp4", **SIZE, picture="color=black", sound="", seconds=4, key="k")


@pytest.fixture
async def white(clips):
    return await clips(
        "white.mp4", **SIZE, picture="color=white", sound=f"sine=f={TONE}:d=30,volume=2", seconds=6, key="w"
    )


async def seconds_shown(film):
    """The second of the clip that is on in every quarter of a second."""
    return [round((grey - 27) / 52) for grey in (await film.frames()).mean(axis=(1, 2, 3))]


def quarters(*seconds):
    return [each for each in seconds for _ in range(4)]


async def levels(film):
    """How bright the film is, and how loud its tone, in every quarter of a second."""
    return (await film.frames()).mean(axis=(1, 2, 3)), await film.heard(TONE)


async def test_picture_and_sound_fade_for_as_long_as_was_said(told, white):
    seen, heard = await levels(await told([white], "fade in over 1 second", "fade out over 2 seconds"))

    assert seen[0] < 60
    assert 120 < seen[2] < 230 < seen[5]
    assert heard[0] < heard[8] - 9
    assert min(seen[5:16]) > 240
    assert heard[14] == pytest.approx(heard[8], abs=1)
    assert seen[23] < 60
    assert heard[23] < heard[8] - 9


@pytest.mark.parametrize("subject", ["picture", "sound"])
async def test_one_of_picture_and_sound_fades_in(told, white, subject):
    seen, heard = await levels(await told([white], f"fade in the {subject} over 2 seconds"))

    assert (seen[1] < 100) == (subject == "picture")
    assert (heard[0] < heard[12] - 9) == (subject == "sound")
    assert min(seen[9:]) > 240
    assert heard[22] == pytest.approx(heard[12], abs=1)


async def test_a_fade_from_white_begins_white(told, black):
    frames = await (await told([black], "fade in from white over 1 second")).frames()

    assert frames[0].mean() > 180
    assert frames[5:].mean() < 30


async def test_a_polish_is_a_gentle_fade_of_picture_and_sound(told, white):
    seen, heard = await levels(await told([white], "edit my clip"))

    assert seen[0] < 120
    assert min(seen[3:20]) > 240
    assert seen[23] < 120
    assert heard[0] < heard[8] - 6
    assert heard[23] < heard[8] - 9


async def test_fades_are_taken_away(told, white):
    seen, heard = await levels(await told([white], "fade in and out over 2 seconds", "remove the fades"))

    assert min(seen) > 240
    assert max(heard) - min(heard) < 2


@pytest.mark.parametrize(
    ("words", "left", "right"),
    [
        ("add 1 second wipe transitions", "red", "blue"),
        ("add 1 second slide transitions", "red", "blue"),
        ("crossfade the clips over 1 second", "both", "both"),
        ("add 1 second transitions through black", "dark", "dark"),
        ("add 1 second circle transitions", "red", "red"),
    ],
)
async def test_a_transition_begins_at_the_cut_and_is_as_long_as_was_said(clips, told, words, left, right):
    one = await clips("one.mp4", **SIZE, picture="color=red", sound="", seconds=2, key="a")
    two = await clips("two.mp4", **SIZE, picture="color=blue", sound="", seconds=2, key="b")
    frames = await (await told([one, two], words)).frames(rate=8)

    def name(color):
        return (
            "dark"
            if max(color) < 90
            else "both"
            if min(color[0], color[2]) > 60
            else "red"
            if color[2] < 90
            else "blue"
        )

    assert len(frames) == 32
    assert {name(frames[place, 9, 16]) for place in range(15)} == {"red"}
    assert [name(frames[19, 2, across]) for across in (2, 29)] == [left, right]
    assert {name(frames[place, 9, 16]) for place in range(25, 32)} == {"blue"}
    hard = await (await told([one, two], words, "remove the transitions")).frames(rate=8)
    assert [name(hard[place, 9, 16]) for place in (15, 17)] == ["red", "blue"]


@pytest.mark.parametrize(
    ("words", "rows", "columns"),
    [
        ('add a title "MMMM" at 0:01 for 2 seconds', (6, 12), (8, 24)),
        ('add a title "MM" top left from 0:01 to 0:03', (0, 6), (0, 16)),
        ('add a caption "MM" bottom right from 0:01 to 0:03', (12, 18), (16, 32)),
    ],
)
async def test_words_are_seen_there_and_then(told, black, words, rows, columns):
    frames = (await (await told([black], words)).frames()).max(axis=3)
    lit = frames.max(axis=(1, 2)) > 20  # they come and go within a third of a second
    rows_lit, columns_lit = (frames[8].max(axis=axis) > 30 for axis in (1, 0))

    assert list(lit) == quarters(False, True, True, False)
    assert rows[0] <= rows_lit.nonzero()[0].min() <= rows_lit.nonzero()[0].max() < rows[1]
    assert columns[0] <= columns_lit.nonzero()[0].min() <= columns_lit.nonzero()[0].max() < columns[1]


async def test_words_have_the_colour_and_size_that_were_said(told, black):
    frame = (await (await told([black], 'add a red title "MMMM"')).frames(rate=1))[1]
    assert frame[..., 0].sum() > 2 * frame[..., 2].sum()
    large = (await (await told([black], 'add a title "MM"', "make the title much bigger")).frames(rate=1))[1]
    small = (await (await told([black], 'add a title "MM"')).frames(rate=1))[1]
    assert large.sum() > 1.15 * small.sum()


async def test_a_watermark_is_fainter_than_a_caption(told, black):
    faint, full = [
        max(await (await told([black], words, size=(640, 360))).pixels(1, "640x360"))
        for words in ('add a watermark "MMM"', 'add a caption "MMM" from 0:00 to 0:03')
    ]

    assert 120 < faint < full - 40


@pytest.mark.parametrize(
    ("words", "box"),
    [
        ("put the logo in the top left corner from 0:01 to 0:03", (0, 6, 0, 6)),
        ("put logo.png bottom right from 0:01 to 0:03", (12, 18, 26, 32)),
        ("把logo.png放在左下角，从0:01到0:03", (12, 18, 0, 6)),
        ("picture in picture with logo.png top right from 0:01 to 0:03", (0, 9, 20, 33)),
    ],
)
async def test_a_picture_over_the_film_is_seen_there_and_then(clips, told, black, words, box):
    logo = await clips("logo.png", "-frames:v", "1", picture="color=white", sound="", size="80x80", key="l")
    frames = (await (await told([black, logo], words)).frames()).mean(axis=3)
    lit = frames[8] > 100
    rows, columns = lit.any(axis=1).nonzero()[0], lit.any(axis=0).nonzero()[0]

    assert list((frames > 100).any(axis=(1, 2))) == quarters(False, True, True, False)
    assert (rows.min() >= box[0], rows.max() < box[1], columns.min() >= box[2], columns.max() < box[3]) == (True,) * 4


async def test_a_logo_that_is_made_larger_stays_where_and_when_it_was(clips, told, black):
    logo = await clips("logo.png", "-frames:v", "1", picture="color=white", sound="", size="80x40", key="l")
    words = "put logo.png bottom left from 0:01 to 0:03", "make the logo half the width of the picture"
    lit = (await (await told([black, logo], *words)).frames()).mean(axis=3) > 100

    assert list(lit.any(axis=(1, 2))) == quarters(False, True, True, False)
    assert 14 <= lit[8].any(axis=0).sum() <= 17
    assert not lit[8][:, 20:].any()


@pytest.mark.parametrize(("words", "least", "most"), [("at 50%", 14, 17), ("at 25%", 7, 9)])
async def test_a_clip_in_a_corner_is_as_wide_as_was_said(clips, told, black, words, least, most):
    above = await clips("above.mp4", **SIZE, picture="color=white", seconds=2, sound="", key="b")
    frames = await (await told([black, above], f"picture in picture with above.mp4 bottom left {words}")).frames()
    lit = (frames[3].mean(axis=2) > 100).any(axis=0)

    assert least <= lit.sum() <= most
    assert lit[:3].any()
    assert not lit[20:].any()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("loop the last second 3 times", (0, 1, 2, 3, 3, 3)),
        ("loop 0:01 to 0:02 twice", (0, 1, 1, 2, 3)),
        ("boomerang the part from 0:02 to 0:04", (2, 3, 3, 2)),
        ("freeze the frame at 0:02 for 2 seconds", (0, 1, 2, 2, 2, 3)),
        ("reverse 0:01 to 0:03", (0, 2, 1, 3)),
        ("cut out 0:01 to 0:02", (0, 2, 3)),
        ("keep 0:01 to 0:03", (1, 2)),
        ("slow down 0:02 to 0:03 to half", (0, 1, 2, 2, 3)),
    ],
)
async def test_a_stretch_is_that_stretch_in_picture_and_sound(told, count, words, shown):
    film = await told([count], words)

    assert await seconds_shown(film) == quarters(*shown)
    still = words.startswith("freeze")
    silent = [level < -60 for level in await film.heard(TONE)]
    assert silent == ([8 <= place < 16 for place in range(24)] if still else [False] * len(quarters(*shown)))


@pytest.mark.parametrize("words", ["gradually speed up 0:02 to 0:04", "ramp the speed up from 0:02 to 0:04"])
async def test_a_ramp_leaves_what_comes_before_it(told, count, words):
    shown = await seconds_shown(await told([count], words))

    assert shown[:8] == quarters(0, 1)
    assert shown.count(2) > shown.count(3)


@pytest.mark.parametrize(
    ("picture", "words", "at", "blue"),
    [
        (HALVES, "zoom in 2x on the left", 1, (False, False, False)),
        (HALVES, "zoom in 2x on the right", 1, (True, True, True)),
        (FLOORS, "zoom in 2x on the top", 1, (False, False, False)),
        (FLOORS, "zoom in 2x on the top left", 1, (False, False, False)),
        (HALVES, "slowly zoom in 2x on the left", 0, (False, True, True)),
        (HALVES, "slowly zoom in 2x on the left", 8, (False, False, True)),
        (HALVES, "slowly zoom in 2x on the left", 15, (False, False, False)),
        (HALVES, "slowly zoom out 2x from the left", 15, (False, True, True)),
    ],
)
async def test_it_moves_closer_to_that_side(clips, told, picture, words, at, blue):
    clip = await clips("sides.mp4", *picture, **SIZE, picture="color=red", seconds=4, sound="", key="h")
    frame = (await (await told([clip], words)).frames())[at]

    assert tuple(frame[15, across, 2] > frame[15, across, 0] for across in (6, 18, 28)) == blue


@pytest.mark.parametrize(
    ("words", "edge"),
    [("make it 9:16 with black bars", "black"), ("make it 9:16", "blurred"), ("crop it to 9:16", "sharp")],
)
async def test_another_shape_is_filled_as_was_said(clips, told, words, edge):
    stripes = ("-vf", "geq=lum='if(mod(floor(X/4),2),235,16)':cb=128:cr=128")
    clip = await clips("stripes.mp4", *stripes, **SIZE, seconds=1, sound="", key="s")
    rows = await (await told([clip], words, size=(90, 160))).pixels(0.5, "90x160")
    above, middle = rows[90 * 16 : 90 * 17], rows[90 * 80 : 90 * 81]

    assert max(middle) - min(middle) > 120
    assert ("black" if max(above) < 40 else "blurred" if max(above) - min(above) < 90 else "sharp") == edge


async def test_cinema_bars_are_as_high_as_in_the_cinema(clips, told):
    clip = await clips("white.mp4", **SIZE, picture="color=white", sound="", seconds=1, key="w")
    rows = (await (await told([clip], "add cinematic bars")).pixels(0.5, "16x90"))[8::16]

    assert sum(row < 60 for row in rows[:45]) == pytest.approx(11.5, abs=1.6)
    assert sum(row < 60 for row in rows[45:]) == pytest.approx(11.5, abs=1.6)
    off = (await (await told([clip], "add cinematic bars", "remove the black bars")).pixels(0.5, "16x90"))[8::16]
    assert min(off) > 200


@pytest.mark.parametrize("size", ["100x100", "100x200"])
async def test_a_small_film_is_filled_too(clips, asked, rendered, size):
    clip = await clips("wide.mp4", **SIZE, picture="color=red", seconds=1, sound="", key="w")
    film = await rendered((await asked(f"make it {size}", [clip])).draft, [clip])

    assert (film.asset.width, film.asset.height) == tuple(map(int, size.split("x")))
    assert (await film.colour(0.5, 0.5, 0.1))[0] > 100


@pytest.mark.parametrize(
    ("words", "ops"),
    [
        ("zoom in 2x on the top left", {"zoom"}),
        ("put b.mp4 bottom left", {"pip"}),
        ("put l.png in the top right", {"logo"}),
        ("把l.png放在左下角", {"logo"}),
        ("picture in picture with l.png top right", {"pip"}),
        ("blur the top left", {"smear"}),
    ],
)
def test_a_file_in_a_corner_lies_over_the_film_and_nothing_else_does(words, ops):
    reading = read(words, {"a": "a.mp4", "b": "b.mp4", "l": "l.png"})

    assert {wish.op for wish in reading.wishes} == ops


async def test_a_bit_usual_and_much_brighter_differ(clips, told):
    clip = await clips("mid.mp4", **SIZE, picture="color=0x707070", seconds=1, sound="", key="m")
    wishes = "put it on the timeline", "make it a bit brighter", "make it brighter", "make it much brighter"
    grey = [(await (await told([clip], words)).frames(rate=1)).mean() for words in wishes]

    assert grey[0] + 6 < grey[1] < grey[2] - 6 < grey[3] - 12


async def test_each_clip_of_a_split_screen_is_cropped_and_the_first_is_heard(clips, told):
    # a half shows the middle of each: the blue sides are cut off
    sides = "drawbox=x=0:y=0:w=36:h=90:color=blue:t=fill,drawbox=x=124:y=0:w=36:h=90:color=blue:t=fill"
    both = [
        await clips(
            f"{key}.mp4", "-vf", sides, **SIZE, picture="color=red", sound=f"sine=f={tone}:d=30", seconds=2, key=key
        )
        for key, tone in (("a", 440), ("b", 1500))
    ]
    film = await told(both, "put them side by side")

    assert min((await film.frames(rate=1))[1, 9, :, 0]) > 120
    assert min((await film.heard(440))[1:7]) > -40
    assert max((await film.heard(1500))[1:7]) < -50


@pytest.mark.parametrize(("side", "columns"), [("left", (0, 16)), ("right", (16, 32))])
async def test_burned_in_captions_stand_on_the_side_that_was_said(told, black, side, columns):
    words = f"burn in the subtitles at the bottom {side}\n\nCaptions from t.srt:\n0:00.000 --> 0:03.000 Hi"
    lit = (await (await told([black], words)).frames())[4].max(axis=2) > 30

    assert columns[0] <= lit.any(axis=0).nonzero()[0].min() <= lit.any(axis=0).nonzero()[0].max() < columns[1]


async def test_each_line_of_a_script_is_seen_with_its_photo(clips, asked):
    photos = [await clips(f"p{key}.png", "-frames:v", "1", **SIZE, sound="", key=key) for key in "ab"]
    first = await asked("show the first photo for 5 seconds", photos)
    made = await asked("captions:\none\ntwo", photos, first.draft)
    starts = [each["m"]["start"] for track in made.draft["t"] if track["tt"] == 7 for each in track["sg"]]

    assert first.draft["d"] == 8000
    assert starts == [0, 5000]


async def test_every_picture_of_what_plays_backwards_comes_before_the_one_it_came_after(clips, told):
    clip = await clips("ramp.mp4", "-vf", "geq=lum='30+70*T':cb=128:cr=128", **SIZE, seconds=3, sound="", key="r")
    grey = (await (await told([clip], "play it backwards")).frames(rate=8)).mean(axis=(1, 2, 3))

    assert all(one > other for one, other in pairwise(grey))


async def test_of_two_clips_the_first_named_lies_on_top_and_the_shorter_keeps_its_last_picture(clips, told):
    red = await clips("red.mp4", **SIZE, picture="color=red", sound="", seconds=3, key="r")
    blue = await clips("blue.mp4", **SIZE, picture="color=blue", sound="", seconds=1, key="b")
    over = await (await told([red, blue], "put blue.mp4 over red.mp4 as picture in picture bottom right")).frames(
        rate=1
    )
    beside = await (await told([red, blue], "put red.mp4 and blue.mp4 side by side")).frames(rate=1)

    assert [frame[15, 28, 2] > 150 for frame in over] == [True, False, False]
    assert [frame[3, 3, 0] > 150 for frame in over] == [True] * 3
    assert [frame[9, 24, 2] > 150 for frame in beside] == [True] * 3
