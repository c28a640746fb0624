"""Requests as people type them in a hurry: numbers without a unit, shorthand, a space for a comma, asides."""

import pytest

from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "c": "C.mp4"}


def wished(words, files=FILES, shapes=None):
    return list(read(words, files, shapes).wishes)


def one(words, files=FILES, shapes=None):
    (wish,) = wished(words, files, shapes)
    return wish


@pytest.mark.parametrize(
    ("words", "op", "span"),
    [
        ("chop 1.5 to 2.5", "cut", (1500, 2500)),
        ("cut out 3-5", "cut", (3000, 5000)),
        ("mute between 2 and 4", "mute", (2000, 4000)),
        ("keep 2 to 6", "keep", (2000, 6000)),
        ("only the middle is boring, 2 to 6 go 4x there", "speed", (2000, 6000)),
        ("slow mo just for the jump, its at 2 to 4 s", "speed", (2000, 4000)),
        ("zoom 2x on the center between 2s and 4s", "zoom", (2000, 4000)),
        ("write 'wait' at the bottom from 1 to 3", "text", (1000, 3000)),
        ("3到5秒静音，其他照旧", "mute", (3000, 5000)),
    ],
)
def test_a_stretch_is_understood_however_short_it_is_said(words, op, span):
    wish = one(words)
    assert (wish.op, wish.span) == (op, span)


@pytest.mark.parametrize(
    "words",
    ["ramp from 1 to 4", "keep 3-4 clips", "zoom in from 1 to 2x", "speed it up between 1 and 2x", "2-3 photos"],
)
def test_other_numbers_are_no_seconds(words):
    assert not any(wish.span for wish in wished(words))


def test_several_stretches_are_kept_at_once():
    wish = one("keep 0-1, 3-4 and 6-7, bin the rest")
    assert (wish.span, wish.spans) == ((0, 1000), ((3000, 4000), (6000, 7000)))
    wish = one("i only want the first second and the very last second lol")
    assert (wish.span, wish.spans) == ((0, 1000), ((-1000, None),))
    wish = one("只留1到2秒还有5到7秒 别的都不要了")
    assert (wish.span, wish.spans) == ((1000, 2000), ((5000, 7000),))


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("2x", 2.0),
        ("play it at 2x", 2.0),
        ("set the clip to 3x", 3.0),
        ("speed it up a little, like 1.25?", 1.25),
        ("加速到3倍 声音别变成花栗鼠那种", 3.0),
    ],
)
def test_a_pace_is_understood(words, amount):
    wish = one(words)
    assert (wish.op, wish.amount) == ("speed", amount)


def test_a_number_alone_beside_another_wish_is_no_speed():
    assert [wish.op for wish in wished("zoom in, 2x")] == ["zoom"]


def test_a_minute_and_seconds_are_one_time_and_two_lengths_are_two():
    assert one("shorten it to 1 minute and 5 seconds").ms == 65_000
    assert one("keep 2s to 4s").span == (2000, 4000)


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("swap first n last clip", "swap"),
        ("turn my vertical vid into wide one", "aspect"),
        ("order shld be the 3rd one first then 1st then 2nd", "arrange"),
    ],
)
def test_shorthand_is_read_in_full(words, op):
    assert op in [wish.op for wish in wished(words)]


def test_what_stands_behind_into_is_what_is_wanted():
    assert [wish.size for wish in wished("turn my vertical vid into normal wide one") if wish.op == "aspect"] == [
        (16, 9)
    ]


@pytest.mark.parametrize("words", ["super shaky, can u stabilise?", "壓到500KB以內可以嗎", "compress it to 5 MB, ok?"])
def test_a_polite_wish_is_no_question(words):
    reading = read(words, FILES)
    assert reading.wishes
    assert not reading.questions


@pytest.mark.parametrize(
    ("words", "kind"),
    [("最短的放最前面，最长的放最后", "shortest"), ("longest first", "longest"), ("sort them by length", "shortest")],
)
def test_clips_are_put_in_the_order_of_their_length(words, kind):
    wish = one(words)
    assert (wish.op, wish.kind) == ("sort", kind)


def test_a_clip_is_named_by_its_shape_where_it_is_the_only_one():
    shapes = {"a": "wide", "b": "upright"}
    assert [(wish.op, wish.files, wish.end) for wish in wished(
        "wide clip first, then stick the vertical one at the end", {"a": "A.mp4", "b": "B.mp4"}, shapes
    )] == [("move", ("a",), False), ("move", ("b",), True)]  # fmt: skip
    assert one("make it vertical", {"a": "A.mp4", "b": "B.mp4"}, shapes).op == "aspect"


