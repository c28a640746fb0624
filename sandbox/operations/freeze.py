"""A frame held: at a moment of the film, at its beginning or at its end; the film is longer by it."""

import math
from collections.abc import Iterator
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.phrases import NO_SUCH_CLIP, OUT_OF_FILM, Phrase
from sandbox.wording.wishes import Wish

_FRAME = r"(?:frames?|picture|image|shot)"
_WHAT = rf"(?:(?:the|a|that|this|very|my)\s+)*(?:(?:last|final|first|closing|opening|ending?)\s*{_FRAME}?|{_FRAME})"
_WORDS = pattern(
    rf"(?:freez(?:e|es|ing)|frozen|hold(?:ing)?|pause)\s+(?:on\s+)?{_WHAT}|(?:stay|linger|remain|rest|stop)(?:s|ing|ping)?\s+on\s+{_WHAT}|freez(?:e|es|ing)[\s-]?(?:frames?)?|frozen"
    rf"|(?:let\s+)?{_WHAT}\s+(?:(?:just|should|to|simply)\s+){{0,2}}(?:hangs?|lingers?|stays?|remains?|holds?|freezes?|stands?\s+still)(?:\s+there)?"
    r"|(?:pause|hold)\s+(?:it|the (?:video|film|clip|action))|still\s+frame|stills?\s+at",
    "定格|冻结|停格|画面停(?![止在住留])|画面(?:停住|定住|停留|静止|暂停)|静止(?:画面|帧)|(?:保持|停留|停)在?最后一[帧秒个]?(?:画面)?|最后一帧(?:画面)?再?(?:停|定住|不动)|(?:画面|帧)?定住",
)
_LAST = pattern(
    r"last|final|closing|end(?:ing)?|finish(?:es|ed)?|over",
    "(?:[放播]完|结束)(?:以?后|之后|了)?|最后|末尾|结尾|片尾|尾帧",
)
_FIRST = pattern(r"first|opening|beginning|start", "第一帧|开头|首帧|片头|开始")
_LENGTH = bounded(
    rf"(?:(?<![a-z])(?:for|lasting)\s+(?:about\s+|another\s+)?|持续|定格|定住|冻结|停格|停留?|停住|静止|暂停|保持|时长|长度)(?:画面)?\s*({MARK})"
)
_USUAL_MS, _MOST_MS = 2000, 60_000

_DONE = Phrase(
    "The picture stands still at {at} for {long}, without sound; the film is {length} now.",
    "画面在 {at} 处定格 {long}（无声），现在全长 {length}。",
)
_WHEN = Phrase(
    "Tell me when: “freeze the frame at 0:03 for 2 seconds”, or “hold the last frame for 3 seconds”.",
    "请告诉我在什么时候定格：“在第3秒定格2秒”，或“最后一帧定格3秒”。",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if not _WORDS.search(clause.text) or clause.has("MUSIC", "SOUND"):
        return
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    span, spans = clause.one("range"), list(clause.every("span"))
    if span is not None:
        yield Wish("freeze", span=(span[0], None), ms=span[1] - span[0] if span[1] else None, **scope)
        return
    long = _long(clause)
    if long is not None:
        spans.remove(long)
    moment = clause.one("time")
    edge = "last" if _LAST.search(clause.text) else "first" if _FIRST.search(clause.text) else ""
    if moment is None and not edge and spans:
        moment = spans.pop(0)
    if long is None and spans:
        long = spans.pop(0)
    yield Wish("freeze", span=(moment, None) if moment is not None else None, ms=long, kind=edge, **scope)


def _long(clause: Clause) -> int | None:
    """For how long, where a word says so: "for 2 seconds"."""
    found = _LENGTH.search(clause.text)
    if found is None:
        return None
    place = len(MARKS.findall(clause.text[: found.start(1)]))
    kind, value = clause.marks[place]
    many = len(clause.every("span")) > 1 or clause.one("time") is not None
    # "定格3秒" alone may be a moment or a length; with "for" it is a length
    return (
        value
        if kind == "span"
        and (many or _LAST.search(clause.text) or _FIRST.search(clause.text) or found[0].lower().startswith("for"))
        else None
    )


def _do(context: EditContext, wish: Wish) -> None:
    region = context.region(replace(wish, span=None))
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    if wish.span is None and not wish.kind:
        context.note(_WHEN)
        return
    begin, end = region
    at = begin + wish.span[0] if wish.span is not None else end if wish.kind == "last" else begin
    if at > end:
        context.note(OUT_OF_FILM, asked=context.long(at), length=context.long())
        return
    long = min(_MOST_MS, max(LEAST_MS, wish.ms or _USUAL_MS))
    context.insert(at, [frame(context, at, long)])
    context.did("freeze_frame", _DONE, at=context.long(at), long=context.long(long), length=context.long())


def frame(context: EditContext, at: int, long: int) -> Shot:
    """What is to be seen at that moment, as a shot that stands still."""
    before, _, after = context.inside(at, at)
    shot = after[0] if after else before[-1]
    still = replace(
        shot, begin=0, end=long, speed=1.0, volume=0.0, still=True, join="", join_ms=0, backwards=False, was=None
    )
    if shot.still:
        return still
    first = bool(after) != shot.backwards  # a shot that plays backwards begins with its end
    if first:
        return replace(still, at=shot.begin)
    # its end is where the next picture begins, which may be of another scene
    rate = context.assets[shot.source].fps if shot.source in context.assets else 0
    return replace(still, at=max(shot.begin, shot.end - math.ceil(1000 / (rate or 25))))


OPERATION = Operation(
    topic="time",
    ability=Phrase("freeze a frame, hold the last one", "定格画面"),
    example=Phrase("freeze the frame at 0:03 for 2 seconds", "在第3秒定格2秒"),
    phrase=_WORDS,
    reads=_read,
    explains=(pattern("frame|picture|still|longer|hang", "第一?|[帧停]"),),
    does={"freeze": _do},
    remakes=True,
)
