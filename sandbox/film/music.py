"""Royalty-free background music: short seamless loops, played by numpy at a known tempo and kept as WAV files.

Because the beat is ours it needs no detecting: beat k sounds at k * 60 / bpm seconds. Nothing is sampled or quoted.
"""

import os
import tempfile
import wave
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sandbox.model.moods import FASTEST, SLOWEST, TEMPOS

RATE = 48_000
VERSION = 1  # part of the cache's file name: raise it when the sound changes
UNFINISHED = ".part"

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Mood:
    """A kind of music: tempo, chords as semitones from a root, and which voices play."""

    name: str
    bpm: float
    root: float
    chords: tuple[tuple[int, ...], ...]
    drums: str
    bright: float
    lead: bool = True


_SOFT = ((0, 4, 7, 11), (-3, 0, 4, 7), (5, 9, 12, 16), (-5, -1, 2, 5))
_GLAD = ((0, 4, 7), (7, 11, 14), (-3, 0, 4), (5, 9, 12))
_GRAVE = ((0, 3, 7, 12), (-4, 0, 3, 8), (3, 7, 10, 15), (-2, 2, 5, 10))
_STILL = ((0, 7, 14, 16), (5, 12, 16, 19), (-3, 4, 7, 12), (0, 7, 11, 14))

MOODS: dict[str, Mood] = {
    "lofi": Mood("Lo-fi", TEMPOS["lofi"], 220.0, _SOFT, "k.h.s.h.k.hks.h.", 0.30),
    "upbeat": Mood("Upbeat", TEMPOS["upbeat"], 261.63, _GLAD, "k.h.s.h.k.h.s.hh", 0.75),
    "cinematic": Mood("Cinematic", TEMPOS["cinematic"], 146.83, _GRAVE, "k.......t.......", 0.45, lead=False),
    "ambient": Mood("Ambient", TEMPOS["ambient"], 196.0, _STILL, "", 0.20),
    "energetic": Mood("Energetic", TEMPOS["energetic"], 220.0, _GRAVE, "k.h.k.h.k.h.k.hh", 0.90),
}


def loop_path(cache: Path, mood: str, bpm: float) -> Path:
    """The loop as a WAV file, made at the first call; blocks for a second or two then, so call it in a thread."""
    target = cache / f"{mood}-{bpm:g}-{VERSION}.wav"
    if target.exists():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    sound = loop(mood, bpm)
    handle, unfinished = tempfile.mkstemp(dir=cache, suffix=UNFINISHED)
    with os.fdopen(handle, "wb") as raw, wave.open(raw, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
    Path(unfinished).replace(target)
    return target


def loop(mood: str, bpm: float) -> Samples:
    """Four bars of stereo sound, shape (samples, 2): exactly 16 beats, and its end flows into its start."""
    plan = MOODS[mood]
    beat = RATE * 60 / min(max(bpm, SLOWEST), FASTEST)
    tape = _Tape(round(16 * beat))
    dice = np.random.default_rng(round(plan.bpm * 7 + len(plan.name)))
    for bar, chord in enumerate(plan.chords):
        _bar(tape, plan, chord, round(bar * 4 * beat), beat)
        if plan.lead:
            _melody(tape, plan, chord, round(bar * 4 * beat), beat, dice)
        _drums(tape, plan.drums, round(bar * 4 * beat), beat, dice)
    if plan.name == "Lo-fi":
        tape.hiss(dice)
    return tape.master()


class _Tape:
    """A circular recording: what rings past the end is heard at the beginning, so the loop has no seam."""

    def __init__(self, length: int) -> None:
        self._sound = np.zeros((length, 2), dtype=np.float32)

    def add(self, start: int, sound: Samples, pan: float = 0.0) -> None:
        length = len(self._sound)
        places = (start + np.arange(len(sound))) % length
        sides = np.array([np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)], dtype=np.float32)
        np.add.at(self._sound, places, sound[:, None] * sides)

    def hiss(self, dice: np.random.Generator) -> None:
        length = len(self._sound)
        crackle = dice.random(length) > 0.99985
        self._sound += (0.05 * crackle * dice.standard_normal(length)).astype(np.float32)[:, None]

    def master(self) -> Samples:
        warm = np.tanh(self._sound * (1.4 / max(1e-6, float(np.sqrt(np.mean(self._sound**2)) * 5))))
        peak = float(np.abs(warm).max()) or 1.0
        return np.asarray(warm * (0.7 / peak), dtype=np.float32)


