"""What people say around a wish, in place of it or about something else: read for what it means, or for nothing."""

import pytest

from sandbox.model.wire import from_wire
from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4"}


def wished(words, files=FILES):
    return list(read(words, files).wishes)


def one(words, files=FILES):
    (wish,) = wished(words, files)
    return wish


@pytest.mark.parametrize(
    "words",
    [
        "can you make me a coffee?",
        "make me coffee",
        "build me a house please",
        "some chill drinks would be great, order me some chill drinks",
        "could you bring me some fun?",
        "tell me a joke",
    ],
)
def test_what_is_no_edit_wishes_for_nothing(words):
    assert wished(words) == []


async def test_what_is_no_edit_changes_nothing(clips, asked):
    made = await asked("can you make me a coffee?", [await clips("a.mp4")])
    assert (made.changed, made.draft) == (False, None)


async def test_what_is_not_understood_is_quoted_no_further_than_one_knows_it_by(asked):
    made = await asked("xyzzy " * 40)
    assert "…”" in made.said
    assert len(made.said) < 300


@pytest.mark.parametrize("address", ["https://www.example.com/watch?v=a.b&c=1", "salonmira.com", "youtu.be/abc.def"])
def test_an_address_is_not_cut_at_its_dots(address):
    assert read(f"look at {address} please", {}).missed == (f"look at {address} please",)


def test_an_address_in_a_text_is_shown_whole():
    assert one("end on a black card saying Book at salonmira.com").text == "Book at salonmira.com"


async def test_no_hint_has_quotes_in_quotes(clips, asked):
    made = await asked("what can you do?", [await clips("a.mp4")])
    assert '"' not in made.said
    assert all("“" not in part.partition("”")[0] for part in made.said.split("“")[1:])


async def test_a_mood_is_named_in_the_language_of_the_asker(clips, asked):
    made = await asked("加点轻松的音乐", [await clips("a.mp4")])
    told = await asked("现在是什么音乐？", [await clips("a.mp4")], made.draft)
    assert "轻松" in told.said
    assert "Lo-fi" not in told.said


@pytest.mark.parametrize(
    ("words", "op", "values"),
    [
        ("first 4 secs only, The End written over the last second", "text", {"text": "The End", "ms": 1000}),
        ("name strap for her, Ann Lee / baker, 1 to 4 s", "text", {"span": (1000, 4000), "text": "Ann Lee / baker"}),
        ("名條：王小明，老師，全程都要", "text", {"text": "王小明，老師", "files": ("whole",)}),
        ("Title: Opa turns 90. in the middle, first 3 seconds", "text", {"text": "Opa turns 90"}),
        ("huge red WOW!! at the bottom from 2 to 3", "text", {"text": "WOW!!", "span": (2000, 3000)}),
        ("最后加个结尾两秒，写“再见”", "card", {"text": "再见", "ms": 2000, "end": True}),
        ("ad slot is 5 seconds. speed it up to fit", "fit", {"ms": 5000}),
        ("slow it down to 10 seconds", "fit", {"ms": 10_000}),
        ("boring start - first half double speed", "speed", {"amount": 2.0, "part": "first half"}),
        ("slow mo when he falls (3 to 5), half speed", "speed", {"span": (3000, 5000), "amount": 0.5}),
        ("慢动作，第2到3秒，0.25倍", "speed", {"span": (2000, 3000), "amount": 0.25}),
        ("the first second is shaky, cut it", "trim_start", {"ms": 1000}),
        ("开头一秒在晃，掐掉", "trim_start", {"ms": 1000}),
        ("cut out the middle 2 seconds", "cut", {"ms": 2000, "part": "middle"}),
        ("the room was so dim, lift it", "adjust", {"kind": "bright", "amount": 0.5}),
        ("let it dissolve into white at the end, dreamy", "fade", {"kind": "out", "color": "white"}),
        ("melt one into the other, one second long", "transition", {"ms": 1000}),
        ("mirror this, my jersey reads backwards", "mirror", {}),
        ("i filmed this running backwards, steady it", "steady", {}),
        ("正放一遍，再倒放一遍", "boomerang", {}),
        ("4 times in a row", "loop", {"ms": 4}),
        ("only the left half of the picture, keep the left half", "crop", {"kind": "right"}),
        ("把B塞到A的第4秒那儿", "insert", {"files": ("b", "a"), "ms": 4000}),
        ("夜里拍的全是噪点，降一降", "clean", {}),
        ("右下角的车牌糊掉", "smear", {"place": "bottom-right"}),
        ("square for insta", "aspect", {"size": (1, 1)}),
        ("put the final score on it", "text", {"text": ""}),
        ("put the clip where it goes", "move_ask", {}),
    ],
)
def test_a_wish_is_read_for_what_it_means(words, op, values):
    found = next(wish for wish in wished(words) if wish.op == op)
    assert {name: getattr(found, name) for name in values} == values


@pytest.mark.parametrize(
    ("words", "ops"),
    [
        ("mute it, double speed, then play that twice", ["speed", "loop", "mute"]),
        ("spooky music instead of the real sound", ["mute", "bgm"]),
        ("song in the background, but it should dip whenever somebody speaks", ["bgm", "duck"]),
        ("soften the whole picture, menu text goes on top later", ["blur"]),
        ("other way round, the second one should open", ["move"]),
        ("the strap for her, 1 to 4 s", []),
    ],
)
def test_a_wish_is_read_for_no_more_than_it_means(words, ops):
    assert [wish.op for wish in wished(words)] == ops


def test_what_it_is_that_is_put_somewhere_was_named_before():
    reverse, beside = sorted(wished("reverse B and put it before A"), key=lambda wish: wish.op)
    assert (reverse.files, beside.files, beside.kind) == (("b",), ("b", "a"), "before")


async def test_a_clip_plays_inside_another(clips, asked):
    one, other = await clips("A.mp4", seconds=8), await clips("B.mp4", seconds=6)
    made = await asked("insert B at 0:03", [one, other])
    assert made.done[-1] == "insert_clip"
    assert [(shot.source, shot.begin, shot.end) for shot in from_wire(made.draft).shots] == [
        ("A.mp4", 0, 3000),
        ("B.mp4", 0, 6000),
        ("A.mp4", 3000, 8000),
    ]


async def test_a_film_may_be_a_card_alone(asked):
    made = await asked("no clip, just a 5 sec blue card that says CLOSED MONDAY")
    assert made.changed
    assert "CLOSED MONDAY" in made.said


async def test_a_scene_is_not_invented(asked):
    made = await asked("make me a video of a whale flying over paris")
    assert not made.changed
    assert "can't" in made.said


async def test_the_voice_is_not_taken_for_the_song(clips, asked):
    files = [await clips("a.mp4"), await clips("song.m4a", picture=""), await clips("voice.m4a", picture="")]
    made = await asked("旁白从头开始，歌垫底", files)
    assert "已把 song.m4a 用作背景音乐" in made.said
    assert "已把 voice.m4a 作为旁白" in made.said
