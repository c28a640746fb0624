"""Every clause that was read, and every exact thing in it, ends in a wish that is carried out, or is told."""

import pytest

from sandbox.accounting import left_out
from sandbox.reading import read
from sandbox.wording.clauses import Clause
from sandbox.wording.corrections import Said
from sandbox.wording.wishes import Doubt, Wish

FILES = ("A.mp4", "B.mp4", "C.mp4", "song.mp3", "voice.wav", "logo.png", "photo1.jpg")


def of(words, files=FILES):
    return read(words, {name: name for name in files})


def ops(words, files=FILES):
    return [wish.op for wish in of(words, files).wishes]


def one(op, words, files=FILES):
    return next(wish for wish in of(words, files).wishes if wish.op == op)


def said(words, *wishes):
    return Said(Clause(words, words, frozenset(), ()), wishes)


def test_a_wish_that_nothing_stands_for_is_told():
    assert list(left_out([said("B before A", Wish("beside"))], [Wish("keep_last")], ())) == ["B before A"]
    assert list(left_out([said("mute it", Wish("mute"))], [], ())) == ["mute it"]


@pytest.mark.parametrize(
    ("wish", "made"),
    [
        (Wish("polish"), Wish("mute")),
        (Wish("volume"), Wish("loudness")),
        (Wish("zoom"), Wish("zoom_remove")),
        (Wish("trim_start"), Wish("keep")),
        (Wish("text", text="Bye"), Wish("card", text="Bye")),
    ],
)
def test_a_wish_is_met_by_what_stands_in_its_place(wish, made):
    assert not list(left_out([said("so", wish)], [made], ()))


def test_what_a_doubt_tells_is_not_told_twice():
    doubt = Doubt("the sky", "brighter, only the sky", "adjust")
    assert not list(left_out([said("brighter", Wish("adjust"))], [], (doubt,)))


def test_a_clip_by_its_number_alone_is_that_clip():
    assert one("look", "One after the other. Sepia on the second, the first as shot.").nth == 2
    assert one("text", 'put "Hi" in the middle for the first 3 seconds').ms == 3000


def test_what_is_no_other_way_to_do_the_same_corrects_nothing():
    assert ops("B goes before A. oh, and only the last 3 sec of B", ("A.mp4", "B.mp4")) == ["beside", "keep_last"]
    assert ops("cut the first second, no, the last two") == ["trim_end"]


def test_clips_in_a_row_and_nothing_else_are_their_order():
    assert one("arrange", "C, A, B. hard cuts").files == ("C.mp4", "A.mp4", "B.mp4")


def test_a_recording_in_place_of_the_sound_mutes_it():
    assert ops("replace the sound with voice.wav and have it come in at 1s", ("A.mp4", "voice.wav")) == [
        "mute",
        "voice",
    ]
    assert one("voice", "replace the sound with voice.wav and have it come in at 1s").ms == 1000


def test_an_order_is_no_remark_whatever_it_tells():
    assert "mute" in ops("epic orchestral soundtrack. kill what the camera recorded", ("B.mp4",))
    assert of("add lo-fi music. remove what my cousin shot there").missed


def test_so_long_each_is_not_so_long_in_all():
    photos = ("photo1.jpg", "photo2.jpg", "photo3.jpg")
    assert one("slideshow", "做成电子相册,一张两秒,配舒缓一点的音乐", photos).ms == 2000
    assert "target" not in ops("做成电子相册,一张两秒", photos)


def test_how_close_a_slow_move_comes_is_its_own():
    zoom = one("zoom", "镜头慢慢推近,到结尾放大到1.5倍", ("B.mp4",))
    assert (zoom.kind, zoom.amount) == ("in", 1.5)
    assert ops("镜头慢慢推近,到结尾放大到1.5倍", ("B.mp4",)).count("zoom") == 1


def test_what_restricts_a_wish_in_a_way_that_nobody_knows_is_asked_about():
    reading = of("black and white, B upper part")
    assert not reading.wishes
    assert reading.doubts[0].clause == "black and white, B upper part"
    assert ops("side by side, A on the left and B on the right. sound only from A")[-1] == "tile_sound"