def _pitch(root: float, semitones: int) -> float:
    return float(root * 2 ** (semitones / 12))


def _tone(pitch: float, seconds: float, partials: Sequence[float], attack: float, decay: float) -> Samples:
    time = np.arange(round(seconds * RATE), dtype=np.float32) / RATE
    sound = np.zeros_like(time)
    for number, level in enumerate(partials, start=1):
        if level and pitch * number < RATE / 2.5:
            sound += level * np.sin(2 * np.pi * pitch * number * time, dtype=np.float32)
    shape = np.minimum(1, time / attack) * np.exp(-time / decay)
    release = np.minimum(1, (seconds - time) / 0.03)  # no click where the note ends
    return np.asarray(sound * shape * np.clip(release, 0, 1), dtype=np.float32)


def _bar(tape: _Tape, plan: Mood, chord: tuple[int, ...], start: int, beat: float) -> None:
    second = beat / RATE
    slow = not plan.drums or plan.name == "Cinematic"
    attack, decay = (0.6 * second, 5 * second) if slow else (0.012, 1.6 * second)
    partials = (1.0, 0.5 * plan.bright, 0.35 * plan.bright, 0.15 * plan.bright, 0.08 * plan.bright)
    strokes = (0.0,) if slow else (0.0, 1.5, 2.5) if plan.bright > 0.5 else (0.0, 2.5)
    for stroke in strokes:
        for place, step in enumerate(chord):
            length = (4.6 if slow else 1.9) * second
            sound = _tone(_pitch(plan.root, step), length, partials, attack, decay)
            tape.add(start + round(stroke * beat), 0.16 * sound, pan=(place - 1.5) / 3)
    for stroke in (0.0, 2.0):
        low = _tone(_pitch(plan.root / 4, chord[0]), 1.9 * second, (1.0, 0.5, 0.12), 0.01, 1.3 * second)
        tape.add(start + round(stroke * beat), 0.34 * low)


def _melody(
    tape: _Tape, plan: Mood, chord: tuple[int, ...], start: int, beat: float, dice: np.random.Generator
) -> None:
    second, ladder = beat / RATE, (0, 2, 4, 7, 9, 12)
    for stroke in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 3.5):
        if dice.random() > 0.45:
            continue
        step = chord[0] % 12 if stroke == 0 else int(dice.choice(ladder))
        note = _tone(_pitch(plan.root * 2, step), 1.4 * second, (1.0, 0.2, 0.25 * plan.bright), 0.008, 0.6 * second)
        tape.add(start + round(stroke * beat), 0.13 * note, pan=float(dice.uniform(-0.5, 0.5)))


def _drums(tape: _Tape, pattern: str, start: int, beat: float, dice: np.random.Generator) -> None:
    for place, hit in enumerate(pattern):
        if hit in _HITS:
            tape.add(start + round(place * beat / 4), _HITS[hit](dice))


def _kick(_: np.random.Generator) -> Samples:
    time = np.arange(round(0.32 * RATE), dtype=np.float32) / RATE
    sweep = 2 * np.pi * (48 * time + 75 / 28 * (1 - np.exp(-28 * time)))
    return np.asarray(0.85 * np.sin(sweep) * np.exp(-time / 0.11) * np.minimum(1, time / 0.002), dtype=np.float32)


def _snare(dice: np.random.Generator) -> Samples:
    time = np.arange(round(0.2 * RATE), dtype=np.float32) / RATE
    noise = dice.standard_normal(len(time)) * np.exp(-time / 0.055)
    return np.asarray(0.16 * noise + 0.25 * np.sin(2 * np.pi * 185 * time) * np.exp(-time / 0.07), dtype=np.float32)


def _hat(dice: np.random.Generator) -> Samples:
    time = np.arange(round(0.06 * RATE), dtype=np.float32) / RATE
    return np.asarray(0.07 * np.diff(dice.standard_normal(len(time) + 1)) * np.exp(-time / 0.016), dtype=np.float32)


def _tom(_: np.random.Generator) -> Samples:
    time = np.arange(round(0.9 * RATE), dtype=np.float32) / RATE
    return np.asarray(0.6 * np.sin(2 * np.pi * (70 * time - 8 * time**2)) * np.exp(-time / 0.3), dtype=np.float32)


_HITS: dict[str, Callable[[np.random.Generator], Samples]] = {"k": _kick, "s": _snare, "h": _hat, "t": _tom}
