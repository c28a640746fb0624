"""How many frames a second the film has."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_WORDS = pattern(r"frame[\s-]?rate|fps|frames (?:per|a) second", "帧率|帧数")
_LEAST, _MOST = 1, 60

_DONE = Phrase("The film has {fps} frames a second now.", "帧率已设为每秒 {fps} 帧。")
_SAME = Phrase("It has {fps} frames a second already.", "现在已经是每秒 {fps} 帧。")
_BOUND = Phrase(
    "{asked} frames a second are not possible here; it has {fps} now.", "这里做不到每秒 {asked} 帧，已设为 {fps} 帧。"
)
_HOW_MANY = Phrase(
    "It has {fps} frames a second; tell me how many you want, for example: 24 fps.",
    "现在是每秒 {fps} 帧；请告诉我要多少，例如：帧率改成24。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    rate = clause.one("fps")
    if rate is not None or _WORDS.search(clause.text):
        yield Wish("fps", amount=rate)


def _do(context: EditContext, wish: Wish) -> None:
    canvas = context.timeline.canvas
    if wish.amount is None:
        context.note(_HOW_MANY, fps=canvas.fps)
        return
    fps = min(_MOST, max(_LEAST, round(wish.amount)))
    if fps == canvas.fps:
        context.note(_SAME, fps=fps)
        return
    context.timeline.canvas = replace(canvas, fps=fps)
    context.did("set_frame_rate", _DONE if abs(fps - wish.amount) < 1 else _BOUND, fps=fps, asked=f"{wish.amount:g}")


OPERATION = Operation(
    topic="film",
    ability=Phrase("frames a second, 1 to 60", "帧率（1到60）"),
    example=Phrase("make it 24 fps", "帧率改成24"),
    reads=_read,
    does={"fps": _do},
)
