"""Sound, time and order as people ask for them in passing: said twice, said of the part before, said with a slip."""

import pytest

from sandbox.reading import read

FILES = {"a": "A.mp4", "b": "B.mp4", "c": "C.mp4", "s": "song.mp3", "v": "voice.mp3"}


def said(words):
    """The wishes of a message of which nothing is left over."""
    reading = read(words, FILES)
    assert not reading.missed, reading
    assert not reading.doubts, reading
    return reading.wishes


@pytest.mark.parametrize(
    ("words", "ops"),
    [
        # what is complained about and then wished is one wish
        ("it's waaay too dark, can you lighten it up", ["adjust"]),
        ("it's way too dark, brighten it", ["adjust"]),
        ("太暗了看不清，调亮点儿", ["adjust"]),
        ("too bright, darken it a bit", ["adjust"]),
        ("there's a nasty hiss all the way through, clean up the audio please", ["denoise"]),
        ("so much wind noise, denoise it", ["denoise"]),
        ("杂音好大，降噪一下", ["denoise"]),
        ("it's too quiet, make it louder", ["volume"]),
        # as loud as each other is no louder
        ("one clip is super loud and the other you can barely hear. same loudness for both plz", ["loudness"]),
        ("一个声音大一个声音小，弄得一样响", ["loudness"]),
        ("A is too quiet, even them out", ["loudness"]),
        # music that goes away little by little fades
        ("let the music die away over the last two seconds", ["fade"]),
        ("the music should trail off at the end", ["fade"]),
        ("let the song die down in the last 3 seconds", ["fade"]),
        ("背景音乐最后两秒渐渐没声", ["fade"]),
        ("结尾音乐慢慢消失", ["fade"]),
        ("歌最后三秒慢慢变小", ["fade"]),
        # a part of the song, and not the music
        ("skip the boring intro of the song, start it from its 30 second mark", ["bgm_offset"]),
        ("cut the intro of the song", ["bgm_offset"]),
        ("跳过歌的前奏", ["bgm_offset"]),
        # music that makes room for who talks
        ("put my voice recording on top and make the music drop whenever I'm talking", ["voice", "duck"]),
        ("make the music go quiet while I talk", ["duck"]),
        ("the music should dip when I speak", ["duck"]),
        ("我说话的时候音乐小一点", ["duck"]),
        # what only says more of the part before
        ("slow mo just from 0:03 to 0:05, half speed, rest normal", ["speed"]),
        ("speed it up, 2x", ["speed"]),
        ("第3秒到第5秒慢放，0.5倍速，其他正常", ["speed"]),
        ("pop the song on quietly underneath, like 20 percent", ["bgm_volume"]),
        ("show A and B next to each other at the same time", ["tiles"]),
        ("take the text off again", ["text_remove"]),
        ("they're back to front, swap them", ["swap"]),
        ("B在A和C中间", ["middle"]),
        ("B goes first", ["move"]),
        ("A should be last", ["move"]),
        ("we don't need C", ["remove_clip"]),
        ("I don't want B", ["remove_clip"]),
        ("it's too slow, speed it up", ["speed"]),
        ("it's too slow, speed it up 2x", ["speed"]),
        ("it's too fast, slow it down", ["speed"]),
        ("speed it up, slow down the ending to half", ["speed", "speed"]),
        ("slow motion between 2 and 4 seconds, then normal again", ["speed"]),
        ("half a second off the start", ["trim_start"]),
        ("the last two and a half seconds can go", ["trim_end"]),
        ("最后一帧停三秒", ["freeze"]),
        ("lower the song when she talks", ["duck"]),
        ("有人说话的时候把音乐调小", ["duck"]),
        ("歌的前面十秒不要", ["bgm_offset"]),
        ("我要发抖音，弄成竖屏", ["aspect"]),
        ("make it vertical, I want it tall like a tiktok", ["aspect"]),
        # all of them in one
        ("put everything in a single video", ["append"]),
        ("三个视频变成一个", ["append"]),
        ("use each clip once", ["put"]),
        ("@nemo_bot add this", ["put"]),
        ("when you're happy with it, export", ["export"]),
        # one that was left out
        ("actually leave B out, I don't need that one", ["remove_clip"]),
        ("leave the second clip out", ["remove_clip"]),
        # orders
        ("B should come before A", ["beside"]),
        ("B goes after A", ["beside"]),
        ("stick these together but C goes in the middle", ["append", "middle"]),
        ("put C in the middle", ["middle"]),
        ("C should be between A and B", ["middle"]),
        ("C放中间", ["middle"]),
        ("oh wait they're the wrong way round, swap em", ["swap"]),
        ("they are in the wrong order", ["swap"]),
        ("这俩视频顺序反了，调换一下", ["swap"]),
        ("顺序搞反了", ["swap"]),
        # a stretch that was said in the part before
        ("someone walks past the camera from 0:02 to 0:04, snip that out", ["cut"]),
        ("there is a mistake between 0:02 and 0:04. cut that out", ["cut"]),
        ("0:02到0:04有人挡镜头了，帮我去掉这段", ["cut"]),
        ("2秒到4秒之间有句脏话，那段消音就行，画面别动", ["mute"]),
        # polite words are nothing that was not understood
        ("Could you possibly slow this down to half speed? Thank you so much!", ["speed"]),
        ("hey good morning! hope ur well. mute it. cheers", ["mute"]),
        ("hope you are doing well, mute it pls thx", ["mute"]),
        ("麻烦把最后一秒半剪掉，谢谢啦", ["trim_end"]),
        ("静音，辛苦啦", ["mute"]),
        # slips
        ("play it bakwards", ["backwards"]),
        ("blak and white pls", ["look"]),
        ("make it balck and white", ["look"]),
        ("revrese it", ["backwards"]),
        # the picture stands still
        ("when it finishes stay on the final frame for another 3 secs", ["freeze"]),
        ("linger on the last frame for 2 seconds", ["freeze"]),
        ("放完以后画面定住，再停个三秒", ["freeze"]),
        ("pause the picture for two seconds when it hits 0:04 and then carry on as normal", ["freeze"]),
        # songs
        ("ditch the camera audio and use my song instead", ["mute", "bgm"]),
        ("先把头一秒剪了，然后变黑白", ["trim_start", "look"]),
        ("take a sec off the front, go black & white and put the song on at 40%", ["trim_start", "bgm", "look"]),
        ("get rid of the first sec and the last sec", ["trim_start", "trim_end"]),
        ("就留第三秒到第六秒那一段，别的都删", ["keep"]),
        ("B at double speed, A normal", ["speed"]),
    ],
)  # fmt: skip
def test_so_much_is_wished_and_no_more(words, ops):
    assert [wish.op for wish in said(words)] == ops


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("it's way too dark, brighten it", {"amount": 0.9}),
        ("let the music die away over the last two seconds", {"text": "music", "kind": "out", "ms": 2000}),
        ("背景音乐最后两秒渐渐没声", {"text": "music", "kind": "out", "ms": 2000}),
        ("skip the boring intro of the song, start it from its 30 second mark", {"ms": 30_000}),
        ("slow mo just from 0:03 to 0:05, half speed, rest normal", {"span": (3000, 5000), "amount": 0.5}),
        ("speed it up, 2x", {"amount": 2.0}),
        ("pop the song on quietly underneath, like 20 percent", {"amount": 0.2}),
        ("actually leave B out, I don't need that one", {"files": ("b",)}),
        ("B should come before A", {"files": ("b", "a"), "kind": "before"}),
        ("put C in the middle", {"files": ("c",)}),
        ("someone walks past the camera from 0:02 to 0:04, snip that out", {"span": (2000, 4000)}),
        ("2秒到4秒之间有句脏话，那段消音就行，画面别动", {"span": (2000, 4000)}),
        ("silence it from 0:02 til 0:04", {"span": (2000, 4000)}),
        ("music at thirty percent and leave the talking as it is", {"amount": 0.3}),
        ("music at seventy-five percent", {"amount": 0.75}),
        ("it's too slow, speed it up", {"amount": 1.5}),
        ("it's too slow, speed it up 2x", {"amount": 2.0}),
        ("music at twenty five percent", {"amount": 0.25}),
        ("volume to eighty percent", {"amount": 0.8}),
        ("lose the last second and a half pls", {"ms": 1500}),
        ("cut the first second and a half", {"ms": 1500}),
        ("trim two seconds and a half off the end", {"ms": 2500}),
        ("music shouldn't kick in til 3 secs into the video", {"span": (3000, None)}),
        ("don't start the music until 0:03", {"span": (3000, None)}),
        ("音乐等视频放到三秒再进", {"span": (3000, None)}),
        ("音乐三秒以后再响", {"span": (3000, None)}),
        ("when it finishes stay on the final frame for another 3 secs", {"kind": "last", "ms": 3000}),
        ("放完以后画面定住，再停个三秒", {"kind": "last", "ms": 3000}),
        ("就留第三秒到第六秒那一段，别的都删", {"span": (3000, 6000)}),
    ],
)
def test_the_exact_things_are_those_that_were_said(words, fields):
    wish = said(words)[-1]

    assert {name: getattr(wish, name) for name in fields} == fields


