"""Captions of subtitles files: read from the words of a turn, laid at their times, drawn as one stream of pictures."""

import subprocess
import sys

import pytest

from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.model.wire import from_wire
from sandbox.reading import read
from sandbox.wording.subtitles import Subtitles, split_subtitles

BLOCK = """Captions from talk.srt:
0:01.000 --> 0:02.000 Hello there
  how are you?
0:03.000 --> 0:03.600 第二行字幕"""
CAPTIONS = ((1000, 2000, "Hello there\nhow are you?"), (3000, 3600, "第二行字幕"))
GREY = "color=c=0x808080"

ASKED = [
    "burn in the subtitles", "add these captions", "burn these in", "burn them into the video", "hardcode the subs",
    "add burned-in subtitles from talk.srt", "use talk.srt as the subtitles", "put these subtitles on the video",
    "add the subtitle file", "embed the captions", "Burn the captions from “talk.srt” into the video at their times.",
    "add my subtitles", "apply the attached captions", "hard-sub it with these subs", "lay talk.srt over it",
    "把字幕文件压进视频", "加上这个字幕文件", "把字幕文件 “talk.srt” 按时间压进视频。", "压字幕", "烧录字幕",
    "内嵌字幕", "把字幕压到视频里", "加这个字幕", "用这个字幕文件", "加硬字幕", "把我的字幕加进视频",
    "把talk.srt压进视频",
]  # fmt: skip


@pytest.mark.parametrize("words", ASKED)
def test_these_words_ask_for_the_captions_of_a_file(words):
    for text in (words, f"{words}\n\n{BLOCK}"):
        reading = read(text, {"a": "clip.mp4"})
        assert [wish.op for wish in reading.wishes] == ["subtitles"], reading
        assert not reading.missed


@pytest.mark.parametrize("words", ASKED[:3] + ASKED[15:17])
async def test_without_the_file_it_is_asked_for_and_nothing_is_added(asked, clips, words):
    clip = await clips("clip.mp4")
    made = await asked(words, [clip])
    assert not from_wire(made.draft).words
    assert ".srt" in made.said


async def test_the_name_of_the_file_that_is_missing_is_said(asked, clips):
    made = await asked("burn in the subtitles from talk.srt", [await clips("clip.mp4")])
    assert "Send me the subtitles file (talk.srt)" in made.said


@pytest.mark.parametrize(
    ("words", "ops"),
    [
        ("make it vertical", {"aspect", "subtitles"}),
        ("add lo-fi music", {"bgm", "subtitles"}),
        ("add captions", {"subtitles"}),
        ("加字幕", {"subtitles"}),
        ("自动生成字幕", {"subtitles"}),
        ('add a title "Hi" and burn these in', {"text", "subtitles"}),
        ("here is my file", {"subtitles"}),
        ("", {"subtitles"}),
    ],
)
def test_a_file_that_came_along_is_used_beside_other_wishes(words, ops):
    reading = read(f"{words}\n\n{BLOCK}", {"a": "clip.mp4"})
    assert {wish.op for wish in reading.wishes} - {"put"} == ops
    assert reading.subtitles == (Subtitles("talk.srt", CAPTIONS),)


@pytest.mark.parametrize(
    "line", ["undo", "export", "make it vertical", "what can you do?", "删掉片段", "clip.mp4", "2x"]
)
def test_nothing_is_read_into_a_caption(line):
    reading = read(f"burn these in\n\nCaptions from a.srt:\n0:01.000 --> 0:02.000 {line}\n  {line}", {"a": "clip.mp4"})
    assert [wish.op for wish in reading.wishes] == ["subtitles"]
    assert not reading.missed
    assert not reading.questions


def test_words_around_the_captions_stay_words():
    rest, files = split_subtitles(f"burn these in\n\n{BLOCK}\n\n{BLOCK.replace('talk', 'more')}\n\nmake it vertical")
    assert rest.split() == ["burn", "these", "in", "make", "it", "vertical"]
    assert [file.name for file in files] == ["talk.srt", "more.srt"]
    assert files[0].captions == files[1].captions == CAPTIONS


@pytest.mark.parametrize("text", ["Captions from my trip:\nHello\nBye", "0:01.000 --> 0:02.000 alone", ""])
def test_other_words_are_no_captions(text):
    assert split_subtitles(text) == (text, ())


def _dark(frame: bytes, rows: slice) -> float:
    """How far a part of a grey 64x36 frame is from plain grey."""
    part = [frame[row * 64 + column] for row in range(*rows.indices(36)) for column in range(64)]
    return max(abs(one - 128) for one in part)


BOTTOM, TOP = slice(26, 36), slice(0, 10)


