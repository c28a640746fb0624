"""Faster or slower, all of it or a stretch; sound keeps its pitch."""

import re
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import Phrase
from sandbox.wording.vocabulary import NUMBERS, PACE_WORDS, REST_WORDS
from sandbox.wording.wishes import Wish

_SAID = Phrase("Speed {factor}×; the film is {length} now.", "速度调为 {factor} 倍，现在全长 {length}。")
_HOW = Phrase(
    "Tell me how fast: “speed it up 2x”, “slow it down to half”; or, of the music, “it's 96 BPM”.",
    "请告诉我要多快：“加速到2倍”“放慢一半”；如果说的是音乐：“是96拍”。",
)


_FASTER = pattern(
    r"up|sped|faster|fast|quick(?:er|ly)?|fast forward|time-?lapse|increase|raise|higher|more|boost|speed it",
    "加速|快|倍速|提高|调高|加大",
)


_TOO_SLOW = pattern(r"(?:too|so|very|a bit)\s+slow", "(?:太|过|有点|好)慢")
_TOO_FAST = pattern(r"(?:too|so|very|a bit)\s+(?:fast|quick)", "(?:太|过|有点|好)快")
_TIMES = re.compile(f"[快慢]{MARK}")  # 快一倍
_SLOWED = re.compile(f"(?:慢|减速)[了些]?\\s?{MARK}")  # 慢一半
# by so little, where no number is said
_LITTLE = pattern(
    r"slight(?:ly)?|somewhat|(?:just\s+)?an?\s+(?:(?:tiny|little|wee)\s+)?(?:bit|little|tad|touch|smidge\w*|fraction|notch)",
    "一点点|一丢丢|稍微?|略微?",
)
_FASTER_BY, _SLOWER_BY = {False: 1.5, True: 1.2}, {False: 0.5, True: 0.8}  # by so much, or a little
_GOES = bounded(rf"(?<![a-z])(?:go|goes|play|plays|run|runs|make it|make that)\s+(?:at\s+)?{MARK}(?![a-z])")
_BARE = bounded(rf"^\W*(?:at\s+)?{MARK}\W*$")
_WRONG = pattern(
    r"(?:tempo|beat|rhythm|pace|timing)\s+(?:is\s+|feels\s+|seems\s+)?(?:\w+\s+)?(?:wrong|off|not right)",
    "(?:节奏|拍子|节拍)(?:不对|有问题|错了|乱了)",
)
# "50% faster" is faster by so much, "at 50% speed" is so fast
_BY = bounded(
    rf"(?<![a-z])by\s+(?:about\s+|around\s+)?{MARK}|{MARK}\s*(?:faster|slower|quicker|more speed)"
    rf"|speed\w*\s+(?:it\s+|this\s+|the \w+\s+)?(?:up|down)\s+{MARK}|[快慢][了些]?\s*{MARK}|(?:加速|减速|提速"
    rf"|放慢|提高|降低)\s*{MARK}"
)


_SLOW_EFFECT = pattern(
    r"(?:slow|quick|fast)(?:ly)?\s+(?:fad\w*|dissolv\w*|cross-?fad\w*|transition|push|pan)", "(?:慢慢|缓缓)淡"
)
_BY_SPEED = bounded(
    r"(?<![a-z])by\s+(?:speeding|slowing)(?:\s+(?:it|this))?(?:\s+(?:up|down))?(?![a-z])|(?:用|靠|通过)[加变减]速"
)
# so fast or slow that it is so long
_FITS = bounded(
    rf"(?<![a-z])(?:to|in(?:to)?|so\s+(?:that\s+)?it|down\s+to)(?:\s+(?:fits?|fill|be|is|lasts?|exactly|just|only|in(?:to)?))*\s+(?:the\s+)?{MARK}"
    rf"|(?<![a-z])(?:un)?till?\s+it\s+(?:does|is|fits|lasts\s+that\s+long)\W*{MARK}|[到成为至](?:刚好|正好)?{MARK}"
)


def _length_to_fit(clause: Clause) -> int | None:
    """How long the film shall be by its speed, in ms, where the clause says so."""
    if _BY_SPEED.search(clause.text):
        by_speed: int | None = clause.one("span")
        return by_speed
    found = _FITS.search(clause.text) if clause.has("SPEED") and clause.one("factor") is None else None
    place = len(MARKS.findall(clause.text[: found.end()])) - 1 if found else 0
    kind, value = clause.marks[place] if found else ("", None)
    return value if kind == "span" else None


