"""A second message that speaks of the first: the timeline is what was meant, or a question names what may be meant."""

import json

import pytest

from sandbox.model.wire import from_wire

SONG = "use song.mp3 as background music"


@pytest.fixture
def talk(clips, asked):
    """`await talk("first", "second", …)`: the last answer and the timeline, of two clips, or one, and a song."""

    async def said(*messages, files=("A.mp4", "song.mp3")):
        assets = [
            await clips(
                each, seconds={"A.mp4": 20, "B.mp4": 12}.get(each, 30), picture="" if "song" in each else "testsrc2"
            )
            for each in files
        ]
        draft, history, answer = None, [], None
        for words in messages:
            answer = await asked(words, assets, draft, history)
            # what the server keeps: the drafts before the current one
            history += [draft] if draft and answer.changed else []
            draft = answer.draft
        return answer, from_wire(draft)

    return said


LOUDER = [
    "no, a bit louder",
    "make it louder",
    "louder",
    "turn it up",
    "can you make it a bit louder?",
    "再大声一点",
    "大声点",
]
QUIETER = ["a bit quieter please", "turn it down", "quieter", "too loud", "再小声一点", "太吵了,小声点", "小点声"]


@pytest.mark.parametrize("words", LOUDER + QUIETER)
async def test_behind_a_song_it_is_the_song_that_is_louder_or_quieter(talk, words):
    answer, film = await talk(SONG, words)
    assert [shot.volume for shot in film.shots] == [1.0]
    assert film.music.volume > 0.35 if words in LOUDER else film.music.volume < 0.35, answer.said


@pytest.mark.parametrize("words", ["and fade it out at the end", "let it fade out", "结尾慢慢没声", "结尾让它淡出"])
async def test_behind_a_song_it_is_the_song_that_fades(talk, words):
    answer, film = await talk(SONG, "no, a bit louder", words)
    assert (film.canvas.fade_out, film.canvas.sound_out) == (0, 0), answer.said
    assert film.music.fade_out > 1200


@pytest.mark.parametrize("words", ["stop it at 15", "stop it at 0:15"])
async def test_behind_a_song_it_is_the_song_that_stops(talk, words):
    answer, film = await talk(SONG, "start the music at 5 seconds", words)
    assert (film.music.start, film.music.length, film.length) == (5000, 10_000, 20_000), answer.said


async def test_the_clips_are_louder_where_they_are_named(talk):
    _, film = await talk(SONG, "make the clip louder")
    assert (film.music.volume, film.shots[0].volume > 1) == (0.35, True)


async def test_behind_a_change_of_their_own_sound_the_clips_are_louder(talk):
    _, film = await talk(SONG, "make the clip quieter", "a bit louder")
    assert film.music.volume == 0.35


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("make it black and white", "a bit louder"),
        ("cut the first 3 seconds", "make it quieter"),
        ("调成黑白", "再小声一点"),
        ("make it black and white", "turn the volume down"),
    ],
)
async def test_what_it_is_is_asked_where_it_may_be_either(talk, before, words):
    answer, film = await talk(SONG, before, words)
    assert not answer.changed
    assert "music" in answer.said or "音乐" in answer.said
    assert (film.music.volume, film.shots[0].volume) == (0.35, 1.0)


async def test_the_film_fades_where_no_song_was_spoken_of(talk):
    _, film = await talk("make it black and white", "fade it out at the end", files=("A.mp4",))
    assert film.canvas.fade_out


@pytest.mark.parametrize(
    "words",
    ["undo", "undo the last one", "nah go back to how it was", "撤销", "go back", "undo that please", "put it back"],
)
async def test_after_the_first_edit_the_clips_are_as_they_came(talk, words):
    answer, film = await talk("make it black and white and cut the first 3 seconds", words, files=("A.mp4", "B.mp4"))
    assert [(shot.source, shot.begin, shot.effects) for shot in film.shots] == [("A.mp4", 0, ()), ("B.mp4", 0, ())]
    assert answer.changed


async def test_there_is_nothing_before_the_clips_as_they_came(talk):
    answer, film = await talk("make it black and white", "undo", "undo", files=("A.mp4",))
    assert (answer.changed, film.length) == (False, 20_000)
    assert "no earlier version" in answer.said


async def test_what_was_undone_is_put_back(talk):
    _, film = await talk("make it black and white", "mute it", "undo", "put it back", files=("A.mp4",))
    assert film.shots[0].volume == 0
    _, film = await talk("make it black and white", "undo", "put it back", files=("A.mp4",))
    assert film.shots[0].effects


async def test_what_was_removed_is_put_back(talk):
    _, film = await talk(SONG, "remove the music", "put it back")
    assert film.music is not None


