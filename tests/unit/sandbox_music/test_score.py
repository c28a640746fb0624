"""What is composed, before it sounds: no clashes, small steps, a form that fits, themes that come again varied."""

import math
from itertools import combinations, pairwise

import pytest

from sandbox.model.moods import TEMPOS
from sandbox.music.harmony import chord, clash, ladder, voiced
from sandbox.music.moods import MOODS
from sandbox.music.score import BAR, Note, clashes, compose, form

LENGTHS = (0.5, 2, 3.7, 5, 8, 12, 20, 33.3, 60, 200)


def piece(mood, seconds=60.0, seed=0, bpm=None):
    return compose(MOODS[mood], bpm or TEMPOS[mood], seconds, seed)


def part_of(score, part):
    return [note for note in score.notes if note.part == part]


def test_every_mood_has_music():
    assert MOODS.keys() == TEMPOS.keys()


@pytest.mark.parametrize("step", range(1, 24))
def test_a_semitone_a_tritone_and_a_major_seventh_clash_in_any_octave(step):
    low, high = Note("bass", 40, 0, 2, 1), Note("lead", 40 + step, 1, 2, 1)

    assert (len(clashes([low, high])) == 1) is (step in {1, 6, 11, 13, 18, 23})
    assert clashes([low, Note("lead", 40 + step, 2, 2, 1)]) == []  # one after the other


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seed", range(5))
def test_nothing_that_sounds_together_clashes(mood, seed):
    for seconds in LENGTHS:
        found = clashes(piece(mood, seconds, seed).notes)
        assert found == [], f"{seconds} s"


@pytest.mark.parametrize("mood", MOODS)
def test_every_chord_is_free_of_clashes_and_every_melody_belongs_to_its_chord(mood):
    plan, score = MOODS[mood], piece(mood, 200)
    for symbol in {*plan.verse, *plan.bridge, plan.close, plan.final}:
        assert not any(clash(one, other) for one, other in combinations(chord(symbol).tones, 2)), symbol
    for note in part_of(score, "lead"):
        assert note.pitch in ladder(plan.scale_pitches, score.chords[int(note.start // BAR)], *plan.lead_range)
    assert {pitch % 12 for pitch in (note.pitch for note in score.notes)} <= set(plan.scale_pitches)


def test_no_two_moods_share_their_instruments_or_their_key():
    assert len({(plan.tonic, plan.scale) for plan in MOODS.values()}) == len(MOODS)
    for one, other in combinations(MOODS.values(), 2):
        shared = set(one.instruments.values()) & set(other.instruments.values())
        assert len(shared) <= 1, shared


@pytest.mark.parametrize("mood", MOODS)
def test_the_voices_of_a_chord_move_by_small_steps_and_keep_what_they_share(mood):
    score = piece(mood, 120)
    bars = {}
    for note in part_of(score, "pad"):
        bars.setdefault(note.start, []).append(note.pitch)
    voicings = [tuple(sorted(bars[start])) for start in sorted(bars)]
    moves = []
    for before, after in pairwise(voicings):
        moves += [abs(was - now) for was, now in zip(before, after, strict=True)]
        low, high = MOODS[mood].chords_range
        assert low <= after[0] < after[-1] <= high
    assert max(moves) <= 7
    assert sum(moves) / len(moves) <= 2.5
    assert all(len(set(each)) == 4 for each in voicings)


def test_a_common_tone_stays_where_it_is():
    before = voiced(chord("Em7"), (), 55, 76)
    after = voiced(chord("G6"), before, 55, 76)

    assert len(chord("Em7").tones & chord("G6").tones) == 4
    assert after == before


@pytest.mark.parametrize("mood", MOODS)
def test_a_melody_walks_more_than_it_leaps(mood):
    steps = [abs(one.pitch - other.pitch) for one, other in pairwise(part_of(piece(mood, 200), "lead"))]

    assert sum(step <= 4 for step in steps) >= 0.6 * len(steps)
    assert max(steps) <= 12
    assert sum(step == 0 for step in steps) <= 0.4 * len(steps)


@pytest.mark.parametrize("mood", MOODS)
@pytest.mark.parametrize("seconds", LENGTHS)
def test_the_form_fits_the_film(mood, seconds):
    bpm = TEMPOS[mood]
    sections = form(seconds, bpm)

    assert [section.first for section in sections] == [
        sum(before.bars for before in sections[:place]) for place in range(len(sections))
    ]
    assert len(piece(mood, seconds).chords) == sum(section.bars for section in sections) >= seconds / (BAR * 60 / bpm)
    if sections[-1].kind == "end":
        left = seconds - sections[-1].first * BAR * 60 / bpm
        assert min(1.5, BAR * 30 / bpm) <= left <= 1.5 + BAR * 60 / bpm
    if seconds >= 60:
        assert sections[0].kind == "intro"
        assert {"verse", "end"} <= {section.kind for section in sections}


@pytest.mark.parametrize("mood", MOODS)
def test_it_ends_on_its_tonic_and_begins_without_everything_at_once(mood):
    score = piece(mood, 90)
    end, intro = score.sections[-1], score.sections[0]
    last = part_of(score, "lead")[-1]

    assert (end.kind, intro.kind) == ("end", "intro")
    assert score.chords[-1] == chord(MOODS[mood].final)
    assert last.start == end.first * BAR
    assert last.pitch % 12 == MOODS[mood].tonic
    early = {note.part for note in score.notes if note.start < intro.bars * BAR}
    assert early == {"pad", "keys"}
    assert {"pad", "keys", "bass", "lead"} <= {note.part for note in score.notes}


@pytest.mark.parametrize("mood", MOODS)
def test_a_theme_comes_again_but_not_every_time_alike(mood):
    score = piece(mood, 240)

    def line(section):
        first, last = section.first * BAR, (section.first + section.bars) * BAR
        lead = [note for note in part_of(score, "lead") if first <= note.start < last]
        return tuple((note.start - first, note.pitch) for note in lead)

    verses = [line(section) for section in score.sections if section.kind == "verse" and section.bars == 4]
    assert len(verses) >= 3
    assert len(set(verses)) >= 2
    opening = [[each for each in verse if each[0] < 2 * BAR] for verse in verses]
    assert opening.count(opening[0]) >= 2  # it is known again


@pytest.mark.parametrize("mood", MOODS)
def test_the_same_seed_is_the_same_music_and_another_seed_another(mood):
    assert piece(mood) == piece(mood)
    assert part_of(piece(mood), "lead") != part_of(piece(mood, seed=1), "lead")


def test_the_length_of_the_film_does_not_change_the_theme():
    def theme(seconds):
        score = piece("upbeat", seconds)
        verse = next(section for section in score.sections if section.kind == "verse")
        lead = [note for note in part_of(score, "lead") if note.start >= verse.first * BAR]
        return [(note.start - verse.first * BAR, note.pitch) for note in lead if note.start < (verse.first + 2) * BAR]

    assert theme(40) == theme(70) == theme(200)


@pytest.mark.parametrize("bpm", [20, 40, 96, 173.5, 200, 400])
def test_any_tempo_gives_music(bpm):
    for mood in MOODS:
        score = piece(mood, 30, bpm=bpm)
        assert 40 <= score.bpm <= 200
        assert len(score.chords) * BAR * 60 / score.bpm >= 30 - 1e-9
        assert all(math.isfinite(note.start) and note.length > 0 for note in score.notes)


def test_a_chord_that_is_not_in_the_table_is_refused():
    with pytest.raises(ValueError, match="Cmaj7"):
        chord("Cmaj7")
    with pytest.raises(ValueError, match="H"):
        chord("H")
