"""Cards before and after the film, names in the lower third, and clips that play at the same time."""

import pytest

from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4", "l": "logo.png"}

SAID = {
    "card": [
        'end card saying "Thanks for watching" for 3 seconds',
        'add an intro title card "My trip" of 2 seconds before the video',
        'add an end card "Bye"', 'put an outro card "The end"', "show logo.png as the end card for 3 seconds",
        "put the photo at the start for 2 seconds", 'add a title card "Chapter 1"', 'intro card with "Hello"',
        'closing card "See you"', 'end screen "Subscribe" for 4 seconds', 'add an outro saying "Goodbye"',
        "add logo.png at the end for 2 seconds", 'opening card "Day one" on a black background',
        "加片尾卡“谢谢观看”3秒", "加一个片头卡“我的旅行”2秒", "加结束卡“再见”", "片尾页“下期见”", "把照片放到开头2秒",
        "加标题卡“第一章”", "用logo.png做片尾画面3秒",
    ],
    "tiles": [
        "put them side by side", "split screen", "split screen, one above the other",
        "make a split screen of both clips",
        "show clip1.mp4 and clip2.mp4 side by side", "play them side by side", "one on top of the other",
        "stack them vertically as a split screen", "put the clips next to each other", "a side-by-side comparison",
        "split the screen left and right", "put them in a grid",
        "左右分屏", "上下分屏", "并排播放", "两个视频同屏", "左右对比", "做成分屏", "一左一右",
    ],
    "text": [
        'add a lower third with "Anna Lee, chef"', 'lower third "Tom, pilot"', 'put a lower-third saying "Ms. Wu"',
        'add a name tag "Ann"', "加人名条“王明，厨师”", "加一个名条“小李”", "下三分之一显示“张三”",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("op", "words"), [(op, words) for op, every in SAID.items() for words in every])
def test_these_words_are_one_wish(op, words):
    reading = read(words, FILES)

    assert {wish.op for wish in reading.wishes} == {op}, reading
    assert not reading.missed


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ('add a title "Hi"', "text"),
        ("put clip2.mp4 at the start", "move"),
        ("cut it at the end", ""),
        ("add intro music", "bgm"),
    ],
)
def test_other_words_are_no_card(words, op):
    found = {wish.op for wish in read(words, FILES).wishes}

    assert "card" not in found
    assert op in found or not op


async def test_a_card_comes_after_the_film_and_one_before_it(clips, asked, rendered):
    clip = await clips("clip1.mp4", picture="color=red", key="a")
    draft = (await asked('add a title "Red" at 0:01 for 1 second', [clip])).draft
    draft = (await asked('end card "Bye" for 3 seconds on a white background', [clip], draft)).draft
    draft = (await asked('intro card "Hi" on a blue background for 2 seconds', [clip], draft)).draft
    film = await rendered(draft, [clip])
    first, middle, last = [await film.colour(at, 0.1, 0.1) for at in (1, 4, 7.5)]

    assert abs(film.asset.duration_ms - 9000) <= 80
    assert first[2] > first[0] + 60
    assert middle[0] > 200 > middle[1] + 100
    assert min(last) > 200
    assert {each["m"]["text"]: each["m"]["start"] for each in draft["t"][-1]["sg"]} == {
        "Red": 3000,
        "Bye": 6000,
        "Hi": 0,
    }
    made = await asked("remove the end card", [clip], draft)
    assert made.draft["d"] == 6000
    assert "Bye" not in str(made.draft["t"][-1])


async def test_a_picture_comes_at_the_start_for_as_long_as_asked(clips, asked, rendered):
    clip = await clips("clip1.mp4", picture="color=red", key="a")
    photo = await clips("photo.png", "-frames:v", "1", picture="color=green", sound="", key="p")
    made = await asked("put the photo at the start for 2 seconds", [clip, photo])
    film = await rendered(made.draft, [clip, photo])

    assert abs(film.asset.duration_ms - 6000) <= 80
    assert (await film.colour(1, 0.5, 0.5))[1] > 100
    assert (await film.colour(3, 0.5, 0.5))[0] > 200


async def test_a_card_without_words_or_picture_is_asked_for(clips, asked):
    clip = await clips("clip1.mp4", key="a")
    draft = (await asked("put it on the timeline", [clip])).draft
    made = await asked("add an end card", [clip], draft)

    assert "Tell me the words" in made.said
    assert not made.changed