RIGHT = [
    ("rotate it 90 degrees to the right", "oops wrong way, the other direction", "rotate it 90 degrees to the left"),
    ("rotate it 90 degrees to the right", "no, to the left", "rotate it 90 degrees to the left"),
    ("rotate it left", "wrong way", "rotate it right"),
    ("向右转90度", "反了", "向左转90度"),
    ("mirror it", "no, the other way", "flip it vertically"),
    ("cut off everything after 0:12", "wait i meant 0:14", "cut off everything after 0:14"),
    ("cut the first 3 seconds", "no wait, the last 3 seconds", "cut the last 3 seconds"),
    ("cut the first 3 seconds", "sorry, 4 seconds", "cut the first 4 seconds"),
    ("mute it from 5 to 10 s", "no, from 6 to 11 s", "mute it from 6 to 11 s"),
    ("第5秒到第10秒静音", "不对,是第6秒到第11秒", "第6秒到第11秒静音"),
    ("剪掉前3秒", "不对,是前5秒", "剪掉前5秒"),
    ("make it 4 times as fast", "wait, i meant 2 times", "make it 2 times as fast"),
]


@pytest.mark.parametrize(("first", "second", "meant"), RIGHT)
async def test_what_is_put_right_is_as_if_it_had_been_said_so(talk, first, second, meant):
    answer, film = await talk("make it brighter", first, second, files=("A.mp4",))
    _, expected = await talk("make it brighter", meant, files=("A.mp4",))
    assert (film.shots, film.canvas) == (expected.shots, expected.canvas), answer.said
    answer, film = await talk(first, second, files=("A.mp4",))
    _, expected = await talk(meant, files=("A.mp4",))
    assert (film.shots, film.canvas) == (expected.shots, expected.canvas), answer.said


async def test_what_is_put_right_twice_is_done_once(talk):
    _, film = await talk("rotate it right", "wrong way", "no, the other way again", files=("A.mp4",))
    _, expected = await talk("rotate it right", files=("A.mp4",))
    assert film.shots == expected.shots


async def test_a_correction_that_says_all_of_it_by_itself_takes_nothing_back(talk):
    _, film = await talk("make it black and white", "actually mute it too", files=("A.mp4",))
    assert (film.shots[0].volume, len(film.shots[0].effects)) == (0.0, 1)


@pytest.mark.parametrize("words", ["too much", "thats too much", "a bit less", "太过了"])
async def test_too_much_is_half_of_it(talk, words):
    _, film = await talk("make it brighter", words, files=("A.mp4",))
    assert [effect.amount for effect in film.shots[0].effects] == [0.25]
    _, film = await talk("speed it up 2x", words, files=("A.mp4",))
    assert film.shots[0].speed == 1.5
    _, film = await talk("make it louder", words, files=("A.mp4",))
    assert film.shots[0].volume == 1.25


@pytest.mark.parametrize("words", ["more", "a bit more", "再来一点", "还不够"])
async def test_more_is_a_step_further(talk, words):
    _, film = await talk("add some contrast", words, files=("A.mp4",))
    assert [effect.amount for effect in film.shots[0].effects] == [1.0]


async def test_too_much_of_what_has_no_measure_changes_nothing(talk):
    answer, _ = await talk("make it black and white", "too much", files=("A.mp4",))
    assert not answer.changed


TEXTS = [
    ("make it smaller and put it at the bottom", {"place": "bottom", "size": 0.741, "color": "white"}),
    ("actually make it red", {"color": "red"}),
    ("make it bigger", {"size": 1.35}),
    ("put it at the top", {"place": "top"}),
    ("字再大点", {"size": 1.35}),
    ("再大一点", {"size": 1.35}),
    ("放中间去", {"place": "center"}),
    ("放到底部", {"place": "bottom"}),
    ("改成红色", {"color": "red"}),
]


@pytest.mark.parametrize(("words", "wanted"), TEXTS)
async def test_behind_a_text_it_is_that_text_that_changes(talk, words, wanted):
    first = "add a caption 'Hello' at the top"
    answer, film = await talk(first, "add a title 'Our Trip'", words, files=("A.mp4",))
    assert [each.text for each in film.words] == ["Hello", "Our Trip"], answer.said
    hello, trip = film.words
    assert (hello.place, hello.size, hello.color) == ("top", 1.0, "white")
    assert {name: getattr(trip, name) for name in wanted} == wanted, answer.said


@pytest.mark.parametrize("words", ["放中间去", "放到中间", "put it in the middle"])
async def test_a_text_comes_to_the_middle(talk, words):
    answer, film = await talk("add a title 'Our Trip' at the top", words, files=("A.mp4",))
    assert [each.place for each in film.words] == ["center"], answer.said


