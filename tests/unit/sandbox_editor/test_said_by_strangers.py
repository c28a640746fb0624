"""Ways of saying that were once read as something else, or lost: each kind in several phrasings."""

import pytest

from sandbox.model.wire import from_wire
from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4"}
SONG = {"a": "A.mp4", "s": "song.mp3"}


def wished(words, files=FILES):
    return list(read(words, files).wishes)


def ops(words, files=FILES):
    return [wish.op for wish in wished(words, files)]


def one(words, files=FILES):
    (wish,) = wished(words, files)
    return wish


@pytest.mark.parametrize(
    "words", ["text can stay", "the title stays", "my logo stays where it is", "字可以留着", "标题就留着吧"]
)
def test_what_shall_stay_is_no_new_text(words):
    reading = read(words, FILES)
    assert (reading.wishes, reading.missed, reading.forbids) == ((), (), True)


@pytest.mark.parametrize(
    ("words", "place", "ms"),
    [
        ("头一条尾那3秒不要", 1, 3000),
        ("頭一段結尾兩秒剪掉", 1, 2000),
        ("唔該將頭一條尾嗰3秒唔要", 1, 3000),
        ("the first clip loses its last 3 seconds", 1, 3000),
    ],
)
def test_the_end_of_the_first_clip_is_not_that_of_the_film(words, place, ms):
    wish = one(words)
    assert (wish.op, wish.nth, wish.ms) == ("trim_end", place, ms)


async def test_a_number_is_that_of_the_clips_as_they_came(clips, asked):
    made = await asked("第二段先放，第一段最后1秒剪掉", [await clips("a.mp4"), await clips("b.mp4")])
    shots = from_wire(made.draft).shots
    assert [(shot.name, shot.length) for shot in shots] == [("b", 4000), ("a", 3000)]


@pytest.mark.parametrize(
    "words",
    [
        "B.mp4 small in the top right, mute the tiny one",
        "B.mp4 small in the top right, no sound on the small one",
        "B.mp4缩小放右上角，小的那个静音",
        "B.mp4缩小塞右上角，声音只留大的",
    ],
)
def test_the_small_picture_is_silent_and_the_film_is_heard(words):
    assert ops(words) == ["pip", "pip_silent"]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("B.mp4 small in the top right, pops up at 2 secs", (2000, None)),
        ("B.mp4 small in the corner, it should only appear from 3 seconds", (3000, None)),
        ("B.mp4缩小放右上角，第2秒再冒出来", (2000, None)),
        ("logo放右下角，最后两秒再出来就好", (-2000, None)),
        ("logo in the top left, make it appear at 3 seconds", (3000, None)),
        ("logo in the top left, gone after 4 seconds", (0, 4000)),
        ("logo放左上角，4秒后消失", (0, 4000)),
    ],
)
def test_when_it_comes_and_goes_is_said_behind_it(words, span):
    assert one(words).span == span


@pytest.mark.parametrize(
    "words",
    [
        "loop it 3 times, the second time backwards",
        "play it three times, middle pass reversed",
        "连放三遍，中间那遍倒放",
        "放两遍，第二遍倒放",
    ],
)
def test_one_pass_of_several_is_not_all_of_them(words):
    reading = read(words, FILES)
    assert [wish.op for wish in reading.wishes] == ["loop"]
    assert [doubt.op for doubt in reading.doubts] == ["backwards"]


@pytest.mark.parametrize(
    "words",
    [
        "嗡嗡的那个声儿太烦了，换成这首歌",
        "声音太杂，换成我的歌",
        "the audio is awful, replace it with the song",
        "i want the song instead of that noise",
        "put the song on instead of what's on there",
    ],
)
def test_a_song_takes_the_place_of_the_sound_that_was_spoken_of(words):
    assert ops(words, SONG) == ["mute", "bgm"]


@pytest.mark.parametrize(
    "words",
    [
        "镜头慢慢推近，推到第2秒就定住别再动",
        "慢慢放大，放大到2秒就停",
        "zoom in slowly until 2 seconds, then hold it there",
        "slowly zoom in for the first 2 seconds, and stay like that",
    ],
)
def test_a_slow_move_stands_still_from_a_moment_on(words):
    assert [(wish.kind, wish.span) for wish in sorted(wished(words), key=lambda wish: wish.span)] == [
        ("in", (0, 2000)),
        ("close", (2000, None)),
    ]


