"""A text that is there is changed, moved, coloured, sized and taken away; none is added by it."""

import pytest

from sandbox.model.wire import from_wire
from sandbox.reading import read

TITLE, CAPTION = 'add a title "Hello"', 'add a caption "so good" at the bottom'
GREY = "color=c=0x808080"

CHANGES = [
    # words, which text is meant, what becomes of it
    ("字幕用黄色", "so good", {"color": "yellow"}),
    ("make the subtitles yellow", "so good", {"color": "yellow"}),
    ("change the captions to yellow", "so good", {"color": "yellow"}),
    ("yellow captions please", "so good", {"color": "yellow"}),
    ("把字幕改成红色", "so good", {"color": "red"}),
    ("字幕颜色换成蓝色", "so good", {"color": "blue"}),
    ("标题颜色改成蓝色", "Hello", {"color": "blue"}),
    ("the title should be red", "Hello", {"color": "red"}),
    ("turn the title green", "Hello", {"color": "green"}),
    ('change "Hello" to red', "Hello", {"color": "red"}),
    ("move the title to the top", "Hello", {"place": "top"}),
    ("put the captions at the top", "so good", {"place": "top"}),
    ("字幕放到顶部", "so good", {"place": "top"}),
    ("把标题移到左下角", "Hello", {"place": "bottom-left"}),
    ("move the captions up", "so good", {"place": "center"}),
    ("标题往上移一点", "Hello", {"place": "top"}),
    ("move the title down", "Hello", {"place": "bottom"}),
    ('move "Hello" to the top right corner', "Hello", {"place": "top-right"}),
    ("make the captions larger", "so good", {"size": 1.35}),
    ("the captions are too small", "so good", {"size": 1.35}),
    ("字幕太小了", "so good", {"size": 1.35}),
    ("标题放大一点", "Hello", {"size": 1.35}),
    ("make the title twice as big", "Hello", {"size": 2.0}),
    ("字幕大一倍", "so good", {"size": 2.0}),
    ("make the title 50% smaller", "Hello", {"size": 0.5}),
    ("标题太大了", "Hello", {"size": 0.741}),
    ("make the title a bit bigger", "Hello", {"size": 1.15}),
    ("make the title much bigger", "Hello", {"size": 1.7}),
    ('make "Hello" bigger', "Hello", {"size": 1.35}),
    ("把“Hello”放大", "Hello", {"size": 1.35}),
    ("make the title red and bigger", "Hello", {"color": "red", "size": 1.35}),
    ("make the title bigger, red and at the top", "Hello", {"color": "red", "size": 1.35, "place": "top"}),
    ('change the title "Hello" to "Bye"', "Hello", {"text": "Bye"}),
    ('change "Hello" to "Bye"', "Hello", {"text": "Bye"}),
    ('replace "so good" with "so bad"', "so good", {"text": "so bad"}),
    ('"Bye" instead of "Hello"', "Hello", {"text": "Bye"}),
    ('change the title to "Bye"', "Hello", {"text": "Bye"}),
    ('the title should say "Bye"', "Hello", {"text": "Bye"}),
    ("rename the title to Winter Trip", "Hello", {"text": "Winter Trip"}),
    ("标题改成“再见”", "Hello", {"text": "再见"}),
    ("标题改成冬天", "Hello", {"text": "冬天"}),
    ("把“Hello”换成“再见”", "Hello", {"text": "再见"}),
    ("show the title for 5 seconds", "Hello", {"length": 5000}),
    ("标题显示2秒", "Hello", {"length": 2000}),
    ("move the title to 0:02", "Hello", {"start": 2000}),
]


def shown(draft):
    return {each.text: each for each in from_wire(draft).words}


@pytest.mark.parametrize(("words", "which", "becomes"), CHANGES)
async def test_only_what_was_said_of_that_text_changes(asked, clips, words, which, becomes):
    clip = await clips("clip.mp4", seconds=6)
    before = (await asked(f"{TITLE}, {CAPTION}", [clip])).draft
    made = await asked(words, [clip], before)
    texts, earlier = shown(made.draft), shown(before)
    assert len(texts) == 2, made.said
    for text, was in earlier.items():
        expected = becomes if text == which else {}
        now = texts[expected.get("text", text)]
        for name in ("text", "kind", "place", "color", "size", "start", "length"):
            assert getattr(now, name) == pytest.approx(expected.get(name, getattr(was, name))), (name, made.said)


@pytest.mark.parametrize("words", ["make the text bigger", "make all the text yellow", "字体大一点", "把字放到顶部"])
async def test_text_is_all_of_them(asked, clips, words):
    clip = await clips("clip.mp4", seconds=6)
    before = (await asked(f"{TITLE}, {CAPTION}", [clip])).draft
    texts, earlier = shown((await asked(words, [clip], before)).draft), shown(before)
    assert texts.keys() == earlier.keys()
    assert texts["Hello"] != earlier["Hello"]
    assert texts["so good"] != earlier["so good"] or words == "把字放到顶部"


