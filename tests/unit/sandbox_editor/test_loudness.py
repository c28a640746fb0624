"""A film with music is as loud as films on the net are, whatever went into it; a film without music is left alone."""

import re

import pytest

from sandbox.film.ffmpeg import run_ffmpeg, user_input
from sandbox.film.loudness import _momentary, integrated
from sandbox.model.moods import TEMPOS

SPEECH = "sine=f=220:d=30,volume='0.02+0.6*gt(sin(7*t),0)*gt(mod(t,3),0.8)':eval=frame"


async def measured(path):
    """Integrated loudness in LUFS and true peak in dBTP, by FFmpeg's own meter."""
    _, told = await run_ffmpeg("-i", str(path), "-vn", "-af", "ebur128=peak=true", "-f", "null", "-")
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1]), float(re.findall(r"Peak:\s+(-?[\d.]+|-inf)", told)[-1])


async def heard_at(film, hertz, start=1.0, length=2.0):
    return await film.loudness(
        start, length, f"bandpass=f={hertz}:width_type=h:w=40,bandpass=f={hertz}:width_type=h:w=40"
    )


@pytest.mark.parametrize("mood", TEMPOS)
async def test_music_alone_is_at_fourteen(asked, rendered, mood):
    made = await asked(f"create a 16-second video with {mood} music", [])
    loud, peak = await measured((await rendered(made.draft)).path)

    assert abs(loud + 14) <= 1
    assert peak <= -1


@pytest.mark.parametrize("level", [0.01, 0.1, 1.0])
@pytest.mark.parametrize(
    "words", ["add lofi music", "add energetic music at 60%", "add upbeat music. duck the music under the voice"]
)
async def test_music_under_sound_of_any_level_is_at_fourteen(clips, asked, rendered, level, words):
    clip = await clips("talk.mp4", seconds=12, sound=f"{SPEECH},volume={level}", picture="color=black")
    made = await asked(words, [clip])
    loud, peak = await measured((await rendered(made.draft, [clip])).path)

    assert abs(loud + 14) <= 1, loud
    assert peak <= -1


@pytest.mark.parametrize("level", [0.01, 0.9])
async def test_a_song_of_any_level_is_at_fourteen(clips, asked, rendered, level):
    clip = await clips("mute.mp4", seconds=8, sound="", picture="color=black")
    song = await clips("song.wav", seconds=5, picture="", sound=f"anoisesrc=a={level}:c=pink:d=30")
    made = await asked("use song.wav as background music", [clip, song])
    loud, peak = await measured((await rendered(made.draft, [clip, song])).path)

    assert abs(loud + 14) <= 1
    assert peak <= -1


async def test_quieter_music_leaves_the_rest_as_loud_as_it_was(clips, asked, rendered):
    clip = await clips("tone.mp4", seconds=8, sound="sine=f=3000:d=30", picture="color=black")
    song = await clips("low.wav", seconds=8, picture="", sound="sine=f=200:d=30")
    first = await asked("use low.wav as background music", [clip, song])
    quieter = await asked("music at 10%", [clip, song], first.draft)
    before, after = await rendered(first.draft, [clip, song]), await rendered(quieter.draft, [clip, song])

    assert abs(await heard_at(before, 3000) - await heard_at(after, 3000)) < 0.5
    assert await heard_at(after, 200) < await heard_at(before, 200) - 9  # 35 % to 10 % is 10.9 dB


async def test_quieter_clips_are_quieter(clips, asked, rendered):
    clip = await clips("tone.mp4", seconds=8, sound="sine=f=3000:d=30", picture="color=black")
    song = await clips("low.wav", seconds=8, picture="", sound="sine=f=200:d=30")
    first = await asked("use low.wav as background music", [clip, song])
    quieter = await asked("set the original sound to 30%", [clip, song], first.draft)
    before, after = await rendered(first.draft, [clip, song]), await rendered(quieter.draft, [clip, song])

    assert abs(await heard_at(before, 200) - await heard_at(after, 200)) < 0.5
    assert await heard_at(after, 3000) < await heard_at(before, 3000) - 9


@pytest.mark.parametrize("level", [0.02, 0.5])
async def test_a_film_without_music_is_as_loud_as_its_clip(clips, asked, rendered, level):
    clip = await clips("tone.mp4", seconds=4, sound=f"sine=f=440:d=30,volume={level * 8}", picture="color=black")
    made = await asked("put this clip on the timeline", [clip])
    film = await rendered(made.draft, [clip])

    assert abs((await measured(film.path))[0] - (await measured(clip.path))[0]) < 0.6


@pytest.mark.parametrize(
    "sound", [SPEECH, "sine=f=1000:d=30,volume=0.1", "anoisesrc=a=0.3:c=pink:d=30", "anullsrc", "sine=f=80:d=30"]
)
async def test_the_loudness_is_what_the_meter_says(clips, sound):
    clip = await clips("sound.wav", seconds=9, picture="", sound=sound)
    found = integrated(await _momentary(user_input(clip.path), 0, 9))

    assert found == pytest.approx(max(-70, (await measured(clip.path))[0]), abs=0.3)


async def test_music_over_a_clip_that_is_silent_is_not_lost(clips, asked, rendered):
    clip = await clips("hush.mp4", seconds=5, sound="anullsrc", picture="color=black")
    made = await asked("add upbeat music", [clip])
    loud, _ = await measured((await rendered(made.draft, [clip])).path)

    assert abs(loud + 14) <= 1


async def test_a_clip_that_is_loud_enough_keeps_its_level_under_music(clips, asked, rendered):
    clip = await clips("tone.mp4", seconds=8, sound="sine=f=3000:d=30,volume=1.42", picture="color=black")
    song = await clips("low.wav", seconds=8, picture="", sound="sine=f=200:d=30")
    plain = await rendered((await asked("put tone.mp4 on the timeline", [clip])).draft, [clip])
    film = await rendered((await asked("use low.wav as background music", [clip, song])).draft, [clip, song])

    assert abs((await measured(film.path))[0] + 14) <= 1
    assert abs(await heard_at(film, 3000) - await heard_at(plain, 3000)) < 0.3
