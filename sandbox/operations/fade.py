"""From black, to black, or both; music goes along."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_FADE_MS = 800

_SAID = Phrase("Fade in {begin}, fade out {end}.", "淡入 {begin}，淡出 {end}。")
_REMOVED = Phrase("Removed the fades.", "已去掉淡入淡出。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not clause.has("FADE"):
        return
    if clause.has("REMOVE"):
        yield Wish("fade_remove")
        return
    into, out = clause.has("IN"), clause.has("OUT")
    yield Wish("fade", kind="both" if into == out else "in" if into else "out", ms=clause.one("span"))


def _do(context: EditContext, wish: Wish) -> None:
    canvas, most = context.timeline.canvas, context.timeline.length // 2
    ms = min(max(wish.ms or _FADE_MS, 100), most)
    begin = ms if wish.kind in {"in", "both"} else canvas.fade_in
    end = ms if wish.kind in {"out", "both"} else canvas.fade_out
    context.timeline.canvas = replace(canvas, fade_in=begin, fade_out=end)
    context.did("add_fade", _SAID, begin=context.long(begin), end=context.long(end))


def _remove(context: EditContext, _: Wish) -> None:
    context.timeline.canvas = replace(context.timeline.canvas, fade_in=0, fade_out=0)
    context.did("remove_fade", _REMOVED)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("fades in and out", "淡入淡出"),
    example=Phrase("fade out over 2 seconds", "结尾淡出2秒"),
    reads=_read,
    does={"fade_remove": _remove, "fade": _do},
)
