"""The beat of a recording, found by autocorrelation of its onsets. Pure numpy.

An onset is where the spectrum grows louder. What repeats in it gives the period; whether people tap at that period,
its half or its double is told by how strong the onsets between the beats are; a comb over the whole recording makes
the period exact and finds where the first beat lies.
"""

import math

import numpy as np
from numpy.typing import NDArray

from sandbox.model.tempo import Tempo

RATE = 22_050  # samples a second that `heard` wants
_WINDOW, _HOP = 512, 128
_STEP = _HOP / RATE  # seconds from one value of the onsets to the next
_SLOWEST, _FASTEST = 58.0, 195.0  # what is found by itself; anything else has to be said
_USUAL = 115.0
_SHORTEST = 2.0  # seconds that tell anything
_COMMON = 150.0  # most music is no faster
_BEATS_TOO = 0.45  # drums between the beats, compared with those on them, from which on they are beats too
_NO_BEATS = (0.45, 0.27)  # every other beat, compared with the rest, up to which it is none: if fast, if not so fast
_CLEAR = 0.16  # of the autocorrelation: below it there is no beat to speak of (speech has 0.12, a record 0.4 to 0.9)

Signal = NDArray[np.float32]
Onsets = NDArray[np.float64]


def heard(sound: Signal, bpm: float = 0.0) -> Tempo | None:
    """The beat of a mono recording of RATE samples a second; None where there is none that can be told.

    With `bpm`, what somebody has said, only the place of the first beat is sought.
    """
    if len(sound) < _SHORTEST * RATE:
        return None
    onsets, drums = _onsets(sound)
    if not onsets.any():
        return None
    if not bpm:
        period = _period(onsets, drums)
        if period is None:
            return None
        bpm = 60 / (_exact(onsets, period) * _STEP)
        if abs(bpm - round(bpm)) < 0.03:  # few recordings are made to fractions of a beat
            bpm = float(round(bpm))
    period = 60 / bpm / _STEP
    shift = _beat_place(onsets, drums, period)
    return Tempo(round(bpm, 2), round(shift * _STEP * 1000, 1))