@pytest.mark.parametrize(
    "words", ["画面里那只橘猫走到镜头前面别再动", "the orange cat in the corner by the door should not be moved"]
)
def test_what_is_said_before_a_no_is_told(words):
    assert read(f"静音。{words}" if words[0] > "z" else f"mute it. {words}", FILES).missed == (words,)


@pytest.mark.parametrize("words", ["静音。颜色别动", "mute it, don't touch the colours", "静音，前3秒别动"])
def test_a_plain_no_is_not_quoted(words):
    assert read(words, FILES).missed == ()


@pytest.mark.parametrize(
    "words",
    [
        "A接B，当中黑一下再亮",
        "A接B，连接处黑一下",
        "join A and B, dip to black between them",
    ],
)
def test_black_between_the_clips_is_a_transition(words):
    assert [(wish.op, wish.kind) for wish in wished(words) if wish.op in {"transition", "adjust"}] == [
        ("transition", "fadeblack")
    ]


@pytest.mark.parametrize(
    ("words", "color", "size"),
    [
        ("打“外婆八十大寿”，红的，字大点", "red", 1.35),
        ('put "Hello" at the top, nice and big', "white", 1.35),
        ('big title "Hello"', "white", 1.35),
        ('add the title "Hello", yellow, and huge letters', "yellow", 1.7),
        ("加标题“你好”，黄色的，字要小一点", "yellow", 1 / 1.35),
    ],
)
def test_the_look_of_a_text_is_not_lost(words, color, size):
    wish = one(words)
    assert (wish.op, wish.color or "white", wish.amount) == ("text", color, pytest.approx(size, abs=0.01))


async def test_large_letters_are_large(clips, asked):
    made = await asked('put "Hello" at the top, nice and big', [await clips("a.mp4")])
    assert from_wire(made.draft).words[0].size == pytest.approx(1.35)


@pytest.mark.parametrize(
    "words",
    [
        "slap GRADUATION DAY 2024 across it, gone after three seconds",
        'title "Hi", disappears after 3 seconds',
        "加标题“你好”，过3秒再没",
        "加标题“你好”，3秒后消失",
    ],
)
def test_a_text_that_goes_cuts_nothing(words):
    wish = one(words)
    assert (wish.op, wish.span) == ("text", (0, 3000))


def test_who_only_says_that_something_goes_is_asked():
    assert ops("gone after three seconds") == []


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("1:1 crop, everything I care about is on the left hand side", "left"),
        ("crop it square, the action is on the right", "right"),
        ("裁成1:1，重点在左边", "left"),
    ],
)
def test_what_matters_says_where_to_crop(words, place):
    assert [wish.place for wish in wished(words) if wish.op == "aspect"] == [place]


@pytest.mark.parametrize(
    ("words", "files"),
    [
        ("write 'Hello' on the second clip", {"nth": 2}),
        ("第二段上写“你好”", {"nth": 2}),
        ("put 'Hello' on B.mp4", {"files": ("b",)}),
    ],
)
def test_a_text_lies_over_the_clip_that_is_named(words, files):
    wish = one(words)
    assert wish.op == "text"
    assert {key: getattr(wish, key) for key in files} == files


async def test_a_text_is_seen_as_long_as_its_clip(clips, asked):
    made = await asked("write 'Hello' on the second clip", [await clips("a.mp4"), await clips("b.mp4")])
    (words,) = from_wire(made.draft).words
    assert (words.start, words.length) == (4000, 4000)


@pytest.mark.parametrize(
    "words",
    ["前两秒和后三秒剪掉", "頭兩秒跟尾三秒都幫我剪掉", "开头2秒、结尾3秒都不要", "cut the first 2 and last 3 seconds"],
)
def test_both_ends_are_trimmed(words):
    assert [(wish.op, wish.ms) for wish in wished(words)] == [("trim_start", 2000), ("trim_end", 3000)]


@pytest.mark.parametrize(
    "words",
    ["shave a second off both ends of both vids", "每段视频掐头去尾各1秒", "trim 1 second off each end of every clip"],
)
def test_both_ends_of_each_clip(words):
    assert [(wish.op, wish.kind, wish.ms) for wish in wished(words)] == [("each_clip", "off_both", 1000)]


