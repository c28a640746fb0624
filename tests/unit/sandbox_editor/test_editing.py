"""What one message does to a draft, and what is said about it."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sandbox.editor import Asset, edit
from sandbox.model.draft import BadDraft, Shot
from sandbox.model.moods import TEMPOS
from sandbox.model.wire import from_wire, to_wire
from sandbox.timeline.beat import grid, on_the_beat


def video(key="v", name="clip1.mp4", ms=12_000, *, audio=False) -> Asset:
    return Asset(key, name, Path("/nowhere") / name, "video", ms, 640, 360, 25.0, has_audio=audio)


def photo(key="p", name="photo1.jpg") -> Asset:
    return Asset(key, name, Path("/nowhere") / name, "image", 0, 800, 600, 0.0, has_audio=False)


def song(key="m", name="song.mp3") -> Asset:
    return Asset(key, name, Path("/nowhere") / name, "audio", 20_000, 0, 0, 0.0, has_audio=True)


def track(draft, kind):
    return [segment for each in draft["t"] if each["tt"] == kind for segment in each["sg"]]


def check(draft):
    """The promises of every draft."""
    if draft is None:
        return
    start = 0
    for segment in track(draft, 0):
        assert segment["d"] > 0
        assert segment["m"]["start"] == start
        start += segment["d"]
    assert draft["d"] == start > 0
    for segment in track(draft, 1) + track(draft, 7):
        assert segment["d"] > 0
        assert 0 <= segment["m"]["start"] <= segment["m"]["start"] + segment["d"] <= draft["d"]
    assert all(each["sg"] for each in draft["t"])
    assert draft["m"]["width"] % 2 == draft["m"]["height"] % 2 == 0
    assert to_wire(from_wire(draft)) == draft


async def test_the_first_wish_puts_everything_on_the_timeline(asked):
    made = await asked("add lofi music", [video(), video("w", "clip2.mp4", 4000), photo()])

    assert [segment["m"]["asset"] for segment in track(made.draft, 0)] == ["v", "w", "p"]
    assert made.draft["d"] == 12_000 + 4000 + 3000
    assert made.done == ("put_clip", "add_bgm")
    check(made.draft)


async def test_a_vague_wish_gets_a_gentle_polish_and_is_told_so(asked):
    made = await asked("edit my video clips", [video()])

    assert made.draft["d"] == 12_000
    assert made.draft["m"]["fade_in"]
    assert made.draft["m"]["fade_out"]
    assert "fade in and out" in made.said
    assert "concrete" in made.said


async def test_unchanged_means_unchanged(asked):
    made = await asked("Put the uploaded material on the timeline unchanged", [video()])

    assert (made.draft["m"]["fade_in"], made.draft["m"]["fade_out"]) == (0, 0)
    assert len(made.draft["t"]) == 1


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("trim the first 5 seconds", 7000),
        ("cut off the last 2 seconds", 10_000),
        ("keep 0:02-0:05", 3000),
        ("cut out 0:02-0:05", 9000),
        ("keep the last 4 seconds", 4000),
        ("remove everything after 8 seconds", 8000),
        ("speed it up 2x", 6000),
        ("slow motion", 24_000),
        ("speed up 0:02-0:06 2x", 10_000),
        ("trim to 10 seconds", 10_000),
        ("make it 30 seconds long", 30_000),
        ("剪掉前5秒", 7000),
        ("剪掉2到5秒", 9000),
        ("加速到2倍", 6000),
    ],
)
async def test_lengths_come_out_as_asked(asked, words, length):
    made = await asked(words, [video()])

    assert made.draft["d"] == length
    check(made.draft)


@pytest.mark.parametrize("words", ["trim the first 20 seconds", "cut out 0:30-0:40", "cut the last 12 seconds"])
async def test_more_than_there_is_is_refused_in_words(asked, words):
    made = await asked(words, [video()])

    assert made.draft["d"] == 12_000
    assert "outside" in made.said


async def test_a_film_without_sound_has_nothing_to_cut(asked):
    made = await asked("cut the silences", [video()])

    assert made.draft["d"] == 12_000
    assert "Nothing to cut" in made.said


@pytest.mark.parametrize("mood", TEMPOS)
async def test_beat_cuts_lie_on_the_grid_and_keep_the_length(asked, mood):
    made = await asked(f"add {mood} music and sync the cuts to the beat", [video()])
    beat = 60_000 / TEMPOS[mood]

    starts = [segment["m"]["start"] for segment in track(made.draft, 0)][1:]
    assert len(starts) >= 4
    assert all(abs(start / beat - round(start / beat)) * beat <= 1 for start in starts)
    assert made.draft["d"] == 12_000
    check(made.draft)


async def test_neighbouring_beat_cells_never_look_alike(asked):
    made = await asked("sync the cuts to the beat", [video()])

    zooms = [segment["m"].get("zoom", 1) for segment in track(made.draft, 0)]
    assert all(one != other for one, other in pairwise(zooms))


async def test_several_clips_take_turns_on_the_beat(asked):
    made = await asked("add music and auto-sync cuts", [video(), video("w", "clip2.mp4", 7000)])

    sources = [segment["m"]["asset"] for segment in track(made.draft, 0)]
    assert sources[:4] == ["v", "w", "v", "w"]
    assert made.draft["d"] == 19_000
    assert all(
        segment["m"]["out"] <= {"v": 12_000, "w": 7000}[segment["m"]["asset"]] for segment in track(made.draft, 0)
    )


async def test_trimming_a_beat_film_puts_the_cuts_back_on_the_beat(asked):
    first = await asked("add upbeat music and sync to the beat", [video()])
    made = await asked("trim the first 1.3 seconds", [video()], first.draft)

    assert made.draft["d"] == 10_700
    assert all(segment["m"]["start"] % 500 == 0 for segment in track(made.draft, 0))
    assert track(made.draft, 0)[0]["m"]["in"] == 1300


async def test_other_music_moves_the_beat_cuts(asked):
    first = await asked("add upbeat music and sync to the beat", [video()])
    made = await asked("change the music to lofi", [video()], first.draft)

    assert [segment["m"]["start"] for segment in track(made.draft, 0)][1] == 1500
    assert made.draft["d"] == 12_000


async def test_beat_cuts_can_be_taken_out_again(asked):
    first = await asked("sync to the beat", [video()])
    made = await asked("remove the beat cuts", [video()], first.draft)

    assert len(track(made.draft, 0)) == 1


async def test_your_own_song_is_used_and_its_tempo_asked_for(asked):
    made = await asked("use song.mp3 as background music and sync to the beat", [video(), song()])

    assert track(made.draft, 1)[0]["m"]["asset"] == "m"
    assert "tempo" in made.said


async def test_undo_after_undo_goes_on_backwards(asked):
    history, draft = [], None
    for words in ("add lofi music", 'add a title "A"', "make it vertical"):
        made = await asked(words, [video()], draft, history)
        if draft:
            history.append(draft)
        draft = made.draft
    wanted = list(reversed(history))
    for earlier in wanted:
        made = await asked("undo", [video()], draft, history)
        assert made.draft == earlier
        history.append(draft)
        draft = made.draft
    made = await asked("撤销", [video()], draft, history)
    assert (made.changed, from_wire(made.draft).music) == (True, None)  # the clip as it came
    assert not (await asked("撤销", [video()], made.draft, history)).changed


async def test_undo_finds_the_version_before_even_when_history_holds_this_one(asked):
    one = await asked("add lofi music", [video()])
    two = await asked("mute the video", [video()], one.draft, [one.draft])

    made = await asked("go back", [video()], two.draft, [one.draft, two.draft])

    assert made.draft == one.draft


async def test_a_fresh_timeline_holds_the_named_file_only(asked):
    files = [video(), video("w", "clip2.mp4", 4000)]
    first = await asked("add lofi music", files)
    made = await asked("Start a fresh timeline with clip2.mp4 only. Trim the first second", files, first.draft)
    chinese = await asked("用 clip2.mp4 新建时间线。加轻松的音乐", files, made.draft)

    assert [segment["m"]["asset"] for segment in track(made.draft, 0)] == ["w"]
    assert made.draft["d"] == 3000
    assert not track(made.draft, 1)
    assert chinese.draft["d"] == 4000
    assert track(chinese.draft, 1)
    assert chinese.said.startswith("已用")


async def test_a_later_upload_is_appended_and_said(asked):
    first = await asked("add lofi music", [video()])
    made = await asked('add a title "Hi"', [video(), video("w", "clip2.mp4", 4000)], first.draft)

    assert made.draft["d"] == 16_000
    assert "clip2.mp4" in made.said


async def test_a_removed_clip_does_not_come_back_by_itself(asked):
    files = [video(), video("w", "clip2.mp4", 4000)]
    first = await asked("merge my clips", files)
    second = await asked("remove clip2.mp4", files, first.draft)
    third = await asked("add lofi music", files, second.draft)

    assert second.draft["d"] == third.draft["d"] == 12_000


async def test_the_last_clip_is_not_removed(asked):
    made = await asked("remove clip1.mp4", [video()])

    assert made.draft["d"] == 12_000
    assert "nothing" in made.said


async def test_a_wish_for_one_clip_leaves_the_other_alone(asked):
    files = [video(), video("w", "clip2.mp4", 4000)]
    made = await asked("trim the first 2 seconds of clip2.mp4 and mute clip1.mp4", files)

    first, second = track(made.draft, 0)
    assert (first["m"]["in"], second["m"]["in"]) == (0, 2000)
    assert (first["m"]["volume"], second["m"]["volume"]) == (0, 1)


async def test_photos_and_a_script_become_a_slideshow_with_captions(asked):
    photos = [photo(str(n), f"photo{n}.jpg") for n in range(5)]
    words = "generate five product photos and a script into a 1080p MP4\n\n" + "\n".join(f"Line {n}" for n in range(5))
    made = await asked(words, photos)

    shots, captions = track(made.draft, 0), track(made.draft, 7)
    assert [c["m"]["text"] for c in captions] == [f"Line {n}" for n in range(5)]
    assert [c["m"]["start"] for c in captions] == [s["m"]["start"] for s in shots]
    check(made.draft)


async def test_a_film_without_material_is_drawn_and_said_to_be(asked):
    made = await asked("create a 30-second video with free background music", [])

    assert made.draft["d"] == 30_000
    assert track(made.draft, 1)
    assert "title cards" in made.said


async def test_without_material_nothing_is_pretended(asked):
    made = await asked("add background music to my video", [])

    assert (made.draft, made.changed, made.done) == (None, False, ())
    assert "nothing on the timeline" in made.said


@pytest.mark.parametrize(
    "words", ["how long is it?", "what can you do?", "视频有多长？", "add a dog", "hi", "先别导出"]
)
async def test_questions_and_riddles_change_nothing(asked, words):
    first = await asked("add lofi music", [video()])
    made = await asked(words, [video()], first.draft)

    assert (made.draft, made.changed, made.done) == (first.draft, False, ())
    assert made.said


async def test_a_question_is_answered_from_the_timeline(asked):
    first = await asked("add lofi music", [video()])
    made = await asked("how long is it?", [video()], first.draft)

    assert made.is_question
    assert "12 s" in made.said


async def test_a_riddle_is_quoted_and_the_rule_based_sandbox_named(asked):
    made = await asked("add a dog to the scene", [video()])

    assert "“add a dog to the scene”" in made.said
    assert "rule-based" in made.said
    assert not made.changed


async def test_a_portrait_first_clip_makes_a_portrait_film(asked):
    upright = Asset("u", "phone.mp4", Path("/x"), "video", 3000, 360, 640, 30.0, has_audio=False)
    made = await asked("add lofi music", [upright])

    assert (made.draft["m"]["width"], made.draft["m"]["height"]) == (1080, 1920)


@pytest.mark.parametrize(
    ("words", "size"),
    [
        ("make it 9:16", (1080, 1920)),
        ("make it square", (1080, 1080)),
        ("720p please", (1280, 720)),
        ("4k please", (1920, 1080)),
        ("resize to 641x361", (640, 360)),
        ("4:5", (1080, 1350)),
    ],
)
async def test_sizes_are_even_and_at_most_1080p(asked, words, size):
    made = await asked(words, [video()])

    assert (made.draft["m"]["width"], made.draft["m"]["height"]) == size


WISHES = [
    "trim the first 2 seconds", "cut 0:01-0:03", "speed up 2x", "slow motion", "add lofi music", "sync to the beat",
    'add a title "X" at 0:50', "加字幕“你好”", "remove the music", "make it 3 seconds", "make it 50 seconds",
    "add transitions",
    "fade in and out", "9:16", "reverse the order", "remove clip2.mp4", "put clip2.mp4 first", "merge my clips",
    "cut the silences", "start over", "keep the last 1 second", "mute 0:01-0:02", "remove the beat cuts", "720p",
    'add a watermark "@me"', "make a slideshow, 1 second each", "create a 5-second video",
    "trim clip1.mp4 to 2 seconds",
]  # fmt: skip


@given(st.lists(st.sampled_from(WISHES), min_size=1, max_size=6))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_asked_the_draft_keeps_its_promises(wishes):
    files = [video(), video("w", "clip2.mp4", 3100), photo(), song()]
    draft, history = None, []
    for words in wishes:
        made = await edit(words, draft, history, files, Path("/nowhere"))
        assert made.said
        check(made.draft)
        if made.changed and draft:
            history.append(draft)
        draft = made.draft


@given(st.text(max_size=120))
@settings(max_examples=60)
async def test_any_words_are_answered(text):
    made = await edit(text, None, [], [video(), photo()], Path("/nowhere"))

    assert made.said
    check(made.draft)


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5),
        lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["t", "m", "sg", "d", "tt"]), x),
        max_leaves=12,
    )
)
def test_a_draft_of_any_other_shape_is_refused_as_such(shape):
    draft = shape if isinstance(shape, dict) else {"t": shape}
    with pytest.raises(BadDraft):
        from_wire(draft)


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=6), st.floats(50, 190), st.booleans(), st.booleans())
def test_beat_cuts_never_change_the_length(lengths, bpm, one, still):
    shots = [Shot("a" if one else str(n), "", 0, ms, still=still) for n, ms in enumerate(lengths)]

    cells = on_the_beat(shots, bpm)

    total = sum(lengths)
    assert sum(cell.length for cell in cells) == total
    assert all(cell.length > 0 for cell in cells)
    assert all(0 < time < total for time in grid(total, bpm))


@pytest.mark.parametrize("words", ["add background music and auto-sync cuts", "加背景音乐，并自动卡点剪辑"])
async def test_what_was_done_stands_first_and_why_it_is_so_behind_it(asked, words):
    made = await asked(words, [video()])
    done, why = made.said.split("\n\n")
    assert "120 BPM" in done
    assert "BPM" not in why
    assert len(done) < 180
