"""Words that no operation explains are asked about, and not passed over: the clause that holds them is not acted on."""

import time

import pytest

from sandbox.reading import read

FILES = {name: name for name in ("A.mp4", "B.mp4", "C.mp4", "logo.png", "song.mp3", "voice.mp3")}

# each speaks of something that only who sees or hears the clip could find, or of something that cannot be done
OF_SOMETHING_UNKNOWN = [
    "make only the sky brighter",
    "can you brighten just her face",
    "turn up the saturation of the flowers",
    "make the car red",
    "blur the guy on the left",
    "put the logo on the t-shirt",
    "stick the logo onto the mug please",
    "mute the dog",
    "mute only the dog barking",
    "mute the part when the baby cries",
    "turn down the traffic but leave the voices",
    "make the bride's dress whiter",
    "zoom in on the cake",
    "zoom in on the dog's nose slowly",
    "zoom in when she starts laughing",
    "speed up the bit where we walk to the beach",
    "slow motion when the ball hits the net",
    "slow down only the jump",
    "freeze when he blows out the candles",
    "cut out the part where I sneeze",
    "remove everything after the goal",
    "cut to the moment she says yes",
    "trim the beginning until the music starts",
    "start the video when the door opens",
    "stop the video before he falls",
    "add music only while nobody talks",
    "add music when the drone takes off",
    "fade the music out when she starts to talk",
    "put a title over the house",
    'add the title "Home" above the door',
    "make the title follow the ball",
    'add a title "Go" that bounces',
    'put "Happy Birthday" on the cake',
    "make the caption flash",
    "make the title shake a little",
    "crop out the man at the edge",
    "crop it so the sign isn't visible",
    "make the trees greener",
    "make the background black and white and keep her in colour",
    "everything black and white except the red balloon",
    "make the whole thing black and white but keep the rose red",
    "warm up the skin tones",
    "reverse just the splash",
    "loop the laugh three times",
    "repeat the chorus",
    "lower the bass in the music",
    "add some reverb to the voice",
    "make my voice deeper",
    "make the drums in the song louder",
    "lower the music during the chorus",
    "mute the left speaker",
    "make the sound stereo",
    "swap the heads",
    "replace the shirt with a blue one",
    "brighten the dark scenes only",
    "add music to the beach scenes",
    "make the indoor shots warmer",
    "stabilise only the shaky bits",
    "sharpen the text on the whiteboard",
    "beep out the swear word",
    "add snow falling",
    "put a moustache on him",
    "make her smile",
    "make the dog talk",
    "give the video a soul",
    "put sunglasses on the cat",
    "translate the sign",
    "remove the fence",
    "remove the reflection in the window",
    "change the colour of the wall to blue",
    "change the shirt colour to green",
    "把天空调亮一点",
    "只把她的脸调亮",
    "把狗静音",
    "狗叫的时候静音",
    "只要小孩说话的那段",
    "把logo贴到衣服上",
    "把标志放在杯子上",
    "放大蛋糕",
    "镜头推到新娘脸上",
    "球进的时候慢动作",
    "他跳起来那一下放慢",
    "把打喷嚏那段剪掉",
    "从开门的时候开始",
    "海边的镜头加音乐",
    "把车变成红色",
    "只有玫瑰是红色其他黑白",
    "除了气球其他都黑白",
    "背景黑白人物保持彩色",
    "标题跟着球走",
    "标题放在房子上面写“我的家”",
    "把左边那个人裁掉",
    "让树更绿",
    "副歌部分音乐小一点",
    "把鼓声调大",
    "给他戴个墨镜",
    "把衬衫换成蓝色",
    "室内的镜头调暖",
    "把字幕抖一抖",
    "她笑的时候定格",
    "音乐在她说话前淡出",
    "turn down the music by half when i'm speaking",
    "can you add a heart where they kiss",
    "make her dress sparkle",
    "put fire behind him",
    "make the guitar louder than the vocals",
    "remove the pimple from my chin",
    "cut to the crowd when the singer stops",
    "show the clip B only when the drummer is on",
    "make my teeth whiter",
    "sharpen the licence plate",
    "straighten the horizon",
    "tilt it a little to the left so the horizon is level",
    "make the letters on the sign bigger",
    "mute the guy who is coughing",
    "turn down the second speaker",
    "brighten the faces",
    "brighten the left half",
    "blur everything except the runner",
    "blur the screen of my laptop",
    "remove the logo on her shirt",
    "add an arrow pointing to the ball",
    "draw a circle around the keeper",
    "put a black box over the number plate",
    "make the intro music stop when the talk starts",
    "cut every time somebody says um",
    "put a border around the dog",
    "reverse only the part with the waterfall",
    "colour the title like a rainbow",
    "make the music match the dancing",
    "slow zoom on the singer's hands",
    "speed the clouds up but keep the people normal",
    "make the clouds move faster",
    "loop the part with the wave",
    "swap the voice with a robot voice",
    "only play the sound of the waves",
    "stop the music right when the cake comes",
    "add rain sounds",
    "give the text a shadow",
    "make the title rotate",
    "put the caption under the dog",
    "add my logo to the wall behind me",
    "add the logo on the bottle",
    "把她的裙子弄闪一点",
    "他身后加点火",
    "吉他声大一点，人声不动",
    "把我下巴上的痘去掉",
    "拍手的时候切到B",
    "牙齿变白一点",
    "车牌锐化一下",
    "地平线摆正",
    "咳嗽的那个人静音",
    "左半边调亮",
    "除了跑步的人其他都模糊",
    "把电脑屏幕打码",
    "加个箭头指着球",
    "守门员周围画个圈",
    "标题做成彩虹色",
    "文字一个一个蹦出来",
    "云动快一点",
    "瀑布那段倒放",
    "只留海浪的声音",
    "蛋糕出来的时候音乐停",
    "logo加在瓶子上",
    "字幕放在狗下面",
]