async def test_a_name_stands_in_the_lower_third_and_nowhere_else(clips, asked, rendered):
    clip = await clips("clip1.mp4", picture="color=gray", seconds=6, key="a")
    film = await rendered((await asked('add a lower third with "Anna Lee, chef"', [clip])).draft, [clip])
    shown, plain = await film.pixels(2, "32x18"), await film.pixels(5.5, "32x18")
    rows = {place // 32 for place in range(32 * 18) if abs(shown[place] - plain[place]) > 20}
    columns = {place % 32 for place in range(32 * 18) if abs(shown[place] - plain[place]) > 20}

    assert min(rows) >= 11
    assert max(columns) < 20


@pytest.mark.parametrize(
    ("words", "red", "blue"),
    [
        ("put them side by side", (0.25, 0.5), (0.75, 0.5)),
        ("split screen, one above the other", (0.5, 0.25), (0.5, 0.75)),
        ("左右分屏", (0.25, 0.5), (0.75, 0.5)),
        ("上下分屏", (0.5, 0.25), (0.5, 0.75)),
    ],
)
async def test_two_clips_play_at_the_same_time(clips, asked, rendered, words, red, blue):
    one = await clips("clip1.mp4", picture="color=red", seconds=3, key="a")
    two = await clips("clip2.mp4", picture="color=blue", seconds=4, key="b")
    film = await rendered((await asked(words, [one, two])).draft, [one, two])

    assert abs(film.asset.duration_ms - 4000) <= 80
    for at in (1, 3.7):  # the shorter one keeps its last picture
        assert (await film.colour(at, *red))[0] > 200
        assert (await film.colour(at, *blue))[2] > 200


async def test_without_a_split_screen_the_clips_play_in_a_row_again(clips, asked):
    one, two = await clips("clip1.mp4", seconds=3, key="a"), await clips("clip2.mp4", seconds=4, key="b")
    draft = (await asked("split screen", [one, two])).draft
    made = await asked("remove the split screen", [one, two], draft)

    assert [each["m"]["asset"] for each in made.draft["t"][0]["sg"]] == ["a", "b"]
    assert made.draft["d"] == 7000


async def test_one_clip_is_no_split_screen(clips, asked):
    one = await clips("clip1.mp4", seconds=3, key="a")
    draft = (await asked("put it on the timeline", [one])).draft
    made = await asked("split screen", [one], draft)

    assert "two, three or four" in made.said
    assert not made.changed


async def test_each_clip_of_a_split_screen_plays_as_it_was_cut_and_coloured(clips, asked, rendered):
    one = await clips("clip1.mp4", picture="color=red", seconds=3, key="a")
    two = await clips("clip2.mp4", "-vf", "drawbox=color=lime:t=fill:enable='lt(t,2)'", picture="color=blue", key="b")
    draft = (await asked("put both on the timeline", [one, two])).draft
    draft = (await asked("remove the first 2 seconds of clip2.mp4", [one, two], draft)).draft
    draft = (await asked("make clip1.mp4 black and white", [one, two], draft)).draft
    draft = (await asked("side by side", [one, two], draft)).draft
    film = await rendered(draft, [one, two])
    left, right = await film.colour(0.5, 0.25, 0.5), await film.colour(0.5, 0.75, 0.5)

    assert max(left) - min(left) < 20
    assert right[2] > 200 > right[1] + 100
    apart = (await asked("remove the split screen", [one, two], draft)).draft
    assert apart["d"] == 5000


async def test_four_clips_play_in_a_grid(clips, asked, rendered):
    colours = {"a": "red", "b": "blue", "c": "lime", "d": "white"}
    four = [
        await clips(f"clip{number}.mp4", picture=f"color={colour}", seconds=2, key=key)
        for number, (key, colour) in enumerate(colours.items())
    ]
    film = await rendered((await asked("put them in a 2x2 grid", four)).draft, four)
    red, blue, green, white = [await film.colour(1, across, down) for down in (0.25, 0.75) for across in (0.25, 0.75)]

    assert abs(film.asset.duration_ms - 2000) <= 80
    assert red[0] > 200 > red[1] + 100
    assert blue[2] > 200 > blue[0] + 100
    assert green[1] > 200 > green[0] + 100
    assert min(white) > 200


async def test_three_clips_play_in_columns(clips, asked, rendered):
    colours = {"a": "red", "b": "blue", "c": "lime"}
    three = [
        await clips(f"clip{number}.mp4", picture=f"color={colour}", seconds=2, key=key)
        for number, (key, colour) in enumerate(colours.items())
    ]
    film = await rendered((await asked("split screen with all three", three)).draft, three)
    red, blue, green = [await film.colour(1, across, 0.5) for across in (1 / 6, 0.5, 5 / 6)]

    assert abs(film.asset.duration_ms - 2000) <= 80
    assert red[0] > 200 > red[1] + 100
    assert blue[2] > 200 > blue[0] + 100
    assert green[1] > 200 > green[0] + 100


async def test_a_backwards_clip_plays_backwards_in_a_split_screen(clips, asked, rendered):
    one = await clips("clip1.mp4", picture="color=red", seconds=3, key="a")
    two = await clips("clip2.mp4", "-vf", "drawbox=color=lime:t=fill:enable='lt(t,2)'", picture="color=blue", key="b")
    draft = (await asked("play clip2.mp4 backwards", [one, two])).draft
    film = await rendered((await asked("side by side", [one, two], draft)).draft, [one, two])
    first, last = await film.colour(0.5, 0.75, 0.5), await film.colour(3.5, 0.75, 0.5)

    assert first[2] > first[1] + 100
    assert last[1] > last[2] + 100
