"""A speed that changes on the way: faster and faster, slower and slower, or fast, slow and fast again."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.operations.speed import paced
from sandbox.timeline.beat import split
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import NUMBERS, PACE_WORDS
from sandbox.wording.wishes import Wish

_SLOWLY = r"(?:gradual(?:ly)?|slowly|progressive(?:ly)?|smooth(?:ly)?|increasingly)"
_IT = r"(?:\s+(?:it|the (?:video|clip)))?"
_PACE = r"(?:slow(?:ly)?|fast|normal(?:ly)?(?:\s+speed)?)"
_BACK = (
    r"(?:[^,.;]{0,30}?(?:then|and)\s+(?:goes\s+)?back(?:\s+(?:up|down))?"
    r"(?:\s+to\s+(?:normal|full|real)(?:\s+(?:speed|time))?)?)?"
)
_FAST_THEN_SLOW = (
    r"前(?:半段?|面)?快[，,、]?\s?后(?:半段?|面)?慢|先快后慢"
    r"|(?:first half|start)\s+(?:is\s+)?fast(?:er)?\W+(?:and\s+)?(?:the\s+)?second half\s+(?:is\s+)?slow(?:er)?"
)
_SLOW_THEN_FAST = r"前(?:半段?|面)?慢[，,、]?\s?后(?:半段?|面)?快|先慢后快"
_THROUGH = rf"start(?:s|ing)?\s+(?:out\s+)?{_PACE}\W+(?:and\s+|then\s+)?(?:end|finish)(?:s|ing)?\s+(?:up\s+)?{_PACE}"
_WORDS = pattern(
    rf"(?:speed|velocity)[\s-]*ramp(?:s|ed|ing)?(?:\W+{_THROUGH}|\s+(?:in)?to\s+slow-?\s?mo(?:tion)?{_BACK})?|{_THROUGH}"
    r"|start(?:s|ing)?\s+(?:out\s+|off\s+|at\s+)?normal(?:ly)?(?:\s+speed)?[\s,]+(?:(?:and|then)\s+)*(?:ramp|speed|slow)"
    r"(?:s|ing)?\s+(?:up|down)"
    r"|ramp(?:s|ed|ing)?(?:\s+(?:up|down))?(?:\s+(?:the\s+)?speed)?(?:\s+(?:up|down))?"
    rf"|{_SLOWLY}\s+(?:speed(?:s|ing)?{_IT}(?:\s+up)?|slow(?:s|ing)?{_IT}(?:\s+down)?"
    r"|accelerat\w+|decelerat\w+|(?:get(?:s|ting)?|become|make it|go)\s+(?:faster|slower)|faster|slower)"
    rf"|(?:speed|slow){_IT}\s+(?:up|down)\s+{_SLOWLY}|accelerat\w+|decelerat\w+"
    r"|ease\s+(?:in|into|out)\w*(?:\s+of)?(?:\s+(?:the\s+)?slow-?\s?mo\w*)?"
    r"|(?:(?:get(?:s|ting)?|grows?)\s+)?(?:faster and faster|slower and slower)"
    r"|(?:get(?:s|ting)?|grows?)\s+(?:faster|slower)|variable speed|speed curve",
    "变速|越[放来播走]越[快慢]|(?:逐渐|渐渐|慢慢|越来越)(?:地)?(?:加速|减速|变快|变慢|快|慢)|速度渐变|渐快|渐慢|曲线变速"
    f"|{_FAST_THEN_SLOW}|{_SLOW_THEN_FAST}|速度曲线|快慢(?:快|结合|变化)|由[快慢][到变]?[快慢]|从[快慢][到变][快慢]",
)
_DOWN = pattern(r"slow\w*|down|decelerat\w+", "越[放播走]越慢|减速|变慢|越来越慢|渐慢|由快到?变?慢|从快[到变]慢")
_UP = pattern(
    r"fast\w*|speed(?:s|ing)?\s+(?:it\s+|the (?:video|clip)\s+)?up|up|accelerat\w+|speeding",
    "加速|变快|越[放播走]越快|越来越快|渐快|由慢到?变?快|从慢[到变]快",
)
_COURSE = bounded(r"start\w*\s+(?:out\s+)?(slow|fast)")
_RETURNS = bounded(r"(?<![a-z])back(?:\s+(?:up|down))?\s+to\s+(?:normal|full|real)")
_AROUND = bounded(rf"(?<![a-z])(?:around|about|at)\s+(?:the\s+)?{MARK}|在\s*{MARK}\s*(?:左右|附近|处)")
_AROUND_MS = 1500
_FALLS, _RISES = re.compile(_FAST_THEN_SLOW, re.IGNORECASE), re.compile(_SLOW_THEN_FAST)
_STEPS = 8

_DONE = Phrase(
    "The speed changes from {begin}× to {end}×; the film is {length} now.",
    "速度从 {begin} 倍渐变到 {end} 倍，现在全长 {length}。",
)
_THERE_AND_BACK = Phrase(
    "The speed goes from {begin}× to {middle}× and back; the film is {length} now.",
    "速度从 {begin} 倍变到 {middle} 倍再回来，现在全长 {length}。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("MUSIC", "FADE"):
        return
    course = _COURSE.search(clause.text)
    factors = (*clause.every("factor"), *clause.every("pace"))
    down, up = _DOWN.search(clause.text) is not None, _UP.search(clause.text) is not None
    values: tuple[float, ...] = (2.0, 0.5, 2.0)
    if _FALLS.search(clause.text) or _RISES.search(clause.text):
        values = (2.0, 0.5) if _FALLS.search(clause.text) else (0.5, 2.0)
    elif _RETURNS.search(clause.text):
        slow = down and not up
        values = (1.0, min(factors[0], 1 / factors[0]) if slow and factors else 0.4 if slow else 2.5, 1.0)
    elif course is not None and not factors:
        values = (0.5, 2.0) if course[1].lower().startswith("slow") else (2.0, 0.5)
    elif len(factors) > 1:
        values = factors[:2]
    elif down and not up:
        values = (1.0, min(factors[0], 1 / factors[0]) if factors else 0.4)
    elif up and not down:
        values = (1.0, factors[0] if factors else 2.5)
    scope, moment = scope_of(clause), clause.one("span") or clause.one("time")
    if moment and _AROUND.search(clause.text) and clause.one("range") is None:
        scope["span"] = (max(0, moment - _AROUND_MS), moment + _AROUND_MS)
    yield Wish(
        "ramp",
        amount=factors[0] if factors else None,
        text=" ".join(f"{min(max(value, 0.25), 8.0):g}" for value in values),
        **scope,
    )


def _do(context: EditContext, wish: Wish) -> None:
    region = context.region(wish)
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    values = [float(each) for each in wish.text.split()]
    before, within, after = context.inside(*region)
    shots = [*before, *_ramped(within, values), *after]
    if context.too_many(shots):
        return
    context.timeline.shots = shots
    said = [f"{value:g}" for value in values]
    if len(values) > 2:
        context.did("ramp_speed", _THERE_AND_BACK, begin=said[0], middle=said[1], length=context.long())
    else:
        context.did("ramp_speed", _DONE, begin=said[0], end=said[-1], length=context.long())


def _ramped(shots: Sequence[Shot], values: Sequence[float]) -> list[Shot]:
    """Cut into equal steps, each at the speed that lies on the curve through the values."""
    total = sum(shot.length for shot in shots)
    steps = _STEPS * (len(values) - 1)
    edges = [round(total * step / steps) for step in range(1, steps)]
    ramped, start = [], 0
    for shot in split(shots, edges):
        middle = (start + shot.length / 2) / total * (len(values) - 1)
        start += shot.length
        place = min(int(middle), len(values) - 2)
        low, high = list(pairwise(values))[place]
        # even steps of a ratio look even, those of a difference do not
        ramped.append(paced(shot, low * (high / low) ** (middle - place)))
    return ramped


OPERATION = Operation(
    topic="time",
    ability=Phrase("speed ramps", "变速（逐渐加速、减速）"),
    example=Phrase("gradually speed it up", "逐渐加速"),
    phrase=_WORDS,
    reads=_read,
    explains=(
        NUMBERS,
        PACE_WORDS,
    ),
    does={"ramp": _do},
    remakes=True,
)
