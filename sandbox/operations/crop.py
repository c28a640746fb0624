"""A part of the picture cut away at its sides; what is left keeps its shape, and the film takes it on."""

import re
from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.shapes import cropped, fills, take_on_shape
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import PLACE_WORDS, SIZE_WORDS
from sandbox.wording.wishes import Wish

_BACK = re.compile(r"取消|(?<![a-z])(?:un|no|remove the )crop", re.IGNORECASE)
_FILLS = re.compile(r"fill|满|no bars", re.IGNORECASE)
_WORDS = pattern(
    r"crop(?:s|ped|ping)?(?:\s+(?:out|off|away|into?|down))?"
    r"|cut\s+(?:off|away)(?=.{0,60}(?:side|edge|(?:top|bottom|left|right) (?:of|half|third|quarter|tenth|part|strip)))"
    r"|keep\s+(?:only\s+|just\s+)?the\s+(?:left|right|top|bottom)\s+half(?:\s+of\s+(?:the\s+)?(?:picture|frame|image|screen))?"
    r"|trim(?=.{0,60}(?:left|right|top|bottom)\s+(?:side|edge|part|of the (?:picture|frame|image)))",
    r"裁剪|裁切|裁掉|裁去|切掉(?=.{0,20}边)|剪掉(?=.{0,20}(?:左边|右边|上边|下边|边缘))|裁|留(?:下)?(?:画面)?的?[左右上下](?:半边?|侧|边?一半)",
)
_SIDES = {
    "left": pattern(r"left", "左"),
    "right": pattern(r"right", "右"),
    "top": pattern(r"top|upper", "上|顶"),
    "bottom": pattern(r"bottom|lower", "下(?!载)|底"),
}
_ALL_AROUND = pattern(
    r"edges|borders?|all (?:sides|around)|sides|cent(?:er|re)|middle|margins?", "四周|四边|边缘|中间|中心|中央|两边"
)
_TO = pattern(
    r"(?:to|keep)\s+(?:just\s+|only\s+)?(?:the\s+)?(?:left|right|top|bottom|upper|lower)",
    "[到至成留](?:只剩)?(?:画面)?的?[左右上下]半?",
)
_OTHER = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
_BOTH = pattern(r"both sides|sides", "两边|两侧|左右")
_PARTS = (
    (0.5, pattern("half", "一半|半边")), (1 / 3, pattern("third", "三分之一")), (0.25, pattern("quarter", "四分之一")),
    (0.1, pattern("tenth", "十分之一")),
)  # fmt: skip
_USUAL = 0.2

_DONE = Phrase("Cropped {sides}; the picture is {width}×{height} now.", "已裁掉{sides}，画面现为 {width}×{height}。")
_HOW = Phrase(
    "Tell me how to crop: “crop to 9:16”, “crop 20% off the left”, “crop to the middle”.",
    "请告诉我怎么裁：“裁成9:16”“裁掉左边20%”“裁到中间”。",
)
_UNDONE = Phrase("Took the crop back: the whole picture is there again.", "已取消裁剪，恢复完整画面。")
_SIDE_NAMES = {
    "left": Phrase("{percent} off the left", "左边 {percent}"),
    "right": Phrase("{percent} off the right", "右边 {percent}"),
    "top": Phrase("{percent} off the top", "上边 {percent}"),
    "bottom": Phrase("{percent} off the bottom", "下边 {percent}"),
}


def _read(clause: Clause) -> Iterator[Wish]:
    found = _WORDS.search(clause.text)
    if found is None:
        return
    timed = any(kind in {"span", "time", "range", "lines", "size"} for kind, _ in clause.marks)
    # a shape ("crop to 9:16") is another operation; so is a stretch of time, which is cropped in Chinese too
    if clause.one("ratio") or clause.has("VERTICAL", "HORIZONTAL", "SQUARE", "MUSIC", "PAD") or timed:
        return
    if _FILLS.search(clause.text):
        return
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    if clause.has("UNDO") or _BACK.search(clause.text):
        yield Wish("crop_remove", **scope)
        return
    if scope["files"] and clause.has("REMOVE") and not any(each.search(clause.text) for each in _SIDES.values()):
        return
    sides = [name for name, words in _SIDES.items() if words.search(clause.text)]
    if _BOTH.search(clause.text):
        sides = ["left", "right"]
    elif not sides and _ALL_AROUND.search(clause.text):
        sides = list(_SIDES)
    share = clause.one("share") or next((part for part, words in _PARTS if words.search(clause.text)), None)
    if _TO.search(clause.text) and len(sides) == 1:  # that side is what is left
        sides, share = [_OTHER[sides[0]]], 1 - (share or 0.5)
    kept = share is not None and clause.has("KEEP")
    yield Wish("crop", kind=" ".join(sides), amount=1 - share if kept and share is not None else share, **scope)


def _do(context: EditContext, wish: Wish) -> None:
    sides = wish.kind.split()
    if not sides:
        context.note(_HOW)
        return
    both = len(sides) > 1
    share = min(0.8, max(0.01, wish.amount if wish.amount is not None else _USUAL / (2 if both else 1)))
    if both and wish.amount is not None and len(sides) in {2, 4}:
        share = min(0.4, share / 2) if share > 0.4 else share
    canvas = context.timeline.canvas
    follows = fills(context, canvas.width, canvas.height) and context.region(wish) == (0, context.timeline.length)
    for side in sides:
        if not context.affect(wish, Effect(f"crop_{side}", share), f"crop_{side}"):
            return
    if follows:
        take_on_shape(context)
    canvas = context.timeline.canvas
    said = [context.said(_SIDE_NAMES[side], percent=context.share(share)) for side in sides]
    joint = "、" if context.chinese else ", "
    context.did("crop", _DONE, sides=joint.join(said), width=canvas.width, height=canvas.height)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, *(f"crop_{side}" for side in _SIDES)):
        take_on_shape(context, whole=True)
        context.did("crop", _UNDONE)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("crop the sides", "裁掉画面边缘"),
    example=Phrase("crop 20% off the left", "裁掉左边20%"),
    phrase=_WORDS,
    reads=_read,
    explains=(PLACE_WORDS, SIZE_WORDS),
    does={"crop_remove": _remove, "crop": _do},
    shapes={f"crop_{side}": cropped for side in _SIDES},
)
