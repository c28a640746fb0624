"""What one part of a message says about another: corrections, restrictions, exceptions, orders, several stretches."""

import pytest

from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "c": "C.mp4", "s": "song.mp3", "v": "voice.mp3", "l": "logo.png"}


def said(words, files=FILES):
    """The wishes of a message as their names and what of them was asked about."""
    reading = read(words, files)
    assert not reading.missed, reading
    assert not reading.doubts, reading
    return reading.wishes


def ops(words, files=FILES):
    return [wish.op for wish in said(words, files)]


@pytest.mark.parametrize(
    ("words", "op", "field", "value"),
    [
        # a correction takes the place of what it corrects
        ("cut 3 secs from the start, no wait, from the end", "trim_end", "ms", 3000),
        ("cut the first 2 seconds. sorry, the last 2 seconds", "trim_end", "ms", 2000),
        ("rotate it left. sorry, right", "turn", "ms", 90),
        ("speed up the first clip 2x. no, the second clip", "speed", "nth", 2),
        ("speed up the first clip 2x. no, the other clip", "speed", "nth", 2),
        ("mute A.mp4, I mean B.mp4", "mute", "files", ("b",)),
        ("add lo-fi music, no, upbeat", "bgm", "kind", "upbeat"),
        ("add music at 80%... hmm no, 30", "bgm", "amount", 0.3),
        ("make it vertical, actually square", "aspect", "size", (1, 1)),
        ("trim it to 5 seconds, sorry, 7 seconds", "target", "ms", 7000),
        ("第一段加速两倍，不对，是第二段", "speed", "nth", 2),
        ("剪掉开头三秒，哦不，结尾三秒", "trim_end", "ms", 3000),
        ("剪到5秒，不对，7秒", "target", "ms", 7000),
        ("加轻松的音乐，说错了，欢快的", "bgm", "kind", "upbeat"),
        # what follows says where, and is no cut
        ("b&w but only the first 3 seconds", "look", "span", (0, 3000)),
        ("make it brighter, just the last 2 seconds", "adjust", "span", (-2000, None)),
        ("blur it, only the second clip", "blur", "nth", 2),
        ("mute it, but only A.mp4", "mute", "files", ("a",)),
        ("黑白，只在前3秒", "look", "span", (0, 3000)),
        ("静音，仅第二段", "mute", "nth", 2),
        # all but one
        ("everything 2x except the second clip", "speed", "others", True),
        ("mute all but the first clip", "mute", "others", True),
        ("除了第二段都变成黑白", "look", "others", True),
        ("speed up everything but the first clip", "speed", "others", True),
        ("black and white except the last 2 seconds", "look", "others", True),
        ("整个加速，除了第二段", "speed", "others", True),
        ("sepia for the first half", "look", "part", "first half"),
        ("后半段变黑白", "look", "part", "second half"),
        # a bare stretch is when that is seen, and no cut
        ("make it black and white, 0:02 to 0:05", "look", "span", (2000, 5000)),
        ("底部加字幕“真好吃”，2秒到5秒", "text", "span", (2000, 5000)),
        ("静音，2秒到5秒", "mute", "span", (2000, 5000)),
        # as people say it
        ("start the song 2 seconds in", "bgm", "span", (2000, None)),
        ("let the song play only in the second half", "bgm", "part", "second half"),
        ("fade from A to B", "transition", "kind", "fade"),
        ("less grain", "grain_remove", "kind", ""),
        ("第3秒到第5秒没有声音", "mute", "span", (3000, 5000)),
        ("只播放B.mp4", "only", "files", ("b",)),
        ("画面太暗", "adjust", "amount", 0.5),
        ("画面太亮", "adjust", "amount", -0.5),
        ("不要黑白了", "look_remove", "kind", "mono"),
        ("no black and white please", "look_remove", "kind", "mono"),
        ("without colour", "look", "kind", "mono"),
        ("把B.mp4的声音调大", "volume", "kind", "up"),
        ("show logo.png full screen at 0:03 for 2 seconds", "pip", "span", (3000, 5000)),
        # the times of a message are those of the film as it is
        ("keep 0:00-0:02 and 0:05-0:08", "keep", "spans", ((5000, 8000),)),
        ("cut out half a second at 0:04", "cut", "span", (4000, 4500)),
    ],
)
def test_it_is_one_wish(words, op, field, value):
    (wish,) = said(words)

    assert (wish.op, getattr(wish, field)) == (op, value)


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("slow it to half and zoom in. actually undo the zoom only", ["speed", "zoom_remove"]),
        ("慢放一半再放大，算了放大不要了", ["speed", "zoom_remove"]),
        ("no music, just black and white", ["bgm_remove", "look"]),
        ("no, mute it", ["mute"]),
        ("不要音乐，静音", ["mute", "bgm_remove"]),
        ("first clip in black n white, second one in colour", ["look"]),
        ("第一个黑白，第二个不变", ["look"]),
        ("前三秒黑白，后面恢复彩色", ["look"]),
        ("第3秒到第5秒慢动作，其他正常", ["speed"]),
        ("make the second clip twice as fast, leave the first alone", ["speed"]),
        ("leave out the second one", ["remove_clip"]),
        ("keep 0:02 to 0:06, drop the rest", ["keep"]),
        ("从0:04开始剪，前面的不要", ["keep"]),
        ("掐头去尾各一秒", ["trim_start", "trim_end"]),
        ("take 1 second off each end", ["trim_start", "trim_end"]),
        ("freeze frame at 0:05 for 3 seconds then carry on", ["freeze"]),
        ("剪到5秒并且静音", ["target", "mute"]),
        ("mirror it and make it twice as fast", ["speed", "mirror"]),
        ("fit it into 9:16, black bars ok", ["aspect"]),
        ("16:9 with blurred sides instead of black bars", ["aspect"]),
        ("改成竖屏，上下用模糊填充", ["aspect"]),
        ("put them together, no gaps, hard cuts", ["append", "transition_remove", "transition_remove"]),
        ("the music in the background, quiet, fade it out at the end", ["bgm", "bgm_volume", "fade"]),
        ("B.mp4 is way quieter than A.mp4, even them out", ["loudness"]),
        ("slideshow with crossfades and the whole thing should be 20 seconds", ["slideshow", "total", "transition"]),
        ("一共20秒，中间叠化", ["total", "transition"]),
        ("fade through black between them", ["transition"]),
        ("quiet music please", ["bgm", "bgm_volume"]),
        ("声音太小，画面太暗", ["volume", "adjust"]),
        ("两段之间黑场过渡", ["transition"]),
    ],
)
def test_nothing_more_is_made_of_it(words, wanted):
    assert ops(words) == wanted


