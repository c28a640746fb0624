"""The loops: as long as sixteen beats, on the tempo they claim, without a seam."""

import wave

import numpy as np
import pytest

from sandbox.film.music import MOODS, RATE, loop, loop_path


@pytest.mark.parametrize("mood", MOODS)
def test_a_loop_is_sixteen_beats_long_seamless_and_audible(mood):
    sound = loop(mood, MOODS[mood].bpm)

    assert len(sound) == round(16 * RATE * 60 / MOODS[mood].bpm)
    assert np.abs(sound).max() == pytest.approx(0.7, abs=0.01)
    steps = np.abs(np.diff(sound[:, 0]))
    assert abs(sound[0, 0] - sound[-1, 0]) <= max(0.05, np.quantile(steps, 0.999))
    assert np.sqrt(np.mean(sound**2)) > 0.05


@pytest.mark.parametrize("mood", ["lofi", "upbeat", "energetic", "cinematic"])
def test_the_beat_is_where_the_tempo_says(mood):
    bpm = MOODS[mood].bpm
    sound = np.abs(loop(mood, bpm).mean(axis=1))
    hop = 480
    energy = sound[: len(sound) // hop * hop].reshape(-1, hop).mean(axis=1)
    onsets = np.clip(np.diff(energy, prepend=energy[-1]), 0, None)
    beat = RATE * 60 / bpm / hop
    near = [onsets[round(beat * k) % len(onsets) - 1 : round(beat * k) % len(onsets) + 3].sum() for k in range(1, 16)]
    off = [onsets[round(beat * (k + 0.37)) - 1 : round(beat * (k + 0.37)) + 3].sum() for k in range(15)]

    assert np.sum(near) > 2 * np.sum(off)


def test_a_loop_is_made_once_and_kept(tmp_path):
    first = loop_path(tmp_path, "upbeat", 120)
    made = first.stat().st_mtime_ns

    assert loop_path(tmp_path, "upbeat", 120).stat().st_mtime_ns == made
    with wave.open(str(first)) as kept:
        assert (kept.getnchannels(), kept.getframerate(), kept.getnframes()) == (2, RATE, 8 * RATE)
    assert [path.name for path in tmp_path.iterdir()] == [first.name]


def test_another_tempo_is_another_length():
    assert len(loop("upbeat", 96)) == 10 * RATE
