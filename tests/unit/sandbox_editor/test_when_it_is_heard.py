"""Music, a voice and the clips' own sound: each is heard when and as loud as was said, measured by its tone."""

import pytest

from sandbox.film.tempo import song_tempo

OWN, SONG, VOICE = 400, 1000, 2000


@pytest.fixture
async def files(clips):
    """A black clip of 6 s without sound, one with a tone, and a song and a voice of another tone each."""
    tone = "sine=f={}:d=30,volume=2".format
    dark = {"picture": "color=black", "size": "160x90", "seconds": 6}
    return {
        "mute": await clips("mute.mp4", **dark, sound="", key="c"),
        "clip": await clips("clip.mp4", **dark, sound=tone(OWN), key="o"),
        "song": await clips("song.wav", picture="", seconds=8, sound=tone(SONG), key="s"),
        "short": await clips("short.wav", picture="", seconds=2.5, sound=tone(SONG), key="t"),
        "voice": await clips("voice.wav", picture="", seconds=2, sound=tone(VOICE), key="v"),
    }


@pytest.fixture
def film(files, told):
    """The film of some of these files after some messages."""
    return lambda names, *messages: told([files[name] for name in names.split()], *messages)


def when(levels, rate=4, below=20):
    """From where to where it is heard, in seconds: what is no more than so much below the loudest."""
    loud = [place for place, level in enumerate(levels) if level > max(levels) - below and level > -60]
    return loud[0] / rate, (loud[-1] + 1) / rate


@pytest.mark.parametrize(
    ("files_used", "messages", "begin", "end"),
    [
        ("mute song", ["use song.wav as music from 0:02 on"], 2, 6),
        ("mute song", ["use song.wav as music from 0:01 to 0:04"], 1, 4),
        ("mute short", ["use short.wav as background music"], 0, 6),
    ],
)
async def test_music_is_heard_from_there_to_there(film, files_used, messages, begin, end):
    found = when(await (await film(files_used, *messages)).heard(SONG))

    assert found == (pytest.approx(begin, abs=0.26), pytest.approx(end, abs=0.26))


async def test_music_swells_and_fades_for_as_long_as_was_said(film):
    made = await film("mute song", "use song.wav as music", "fade the music in over 2 seconds")
    levels = await made.heard(SONG)
    assert levels[1] < levels[9] - 9
    assert abs(levels[9] - levels[18]) < 1
    made = await film("mute song", "use song.wav as music", "fade the music out over 2 seconds")
    levels = await made.heard(SONG)
    assert abs(levels[14] - levels[6]) < 1
    assert levels[22] < levels[14] - 9


async def test_music_is_quieter_for_a_stretch_of_a_film_in_which_it_begins_late(film):
    made = await film("mute song", "use song.wav as music from 0:01 on", "music at 5% from 0:03 to 0:04")
    levels = await made.heard(SONG)

    assert [level > max(levels) - 6 for level in levels[5:19]] == [not 12 <= place < 16 for place in range(5, 19)]


async def test_a_voice_speaks_when_and_as_loud_as_was_said(film):
    full = await (await film("mute voice", "add voice.wav as a voice-over at 0:02")).heard(VOICE)
    half = await (await film("mute voice", "add voice.wav as a voice-over at 0:02 at 25% volume")).heard(VOICE)
    early = await (await film("mute voice", "add voice.wav as a voice-over from 0:01 to 0:03")).heard(VOICE)

    assert when(early)[0] == pytest.approx(1, abs=0.26)
    assert when(full) == (pytest.approx(2, abs=0.26), pytest.approx(4, abs=0.26))
    assert max(half) == pytest.approx(max(full) - 12, abs=1)


async def test_the_clip_steps_back_for_a_voice_and_for_music_that_ducks_it_is_the_music(film):
    own = await (await film("clip voice", "add voice.wav as a voice-over at 0:02")).heard(OWN)
    assert own[10] < own[4] - 6
    assert abs(own[22] - own[4]) < 2
    duck = "use song.wav as music", "duck the music under the voice"
    ducked = await film("clip song", *duck)
    plain = await film("clip song", duck[0])
    assert await apart(ducked) < await apart(plain) - 3
    again = await film("clip song", *duck, "stop ducking the music")
    assert await apart(again) == pytest.approx(await apart(plain), abs=0.5)


async def apart(made):
    """How much louder the music is than the clip."""
    return (await made.heard(SONG))[10] - (await made.heard(OWN))[10]


async def test_the_sound_of_a_stretch_is_off_or_quieter_and_the_rest_is_as_it_was(film):
    muted = await (await film("clip", "mute from 0:02 to 0:04")).heard(OWN)
    quiet = await (await film("clip", "set the volume to 25% from 0:01 to 0:03")).heard(OWN)

    assert [level > -50 for level in muted] == [not 8 <= place < 16 for place in range(24)]
    assert [round((level - max(quiet)) / 12) for level in quiet[1:23]] == [
        -1 if 4 <= place < 12 else 0 for place in range(1, 23)
    ]


@pytest.mark.parametrize(
    ("words", "factor"), [("make the sound quieter", 0.5), ("30% louder", 1.3), ("turn the sound down by 30%", 0.7)]
)
async def test_louder_and_quieter_are_by_so_much(files, asked, words, factor):
    first = await asked("set the volume to 80%", [files["clip"]])
    made = await asked(words, [files["clip"]], first.draft)

    assert made.draft["t"][0]["sg"][0]["m"]["volume"] == pytest.approx(0.8 * factor)


async def test_faster_sound_keeps_its_pitch(film):
    made = await film("clip", "speed it up 2x")
    levels = await made.heard(OWN)

    assert len(levels) == 12
    assert min(levels[1:11]) > -25
    assert max(await made.heard(OWN * 2)) < -45
    slow = await film("clip", "slow it down to 0.25x")
    assert len(await slow.heard(OWN)) == 96
    assert min((await slow.heard(OWN))[4:90]) > -25


async def test_music_of_ours_is_heard_at_the_tempo_that_was_said(asked, rendered, tmp_path):
    made = await asked("create a 12-second video with upbeat music at 96 BPM", [])
    found = await song_tempo((await rendered(made.draft, small=(160, 90))).asset, tmp_path)

    assert found is not None
    # or twice that, which is a matter of taste
    assert min(abs(found.bpm - 96), abs(found.bpm - 192)) < 1