@pytest.mark.parametrize(
    "words",
    [
        "底下配字：0到3秒 早上好；3到6秒 出发啦；往后都是 到家",
        "字幕：0-3秒：早上好，3-6秒：出发啦，之后 到家",
        "captions: 0 to 3 s 早上好; 3 to 6 s 出发啦; then 到家",
    ],
)
def test_times_in_a_row_of_captions_are_no_words(words):
    assert [(wish.text, wish.span[0]) for wish in wished(words)] == [("早上好", 0), ("出发啦", 3000), ("到家", 6000)]


@pytest.mark.parametrize(
    "words", ["only want the audio off this", "just the sound of this clip", "把声音单独提出来", "只要音频"]
)
def test_a_film_cannot_be_sound_alone(words):
    assert [(wish.op, wish.kind) for wish in wished(words)] == [("impossible", "format")]


@pytest.mark.parametrize("words", ["把声音放大些", "音量放大一点", "声音放大"])
def test_a_larger_sound_is_no_zoom(words):
    wish = one(words)
    assert (wish.op, wish.kind) == ("volume", "up")


@pytest.mark.parametrize(
    ("words", "nth"),
    [("后面那段别出声", -1), ("第一段不要出声", 1), ("前面那段别出声，后面照旧", 1), ("全片哑巴", None)],
)
def test_who_shall_not_make_a_sound_is_muted(words, nth):
    wish = one(words)
    assert (wish.op, wish.nth) == ("mute", nth)


@pytest.mark.parametrize("words", ["一共3秒，原声都关了", "缩短到3秒，声音关掉", "make it 3 seconds, kill the sound"])
def test_what_is_off_is_not_lost_beside_another_wish(words):
    assert "mute" in ops(words)


@pytest.mark.parametrize(
    "words",
    ["melt the one into the other, second or so", "crossfade A and B, a second or so", "A和B之间叠化，一秒左右"],
)
def test_about_a_second_is_a_length(words):
    assert [wish.ms for wish in wished(words) if wish.op == "transition"] == [1000]


@pytest.mark.parametrize(
    "words",
    [
        "first one black and white, no noise",
        "the first clip brighter, warmer",
        "第一段黑白，倒放",
        "A.mp4 backwards, muted",
    ],
)
def test_what_is_said_behind_a_clip_is_said_of_it(words):
    assert {wish.nth or wish.files for wish in wished(words)} in ({1}, {("a",)})


@pytest.mark.parametrize("words", ["first clip black and white, everything brighter", "第一段黑白，全片静音"])
def test_all_of_it_is_more_than_the_clip_before(words):
    assert {wish.nth for wish in wished(words)} == {1, None}


@pytest.mark.parametrize("words", ["歌调小一半", "halve the music", "turn the music down by half", "音乐声音降低一半"])
def test_by_half_is_half_of_what_it_is(words):
    wish = one(words, SONG)
    assert (wish.op, wish.kind, wish.amount) == ("bgm_volume", "by", 0.5)


@pytest.mark.parametrize(
    ("words", "begin", "ms"),
    [
        ("改成第3秒才出来，到第7秒收掉", 3000, 4000),
        ("改到2秒再出现", 2000, None),
        ("make it appear at 3 seconds", 3000, None),
        ("have it come in at 0:02", 2000, None),
    ],
)
def test_when_the_text_comes_is_no_length_of_the_film(words, begin, ms):
    wish = one(words)
    assert (wish.op, wish.span, wish.ms) == ("text_change", (begin, None), ms)


@pytest.mark.parametrize(
    "words",
    [
        "put the song under it, and let it die away at the end",
        "song's drowning everything, halve it, and let it tail off across the last 3 secs",
        "配这首歌，让它慢慢淡出",
    ],
)
def test_it_is_the_song_that_fades(words):
    assert [wish.text for wish in wished(words, SONG) if wish.op == "fade"] == ["music"]


@pytest.mark.parametrize("words", ["i want it creepy", "make it dramatic", "make the video more upbeat"])
async def test_a_mood_of_all_of_it_is_asked_about(words, clips, asked):
    made = await asked(words, [await clips("a.mp4")])
    assert (made.draft, made.changed) == (None, False)
    assert "the music" in made.said


