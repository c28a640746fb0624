"""Composing: a mood, a tempo and a length become a form, chords, and notes for each part. Pure; times in beats.

The form fits the film: an intro where there is room, phrases of four bars that vary their themes, and a last chord that
has time to ring. The same mood and seed give the same themes, whatever the length. Random choices come from the
standard library's generator, which is the same on every machine.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sandbox.model.moods import FASTEST, SLOWEST
from sandbox.music.harmony import Chord, chord, clash, ladder, voiced
from sandbox.music.moods import Mood

BAR = 4  # beats
PHRASE = 4  # bars
SHORTEST_END = 1.5  # seconds that the last chord needs
_PARTS = {  # what plays in a section
    "intro": {"pad", "keys"},
    "verse": {"pad", "keys", "bass", "lead", "drums"},
    "bridge": {"pad", "keys", "bass", "lead", "harmony", "drums"},
    "break": {"pad", "keys", "lead"},
    "end": {"pad", "keys", "bass", "lead"},
}
_COURSE = (  # of the phrases, with how each varies its theme; then again from the second on
    ("verse", "plain"), ("verse", "answered"), ("bridge", "plain"), ("verse", "ornamented"),
    ("bridge", "answered"), ("break", "plain"), ("verse", "answered"), ("bridge", "ornamented"),
)  # fmt: skip
_FORCE = {"x": 1.0, "o": 0.6, "-": 0.3}


@dataclass(frozen=True, slots=True)
class Note:
    """A tone of one part: MIDI pitch, start and length in beats, force from 0 to 1."""

    part: str
    pitch: int
    start: float
    length: float
    force: float

    @property
    def end(self) -> float:
        """The beat at which it is let go."""
        return self.start + self.length


@dataclass(frozen=True, slots=True)
class Hit:
    """A stroke of a drum: start in beats, force from 0 to 1."""

    sound: str
    start: float
    force: float


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the form, from bar `first` for so many bars."""

    kind: str
    variation: str
    first: int
    bars: int


@dataclass(frozen=True, slots=True)
class Score:
    """A whole piece: one chord a bar, the notes and hits in order of their start."""

    mood: Mood
    bpm: float
    seconds: float
    sections: tuple[Section, ...]
    chords: tuple[Chord, ...]
    notes: tuple[Note, ...]
    hits: tuple[Hit, ...]


def compose(mood: Mood, bpm: float, seconds: float, seed: int = 0) -> Score:
    """A piece that lasts so many seconds; the tempo is kept between SLOWEST and FASTEST."""
    bpm = min(max(bpm, SLOWEST), FASTEST)
    sections = form(seconds, bpm)
    chords = tuple(_chords(mood, sections))
    chosen = [*_harmony(mood, sections, chords), *_melody(mood, sections, chords, seed)]
    notes = tuple(sorted(chosen, key=lambda note: (note.start, note.part, note.pitch)))
    hits = tuple(sorted(_drums(mood, sections), key=lambda hit: (hit.start, hit.sound)))
    return Score(mood, bpm, seconds, sections, chords, notes, hits)


def form(seconds: float, bpm: float) -> tuple[Section, ...]:
    """The sections; the last one is the final chord, unless there is less than a bar before it."""
    bar = BAR * 60 / bpm
    end = math.floor(max(0.0, seconds - min(SHORTEST_END, bar / 2)) / bar)
    if end < 1:
        return (Section("verse", "plain", 0, max(1, math.ceil(seconds / bar))),)
    intro = end % PHRASE if end > PHRASE else 0
    if not intro and end > 3 * PHRASE:
        intro = PHRASE
    sections = [Section("intro", "plain", 0, intro)] if intro else []
    for place, first in enumerate(range(intro, end, PHRASE)):
        kind, variation = _COURSE[place] if place < len(_COURSE) else _COURSE[1 + (place - 1) % (len(_COURSE) - 1)]
        last = first + PHRASE >= end
        sections.append(Section("verse" if last else kind, variation, first, min(PHRASE, end - first)))
    return (*sections, Section("end", "plain", end, math.ceil(seconds / bar) - end))


def _chords(mood: Mood, sections: Sequence[Section]) -> Iterator[Chord]:
    for place, section in enumerate(sections):
        if section.kind == "end":
            yield from [chord(mood.final)] * section.bars
            continue
        course = mood.bridge if section.kind == "bridge" else mood.verse
        symbols = [course[bar % PHRASE] for bar in range(section.bars)]
        if section.kind == "intro":
            symbols = list(course[-section.bars :])
        elif section.bars > 1 and place + 1 < len(sections) and sections[place + 1].kind == "end":
            symbols[-1] = mood.close
        yield from map(chord, symbols)


# --- chords, bass, drums -------------------------------------------------------------------------------------


