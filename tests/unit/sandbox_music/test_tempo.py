"""The beat of songs made here, whose beat is known: at any tempo, beginning anywhere, in several styles."""

import numpy as np
import pytest

from sandbox.music.tempo import RATE, heard
from tests.doubles.song import STYLES, song

TEMPOS = (60, 66, 72, 80, 87.5, 96, 104, 112, 120, 126, 132, 140, 150, 160, 170, 180)


def off(found, bpm, first):
    """How far in ms the first beat lies from the nearest beat that was played."""
    beat = 60_000 / bpm
    return abs((found.first_ms - first * 1000 + beat / 2) % beat - beat / 2)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("bpm", TEMPOS)
def test_the_beat_of_a_song_is_found(style, bpm):
    first = 0.137 + bpm / 1000
    found = heard(song(bpm, first, style=style))

    assert found is not None
    assert abs(found.bpm - bpm) <= 1
    assert off(found, bpm, first) <= 30
    assert 0 <= found.first_ms < 60_000 / found.bpm


@pytest.mark.parametrize("bpm", [61.3, 98.76, 127.9, 155.5])
def test_a_long_song_drifts_from_its_beat_by_no_more_than_a_frame(bpm):
    found = heard(song(bpm, 0.4, seconds=150))

    beats = int(149 * bpm / 60)
    last = found.first_ms / 1000 + beats * 60 / found.bpm
    beat = 60 / bpm
    assert abs((last - 0.4 + beat / 2) % beat - beat / 2) <= 0.04


@pytest.mark.parametrize("noise", [0.02, 0.1, 0.3])
def test_noise_does_not_hide_the_beat(noise):
    sound = song(112, 0.4) + noise * np.random.default_rng(3).standard_normal(24 * RATE).astype(np.float32)
    found = heard(sound)

    assert abs(found.bpm - 112) <= 1
    assert off(found, 112, 0.4) <= 30


@pytest.mark.parametrize("said", [48, 96, 192])
def test_a_tempo_that_was_said_stands_and_only_its_first_beat_is_sought(said):
    found = heard(song(96, 0.23), said)

    assert found.bpm == said
    assert off(found, max(said, 96), 0.23) <= 30


def test_what_has_no_beat_has_none():
    time = np.arange(20 * RATE) / RATE
    dice = np.random.default_rng(5)
    speech, at = np.zeros(20 * RATE), 0.0
    while at < 19:
        length = int(dice.uniform(0.08, 0.25) * RATE)
        begin = int(at * RATE)
        speech[begin : begin + length] += np.sin(np.arange(length) / RATE * 900) * np.hanning(length)
        at += dice.uniform(0.15, 0.6)
    for sound in (np.zeros(20 * RATE), np.sin(2 * np.pi * 440 * time), dice.standard_normal(20 * RATE), speech):
        assert heard(sound.astype(np.float32)) is None


@pytest.mark.parametrize("seconds", [0, 0.001, 0.5, 1.9])
def test_what_is_too_short_has_none(seconds):
    assert heard(song(120, seconds=2)[: int(seconds * RATE)]) is None


@pytest.mark.parametrize("seconds", [4, 6])
def test_a_few_seconds_are_enough(seconds):
    assert abs(heard(song(120, 0.1, seconds)).bpm - 120) <= 1
