"""Turned by quarters; a film of nothing else takes the new shape."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sandbox.model.draft import Effect, Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.operations.shapes import fills, take_on_shape, turned
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.numbers import number
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import NUMBERS, PLACE_WORDS
from sandbox.wording.wishes import Wish

_DEGREES = r"(?:\s*(?:by\s+)?-?\d{1,3}\s*(?:°|degrees?|deg|度))?"
# behind "flip" or "turn": a turn by half, and no mirror
RIGHT_WAY_UP = (
    r"(?:\s+(?:it|this|them|the\s+\w+))?\s+(?:back\s+)?(?:to\s+)?(?:the\s+)?"
    r"(?:right|correct|proper)\s+(?:way|side)\s+(?:up|round|around)"
)
_WORDS = pattern(
    rf"rotat(?:e|ed|ing|ion)(?:\s+(?:it|this|the (?:video|clip|film|picture|photo|image)))?{_DEGREES}"
    r"(?:\s+(?:to\s+(?:the\s+)?)?(?:left|right)|\s+(?:counter|anti)?-?clockwise|\s+c?cw)?"
    r"|turn(?:ed)?(?:\s+(?:it|this|the (?:video|clip|film|picture|photo"
    rf"|image)))?(?:{_DEGREES}\s+(?:to\s+the\s+)?"
    r"(?:sideways|upside[\s-]down|left|right|(?:counter|anti)?-?clockwise|around|on its side)"
    r"|\s*(?:by\s+)?\d{1,3}\s*(?:°|degrees?|deg))"
    rf"|(?:flip|turn|rotate|put)(?:ped|ed|d)?{RIGHT_WAY_UP}"
    r"|(?:is|it'?s|was|are|came out|(?:film(?:ed)?|shot|recorded|took)(?:\s+(?:it|this|that|them))?)"
    r"\s+upside[\s-]down|(?:(?:is|was|are|film(?:ed)?|shot|recorded"
    r"|came out)\s+)?(?:sideways|on its side)|quarter turn|half turn"
    r"|\d{1,3}\s*(?:°|degrees?|deg)(?:\s+(?:counter|anti)?-?clockwise|\s+(?:to the\s+)?(?:left"
    r"|right))?(?:\s+turn|\s+rotation)?",
    r"旋转|转(?:正|个方向|过来|\s*-?(?:\d{1,3}|[一二三四五六七八九十百]{2,5})\s*(?:°|度))|(?:顺|逆)时针|横过来|竖过来|摆正|掉个头|(?:往"
    r"|向)[左右](?:转|旋)"
    r"|倒着拍|拍(?:倒|歪|横)了|(?:是)?倒(?:过来)?了|(?:画面|视频|上下)?颠倒了|(?:\d{1,3}|[一二三四五六七八九十百]{2,5})\s*度",
)
_ANGLE = bounded(
    r"(-?\d{1,3})\s*(?:°|degrees?|deg|度)|(?:rotate|turn)\D{0,20}?(-?\d{2,3})(?!\d|\s*(?:%|s))|([一二三四五六七八九十百]{2,5})\s*度"
)
_LEFT = pattern(r"(?:counter|anti)-?\s?clockwise|ccw|(?:to\s+(?:the\s+)?)?left", "逆时针|左")
_AROUND = pattern(
    rf"upside[\s-]down|around|half turn|(?:flip|turn|rotate|put)(?:ped|ed|d)?{RIGHT_WAY_UP}", "倒|掉个头|一百八"
)
# how it lies, and not how it shall be turned
_LIES = pattern(
    r"(?:is|it'?s|was|are|came\s+out|turned\s+out|looks|film(?:ed)?|shot|recorded|took)(?:\s+[a-z]+){0,3}?"
    r"\s+(?:sideways|upside[\s-]down|on its side)",
    "拍[倒歪横]了|倒着拍|(?<!转)(?<!翻)(?:[倒横竖歪]|颠倒)(?:过来)?了",
)
_WHICH_WAY = pattern(
    r"left|right(?!\s+(?:way|side))|clockwise|(?:counter|anti)-?\s?clockwise|c?cw|half turn|around",
    "左|右|时针|掉个头",
)
_BACK = pattern(r"undo|unrotate|no(?:t)? rotat\w*|back|reset|original", "取消|恢复|还原")

_CLOCKWISE = Phrase("Turned the picture by {degrees}° clockwise.", "画面已顺时针旋转 {degrees}°。")
_COUNTER = Phrase("Turned the picture by {degrees}° counter-clockwise.", "画面已逆时针旋转 {degrees}°。")
_HALF = Phrase("Turned the picture upside down ({degrees}°).", "画面已旋转 {degrees}°（上下颠倒）。")
_QUARTERS = Phrase(
    "I can turn by quarters only: 90°, 180° or 270°. {degrees}° I cannot do here.",
    "我只能按 90°、180°、270° 旋转，{degrees}° 做不到。",
)
_UPRIGHT = Phrase("The picture is as it was recorded again.", "画面已恢复原来的方向。")


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("TITLE", "CAPTION", "MUSIC", "VOLUME"):
        return
    scope = scope_of(clause)
    if clause.has("UNDO") or _BACK.search(clause.text):
        yield Wish("turn_back", **scope)
        return
    found = _ANGLE.search(clause.text)
    degrees = _degrees(found[1] or found[2] or found[3]) if found else 180 if _AROUND.search(clause.text) else 90
    told = found is not None or _WHICH_WAY.search(clause.text) is not None
    kind = "" if told else "complaint" if _LIES.search(clause.text) else "step"
    yield Wish("turn", ms=-degrees if _LEFT.search(clause.text) else degrees, kind=kind, **scope)


def _degrees(words: str) -> int:
    """An angle in digits or in Chinese words; 一百八 is 180, as it is said."""
    return 180 if words == "一百八" else int(words) if words.lstrip("-").isdecimal() else round(number(words))


def _do(context: EditContext, wish: Wish) -> None:
    degrees = wish.ms or 0
    if degrees % 90:
        context.note(_QUARTERS, degrees=abs(degrees))
        return
    if _change(context, wish, lambda shot: _more(shot, degrees)):
        half = abs(degrees) % 360 == 180
        context.did("rotate", _HALF if half else _COUNTER if degrees < 0 else _CLOCKWISE, degrees=abs(degrees))


def _back(context: EditContext, wish: Wish) -> None:
    if _change(context, wish, lambda shot: _more(shot, None)):
        context.did("rotate", _UPRIGHT)


def _change(context: EditContext, wish: Wish, change: Callable[[Shot], Shot]) -> bool:
    canvas = context.timeline.canvas
    whole = context.region(wish) == (0, context.timeline.length)
    follows = whole and fills(context, canvas.width, canvas.height)
    if not context.change(wish, change):
        return False
    if follows:
        take_on_shape(context)
    return True


def _more(shot: Shot, degrees: int | None) -> Shot:
    """The shot turned by so much more; None: not turned at all."""
    was = next((each.amount for each in shot.effects if each.name == "turn"), 0.0)
    rest = tuple(each for each in shot.effects if each.name != "turn")
    angle = 0 if degrees is None else round(was + degrees) % 360
    return replace(shot, effects=(*rest, Effect("turn", angle)) if angle else rest)


OPERATION = Operation(
    topic="picture",
    ability=Phrase("rotate", "旋转"),
    example=Phrase("rotate it 90 degrees", "旋转90度"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        NUMBERS,
        PLACE_WORDS,
        _WORDS,
    ),
    does={"turn_back": _back, "turn": _do},
    shapes={"turn": turned},
)