def _harmony(mood: Mood, sections: Sequence[Section], chords: Sequence[Chord]) -> Iterator[Note]:
    pitches: tuple[int, ...] = ()
    for section in sections:
        for bar in range(section.first, section.first + section.bars):
            pitches = voiced(chords[bar], pitches, *mood.chords_range)
            if section.kind == "end" and bar > section.first:
                continue  # what was struck in the first bar of the end rings on
            length = float(BAR * section.bars if section.kind == "end" else BAR)
            yield from (Note("pad", pitch, bar * BAR, length, 0.7) for pitch in pitches)
            yield from _keys(mood, pitches, bar * BAR, length, ends=section.kind == "end")
            if "bass" in _PARTS[section.kind]:
                yield from _bass(mood, chords[bar], bar * BAR, length, ends=section.kind == "end")


def _keys(mood: Mood, pitches: Sequence[int], start: int, length: float, *, ends: bool) -> Iterator[Note]:
    if ends:
        yield from (Note("keys", pitch, start, length, 0.8) for pitch in pitches)
        return
    for beat, held in mood.keys:
        yield from (Note("keys", pitch, start + beat, min(held, BAR - beat), 0.8 - 0.05 * beat) for pitch in pitches)
    if not mood.arpeggio:
        return
    for step in range(round(BAR / mood.arpeggio_step)):
        voice, beat = mood.arpeggio[step % len(mood.arpeggio)], step * mood.arpeggio_step
        if voice >= 0:
            held = min(2 * mood.arpeggio_step, BAR - beat)
            yield Note("keys", pitches[voice], start + beat, held, 0.85 if beat % 1 == 0 else 0.65)


def _bass(mood: Mood, over: Chord, start: int, length: float, *, ends: bool) -> Iterator[Note]:
    root = mood.bass_low + (over.root - mood.bass_low) % 12
    if ends:
        yield Note("bass", root, start, length, 0.9)
        return
    for beat, held, step in mood.bass:
        yield Note("bass", root + step, start + beat, min(held, BAR - beat), 0.9 if beat == 0 else 0.75)


def _drums(mood: Mood, sections: Sequence[Section]) -> Iterator[Hit]:
    for section in sections:
        start = section.first * BAR
        if section.kind in {"verse", "bridge", "end"} and mood.accent:
            yield Hit(mood.accent, start, 0.9)
        if section.kind == "end":
            yield from (Hit(sound, start, 1.0) for sound, strokes in mood.drums.items() if strokes[0] == "x")
        for bar in range(section.bars if "drums" in _PARTS[section.kind] else 0):
            turns = section.bars > 1 and bar == section.bars - 1
            patterns = dict(mood.drums) | (dict(mood.fill) if turns else {})
            for sound, strokes in patterns.items():
                for place, mark in enumerate(strokes):
                    if mark in _FORCE:
                        yield Hit(sound, start + bar * BAR + place / 4, _FORCE[mark])


# --- melody --------------------------------------------------------------------------------------------------


def _melody(mood: Mood, sections: Sequence[Section], chords: Sequence[Chord], seed: int) -> Iterator[Note]:
    lead: list[Note] = []
    for section in sections:
        if section.kind == "end":
            lead.append(_last(mood, chords[section.first], section, lead))
        elif "lead" in _PARTS[section.kind]:
            lead += _theme(mood, section, chords, seed)
    lead = [_held(note, after, chords) for note, after in pairwise([*lead, None]) if note is not None]
    yield from lead
    if "harmony" in mood.instruments:
        yield from _second(mood, sections, chords, lead)
    if mood.echo:
        yield from _echoes(mood, chords, lead)


