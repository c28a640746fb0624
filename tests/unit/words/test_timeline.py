"""Drafts of any shape, as one line, as what changed, as a picture."""

import copy
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.words.timeline import (
    Bar,
    Picture,
    Row,
    Segment,
    Timeline,
    Track,
    difference,
    exportable,
    line,
    picture,
    read,
)

SEED = (
    'Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) 3. Title: "Urban Dreams" (0-3s)'
)


def draft(length=10_000):
    city = {"name": "city timelapse", "in": 0, "out": 7, "start": 0, "volume": 1.0, "tr": {"d": 500, "name": "fade"}}
    lofi = {"name": "Lo-fi", "mood": "lofi", "volume": 0.35, "fade_in": 300, "start": 0}
    dreams = {"text": "Urban Dreams", "kind": "title", "start": 0, "want": 3000}
    return {
        "d": length,
        "m": {"title": "city timelapse", "width": 1920, "height": 1080},
        "t": [
            {"tt": 0, "m": {}, "sg": [{"d": length, "m": city}]},
            {"tt": 1, "m": {"kind": "bgm"}, "sg": [{"d": length, "m": lofi}]},
            {"tt": 7, "m": {}, "sg": [{"d": 3000, "m": dreams}]},
        ],
    }


def one(segment, tt=0, **track):
    """The only segment read from a draft of one."""
    return read({"t": [{"tt": tt, "sg": [segment], **track}]}).tracks[0].segments[0]


def test_the_line_is_exactly_the_seeds():
    assert line(read(draft()), "en") == SEED


def test_the_line_in_chinese_keeps_the_notation():
    expected = "时间线（3 条轨道）：1. 视频：city timelapse (0-10s) 2. 背景音乐：Lo-fi (0-10s, 35%) "
    expected += '3. 标题："Urban Dreams" (0-3s)'
    assert line(read(draft()), "zh") == expected


def with_captions(count, name="talk.srt"):
    said = [
        {"d": 900, "m": {"text": f"Line {number}", "kind": "caption", "start": number * 1000}}
        for number in range(count)
    ]
    made = draft(600_000)
    made["t"].append({"tt": 7, "m": {"kind": "caption", "name": name}, "sg": said})
    return made


@pytest.mark.parametrize(
    "name", ["talk.srt", "Talk.VTT", "a very long name of a talk that somebody gave last year.srt"]
)
def test_captions_of_a_file_are_named_after_it_and_not_listed(name):
    shown = line(read(with_captions(400, name)), "en")
    assert f"4. Caption: 400 from {name[:39]}" in shown
    assert "(0-399.9s)" in shown
    assert "Line" not in shown
    assert "Line" not in str(picture(read(with_captions(400, name))))
    assert "Line" not in str(picture(read(with_captions(2, name))))


def test_a_change_of_captions_is_one_line():
    changes = difference(read(draft(600_000)), read(with_captions(400)), "zh")
    assert len(changes) == 1
    assert "talk.srt 的 400 条" in changes[0]


def test_a_title_with_the_name_of_a_track_is_shown_as_it_is():
    made = with_captions(2, "My titles")
    assert '"Line 0" (0-0.9s), "Line 1"' in line(read(made), "en")


def test_fractions_of_a_second_are_shown():
    assert "city timelapse (0-7.6s)" in line(read(draft(7600)), "en")


def test_one_track_is_one_track():
    assert (
        line(read({"t": [{"tt": 0, "sg": [{"d": 1000, "n": "a"}]}]}), "en") == "Timeline (1 track): 1. Video: a (0-1s)"
    )


@pytest.mark.parametrize(
    "nothing", [None, {}, [], "", 7, {"t": None}, {"t": []}, {"t": [{"tt": 0, "sg": []}]}, {"t": [None, 3]}]
)
def test_what_holds_nothing_is_an_empty_timeline(nothing):
    assert read(nothing).tracks == ()
    assert line(read(nothing), "en") == "The timeline is empty."
    assert not exportable(nothing)


def test_a_draft_with_a_segment_is_exportable():
    assert exportable(draft())
    assert exportable({"t": [{"tt": 9, "sg": []}, {"sg": [{}]}]})
    assert not exportable({"t": [{"sg": {}}]})
    assert not exportable({"tracks": [{"segments": [{}]}]})


@pytest.mark.parametrize(
    "segment",
    [
        {"d": 4000, "start": 1000, "name": "a", "volume": 0.5},
        {"d": 4000, "st": 1000, "n": "a", "vol": 0.5},
        {"d": 4000, "m": {"s": 1000, "title": "a", "v": 0.5}},
        {"duration": 4000, "begin": "1000", "label": "a", "gain": "50%"},
        {"start": 1000, "end": 5000, "file_name": "/mnt/userdata/a.mp4", "volume": 50},
        {"d": 4000, "m": {"material": {"name": "a"}, "audio": {"volume": 0.5}, "timerange": {"start": 1000}}},
        {"d": "4000", "m": {"start": 1000.2, "name": "  a\n", "volume": 0.499}},
        {"d": 4000, "st": 1000, "src": "https://cdn.example/x/a.mov?sig=1", "volume": 0.5},
    ],
)
def test_a_segment_is_read_by_many_spellings(segment):
    assert one(segment) == Segment("a", 1000, 5000, 0.5)


