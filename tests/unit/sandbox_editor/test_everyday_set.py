"""What people ask for every day: many ways to say it, and a measure of the film."""

from itertools import pairwise

import pytest

from sandbox.film import ffmpeg
from sandbox.operations import impossible
from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4"}

SAID = {
    "look": [
        "make it black and white", "convert it to black & white",
        "b&w please", "turn the video monochrome", "grayscale",
        "make the first clip black and white", "I want it in greyscale", "apply a black and white filter",
        "remove the colour", "give it a vintage look", "make it look retro", "apply a sepia filter", "sepia tone",
        "make it look like an old film", "cinematic look please", "add a cinematic filter", "teal and orange",
        "film noir style", "give it a moody look", "make it look like the 80s", "add a neon filter",
        "colour grade it", "invert the colours", "black and white from 0:02 to 0:03", "a dreamy filter",
        "改成黑白", "黑白滤镜", "把视频变成黑白的", "复古风格", "加个复古滤镜", "去色", "电影色调", "加电影感滤镜",
        "怀旧滤镜", "老照片效果", "赛博朋克风格", "前2秒变成黑白", "做成黑白的",
    ],
    "adjust": [
        "make it brighter", "brighten the video", "increase the brightness", "it's too dark", "lighten it up a bit",
        "make it darker", "darken it a little", "reduce brightness by 20%", "more contrast", "increase the contrast",
        "lower the contrast", "make it warmer", "warm up the colours", "warmer tones please", "cooler colours",
        "make it look colder", "it's too yellow", "sharpen it", "make it sharper", "less saturation",
        "turn up the exposure", "brighten clip2.mp4",
        "亮一点", "调亮一点", "画面太暗了", "把画面调亮", "暗一点", "提高对比度", "色调暖一点", "暖色调", "冷色调",
        "提高亮度", "画面锐化一下", "降低饱和度", "增加曝光",
    ],
    "turn": [
        "rotate it 90 degrees", "rotate left", "rotate the video clockwise", "turn it 90° to the right",
        "rotate counter-clockwise", "turn it upside down", "my video is sideways", "rotate clip2.mp4 by 180 degrees",
        "rotate 270", "turn the picture on its side", "can you rotate it?", "it was filmed sideways",
        "rotate the second clip to the left", "give it a quarter turn",
        "旋转90度", "逆时针旋转90度", "向左转90度", "把视频转180度",
        "顺时针转一下", "画面转正", "视频拍横了", "旋转视频",
    ],
    "mirror": [
        "flip it horizontally", "mirror the video", "flip it",
        "flip vertically", "mirror it", "flip the clip left to right",
        "make a mirror image", "mirror effect", "swap left and right", "flip upside down", "mirrored please",
        "左右翻转", "水平翻转", "镜像", "上下翻转", "镜像翻转", "把画面左右颠倒", "翻转一下画面",
    ],
    "backwards": [
        "play it backwards", "reverse the video", "reverse it", "play the clip in reverse", "make it go backwards",
        "rewind effect", "reverse the footage", "play this in reverse", "can you reverse the second clip",
        "reverse the last 2 seconds", "I want it backwards", "reversed please",
        "倒放", "把视频倒着放", "倒放最后2秒", "反向播放", "视频倒播", "做倒带效果", "从后往前放",
    ],
    "boomerang": [
        "make a boomerang", "boomerang effect", "turn it into a boomerang", "play it forward then backward",
        "forwards and backwards", "back and forth", "ping-pong effect", "boomerang it", "loop it back and forth",
        "make it a boomerang video",
        "回旋镖效果", "做成回旋镖", "来回播放", "正放再倒放", "先正放然后倒放", "往返播放",
    ],
    "loop": [
        "loop it 3 times", "loop the video", "repeat it twice", "play it three times", "repeat the clip 4 times",
        "loop the first 2 seconds", "make it loop", "repeat the second clip twice", "play it 2 times in a row",
        "loop it again", "duplicate the clip", "loop this five times",
        "循环播放3遍", "重复两次", "循环三次", "连续播放3遍", "把视频循环", "再放一遍",
    ],
    "blur": [
        "blur it", "blur the video", "make it blurry", "blur 0:02 to 0:04", "add a blur", "blur the first 2 seconds",
        "a slight blur", "heavy blur please", "gaussian blur", "make the picture out of focus", "blur clip2.mp4",
        "apply a blur effect from 0:01 to 0:03",
        "模糊", "把画面模糊", "画面虚化", "前2秒模糊", "加模糊效果", "轻微模糊", "把2到4秒模糊",
    ],
    "zoom": [
        "slowly zoom in", "zoom in", "zoom out", "zoom in at 0:03", "add a slow zoom", "zoom in 2x", "zoom to 150%",
        "ken burns effect", "gradually zoom in on the center", "slow push in", "punch in", "zoom into the left side",
        "zoom in slowly over the first 3 seconds", "get closer",
        "慢慢拉近", "放大画面", "镜头推近", "缓慢推进", "拉远", "逐渐放大", "变焦", "慢慢放大到1.5倍",
    ],
    "ramp": [
        "speed ramp", "add a speed ramp",
        "gradually speed it up", "slow it down gradually", "ramp the speed from 1x to 3x",
        "make it faster and faster", "ramp up the speed", "speed ramping effect", "it should get slower and slower",
        "accelerate towards the end", "ease into slow motion", "gradually get faster",
        "逐渐加速", "变速", "越来越快", "慢慢变慢", "速度渐变", "由慢到快", "曲线变速",
    ],
    "vignette": [
        "add a vignette", "vignette effect", "put a vignette on it", "darken the corners", "dark edges please",
        "give it a vignette look", "apply vignetting",
        "vignette from 0:02 to 0:04", "make the edges dark, vignette style",
        "add a vignette to the second clip",
        "加暗角", "暗角效果", "四角压暗", "给视频加晕影", "第二个片段加暗角", "2到4秒加暗角",
    ],
    "steady": [
        "stabilise the video", "stabilize it", "remove the camera shake", "it's too shaky", "make it less shaky",
        "fix the shaking", "steady the shot", "image stabilization", "deshake", "smooth out the camera motion",
        "the footage is wobbly, stabilize it", "reduce the jitter",
        "防抖", "画面稳定一点", "去抖", "视频太抖了", "消除抖动", "加防抖", "画面晃动太厉害",
    ],
    "impossible": [
        "blur the faces", "remove the background",
        "add auto captions", "transcribe the speech", "translate it to Spanish",
        "remove the person on the left", "text to speech", "change my voice", "find the best moments",
        "remove the filler words", "upscale it to 4k with AI", "add a whoosh sound effect", "green screen",
        "track the ball", "add snow effect", "post it on tiktok", "make a highlight reel", "face swap", "lip sync",
        "remove the tiktok watermark",
        "人脸打码", "去掉背景", "自动生成字幕", "翻译字幕", "变声", "美颜", "抠像", "提取精彩片段", "加音效",
        "发布到抖音", "去抖音水印", "文字转语音",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("wanted", "words"), [(wanted, each) for wanted, all_ in SAID.items() for each in all_])
def test_these_words_are_this_wish(wanted, words):
    reading = read(words, FILES)

    assert {wish.op for wish in reading.wishes} - {"polish"} == {wanted}, reading
    assert not reading.missed
    assert not reading.questions


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("reverse the order of the clips", "reverse"),
        ("speed it up", "speed"),
        ("slow motion", "speed"),
        ("crossfade between the clips", "transition"),
        ("zoom transitions", "transition"),
        ("add chill music", "bgm"),
        ("make it 9:16 with a blurred background", "aspect"),
        ("loop it for 30 seconds", "target"),
        ('add a title "Black and white"', "text"),
        ('add a title "Rotate the zoom"', "text"),
        ("speed it up 2x and play it backwards", "speed backwards"),
        ("make it black and white, brighter and slower", "look adjust speed"),
        ("rotate it and flip it", "turn mirror"),
        ("add upbeat music and a slow zoom in", "bgm zoom"),
        ("speed ramp: start slow and end fast", "ramp"),
        ("add music but leave the picture alone", "bgm"),
        ("replace the sound with cinematic music", "mute bgm"),
        ("speed up the part between 0:04 and 0:06 two times", "speed"),
        ("裁剪到前4秒", "keep"),
        ("去掉没有声音的部分", "silence"),
        ("trim the first 2 seconds but not the end", "trim_start"),
        ("黑白加倒放", "look backwards"),
        ("先倒放，再循环3遍", "backwards loop"),
    ],
)
def test_neighbours_are_told_apart(words, wanted):
    reading = read(words, FILES)

    assert {wish.op for wish in reading.wishes} == set(wanted.split()), reading
    assert not reading.missed


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("make the last 3 seconds black and white", {"op": "look", "span": (-3000, None)}),
        ("turn the first two seconds grayscale", {"op": "look", "span": (0, 2000)}),
        ("brighter from 0:02 on", {"op": "adjust", "span": (2000, None)}),
        ("make it brighter in the middle", {"op": "adjust", "part": "middle"}),
        ("blur the start", {"op": "blur", "part": "start"}),
        ("blur out the end", {"op": "blur", "part": "end"}),
        ("slow down the last 3 seconds", {"op": "speed", "span": (-3000, None)}),
        ("loop the last second 5 times", {"op": "loop", "span": (-1000, None), "ms": 5}),
        ("speed ramp in the middle", {"op": "ramp", "part": "middle"}),
        ("flip the second clip", {"op": "mirror", "nth": 2}),
        ("vignette at 0:02 for 3 seconds", {"op": "vignette", "span": (2000, 5000)}),
        ("start zoomed in and zoom out", {"op": "zoom", "kind": "out"}),
        ("it's upside down, turn it around", {"op": "turn", "ms": 180}),
        ("reverse clip2.mp4 and keep clip1.mp4 normal", {"op": "backwards", "files": ("b",)}),
        ("make it look like a 90s home video", {"op": "look", "kind": "vintage"}),
        ("make it pop", {"op": "adjust", "kind": "vivid"}),
        ("前两秒变成黑白，其余不变", {"op": "look", "span": (0, 2000)}),
        ("最后3秒倒放", {"op": "backwards", "span": (-3000, None)}),
        ("色调暖一点", {"op": "adjust", "kind": "warm", "amount": 0.5}),
        ("稍微亮一点", {"op": "adjust", "kind": "bright", "amount": 0.25}),
        ("把亮度调高20%", {"op": "adjust", "kind": "bright", "amount": 0.2}),
        ("把开头模糊掉", {"op": "blur", "part": "start"}),
        ("视频左右反了，翻过来", {"op": "mirror"}),
        ("恢复原来的颜色", {"op": "look_remove"}),
    ],
)
def test_a_wish_holds_where_it_is_said_to_hold(words, fields):
    reading = read(words, FILES)

    assert len(reading.wishes) == 1, reading
    assert {name: getattr(reading.wishes[0], name) for name in fields} == fields
    assert not reading.missed