@pytest.mark.parametrize("fps", [25, 30, 24, 60])
async def test_each_caption_is_seen_at_its_time_and_none_between(asked, clips, rendered, fps):
    clip = await clips("clip.mp4", picture=GREY, seconds=5)
    made = await asked(f"burn these in and make it {fps} fps\n\n{BLOCK}", [clip])
    film = await rendered(made.draft, [clip])
    frame = 1 / fps
    for begin, end in ((1.0, 2.0), (3.0, 3.6)):
        for at in (begin + frame / 2, (begin + end) / 2, end - 1.5 * frame):
            assert _dark(await film.pixels(at), BOTTOM) > 30, at
        for at in (begin - 1.5 * frame, end + frame / 2 + 0.001):
            assert _dark(await film.pixels(at), BOTTOM) < 12, at
    assert _dark(await film.pixels(1.5), TOP) < 12


async def test_captions_that_overlap_stand_one_above_the_other(asked, clips, rendered):
    clip = await clips("clip.mp4", picture=GREY, seconds=5)
    block = "Captions from a.srt:\n0:01.000 --> 0:03.000 One\n0:02.000 --> 0:04.000 Two"
    film = await rendered((await asked(f"burn these in\n\n{block}", [clip])).draft, [clip])
    alone, both = await film.pixels(1.5), await film.pixels(2.5)
    higher = slice(26, 31)
    assert _dark(alone, higher) < 12 < _dark(both, higher)
    assert _dark(await film.pixels(3.5), higher) < 12


async def test_a_second_file_takes_the_place_of_the_first_and_keeps_its_look(asked, clips):
    clip = await clips("clip.mp4")
    draft = (await asked(f"burn these in\n\n{BLOCK}", [clip])).draft
    draft = (await asked("make the captions yellow and larger, at the top", [clip], draft)).draft
    other = "Captions from new.srt:\n0:00.500 --> 0:01.000 Only this"
    made = await asked(f"burn these in\n\n{other}", [clip], draft)
    (words,) = from_wire(made.draft).words
    assert (words.text, words.source, words.start, words.length) == ("Only this", "new.srt", 500, 500)
    assert (words.color, words.place) == ("yellow", "top")
    assert words.size > 1


async def test_captions_are_changed_and_removed_like_any_text(asked, clips, rendered):
    clip = await clips("clip.mp4", picture=GREY, seconds=5)
    draft = (await asked(f'burn these in and add a title "Keep me"\n\n{BLOCK}', [clip])).draft
    moved = await asked("put the captions at the top", [clip], draft)
    film = await rendered(moved.draft, [clip])
    assert _dark(await film.pixels(3.3), TOP) > 30
    assert _dark(await film.pixels(3.3), BOTTOM) < 12
    gone = await asked("remove the captions", [clip], draft)
    assert [each.text for each in from_wire(gone.draft).words] == ["Keep me"]


async def test_captions_beyond_the_end_are_said_and_not_seen(asked, clips, rendered):
    clip = await clips("clip.mp4", picture=GREY, seconds=4)
    block = "Captions from a.srt:\n0:03.500 --> 0:09.000 Across the end\n0:05.000 --> 0:06.000 Beyond"
    made = await asked(f"burn these in\n\n{block}", [clip])
    assert "1 more begin after the end" in made.said
    film = await rendered(made.draft, [clip])
    assert _dark(await film.pixels(3.8), BOTTOM) > 30
    assert _dark(await film.pixels(3.0), BOTTOM) < 12


async def test_the_timeline_names_the_file_of_its_captions(asked, clips):
    clip = await clips("clip.mp4")
    draft = (await asked(f'burn these in and add a title "Hi"\n\n{BLOCK}', [clip])).draft
    tracks = [track for track in draft["t"] if track["tt"] == 7]
    assert [track["m"] for track in tracks] == [{}, {"kind": "caption", "name": "talk.srt"}]
    assert [len(track["sg"]) for track in tracks] == [1, 2]


PEAK = """
import resource, sys
from pathlib import Path
from sandbox.film.subtitles import strip
from sandbox.model.draft import Canvas, Words
words = [Words(f"Caption number {n}", "caption", "bottom", n * 1000, 900, source="a.srt") for n in range(1000)]
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
strip(words, Canvas(1280, 720, 25), 1_000_000, Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


async def test_a_thousand_captions_take_little_memory(tmp_path):
    program = [sys.executable, "-c", PEAK, str(tmp_path)]
    told = subprocess.run(program, capture_output=True, check=True, text=True)  # noqa: ASYNC221
    assert int(told.stdout) < 60_000  # kB; one picture is 2 MB
    assert len((tmp_path / "subtitles.txt").read_text().splitlines()) > 2000
    code, _ = await run_ffmpeg(
        *("-v", "error", "-f", "concat", "-safe", "1", "-i", str(tmp_path / "subtitles.txt")),
        *("-frames:v", "2000", "-f", "null", "-"),
    )
    assert code == 0