def test_from_a_moment_to_the_end_with_words_over_it():
    words = "at 5s let the whole image go blurry til the end and write 'to be continued' over it"
    assert one("blur", words, ("A.mp4",)).span == (5000, None)
    assert one("text", words, ("A.mp4",)).span[0] == 5000


def test_what_appears_and_leaves_is_seen_between():
    assert one("pip", "pip: C top left, appears at 2s and leaves at 5s", ("A.mp4", "C.mp4")).span == (2000, 5000)


def test_the_place_of_a_watermark_is_not_its_text():
    logo = one("logo", "watermark dead centre, very faint so people can't steal it", ("B.mp4", "logo.png"))
    assert (logo.place, logo.amount) == ("center", 0.25)


def test_halves_of_the_screen_are_sides():
    placed = [wish for wish in of("split the screen, A top half, B bottom half").wishes if wish.op == "tile_place"]
    assert [(wish.files, wish.place) for wish in placed] == [(("A.mp4",), "top"), (("B.mp4",), "bottom")]
    assert one("tiles", "split the screen, A top half, B bottom half").kind == "stacked"


def test_the_logo_of_an_end_card_lies_on_the_card_alone():
    words = "finish on a white screen w/ my logo in the centre, 3s"
    assert ops(words, ("A.mp4", "logo.png")) == ["card"]
    assert one("card", words, ("A.mp4", "logo.png")).ms == 3000


def test_how_long_a_fade_takes_trims_nothing():
    fade = one("fade", "only the sound fades out, over the last 2 sec", ("A.mp4",))
    assert (fade.text, fade.kind, fade.ms) == ("sound", "out", 2000)
    assert "keep_last" not in ops("only the sound fades out, over the last 2 sec", ("A.mp4",))


def test_whatever_settling_loses_is_quoted(monkeypatch):
    monkeypatch.setattr("sandbox.reading.settled", lambda wishes, _: [each for each in wishes if each.op != "blur"])
    assert of("mute it, and blur it from 2s to 4s").missed == ("blur it from 2s to 4s",)


def test_slow_until_it_is_so_long_fits_it():
    words = "needs to last exactly 10 seconds, so slow it down till it does"
    assert [(wish.op, wish.ms) for wish in of(words, ("C.mp4",)).wishes] == [("fit", 10_000)]
    assert not of(words, ("C.mp4",)).missed


def test_what_was_wished_in_the_message_is_undone_by_its_name():
    words = "join them... hmm no, undo the join, just give me B in slow motion at half"
    reading = of(words, ("A.mp4", "B.mp4"))
    assert [wish.op for wish in reading.wishes] == ["only", "speed"]
    assert not reading.missed
    assert ops("undo the join", ("A.mp4", "B.mp4")) == ["undo"]
    assert ops("zoom in and mute it, no, forget the zoom", ("A.mp4",)) == ["mute"]


def test_what_cannot_be_left_out_of_a_song_puts_no_song():
    words = "put the song on it but without the singing, only drums"
    assert set(ops(words, ("A.mp4", "song.mp3"))) == {"impossible"}


def test_a_film_on_the_beat_gets_its_length_from_all_of_its_clips():
    made = one("total", "卡点视频,一共10秒,只要歌的声音", ("A.mp4", "B.mp4", "C.mp4", "song.mp3"))
    assert (made.ms, made.kind) == (10_000, "shares")
    assert one("total", "join them, 10 seconds in total", ("A.mp4", "B.mp4")).kind == ""


async def test_every_clip_of_a_film_on_the_beat_is_seen(asked, clips):
    assets = [await clips(name, seconds=4) for name in ("A.mp4", "B.mp4", "C.mp4")]
    made = await asked("cut to the beat of lo-fi music, 6 seconds in total", assets)
    assert {name for name in ("A", "B", "C") if f"{name}.mp4" in str(made.draft)} == {"A", "B", "C"}
    assert "every clip gives its share" in made.said


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("jump-cut the pauses, then play what's left at 1.25x", ["silence", "speed"]),
        ("no music please, just make what's already there louder", ["volume", "bgm_remove"]),
        ("there's a boom mic in shot, crop away the top quarter of the frame", ["crop"]),
        ("darken it one notch", ["adjust"]),
        ("the mic picked up loads of wind hiss", ["denoise"]),
    ],
)
def test_words_that_are_in_nobodys_way(words, wanted):
    assert sorted(ops(words, ("A.mp4",))) == sorted(wanted)


