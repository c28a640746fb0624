"""The same transition at every cut; it takes no time, so the film stays as long as it is."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_JOIN_MS = 500
_JOINS = (
    ("wipeleft", r"wipe|擦"),
    ("slideleft", r"slide|滑|推"), ("zoomin", r"zoom|缩放|推近"), ("circleopen", r"circle|圆"),
    ("fadeblack", r"black|黑"), ("pixelize", r"pixel|马赛克|像素"), ("dissolve", r"grain"),
)  # fmt: skip

_ADDED = Phrase("Added {count} transitions ({ms} each).", "已添加 {count} 个转场（每个 {ms}）。")
_NO_CUTS = Phrase(
    "There is only one shot, so there is no cut to put a transition on.",
    "只有一个镜头，没有剪辑点可加转场。",
)
_REMOVED = Phrase("Removed the transitions.", "已去掉转场。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not clause.has("TRANSITION"):
        return
    if clause.has("REMOVE", "UNDO"):
        yield Wish("transition_remove")
        return
    kind = next((name for name, words in _JOINS if re.search(words, clause.text, re.IGNORECASE)), "fade")
    yield Wish("transition", kind=kind, ms=clause.one("span"))


def _do(context: EditContext, wish: Wish) -> None:
    shots = context.timeline.shots
    if len(shots) < 2:
        context.note(_NO_CUTS)
        return
    most = min(shot.length for shot in shots) // 2
    ms = max(80, min(wish.ms or _JOIN_MS, most, 2000))
    context.timeline.shots = [replace(shot, join=wish.kind or "fade", join_ms=ms) for shot in shots[:-1]] + [
        replace(shots[-1], join="", join_ms=0)
    ]
    context.did("add_transition", _ADDED, count=len(shots) - 1, ms=context.long(ms))


def _remove(context: EditContext, _: Wish) -> None:
    context.timeline.shots = [replace(shot, join="", join_ms=0) for shot in context.timeline.shots]
    context.did("remove_transition", _REMOVED)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("transitions", "转场"),
    example=Phrase("crossfade between the clips", "片段之间加叠化转场"),
    reads=_read,
    does={"transition_remove": _remove, "transition": _do},
)