async def test_a_third_or_the_end_of_the_film_is_all_that_changes(clips, asked, rendered):
    clip = await clips("red6.mp4", picture="color=red", seconds=6)
    middle = await rendered((await asked("black and white in the middle", [clip])).draft, [clip])
    end = await rendered((await asked("make the last 2 seconds black and white", [clip])).draft, [clip])

    def coloured(found):
        return max(found) - min(found) > 100

    assert [coloured(await middle.colour(at, 0.5, 0.5)) for at in (1, 3, 5)] == [True, False, True]
    assert [coloured(await end.colour(at, 0.5, 0.5)) for at in (1, 3.5, 5)] == [True, True, False]


@pytest.mark.parametrize(("kind", "known"), impossible._KNOWN.items())
@pytest.mark.parametrize("chinese", [False, True])
async def test_what_cannot_be_done_is_named(clips, asked, kind, known, chinese):
    clip = await clips("clip.mp4")
    first = await asked("put this on the timeline", [clip])
    words = next(each for each in SAID_NO[kind] if any("\u3400" <= mark <= "\u9fff" for mark in each) == chinese)
    made = await asked(words, [clip], first.draft)

    assert known.what[chinese] in made.said
    assert "understand" not in made.said
    assert "听懂" not in made.said.replace(known.what.chinese, "")
    assert not made.changed


