"""Strokes of the drums, computed: sweeping sines for skins, shaped noise for wires and metal."""

from collections.abc import Callable

import numpy as np

from sandbox.music.instruments import RATE, Samples, times


def _noise(seconds: float, low: float, high: float, dice: np.random.Generator) -> Samples:
    """Noise between two frequencies in Hz, about 1 at its loudest."""
    count = max(1, round(seconds * RATE))
    spectrum = np.fft.rfft(dice.standard_normal(count).astype(np.float32))
    where = np.fft.rfftfreq(count, 1 / RATE)
    octaves = np.log2(np.maximum(where, 1))  # one of slope at each end
    shape = np.clip(octaves - np.log2(low) + 1, 0, 1) * np.clip(np.log2(high) - octaves + 1, 0, 1)
    sound = np.fft.irfft(spectrum * shape, count)
    return np.asarray(sound / max(1e-9, np.abs(sound).max()), dtype=np.float32)


def _sweep(seconds: float, start: float, end: float, pace: float, decay: float) -> Samples:
    """A sine that falls from one frequency to another."""
    time = times(seconds)
    turns = end * time + (start - end) / pace * (1 - np.exp(-pace * time))
    return np.asarray(np.sin(2 * np.pi * turns) * np.exp(-time / decay) * np.minimum(1, time / 0.001), dtype=np.float32)


def _fading(noise: Samples, decay: float, attack: float = 0.0005) -> Samples:
    time = times(len(noise) / RATE)
    return np.asarray(noise * np.exp(-time / decay) * np.minimum(1, time / attack), dtype=np.float32)


def _kick(dice: np.random.Generator) -> Samples:
    sound = _sweep(0.35, 160, 50, 32, 0.12)
    sound[: RATE // 100] += 0.25 * _fading(_noise(0.01, 1500, 6000, dice), 0.003)
    return sound


def _soft_kick(dice: np.random.Generator) -> Samples:
    del dice  # every stroke of it is alike
    return np.asarray(0.9 * _sweep(0.3, 110, 52, 26, 0.10), dtype=np.float32)


def _hard_kick(dice: np.random.Generator) -> Samples:
    sound = np.asarray(np.tanh(2.0 * _sweep(0.36, 230, 46, 40, 0.16)), dtype=np.float32)
    sound[: RATE // 100] += 0.5 * _fading(_noise(0.01, 2000, 9000, dice), 0.004)
    return sound


def _snare(dice: np.random.Generator) -> Samples:
    return np.asarray(
        0.55 * _fading(_noise(0.25, 1200, 9000, dice), 0.06) + 0.5 * _sweep(0.25, 260, 180, 40, 0.06), dtype=np.float32
    )


def _brush(dice: np.random.Generator) -> Samples:
    return np.asarray(
        0.5 * _fading(_noise(0.22, 500, 3500, dice), 0.05, 0.002) + 0.25 * _sweep(0.22, 230, 190, 40, 0.05),
        dtype=np.float32,
    )


def _clap(dice: np.random.Generator) -> Samples:
    sound = _fading(_noise(0.28, 900, 5000, dice), 0.07)
    for late in (0.010, 0.021):  # several hands, not quite together
        sound[round(late * RATE) :] += _fading(_noise(0.28 - late, 900, 5000, dice), 0.03)
    return np.asarray(0.45 * sound, dtype=np.float32)


def _hat(dice: np.random.Generator) -> Samples:
    return np.asarray(0.30 * _fading(_noise(0.08, 8000, 18000, dice), 0.016), dtype=np.float32)


def _soft_hat(dice: np.random.Generator) -> Samples:
    return np.asarray(0.22 * _fading(_noise(0.09, 4500, 9000, dice), 0.020, 0.001), dtype=np.float32)


def _open_hat(dice: np.random.Generator) -> Samples:
    return np.asarray(0.34 * _fading(_noise(0.3, 7500, 18000, dice), 0.09), dtype=np.float32)


def _shaker(dice: np.random.Generator) -> Samples:
    return np.asarray(0.22 * _fading(_noise(0.09, 6000, 14000, dice), 0.025, 0.018), dtype=np.float32)


def _taiko(dice: np.random.Generator) -> Samples:
    sound = _sweep(1.2, 120, 62, 14, 0.35)
    sound[: RATE // 20] += 0.4 * _fading(_noise(0.05, 150, 900, dice), 0.02)
    return sound


def _boom(dice: np.random.Generator) -> Samples:
    sound = np.asarray(1.2 * _sweep(2.6, 75, 36, 5, 0.8), dtype=np.float32)
    sound[: RATE // 5] += 0.5 * _fading(_noise(0.2, 60, 500, dice), 0.06)
    return sound


def _crash(dice: np.random.Generator) -> Samples:
    return np.asarray(0.34 * _fading(_noise(2.2, 3500, 16000, dice), 0.55), dtype=np.float32)


def _crackle(dice: np.random.Generator) -> Samples:
    """Dust on a record."""
    ticks = np.where(dice.random(round(0.4 * RATE)) > 0.999, dice.standard_normal(round(0.4 * RATE)), 0)
    sound = np.convolve(ticks, np.exp(-np.arange(60) / 8))[: len(ticks)]
    return np.asarray(0.2 * sound, dtype=np.float32)


_DRUMS: dict[str, Callable[[np.random.Generator], Samples]] = {
    "kick": _kick, "soft_kick": _soft_kick, "hard_kick": _hard_kick, "snare": _snare, "brush": _brush, "clap": _clap,
    "hat": _hat, "soft_hat": _soft_hat, "open_hat": _open_hat, "shaker": _shaker, "taiko": _taiko, "boom": _boom,
    "crash": _crash, "crackle": _crackle,
}  # fmt: skip
KICKS = frozenset({"kick", "soft_kick", "hard_kick"})


def stroke(sound: str, dice: np.random.Generator) -> Samples:
    """One stroke at full force, mono."""
    return _DRUMS[sound](dice)
