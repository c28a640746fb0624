"""The kinds of music there are: harmony, rhythm and instruments of each, as data.

Every mood has a key, a register and a set of instruments of its own, so that no two sound alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_MINOR = (0, 2, 3, 5, 7, 8, 10)


@dataclass(frozen=True, slots=True)
class Mood:
    """A kind of music. Chords by symbol, one a bar; times in beats; a drum pattern has sixteen steps a bar.

    `tonic` is a pitch class, `scale` semitones over it; `close` leads to the `final` chord. `levels` are factors.
    In a pattern "x" is a full stroke, "o" a medium one, "-" a faint one. `keys` are strokes of the whole chord as
    (beat, length), `arpeggio` the voices of the chord (0 the lowest) played one after the other, -1 for a rest, each
    `arpeggio_step` long. `bass` is (beat, length, semitones over the root). `rhythms` are those of the melody, two
    bars each, as (beat, length). `swing` is where an off-beat sixteenth (`swing_step` 0.25) or eighth (0.5) falls
    between its neighbours: 0.5 is straight. `accent` is struck where a section begins. `loose` is how far in seconds
    a human player strays, `echo` how many beats later the melody is repeated faintly (0: not at all), `room` the
    seconds of reverberation, `pumping` how far (0 to 1) a kick pushes the other parts back, and `tone` the equaliser
    as (Hz, dB).
    """

    tonic: int
    scale: tuple[int, ...]
    verse: tuple[str, str, str, str]
    bridge: tuple[str, str, str, str]
    close: str
    final: str
    instruments: Mapping[str, str]
    levels: Mapping[str, float]
    chords_range: tuple[int, int]
    bass_low: int
    lead_range: tuple[int, int]
    bass: tuple[tuple[float, float, int], ...]
    rhythms: tuple[tuple[tuple[float, float], ...], ...]
    keys: tuple[tuple[float, float], ...] = ()
    arpeggio: tuple[int, ...] = ()
    arpeggio_step: float = 0.5
    drums: Mapping[str, str] = field(default_factory=dict)
    fill: Mapping[str, str] = field(default_factory=dict)
    accent: str = ""
    swing: float = 0.5
    swing_step: float = 0.25
    loose: float = 0.004
    echo: float = 0.0
    room: float = 1.5
    pumping: float = 0.0
    tone: tuple[tuple[float, float], ...] = ((1000.0, 0.0),)

    @property
    def scale_pitches(self) -> tuple[int, ...]:
        """The scale as pitch classes."""
        return tuple((self.tonic + step) % 12 for step in self.scale)


MOODS: dict[str, Mood] = {
    "lofi": Mood(
        5, _MAJOR,
        verse=("Gm7", "C9sus4", "F6/9", "Dm7"),
        bridge=("Bbadd9", "Am7", "Gm7", "C9sus4"),
        close="C9sus4", final="F6/9",
        instruments={"pad": "felt", "keys": "electric_piano", "bass": "round_bass", "lead": "vibraphone"},
        levels={"pad": 0.033, "keys": 0.102, "bass": 0.444, "lead": 0.119, "drums": 1.567},
        chords_range=(57, 78), bass_low=36, lead_range=(69, 86),
        bass=((0, 1.4, 0), (1.75, 0.7, 7), (2.5, 1.3, 0)),
        rhythms=(
            ((0.5, 0.5), (1, 1), (2.5, 0.5), (3, 1.5), (5, 0.5), (5.5, 1.5)),
            ((0, 1.5), (2, 0.5), (2.5, 1), (4.5, 0.5), (5, 0.5), (5.5, 0.5), (6, 2)),
            ((1, 0.5), (1.5, 0.5), (2, 1.5), (4, 1), (5.5, 2)),
        ),
        keys=((0, 1.9), (2.5, 1.3)),
        drums={
            "soft_kick": "x......-..x.....", "brush": "....x.......x..-", "soft_hat": "x.-.x.-.x.-.x.-o",
            "crackle": "xooxoxxooxoxoxox",
        },
        fill={"brush": "............o.--"},
        swing=0.62, swing_step=0.25, loose=0.009, room=0.9,
        tone=((50, -20), (110, -12), (250, -1), (600, 4), (1200, 4), (2500, 1), (5000, 1), (10000, 4)),
    ),
    "upbeat": Mood(
        7, _MAJOR,
        verse=("G", "D", "Em7", "Cadd9"),
        bridge=("Cadd9", "G", "Am7", "Dsus4"),
        close="Dsus4", final="G",
        instruments={"pad": "strings", "keys": "pluck", "bass": "pick_bass", "lead": "marimba", "harmony": "whistle"},
        levels={"pad": 0.036, "keys": 0.145, "bass": 0.457, "lead": 0.228, "harmony": 0.085, "drums": 0.966},
        chords_range=(62, 83), bass_low=40, lead_range=(74, 91),
        bass=((0, 0.7, 0), (1.5, 0.4, 0), (2, 0.7, 7), (3, 0.4, 0), (3.5, 0.4, 7)),
        rhythms=(
            ((0, 0.5), (0.5, 0.5), (1, 0.5), (2, 1), (3, 0.5), (3.5, 0.5), (4, 1), (5.5, 0.5), (6, 1.5)),
            ((0, 1), (1.5, 0.5), (2, 0.5), (2.5, 0.5), (3, 1), (4.5, 0.5), (5, 0.5), (5.5, 0.5), (6, 2)),
            ((0.5, 0.5), (1, 1), (2.5, 0.5), (3, 0.5), (4, 0.5), (4.5, 0.5), (5, 0.5), (6, 1), (7, 1)),
        ),
        keys=((0.5, 0.4), (1.5, 0.4), (2.5, 0.4), (3, 0.3), (3.5, 0.4)),
        drums={
            "kick": "x.......x.-.....", "clap": "....x.......x...", "shaker": "x-o-x-o-x-o-x-o-",
            "hat": "..x...x...x...x.",
        },
        fill={"clap": "..........o.x.xx"}, accent="crash",
        loose=0.005, room=0.7,
        tone=((50, -14), (150, -8), (400, -4), (1000, 0), (3000, 4), (8000, 8), (14000, 8)),
    ),
    "cinematic": Mood(
        2, _MINOR,
        verse=("Dm", "Bb", "F", "C"),
        bridge=("Gm", "Bb", "Dm", "Csus4"),
        close="C", final="Dm",
        instruments={"pad": "strings", "keys": "piano", "bass": "low_strings", "lead": "horn", "harmony": "horn"},
        levels={"pad": 0.084, "keys": 0.16, "bass": 0.131, "lead": 0.186, "harmony": 0.133, "drums": 0.176},
        chords_range=(48, 69), bass_low=26, lead_range=(57, 74),
        bass=((0, 3.8, 0),),
        rhythms=(
            ((0, 3), (3, 1), (4, 2), (6, 2)),
            ((0, 2), (2, 1), (3, 1), (4, 3.5)),
            ((0, 1.5), (1.5, 0.5), (2, 2), (4, 3), (7, 1)),
        ),
        arpeggio=(0, 1, 2, 1, 3, 1, 2, 1), arpeggio_step=0.5,
        drums={"taiko": "x.....o.x...-.o."},
        fill={"taiko": "x...o.o.x.x.xoxx"}, accent="boom",
        loose=0.007, room=2.6,
        tone=((40, 7), (90, 6), (200, 3), (500, -1), (1500, -6), (4000, -12), (10000, -14)),
    ),
    "ambient": Mood(
        9, _MAJOR,
        verse=("Aadd9", "F#m7", "Dadd9", "E7sus4"),
        bridge=("Dadd9", "A6/9", "Bm7", "E7sus4"),
        close="E7sus4", final="Aadd9",
        instruments={"pad": "glass", "keys": "bell", "bass": "drone", "lead": "flute"},
        levels={"pad": 0.083, "keys": 0.119, "bass": 0.229, "lead": 0.093},
        chords_range=(64, 85), bass_low=45, lead_range=(76, 93),
        bass=((0, 3.9, 0),),
        rhythms=(
            ((1, 3), (5, 1), (6, 2)),
            ((0, 2), (2.5, 1.5), (5, 3)),
            ((2, 2), (4, 1.5), (6, 2)),
        ),
        arpeggio=(0, -1, 2, 3, -1, 1, -1, 3), arpeggio_step=0.5,
        loose=0.015, echo=0.75, room=4.0,
        tone=((60, -14), (150, -8), (350, 0), (800, 3), (1800, 3), (4000, -2), (9000, -6)),
    ),
    "energetic": Mood(
        6, _MINOR,
        verse=("F#m", "D", "A", "E"),
        bridge=("D", "E", "F#m7", "A"),
        close="E", final="F#m",
        instruments={"pad": "supersaw", "keys": "saw_pluck", "bass": "saw_bass", "lead": "square"},
        levels={"pad": 0.07, "keys": 0.188, "bass": 0.151, "lead": 0.247, "drums": 0.309},
        chords_range=(57, 78), bass_low=30, lead_range=(69, 86),
        bass=tuple((beat + place, 0.24, 0) for beat in range(4) for place in (0.25, 0.5, 0.75)),
        rhythms=(
            ((0, 0.75), (0.75, 0.75), (1.5, 0.5), (2, 1), (3, 0.5), (3.5, 0.5), (4, 0.75), (4.75, 0.75), (5.5, 2)),
            ((0, 0.5), (0.5, 0.5), (1.5, 0.5), (2, 0.5), (3, 1), (4, 0.75), (4.75, 0.75), (5.5, 0.5), (6, 1.5)),
            ((0.5, 0.5), (1, 0.5), (1.5, 1), (3, 0.5), (3.5, 0.5), (4.5, 0.5), (5, 0.5), (5.5, 0.5), (6, 1), (7, 0.5)),
        ),
        arpeggio=(0, 2, 1, 3, 2, 1, 3, 0, 2, 1, 3, 2, 0, 3, 1, 2), arpeggio_step=0.25,
        drums={
            "hard_kick": "x...x...x...x...", "clap": "....x.......x...", "open_hat": "..x...x...x...x.",
            "hat": "-.-o-.-o-.-o-.-o",
        },
        fill={"snare": "........o.o.oxxx"}, accent="crash",
        loose=0.002, echo=0.75, room=1.2, pumping=0.75,
        tone=((45, 4), (90, 4), (180, -1), (400, -4), (1000, -3), (3000, 1), (7000, 4), (12000, 5)),
    ),
}  # fmt: skip