@pytest.mark.parametrize(
    "segment",
    [
        {"d": 3000, "text": "Hi"},
        {"d": 3000, "m": {"content": "Hi"}},
        {"d": 3000, "m": {"text": {"content": "Hi"}}},
        {"d": 3000, "name": "Hi"},
        {"d": 3000, "m": {"txt": "\u202eHi\x00"}},
    ],
)
def test_the_words_of_a_text_segment_are_found(segment):
    assert one(segment, tt=7).text == "Hi"


def test_segments_without_a_start_follow_one_another():
    segments = read({"t": [{"tt": 0, "sg": [{"d": 1000}, {"d": 2000}, 3, {"d": 500}]}]}).tracks[0].segments
    assert [(one.start_ms, one.end_ms) for one in segments] == [(0, 1000), (1000, 3000), (3000, 3500)]


@pytest.mark.parametrize(
    ("track", "kind", "label"),
    [
        ({"tt": 0}, "video", "video"),
        ({"tt": "0"}, "video", "video"),
        ({"tt": 1}, "audio", "bgm"),
        ({"tt": 7}, "text", "title"),
        ({"tt": 3}, "other", "track"),
        ({}, "other", "track"),
        ({"type": "audio"}, "audio", "bgm"),
        ({"type": "Subtitle"}, "text", "caption"),
        ({"tt": 1, "m": {"kind": "voiceover"}}, "audio", "voice"),
        ({"tt": 1, "m": {"kind": "sfx"}}, "audio", "sound"),
        ({"tt": 7, "m": {"kind": "watermark"}}, "text", "watermark"),
        ({"tt": 7, "m": {"kind": "bgm"}}, "text", "title"),
        ({"tt": True}, "other", "track"),
        ({"tt": None, "m": {"type": "video"}}, "video", "video"),
    ],
)
def test_a_track_is_known_by_its_type(track, kind, label):
    found = read({"t": [{**track, "sg": [{"d": 1, "kind": "x"}]}]}).tracks[0]
    assert (found.kind, found.label) == (kind, label)


def test_a_segment_may_tell_what_its_track_is():
    assert line(read({"t": [{"tt": 7, "sg": [{"d": 1000, "m": {"kind": "caption", "text": "a"}}]}]}), "en").endswith(
        '1. Caption: "a" (0-1s)'
    )


def test_a_wrapped_draft_is_unwrapped_once():
    assert read({"draft": draft()}) == read(draft())
    assert read({"draft": {"draft": draft()}}).tracks == ()


def test_tracks_by_name_are_tracks():
    assert len(read({"tracks": {"a": {"type": "video", "segments": [{"d": 1}]}}}).tracks) == 1


def test_the_size_and_length_of_the_film_are_read():
    assert (read(draft()).width, read(draft()).height, read(draft()).duration_ms) == (1920, 1080, 10_000)
    assert read({"d": 5000, "t": []}).duration_ms == 5000


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -5, 10**400, "x", True, [], {}])
def test_a_senseless_number_is_no_number(value):
    segment = one({"d": value, "start": value, "volume": value})
    assert 0 <= segment.start_ms <= segment.end_ms <= 2 * 86_400_000


def test_a_video_takes_the_films_title_when_it_has_no_name():
    assert line(read({"m": {"title": "city"}, "t": [{"tt": 0, "sg": [{"d": 1000}]}]}), "en").endswith(
        "Video: city (0-1s)"
    )
    assert line(read({"t": [{"tt": 1, "sg": [{"d": 1000}]}]}), "en").endswith("BGM: untitled (0-1s)")
    assert one({"d": 1, "m": {"text": "words"}}).name == "words"


def test_long_and_hostile_names_are_cut_and_cleaned():
    assert one({"d": 1, "name": "\u202e" + "x" * 300}).name == "x" * 39 + "…"


def test_neighbours_of_one_name_are_folded():
    cuts = {"t": [{"tt": 0, "sg": [{"d": 500, "n": "city"}] * 12}]}
    assert line(read(cuts), "en") == "Timeline (1 track): 1. Video: city ×12 (0-6s)"


def test_many_different_pieces_are_counted():
    many = {"t": [{"tt": 0, "sg": [{"d": 1000, "n": name} for name in "abcdef"]}]}
    assert line(read(many), "en").endswith("1. Video: a (0-1s), b (1-2s), c (2-3s), 3 more")


