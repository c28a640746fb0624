"""Cuts on the beat of the music that sounds; without any, music is added first."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.music import add_music
from sandbox.operations.operation import Operation
from sandbox.timeline.beat import joined, on_the_beat
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

UNKNOWN_BPM = 120.0

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
    "I do not know the tempo of your own song, so I took {bpm} BPM; tell me its BPM for exact cuts.",
    "我不知道你这首歌的速度，先按 {bpm} BPM 处理；告诉我它的 BPM 会更准。",
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
    if not timeline.music.bpm:
        timeline.music = replace(timeline.music, bpm=UNKNOWN_BPM)
        context.note(_UNKNOWN, bpm=f"{UNKNOWN_BPM:g}")
    uncut, turns = timeline.uncut or joined(timeline.shots), len(timeline.sources) > 1
    cells = on_the_beat(uncut, timeline.music.bpm)
    if context.too_many(cells):
        return
    if len(cells) <= len(uncut) and len(cells) < 3:
        context.note(_SHORT)
        return
    timeline.uncut, timeline.shots, timeline.on_beat = uncut, cells, True
    context.did("sync_to_beat", _MADE, count=len(cells) - 1, bpm=f"{timeline.music.bpm:g}", length=context.long())
    context.note(_TURNS if turns else _CLOSER)


def beat_again(context: EditContext) -> None:
    """After the film or its music changed, the cuts go back on the beat."""
    timeline = context.timeline
    if timeline.music is None or not timeline.music.bpm:
        timeline.on_beat, timeline.uncut = False, []
        return
    timeline.uncut = timeline.uncut or joined(timeline.shots)
    timeline.shots = on_the_beat(timeline.uncut, timeline.music.bpm)
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
    does={"beat_remove": _remove, "beat": _cut},
)
