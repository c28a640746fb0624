"""A clause that says something is never lost beside others: it is done, asked about, quoted, or taken as a remark."""

from itertools import product

import pytest

from sandbox.reading import read

FILES = ("A.mp4", "B.mp4", "C.mp4", "song.mp3")


def of(words, files=FILES):
    return read(words, {name: name for name in files})


def ops(reading):
    return [wish.op for wish in reading.wishes]


def told(reading):
    return " | ".join((*reading.missed, *reading.remarks, *(doubt.clause for doubt in reading.doubts)))


@pytest.mark.parametrize(
    "forbids",
    [
        "don't show my face",
        "i dont want the hiss",
        "don't keep the crying",
        "not quite what i had in mind",
        "never let it get ahead of her",
        "就别给人看了",
        "别一下子蹦过去",
        "别让人听见我咳嗽",
        "别留那个哭声",
        "唔好咁突兀",
    ],
)
def test_what_is_forbidden_and_not_heeded_is_told(forbids):
    assert forbids in told(of(forbids))
    assert forbids in told(of(f"make it black and white, {forbids}"))


@pytest.mark.parametrize(
    "forbids",
    [
        "don't crop anything",
        "don't add music",
        "dont change the colours",
        "leave the picture alone",
        "the writing can stay",
        "rest stays",
        "keep everything else as is",
        "not too dark",
        "don't export yet",
        "先别导出",
        "别裁",
        "颜色别动",
        "别的照旧",
        "画面不用动",
        "别太大",
        "音调别变",
    ],
)
def test_what_is_heeded_by_leaving_it_is_no_riddle(forbids):
    reading = of(f"mute it, {forbids}")
    assert (ops(reading), told(reading)) == (["mute"], "")


def test_what_the_camera_recorded_is_not_wanted():
    reading = of("add the song, i dont want any of what the camera picked up")
    assert {"mute", "bgm"} <= set(ops(reading))
    assert "mute" in ops(of("加音乐，原声别留"))


def test_ill_at_ease_and_others_forbid_nothing():
    assert not of("看着有点别扭").forbids
    assert not of("黑白，发给别人").forbids


_UNDERSTOOD = {
    "en": ("make it black and white", "mute it", "add lo-fi music", "cut the first 2 seconds", "make it vertical"),
    "zh": ("改成黑白", "静音", "加轻松的音乐", "剪掉开头两秒", "改成竖屏"),
}
_MISSED = {
    "en": (
        "put Ruby is 7 at the top",
        "let the ceiling wobble a little",
        "the fridge's own drone off",
        "give the dog a halo",
        "don't show my face",
        "the kitchen was a mess",
        "she wants glitter",
        "type out whatever i say",
    ),
    "zh": (
        "画面最好再亮堂一点",
        "中间唔好咁突兀",
        "给狗加个光环",
        "就别给人看了",
        "厨房有点乱",
        "让天花板晃一晃",
        "搞成毛茸茸的",
    ),
}
_JOINED = {"en": (", ", " and ", ". ", ", then "), "zh": ("，", "。", "，然后", "；")}


def _pairs():
    return [
        pair
        for language, joints in _JOINED.items()
        for pair in product(_UNDERSTOOD[language], _MISSED[language], joints)
    ]


@pytest.mark.parametrize(("understood", "missed", "joint"), _pairs())
def test_what_is_not_understood_alone_is_told_beside_what_is(understood, missed, joint):
    assert of(understood).wishes
    alone = of(missed)
    assert not alone.wishes
    assert missed in told(alone)
    for words in (f"{understood}{joint}{missed}", f"{missed}{joint}{understood}"):
        reading = of(words)
        assert missed in told(reading), words
        # and what was understood is done, or asked about
        assert reading.wishes or reading.doubts, words


@pytest.mark.parametrize(
    ("words", "op"),
    [
        # the stretch stands in a clause that nobody read
        ("2 to 4 s the sign wobbles and goes half speed", "speed"),
        ("四秒到六秒那个深蹲，学员老说看不清，那一截放慢到一半", "speed"),
        ("我要留的就那段，而且想慢慢看，放慢一半", "speed"),
        ("the best bit is the four seconds in the middle. take those at half pace", "speed"),
        ("first couple of secs should be all out of focus and then it goes sharp", "adjust"),
        # it is pointed at, and was not named
        ("make that part black and white", "look"),
        ("那一截静音", "mute"),
        # it shall be left alone
        ("make it black and white, leave the first 3 seconds alone", "look"),
        ("make it black and white. the first clip stays as it is", "look"),
        ("2 to 6 is the set so leave that alone, at double speed", "speed"),
        ("全部加速，第一段别动", "speed"),
    ],
)
def test_a_change_of_a_part_that_was_not_read_is_not_made_everywhere(words, op):
    reading = of(words)
    assert op not in ops(reading)
    assert op in {doubt.op for doubt in reading.doubts}


def test_what_follows_a_change_of_an_unread_part_is_of_that_part():
    reading = of("the best bit is the four seconds in the middle. take those at half pace, go through it twice")
    assert ops(reading) == ["impossible"]


def test_what_is_taken_off_a_stretch_takes_nothing_back_elsewhere():
    words = "no colour please, apart from 4 to 6 where she opens the box, that must be in colour"
    assert "no colour please" in told(of(words))


def test_half_of_that_is_half_of_what_was_said():
    assert [(wish.amount, wish.kind) for wish in of("the song is too loud. half that").wishes][-1] == (0.5, "by")


def test_half_a_second_more_is_not_cut_off():
    assert of("freeze at 4 sec for a second n a half").wishes[0].ms == 1500


def test_a_sound_that_is_off_is_muted():
    assert "mute" in ops(of("add the song, the clip's own sound off"))


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("第二段加速到1.5倍，第一段别动", "speed"),
        ("make the second clip twice as fast, leave the first alone", "speed"),
        ("from 2 to 4 s twice as fast, the rest stays as it is", "speed"),
        ("2 to 4 s is boring, four times as fast", "speed"),
        ("make this video black and white, don't cut it", "look"),
        ("把这段视频改成黑白", "look"),
        ("the kitchen was a mess, make it black and white", "look"),
        ("don't lose the end, speed it up 2x", "speed"),
        ("the second clip is upside down, make it all black and white", "look"),
        ("sprinkle clip 2 with glitter, and mute the whole video", "mute"),
    ],
)
def test_a_change_whose_part_was_read_or_that_is_of_all_is_made(words, op):
    assert op in ops(of(words))