# one part of these is understood, and done
IN_PART = [
    ("darken the sky a bit and add music", "bgm"),
    ("brighten the video and mute the dog", "adjust"),
    ("make it black and white, and put the logo on his cap", "look"),
    ("cut the first 2 seconds and blur the neighbour", "trim_start"),
    ("add lofi music and make only the eyes sharper", "bgm"),
    ("speed it up 2x and remove the seagull noise from the left mic", "speed"),
    ("调亮一点，再把邻居打码", "adjust"),
    ("去掉前两秒，顺便把狗弄模糊", "trim_start"),
    ("make everything a tad cooler, less orange", "adjust"),
]

ASKS = {"impossible", "volume_ask", "speed_ask", "move_ask", "polish_ask"}


def done(reading):
    """What is carried out: not what is only asked, and no text without its words."""
    return {wish.op for wish in reading.wishes if wish.op not in ASKS and (wish.op != "text" or wish.text)}


@pytest.mark.parametrize("words", OF_SOMETHING_UNKNOWN)
def test_nothing_is_done_where_a_word_is_not_explained(words):
    reading = read(words, FILES)

    assert done(reading) == set(), reading
    assert reading.doubts or reading.missed or reading.wishes or reading.questions


@pytest.mark.parametrize(("words", "ops"), IN_PART)
def test_the_other_clauses_are_done(words, ops):
    reading = read(words, FILES)

    assert done(reading) == set(ops.split()), reading
    assert reading.open


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("make only the sky brighter", "only the sky"),
        ("put the logo on the t-shirt", "on the t-shirt"),
        ("mute the dog barking", "the dog barking"),
        ("zoom in when she starts laughing", "when she starts laughing"),
        ("把天空调亮一点", "天空"),
        ("把標誌放在杯子上", "杯子"),  # as it was typed
        ("make it brighter, but only the sky", "only the sky"),  # and so the clause before is not done either
        ("make it black and white, except her dress", "except her dress"),
        ("画面调亮，只有天空", "只有天空"),
    ],
)
def test_the_words_are_told(words, quoted):
    reading = read(words, FILES)

    assert [doubt.words for doubt in reading.doubts] == [quoted]
    assert not reading.wishes


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            "make only the sky brighter",
            ("I do not understand “only the sky”", "brighter, darker", "without those words"),
        ),
        ("把天空调亮一点", ("“天空”我没听懂", "调亮、调暗", "再说一遍")),
    ],
)
async def test_one_sentence_says_what_was_not_understood_and_what_can_be_done(asked, clips, words, told):
    made = await asked(words, [await clips("a.mp4")])

    assert not made.changed
    assert made.draft is None
    assert [part for part in told if part not in made.said] == []
    assert not made.missed
    assert made.doubts == (words,)


async def test_a_film_is_changed_by_the_other_clauses_only(asked, clips):
    made = await asked("make it black and white and blur the neighbour", [await clips("a.mp4")])

    assert made.done == ("put_clip", "apply_look")
    assert "“the neighbour”" in made.said


@pytest.mark.parametrize(
    "words",
    [
        "slow mo just for the jump, its at 2 to 4 s",
        "slow motion when she jumps from 0:02 to 0:04",
        "他跳的时候慢动作，2到4秒",
    ],
)
def test_who_says_when_it_is_need_not_be_asked_what_it_is(words):
    reading = read(words, FILES)

    assert [(wish.op, wish.span) for wish in reading.wishes] == [("speed", (2000, 4000))]
    assert not reading.doubts


@pytest.mark.parametrize(
    "words", ["only " * 400, "the sky " * 250, "调亮天空" * 200, "because of the dog when it " * 80, "so - " * 500]
)
def test_any_text_is_read_in_no_time(words):
    begin = time.process_time()
    read(f"make {words} brighter", FILES)

    assert time.process_time() - begin < 2.0