@pytest.mark.parametrize(
    "words", ["stick these together, B first", "join them, B goes first", "B first, stick together"]
)
def test_which_clip_is_first_is_no_second_join(words):
    reading = of(words, ("A.mp4", "B.mp4"))
    assert [(wish.op, wish.files) for wish in reading.wishes] == [("append", ()), ("move", ("B.mp4",))]


@pytest.mark.parametrize(
    "words",
    [
        "Make it square for insta. no black bars please, just crop the sides",
        "make it square, crop the edges",
        "make it vertical, no black bars",
    ],
)
def test_sides_cropped_beside_a_shape_are_how_it_is_filled(words):
    reading = of(words, ("A.mp4",))
    assert [(wish.op, wish.kind) for wish in reading.wishes] == [("aspect", "crop")]
    assert not reading.missed


def test_so_much_off_a_side_is_cropped_beside_a_shape_too():
    assert ops("make it square, crop 20% off the left", ("A.mp4",)) == ["crop", "aspect"]


@pytest.mark.parametrize(
    "words",
    [
        "its upside down lol flip it the right way up, 180",
        "flip it the right way up",
        "flip the video right side up",
        "turn it around, 180",
        "rotate it, 180",
    ],
)
def test_the_right_way_up_is_one_turn_and_no_mirror(words):
    assert [(wish.op, wish.ms) for wish in of(words, ("A.mp4",)).wishes] == [("turn", 180)]
    assert ops("flip it horizontally", ("A.mp4",)) == ["mirror"]


def test_a_sideways_clip_is_turned_by_a_quarter_the_right_way_up():
    assert [wish.ms for wish in of("it's sideways, turn it the right way up", ("A.mp4",)).wishes] == [90]


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("its way too dark, brighten it up a bit", 0.25),
        ("brighten it up a bit, its way too dark", 0.25),
        ("it's a bit dark, brighten it a lot", 0.9),
        ("its way too dark, brighten it", 0.9),
        ("make it way brighter", 0.9),
        ("its way too loud, turn it down", 0.2),
        ("its way too loud, turn it down a bit", None),
    ],
)
def test_the_degree_is_that_of_the_wish_and_not_of_the_complaint(words, amount):
    assert [wish.amount for wish in of(words, ("B.mp4",)).wishes] == [amount]


@pytest.mark.parametrize(
    "how", ["in big letters", "in large text", "in bold", "in a big font", "in really big white letters"]
)
def test_how_the_letters_look_is_no_part_of_the_text(how):
    made = one("text", f"write Happy Birthday Nana {how} in the middle for the first 3 seconds", ("A.mp4",))
    assert (made.text, made.place, made.ms) == ("Happy Birthday Nana", "center", 3000)


async def test_what_is_to_be_seen_under_a_name_is_its_second_line(asked, clips):
    words = "Lower third with my name: Priya Raman, and under that Head Baker. show it from 1s to 4s"
    made = await asked(words, [await clips("B.mp4", seconds=6)])
    assert "Priya Raman\nHead Baker” (1 s–4 s)" in made.said
    assert "Kept" not in made.said


def test_when_to_show_a_text_trims_nothing():
    reading = of('title "Hello", show it from 1s to 4s', ("B.mp4",))
    assert [(wish.op, wish.span) for wish in reading.wishes] == [("text", (1000, 4000))]


@pytest.mark.parametrize("place", ["bottom left", "top right corner", "in the bottom right"])
def test_a_place_is_never_the_text_of_a_watermark(place):
    reading = of(f"logo as a watermark {place}, kinda see-through like 40%", ("B.mp4", "logo.png"))
    assert [(wish.op, wish.amount) for wish in reading.wishes] == [("logo", 0.4)]
    assert not reading.missed


def test_the_words_of_a_watermark_end_where_its_place_begins():
    made = one("text", "add a watermark Nemo Studio bottom right", ("B.mp4",))
    assert (made.text, made.place) == ("Nemo Studio", "bottom-right")


def test_a_logo_as_a_watermark_is_one_wish():
    assert ops("把logo当水印放左下角", ("B.mp4", "logo.png")) == ["logo"]
    assert ops("use the logo as my watermark", ("B.mp4", "logo.png")) == ["logo"]


