"""The picture out of focus: all of it, for the whole film, a clip or a stretch."""

from collections.abc import Iterator

from sandbox.model.draft import Effect
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Frame, Operation
from sandbox.operations.overlaid import PLACES
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.places import place_of
from sandbox.wording.vocabulary import PLACE_WORDS
from sandbox.wording.wishes import Wish

_WORDS = pattern(
    r"(?:gaussian\s+)?blur(?:s|red|ry|ring)?(?:\s+(?:effect|filter|out))?|out of focus|defocus\w*"
    r"|soften(?:s|ed|ing)?\s+(?:it|the\s+(?:whole\s+)?(?:picture|image|frame|shot|video|clip))|pixel(?:ate|ated|ize"
    r"|ise)|smudg(?:e|ed|ing)(?:\s+out)?|unsharp\b(?!en)|soft focus",
    "模糊|虚化|失焦|柔焦|打码|打马赛克|马赛克|(?<!太)(?:弄)?糊(?:一点|一些|掉|一下|住)",
)
_ONLY_PART = pattern(
    r"faces?|background|backdrop|plates?|people|person|eyes|logo|license|number|name|part|area|spot|patch|region",
    "脸|背景|车牌|人|头像|眼睛|局部|区域",
)
# how another shape is filled
_FILLED = pattern(
    r"blurr?(?:ed|y)?\s+(?:sides|bars|edges|borders|padding|fill)|(?:fill|pad)\w*\s+(?:\w+\s+){0,4}blur\w*",
    "模糊填充|填充模糊|模糊(?:两边|两侧|边)",
)
_COMPLAINT = bounded(
    r"(?<![a-z])(?:it'?s|its|is|was|are|were|looks?|came\s+out)\s+(?:\w+\s+){0,2}(?:blurr?y|out\s+of\s+focus)(?![a-z])"
    r"|(?:有点|太|很|好)(?:模糊|糊|虚)|[拍糊虚]了"
)
_LITTLE = pattern(r"(?:a\s+)?(?:bit|little|touch|tad|slight(?:ly)?|subtle|light(?:ly)?)", "稍微|一点|轻微|些许|轻度")
_MUCH = pattern(r"much|a lot|very|heav(?:y|ily)|strong(?:ly)?|really|completely", "非常|很|重度|强烈|完全|严重")
_OFF = pattern(r"remove|no|undo|without|stop|un-?blur|less blurry|too blurry|take off", "去掉|取消|不要|去除")

_DONE = Phrase("Blurred the picture.", "画面已模糊。")
_SMEARED = Phrase("Made the corner unrecognisable: {place}.", "已把{place}打码。")
_CORNERS = frozenset({"top-left", "top-right", "bottom-left", "bottom-right"})
_UNDONE = Phrase("Took the blur off again.", "已去掉模糊。")


def is_filling(clause: Clause) -> bool:
    """Whether the clause speaks of what is around a clip that does not fill the picture."""
    return _FILLED.search(clause.text) is not None


def _read(clause: Clause) -> Iterator[Wish]:
    if _COMPLAINT.search(clause.text):
        return  # it shall be the contrary
    # a blurred background is how another shape is filled, and what it is a background of I cannot see
    if not _WORDS.search(clause.text) or is_filling(clause) or clause.has("VERTICAL", "SQUARE", "TRANSITION"):
        return
    scope, place = scope_of(clause), place_of(clause)
    if _ONLY_PART.search(clause.text) and place not in _CORNERS:
        return  # a number plate can be blurred where it is said to be
    if place in _CORNERS and not _OFF.search(clause.text):
        yield Wish("smear", place=place, **scope)
        return
    if _OFF.search(clause.text):
        yield Wish("blur_remove", **scope)
        return
    usual = 0.25 if _LITTLE.search(clause.text) else 1.0 if _MUCH.search(clause.text) else 0.5
    share = clause.one("share")
    yield Wish("blur", amount=usual if share is None else min(1.0, max(0.05, share)), **scope)


def _smear(context: EditContext, wish: Wish) -> None:
    place = wish.place or "bottom-right"
    if context.affect(wish, Effect("smear", kind=place)):
        context.did("blur", _SMEARED, place=context.said(PLACES[place]))


def _do(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, Effect("blur", wish.amount or 0.5)):
        context.did("blur", _DONE)


def _remove(context: EditContext, wish: Wish) -> None:
    if context.affect(wish, None, "blur", "smear"):
        context.did("blur", _UNDONE)


def _drawn(effect: Effect, frame: Frame) -> str:
    return f"gblur=sigma={max(0.5, effect.amount * frame.height / 16):.2f}:steps=2"


def _smeared(effect: Effect, frame: Frame) -> str:
    """A corner, three tenths as wide and as high as the picture, painted over with what is around it."""
    width, height = frame.width * 3 // 10, frame.height * 3 // 10
    x = 1 if "left" in effect.kind else frame.width - width - 1
    y = 1 if "top" in effect.kind else frame.height - height - 1
    return f"delogo=x={x}:y={y}:w={width}:h={height}"


OPERATION = Operation(
    topic="picture",
    ability=Phrase("blur", "模糊"),
    example=Phrase("blur 0:02 to 0:04", "把2到4秒模糊"),
    phrase=_WORDS,
    reads=_read,
    explains=(PLACE_WORDS, _ONLY_PART),
    does={"blur_remove": _remove, "smear": _smear, "blur": _do},
    draws={"blur": _drawn, "smear": _smeared},
)
