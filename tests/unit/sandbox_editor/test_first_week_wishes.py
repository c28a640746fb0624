"""What people ask for in their first week, done as they said it: each wish once, and none turned round."""

from pathlib import Path

import pytest

from sandbox.editor import Asset, edit
from sandbox.model.wire import from_wire

LONG = {"A.mp4": 20_000, "B.mp4": 12_000, "song.mp3": 60_000}


def sent(name: str) -> Asset:
    kind = "video" if name.endswith(".mp4") else "audio" if name.endswith(".mp3") else "image"
    size = (0, 0) if kind == "audio" else (1280, 720)
    return Asset(name, name, Path(name), kind, LONG.get(name, 0), *size, 25.0, kind != "image")


@pytest.fixture
def told(tmp_path):
    """`await told("words", "A.mp4 B.mp4")`: what was said, and the timeline (None where nothing is on it)."""

    async def tell(words, files="A.mp4"):
        made = await edit(words, None, [], [sent(name) for name in files.split()], tmp_path)
        return made.said, from_wire(made.draft) if made.draft else None

    return tell


def clips(timeline) -> list[tuple[str, int, int]]:
    """Each shot by the letter or the stem of its file, and from when to when of it, in seconds."""
    return [(each.source.split(".")[0], each.begin // 1000, each.end // 1000) for each in timeline.shots]


@pytest.mark.parametrize(
    ("words", "speed"),
    [
        ("speed it up a little", 1.2),
        ("speed it up slightly", 1.2),
        ("make it a bit faster", 1.2),
        ("整体加快一点点", 1.2),
        ("稍微快一点", 1.2),
        ("slow it down a bit", 0.8),
        ("a tad slower please", 0.8),
        ("稍微慢一点", 0.8),
        ("略微放慢", 0.8),
        ("speed it up", 1.5),
        ("slow it down", 0.5),
        ("慢一半", 0.5),
        ("放慢一半", 0.5),
        ("快一半", 1.5),
        ("弄成慢动作,慢一半", 0.5),
        ("make it slow motion, half speed", 0.5),
        ("slow motion please, at 0.25x", 0.25),
        ("it's too slow, make it 2x", 2),
        ("it's too slow, speed it up a bit", 1.2),
        ("it's way too fast, slow it down", 0.5),
        ("太慢了,加速到2倍", 2),
        ("太快了,放慢一点点", 0.8),
    ],
)
async def test_a_pace_is_that_which_was_said_and_is_set_once(told, words, speed):
    said, timeline = await told(words)
    assert [round(each.speed, 3) for each in timeline.shots] == [speed], said


@pytest.mark.parametrize(
    ("words", "degrees"),
    [
        ("视频横过来了,帮我向左转90度", 270),
        ("it's sideways, rotate it left", 270),
        ("my clip came out sideways, turn it to the right", 90),
        ("rotate it left, it's sideways", 270),
        ("it's upside down, rotate it", 180),
        ("视频倒过来了,帮我转180度", 180),
        ("it was filmed sideways, rotate it 90 degrees counter-clockwise", 270),
        ("拍横了,逆时针转一下", 270),
        ("it's sideways, turn it the right way up", 90),
        ("it's sideways", 90),
        ("rotate it left", 270),
    ],
)
async def test_a_complaint_and_how_it_is_mended_are_one_turn(told, words, degrees):
    said, timeline = await told(words)
    assert [(each.name, each.amount) for each in timeline.shots[0].effects] == [("turn", degrees)], said


@pytest.mark.parametrize(
    ("words", "offset", "long"),
    [
        ("use the first 10 seconds of the song", 0, 10_000),
        ("add the first 10 seconds of the song as music", 0, 10_000),
        ("add the first 30 secs of the song", 0, 0),
        ("use just the first 8s of song.mp3 as music", 0, 8000),
        ("用这首歌的前10秒", 0, 10_000),
        ("use the last 10 seconds of the song", 50_000, 0),
        ("skip the first 10 seconds of the song", 10_000, 0),
        ("use the song from 0:30", 30_000, 0),
    ],
)
async def test_the_first_seconds_of_a_song_are_those_that_play(told, words, offset, long):
    said, timeline = await told(words, "A.mp4 song.mp3")
    assert (timeline.music.start, timeline.music.offset, timeline.music.length) == (0, offset, long), said
    assert timeline.length == 20_000


@pytest.mark.parametrize(
    ("words", "looks"),
    [
        ("变成黑白的,再加点老电影的感觉", {"mono", "vintage"}),
        ("make it black and white and add a vintage look", {"mono", "vintage"}),
        ("make it black and white with an old film look", {"mono", "vintage"}),
        ("give it a vintage look and make it black and white", {"mono", "vintage"}),
        ("make it black and white, no wait, make it sepia", {"sepia"}),
        ("改成黑白,不对,改成复古", {"vintage"}),
        ("make it black and white except... no just make it all black n white", {"mono"}),
        ("make it sepia. no, just make it black and white", {"mono"}),
        ("make it black and white", {"mono"}),
    ],
)
async def test_two_looks_are_both_there_unless_one_was_taken_back(told, words, looks):
    said, timeline = await told(words)
    assert {name for each in timeline.shots[0].effects for name in each.kind.split()} == looks, said
    assert said.count("look") + said.count("滤镜") == 1, said


async def test_black_and_white_stays_so_under_a_second_look(told):
    _, timeline = await told("make it black and white and add a vintage look")
    assert timeline.shots[0].effects[0].kind.split()[-1] == "mono"


async def test_what_is_said_instead_of_a_wish_takes_its_place(told):
    said, timeline = await told("make it louder... no just mute it")
    assert timeline.shots[0].volume == 0, said
    said, timeline = await told("make it brighter, no just make it darker")
    assert [each.amount < 0 for each in timeline.shots[0].effects] == [True], said


@pytest.mark.parametrize(
    ("words", "ground", "color", "long", "end"),
    [
        ("put a black title card at the beginning saying Summer 2024, 2 secs", "black", "white", 2000, False),
        ("put a white title card at the start saying Summer 2024, 2 secs", "white", "black", 2000, False),
        ("add a black end card saying Summer 2024 for 4 seconds", "black", "white", 4000, True),
        ("a red title card at the start saying Summer 2024 with black letters", "red", "black", 3000, False),
        ("片头加一张黑色的卡片,写着Summer 2024,2秒", "black", "white", 2000, False),
        ("片尾加一张黑底白字的卡片“Summer 2024”,3秒", "black", "white", 3000, True),
        ("片尾加一张白底红字的卡片“Summer 2024”,4秒", "white", "red", 4000, True),
        ("结尾加个黑底黄字卡片“Summer 2024”5秒", "black", "yellow", 5000, True),
    ],
)
async def test_a_card_has_the_colour_and_the_length_that_were_said(told, words, ground, color, long, end):
    said, timeline = await told(words)
    card = timeline.shots[-1 if end else 0]
    assert (card.source, card.length, len(timeline.shots)) == (f"card:{ground}", long, 2), said
    assert [(each.text, each.color) for each in timeline.words] == [("Summer 2024", color)]


KITCHEN = [("hello everyone", 0, 3), ("welcome to my kitchen", 3, 6), ("today we make pancakes", 6, 10)]
TWO = [("hello", 0, 3), ("bye", 3, 6)]
ZH = [("大家好", 0, 3), ("今天教大家包饺子", 3, 6)]


@pytest.mark.parametrize(
    ("words", "captions"),
    [
        ("captions please: 0-3 hello everyone, 3-6 welcome to my kitchen, 6-10 today we make pancakes", KITCHEN),
        ("captions please:\n0-3 hello everyone\n3-6 welcome to my kitchen\n6-10 today we make pancakes", KITCHEN),
        ("captions:\n- 0-3s: hello\n- 3-6s: bye", TWO),
        ("subtitles 0:00-0:03 hello, 0:03-0:06 bye", TWO),
        ("caption 'hello' from 0 to 3 and 'bye' from 3 to 6", TWO),
        ("字幕:0-3 大家好,3-6 今天教大家包饺子", ZH),
        ("字幕:\n0到3秒 大家好\n3到6秒 今天教大家包饺子", ZH),
        ("字幕“大家好”0到3秒,“今天教大家包饺子”3到6秒", ZH),
        ("text: 3-4 eggs, 2-3 onions", [("3-4 eggs, 2-3 onions", 0, 0)]),
    ],
)
async def test_captions_are_each_seen_when_it_was_said(told, words, captions):
    said, timeline = await told(words)
    seen = [(each.text, each.start // 1000, (each.start + each.length) // 1000) for each in timeline.words]
    assert seen == captions, said
    assert {(each.kind, each.place) for each in timeline.words} == {("caption", "bottom")}


async def test_photos_as_long_as_the_beginning_of_a_song(told):
    words = (
        "make a slideshow from the photos with the song, the pics should last as long as the first 30 secs of the song"
    )
    said, timeline = await told(words, "photo1.jpg photo2.jpg photo3.jpg song.mp3")
    assert (timeline.length, timeline.music.offset) == (30_000, 0), said


A, B = ("A", 0, 20), ("B", 0, 12)


@pytest.mark.parametrize(
    ("words", "row"),
    [
        ("start with photo1 for 2 seconds then A then B", [("photo1", 0, 2), A, B]),
        ("先放照片2秒,再放A的前5秒,最后放B", [("photo1", 0, 2), ("A", 0, 5), B]),
        ("put A then B then A again", [A, B, A, ("photo1", 0, 3)]),
        ("play A, then B, then A again", [A, B, A, ("photo1", 0, 3)]),
        ("先放A再放B再放A", [A, B, A, ("photo1", 0, 3)]),
        ("先放A的前5秒,再放B,再放照片", [("A", 0, 5), B, ("photo1", 0, 3)]),
        ("put photo1 then B then the first 4 seconds of A", [("photo1", 0, 3), B, ("A", 0, 4)]),
        ("先放照片,再放B,最后放A的最后3秒", [("photo1", 0, 3), B, ("A", 17, 20)]),
        ("start with photo1, then A from 2 to 6 seconds, then B", [("photo1", 0, 3), ("A", 2, 6), B]),
        ("stick B in the middle of A", [("A", 0, 10), B, ("A", 10, 20), ("photo1", 0, 3)]),
        ("insert B into the middle of A", [("A", 0, 10), B, ("A", 10, 20), ("photo1", 0, 3)]),
        ("把B插到A中间", [("A", 0, 10), B, ("A", 10, 20), ("photo1", 0, 3)]),
        ("put B then A then photo1", [B, A, ("photo1", 0, 3)]),
    ],
)
async def test_clips_play_as_they_were_told_one_by_one(told, words, row):
    said, timeline = await told(words, "A.mp4 B.mp4 photo1.jpg")
    assert clips(timeline) == row, said


async def test_what_else_is_wished_is_of_the_film_that_was_told(told):
    words = "start with photo1 for 2 seconds then A then B, and put 'The End' over the last 3 seconds"
    said, timeline = await told(words, "A.mp4 B.mp4 photo1.jpg")
    assert [(each.text, each.start, each.length) for each in timeline.words] == [("The End", 31_000, 3000)], said


async def test_which_photo_is_asked_where_there_are_two(told):
    said, timeline = await told("先放照片2秒,再放A", "A.mp4 photo1.jpg photo2.jpg")
    assert "请用文件名告诉我" in said
    assert clips(timeline) == [A, ("photo1", 0, 3), ("photo2", 0, 3)]


async def test_more_of_a_clip_than_there_is_is_told(told):
    said, timeline = await told("put A for 40 seconds then B", "A.mp4 B.mp4")
    assert "A.mp4 is only 20 s long" in said
    assert clips(timeline) == [A, B]


@pytest.mark.parametrize(
    ("words", "text", "place", "long"),
    [
        ("左上角写个“小明的生日”,白字,一直显示", "小明的生日", "top-left", 0),
        ("write 12 May 2023 in the corner", "12 May 2023", "corner", 3000),
        ("put the date 12 May 2023 small in the bottom right, white, whole video", "12 May 2023", "bottom-right", 0),
        ("add May 12, 2023 at the top", "May 12, 2023", "top", 3000),
        ("写上2024年5月1日", "2024年5月1日", "center", 3000),
        ("右下角打上日期 2024年5月1日", "2024年5月1日", "bottom-right", 3000),
    ],
)
async def test_a_name_or_a_date_is_written_where_it_was_said(told, words, text, place, long):
    said, timeline = await told(words)
    assert [(each.text, each.place, each.length) for each in timeline.words] == [(text, place, long)], said


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("how long is my video?", "A.mp4 is 20 s long. B.mp4 is 12 s long."),
        ("which one is longer?", "A.mp4 is 20 s long. B.mp4 is 12 s long."),
        ("哪个视频更长?", "A.mp4 长 20 秒。B.mp4 长 12 秒。"),
        ("这两个视频多长?", "A.mp4 长 20 秒。B.mp4 长 12 秒。"),
    ],
)
async def test_how_long_the_clips_are_is_told_before_anything_is_made_of_them(told, words, answer):
    assert await told(words, "A.mp4 B.mp4") == (answer, None)


@pytest.mark.parametrize("words", ["你能干啥", "你会做啥", "你能做什么?", "what can u do?"])
async def test_what_it_can_do_is_told(told, words):
    said, timeline = await told(words)
    assert "•" in said
    assert timeline is None


async def test_a_dull_stretch_whose_times_are_said_is_done(told):
    said, timeline = await told("speed up the boring bit from 8 to 14 sec, like 3x")
    assert [(each.begin, each.speed) for each in timeline.shots] == [(0, 1), (8000, 3), (14_000, 1)], said
    said, timeline = await told("cut the boring parts")
    assert "tell me the times" in said
    assert timeline is None


@pytest.mark.parametrize("words", ["把人脸打上马赛克", "给车牌打个马赛克", "blur the faces"])
async def test_a_face_is_a_plain_no(told, words):
    said, timeline = await told(words)
    assert "车牌" in said or "number plates" in said
    assert timeline is None


@pytest.mark.parametrize(
    ("words", "into", "out"),
    [
        ("开头黑屏慢慢亮起来,最后慢慢变黑", True, True),
        ("开头黑屏慢慢亮起来", True, False),
        ("结尾慢慢黑下去", False, True),
    ],
)
async def test_from_black_and_to_black_are_fades(told, words, into, out):
    said, timeline = await told(words)
    assert (timeline.canvas.fade_in > 0, timeline.canvas.fade_out > 0) == (into, out), said


async def test_bars_that_are_complained_of_are_not_added(told):
    _, timeline = await told("there's black bars on the sides, make it brighter")
    assert [each.name for each in timeline.effects] == []


async def test_a_photo_covers_the_film_while_the_sound_goes_on(told):
    said, timeline = await told("第8秒的时候插一张照片,显示2秒,声音别断", "A.mp4 photo1.jpg")
    assert [(each.source, each.start, each.length) for each in timeline.overlays] == [("photo1.jpg", 8000, 2000)], said
    assert clips(timeline) == [A]
