"""A score made sound: played section by section, so that half an hour of music needs no more memory than a minute.

What rings past the end of a section is carried into the next. Room and tone are one convolution a section.
"""

import wave
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from sandbox.music.drums import KICKS, stroke
from sandbox.music.instruments import RATE, Samples, tone
from sandbox.music.moods import MOODS, Mood
from sandbox.music.score import BAR, Hit, Note, Score, compose

MOST_BARS = 8  # played at a time
_RING = 6.0  # seconds that a note, its echo in the room and a crash may last beyond their section
_BEFORE = RATE // 10  # samples that a stretch begins earlier: the tone's filter rings to both sides
_SPREAD = {"pad": 0.0, "keys": -0.25, "bass": 0.0, "lead": 0.15, "harmony": -0.35, "echo": 0.5}
_SENT = {"pad": 0.35, "keys": 0.25, "bass": 0.03, "lead": 0.35, "harmony": 0.4, "echo": 0.5, "drums": 0.08}
_TAKES = 4  # different strokes of each drum


def write_track(target: Path, mood: str, bpm: float, seconds: float, seed: int = 0) -> Iterator[None]:
    """Write the piece as a 16-bit stereo WAV file of RATE samples a second, one section a step.

    A step takes a fraction of a second, so that whoever is in a hurry can leave between two.
    """
    with wave.open(str(target), "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(RATE)
        for block in play(compose(MOODS[mood], bpm, seconds, seed)):
            out.writeframes((block * 32767).astype("<i2").tobytes())
            yield


def play(score: Score) -> Iterator[Samples]:
    """The sound in pieces of shape (samples, 2), between -1 and 1; together exactly as long as the score."""
    studio = _Studio(score)
    whole = round(score.seconds * RATE)
    carried = np.zeros((0, 2), dtype=np.float32)
    stretches = [*_stretches(score)]
    starts = [round(first * BAR * studio.beat * RATE) for first, _ in stretches]
    for number, (first, bars) in enumerate(stretches):
        last = number + 1 == len(stretches)
        length = whole - starts[number] + _BEFORE if last else starts[number + 1] - starts[number]
        sound = studio.played(first * BAR, (first + bars) * BAR, length + round(_RING * RATE))
        sound[: len(carried)] += carried[: len(sound)]
        carried = sound[length:]
        # a little saturation, which also bounds the peaks
        yield np.tanh(sound[0 if number else _BEFORE : length]) * np.float32(0.89)


def _stretches(score: Score) -> Iterator[tuple[int, int]]:
    for section in score.sections:
        for first in range(section.first, section.first + section.bars, MOST_BARS):
            yield first, min(MOST_BARS, section.first + section.bars - first)


@dataclass(slots=True)
class _Studio:
    """The instruments of one piece. Every distinct note is computed once."""

    score: Score
    mood: Mood = field(init=False)
    beat: float = field(init=False)  # seconds
    _dice: np.random.Generator = field(init=False)
    _tones: dict[tuple[str, int, int, int], Samples] = field(default_factory=dict)
    _strokes: dict[str, list[Samples]] = field(default_factory=dict)
    _room: Samples = field(init=False)

    def __post_init__(self) -> None:
        self.mood = self.score.mood
        self.beat = 60 / self.score.bpm
        self._dice = np.random.default_rng(self.mood.tonic)
        self._room = _room(self.mood.room, self._dice)

    def played(self, start: int, end: int, count: int) -> Samples:
        """The notes that begin from beat `start` to before beat `end`, with their room: `count` samples.

        Beat `start` itself is at sample _BEFORE.
        """
        dry, sent, pumped = (np.zeros((count, 2), dtype=np.float32) for _ in range(3))
        for note in self.score.notes:
            if start <= note.start < end:
                sound = self._toned(note)
                place = self._place(note.start, start, note.part)
                share = self.mood.levels["lead" if note.part == "echo" else note.part]
                _add(pumped if note.part in {"pad", "keys", "bass"} else dry, place, sound * np.float32(share))
                _add(sent, place, sound * np.float32(share * _SENT[note.part]))
        hits = [hit for hit in self.score.hits if start <= hit.start < end]
        dry += pumped * self._pumping(hits, start, count)[:, None] if self.mood.pumping else pumped
        for hit in hits:
            place = self._place(hit.start, start, hit.sound)
            sound = self._stroked(hit.sound)[:, None] * np.float32(hit.force * self.mood.levels["drums"])
            _add(dry, place, sound)
            _add(sent, place, sound * np.float32(0.0 if hit.sound in KICKS else _SENT["drums"]))
        return self._heard(dry, sent)

    def _toned(self, note: Note) -> Samples:
        part = "lead" if note.part == "echo" else note.part
        key = (note.part, note.pitch, round(note.length * 48), round(note.force * 10))
        if key not in self._tones:
            length = max(0.05, note.length * self.beat)
            sound = tone(self.mood.instruments[part], note.pitch, length, max(0.1, round(note.force, 1)))
            right = (_SPREAD[note.part] + 1) * np.pi / 4
            self._tones[key] = sound * (np.array([np.cos(right), np.sin(right)], dtype=np.float32) * np.float32(1.41))
        return self._tones[key]

    def _stroked(self, sound: str) -> Samples:
        takes = self._strokes.setdefault(sound, [])
        if len(takes) < _TAKES:
            takes.append(stroke(sound, self._dice))
            return takes[-1]
        return takes[int(self._dice.integers(_TAKES))]

    def _place(self, beat: float, start: int, sound: str) -> int:
        """Where a note falls, in samples: swung, and as exact as a player is; kicks keep the beat itself."""
        step = self.mood.swing_step
        if round(beat / step) % 2 and abs(beat / step - round(beat / step)) < 0.01:
            beat += (2 * self.mood.swing - 1) * step
        seconds = (beat - start) * self.beat
        if sound not in KICKS:
            seconds += float(np.clip(self._dice.normal(), -2, 2)) * self.mood.loose
        return max(0, round(seconds * RATE) + _BEFORE)

    def _pumping(self, hits: list[Hit], start: int, count: int) -> Samples:
        """How far the other parts step back for the kick."""
        level = np.ones(count, dtype=np.float32)
        rise = round(0.9 * self.beat * RATE)
        shape = np.asarray(1 - self.mood.pumping * (1 - np.linspace(0, 1, rise)) ** 2, dtype=np.float32)
        for hit in hits:
            if hit.sound in KICKS:
                place = round((hit.start - start) * self.beat * RATE) + _BEFORE
                part = level[place : place + rise]
                np.minimum(part, shape[: len(part)], out=part)
        return level

    def _heard(self, dry: Samples, sent: Samples) -> Samples:
        """Room and tone in one pass."""
        count = len(dry)
        size = _fast_size(count + len(self._room))
        curve = _curve(self.mood, size)
        made = np.empty((count, 2), dtype=np.float32)
        for side in (0, 1):
            spectrum = np.fft.rfft(dry[:, side], size)
            spectrum += np.fft.rfft(sent[:, side], size) * np.fft.rfft(self._room[:, side], size)
            made[:, side] = np.fft.irfft(spectrum * curve, size)[:count]
        return made


def _add(tape: Samples, place: int, sound: Samples) -> None:
    end = min(len(tape), place + len(sound))
    if end > place:
        tape[place:end] += sound[: end - place]


def _room(seconds: float, dice: np.random.Generator) -> Samples:
    """What a room of that reverberation time answers to a clap: noise that dies away, its treble first."""
    count = round(min(seconds, _RING) * RATE)
    time = np.arange(count, dtype=np.float32) / RATE
    noise = dice.standard_normal((count, 2)).astype(np.float32)
    noise[1:] = (noise[1:] + noise[:-1]) / 2
    decay = np.exp(-6.9 * time / seconds) * np.minimum(1, time / 0.01)
    answer = noise * decay[:, None].astype(np.float32)
    return np.asarray(answer / np.sqrt((answer**2).sum(axis=0)), dtype=np.float32)


def _curve(mood: Mood, size: int) -> Samples:
    """The mood's tone as a gain for each frequency of a transform of that size."""
    where = np.maximum(np.fft.rfftfreq(size, 1 / RATE), 1)
    corners, gains = zip(*mood.tone, strict=True)
    decibels = np.interp(np.log2(where), np.log2(corners), gains)
    decibels -= 24 * np.maximum(0, np.log2(30 / where))  # nothing below what can be heard
    return np.asarray(10 ** (decibels / 20), dtype=np.float32)


def _fast_size(least: int) -> int:
    """The next length with small factors only, which a transform likes."""
    size = 1 << (least - 1).bit_length()
    return min(each for each in (size, size * 3 // 4, size * 5 // 8) if each >= least)
