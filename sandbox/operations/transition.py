"""The same transition at every cut; it takes no time, so the film stays as long as it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.fade import BETWEEN, EDGES, NOT_HARD
from sandbox.operations.operation import Operation
from sandbox.operations.total import TOTAL
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import COLOR_WORDS, PACE_WORDS
from sandbox.wording.wishes import Wish

_JOIN_MS = 500
_JOINS = tuple(
    (name, bounded(words))
    for name, words in (
        ("wipeleft", r"wipe|擦"), ("slideleft", r"slide(?!-?\s?show)|滑|推"), ("zoomin", r"zoom|缩放|推近"),
        ("circleopen", r"circle|圆"), ("fadeblack", r"black|黑"), ("fadewhite", r"white|白"),
        ("pixelize", r"pixel|马赛克|像素"),
        ("dissolve", r"grain"),
    )
)  # fmt: skip

_ADDED = Phrase("Added {count} transitions ({ms} each).", "已添加 {count} 个转场（每个 {ms}）。")
_NO_CUTS = Phrase(
    "There is only one shot, so there is no cut to put a transition on.",
    "只有一个镜头，没有剪辑点可加转场。",
)
_NOT_SIDE_BY_SIDE = Phrase("Those two clips do not follow each other.", "这两个片段不相邻。")
_HARD_ALREADY = Phrase("The cuts are hard, without transitions.", "都是硬切，没有转场。")
_REMOVED = Phrase("Removed the transitions.", "已去掉转场。")
_HARD = pattern(r"(?:hard|straight|plain|clean|simple)\s+cuts?|(?:no|without)\s+gaps?", "硬切|直接切|直切|无缝")


def _read(clause: Clause) -> Iterator[Wish]:
    files = clause.every("asset")
    soft = NOT_HARD.search(clause.text) is not None
    if soft and clause.has("FADE") and clause.has("IN", "OUT"):
        return  # "fade out instead of the hard cut" is no more than the fade
    if not soft and (_HARD.search(clause.text) or (clause.has("TRANSITION") and clause.has("REMOVE", "UNDO"))):
        yield Wish("transition_remove", files=files)
    elif soft or (clause.has("TRANSITION") and not EDGES.search(clause.text)) or BETWEEN.search(clause.text):
        kind = next((name for name, words in _JOINS if words.search(clause.text)), "fade")
        total = TOTAL.search(clause.text) is not None
        yield Wish("transition", kind=kind, ms=None if total else clause.one("span"), files=files)


def _cuts(context: EditContext, wish: Wish) -> list[int]:
    """The shots after which a cut lies that is meant: all of them, or that between two clips that are named."""
    shots = context.timeline.shots
    every = list(range(len(shots) - 1))
    if len(wish.files) != 2:
        return every
    return [at for at in every if {shots[at].source, shots[at + 1].source} == set(wish.files)]


def _do(context: EditContext, wish: Wish) -> None:
    shots = context.timeline.shots
    if len(shots) < 2:
        context.note(_NO_CUTS)
        return
    cuts = _cuts(context, wish)
    if not cuts:
        context.note(_NOT_SIDE_BY_SIDE)
        return
    most = min(shot.length for shot in shots) // 2
    ms = max(80, min(wish.ms or _JOIN_MS, most, 2000))
    context.timeline.shots = [
        replace(shot, join=wish.kind or "fade", join_ms=ms) if place in cuts else shot
        for place, shot in enumerate(shots[:-1])
    ] + [replace(shots[-1], join="", join_ms=0)]
    context.did("add_transition", _ADDED, count=len(cuts), ms=context.long(ms))


def joined_as(before: Sequence[Shot], shots: Sequence[Shot]) -> list[Shot]:
    """As many shots in another order, with the transitions of the cuts where they were."""
    joins = [(shot.join, shot.join_ms) for shot in before[:-1]] + [("", 0)]
    return [replace(shot, join=join, join_ms=ms) for shot, (join, ms) in zip(shots, joins, strict=True)]


def _remove(context: EditContext, wish: Wish) -> None:
    cuts = _cuts(context, wish)
    if not any(context.timeline.shots[place].join for place in cuts):
        context.note(_HARD_ALREADY)
        return
    context.timeline.shots = [
        replace(shot, join="", join_ms=0) if place in cuts else shot
        for place, shot in enumerate(context.timeline.shots)
    ]
    context.did("remove_transition", _REMOVED)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("transitions", "转场"),
    example=Phrase("crossfade between the clips", "片段之间加叠化转场"),
    reads=_read,
    explains=(
        COLOR_WORDS,
        PACE_WORDS,
        NOT_HARD,
        _HARD,
        BETWEEN,
        *(words for _, words in _JOINS),
        pattern("melt|blend|flash(?:es)?|dreamy", "滑动|中间|当中|[闪切]"),
    ),
    does={"transition": _do, "transition_remove": _remove},
)