def test_what_changed_is_told_in_the_notation_of_the_line():
    before, after = draft(), draft()
    after["t"][0]["sg"][0]["d"] = 8000
    after["t"][2]["sg"][0]["m"]["text"] = "New Dreams"
    after["t"][1]["sg"][0]["m"]["volume"] = 0.8
    after["m"]["width"], after["m"]["height"] = 1080, 1920
    assert difference(read(before), read(after), "en") == (
        "~ Video: city timelapse (0-10s) → (0-8s)",
        "~ BGM: Lo-fi (0-10s, 35%) → (0-10s, 80%)",
        '− Title: "Urban Dreams" (0-3s)',
        '+ Title: "New Dreams" (0-3s)',
        "~ Size: 1920×1080 → 1080×1920",
    )


def test_music_that_came_is_a_plus_and_that_went_a_minus():
    silent = draft()
    del silent["t"][1]
    assert difference(read(silent), read(draft()), "en") == ("+ BGM: Lo-fi (0-10s, 35%)",)
    assert difference(read(draft()), read(silent), "zh") == ("− 背景音乐：Lo-fi (0-10s, 35%)",)


def test_a_muted_clip_shows_it():
    before, after = draft(), draft()
    after["t"][0]["sg"][0]["m"]["volume"] = 0
    assert difference(read(before), read(after), "en") == ("~ Video: city timelapse (0-10s) → (0-10s, 0%)",)


def test_a_first_timeline_is_all_plus():
    assert len(difference(Timeline(), read(draft()), "en")) == 3


def test_many_changes_are_counted():
    many = read({"t": [{"tt": 0, "sg": [{"d": 1000, "n": str(number)} for number in range(30)]}]})
    told = difference(Timeline(), many, "en")
    assert len(told) == 12
    assert told[-1] == "… and 19 more changes"


def test_a_picture_is_rows_of_bars():
    assert picture(read(draft())) == Picture(
        (
            Row("video", "video", (Bar("city timelapse", 0.0, 1.0, "(0-10s)"),)),
            Row("audio", "bgm", (Bar("Lo-fi", 0.0, 1.0, "(0-10s, 35%)"),)),
            Row("text", "title", (Bar("Urban Dreams", 0.0, 0.3, "(0-3s)"),)),
        ),
        10.0,
    )


def test_a_picture_folds_only_a_crowd():
    def bars(count):
        return picture(read({"t": [{"tt": 0, "sg": [{"d": 500, "n": "city"}] * count}]})).rows[0].bars

    assert len(bars(240)) == 240
    assert bars(12)[1] == Bar("city", 1 / 12, 2 / 12, "(0.5-1s)")
    assert bars(300) == (Bar("city ×300", 0.0, 1.0, "(0-150s)"),)


def test_a_picture_of_no_length_has_bars_of_none():
    assert picture(read({"t": [{"tt": 0, "sg": [{"n": "a"}]}]})).rows[0].bars == (Bar("a", 0.0, 0.0),)


KEYS = st.sampled_from(
    [
        "t",
        "tt",
        "sg",
        "d",
        "m",
        "name",
        "n",
        "text",
        "start",
        "end",
        "volume",
        "v",
        "title",
        "draft",
        "width",
        "kind",
        "x",
    ]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=12)
    | st.sampled_from(["0", "35%", "bgm", "video", "a.mp4"])
)
SHAPES = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5), max_leaves=25
)
SEGMENTS = st.dictionaries(KEYS, LEAVES | st.dictionaries(KEYS, LEAVES, max_size=3), max_size=5)
TRACKS = st.fixed_dictionaries({"tt": st.sampled_from([0, 1, 7, 3, "text"]), "sg": st.lists(SEGMENTS, max_size=6)})
DRAFTS = st.fixed_dictionaries({"t": st.lists(TRACKS, max_size=5)})


@given(SHAPES | DRAFTS)
def test_any_shape_is_read_printed_and_drawn(shape):
    timeline = read(shape)
    assert isinstance(exportable(shape), bool)
    assert "\n" not in line(timeline, "en") + line(timeline, "zh")
    for row in picture(timeline).rows:
        assert all(0 <= bar.start <= bar.end <= 1 for bar in row.bars)


@given(DRAFTS)
def test_nothing_differs_from_itself(shape):
    timeline = read(shape)
    assert difference(timeline, timeline, "en") == ()
    assert difference(timeline, read(copy.deepcopy(shape)), "zh") == ()


@given(DRAFTS, DRAFTS)
def test_a_difference_backwards_has_as_many_lines(one, other):
    assert len(difference(read(one), read(other), "en")) == len(difference(read(other), read(one), "en"))


@given(DRAFTS)
def test_reading_leaves_the_draft_as_it_was(shape):
    before = json.dumps(shape, sort_keys=True)
    read(shape)
    assert json.dumps(shape, sort_keys=True) == before


def test_a_deep_draft_is_not_followed_for_ever():
    deep = {}
    for _ in range(2000):
        deep = {"m": deep, "x": deep}
    assert one({"d": 1, **deep}).name == ""


def test_values_compare_by_what_they_hold():
    assert Track("audio", "bgm") == Track("audio", "bgm", ())