def test_a_part_that_was_named_is_meant_though_something_was_wished_of_it():
    assert {(wish.op, wish.span) for wish in said("5到7秒有点晃，那里模糊一下")} == {
        ("steady", (5000, 7000)),
        ("blur", (5000, 7000)),
    }


def test_each_clip_is_cut_to_its_own_end():
    first, last = said("trim A down to its first three secs and B down to its last 2")

    assert (first.op, first.span, first.files) == ("keep", (0, 3000), ("a",))
    assert (last.op, last.ms, last.files) == ("keep_last", 2000, ("b",))


@pytest.mark.parametrize(
    "words", ["cut out that bit i dont like", "remove the part I don't need", "play it sdfgwards", "play it right"]
)
def test_what_is_not_understood_is_told_and_not_done(words):
    reading = read(words, FILES)

    assert not reading.wishes
    assert reading.missed
    assert not reading.forbids


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("add a title Blak Friday", "Blak Friday"),
        ('bakwards please, and a title "Blak"', "Blak"),
    ],
)
def test_a_text_to_be_shown_is_spelt_as_it_was_typed(words, kept):
    assert kept in {wish.text for wish in read(words, FILES).wishes}


async def test_the_clip_in_the_middle_is_there(clips, asked):
    three = [await clips(f"{name}.mp4", seconds=1, key=name) for name in "ABC"]
    made = await asked("stick these together but C goes in the middle", three)

    assert [segment["m"]["asset"] for segment in made.draft["t"][0]["sg"]] == ["A", "C", "B"]
    assert made.said.count("Joined") == 1


async def test_a_middle_takes_three(clips, asked):
    two = [await clips(f"{name}.mp4", seconds=1, key=name) for name in "AB"]
    made = await asked("put B in the middle", two)

    assert "middle" in made.said
    assert [segment["m"]["asset"] for segment in made.draft["t"][0]["sg"]] == ["A", "B"]


async def test_the_recording_that_is_called_a_voice_is_the_one_that_speaks(clips, asked):
    clip = await clips("A.mp4", seconds=3, key="a")
    voice = await clips("voice.mp3", picture="", seconds=1, key="v")
    song = await clips("song.mp3", picture="", seconds=3, key="s")
    made = await asked(
        "put my voice recording on top and make the music drop whenever I'm talking", [clip, voice, song]
    )

    assert "voice.mp3 lies over the film" in made.said
    assert "song.mp3 as background music" in made.said


async def test_the_moment_of_the_song_is_asked_for(clips, asked):
    song = await clips("song.mp3", picture="", seconds=3, key="s")
    made = await asked("skip the intro of the song", [await clips("A.mp4", seconds=1), song])

    assert "from which moment" in made.said
