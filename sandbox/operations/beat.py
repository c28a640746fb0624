"""Cuts on the beat of the music that sounds; without any, music is added first."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.draft import Music, Shot
from sandbox.operations.context import EditContext
from sandbox.operations.music import add_music
from sandbox.operations.operation import Operation
from sandbox.timeline.beat import joined, on_the_beat
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

UNKNOWN_BPM = 120.0

_HEARD = Phrase(
    "I hear {bpm} BPM in your song; if that is wrong, tell me, for example “it's 96 BPM”.",
    "听起来你这首歌是 {bpm} BPM；如果不对就告诉我，例如“是96拍”。",
)
_MADE = Phrase(
    "Made {count} cuts, each exactly on the beat ({bpm} BPM); the length is still {length}.",
    "已按节拍（{bpm} BPM）剪了 {count} 刀，每一刀都在拍点上，全长仍为 {length}。",
)
_CLOSER = Phrase(
    "It is one clip, so every other stretch moves in closer; order and sound are as they were.",
    "只有一个片段，所以每隔一段拉近画面，顺序和声音不变。",
)
_TURNS = Phrase("The clips take turns, and their own sound is cut along.", "各片段轮流出现，原声也随之剪切。")
_UNKNOWN = Phrase(
    "I hear no steady beat in your song, so I took {bpm} BPM; tell me its tempo, for example “it's 96 BPM”.",
    "我在你这首歌里听不出稳定的节拍，先按 {bpm} BPM 处理；告诉我它的速度会更准，例如“是96拍”。",
)
_SHORT = Phrase("The film is too short to cut on the beat.", "影片太短，没法卡点。")
_AGAIN = Phrase("The cuts are on the beat again.", "剪辑点已重新对齐节拍。")
_REMOVED = Phrase("Took the beat cuts out again.", "已取消卡点剪辑。")
_NONE = Phrase("There are no beat cuts.", "现在没有卡点剪辑。")


def _read(clause: Clause) -> Iterator[Wish]:
    if clause.has("REMOVE") and clause.has("BEAT") and not clause.has("MUSIC"):
        yield Wish("beat_remove")
        return
    strong = clause.has("STRONG_SYNC") and (clause.has("BEAT", "CUTS", "MUSIC", "CLIP") or len(clause.text.split()) < 4)
    if strong or (clause.has("SYNC") and clause.has("BEAT")):
        yield Wish("beat")


def _cut(context: EditContext, wish: Wish) -> None:
    timeline = context.timeline
    if timeline.music is None:
        add_music(context, replace(wish, op="bgm", kind="upbeat", files=()))
    if timeline.music is None:
        return
    music = timeline.music = _with_tempo(context, timeline.music)
    uncut, turns = timeline.uncut or joined(timeline.shots), len(timeline.sources) > 1
    cells = _cells(context, music, uncut)
    if context.too_many(cells):
        return
    if len(cells) <= len(uncut) and len(cells) < 3:
        context.note(_SHORT)
        return
    timeline.uncut, timeline.shots, timeline.on_beat = uncut, cells, True
    context.did("sync_to_beat", _MADE, count=len(cells) - 1, bpm=f"{music.bpm:g}", length=context.long())
    context.explain(_TURNS if turns else _CLOSER)


def _with_tempo(context: EditContext, music: Music) -> Music:
    """The music with its tempo: what is known, what was said, what is heard, or a guess that is told."""
    tempo = context.tempos.get(music.source)
    if tempo is not None:
        if not music.bpm:
            context.note(_HEARD, bpm=f"{tempo.bpm:g}")
        return replace(music, bpm=tempo.bpm, first_beat=tempo.first_ms)
    if not music.bpm:
        context.note(_UNKNOWN, bpm=f"{UNKNOWN_BPM:g}")
        return replace(music, bpm=UNKNOWN_BPM)
    return music


def _cells(context: EditContext, music: Music, uncut: Sequence[Shot]) -> list[Shot]:
    song = context.assets.get(music.source)
    return on_the_beat(uncut, music.bpm, music.first_beat, song.duration_ms if song else 0, music.start - music.offset)


def beat_again(context: EditContext) -> None:
    """After the film or its music changed, the cuts go back on the beat."""
    timeline = context.timeline
    if timeline.music is None:
        timeline.on_beat, timeline.uncut = False, []
        return
    timeline.music = _with_tempo(context, timeline.music)
    timeline.uncut = timeline.uncut or joined(timeline.shots)
    timeline.shots = _cells(context, timeline.music, timeline.uncut)
    context.did("sync_to_beat", _AGAIN)


def _remove(context: EditContext, _: Wish) -> None:
    timeline = context.timeline
    if not timeline.on_beat:
        context.note(_NONE)
        return
    timeline.shots = timeline.uncut or joined(timeline.shots)
    timeline.on_beat, timeline.uncut = False, []
    context.did("remove_beat_cuts", _REMOVED)


OPERATION = Operation(
    topic="sound",
    ability=Phrase("cuts on the beat", "卡点剪辑"),
    example=Phrase("sync the cuts to the beat", "音乐卡点"),
    reads=_read,
    explains=(PACE_WORDS, pattern("2(?=\\s+the)|cuts?|every", "[切换]")),
    does={"beat_remove": _remove, "beat": _cut},
)
