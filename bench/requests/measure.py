"""What a film shows and plays, read off its pixels and samples."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from bench.requests.material import CORNERS, SECONDS, grey, hertz
from sandbox.film.ffmpeg import ffmpeg_exe

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

_WIDE, _STEP, _LISTEN = 96, 0.1, 8000
_COLORS: Final = {
    "red": CORNERS["A"][0], "green": CORNERS["A"][1], "blue": CORNERS["A"][2], "yellow": CORNERS["A"][3],
    "magenta": CORNERS["B"][0], "cyan": CORNERS["B"][1], "orange": CORNERS["B"][2], "white": CORNERS["B"][3],
    "purple": CORNERS["C"][0], "brown": CORNERS["C"][1], "pink": CORNERS["C"][2], "lime": CORNERS["C"][3],
    "black": (0, 0, 0),
}  # fmt: skip
Box = tuple[float, float, float, float]  # left, top, right, bottom, each 0 to 1
MIDDLE: Box = (0.44, 0.4, 0.56, 0.6)


@dataclass(frozen=True, slots=True)
class _About:
    width: int
    height: int
    seconds: float
    fps: float


class Film:
    """A finished film. Times are in seconds, boxes in parts of the picture, levels in dB below full scale."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def about(self) -> _About:
        """Size in pixels, length in seconds, frames a second. Raises ValueError for a file that is no film."""
        told = subprocess.run(
            [ffmpeg_exe(), "-hide_banner", "-i", str(self.path)], capture_output=True, check=False
        ).stderr.decode("utf-8", "replace")
        size, rate = re.search(r"Video:.*?[ ,](\d{2,5})x(\d{2,5})", told), re.search(r"([\d.]+) fps", told)
        long = re.search(r"Duration: (\d+):(\d\d):([\d.]+)", told)
        if size is None or long is None:
            raise ValueError(told)
        seconds = int(long[1]) * 3600 + int(long[2]) * 60 + float(long[3])
        return _About(int(size[1]), int(size[2]), seconds, float(rate[1]) if rate else 0.0)

    @cached_property
    def pictures(self) -> Numbers:
        """Ten frames a second, 96 wide: [number, row, column, red green blue]."""
        high = max(2, round(_WIDE * self.about.height / self.about.width / 2) * 2)
        shown = _decoded(
            self.path, "-vf", f"fps=10,scale={_WIDE}:{high}:flags=area", "-pix_fmt", "rgb24", "-f", "rawvideo"
        )
        return np.frombuffer(shown, np.uint8).reshape(-1, high, _WIDE, 3).astype(np.float64)

    @cached_property
    def samples(self) -> Numbers:
        """The sound, mono, 8000 a second, -1 to 1; empty where the film has none."""
        heard = _decoded(self.path, "-vn", "-ac", "1", "-ar", str(_LISTEN), "-f", "s16le")
        return np.frombuffer(heard, "<i2").astype(np.float64) / 32768

    def picture(self, at: float) -> Numbers:
        """The frame shown then: [row, column, red green blue]."""
        return self.pictures[min(len(self.pictures) - 1, max(0, round(at / _STEP)))]

    def patch(self, at: float, box: Box) -> Numbers:
        """The mean colour in a box."""
        return self.part(at, box).mean(axis=(0, 1))

    def part(self, at: float, box: Box) -> Numbers:
        """What is in a box of that frame."""
        shown = self.picture(at)
        high, wide = shown.shape[:2]
        left, top, right, bottom = box
        return shown[
            int(top * high) : max(int(top * high) + 1, int(bottom * high)), int(left * wide) : int(right * wide)
        ]

    def color(self, at: float, box: Box) -> str:
        """The name of the known colour that is nearest."""
        mean = self.patch(at, box)
        return min(_COLORS, key=lambda name: float(np.abs(mean - _COLORS[name]).sum()))

    def corners(self, at: float) -> str:
        """The colours of the four quarters, row by row, read beside the middle."""
        low, high = (0.3, 0.36), (0.64, 0.7)
        boxes = [(x[0], y[0], x[1], y[1]) for y in ((0.22, 0.28), (0.72, 0.78)) for x in (low, high)]
        return " ".join(self.color(at, box) for box in boxes)

    def shows(self, at: float) -> str:
        """The clip and the second of it that is shown, as A3; ? where it is neither."""
        names = self.corners(at).split()
        found = [one for one, colors in CORNERS.items() if len(set(names) & {_name(each) for each in colors}) >= 2]
        level = float(self.patch(at, MIDDLE).mean())
        if not found:
            return "?"
        return f"{found[0]}{min(range(SECONDS[found[0]]), key=lambda second: abs(grey(second) - level))}"

    def plays(self, at: float) -> str:
        """The clip and the second of it that is heard in the 0.4 s around that moment; - for silence."""
        heard = {
            f"{clip}{second}": self.level(hertz(clip, second), at - 0.2, at + 0.2)
            for clip in CORNERS
            for second in range(SECONDS[clip])
        }
        loudest = max(heard, key=lambda one: heard[one])
        return loudest if heard[loudest] > -45 else "-"

    def level(self, tone: float, start: float, end: float) -> float:
        """How loud one tone is, in dB."""
        heard = self._stretch(start, end)
        if len(heard) < 400:
            return -120.0
        spectrum = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))) / len(heard) * 4
        places = np.fft.rfftfreq(len(heard), 1 / _LISTEN)
        near = spectrum[np.abs(places - tone) <= 12]
        return _decibels(float(near.max())) if len(near) else -120.0

    def loudness(self, start: float = 0, end: float = 1e9) -> float:
        """The mean of all sound in a stretch, in dB."""
        heard = self._stretch(start, end)
        return _decibels(float(np.sqrt((heard**2).mean()))) if len(heard) else -120.0

    def lufs(self) -> float:
        """Integrated loudness by EBU R 128."""
        command = [ffmpeg_exe(), "-hide_banner", "-nostats", "-i", str(self.path), "-af", "ebur128", "-f", "null", "-"]
        told = subprocess.run(command, capture_output=True, check=False).stderr.decode("utf-8", "replace")
        return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", told)[-1])

    def brightness(self, at: float) -> float:
        """The mean level, 0 to 255."""
        return float(self.picture(at).mean())

    def saturation(self, at: float) -> float:
        """How far the strongest of red, green and blue is from the weakest, 0 to 255."""
        shown = self.picture(at)
        return float((shown.max(axis=2) - shown.min(axis=2)).mean())

    def warmth(self, at: float) -> float:
        """Red over blue."""
        red, _, blue = self.picture(at).mean(axis=(0, 1))
        return float(red - blue)

    def contrast(self, at: float) -> float:
        """How far the levels spread."""
        return float(self.picture(at).mean(axis=2).std())

    def detail(self, at: float) -> float:
        """How sharp the edges of the picture are."""
        shown = self.picture(at).mean(axis=2)
        return float(
            np.abs(np.diff(shown, axis=0)).max(axis=0).mean() + np.abs(np.diff(shown, axis=1)).max(axis=1).mean()
        )

    def bars(self, at: float) -> tuple[float, float]:
        """The part of the picture that is black at left and right, and at top and bottom."""
        dark = self.picture(at).max(axis=2) < 40
        return _edges(dark.all(axis=0)), _edges(dark.all(axis=1))

    def shake(self) -> float:
        """How much neighbouring frames differ, on the whole."""
        return float(np.abs(np.diff(self.pictures, axis=0)).mean())

    def cuts(self) -> list[float]:
        """Moments at which the picture changes at once."""
        command = ("-vf", "select='gte(scene,0.02)',metadata=print:file=-", "-an", "-f", "null")
        return [float(one) for one in re.findall(r"pts_time:([\d.]+)", _decoded(self.path, *command).decode())]

    def _stretch(self, start: float, end: float) -> Numbers:
        return self.samples[max(0, int(start * _LISTEN)) : max(0, int(min(end, 1e6) * _LISTEN))]


def _name(color: tuple[int, int, int]) -> str:
    return next(name for name, one in _COLORS.items() if one == color)


def _edges(dark: NDArray[np.bool_]) -> float:
    lit = np.flatnonzero(~dark)
    return 1.0 if not len(lit) else 1 - (lit[-1] - lit[0] + 1) / len(dark)


def _decibels(level: float) -> float:
    return float(20 * np.log10(max(level, 1e-6)))


def _decoded(path: Path, *arguments: str) -> bytes:
    command = [ffmpeg_exe(), "-v", "error", "-i", str(path), *arguments, "-"]
    return subprocess.run(command, capture_output=True, check=False).stdout