@pytest.mark.parametrize(
    "words",
    ["去掉颜色变黑白的", "drain the colour out", "take the colour out of it", "把颜色去掉", "turn it all grey"],
)
def test_who_takes_the_colour_out_wants_black_and_white(words):
    wish = one(words)
    assert (wish.op, wish.kind) == ("look", "mono")


@pytest.mark.parametrize("words", ["颜色还给我", "把颜色变回来", "bring the colour back"])
def test_who_wants_the_colour_back_wants_no_look(words):
    assert ops(words) == ["look_remove"]


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("from 1 up to two and a half seconds a man walks in front, so could that go?", (1000, 2500)),
        ("1 to 3 s is just the floor. could that come out?", (1000, 3000)),
        ("between 1 and 3 seconds my thumb is in the way. he walks off. cut that out", (1000, 3000)),
    ],
)
def test_could_that_go_cuts_what_was_told_of(words, span):
    assert [(wish.op, wish.span) for wish in wished(words)] == [("cut", span)]


@pytest.mark.parametrize(
    "words", ["头一秒手抖，末了两秒拍的是地板，都去了吧", "开头一秒在晃，最后两秒是地板，都剪掉吧"]
)
def test_all_that_was_complained_of_is_cut(words):
    assert [(wish.op, wish.ms) for wish in wished(words) if wish.op.startswith("trim")] in (
        [("trim_start", 1000), ("trim_end", 2000)],
        [("trim_end", 2000), ("trim_start", 1000)],
    )


@pytest.mark.parametrize("words", ["and her name, Ella Marsh, at the bottom", "my name, Ella Marsh, at the bottom"])
def test_a_name_is_a_text(words):
    wish = one(words)
    assert (wish.op, wish.text, wish.place) == ("text", "Ella Marsh", "bottom")


def test_the_words_before_are_not_lost_to_those_that_follow():
    texts = wished('between second 2 and second 5 have "wait" along the bottom, then BOOM dead centre till it\'s over')
    assert [(wish.text, wish.span[0]) for wish in texts] == [("wait", 2000), ("BOOM", 5000)]


@pytest.mark.parametrize(
    "words", ["hmm preferred it how it was. only leave the final second grey", "刚那个不算，改成最后1秒黑白"]
)
async def test_what_follows_an_undo_is_meant_for_the_clips_as_they_came(words, clips, asked):
    clip = [await clips("a.mp4")]
    before = await asked("make it black and white" if words[0] < "z" else "改成黑白", clip)
    made = await asked(words, clip, before.draft, [before.draft])
    shots = from_wire(made.draft).shots
    assert [[effect.kind for effect in shot.effects] for shot in shots] == [[], ["mono"]]


async def test_a_moment_beyond_the_film_is_one_of_the_song(clips, asked):
    song = await clips("song.mp3", seconds=20, picture="")
    made = await asked("start the song like twelve seconds in", [await clips("a.mp4"), song])
    assert from_wire(made.draft).music.offset == 12_000


@pytest.mark.parametrize("words", ["ok so um can you mute it", "um, mute it please"])
def test_a_pause_in_speech_is_no_filler_word_to_be_heard(words):
    assert ops(words) == ["mute"]


@pytest.mark.parametrize(
    "words",
    ["i do want the sound after all", "unmute it", "turn the sound back on", "算了原声还是留着吧", "把声音打开"],
)
def test_the_sound_comes_back_as_it_was_recorded(words):
    wish = one(words)
    assert (wish.op, wish.amount) == ("volume", 1.0)


@pytest.mark.parametrize("words", ["ditch the middle one", "remove the middle clip", "中间那个不要，其他留着"])
async def test_the_middle_clip_is_one_of_three(words, clips, asked):
    three = [await clips("a.mp4"), await clips("b.mp4"), await clips("c.mp4")]
    made = await asked(words, three)
    assert [shot.name for shot in from_wire(made.draft).shots] == ["a", "c"]


async def test_of_two_clips_none_is_the_middle_one(clips, asked):
    made = await asked("ditch the middle one", [await clips("a.mp4"), await clips("b.mp4")])
    assert len(from_wire(made.draft).shots) == 2
    assert "no such clip" in made.said


@pytest.mark.parametrize("words", ["cut that part out", "remove this bit please", "那段不要了", "把这段剪掉吧"])
def test_who_says_no_times_is_asked_for_them(words):
    assert ops(words) == ["cut_ask"]