SAID_NO = {
    "speech": ["generate subtitles automatically", "自动加字幕"],
    "words": ["bleep every swear word", "他一说脏话就消音"],
    "translate": ["translate the subtitles", "翻译成英文"],
    "tts": ["read the text aloud", "把文字转语音"],
    "voice": ["make a robot voice", "变声"],
    "cutout": ["change the background", "换背景"],
    "object": ["erase the tourists", "去掉路人"],
    "face": ["pixelate the faces", "给脸打马赛克"],
    "tracking": ["follow the person", "智能追踪"],
    "highlights": ["keep only the best parts", "只要精彩片段"],
    "fillers": ["cut the ums and uhs", "去掉语气词"],
    "upscale": ["upscale the video", "提升画质"],
    "burned_in": ["remove the watermark from the original", "去掉视频自带的水印"],
    "song_speed": ["speed the song up", "把歌放慢"],
    "vocals": ["isolate the vocals", "把人声去掉只留伴奏"],
    "sound_apart": ["keep the sound playing forwards", "声音正常放"],
    "sound_effects": ["add applause", "加音效"],
    "generate": ["generate an image of a cat", "生成一张图片"],
    "three_d": ["add confetti", "加烟花特效"],
    "sky": ["replace the sky with a sunset", "换个天空"],
    "publish": ["upload it to youtube", "发到朋友圈"],
    "format": ["export it as a gif", "导出成动图"],
    "seen": ["keep only the parts where the dog is visible", "只留有狗的片段"],
    "timer": ["add a countdown", "加一个倒计时"],
}


