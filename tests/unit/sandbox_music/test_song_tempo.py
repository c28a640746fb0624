"""The beat of an uploaded song in a film: heard, told, corrected by words, and cut on."""

import re

import pytest

from sandbox.editor import Asset, edit, probe
from sandbox.model.wire import from_wire
from sandbox.reading import read
from sandbox.timeline.beat import grid
from tests.doubles.song import write_song

SAID = {
    "it's 96 BPM": 96, "it is 96 bpm": 96, "the song is 96 BPM": 96, "No, it's 96 bpm.": 96, "96 bpm": 96,
    "actually the tempo is 96": 96, "the song has 96 beats per minute": 96, "wrong tempo, it's 96.5 BPM": 96.5,
    "tempo 128": 128, "set the tempo to 100": 100, "change the music to 100 bpm": 100,
    "my song runs at 87 B.P.M.": 87,
    "BPM: 140": 140, "the bpm should be 174": 174, "the beat is 120 bpm": 120, "make the music 90 bpm": 90,
    "是96拍": 96, "这首歌是96拍": 96, "不对，是96BPM": 96, "节奏是96": 96, "节奏不对，是每分钟96拍": 96,
    "BPM是128": 128,
    "九十六拍": 96, "这首歌一百二十拍": 120, "歌曲速度是 100 bpm": 100, "节拍改成110": 110,
}  # fmt: skip
FACTORS = {
    "double the tempo": 2, "the beat is twice as fast": 2, "it's in double time": 2, "twice that tempo": 2,
    "half the tempo": 0.5, "the tempo is half of that": 0.5, "it's half-time": 0.5, "the beat is twice as slow": 0.5,
    "节拍快一倍": 2, "节奏应该翻倍": 2, "节拍减半": 0.5, "节奏慢一倍": 0.5,
}  # fmt: skip


@pytest.mark.parametrize(("text", "bpm"), SAID.items())
def test_a_tempo_that_is_said_is_read(text, bpm):
    reading = read(text, {})

    assert [(wish.op, wish.amount, wish.kind) for wish in reading.wishes] == [("tempo", bpm, "")]


@pytest.mark.parametrize(("text", "factor"), FACTORS.items())
def test_half_and_double_are_read(text, factor):
    assert [(wish.op, wish.amount, wish.kind) for wish in read(text, {}).wishes] == [("tempo", factor, "factor")]


@pytest.mark.parametrize(
    ("text", "ops"),
    [
        ("add music at 95 bpm", "bgm"),
        ("add upbeat music at 95 bpm", "bgm"),
        ("加一段120拍的音乐", "bgm"),
        ("use song.mp3 as the music at 96 bpm", "bgm"),
        ("it's 96 BPM, sync the cuts to the beat", "tempo beat"),
        ("the first beat is at 0.4 s", "first_beat"),
        ("第一拍在0.4秒", "first_beat"),
        ("speed it up 2x", "speed"),
        ("make it twice as fast", "speed"),
        ("music at 40%", "bgm"),
        ("拍摄于2024年", ""),
    ],
)
def test_other_wishes_keep_their_words(text, ops):
    assert " ".join(wish.op for wish in read(text, {"s": "song.mp3"}).wishes) == ops


async def of(path) -> Asset:
    return await probe(path, "song.wav", "song")


def clip() -> Asset:
    from pathlib import Path

    return Asset("clip", "clip.mp4", Path("/nowhere/clip.mp4"), "video", 14_000, 1280, 720, 25.0, has_audio=True)


@pytest.fixture
def asked(tmp_path):
    async def ask(text, assets, draft=None):
        return await edit(text, draft, [], assets, tmp_path / "work")

    return ask


def starts(made):
    return [segment["m"]["start"] for segment in made.draft["t"][0]["sg"]][1:]


def off_beat(time, bpm, first):
    beat = 60_000 / bpm
    return abs((time - first + beat / 2) % beat - beat / 2)


@pytest.mark.parametrize(("bpm", "first"), [(96, 0.31), (128, 0.05), (74.5, 0.6)])
async def test_cuts_land_on_the_beat_of_a_song(asked, tmp_path, bpm, first):
    song = await of(write_song(tmp_path / "song.wav", bpm, first))
    made = await asked("use song.wav as background music and sync the cuts to the beat", [clip(), song])

    assert float(re.search(r"I hear ([\d.]+) BPM", made.said)[1]) == pytest.approx(bpm, abs=0.1)
    assert len(starts(made)) >= 4
    assert all(off_beat(time, bpm, first * 1000) <= 30 for time in starts(made))
    assert made.draft["d"] == 14_000
    assert list((tmp_path / "work").iterdir()) == []