def test_words_that_are_the_wrong_way_round_are_mirrored_and_not_played_backwards():
    assert [wish.op for wish in wished("mirror it pls the text on my shirt is backwards")] == ["mirror"]
    assert one("flip it upside down (not rotate, flip)").kind == "mirror_down"


def test_a_brisk_music_does_not_speed_the_film_up():
    assert [wish.op for wish in wished("配个轻快一点的背景音乐")] == ["bgm"]


def test_a_picture_twice_as_large_is_not_twice_as_fast():
    wish = one("画面放大两倍")
    assert (wish.op, wish.amount) == ("zoom", 2.0)


def test_the_first_seconds_are_no_title():
    assert [(wish.op, wish.ms) for wish in wished("把片头三秒剪掉，片尾两秒也剪掉")] == [
        ("trim_start", 3000), ("trim_end", 2000),
    ]  # fmt: skip


@pytest.mark.parametrize("words", ['add a title "Hi", yellow', "加标题「Hi」，黄色", "加标题「Hi」，黄色字"])
def test_a_colour_behind_a_text_is_its_colour(words):
    assert one(words).color == "yellow"


def test_another_speed_of_a_song_is_not_that_of_the_film():
    files = {"a": "A.mp4", "s": "song.mp3"}
    assert [wish.op for wish in wished("speed the song up to 120 bpm", files)] == ["impossible"]
    assert "speed" not in [wish.op for wish in wished("歌放慢到80拍，音调别变", files)]


def test_a_duration_each_belongs_to_the_transitions():
    wish = one("三段之间加滑动转场，每个半秒")
    assert (wish.op, wish.ms) == ("transition", 500)


def test_captions_with_their_times_are_read_line_by_line():
    texts = wished("add these captions, yellow:\n0:00-0:02 Hello\n0:02 - 0:05 Bye, all")
    assert [(wish.text, wish.span, wish.color) for wish in texts] == [
        ("Hello", (0, 2000), "yellow"), ("Bye, all", (2000, 5000), "yellow"),
    ]  # fmt: skip
    assert [wish.span for wish in wished("0:00 Hello\n0:02 Bye now")] == [(0, 2000), (2000, 1_800_000)]
    assert [wish.op for wish in wished("0:02-0:03 cut this out\n0:05-0:06 mute this")] != ["text", "text"]


@pytest.mark.parametrize(
    "words", ["captions: 0:00 hello, 0:03 my dog, 0:06 bye", "字幕：0秒 hello，3秒 my dog，6秒 bye"]
)
def test_captions_with_their_times_may_stand_in_one_row(words):
    assert [(wish.text, wish.span) for wish in wished(words)] == [
        ("hello", (0, 3000)), ("my dog", (3000, 6000)), ("bye", (6000, 1_800_000)),
    ]  # fmt: skip


def test_a_name_ends_where_its_time_begins():
    wish = one("lower third: Jane Miller, Head of Sales, from 1 to 5 s")
    assert (wish.text, wish.span) == ("Jane Miller, Head of Sales", (1000, 5000))


def test_the_halves_are_those_of_the_split():
    wish = one("split it at 0:03 and swap the two halves")
    assert (wish.op, wish.kind, wish.ms) == ("swap", "halves", 3000)


def test_many_slips_in_one_message_are_put_right():
    assert [wish.op for wish in wished("cut teh frist two secnods an mak it blck and wite")] == ["trim_start", "look"]


def test_what_is_not_read_of_a_long_message_begins_with_a_whole_word():
    (missed,) = read("music " * 1500, FILES).missed
    assert missed.startswith("music ")


def test_two_fades_of_a_length_are_one_wish():
    wish = one("fade in for 1s and fade out for 1s")
    assert (wish.kind, wish.ms) == ("both", 1000)
    assert len(wished("fade in for 1s and fade out for 3s")) == 2


def test_a_title_does_not_swallow_what_is_kept():
    assert [(wish.op, wish.span) for wish in wished('add a title "Hi", keep only 2s to 5s')] == [
        ("keep", (2000, 5000)), ("text", None),
    ]  # fmt: skip
    assert one('add a title "Hi", only 2s to 5s').span == (2000, 5000)