@pytest.mark.parametrize("words", ["remove the green screen", "换脸", "transcribe what I say, then translate it"])
async def test_a_named_no_puts_nothing_on_the_timeline(clips, asked, words):
    made = await asked(words, [await clips("clip.mp4")])

    assert made.draft is None
    assert not made.changed


async def test_what_can_be_done_beside_a_named_no_is_done(clips, asked):
    made = await asked("make it black and white and remove the person", [await clips("clip.mp4")])

    assert "apply_look" in made.done
    assert "people or things" in made.said


async def test_a_vignette_darkens_the_corners_and_not_the_middle(clips, asked, rendered):
    clip = await clips("white.mp4", picture="color=white", seconds=1)
    film = await rendered((await asked("add a vignette", [clip])).draft, [clip])

    assert max(await film.colour(0.5, 0.02, 0.02)) < 140
    assert min(await film.colour(0.5, 0.5, 0.5)) > 220


async def test_black_and_white_has_no_colour_where_it_was_asked(clips, asked, rendered):
    clip = await clips("red.mp4", picture="color=red")
    made = await asked("black and white from 0:02 to 0:03", [clip])
    film = await rendered(made.draft, [clip])

    grey, red = await film.colour(2.5, 0.5, 0.5), await film.colour(1, 0.5, 0.5)
    assert max(grey) - min(grey) < 12
    assert max(red) - min(red) > 150
    assert max(await film.colour(3.5, 0.5, 0.5)) > 150


@pytest.mark.parametrize(
    "words",
    [
        "vintage look",
        "sepia",
        "cinematic look",
        "film noir",
        "faded look",
        "neon filter",
        "moody look",
        "pastel",
        "invert",
    ],
)
async def test_every_look_changes_the_picture_and_comes_off_again(clips, asked, rendered, words):
    clip = await clips("brown.mp4", picture="color=0xa06030", seconds=1)
    plain = await asked("put this on the timeline", [clip])
    made = await asked(words, [clip], plain.draft)
    off = await asked("remove the filter", [clip], made.draft)

    before = await (await rendered(plain.draft, [clip])).colour(0.5, 0.5, 0.5)
    after = await (await rendered(made.draft, [clip])).colour(0.5, 0.5, 0.5)
    assert sum(abs(one - other) for one, other in zip(before, after, strict=True)) > 12
    assert off.draft["t"] == plain.draft["t"]