def _theme(mood: Mood, section: Section, chords: Sequence[Chord], seed: int) -> list[Note]:
    """The melody of one phrase: two halves of two bars, each with a rhythm and a line of its own."""
    kind = "bridge" if section.kind == "bridge" else "verse"
    low, high = mood.lead_range
    center = (low + high) / 2 + (2 if kind == "bridge" else -1)
    notes: list[Note] = []
    before = round(center)
    for half in range(0, section.bars, 2):
        take = "answered" if section.variation == "answered" and half else "plain"
        # both halves share a rhythm, unless the second answers: a figure is known again by its rhythm
        rhythm = _dice(mood.tonic, seed, kind, take).choice(mood.rhythms)
        dice = _dice(mood.tonic, seed, kind, take, half)
        bars = min(2, section.bars - half)
        rhythm = tuple(each for each in rhythm if each[0] < bars * BAR)
        ends = half + 2 >= section.bars
        for beat, length in rhythm:
            start = (section.first + half) * BAR + beat
            over = chords[int(start // BAR)]
            steps = ladder(mood.scale_pitches, over, low, high)
            closes = ends and (beat, length) == rhythm[-1]
            if closes or length >= 1.5 or beat % 2 == 0:
                steps = [step for step in steps if step % 12 in over.tones]
            aim = center + 4 * math.sin(math.pi * (beat / 8 + (half / 4 if kind == "bridge" else 0)))
            before = dice.choices(steps, [_liking(step, before, aim) for step in steps])[0]
            notes.append(Note("lead", before, start, length, 0.85 if beat % 1 == 0 else 0.7))
    return _ornamented(mood, notes, chords) if section.variation == "ornamented" else notes


def _dice(*about: object) -> random.Random:
    # no secret hangs on it, and it must come out the same everywhere
    return random.Random(" ".join(map(str, about)))  # noqa: S311


def _liking(step: int, before: int, aim: float) -> float:
    """How well a melody goes on with a step: small steps before leaps, and not the same note again and again."""
    leap = abs(step - before)
    natural = 0.35 if leap == 0 else math.exp(-leap / 2.5) if leap <= 7 else 0.002
    return natural * math.exp(-abs(step - aim) / 4)


def _ornamented(mood: Mood, notes: Sequence[Note], chords: Sequence[Chord]) -> list[Note]:
    """Long notes give their second half to the neighbour above or below."""
    made: list[Note] = []
    for number, note in enumerate(notes):
        steps = ladder(mood.scale_pitches, chords[int(note.start // BAR)], *mood.lead_range)
        place = steps.index(note.pitch) + (1 if number % 2 else -1)
        if note.length < 1 or not 0 <= place < len(steps):
            made.append(note)
            continue
        half = note.length / 2
        made.append(replace(note, length=half))
        made.append(replace(note, pitch=steps[place], start=note.start + half, length=half, force=note.force * 0.85))
    return made


def _last(mood: Mood, over: Chord, section: Section, lead: Sequence[Note]) -> Note:
    """The tonic of the final chord that lies nearest."""
    low, high = mood.lead_range
    before = lead[-1].pitch if lead else (low + high) // 2
    tonics = [pitch for pitch in range(low, high + 1) if pitch % 12 == over.root]
    pitch = min(tonics, key=lambda each: (abs(each - before), each))
    return Note("lead", pitch, section.first * BAR, float(section.bars * BAR), 0.85)


def _held(note: Note, after: Note | None, chords: Sequence[Chord]) -> Note:
    """The note until the next one or until a chord comes that it would clash with."""
    end = min(note.end, after.start) if after is not None else note.end
    return replace(note, length=_fitting_until(note.pitch, note.start, end, chords) - note.start)


def _fitting_until(pitch: int, start: float, end: float, chords: Sequence[Chord]) -> float:
    """The end, or the bar line before it at which a chord comes that the pitch clashes with; `start` if at once."""
    for bar in range(int(start // BAR), math.ceil(end / BAR)):
        if bar >= len(chords) or any(clash(pitch, tone) for tone in chords[bar].tones):
            return max(start, bar * BAR)
    return end


def _second(mood: Mood, sections: Sequence[Section], chords: Sequence[Chord], lead: Sequence[Note]) -> Iterator[Note]:
    """A second voice below the long notes of a bridge and of the end: a third, a fourth or a sixth."""
    low = mood.lead_range[0] - 7
    for section in sections:
        if section.kind not in {"bridge", "end"}:
            continue
        first, last = section.first * BAR, (section.first + section.bars) * BAR
        for note in lead:
            if not first <= note.start < last or note.length < 1:
                continue
            over = chords[int(note.start // BAR)]
            steps = [step for step in range(low, note.pitch) if step % 12 in over.tones]
            steps = [step for step in steps if note.pitch - step in {3, 4, 5, 8, 9}]
            if steps:
                end = _fitting_until(steps[-1], note.start, note.end, chords)
                yield replace(note, part="harmony", pitch=steps[-1], length=end - note.start, force=note.force * 0.8)


def _echoes(mood: Mood, chords: Sequence[Chord], lead: Sequence[Note]) -> Iterator[Note]:
    """Fainter repeats of the melody, where they clash neither with the chord nor with what the melody plays then."""
    for place, note in enumerate(lead):
        near = lead[max(0, place - 8) : place + 16]  # farther ones are over or not yet begun
        for turn, share in ((1, 0.4), (2, 0.18)):
            start = note.start + turn * mood.echo
            length = min(note.length, 1.0)
            if length < 0.25 or _fitting_until(note.pitch, start, start + length, chords) < start + length:
                continue
            with_it = (each for each in near if each.start < start + length and start < each.end)
            if not any(clash(each.pitch, note.pitch) for each in with_it):
                yield replace(note, part="echo", start=start, length=length, force=note.force * share)


def clashes(notes: Sequence[Note]) -> list[tuple[Note, Note]]:
    """Every pair of notes that sound at the same time and clash."""
    found: list[tuple[Note, Note]] = []
    sounding: list[Note] = []
    for note in sorted(notes, key=lambda each: each.start):
        sounding = [each for each in sounding if each.end > note.start]
        found += [(each, note) for each in sounding if clash(each.pitch, note.pitch)]
        sounding.append(note)
    return found
