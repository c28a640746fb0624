"""How people speak of looks, edges, transitions, cards, texts and small pictures when they do not know their names."""

import pytest

from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "c": "C.mp4", "s": "song.mp3", "l": "logo.png", "p": "one.jpg"}


def wish(words, op):
    """The wish of that name, where the message wishes nothing else."""
    reading = read(words, FILES)
    assert {each.op for each in reading.wishes} == {op}, reading
    assert not reading.missed, reading
    return reading.wishes[-1]


@pytest.mark.parametrize(
    ("words", "op", "field", "value"),
    [
        # how a picture looks is complained of, and is to be otherwise
        ("looks a bit cold and blue", "adjust", "kind", "warm"),
        ("looks a bit cold and blue", "adjust", "amount", 0.25),
        ("it looks cold", "adjust", "amount", 0.5),
        ("the picture is kinda dark", "adjust", "amount", 0.5),
        ("it came out really dark", "adjust", "kind", "bright"),
        ("it came out really dark", "adjust", "amount", 0.9),
        ("the video seems a little yellow", "adjust", "amount", -0.25),
        ("colours look washed out", "adjust", "kind", "vivid"),
        ("colours look washed out", "adjust", "amount", 0.5),
        ("it's looking flat", "adjust", "kind", "contrast"),
        ("有点暗", "adjust", "amount", 0.5),
        ("画面看着有点偏蓝", "adjust", "amount", 0.5),
        ("颜色有些淡", "adjust", "amount", 0.5),
        ("make it look colder", "adjust", "amount", -0.5),
        ("make it look dark", "adjust", "amount", -0.5),
        ("make em pop", "adjust", "kind", "vivid"),
        ("make them pop", "adjust", "kind", "vivid"),
        # the name of a platform is no shaking, and to put a film there is not to shape it
        ("我要发抖音", "aspect", "size", (9, 16)),
        ("弄成抖音那样", "aspect", "size", (9, 16)),
        ("画面抖得厉害", "steady", "kind", ""),
        ("put it on my youtube channel when you're done", "impossible", "kind", "publish"),
        ("stick it up on tiktok for me", "impossible", "kind", "publish"),
        ("send this to my instagram", "impossible", "kind", "publish"),
        ("传到我的b站", "impossible", "kind", "publish"),
        ("make it for youtube", "aspect", "size", (16, 9)),
        # a file is so large as somebody says it
        ("needs to be under 8 megs", "compress", "amount", 8),
        ("discord wont let me send it, needs to be under 8 megs", "compress", "amount", 8),
        ("I can't send it, keep it below 25 megs", "compress", "amount", 25),
        ("2 gigs at most", "compress", "amount", 2000),
        # how long a transition is, is not how long the film is
        ("来个一秒的叠化", "transition", "ms", 1000),
        ("做个两秒的转场", "transition", "ms", 2000),
        ("两段中间别硬切，来个一秒的叠化", "transition", "ms", 1000),
        ("make a 2 second crossfade", "transition", "ms", 2000),
        ("give me a one second dissolve between them", "transition", "ms", 1000),
        ("let the first clip melt into the second", "transition", "kind", "fade"),
        ("can the first clip melt into the second one instead of just cutting?", "transition", "kind", "fade"),
        ("A blends into B", "transition", "files", ("a", "b")),
        ("dip to white between every clip", "transition", "kind", "fadewhite"),
        ("fade to black between the clips", "transition", "kind", "fadeblack"),
        ("every cut flashes to white", "transition", "kind", "fadewhite"),
        ("片段之间闪白", "transition", "kind", "fadewhite"),
        # who wants no hard cuts wants soft ones
        ("no hard cuts between them", "transition", "kind", "fade"),
        ("I don't want hard cuts", "transition", "kind", "fade"),
        ("I don't want hard cuts, crossfade please", "transition", "kind", "fade"),
        ("avoid jarring cuts", "transition", "kind", "fade"),
        ("a soft transition rather than a hard cut", "transition", "kind", "fade"),
        ("fade out at the end instead of the hard cut", "fade", "kind", "out"),
        ("不要硬切，用淡入淡出转场", "transition", "kind", "fade"),
        ("别直接切，加个转场", "transition", "kind", "fade"),
        ("转场不要那么生硬", "transition", "kind", "fade"),
        ("no crossfades, hard cuts only", "transition_remove", "kind", ""),
        ("别加转场，硬切就行", "transition_remove", "kind", ""),
        # when a picture is seen
        ("only show the logo for the last 2 secs, dead centre", "logo", "span", (-2000, None)),
        ("logo top left for the last 3 seconds", "logo", "span", (-3000, None)),
        ("put the logo at 0:02 for 3 seconds", "logo", "span", (2000, 5000)),
        ("最后两秒在中间放logo", "logo", "span", (-2000, None)),
        # the film comes from black and goes to it
        ("start from black", "fade", "kind", "in"),
        ("open on black", "fade", "kind", "in"),
        ("go to black at the end", "fade", "kind", "out"),
        ("let it end in white", "fade", "color", "white"),
        ("start from black and go to black at the end, one second each", "fade", "ms", 1000),
        ("开头从黑慢慢亮起来", "fade", "kind", "in"),
        ("结尾再慢慢黑下去", "fade", "kind", "out"),
        ("最后画面渐渐暗下去", "fade", "kind", "out"),
        ("开头从黑慢慢亮起来，结尾再慢慢黑下去，各一秒", "fade", "ms", 1000),
        # closer
        ("slowly creep in closer over the whole clip", "zoom", "kind", "in"),
        ("inch in closer", "zoom", "kind", "in"),
        ("drift slowly in towards the middle", "zoom", "kind", "in"),
        ("镜头慢慢往里推的那种感觉，从头推到尾", "zoom", "kind", "in"),
        ("缓缓推上去", "zoom", "kind", "in"),
        ("画面慢慢往前推", "zoom", "kind", "in"),
        # a card behind the film
        ("end it with a black screen saying Thanks for watching for 3 seconds", "card", "text", "Thanks for watching"),
        ("end it with a black screen saying Thanks for watching for 3 seconds", "card", "kind", "black"),
        ("finish on a white card that says Bye", "card", "end", True),
        ("open with a blue screen saying Day One", "card", "kind", "blue"),
        ("use the jpg as the ending, 2 seconds", "card", "ms", 2000),
        ("the photo as an intro", "card", "end", False),
        # words without quotation marks, and where they stand
        ("write Summer 2023 in the middle for the first 3 seconds", "text", "text", "Summer 2023"),
        ("write Summer 2023 in the middle for the first 3 seconds", "text", "place", "center"),
        ("write Happy New Year at the top", "text", "text", "Happy New Year"),
        ("big yellow title up top that says OUR TRIP", "text", "place", "top"),
        ("big yellow title up top that says OUR TRIP", "text", "color", "yellow"),
        ("stick The End on the screen for the last second", "text", "text", "The End"),
        ("put GAME OVER on the screen", "text", "text", "GAME OVER"),
        ("the title should say Happy Birthday Sam instead", "text_change", "text", "Happy Birthday Sam"),
        ("前三秒中间打上「我们的夏天」几个字", "text", "text", "我们的夏天"),
        ("加几个字上去", "text", "text", ""),
        ("顶上来一行黄字：周末去爬山", "text", "text", "周末去爬山"),
        ("顶上来一行黄字：周末去爬山", "text", "color", "yellow"),
        ("顶上来一行黄字：周末去爬山", "text", "place", "top"),
        ("下面加一行红色的字：限时特价", "text", "place", "bottom"),
        ("字还是不要了", "text_remove", "text", ""),
        ("name tag in the bottom left from 1s to 5s: Maria Lopez, Head Chef", "text", "text", "Maria Lopez, Head Chef"),
        ("name tag in the bottom left from 1s to 5s: Maria Lopez, Head Chef", "text", "kind", "lower third"),
        ("lower third from 0:02 to 0:06: Jo Lee, Driver", "text", "span", (2000, 6000)),
        ("左下角打个人名条：王小明，产品经理", "text", "kind", "lower third"),
        ("put white text on a black box, bottom, says Part One, first four secs", "text", "text", "Part One"),
        ("put white text on a black box, bottom, says Part One, first four secs", "text", "place", "bottom"),
        ("put white text on a black box, bottom, says Part One, first four secs", "text", "color", "white"),
        ("下面加一行字：限时特价，第二秒到第六秒", "text", "span", (2000, 6000)),
        ("字幕：你好，世界，2秒到5秒", "text", "text", "你好，世界"),
        # small, and beside each other
        ("can you have B running in a lil box in the bottom right while A plays", "pip", "place", "bottom-right"),
        ("put B in a little box top left", "pip", "files", ("b",)),
        ("show B in a tiny square in the corner", "pip", "files", ("b",)),
        ("A on top half, B on the bottom half, both going at once", "tile_place", "place", "bottom"),
        ("左边A右边B，同时放", "tile_place", "place", "left"),
        ("上面A下面B", "tile_place", "place", "top"),
        # what nobody can do here has a name
        ("make my dog talk with his mouth moving", "impossible", "kind", "generate"),
        ("make the cat sing", "impossible", "kind", "generate"),
        ("让照片里的人开口说话", "impossible", "kind", "generate"),
        ("把后面穿红衣服的那个人P掉", "impossible", "kind", "object"),
        ("把路人p掉", "impossible", "kind", "object"),
        ("把我的脸换成刘德华", "impossible", "kind", "face"),
        ("换成明星的脸", "impossible", "kind", "face"),
        ("dub what she says into Spanish in her own voice", "impossible", "kind", "translate"),
        ("让她用英语把这段话再说一遍", "impossible", "kind", "translate"),
        ("口型也要对上", "impossible", "kind", "generate"),
        # how long a photo is seen
        ("show the photo for 4 seconds then go into the video", "clip_length", "ms", 4000),
        ("display the photo for 2 seconds", "clip_length", "ms", 2000),
        ("照片先放四秒", "clip_length", "ms", 4000),
    ],
)
def test_what_is_seen(words, op, field, value):
    assert getattr(wish(words, op), field) == value


async def test_a_cut_through_white_is_white(clips, asked, rendered):
    dark = await clips("dark.mp4", picture="color=black", seconds=2, key="d")
    blue = await clips("blue.mp4", picture="color=blue", seconds=2, key="u")
    made = await asked("flash to white between the clips, one second", [dark, blue])
    film = await rendered(made.draft, [dark, blue])

    assert min(await film.colour(2.2, 0.5, 0.5)) > 180
    assert max(await film.colour(0.5, 0.5, 0.5)) < 40


async def test_a_box_behind_words_is_not_claimed(clips, asked):
    made = await asked("put white text on a black box, bottom, says Part One", [await clips("clip.mp4")])

    assert "box" in made.said
    assert "Part One" in made.said