async def test_a_song_shorter_than_the_film_begins_anew_and_so_does_its_beat(asked, tmp_path):
    song = await of(write_song(tmp_path / "song.wav", 100, 0.25, seconds=6.1))
    made = await asked("use song.wav as background music and sync the cuts to the beat", [clip(), song])

    assert len(starts(made)) >= 6
    for time in starts(made):
        assert off_beat(time % 6100, 100, 250) <= 40, time
    assert any(time > 6100 for time in starts(made))


@pytest.mark.parametrize("text", ["it's 64 BPM", "是64拍", "half the tempo", "节拍减半"])
async def test_words_correct_the_beat_and_the_cuts_follow(asked, tmp_path, text):
    song = await of(write_song(tmp_path / "song.wav", 128, 0.2))
    files = [clip(), song]
    first = await asked("use song.wav as background music and sync the cuts to the beat", files)
    made = await asked(text, files, first.draft)

    music = from_wire(made.draft).music
    assert (music.bpm, music.source) == (64, "song")
    assert {"set_tempo", "sync_to_beat"} <= set(made.done)
    assert "64 BPM" in made.said
    assert starts(made) != starts(first)
    assert all(off_beat(time, 128, 200) <= 30 for time in starts(made))  # where the song has a beat, too


async def test_the_first_beat_can_be_said(asked, tmp_path):
    files = [clip(), await of(write_song(tmp_path / "song.wav", 120, 0.2))]
    first = await asked("use song.wav as background music and sync the cuts to the beat", files)
    made = await asked("the first beat is at 0.45 s", files, first.draft)

    assert starts(made)
    assert all(off_beat(time, 120, 450) <= 1 for time in starts(made))


async def test_the_tempo_said_with_the_song_is_kept_and_its_first_beat_is_heard(asked, tmp_path):
    files = [clip(), await of(write_song(tmp_path / "song.wav", 90, 0.4))]
    made = await asked("use song.wav at 90 bpm as background music and sync the cuts to the beat", files)

    assert from_wire(made.draft).music.bpm == 90
    assert all(off_beat(time, 90, 400) <= 30 for time in starts(made))


async def test_another_song_under_a_film_on_the_beat_moves_its_cuts(asked, tmp_path):
    first = await asked("add upbeat music and sync to the beat", [clip()])
    song = await of(write_song(tmp_path / "song.wav", 85, 0.5))
    made = await asked("use song.wav as background music", [clip(), song], first.draft)

    assert "I hear 85 BPM" in made.said
    assert all(off_beat(time, 85, 500) <= 30 for time in starts(made))


async def test_a_song_without_a_beat_is_said_to_have_none(asked, tmp_path):
    import wave

    import numpy as np

    with wave.open(str(tmp_path / "song.wav"), "wb") as out:
        out.setparams((1, 2, 22_050, 0, "NONE", ""))
        noise = np.random.default_rng(1).standard_normal(22_050 * 10) * 3000
        out.writeframes(noise.astype("<i2").tobytes())
    song = await of(tmp_path / "song.wav")
    made = await asked("use song.wav as background music and sync the cuts to the beat", [clip(), song])

    assert "no steady beat" in made.said
    assert "tell me its tempo" in made.said
    assert "sync_to_beat" in made.done


async def test_music_of_ours_is_played_at_the_tempo_that_is_said(asked):
    first = await asked("add lofi music and sync to the beat", [clip()])
    made = await asked("make the music 100 bpm", [clip()], first.draft)

    music = from_wire(made.draft).music
    assert (music.mood, music.bpm) == ("lofi", 100)
    assert all(off_beat(time, 100, 0) <= 1 for time in starts(made))
    refused = await asked("it's 500 bpm", [clip()], made.draft)
    assert not refused.changed
    assert "from 40 to 200" in refused.said


async def test_a_tempo_without_music_changes_nothing_and_says_so(asked):
    first = await asked("put the clip on the timeline", [clip()])
    made = await asked("it's 96 BPM", [clip()], first.draft)

    assert not made.changed
    assert "no background music" in made.said


def test_the_grid_begins_on_the_first_beat():
    assert grid(8000, 120, 300)[:3] == [300, 1300, 2300]
    assert grid(8000, 120, 5)[:2] == [1005, 2005]  # a cell of 5 ms shows nothing
    assert grid(8000, 120, 300, 0, 2000)[:2] == [2300, 3300]
    assert grid(8000, 120) == [1000, 2000, 3000, 4000, 5000, 6000, 7000]
    assert grid(5000, 120, 100, 2050) == [600, 1100, 1600, 2150, 2650, 3150, 3650, 4200, 4700]