@pytest.mark.parametrize(
    ("words", "order"),
    [
        ("use them in this order: C, A, B", ("c", "a", "b")),
        ("C then A then B", ("c", "a", "b")),
        ("arrange them as B.mp4, A.mp4", ("b", "a")),
        ("顺序换成C、A、B", ("c", "a", "b")),
        ("B接A", ("b", "a")),
    ],
)
def test_clips_are_named_in_an_order(words, order):
    (wish,) = said(words)

    assert (wish.op, wish.files) == ("arrange", order)


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("put B before A", ("b", "a")),
        ("mute A", ("a",)),
        ("mute clip B", ("b",)),
        ("B放前面", ("b",)),
        ("make it b&w", ()),
        ("A nice look please, sepia", ()),
        ("add music, plan B would be mute", ()),
    ],
)
def test_a_single_letter_is_a_file_only_where_one_is_called_so(words, files):
    assert {file for wish in read(words, FILES).wishes for file in wish.files} == set(files)


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("add a vignette at 30%", "30%"),
        ("join them at 0:03", "0:03"),
    ],
)
def test_an_exact_thing_that_nobody_knows_what_to_do_with_is_asked_about(words, unread):
    reading = read(words, FILES)

    assert not reading.wishes
    assert [doubt.words for doubt in reading.doubts] == [unread]


async def test_it_is_told_in_words(clips, asked):
    made = await asked("join them at 0:03", [await clips("A.mp4"), await clips("B.mp4")])

    assert "“0:03”" in made.said
    assert made.doubts == ("join them at 0:03",)
    assert not made.changed


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("trim the first 2 seconds, make it black and white and add upbeat music", "trim_start bgm look"),
        ('first mute it, then speed it up 2x, then add a title "Go"', "speed mute text"),
        ("cut the last second, brighten it a bit, zoom in slowly and fade out", "trim_end zoom adjust fade"),
        ('make it vertical, add lo-fi music at 20% and put "Hi" at the top', "bgm aspect text"),
        ("mute A.mp4, speed up B.mp4 2x and crossfade between them", "speed mute transition"),
        ("rotate it left and crop it to a square and add grain", "grain turn aspect"),
        ('remove the silences, normalize the audio and add a watermark "@me"', "silence loudness text"),
        ("remove the silences, letterbox it", "silence bars"),
        ("cut the silences, sepia", "silence look"),
        ("loop it twice, add a border and make it 60 fps", "loop border fps"),
        ("slow motion from 2 to 4 seconds, black and white from 4 to 6 seconds", "look speed"),
        ("add song.mp3 at 50%, duck it under the voice and fade the music out", "bgm duck fade"),
        ("reverse it, add sepia, and no sound please", "backwards mute look"),
        ('trim to 5 seconds; vertical; upbeat music; title "Day 1"; fade in', "target bgm aspect text fade"),
        ("blur 0:02 to 0:04, then mute 0:04 to 0:06", "mute blur"),
        ("make the first clip black and white and the second clip brighter", "adjust look"),
        ("先去掉开头两秒，再变成黑白，然后加欢快的音乐", "trim_start bgm look"),
        ("静音，加速两倍，并且加标题“出发”", "speed mute text"),
        ("先倒放，然后加复古滤镜，最后淡出", "backwards look fade"),
        ("第一段静音，第二段加速两倍，中间加叠化", "speed mute transition"),
        ("加轻松的音乐，音量20%，并把画面调亮", "bgm bgm_volume adjust"),
        ("裁成正方形，加颗粒，再旋转90度", "grain turn aspect"),
        ("去掉静音，响度调到-14 LUFS，加水印“小明”", "silence loudness text"),
        ("2到4秒慢动作，4到6秒黑白", "look speed"),
        ("循环两遍然后加白色边框", "loop border"),
    ],
)
def test_each_of_several_parts_is_a_wish(words, wanted):
    assert ops(words) == wanted.split()
