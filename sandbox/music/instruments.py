"""Tones of the instruments, computed: each a pitch, a length and a force made into stereo sound. Nothing is sampled.

Most are built on a saw-like wave whose brightness may change while it sounds: the sum of all harmonics, the nth as loud
as `bright` to the power of n, has a closed form (Moorer, "The synthesis of complex audio spectra by means of discrete
summation formulae", 1976), so that a filter's sweep costs one division. The others are frequency modulation
(Chowning, 1973) or a handful of decaying partials.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

RATE = 48_000

Samples = NDArray[np.float32]
_TURN = 2 * np.pi


def hertz(pitch: float) -> float:
    """Frequency of a MIDI pitch: 69 is 440 Hz."""
    return float(440 * 2 ** ((pitch - 69) / 12))


def times(seconds: float) -> Samples:
    """The moment of each sample, in seconds."""
    return np.arange(max(1, round(seconds * RATE)), dtype=np.float32) / np.float32(RATE)


def _phase(frequency: float, time: Samples, sway: Samples | float = 0.0) -> Samples:
    """Turns done at each moment, less the whole ones: 32 bits would otherwise lose the pitch within seconds."""
    turns = np.arange(len(time), dtype=np.float64) * (frequency / RATE)
    return np.asarray((turns + sway) % 1.0, dtype=np.float32)


def _held(time: Samples, length: float, attack: float, release: float) -> Samples:
    """Up within `attack` seconds, let go at `length`, silent `release` seconds later."""
    rise = np.minimum(1, time / attack)
    fall = np.clip((length + release - time) / release, 0, 1)
    return np.asarray(rise * fall * fall, dtype=np.float32)


def _struck(time: Samples, length: float, decay: float, release: float = 0.08) -> Samples:
    """Struck at once, ringing away, damped when it is let go."""
    damped = np.clip((length + release - time) / release, 0, 1)
    return np.asarray(np.exp(-time / decay) * np.minimum(1, time / 0.002) * damped, dtype=np.float32)


def _highest(frequency: float) -> float:
    """The brightness at which nothing audible folds back from above half the sampling rate."""
    return float(0.003 ** (frequency / 20_000))


def _saw(phase: Samples, bright: Samples | float, most: float) -> Samples:
    """All harmonics; as loud at any brightness."""
    share = np.minimum(bright, most)
    angle = phase * np.float32(_TURN)
    wave = np.sin(angle) / (1 - 2 * share * np.cos(angle) + share * share)
    return np.asarray(wave * np.sqrt(1 - share * share), dtype=np.float32)


def _square(phase: Samples, bright: Samples | float, most: float) -> Samples:
    """Odd harmonics only; as loud at any brightness."""
    share = np.minimum(bright, most)
    two = share * share
    angle = phase * np.float32(_TURN)
    wave = (1 + two) * np.sin(angle) / (1 - 2 * two * np.cos(2 * angle) + two * two)
    return np.asarray(wave * np.sqrt(1 - two), dtype=np.float32)


def _ensemble(
    pitch: int, time: Samples, cents: Sequence[float], bright: Samples | float, vibrato: float = 0.0
) -> Samples:
    """Several players a little out of tune with each other, spread from left to right."""
    sides = np.zeros((len(time), 2), dtype=np.float32)
    most = _highest(hertz(pitch))
    for number, off in enumerate(cents):
        frequency = hertz(pitch + off / 100)
        sway: Samples | float = 0.0
        if vibrato:
            pace = 4.6 + 0.5 * number
            sway = np.asarray(vibrato * frequency / pace * np.sin(_TURN * pace * time + number), dtype=np.float32)
        sound = _saw(_phase(frequency, time, sway + 0.37 * number), bright, most)
        right = number / max(1, len(cents) - 1)
        sides[:, 0] += sound * np.float32(np.cos(right * np.pi / 2))
        sides[:, 1] += sound * np.float32(np.sin(right * np.pi / 2))
    return sides / np.float32(np.sqrt(len(cents)) * 0.75)


def _partials(
    pitch: int, time: Samples, length: float, table: Sequence[tuple[float, float, float]], release: float = 0.08
) -> Samples:
    """Partials as (multiple of the pitch, level, decay in seconds)."""
    sound = np.zeros_like(time)
    for multiple, level, decay in table:
        frequency = hertz(pitch) * multiple
        if frequency < RATE * 0.4:
            sound += level * np.sin(_phase(frequency, time) * np.float32(_TURN)) * _struck(time, length, decay, release)
    return sound


# --- struck and plucked --------------------------------------------------------------------------------------


def _electric_piano(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.2)
    angle = _phase(hertz(pitch), time) * np.float32(_TURN)
    bark = (0.3 + 1.1 * force) * np.exp(-time / 0.35)
    tine = 0.1 * force * np.sin(_phase(hertz(pitch) * 14, time) * np.float32(_TURN)) * np.exp(-time / 0.05)
    sound = (np.sin(angle + bark * np.sin(angle)) + tine) * _struck(time, length, 1.9, 0.2)
    tremolo = 0.25 * np.sin(_TURN * 4.7 * time)
    return np.stack([sound * (1 + tremolo), sound * (1 - tremolo)], axis=1).astype(np.float32)


def _piano(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.35)
    stiffness = 0.0004
    table = [
        (n * (1 + stiffness * n * n) ** 0.5, abs(np.sin(n * 0.38)) / n ** (1.35 - 0.35 * force), 2.6 / (1 + 0.35 * n))
        for n in range(1, 13)
    ]
    sound = _partials(pitch, time, length, table, 0.35)
    twin = _partials(pitch, time, length, [(m * 1.0009, a, d) for m, a, d in table[:3]], 0.35)
    return np.stack([sound, sound * 0.6 + twin * 0.6], axis=1).astype(np.float32)


def _vibraphone(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 1.4)
    table = [(1, 1.0, 1.6), (4, 0.28 * force, 0.35), (10, 0.08 * force, 0.06)]
    sound = _partials(pitch, time, length + 0.4, table, 1.0)
    return np.asarray(sound * (1 + 0.3 * np.sin(_TURN * 5.2 * time)), dtype=np.float32)


def _marimba(pitch: int, length: float, force: float) -> Samples:
    time = times(min(length, 0.6) + 0.5)
    table = [(1, 1.0, 0.34), (3.93, 0.45 * force, 0.09), (9.2, 0.2 * force, 0.03)]
    return _partials(pitch, time, 0.7, table, 0.3)


def _bell(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 2.2)
    table = [(1, 1.0, 1.8), (2, 0.4, 1.1), (3, 0.3 * force, 0.7), (5, 0.16 * force, 0.35), (7.01, 0.08, 0.15)]
    return _partials(pitch, time, length + 1.2, table, 1.0)


def _pluck(pitch: int, length: float, force: float) -> Samples:
    """A steel string, twice: one to each side, a few cents apart."""
    time = times(length + 0.3)
    bright = np.asarray(0.12 + (0.42 + 0.3 * force) * np.exp(-time / 0.12), dtype=np.float32)
    return _ensemble(pitch, time, (-4, 4), bright) * _struck(time, length + 0.1, 0.45, 0.2)[:, None]


def _saw_pluck(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.15)
    bright = np.asarray(0.2 + (0.4 + 0.35 * force) * np.exp(-time / 0.09), dtype=np.float32)
    return _ensemble(pitch, time, (-9, 0, 9), bright) * _struck(time, length, 0.22, 0.12)[:, None]


# --- held ----------------------------------------------------------------------------------------------------


def _felt(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.6)
    return _ensemble(pitch, time, (-5, 3), 0.10 + 0.15 * force) * _held(time, length, 0.25, 0.6)[:, None]


def _strings(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.5)
    attack = min(0.35, length / 3)
    bright = np.asarray(0.35 + 0.35 * force * np.minimum(1, time / (attack * 2)), dtype=np.float32)
    return _ensemble(pitch, time, (-7, -2, 3, 8), bright, 0.0028) * _held(time, length, attack, 0.5)[:, None]


def _low_strings(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.5)
    bright = np.asarray(0.45 + 0.25 * force * np.exp(-time / 1.5), dtype=np.float32)
    sound = _ensemble(pitch, time, (-5, 0, 5), bright, 0.002)
    return sound * _held(time, length, 0.12, 0.5)[:, None]


def _horn(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.3)
    swell = np.minimum(1, time / 0.25)
    bright = np.asarray(0.25 + (0.15 + 0.25 * force) * swell, dtype=np.float32)
    return _ensemble(pitch, time, (-3, 3), bright, 0.002) * _held(time, length, 0.07, 0.3)[:, None]


def _glass(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 1.5)
    slow = 0.18 + 0.10 * force * (1 - np.cos(_TURN * time / max(2.0, length)))
    sound = _ensemble(pitch, time, (-8, 0, 7), np.asarray(slow, dtype=np.float32), 0.001)
    return sound * _held(time, length, min(1.2, length / 3), 1.5)[:, None]


def _supersaw(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.15)
    sound = _ensemble(pitch, time, (-18, -10, -3, 4, 11, 17), 0.6 + 0.3 * force)
    return sound * _held(time, length, 0.01, 0.15)[:, None]


def _flute(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.25)
    late = np.minimum(1, time / 0.6)
    sway = np.asarray(0.005 * hertz(pitch) / 5 * late * np.sin(_TURN * 5 * time), dtype=np.float32)
    phase = _phase(hertz(pitch), time, sway)
    tone = _saw(phase, 0.10 + 0.14 * force, _highest(hertz(pitch)))
    return np.asarray(tone * _held(time, length, 0.09, 0.25), dtype=np.float32)


def _whistle(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.12)
    sway = np.asarray(0.006 * hertz(pitch) / 5.5 * np.sin(_TURN * 5.5 * time), dtype=np.float32)
    tone = _saw(_phase(hertz(pitch), time, sway), 0.05 + 0.05 * force, 1.0)
    return np.asarray(tone * _held(time, length, 0.04, 0.12), dtype=np.float32)


def _square_lead(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.12)
    most = _highest(hertz(pitch))
    bright = np.asarray(0.45 + 0.4 * force * np.exp(-time / 0.3), dtype=np.float32)
    sound = _square(_phase(hertz(pitch), time), bright, most)
    sound += 0.7 * _saw(_phase(hertz(pitch + 0.07), time), bright, most)
    return np.asarray(0.6 * sound * _held(time, length, 0.006, 0.12), dtype=np.float32)


# --- bass ----------------------------------------------------------------------------------------------------


def _round_bass(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.12)
    bright = np.asarray(0.08 + 0.22 * force * np.exp(-time / 0.15), dtype=np.float32)
    return np.asarray(1.3 * _saw(_phase(hertz(pitch), time), bright, 1.0) * _struck(time, length, 1.6, 0.1), np.float32)


def _pick_bass(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.1)
    bright = np.asarray(0.25 + 0.4 * force * np.exp(-time / 0.08), dtype=np.float32)
    return np.asarray(
        1.1 * _saw(_phase(hertz(pitch), time), bright, 0.9) * _struck(time, length, 0.7, 0.08), np.float32
    )


def _drone(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 1.2)
    return _ensemble(pitch, time, (-4, 4), 0.12 + 0.1 * force) * _held(time, length, min(0.8, length / 3), 1.2)[:, None]


def _saw_bass(pitch: int, length: float, force: float) -> Samples:
    time = times(length + 0.05)
    low = np.sin(_phase(hertz(pitch), time) * np.float32(_TURN))
    bright = np.asarray(0.4 + 0.45 * force * np.exp(-time / 0.1), dtype=np.float32)
    sound = 0.9 * low + 0.6 * _saw(_phase(hertz(pitch), time), bright, 0.95)
    return np.asarray(sound * _struck(time, length, 1.5, 0.04), dtype=np.float32)


_INSTRUMENTS: dict[str, Callable[[int, float, float], Samples]] = {
    "electric_piano": _electric_piano, "piano": _piano, "vibraphone": _vibraphone, "marimba": _marimba, "bell": _bell,
    "pluck": _pluck, "saw_pluck": _saw_pluck, "felt": _felt, "strings": _strings, "low_strings": _low_strings,
    "horn": _horn, "glass": _glass, "supersaw": _supersaw, "flute": _flute, "whistle": _whistle,
    "square": _square_lead, "round_bass": _round_bass, "pick_bass": _pick_bass, "drone": _drone, "saw_bass": _saw_bass,
}  # fmt: skip


def tone(instrument: str, pitch: int, length: float, force: float) -> Samples:
    """A note, let go after `length` seconds and ringing on a little: shape (samples, 2), about 1 at its loudest."""
    sound = _INSTRUMENTS[instrument](pitch, length, force) * np.float32(force)
    return sound if sound.ndim == 2 else np.repeat(sound[:, None], 2, axis=1)
