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
