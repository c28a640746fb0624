"""A word that says which, where, when or how much is held by a wish, or is asked about; never is it done without it."""

import pytest

from sandbox.model.wire import from_wire
from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "s": "song.mp3"}


def ops(words):
    return [wish.op for wish in read(words, FILES).wishes]


def asked_about(words):
    return [doubt.words for doubt in read(words, FILES).doubts]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("blur the left side", "left"),
        ("blur the left half of the picture", "left"),
        ("blur the right edge", "right"),
        ("add a white border on the left", "left"),
        ("add a red border only at the bottom", "bottom"),
        ("logo in all four corners", "all four"),
        ('title "Hi" in both corners', "both"),
        ("put the logo at the top left and the bottom right", "top left and the bottom right"),
        ("把左半边模糊", "左"),
        ("右边模糊一下", "右"),
        ("只在左边加白边框", "左"),
        ("logo四个角都放", "四个"),
    ],
)
def test_a_side_that_no_wish_holds_is_asked_about(words, value):
    assert ops(words) == []
    assert value in " ".join(asked_about(words))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("remove the second text", "second"),
        ("remove the first title", "first"),
        ("make the second title red", "second"),
        ("rotate every other clip", "every other"),
        ("speed up the last bit", "last"),
        ("use the first song", "first"),
        ("move the title to the other corner", "other"),
        ("export both clips separately", "separately"),
        ("最后的字去掉", "最后"),
        ("中间加速", "中间"),
        ("中间的字去掉", "中间"),
        ("两段分别导出", "分别"),
    ],
)
def test_which_one_of_several_is_asked_about(words, value):
    assert ops(words) == []
    assert value in " ".join(asked_about(words))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("start the music before the title", "before"),
        ("stop the music before the end", "before"),
        ("speed up everything before the second clip", "before"),
        ("make it black and white until the second clip", "until"),
        ("half speed from the second clip on", "from"),
        ("add a transition only after the first clip", "after"),
        ('put the title "Hi" before the second clip', "before"),
        ("make the title appear slowly", "slowly"),
        ("用之前的音乐", "之前"),
        ("第二段之前都黑白", "之前"),
        ("标题慢慢变大", "慢慢"),
        ("音乐慢慢变大", "慢慢"),
        ("慢慢变亮", "慢慢"),
        ("标题出来之前不要音乐", "之前"),
    ],
)
def test_when_and_how_gradually_is_asked_about(words, value):
    assert ops(words) == []
    assert value in " ".join(asked_about(words))


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("make A.mp4 and B.mp4 the same brightness", "same"),
        ("instead of jazz use rock", "instead of"),
        ("水平分屏", "水平"),
        ("把A.mp4和B.mp4调到一样亮", "一样"),
    ],
)
def test_how_much_and_which_way_is_asked_about(words, value):
    assert ops(words) == []
    assert value in " ".join(asked_about(words))


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("warm the first clip and cool the second", "cool the second"),
        ("make the second clip grey and the first too", "the first too"),
    ],
)
def test_a_clause_of_nothing_but_a_value_does_not_vanish(words, left):
    assert left in read(words, FILES).missed


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("make the whole thing a tiny bit brighter", ["adjust"]),
        ("both clips black and white", ["look"]),
        ("make both clips faster", ["speed"]),
        ("add a tiny bit of blur", ["blur"]),
        ('put a tiny title "Hi" in the top left', ["text"]),
        ("zoom in slowly on the left", ["zoom"]),
        ("fade in slowly", ["fade"]),
        ("crop it a little on both sides", ["crop"]),
        ("crop the top third", ["crop"]),
        ("crop the top and bottom", ["crop"]),
        ("split the screen top and bottom", ["tiles"]),
        ("left and right split", ["tiles"]),
        ("flip it vertically", ["mirror"]),
        ("freeze the last frame for 2 seconds", ["freeze"]),
        ("slow down only the second one", ["speed"]),
        ("rotate the second clip to the left", ["turn"]),
        ("swap the first and last clip", ["swap"]),
        ("move the last clip before the first one", ["beside"]),
        ("cinematic black bars top and bottom", ["bars"]),
        ("put these one after the other", ["append"]),
        ("another song", ["bgm"]),
        ("first mute it", ["mute"]),
        ("最后静音", ["mute"]),
        ("put black bars above and below", ["bars"]),
        ("still too dark", ["adjust"]),
        ("reverse it again", ["backwards"]),
        ("整段稍微亮一点", ["adjust"]),
        ("两段都黑白", ["look"]),
        ("中间加一秒叠化", ["transition"]),
        ("中间4到7秒变黑白", ["look"]),
        ("水平翻转", ["mirror"]),
        ("慢慢放大", ["zoom"]),
        ("音乐慢慢停", ["fade"]),
        ("片尾慢慢变黑", ["fade"]),
        ("最后再放一遍", ["loop"]),
        ("转场一秒左右", ["transition"]),
    ],
)
def test_everyday_words_are_done_as_before(words, held):
    assert ops(words) == held
    assert not read(words, FILES).open