@pytest.mark.parametrize("words", ["remove it", "take it off again", "字去掉吧", "delete it"])
async def test_behind_a_text_it_is_that_text_that_goes(talk, words):
    answer, film = await talk("add a caption 'Hello' at the top", "add a title 'Our Trip'", words, files=("A.mp4",))
    assert [each.text for each in film.words] == ["Hello"], answer.said


async def test_change_after_change_is_of_the_same_text(talk):
    _, film = await talk(
        "add a caption 'Hello' at the top",
        "add a title 'Our Trip'",
        "make it smaller and put it at the bottom",
        "actually make it red",
        files=("A.mp4",),
    )
    assert [(each.place, each.color) for each in film.words] == [("top", "white"), ("bottom", "red")]


@pytest.mark.parametrize(
    "words", ["好,就这样", "perfect, thanks", "ok great", "looks good", "谢谢", "that's it, thank you!", "行", "可以了"]
)
async def test_who_is_content_is_answered_kindly(talk, words):
    answer, film = await talk("make it black and white", words, files=("A.mp4",))
    assert (answer.changed, answer.missed, answer.doubts) == (False, (), ())
    assert answer.said in {"Good. Tell me if something shall be changed.", "好的，需要再改就告诉我。"}
    assert film.shots[0].effects


async def test_who_is_content_may_wish_more(talk):
    answer, film = await talk("make it black and white", "yeah thats better, now mute it", files=("A.mp4",))
    assert (film.shots[0].volume, answer.missed) == (0.0, ())


async def test_what_was_asked_outlives_the_process(talk, clips, asked):
    song, clip = await clips("song.mp3", picture="", seconds=30), await clips("A.mp4", seconds=20)
    first = await asked(SONG, [clip, song])
    kept = json.loads(json.dumps(first.draft))
    film = from_wire((await asked("no, a bit louder", [clip, song], kept)).draft)
    assert film.music.volume > 0.35


OTHER = [
    ("cut the first 2 seconds off", "and now the other clip too", "B.mp4", 2000),
    ("A剪掉前面3秒", "另一个也一样", "B.mp4", 3000),
    ("cut the first 3 seconds off B", "same for A", "A.mp4", 3000),
    ("cut the first 3 seconds off B", "do the same to the first clip please", "A.mp4", 3000),
    ("A剪掉前面3秒", "第二个也这样", "B.mp4", 3000),
]


@pytest.mark.parametrize(("first", "second", "other", "begin"), OTHER)
async def test_the_other_clip_too(talk, first, second, other, begin):
    answer, film = await talk(first, second, files=("A.mp4", "B.mp4"))
    assert [shot.begin for shot in film.shots] == [begin, begin], answer.said
    assert [shot.source for shot in film.shots] == ["A.mp4", "B.mp4"]


async def test_the_other_clip_is_muted_too(talk):
    _, film = await talk("mute the first clip", "the other one too", files=("A.mp4", "B.mp4"))
    assert [shot.volume for shot in film.shots] == [0, 0]


async def test_of_three_clips_the_other_one_is_none(talk):
    answer, film = await talk("mute A", "the other one too", files=("A.mp4", "B.mp4", "C.mp4"))
    assert (answer.changed, [shot.volume for shot in film.shots]) == (False, [0, 1, 1])


@pytest.mark.parametrize(
    "words",
    ["ok now B first and then A", "B在前面", "还是B在前面吧", "那B在前面", "B first, then A", "put B first", "先B后A"],
)
async def test_clips_that_are_there_change_their_order(talk, words):
    answer, film = await talk("join the two clips", words, files=("A.mp4", "B.mp4"))
    assert [shot.source for shot in film.shots] == ["B.mp4", "A.mp4"], answer.said


@pytest.mark.parametrize("before", [SONG, "add a title 'Our Trip'", "make it black and white"])
@pytest.mark.parametrize(
    "words",
    ["hi", "你好", "i dont like it", "it is so so", "blah blah", "hmm", "what about it", "my dog is cute", "why"],
)
async def test_what_wishes_nothing_changes_nothing(talk, before, words):
    answer, _ = await talk(before, words)
    assert not answer.changed, answer.said


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("mute the clip", (0.0, 0.35)),
        ("make it black and white", (1.0, 0.35)),
        ("cut the first 3 seconds", (1.0, 0.35)),
        ("add a title 'Hi'", (1.0, 0.35)),
    ],
)
async def test_what_says_all_of_it_is_about_no_song(talk, words, wanted):
    answer, film = await talk(SONG, words)
    assert answer.changed
    assert (film.shots[0].volume, film.music.volume) == wanted


async def test_a_film_fades_out_with_its_music_where_it_is_not_named(talk):
    _, film = await talk(SONG, "fade out over 2 seconds")
    assert film.canvas.fade_out == 2000