def _onsets(sound: Signal) -> tuple[Onsets, Onsets]:
    """How much louder the spectrum has become, every _STEP seconds; what is merely loud does not count.

    First of everything that can be heard, for when; then of drums and bass, which tell what is a beat and what is
    only a cymbal between two.
    """
    padded = np.concatenate([np.zeros(_WINDOW, dtype=np.float32), np.asarray(sound, dtype=np.float32)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP]
    shape = np.hanning(_WINDOW).astype(np.float32)
    where = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    bands = [(where >= low) & (where < high) for low, high in ((20, 160), (160, 700), (700, 2500), (2500, 9000))]
    faint, plain = np.zeros((len(bands), len(windows))), np.zeros((len(bands), len(windows)))
    for first in range(0, len(windows), 4096):  # so that minutes of sound need no more memory than seconds
        power = np.abs(np.fft.rfft(windows[first : first + 4096] * shape, axis=1))
        for number, band in enumerate(bands):
            faint[number, first : first + len(power)] = np.log1p(100 * power[:, band] / _WINDOW).sum(axis=1)
            plain[number, first : first + len(power)] = np.sqrt((power[:, band] ** 2).sum(axis=1))
    return _grown(faint, (1.5, 1.0, 1.0, 0.5)), _grown(plain, (1.0, 1.0, 0.5, 0.0))


def _grown(levels: NDArray[np.float64], weights: tuple[float, ...]) -> Onsets:
    flux = np.maximum(0, levels[:, 2:] - levels[:, :-2])
    strength = flux.mean(axis=1, keepdims=True) + 1e-9
    together = (np.array(weights)[:, None] * flux / np.maximum(strength, 0.05 * strength.max())).sum(axis=0)
    smooth = np.convolve(together, np.hanning(7) / np.hanning(7).sum(), mode="same")
    floor = np.convolve(smooth, np.full(87, 1 / 87), mode="same")  # half a second
    return np.asarray(np.maximum(0, smooth - floor))


def _period(onsets: Onsets, drums: Onsets) -> float | None:
    """The period in steps at which one would tap."""
    repeats = (_repeats(onsets) + _repeats(drums)) / 2
    lags = np.arange(round(60 / _FASTEST / _STEP), round(60 / _SLOWEST / _STEP) + 2)
    # a beat comes again after two and after four, a syncopation's step does not
    repeats = np.concatenate([repeats, np.zeros(max(0, 4 * lags[-1] + 3 - len(repeats)))])
    again = [np.max([repeats[lags * times + off] for off in (-1, 0, 1)], axis=0) for times in (1, 2, 4)]
    clear = np.mean(again, axis=0)
    if clear.max() < _CLEAR:
        return None
    scores = clear * np.exp(-0.5 * np.log2(60 / (lags * _STEP) / _USUAL) ** 2)
    peaks = [
        place for place in range(1, len(lags) - 1) if scores[place] >= max(scores[place - 1], scores[place + 1], 1e-9)
    ]
    if not peaks:
        return None
    best = float(lags[max(peaks, key=lambda place: scores[place])])
    return _tapped(onsets, drums, best)


def _repeats(onsets: Onsets) -> Onsets:
    """The autocorrelation, 1 where all of it comes again."""
    size = 1 << (2 * len(onsets) - 1).bit_length()
    spectrum = np.fft.rfft(onsets - onsets.mean(), size)
    found = np.fft.irfft(np.abs(spectrum) ** 2, size)[: len(onsets)]
    return np.asarray(found / (found[0] + 1e-12) / np.maximum(0.25, 1 - np.arange(len(onsets)) / len(onsets)))


def _tapped(onsets: Onsets, drums: Onsets, period: float) -> float:
    """That period, its half or its double: where the beats are strong and what lies between them is weaker."""
    for _ in range(3):
        period = _exact(onsets, period)
        shift = _comb(drums if drums.any() else onsets, period)[1]
        on, between = _at(drums, period, shift), _at(drums, period, shift + period / 2)
        bpm = 60 / (period * _STEP)
        if 2 * bpm <= _FASTEST and between >= _BEATS_TOO * on:
            period /= 2
            continue
        even, odd = _at(drums, 2 * period, shift), _at(drums, 2 * period, shift + period)
        if bpm / 2 < _SLOWEST or min(even, odd) >= _NO_BEATS[bpm <= _COMMON] * max(even, odd):
            return period
        period *= 2
    return period


def _exact(onsets: Onsets, period: float) -> float:
    """The period near this one whose comb fits the whole recording best."""
    for share in (0.03, 0.004, 0.0006):
        tried = period * (1 + np.linspace(-share, share, 25))
        fits = [_comb(onsets, each)[0] for each in tried]
        best = int(np.argmax(fits))
        period = float(tried[best])
    return period


def _comb(onsets: Onsets, period: float) -> tuple[float, float]:
    """How strong the onsets on the beats are at the best shift, and that shift, both in steps."""
    count = max(1, math.floor((len(onsets) - 1) / period))
    starts = np.arange(0, period)
    places = np.minimum(len(onsets) - 1, np.round(starts[:, None] + period * np.arange(count)[None, :]).astype(int))
    means = onsets[places].mean(axis=1)
    best = int(np.argmax(means))
    before, after = means[best - 1], means[(best + 1) % len(means)]
    bend = before - 2 * means[best] + after
    return float(means[best]), float(best + (0.5 * (before - after) / bend if bend < 0 else 0)) % period


def _beat_place(onsets: Onsets, drums: Onsets, period: float) -> float:
    """The shift of the beats: of the two halves of the period the one where the drums are."""
    shift = _comb(onsets, period)[1]
    other = (shift + period / 2) % period
    if _at(drums, period, other) > 1.2 * _at(drums, period, shift):
        near = (other + np.arange(-6, 7)) % period
        return float(near[int(np.argmax([_at(onsets, period, float(each), 0.0) for each in near]))])
    return shift


def _at(onsets: Onsets, period: float, shift: float, give: float = 0.02) -> float:
    """How strong the onsets at such places are, give or take so many seconds."""
    places = np.arange(shift % period, len(onsets) - 1, period).round().astype(int)
    if not len(places):
        return 0.0
    reach = round(give / _STEP)
    near = np.clip(places[:, None] + np.arange(-reach, reach + 1)[None, :], 0, len(onsets) - 1)
    return float(onsets[near].max(axis=1).mean())
