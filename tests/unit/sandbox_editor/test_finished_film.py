"""What is asked of the film as a whole: frames a second, loudness, the size of its file."""

import re

import pytest

from sandbox.film.ffmpeg import run_ffmpeg
from sandbox.reading import read

FILES = {"a": "clip1.mp4", "b": "clip2.mp4"}

SAID = {
    "fps": [
        "make it 60 fps", "convert to 24 frames per second", "set the frame rate to 30", "24fps please",
        "export at 30 fps", "change the framerate to 25", "I want 12 frames a second", "frame rate 50",
        "make it smooth at 60fps", "can you make it 30 frames/second?", "I need a frame-rate of 24",
        "帧率改成30", "改成60帧", "每秒24帧", "帧率调到25", "60帧每秒", "输出30fps", "把帧率设为50",
    ],
    "compress": [
        "compress it to under 200 KB", "make the file smaller than 1 MB", "compress to 10MB",
        "I need it to be at most 8 MB", "keep the file below 25 MB", "reduce the file size to 5 megabytes",
        "make it fit into 16 MB for whatsapp", "under 10 MB please", "limit the file size to 500 KB",
        "shrink the file to 2 MB", "no bigger than 1.5 MB", "it must not be larger than 8 MB",
        "别超过10MB", "compress the video",
        "压缩到1MB以内", "文件不超过10MB", "压到8兆", "把视频压缩到500K", "体积缩小到2M",
        "文件大小控制在5MB", "压缩一下",
    ],
    "loudness": [
        "normalize the loudness to -14 LUFS", "even it out", "normalise the audio", "normalize the volume",
        "set the loudness to -16 LUFS", "make the volume consistent", "level the audio", "balance the sound",
        "even out the volume", "bring it to −14 LUFS", "make the audio levels even", "loudness -14",
        "响度调到-14 LUFS", "统一音量", "音量均衡一下", "声音标准化", "把音量拉平", "响度标准化", "把响度调到−16 LUFS",
        "声音大小统一",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("op", "words"), [(op, words) for op, every in SAID.items() for words in every])
def test_these_words_are_one_wish(op, words):
    reading = read(words, FILES)
    assert {wish.op for wish in reading.wishes} - {"export"} == {op}, reading
    assert not reading.missed


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        ("make it 60 fps", 60), ("convert to 24 frames per second", 24), ("帧率改成30", 30), ("每秒24帧", 24),
        ("compress it to under 200 KB", 0.2), ("文件不超过10MB", 10), ("压到8兆", 8), ("体积缩小到2M", 2),
        ("compress to 1.5 GB", 1500), ("压缩到500K", 0.5), ("set the loudness to -16 LUFS", -16),
        ("bring it to −23 LUFS", -23),
        ("响度调到-14 LUFS", -14), ("normalize to 14 LUFS", -14), ("normalize the audio", None), ("compress it", None),
    ],
)  # fmt: skip
def test_the_figure_goes_along(words, amount):
    assert read(words, FILES).wishes[0].amount == amount


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("trim it to 10m", "target"), ("make it louder", "volume"), ("缩短到10秒", "target"),
        ("make it 4k", "resolution"),
        ("make it 1.5x faster", "speed"), ("10 seconds", ""), ("the song has 96 BPM", "tempo"), ("zoom in 2x", "zoom"),
    ],
)  # fmt: skip
def test_other_figures_are_other_wishes(words, op):
    assert {wish.op for wish in read(words, FILES).wishes} == ({op} if op else set())


async def test_a_film_has_as_many_frames_as_asked_and_is_as_long_as_before(clips, asked, rendered):
    clip = await clips("clip.mp4", key="a")
    made = await asked("make it 60 fps", [clip])
    film = await rendered(made.draft, [clip])

    assert "60 fps" in film.told
    assert abs(film.asset.duration_ms - 4000) <= 60
    assert "60" in made.said


async def test_more_frames_than_can_be_made_are_said_to_be(clips, asked):
    clip = await clips("clip.mp4", key="a")
    made = await asked("make it 240 fps", [clip])

    assert made.draft["m"]["fps"] == 60
    assert "240" in made.said
    assert "not possible" in made.said


async def loudness(film):
    _, told = await run_ffmpeg("-i", str(film.path), "-vn", "-af", "ebur128=peak=true", "-f", "null", "-")
    return float(re.findall(r"I:\s*(-?[\d.]+) LUFS", told)[-1]), float(re.findall(r"Peak:\s*(-?[\d.]+)", told)[-1])


@pytest.mark.parametrize(
    "sound",
    [
        "sine=f=440:d=30,volume=0.02",
        "sine=f=440:d=30,volume=4",
        # bursts that are far above the rest
        "aevalsrc='(0.02+0.9*lt(mod(t,1),0.05))*sin(2*PI*500*t)':s=48000:d=30",
    ],
)
async def test_the_loudness_is_measured_and_no_peak_is_above_one_decibel(clips, asked, rendered, sound):
    clip = await clips("quiet.mp4", seconds=8, sound=sound, key="a")
    film = await rendered((await asked("normalize the loudness to -14 LUFS", [clip])).draft, [clip])
    loud, peak = await loudness(film)

    assert abs(loud - -14) <= 1
    assert peak <= -1
    assert abs(film.asset.duration_ms - 8000) <= 80


async def test_a_film_without_sound_has_no_loudness(clips, asked):
    clip = await clips("mute.mp4", sound="", key="a")
    made = await asked("normalize the loudness", [clip])

    assert "no sound" in made.said
    assert "fx" not in made.draft["m"]


@pytest.mark.parametrize("most", [1_000_000, 200_000, 70_000])
async def test_a_file_is_no_larger_than_asked(clips, asked, rendered, most):
    # noise is the worst there is for an encoder
    clip = await clips("noise.mp4", "-vf", "noise=alls=60:allf=t", seconds=8, size="640x360", key="a")
    film = await rendered((await asked(f"compress it to under {most // 1000} KB", [clip])).draft, [clip])

    assert film.path.stat().st_size <= most
    assert film.path.stat().st_size > most / 3 or most == 1_000_000
    assert abs(film.asset.duration_ms - 8000) <= 80
    assert film.asset.has_audio


async def test_what_cannot_be_made_so_small_is_said_and_left(clips, asked):
    clip = await clips("clip.mp4", key="a")
    draft = (await asked("put it on the timeline", [clip])).draft
    made = await asked("compress it to 5 KB", [clip], draft)

    assert "can't" in made.said
    assert not made.changed
