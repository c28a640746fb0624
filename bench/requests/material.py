"""The clips, songs and pictures that the requests are about; what plays when can be read from every film of them.

A clip says in its middle which second of it is shown (a grey, one for each second), by its four corners which clip it
is and how it is turned, and by a tone which second of it is heard.
"""

from __future__ import annotations

import subprocess
import wave
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw

from sandbox.film.ffmpeg import ffmpeg_exe

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    Pixels = NDArray[np.uint8]
    Samples = NDArray[np.float64]

WIDTH, HEIGHT, FPS, RATE = 320, 180, 25, 48_000
RED, GREEN, BLUE, YELLOW = (200, 40, 40), (40, 160, 40), (40, 40, 200), (200, 200, 40)
PURPLE, BROWN, PINK, LIME = (110, 30, 150), (120, 70, 30), (240, 160, 200), (150, 230, 120)
MAGENTA, CYAN, ORANGE, WHITE = (200, 40, 200), (40, 190, 190), (230, 120, 20), (235, 235, 235)
CORNERS: Final = {  # from the top left, row by row
    "A": (RED, GREEN, BLUE, YELLOW),
    "B": (MAGENTA, CYAN, ORANGE, WHITE),
    "C": (PURPLE, BROWN, PINK, LIME),
}
SECONDS: Final = {"A": 8, "B": 6, "C": 4}
TONES: Final = {"A": 400, "B": 1000, "C": 2200}  # Hz in the first second, 50 more in each further one
VOICE_HZ, SONG_HZ, LATER_HZ, SONG_BPM = 1800, 3000, 3500, 96
SUBTITLES: Final = {
    "subs.srt": "1\n00:00:01,000 --> 00:00:03,000\nHello there\n\n2\n00:00:04,000 --> 00:00:06,000\nSecond line\n"
}


def grey(second: int) -> int:
    """The level in the middle of a clip, 0 to 255, while that second of it is shown."""
    return 45 + 25 * second


def hertz(clip: str, second: int) -> int:
    """The tone of that second."""
    return TONES[clip] + 50 * second


def make(name: str, folder: Path) -> Path:
    """Make the file of that name, once for each folder. Raises KeyError for a name that is not known."""
    path = folder / name
    if not path.exists():
        _MAKERS[name](path)
    return path