@pytest.mark.parametrize(
    ("words", "differs"),
    [
        ("make it brighter", lambda one, two: sum(two) > sum(one) + 25),
        ("make it darker", lambda one, two: sum(two) < sum(one) - 25),
        ("make it warmer", lambda one, two: two[0] - two[2] > one[0] - one[2] + 12),
        ("cooler colours", lambda one, two: two[2] - two[0] > one[2] - one[0] + 12),
        ("less saturation", lambda one, two: max(two) - min(two) < max(one) - min(one) - 8),
    ],
)
async def test_an_adjustment_goes_in_its_direction_and_twice_is_more(clips, asked, rendered, words, differs):
    clip = await clips("mid.mp4", picture="color=0x806a60", seconds=1)
    plain = await asked("put this on the timeline", [clip])
    once = await asked(words, [clip], plain.draft)
    twice = await asked(words, [clip], once.draft)

    colours = [await (await rendered(each.draft, [clip])).colour(0.5, 0.5, 0.5) for each in (plain, once, twice)]
    assert differs(colours[0], colours[1]), colours
    assert twice.draft != once.draft


QUARTERS = "drawbox=0:0:iw/2:ih:red:fill,drawbox=iw/2:0:iw/2:ih:blue:fill"  # red on the left, blue on the right


async def test_a_turned_film_stands_upright(clips, asked, rendered):
    clip = await clips("halves.mp4", "-vf", QUARTERS, picture="color=black", seconds=1)
    made = await asked("rotate it 90 degrees", [clip])
    film = await rendered(made.draft, [clip])

    assert (film.asset.width, film.asset.height) == (360, 640)
    assert (await film.colour(0.5, 0.5, 0.1))[0] > 180  # what was left is on top
    assert (await film.colour(0.5, 0.5, 0.9))[2] > 180
    back = await asked("rotate it 90 degrees to the left", [clip], made.draft)
    assert (back.draft["m"]["width"], back.draft["m"]["height"]) == (1920, 1080)


async def test_an_odd_angle_is_a_named_no(clips, asked):
    made = await asked("rotate it 45 degrees", [await clips("clip.mp4")])

    assert "quarters" in made.said
    assert "rotate" not in made.done


async def test_a_mirrored_film_has_its_sides_swapped(clips, asked, rendered):
    clip = await clips("halves.mp4", "-vf", QUARTERS, picture="color=black", seconds=1)
    film = await rendered((await asked("flip it horizontally", [clip])).draft, [clip])

    assert (await film.colour(0.5, 0.1, 0.5))[2] > 180
    assert (await film.colour(0.5, 0.9, 0.5))[0] > 180


# red for two seconds, then blue for two, with a tone under the red
CHANGES = "drawbox=0:0:iw:ih:red:fill:enable='lt(t,2)'"
TONE_FIRST = "aevalsrc='0.5*sin(880*PI*t)*lt(t,2)':s=44100:d=30"


async def test_backwards_shows_and_sounds_the_end_first(clips, asked, rendered):
    clip = await clips("changes.mp4", "-vf", CHANGES, picture="color=blue", sound=TONE_FIRST)
    made = await asked("play it backwards", [clip])
    film = await rendered(made.draft, [clip])

    assert abs(film.asset.duration_ms - 4000) <= 80
    assert (await film.colour(0.5, 0.5, 0.5))[2] > 180
    assert (await film.colour(3.5, 0.5, 0.5))[0] > 180
    assert await film.loudness(2.5, 1) > await film.loudness(0.5, 1) + 30
    again = await asked("reverse it", [clip], made.draft)
    assert "forwards" in again.said
    assert "backwards" not in again.draft["t"][0]["sg"][0]["m"]


async def test_backwards_of_a_stretch_leaves_the_rest(clips, asked, rendered):
    clip = await clips("changes.mp4", "-vf", CHANGES, picture="color=blue", sound=TONE_FIRST)
    made = await asked("reverse the last 3 seconds", [clip])
    film = await rendered(made.draft, [clip])

    shown = [await film.colour(at, 0.5, 0.5) for at in (0.5, 2, 3.5)]
    assert [("red", "blue")[each[2] > each[0]] for each in shown] == ["red", "blue", "red"]