@pytest.mark.parametrize(
    ("words", "sign"),
    [
        ("make it warm instead of cold", 1),
        ("warmer rather than cooler please", 1),
        ("make it cold instead of warm", -1),
        ("换成暖色而不是冷色", 1),
        ("不要冷色要暖色", 1),
    ],
)
def test_instead_of_what_is_not_what_is_wished(words, sign):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.kind, wish.amount > 0) == ("adjust", "warm", sign > 0)


def test_what_shall_stand_for_another_thing_does_not_stand_beside_it():
    assert ops("add a logo instead of the title") == []


def test_another_pace_instead_of_one_is_the_pace():
    (wish,) = read("make it 2x instead of 3x", FILES).wishes
    assert (wish.op, wish.amount) == ("speed", 2.0)


def test_music_instead_of_the_sound_is_both():
    assert ops("add music instead of the sound") == ["mute", "bgm"]


@pytest.mark.parametrize(
    ("words", "op", "nth"),
    [
        ("mute every clip but the second", "mute", 2),
        ("slow down all clips but the first", "speed", 1),
        ("make everything black and white but the second clip", "look", 2),
        ("全部静音，除了第二段", "mute", 2),
    ],
)
def test_all_but_one_is_not_all_and_not_that_one(words, op, nth):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.nth, wish.others) == (op, nth, True)


@pytest.mark.parametrize(
    ("words", "span", "part", "times"),
    [
        ("play the last 2 seconds twice", (-2000, None), "", 2),
        ("play the last 2 seconds three times", (-2000, None), "", 3),
        ("show the middle twice", None, "middle", 2),
        ("go through it twice", None, "", 2),
        ("把最后两秒放两遍", (-2000, None), "", 2),
    ],
)
def test_how_often_is_not_how_fast(words, span, part, times):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.span, wish.part, wish.ms) == ("loop", span, part, times)


@pytest.mark.parametrize("words", ["play it 2x", "play it at double speed", "两倍速播放"])
def test_how_fast_is_not_how_often(words):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.amount) == ("speed", 2.0)


@pytest.mark.parametrize("words", ["make the music half as loud", "music at half the volume", "把音乐减半"])
def test_half_as_loud_is_by_half(words):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.amount, wish.kind) == ("bgm_volume", 0.5, "by")


@pytest.mark.parametrize("words", ["song right from its 10th second", "the song straight from its 10th second"])
def test_its_second_is_one_of_the_song(words):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.ms) == ("bgm_offset", 10_000)


@pytest.mark.parametrize("words", ["最后两秒歌和画面一块儿淡出去", "最后三秒音乐和画面一起暗下去"])
def test_when_music_and_picture_fade_is_not_when_the_music_plays(words):
    assert "bgm" not in ops(words)


@pytest.mark.parametrize(
    "words",
    [
        "fade out the music and the picture over 2 seconds",
        "fade the picture and the sound out over 2 seconds",
        "最后两秒音乐和画面一起淡出",
    ],
)
def test_what_is_seen_and_heard_fades_where_both_are_named(words):
    (wish,) = read(words, FILES).wishes
    assert (wish.op, wish.text, wish.kind, wish.ms) == ("fade", "", "out", 2000)


@pytest.mark.parametrize("words", ["要柔和地换", "A和B接起来，平滑地换", "片段之间自然地切换"])
def test_how_clips_change_is_a_transition_and_no_music(words):
    assert "transition" in ops(words)
    assert "bgm" not in ops(words)


@pytest.mark.parametrize("words", ["the 2nd clip is my facecam so it goes up top", "A.mp4 is the facecam"])
def test_what_a_clip_is_lays_it_over_nothing(words):
    assert ops(words) == []
    assert read(words, FILES).missed


@pytest.mark.parametrize(
    "words",
    [
        'have the photo first with zest, with "Hi" on it',
        'finish on the photo with flair for 3 seconds, saying "Open"',
        "先照片甩两秒，上面写“家长会”",
    ],
)
def test_a_text_on_what_was_not_understood_lies_on_nothing_else(words):
    assert ops(words) == []
    assert any(doubt.op == "text" for doubt in read(words, FILES).doubts)


async def test_what_is_named_is_made_quieter(clips, asked):
    both = [await clips("a.mp4"), await clips("song.mp3", seconds=5, picture="")]
    before = await asked("put the song under my video", both)
    made = await asked("make the original sound quieter", both, before.draft, [before.draft])
    assert from_wire(made.draft).shots[0].volume < 1
    made = await asked("make the music quieter", both, before.draft, [before.draft])
    assert from_wire(made.draft).music.volume < from_wire(before.draft).music.volume