def _picture(clip: str, second: int) -> Pixels:
    shown = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    halves = [(0, HEIGHT // 2), (HEIGHT // 2, HEIGHT)], [(0, WIDTH // 2), (WIDTH // 2, WIDTH)]
    for number, color in enumerate(CORNERS[clip]):
        (top, bottom), (left, right) = halves[0][number // 2], halves[1][number % 2]
        shown[top:bottom, left:right] = color
    shown[60:120, 130:190] = grey(second)
    return shown


def _tone(clip: str, loudness: float) -> Samples:
    times = np.arange(RATE) / RATE
    return np.concatenate([loudness * np.sin(2 * np.pi * hertz(clip, one) * times) for one in range(SECONDS[clip])])


def _steady(clip: str, path: Path, *, loudness: float = 0.25, sound: Samples | None = None) -> None:
    frames = [_picture(clip, second) for second in range(SECONDS[clip]) for _ in range(FPS)]
    _film(path, frames, _tone(clip, loudness) if sound is None else sound)


def _noisy(path: Path) -> None:
    """Hiss under the tone of the first four seconds, and hiss alone after it; grain in the picture."""
    chance = np.random.default_rng(1)
    tone = _tone("A", 0.25)
    tone[4 * RATE :] = 0
    frames = [
        np.clip(_picture("A", second) + chance.normal(0, 14, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8)
        for second in range(SECONDS["A"])
        for _ in range(FPS)
    ]
    _film(path, frames, tone + chance.normal(0, 0.01, len(tone)))


def _shaky(path: Path) -> None:
    """Held by hand: the picture wanders by some pixels, a few times a second."""
    chance = np.random.default_rng(2)
    still = np.asarray(_scenery().resize((WIDTH + 40, HEIGHT + 40)))
    hand = chance.normal(0, 14, (SECONDS["A"] * FPS + 6, 2))
    smooth = np.stack([np.convolve(one, np.ones(7) / 7, "valid") for one in hand.T], axis=1)
    steps = np.clip((20 + smooth).round().astype(int), 0, 40)
    _film(path, [still[y : y + HEIGHT, x : x + WIDTH] for y, x in steps], _tone("A", 0.25))


def _scenery() -> Image.Image:
    chance, drawn = np.random.default_rng(3), Image.new("RGB", (720, 440), (90, 120, 150))
    pen = ImageDraw.Draw(drawn)
    for _ in range(160):
        x, y, size = (int(one) for one in chance.integers((0, 0, 6), (720, 440, 60)))
        pen.rectangle((x, y, x + size, y + size), fill=tuple(int(one) for one in chance.integers(0, 255, 3)))
    return drawn


def _pauses(path: Path) -> None:
    """Nobody speaks in the third, fourth and seventh second."""
    tone = _tone("A", 0.25)
    tone[2 * RATE : 4 * RATE] = 0
    tone[6 * RATE : 7 * RATE] = 0
    _steady("A", path, sound=tone)


def _film(path: Path, frames: list[Pixels], sound: Samples) -> None:
    wav = path.with_suffix(".wav")
    _write_wav(wav, sound)
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}", "-r", str(FPS), "-i", "-"]
    made = [
        "-c:v",
        "libx264",
        "-crf",
        "14",
        "-pix_fmt",
        "yuv420p",
        "-c:a",
        "aac",
        "-b:a",
        "128k",
        "-shortest",
        str(path),
    ]
    _ffmpeg(*raw, "-f", "wav", "-i", str(wav), *made, given=b"".join(one.tobytes() for one in frames))
    wav.unlink()


def _write_wav(path: Path, sound: Samples) -> None:
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())


def _audio(path: Path, sound: Samples) -> None:
    wav = path.with_suffix(".raw.wav")
    _write_wav(wav, sound)
    _ffmpeg("-f", "wav", "-i", str(wav), str(path))
    wav.unlink()


def _voice(path: Path) -> None:
    times = np.arange(3 * RATE) / RATE
    _audio(path, 0.3 * np.sin(2 * np.pi * VOICE_HZ * times))


def _song(path: Path, seconds: int = 12, later: float = 60) -> None:
    """A click on each beat and one tone that tells how loud it is; it is another tone from `later` on."""
    times = np.arange(seconds * RATE) / RATE
    clicks = np.exp(-40 * (times % (60 / SONG_BPM))) * np.random.default_rng(4).normal(0, 0.3, len(times))
    hertz_then = np.where(times < later, SONG_HZ, LATER_HZ)
    _audio(path, 0.15 * np.sin(2 * np.pi * hertz_then * times) + clicks)


def _logo(path: Path) -> None:
    drawn = Image.new("RGBA", (80, 80), (0, 0, 0, 0))
    ImageDraw.Draw(drawn).ellipse((4, 4, 76, 76), fill=(0, 0, 0, 255))
    drawn.save(path)


def _photo(color: tuple[int, int, int]) -> Callable[[Path], None]:
    return lambda path: Image.new("RGB", (WIDTH, HEIGHT), color).save(path)


def _portrait(path: Path) -> None:
    """B turned by a quarter, so that it is upright."""
    _ffmpeg("-i", str(make("B.mp4", path.parent)), "-vf", "transpose=1", "-c:a", "copy", str(path))


def _silent(path: Path) -> None:
    """B without any sound."""
    _ffmpeg("-i", str(make("B.mp4", path.parent)), "-an", "-c:v", "copy", str(path))


def _ffmpeg(*arguments: str, given: bytes = b"") -> None:
    subprocess.run([ffmpeg_exe(), "-v", "error", "-y", *arguments], input=given, check=True)


_MAKERS: Final[dict[str, Callable[[Path], None]]] = {
    "A.mp4": lambda path: _steady("A", path),
    "B.mp4": lambda path: _steady("B", path),
    "C.mp4": lambda path: _steady("C", path),
    "weak.mp4": lambda path: _steady("B", path, loudness=0.02),
    "quiet.mp4": lambda path: _steady("A", path, loudness=0.01),
    "noisy.mp4": _noisy,
    "shaky.mp4": _shaky,
    "pauses.mp4": _pauses,
    "voice.mp3": _voice,
    "song.mp3": _song,
    "minute.mp3": lambda path: _song(path, 60, 45),
    "tune.mp3": lambda path: _song(path, 20, 10),
    "portrait.mp4": _portrait,
    "silent.mp4": _silent,
    "logo.png": _logo,
    "one.jpg": _photo(RED),
    "two.jpg": _photo(GREEN),
    "three.jpg": _photo(BLUE),
    "four.jpg": _photo(YELLOW),
}