@pytest.mark.parametrize(
    "words",
    [
        *(words for words, _, becomes in CHANGES if "text" not in becomes),
        "make the title purple", "change the captions to purple", "change the subtitles to Spanish",
        "make the captions bold", "make the title last longer", "字幕改成紫色", "change the font", "换个字体",
        "hide the captions", "delete the title", "move the watermark to the top left", "水印小一点",
        "watermark in red",
        'change "Nothing" to "Something"', 'make "Nothing" bigger', 'delete "Nothing"', "make the lower third blue",
    ],
)  # fmt: skip
async def test_nothing_is_added_where_there_is_no_text(asked, clips, words):
    clip = await clips("clip.mp4", seconds=6)
    draft = (await asked("put it on the timeline", [clip])).draft
    made = await asked(words, [clip], draft)
    assert not from_wire(made.draft).words
    assert not made.changed
    assert made.said


async def test_an_unknown_colour_changes_nothing_and_is_answered(asked, clips):
    clip = await clips("clip.mp4", seconds=6)
    before = (await asked(TITLE, [clip])).draft
    made = await asked("make the title purple", [clip], before)
    assert made.draft == before
    assert "yellow" in made.said


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("hide the captions", {"Hello"}), ("captions off", {"Hello"}), ("remove the captions", {"Hello"}),
        ("delete the title", {"so good"}), ('delete "so good"', {"Hello"}), ("remove all text", set()),
        ("去掉字幕", {"Hello"}), ("隐藏标题", {"so good"}), ("把字去掉", set()),
        ('remove the text "Hello"', {"so good"}),
    ],
)  # fmt: skip
async def test_texts_are_taken_away(asked, clips, words, left):
    clip = await clips("clip.mp4", seconds=6)
    before = (await asked(f"{TITLE}, {CAPTION}", [clip])).draft
    assert shown((await asked(words, [clip], before)).draft).keys() == left


@pytest.mark.parametrize(
    ("words", "text", "start", "length", "place"),
    [
        ("在第4秒显示“你好”两秒", "你好", 4000, 2000, "center"),
        ('show "Hi" at 4 seconds for 2 seconds', "Hi", 4000, 2000, "center"),
        ("从第3秒开始显示“你好”", "你好", 3000, 3000, "center"),
        ("底部加字幕“真好吃”，2秒到5秒", "真好吃", 2000, 3000, "bottom"),
        ('add a caption "so good", from 2s to 5s', "so good", 2000, 3000, "bottom"),
        ("右上角加水印“尼莫”", "尼莫", 0, 0, "top-right"),
        ("add a title Hello in yellow at the top", "Hello", 0, 3000, "top"),
        ("字幕写“第三秒见”，从第二秒显示到第四秒", "第三秒见", 2000, 2000, "bottom"),
    ],
)
async def test_a_text_that_is_added_stands_when_and_where_it_shall(asked, clips, words, text, start, length, place):
    clip = await clips("clip.mp4", seconds=6)
    made = await asked(words, [clip])
    (each,) = from_wire(made.draft).words
    assert (each.text, each.start, each.length, each.place) == (text, start, length, place)
    assert from_wire(made.draft).length == 6000


@pytest.mark.parametrize(
    "words",
    [
        "use logo.png as a watermark bottom left, half transparent",
        "watermark bottom left, half transparent, small",
        "左下角加水印，半透明，小一点",
    ],
)
def test_a_picture_as_a_watermark_is_no_text(words):
    reading = read(words, {"l": "logo.png"})
    assert [wish.op for wish in reading.wishes] == ["logo"]


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("make captions from what I say", "impossible"), ("自动生成字幕", "impossible"), ("放大画面", "zoom"),
        ("make the music louder", "bgm_volume"), ('add a title card "A"', "card"),
        ("translate the captions", "impossible"),
        ('add a big title "Hi"', "text"), ('put "Hello" at the top', "text"), ("make the logo smaller", "logo"),
        ("make the video black and white", "look"),
    ],
)  # fmt: skip
def test_other_wishes_are_no_change_of_a_text(words, op):
    assert [wish.op for wish in read(words, {"a": "clip.mp4"}).wishes] == [op]


async def test_a_watermark_picture_is_moved_and_sized_too(asked, clips):
    clip, logo = await clips("clip.mp4", seconds=6), await clips("logo.png", "-frames:v", "1", sound="", size="64x64")
    draft = (await asked("put the logo in the top right corner", [clip, logo])).draft
    made = await asked("make the watermark smaller, at the bottom left", [clip, logo], draft)
    (before,), (after,) = from_wire(draft).overlays, from_wire(made.draft).overlays
    assert after.place == "bottom-left"
    assert after.scale < before.scale


async def test_a_larger_text_covers_more_of_the_picture(asked, clips, rendered):
    clip = await clips("clip.mp4", picture=GREY, seconds=4)
    draft = (await asked('add a title "Hello"', [clip])).draft

    async def covered(of):
        frame = await (await rendered(of, [clip])).pixels(1.5)
        return sum(abs(level - 128) > 30 for level in frame)

    assert await covered((await asked("make the title twice as big", [clip], draft)).draft) > 2 * await covered(draft)
