"""The tempo of the music, as somebody says it: music of ours is played so, a song of theirs is cut so."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.draft import Music
from sandbox.model.moods import FASTEST, SLOWEST
from sandbox.operations.context import EditContext
from sandbox.operations.music import makes_music
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import NO_BGM, Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

SLOWEST_SONG, FASTEST_SONG = 30.0, 300.0

_OURS = Phrase("The music plays at {bpm} BPM now.", "音乐现在是 {bpm} BPM。")
_SONG = Phrase("I take your song for {bpm} BPM now.", "现在按 {bpm} BPM 处理你这首歌。")
_SHIFTED = Phrase("The first beat of your song is at {at} now.", "现在你这首歌的第一拍在 {at}。")
_BOUNDS = Phrase(
    "{asked} BPM is more or less than I can do; tell me a number from {least} to {most}.",
    "{asked} BPM 超出了我能处理的范围；请告诉我 {least} 到 {most} 之间的数。",
)
_ONLY_SONGS = Phrase(
    "My own music begins on its first beat; that can be said of a song of yours.",
    "我自带的音乐从第一拍开始；这只能对你自己的歌说。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if makes_music(clause):
        return
    if clause.one("bpm") or clause.one("tempo_factor"):
        yield Wish("tempo", amount=clause.one("bpm") or clause.one("tempo_factor"), kind=_kind(clause))
    elif clause.one("first_beat") and (at := _moment(clause)) is not None:
        yield Wish("first_beat", ms=at)


def _kind(clause: Clause) -> str:
    return "" if clause.one("bpm") else "factor"


def _moment(clause: Clause) -> int | None:
    return next((value for kind, value in clause.marks if kind in {"time", "span"}), None)


def said_tempo(music: Music | None, wishes: Sequence[Wish]) -> float:
    """The beats a minute that a message says the music has, or those it is known to have; 0 if nothing is known."""
    for wish in wishes:
        if wish.op == "tempo" and wish.amount:
            return wish.amount * (music.bpm if music else 0) if wish.kind else wish.amount
        if wish.op == "bgm":
            return float(wish.ms or 0)
    return music.bpm if music else 0.0


def _set(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None:
        context.note(NO_BGM)
        return
    tempo = context.tempos.get(music.source)
    if not music.bpm and tempo is not None:  # "twice that" of what was only heard
        music = replace(music, bpm=tempo.bpm)
    bpm = said_tempo(music, [wish])
    least, most = (SLOWEST_SONG, FASTEST_SONG) if music.source else (SLOWEST, FASTEST)
    if not least <= bpm <= most:
        context.note(_BOUNDS, asked=f"{bpm:g}", least=f"{least:g}", most=f"{most:g}")
        return
    context.timeline.music = replace(music, bpm=bpm, first_beat=tempo.first_ms if tempo else music.first_beat)
    context.did("set_tempo", _SONG if music.source else _OURS, bpm=f"{bpm:g}")


def _shift(context: EditContext, wish: Wish) -> None:
    music = context.timeline.music
    if music is None or not music.source:
        context.note(NO_BGM if music is None else _ONLY_SONGS)
        return
    context.tempos.pop(music.source, None)  # said, it need not be heard
    context.timeline.music = replace(music, first_beat=float(wish.ms or 0))
    context.did("set_first_beat", _SHIFTED, at=context.long(wish.ms))


OPERATION = Operation(
    topic="sound",
    ability=Phrase("another tempo, or the true one of your own song", "换速度，或纠正你自己的歌的节拍"),
    example=Phrase("it's 96 BPM", "是96拍"),
    reads=_read,
    explains=(PACE_WORDS,),
    does={"tempo": _set, "first_beat": _shift},
)
