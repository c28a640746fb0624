"""Songs of a known beat, played here: drums in several styles over four chords, at any tempo, beginning anywhere."""

import wave
from pathlib import Path

import numpy as np

RATE = 22_050

# style → strokes of every two beats: drum, place in beats, level
STYLES = {
    "clicks": (("click", 0, 1.0), ("click", 1, 1.0)),
    "four on the floor": (("kick", 0, 1.0), ("hat", 0.5, 1.0), ("kick", 1, 1.0), ("snare", 1, 0.7), ("hat", 1.5, 1.0)),
    "rock": (
        ("kick", 0, 1.0), ("hat", 0, 1.0), ("hat", 0.5, 1.0), ("snare", 1, 1.0), ("hat", 1, 1.0), ("hat", 1.5, 1.0),
    ),
    "swing": (("kick", 0, 1.0), ("hat", 0, 1.0), ("hat", 2 / 3, 1.0), ("snare", 1, 1.0), ("hat", 1 + 2 / 3, 1.0)),
    "loud off-beats": (("kick", 0, 0.9), ("hat", 0.5, 2.0), ("kick", 1, 0.9), ("hat", 1.5, 2.0)),
    "sixteenths": (
        ("kick", 0, 1.0), ("snare", 1, 1.0), *(("hat", place / 4, 1.0) for place in range(8)),
    ),
}  # fmt: skip


def song(bpm: float, first: float = 0.0, seconds: float = 24.0, style: str = "rock") -> np.ndarray:
    """Mono, RATE samples a second; `first` is the moment of the first beat in seconds."""
    dice = np.random.default_rng(1)
    count, beat = int(seconds * RATE), 60 / bpm
    sound = np.zeros(count + RATE)
    for number in range(int((seconds - first) / beat) + 1):
        for drum, place, level in STYLES[style]:
            if int(place) == number % 2:
                start = round((first + (number + place % 1) * beat) * RATE)
                stroke = level * _stroke(drum, dice)
                sound[start : start + len(stroke)] += stroke[: max(0, len(sound) - start)]
    moments = np.arange(count) / RATE
    for bar in range(int(seconds / beat / 4) + 1):
        begin = int((first + bar * 4 * beat) * RATE)
        part = moments[begin : int((first + (bar + 1) * 4 * beat) * RATE)]
        for pitch in ((220, 277, 330), (196, 247, 294), (175, 220, 262), (196, 247, 294))[bar % 4]:
            sound[begin : begin + len(part)] += 0.08 * np.sin(2 * np.pi * pitch * part)
    return (sound[:count] / np.abs(sound).max() * 0.8).astype(np.float32)


def write_song(path: Path, *about: object, **more: object) -> Path:
    """The song as a WAV file."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((song(*about, **more) * 32767).astype("<i2").tobytes())  # type: ignore[arg-type]
    return path


def _stroke(drum: str, dice: np.random.Generator) -> np.ndarray:
    time = np.arange(RATE // 4) / RATE
    noise = dice.standard_normal(len(time))
    if drum == "kick":
        return np.sin(2 * np.pi * (50 * time + 4 * (1 - np.exp(-30 * time)))) * np.exp(-time / 0.1)
    if drum == "snare":
        return (0.6 * noise + 0.3 * np.sin(2 * np.pi * 190 * time)) * np.exp(-time / 0.05)
    if drum == "hat":
        return 0.15 * np.diff(noise, prepend=0) * np.exp(-time / 0.02)
    return np.sin(2 * np.pi * 1000 * time) * np.exp(-time / 0.01)