def test_only_the_song_as_sound_mutes_the_clips():
    words = "cut these to the beat of the song, only the song as audio please"
    assert set(ops(words, ("A.mp4", "B.mp4", "song.mp3"))) >= {"mute", "beat"}


def test_why_something_was_wished_that_is_not_done_is_not_acted_on():
    reading = of("make the sky a nice sunset, its so grey", ("A.mp4",))
    assert not reading.wishes
    assert reading.doubts
    assert ops("its so grey", ("A.mp4",)) == ["adjust"]


@pytest.mark.parametrize(
    "words",
    [
        "generate 10 more seconds of this with AI so the story goes on",
        "extend the clip with AI",
        "用AI再生成5秒",
    ],
)
def test_more_of_a_clip_than_was_recorded_is_a_named_no(words):
    assert [(wish.op, wish.kind) for wish in of(words, ("C.mp4",)).wishes] == [("impossible", "generate")]


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        ("把最后一秒半剪掉,晃得厉害", "trim_end"),
        ("cut the last second and a half, its so shaky", "trim_end"),
        ("cut 0:02 to 0:04, it's way too dark", "cut"),
    ],
)
def test_why_a_stretch_is_cut_out_is_not_acted_on(words, cut):
    reading = of(words, ("B.mp4",))
    assert [wish.op for wish in reading.wishes] == [cut]
    assert not reading.missed


@pytest.mark.parametrize(
    ("words", "op", "fields"),
    [
        ("向左转九十度", "turn", {"ms": -90}),
        ("转一百八十度", "turn", {"ms": 180}),
        ("转一百八度", "turn", {"ms": 180}),
        ("silence only seconds 2 to 3, i swear there", "mute", {"span": (2000, 3000)}),
        ("两个拼一起,B放前头", "move", {"files": ("B.mp4",)}),
        ("A取前4秒,B取后3秒,接一块儿", "keep", {"span": (0, 4000), "files": ("A.mp4",)}),
        ("A取前4秒,B取后3秒,接一块儿", "keep_last", {"ms": 3000, "files": ("B.mp4",)}),
        ("Join em with a soft crossfade, like a second long", "transition", {"ms": 1000}),
        ("shrink to 480p so i can send it on whatsapp", "resolution", {"ms": 480}),
        ("片尾加个两秒黑底白字,写 谢谢观看", "card", {"ms": 2000, "text": "谢谢观看", "end": True}),
        ("底下一直挂一行字:周末营业到晚上十点", "text", {"text": "周末营业到晚上十点", "files": ("whole",)}),
        ("沙沙的杂音帮我去一去", "denoise", {}),
        ("抖得头晕,稳一下", "steady", {}),
        ("压到三兆以内,微信发不出去", "compress", {"amount": 3.0}),
        ("cut out all the silent bits where nobodys talking", "silence", {}),
        ("at the end add a black screen for 3 secs that says Thanks for watching", "card", {"ms": 3000, "end": True}),
        ("can u do that boomerang thing where it goes forward then back", "boomerang", {}),
    ],
)
def test_what_was_asked_about_is_read(words, op, fields):
    reading = of(words, ("A.mp4", "B.mp4"))
    found = [wish for wish in reading.wishes if wish.op == op]
    assert len(found) == 1
    assert fields == {name: getattr(found[0], name) for name in fields}
    assert not reading.missed
    assert not reading.doubts


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("cut the first 2 seconds, the sound is too quiet", "volume"),
        ("cut the first 2 seconds, the video is too dark", "adjust"),
        ("剪掉前两秒,声音太小了", "volume"),
        ("剪掉前两秒,画面太暗", "adjust"),
    ],
)
def test_a_complaint_about_all_of_the_film_is_no_reason_of_a_cut(words, wanted):
    assert ops(words, ("A.mp4",)) == ["trim_start", wanted]


async def test_the_ends_of_named_clips_are_joined(asked, clips):
    assets = [await clips("A.mp4", seconds=8), await clips("B.mp4", seconds=6)]
    made = await asked("A取前4秒,B取后3秒,接一块儿,开头淡入结尾淡出,不用加字", assets)
    assert "7 秒" in made.said
    assert "没有听懂" not in made.said