def _read(clause: Clause) -> Iterator[Wish]:
    if long := _length_to_fit(clause):
        yield Wish("fit", ms=long)
        return
    if _SLOW_EFFECT.search(clause.text) and clause.one("factor") is None:
        return  # how slowly it fades
    factor, share = clause.one("factor") or clause.one("pace"), clause.one("share")
    if too := _complaint(clause):
        yield Wish("speed", amount=too, kind="complaint", **scope_of(clause))
        return
    paced = clause.has("SPEED") or clause.one("pace") is not None or _TIMES.search(clause.text) is not None
    if not paced and _WRONG.search(clause.text):
        yield Wish("speed_ask")
        return
    paced = paced or (factor is not None and _GOES.search(clause.text) is not None)
    if not paced:
        return
    slow = clause.has("SLOW") or _SLOWED.search(clause.text) is not None
    if factor is None and share is not None:
        factor = (1 - share if slow else 1 + share) if _BY.search(clause.text) and share <= 1 else share
    if factor is None and not slow and not _FASTER.search(clause.text):
        yield Wish("speed_ask")
        return
    said = factor is not None
    if factor is None:
        factor = (_SLOWER_BY if slow else _FASTER_BY)[_LITTLE.search(clause.text) is not None]
    elif slow and factor > 1:
        factor = 1 / factor
    yield Wish("speed", amount=factor, kind="" if said else "step", **scope_of(clause))


def _by_a_number_alone(clause: Clause) -> Iterator[Wish]:
    """Where nobody else understood the clause, "make it 2x" is a speed; so is "2x", where it is all of the message."""
    factor = clause.one("factor") or clause.one("pace")
    named = clause.has("CHANGE", "ADD", "CLIP") and not clause.has("VOLUME", "MUSIC", "SOUND")
    if factor and (named or _BARE.match(clause.text)):
        yield Wish("speed", amount=1 / factor if clause.has("SLOW") and factor > 1 else factor, **scope_of(clause))


def _complaint(clause: Clause) -> float | None:
    """The factor that mends what the clause complains about: "it's too slow" wants it faster."""
    if clause.one("factor") or clause.one("share") or not clause.has("CLIP", "SPEED"):
        return None
    if clause.has("MUSIC", "SOUND", "VOLUME", "FADE", "TRANSITION"):
        return None
    return 1.5 if _TOO_SLOW.search(clause.text) else 0.5 if _TOO_FAST.search(clause.text) else None


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_HOW)


def _do(context: EditContext, wish: Wish) -> None:
    factor = min(max(wish.amount or 1.0, 0.25), 8.0)
    if context.change(wish, lambda shot: paced(shot, factor)):
        context.did("change_speed", _SAID, factor=f"{factor:.3g}", length=context.long())


def _fit(context: EditContext, wish: Wish) -> None:
    """The whole film so fast, or so slow, that it is as long as asked."""
    _do(context, replace(wish, amount=context.timeline.length / max(1, wish.ms or 1)))


def paced(shot: Shot, factor: float) -> Shot:
    """The shot played so many times as fast; a picture is shown for less time."""
    if shot.still:
        return replace(shot, end=max(LEAST_MS, round(shot.end / factor)))
    return replace(shot, speed=min(max(shot.speed * factor, 0.1), 16.0))


OPERATION = Operation(
    topic="time",
    ability=Phrase("faster, slower", "加速、慢放"),
    example=Phrase("speed it up 2x", "加速到2倍"),
    reads=_read,
    explains=(
        REST_WORDS,
        NUMBERS,
        PACE_WORDS,
        _FASTER,
        _TOO_SLOW,
        _TOO_FAST,
        _LITTLE,
        _GOES,
        _BY,
        _FITS,
        _WRONG,
        pattern("to\\s+fit|pitch", "整段|音调"),
    ),
    falls_back=_by_a_number_alone,
    does={"speed": _do, "fit": _fit, "speed_ask": _ask},
    asks=frozenset({"speed_ask"}),
    remakes=True,
)