async def test_a_boomerang_goes_and_comes_back(clips, asked, rendered):
    clip = await clips("changes.mp4", "-vf", CHANGES, picture="color=blue", sound=TONE_FIRST)
    made = await asked("make a boomerang", [clip])
    film = await rendered(made.draft, [clip])

    assert abs(film.asset.duration_ms - 8000) <= 80
    shown = [await film.colour(at, 0.5, 0.5) for at in (1, 3, 5, 7)]
    assert [("red", "blue")[each[2] > each[0]] for each in shown] == ["red", "blue", "blue", "red"]


async def test_a_loop_is_as_many_times_as_long(clips, asked, rendered):
    clip = await clips("clip.mp4", seconds=1)
    made = await asked("loop it 3 times", [clip])

    assert made.draft["d"] == 3000
    assert abs((await rendered(made.draft, [clip])).asset.duration_ms - 3000) <= 80


async def test_a_blur_takes_the_edges_away_where_it_was_asked(clips, asked, rendered):
    clip = await clips("edge.mp4", "-vf", "drawbox=0:0:iw/2:ih:white:fill", picture="color=black")
    film = await rendered((await asked("blur 0:02 to 0:04", [clip])).draft, [clip])

    sharp, soft = await film.pixels(1, "160x90"), await film.pixels(3, "160x90")
    row = slice(45 * 160, 46 * 160)
    assert sum(40 < grey < 215 for grey in sharp[row]) <= 2
    assert sum(40 < grey < 215 for grey in soft[row]) >= 4


async def test_a_slow_zoom_ends_closer_than_it_began(clips, asked, rendered):
    ring = "drawbox=iw/2-40:ih/2-30:80:60:white:fill"
    clip = await clips("box.mp4", "-vf", ring, picture="color=black")
    film = await rendered((await asked("slowly zoom in 2x", [clip])).draft, [clip])

    lit = [sum(grey > 128 for grey in await film.pixels(at, "64x36")) for at in (0.1, 2, 3.9)]
    assert lit[0] * 1.5 < lit[1] * 1.2 < lit[2]
    assert lit[2] > lit[0] * 2.5


async def test_a_ramp_is_slow_at_first_and_fast_in_the_end(clips, asked, rendered):
    clip = await clips("changes.mp4", "-vf", CHANGES, picture="color=blue", sound=TONE_FIRST)
    made = await asked("ramp the speed from 1x to 3x", [clip])
    film = await rendered(made.draft, [clip])
    speeds = [segment["m"]["speed"] for segment in made.draft["t"][0]["sg"]]

    assert speeds == sorted(speeds)
    assert speeds[0] < 1.2
    assert speeds[-1] > 2.6
    assert made.draft["d"] < 2600
    assert abs(film.asset.duration_ms - made.draft["d"]) <= 120
    assert (await film.colour(1.2, 0.5, 0.5))[0] > 180  # more than half of the film is its first half


async def test_a_shaky_film_is_made_steady(clips, asked, rendered):
    shaky = "crop=iw-80:ih-80:40+12*sin(n*0.9):40+9*sin(n*1.3),scale=640:360"
    clip = await clips(
        "shaky.mp4", "-vf", shaky, picture="mandelbrot=start_scale=0.6:end_scale=0.59", size="720x440", seconds=2
    )
    plain = await rendered((await asked("put this on the timeline", [clip])).draft, [clip])
    made = await asked("stabilise the video", [clip])
    film = await rendered(made.draft, [clip])

    assert await _motion(film) < await _motion(plain) * 0.7
    assert abs(film.asset.duration_ms - 2000) <= 80


async def _motion(film) -> float:
    frames = [await film.pixels(at / 25, "160x90") for at in range(20, 30)]
    pairs = pairwise(frames)
    return sum(sum(abs(one - two) for one, two in zip(a, b, strict=True)) / len(a) for a, b in pairs)


async def test_where_ffmpeg_cannot_stabilise_it_is_said(clips, asked, monkeypatch):
    async def none():
        return frozenset({"scale"})

    monkeypatch.setattr("sandbox.editor.filters", none)
    made = await asked("stabilise the video", [await clips("clip.mp4")])

    assert "can't stabilise" in made.said
    assert "stabilise" not in made.done


async def test_the_filters_at_hand_are_known_by_name():
    found = await ffmpeg.filters()

    assert {"scale", "overlay", "amix"} <= found
    assert await ffmpeg.filters() is found
