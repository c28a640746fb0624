"""The timeline as a value.

All times are whole milliseconds. Shots follow each other without gaps; music and words never reach past the last shot.
A transition takes no time: the earlier shot plays on under the later one.
"""

from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

Draft: TypeAlias = dict[str, Any]  # as it is on the wire
CARD = "card:"  # a drawn background instead of a file
FADES = ("black", "white")
MOST_LEVELS = 20  # of the music, each for a stretch of the film
LOUDNESS, COMPRESS = "loudness", "compress"  # effects on the finished film: LUFS; megabytes at most

Fit = Literal["blur", "crop", "pad"]
TextKind = Literal["title", "caption", "watermark"]
Place = Literal[
    "top", "center", "bottom", "corner", "top-left", "top-right", "bottom-left", "bottom-right", "left", "right",
    "left third", "middle third", "right third", "top third", "center third", "bottom third",
]  # fmt: skip


class BadDraft(ValueError):
    """A draft this editor did not write."""


@dataclass(frozen=True, slots=True)
class Effect:
    """Something done to a picture or a sound, by the name its operation gives it; what the numbers mean is its own."""

    name: str
    amount: float = 1.0
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shot:
    """A stretch of one source: `begin`..`end` ms of it, played at `speed`.

    A `still` one is a picture that is shown for so long: a photo, or with `at` the frame of a clip at that ms.
    """

    source: str
    name: str
    begin: int
    end: int
    speed: float = 1.0
    volume: float = 1.0
    zoom: float = 1.0
    focus: float = 0.5
    still: bool = False
    join: str = ""
    join_ms: int = 0
    effects: tuple[Effect, ...] = ()
    backwards: bool = False
    at: int | None = None
    # from where to where of the film it was while that is edited; of no draft
    was: tuple[int, int] | None = field(default=None, compare=False, repr=False)

    @property
    def length(self) -> int:
        """Milliseconds on the timeline."""
        return max(1, round((self.end - self.begin) / self.speed))

    def part(self, start: int, stop: int) -> "Shot":
        """The stretch from `start` to `stop` ms of this shot's own time."""
        was = self._was(start, stop)
        if self.still:
            return replace(self, begin=0, end=stop - start, was=was)
        if self.backwards:
            end = self.end - round(start * self.speed)
            begin = self.begin if stop >= self.length else self.end - round(stop * self.speed)
            return replace(self, begin=min(begin, end - 1), end=end, was=was)
        begin = self.begin + round(start * self.speed)
        end = self.end if stop >= self.length else self.begin + round(stop * self.speed)
        return replace(self, begin=begin, end=max(begin + 1, end), was=was)

    def within(self, begin: int, end: int) -> "Shot":
        """What it shows of its source from `begin` to `end`."""
        first, last = (self.end - end, self.end - begin) if self.backwards else (begin - self.begin, end - self.begin)
        return replace(self, begin=begin, end=end, was=self._was(first / self.speed, last / self.speed))

    def _was(self, start: float, stop: float) -> tuple[int, int] | None:
        if self.was is None:
            return None
        begin, end = self.was
        pace = (end - begin) / self.length
        return begin + round(start * pace), min(end, begin + round(stop * pace))


@dataclass(frozen=True, slots=True)
class Music:
    """What sounds under the film from its first to its last moment: a mood we play, or an uploaded file."""

    name: str
    mood: str = ""
    bpm: float = 0.0
    source: str = ""
    volume: float = 0.35
    fade_in: int = 300
    fade_out: int = 1200
    start: int = 0  # ms of the film before it begins
    duck: bool = False  # quieter while the clips are heard; a voice-over does so by itself
    usual: float = 0.35  # the volume it has unless somebody says otherwise, by which the film is mastered
    first_beat: float = 0.0  # ms from the start of the file; music of ours begins with one
    length: int = 0  # ms from `start`; 0 for as long as the film
    offset: int = 0  # ms of the file before it begins
    levels: tuple[tuple[int, int, float], ...] = ()  # from, to (ms of the film), and how many times as loud


@dataclass(frozen=True, slots=True)
class Voice:
    """An uploaded recording that is heard once over the film, from `start` on; what else sounds steps back."""

    name: str
    source: str
    start: int = 0
    length: int = 0
    volume: float = 1.0


@dataclass(frozen=True, slots=True)
class Overlay:
    """A picture or a clip over the film: a logo, a picture in picture. `scale` is its width as a share of the film's.

    `length` 0 means for as long as the film, or the clip, lasts. A tile plays `shots` of its clip.
    """

    source: str
    name: str
    kind: Literal["logo", "pip", "tile"]
    place: Place
    scale: float
    opacity: float = 1.0
    start: int = 0
    length: int = 0
    shots: tuple[Shot, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """Text over the picture; `length` 0 means for as long as the film lasts.

    `size` is how many times as large as usual it is; `source` is the name of the subtitles file that it is from.
    """

    text: str
    kind: TextKind = "title"
    place: Place = "center"
    start: int = 0
    length: int = 3000
    color: str = "white"
    size: float = 1.0
    source: str = ""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size, rate and fit of the finished picture; in ms its fades from and to a colour, and those of all its sound."""

    width: int = 1920
    height: int = 1080
    fps: int = 30
    fit: Fit = "blur"
    keeps: Place = "center"  # what is left of a picture that is cropped to fill
    fade_in: int = 0
    fade_out: int = 0
    sound_in: int = 0
    sound_out: int = 0
    fade_from: str = "black"
    fade_to: str = "black"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the message asked for that made this version, so that the next one may speak of it.

    `base` is the number of the version that it found, 0 for the clips as they came; `it` is what the words were about
    ("music" or "text"), and `about` the words of that text.
    """

    words: str
    base: int = 0
    it: str = ""
    about: str = ""


@dataclass(slots=True)
class Timeline:
    """Everything a film is made of. `known` are the uploads it has already taken notice of."""

    shots: list[Shot] = field(default_factory=list)
    music: Music | None = None
    words: list[Words] = field(default_factory=list)
    canvas: Canvas = field(default_factory=Canvas)
    title: str = ""
    known: tuple[str, ...] = ()
    on_beat: bool = False
    uncut: list[Shot] = field(default_factory=list)
    rev: int = 0
    asked: Asked | None = None
    effects: tuple[Effect, ...] = ()  # on the whole finished film
    voice: Voice | None = None
    overlays: list[Overlay] = field(default_factory=list)

    @property
    def length(self) -> int:
        """Milliseconds from the first to the last frame."""
        return sum(shot.length for shot in self.shots)

    @property
    def sources(self) -> list[str]:
        """The files and cards in use, in the order they first appear."""
        return list(dict.fromkeys(shot.source for shot in self.shots))