@pytest.mark.parametrize(
    "words",
    [
        "except for 4 to 6 seconds, make it black and white",
        "除了4到6秒有颜色，其他统统黑白",
        "除了4到6秒，全都改成黑白",
    ],
)
def test_all_but_a_stretch_may_be_said_first(words):
    wish = one(words)
    assert (wish.kind, wish.span, wish.others) == ("mono", (4000, 6000), True)


@pytest.mark.parametrize(
    "words", ["左上角打个马赛克，前五秒就行", "blur the top left corner, only the first 5 seconds"]
)
def test_so_long_is_enough(words):
    wish = one(words)
    assert (wish.op, wish.span) == ("smear", (0, 5000))


@pytest.mark.parametrize(
    ("words", "op", "kind"),
    [
        ("filmed it upside down", "turn", "complaint"),
        ("let the final frame just hang there three seconds longer", "freeze", "last"),
        ("the last frame should linger for 2 seconds", "freeze", "last"),
        ("要那种越放越快的感觉", "ramp", ""),
        ("越播越慢", "ramp", ""),
        ("twice as quick", "speed", ""),
        ("第6秒以后通通黑白", "look", "mono"),
        ("五秒到七秒那一截放慢一半", "speed", ""),
        ("give the colours more punch", "adjust", "vivid"),
        ("make it a bit blueish", "adjust", "warm"),
        ("smudge the top right out please", "smear", ""),
        ("other way round actually", "swap", ""),
        ("can u rub out the bloke stood behind me", "impossible", "object"),
        ("keep only the moments my brother's face is on screen", "impossible", "face"),
        ("帮我认一下视频里这位是谁", "impossible", "face"),
    ],
)
def test_everyday_words_for_what_can_or_cannot_be_done(words, op, kind):
    wish = one(words)
    assert (wish.op, wish.kind) == (op, kind)


@pytest.mark.parametrize(
    ("words", "place", "span"),
    [
        ("右上角贴我们店的标，第2秒再冒出来，别太大", "top-right", (2000, None)),
        ("商標擺右下角半透明，最後兩秒再跑出來就好", "bottom-right", (-2000, None)),
        ("our logo wants to sit bottom left, kinda see-through", "bottom-left", None),
    ],
)
def test_a_logo_sits_where_it_shall(words, place, span):
    wish = one(words, {"a": "A.mp4", "l": "brand.png"})
    assert (wish.op, wish.place, wish.span) == ("logo", place, span)


@pytest.mark.parametrize("words", ["put the second clip first", "swap the two clips", "第二段移到开头"])
async def test_transitions_stay_at_the_cuts_when_clips_change_places(words, clips, asked):
    two = [await clips("a.mp4"), await clips("b.mp4")]
    before = await asked("crossfade between the clips", two)
    shots = from_wire((await asked(words, two, before.draft, [before.draft])).draft).shots
    assert [(shot.name, shot.join) for shot in shots] == [("b", "fade"), ("a", "")]


def test_an_area_that_is_not_named_is_no_whole_picture():
    assert ops("a number plate is in the top right, smudge that area out please") == []


def test_the_2nd_half_is_the_second():
    wish = one("drain the colour out of the 2nd half only")
    assert (wish.kind, wish.part) == ("mono", "second half")


@pytest.mark.parametrize(
    "words",
    ["this is my voiceover, start it at 4 seconds", "这是我录的旁白 从第4秒开始说", "这段是我的配音，在第4秒放"],
)
def test_when_a_voice_begins_cuts_nothing(words):
    wish = one(words, {"a": "A.mp4", "v": "voice.mp3"})
    assert (wish.op, wish.ms) == ("voice", 4000)


@pytest.mark.parametrize("words", ["照片放最后收尾，三秒，上头写 谢谢观看", "照片放片尾，上面写 谢谢观看"])
def test_the_words_on_a_card_are_not_lost(words):
    wish = one(words, {"a": "A.mp4", "p": "one.jpg"})
    assert (wish.op, wish.text) == ("card", "谢谢观看")


@pytest.mark.parametrize("words", ["edit my clip", "edit the video nicely", "wipe between the clips"])
def test_who_edits_takes_nobody_out(words):
    assert "impossible" not in ops(words)
