"""One ffmpeg command as it grows: inputs, filter chains, and the frames that each shot fills. Pure.

Every cut falls on a frame: shot k takes the frames between the rounded times of its two ends, so picture and
sound cannot drift apart however many shots there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sandbox.film.color import Colors
from sandbox.model.draft import Effect, Shot
from sandbox.model.transitions import TRANSITIONS
from sandbox.operations.operation import Draw, Frame

RATE = 48_000


@dataclass(frozen=True, slots=True)
class Cut:
    """A shot with the frames it fills, and how many more of it lie under the next shot's transition."""

    shot: Shot
    first: int
    frames: int
    under: int = 0


@dataclass(slots=True)
class Command:
    """Input arguments, filter chains, and the labels of the finished picture and sound."""

    colors: Colors = field(default_factory=Colors)
    inputs: list[list[str]] = field(default_factory=list)
    chains: list[str] = field(default_factory=list)

    def open(self, *args: str) -> int:
        """Add an input; its number."""
        self.inputs.append(list(args))
        return len(self.inputs) - 1

    def arguments(self) -> list[str]:
        """All of it, as ffmpeg wants it, up to the maps."""
        return [arg for each in self.inputs for arg in each] + ["-filter_complex", ";".join(self.chains)]


def cuts(shots: Sequence[Shot], fps: int) -> list[Cut]:
    """The shots on the frame grid; one shorter than half a frame is left out."""
    found: list[Cut] = []
    start = 0
    for place, shot in enumerate(shots):
        first, last = frame_at(start, fps), frame_at(start + shot.length, fps)
        start += shot.length
        if last <= first:
            continue
        under = 0
        if shot.join in TRANSITIONS and place + 1 < len(shots):
            shorter = min(last - first, frame_at(shots[place + 1].length, fps))
            under = max(0, min(frame_at(shot.join_ms, fps), shorter // 2))
        found.append(Cut(shot, first, last - first, under))
    return found


def frame_at(ms: float, fps: int) -> int:
    """The number of the frame that is shown from that moment on."""
    return int(ms * fps / 1000 + 0.5)


def drawn(effects: Iterable[Effect], drawings: Mapping[str, Draw], frame: Frame) -> list[str]:
    """The filters of the effects; one that only changes the other of picture and sound has none here."""
    return [drawings[each.name](each, frame) for each in effects if each.name in drawings]
