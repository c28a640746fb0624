"""The black bars of the cinema, above and below a picture that fills the film."""

from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.shapes import fills
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.remarks import tells
from sandbox.wording.vocabulary import COLOR_WORDS, PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"letter-?\s?box(?:es|ed|ing)?(?:\s+bars?)?|(?:black|cinema(?:tic|scope)?|movie|film|widescreen|wide)\s+(?:black\s+)?bars?",
    r"(?:电影|上下|宽银幕|遮幅)(?:感)?的?(?:黑边|黑条|遮幅)|黑边|黑条|遮幅|宽银幕",
)
_CINEMA = 2.39  # the ratio of CinemaScope prints

_DONE = Phrase(
    "Put black bars above and below ({ratio}:1, like in the cinema); the film is still {width}×{height}.",
    "已加上下黑边（{ratio}:1 电影画幅），影片仍为 {width}×{height}。",
)
_TOO_WIDE = Phrase(
    "The film is upright or as wide as that already, so bars above and below would hide most of it; I left it.",
    "影片是竖屏或已经足够宽，加上下黑边会遮住画面，所以没有改动。",
)
_REMOVED = Phrase("Took the black bars away.", "已去掉黑边。")
_FILLED = Phrase("No bars: the clips are cropped to fill the picture.", "已去掉黑边：裁切填满画面。")
_NONE = Phrase(
    "I put no bars there. Bars that are in the clip itself can be cropped: “crop 10% off the top and bottom”.",
    "没有我加的黑边。如果黑边在素材里，可以说“裁掉上下10%”。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    # with a shape it is that shape, with bars where the clip does not fill it
    shape = clause.one("ratio") or clause.has("VERTICAL", "SQUARE")
    if not _WORDS.search(clause.text) or shape or (tells(clause) and not clause.has("ADD", "REMOVE", "UNDO")):
        return  # "there's black bars on the sides" wishes none
    gone = clause.has("REMOVE", "UNDO", carried=False)
    yield Wish("bars_remove" if gone else "bars", amount=None if gone else clause.one("wide"))


def _do(context: EditContext, wish: Wish) -> None:
    timeline, canvas = context.timeline, context.timeline.canvas
    ratio = wish.amount or _CINEMA
    if canvas.width / canvas.height > ratio - (0.02 if wish.amount else 0.2) or canvas.width < canvas.height:
        context.note(_TOO_WIDE)
        return
    timeline.effects = (*(each for each in timeline.effects if each.name != "bars"), Effect("bars", ratio))
    context.did("add_bars", _DONE, ratio=f"{ratio:g}", width=canvas.width, height=canvas.height)


def _remove(context: EditContext, _: Wish) -> None:
    timeline, canvas = context.timeline, context.timeline.canvas
    if any(each.name == "bars" for each in timeline.effects):
        timeline.effects = tuple(each for each in timeline.effects if each.name != "bars")
        context.did("remove_bars", _REMOVED)
    elif fills(context, canvas.width, canvas.height):
        context.note(_NONE)
    else:
        timeline.canvas = replace(canvas, fit="crop")
        context.did("set_aspect", _FILLED)


def _drawn(effect: Effect, frame: Frame) -> str:
    tall = max(0, round((frame.height - frame.width / effect.amount) / 4) * 2)
    return f"drawbox=0:0:iw:{tall}:black:fill,drawbox=0:ih-{tall}:iw:{tall}:black:fill"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("black bars as in the cinema", "电影黑边"),
    example=Phrase("add cinematic bars", "加电影黑边"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        PLACE_WORDS,
        COLOR_WORDS,
        SIZE_WORDS,
        pattern(r"cinematic|film|movie|(?:top|above)\s+(?:and|n|&|\+)\s+(?:bottom|below)", "[竖横]|电影|上下"),
    ),
    does={"bars_remove": _remove, "bars": _do},
    draws={"bars": _drawn},
)
