"""How it sounds: as long as the film, on the beat, without a click, no mood like another."""

import tracemalloc
import wave
from functools import cache
from itertools import combinations

import numpy as np
import pytest

from sandbox.model.moods import TEMPOS
from sandbox.music.instruments import RATE
from sandbox.music.moods import MOODS
from sandbox.music.player import play, write_track
from sandbox.music.score import BAR, Note, Score, compose

SECONDS = 24.0


@cache
def sound(mood, bpm=0.0, seconds=SECONDS):
    return np.concatenate(list(play(compose(MOODS[mood], bpm or TEMPOS[mood], seconds))))


def bands(mood):
    """Levels in dB of the third octaves from 40 Hz to 12.8 kHz, over the whole piece."""
    mono, size = sound(mood).mean(axis=1), 16_384
    windows = np.lib.stride_tricks.sliding_window_view(mono, size)[:: size // 2] * np.hanning(size)
    power = (np.abs(np.fft.rfft(windows)) ** 2).sum(axis=0)
    where = np.fft.rfftfreq(size, 1 / RATE)
    edges = 40 * 2 ** (np.arange(26) / 3)
    return [10 * np.log10(power[(where >= low) & (where < high)].sum()) for low, high in zip(edges, edges[1:])]  # noqa: B905, RUF007


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", [0.4, 3.7, SECONDS])
def test_it_is_as_long_as_the_film_and_audible_throughout(mood, seconds):
    heard = sound(mood, seconds=seconds)

    assert heard.shape == (round(seconds * RATE), 2)
    assert np.isfinite(heard).all()
    assert 0.15 < np.abs(heard).max() < 0.9
    if seconds > 1:
        for piece in np.array_split(heard, int(seconds // 2)):
            assert np.sqrt(np.mean(piece**2)) > 0.01


def test_no_two_moods_have_the_same_spectrum():
    correlated = {
        (one, other): round(float(np.corrcoef(bands(one), bands(other))[0, 1]), 2)
        for one, other in combinations(MOODS, 2)
    }

    assert {pair: value for pair, value in correlated.items() if value >= 0.7} == {}


@pytest.mark.parametrize("mood", ["lofi", "upbeat"])
@pytest.mark.parametrize("bpm", [0, 96])
def test_the_beat_is_where_the_tempo_says(mood, bpm):
    mono = np.abs(sound(mood, bpm).mean(axis=1))
    hop = 240
    energy = mono[: len(mono) // hop * hop].reshape(-1, hop).mean(axis=1)
    onsets = np.clip(np.diff(energy, prepend=energy[0]), 0, None)
    beat = RATE * 60 / (bpm or TEMPOS[mood]) / hop
    count = int(len(onsets) / beat) - 1

    def risen(shift):
        places = [round(beat * (k + shift)) for k in range(1, count)]
        return sum(onsets[place - 1 : place + 5].sum() for place in places)

    assert risen(0) > 1.5 * risen(0.37)


def test_a_kick_falls_on_its_beat_to_the_millisecond():
    score = compose(MOODS["energetic"], 120, 20)
    kicks = [hit for hit in score.hits if hit.sound == "hard_kick"]
    only = np.concatenate(list(play(Score(**{**_fields(score), "notes": (), "hits": tuple(kicks)}))))
    loud = np.abs(only).max(axis=1) > 0.05

    for hit in kicks:
        place = round(hit.start * 0.5 * RATE)
        assert loud[place : place + RATE // 500].any()


def _fields(score):
    return {name: getattr(score, name) for name in score.__slots__}


@pytest.mark.parametrize("mood", MOODS)
def test_sections_join_without_a_click(mood):
    score = compose(MOODS[mood], TEMPOS[mood], SECONDS)
    heard = sound(mood)
    steps = np.abs(np.diff(heard, axis=0)).max(axis=1)
    for section in score.sections[1:]:
        seam = round(section.first * BAR * 60 / score.bpm * RATE)
        assert steps[seam - 1] <= 2 * max(steps[seam - 50 : seam - 1].max(), steps[seam : seam + 50].max())


def test_what_rings_at_the_end_of_a_section_rings_on_in_the_next():
    score = compose(MOODS["ambient"], 60, SECONDS)
    seam = score.sections[1].first * BAR
    note = Note("lead", 81, seam - 1, 2.0, 1.0)
    only = np.concatenate(list(play(Score(**{**_fields(score), "notes": (note,), "hits": ()}))))
    loud = [np.sqrt(np.mean(only[round((seam + at) * RATE) :][: RATE // 2] ** 2)) for at in (-0.5, 0.1)]

    assert 0.5 < loud[1] / loud[0] < 2


def test_the_same_piece_sounds_the_same():
    assert np.array_equal(sound("lofi"), np.concatenate(list(play(compose(MOODS["lofi"], TEMPOS["lofi"], SECONDS)))))


def test_long_music_is_played_in_pieces():
    tracemalloc.start()
    try:
        whole = 0
        for block in play(compose(MOODS["lofi"], 160, 300)):
            whole += len(block)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert whole == 300 * RATE
    assert peak < 110e6  # all of it at once is 115 MB, and as much again for each of the tapes


def test_a_track_is_a_stereo_file_that_may_be_left_half_written(tmp_path):
    steps = write_track(tmp_path / "whole.wav", "upbeat", 120, 12)
    assert len(list(steps)) == 3  # an intro, a phrase, the end
    with wave.open(str(tmp_path / "whole.wav")) as kept:
        assert (kept.getnchannels(), kept.getframerate(), kept.getnframes()) == (2, RATE, 12 * RATE)

    left = write_track(tmp_path / "left.wav", "upbeat", 120, 12)
    next(left)
    left.close()
    with wave.open(str(tmp_path / "left.wav")) as kept:
        assert kept.getnframes() == 1.9 * RATE
