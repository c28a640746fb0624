"""A stretch kept, or cut out: of the film, or of a named clip."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.bounds import LEAST_MS
from sandbox.operations.context import EditContext
from sandbox.operations.length import EACH_CLIP, EDGE, THE_FILM, is_target
from sandbox.operations.operation import Operation
from sandbox.operations.scope import GONE
from sandbox.timeline.beat import joined
from sandbox.wording.clauses import BOTH_EDGES, Clause
from sandbox.wording.lexicon import bounded, left_over, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.phrases import NO_SUCH_CLIP, NOT_LAST, OUT_OF_FILM, Phrase
from sandbox.wording.vocabulary import PLACE_WORDS, REST_WORDS
from sandbox.wording.wishes import Wish

_AT_THE_START = re.compile(r"(?<![a-z])(?:first|start|beginning)(?![a-z])|前|开头", re.IGNORECASE)
_KEPT = Phrase("Kept {begin}–{end}; the film is {length} now.", "只保留 {begin}–{end}，现在全长 {length}。")
_KEPT_ALL = Phrase("Kept {parts}; the film is {length} now.", "只保留 {parts}，现在全长 {length}。")
_CUT = Phrase("Cut out {begin}–{end}; the film is {length} now.", "已剪掉 {begin}–{end}，现在全长 {length}。")
_OFF_THE_START = Phrase("Trimmed {ms} off the start; {length} left.", "已剪掉开头 {ms}，剩余 {length}。")
_OFF_THE_END = Phrase("Trimmed {ms} off the end; {length} left.", "已剪掉结尾 {ms}，剩余 {length}。")

_FROM_TO = bounded(rf"(?<![a-z])(?:start|begin|play|run|go)(?:s|ing)?\s+{THE_FILM}{MARK}|^\W*{MARK}\W*$")
_TO_EDGE = re.compile(
    r"(?<![a-z])to (?:the|its|their|his|her) (?:first|last)|[到至成剩](?:只剩)?(?:最?[前后]|开头|结尾)", re.IGNORECASE
)
BOTH_ENDS = bounded(
    rf"(?<![a-z])(?:off|from|at|on)?\s*(?:each end|both ends|either end"
    rf"|first & last(?=\s*{MARK})|(?:the )?start & (?:the )?end)(?![a-z])"
    r"|掐头去尾|去头去尾|头尾|首尾|前后各"
)
_MIDDLE = bounded(rf"(?<![a-z])(?:middle|central)\s+{MARK}|中间的?\s*{MARK}")
_BEGINS = re.compile(r"(?<![a-z])(?:start|begin|commence|play)|从|开头|开始|起点", re.IGNORECASE)


_OTHERS = (*("TITLE", "CAPTION", "WATERMARK", "SPEED", "MUTE", "SILENCE", "FADE", "MUSIC", "VOLUME", "SOUND", "RESET"),)


def _read(clause: Clause) -> Iterator[Wish]:
    # with a text it is said when the words are seen, and not what is left of the film
    if clause.has(*_OTHERS) or any(kind in {"song", "voice", "text"} for kind, _ in clause.marks):
        return
    if GONE.search(clause.text):
        return  # until when something is to be seen
    if BOTH_EDGES.search(clause.text) or BOTH_ENDS.search(clause.text):
        yield from _both_ends(clause)
        return
    length = clause.one("span") or clause.one("time")
    if clause.one("factor") and not clause.has("KEEP", "CUT", "REMOVE", "TRIM", carried=False):
        return  # "2 to 6 go 4x"
    if clause.every("range"):
        yield from _stretches(clause)
    elif clause.one("time") is not None and clause.one("span") and clause.has("REMOVE", "CUT"):
        at = clause.one("time")
        yield Wish("cut", span=(at, at + clause.one("span")), files=clause.every("asset"), nth=clause.one("nth"))
    elif length is not None and (edge := EDGE.search(clause.text)):
        span = (length, None) if _BEGINS.search(edge[0]) else (0, length)
        yield Wish("keep", span=span, files=clause.every("asset"), nth=clause.one("nth"))
    elif EACH_CLIP.search(clause.text):
        return
    elif length is not None and (_MIDDLE.search(clause.text) or clause.has("FIRST", "LAST")) and not is_target(clause):
        yield from _ends(clause, length)


# who uses, wants or shows a stretch wants nothing else; who adds or puts something does so for that time
_WANTED = pattern(r"use|using|want|need|give me|gimme|gimmie|show|take|play", "用|要|取|播放")
_OF = bounded(
    rf"(?:first|last)\s+{MARK}\s+(?:of|from)\s+(?:the\s+)?{MARK}|{MARK}\s*(?:的|只?[取留用要])?(?:前|最?后|开头|结尾)\s*{MARK}"
)


def _both_ends(clause: Clause) -> Iterator[Wish]:
    """So much off the beginning and off the end, of the film or of one clip: "first 2 & last 3 s", 前两秒和后三秒."""
    lengths = clause.every("span") or clause.every("time")
    if not lengths or EACH_CLIP.search(clause.text) or clause.has("KEEP"):
        return
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    yield Wish("trim_start", ms=lengths[0], **scope)
    yield Wish("trim_end", ms=lengths[-1], **scope)


def _wanted(clause: Clause) -> bool:
    return clause.has("KEEP", "TRIM", "CREATE", "EXPORT") or (
        _WANTED.search(clause.text) is not None and not clause.has("PHOTO") and not left_over(clause.text)
    )


def _stretches(clause: Clause) -> Iterator[Wish]:
    for span in clause.every("range"):
        if clause.has("REMOVE", "CUT") and not clause.has("KEEP"):
            yield Wish("cut", span=span, files=clause.every("asset"), nth=clause.one("nth"))
        elif _wanted(clause) or clause.has("EDIT") or _FROM_TO.search(clause.text):
            yield Wish("keep", span=span, files=clause.every("asset"), nth=clause.one("nth"))


def _ends(clause: Clause, length: int) -> Iterator[Wish]:
    """So much off the beginning, the middle or the end; or, where the clause says so, nothing but so much."""
    scope = {"files": clause.every("asset"), "nth": clause.one("nth")}
    if _MIDDLE.search(clause.text):
        kept = not clause.has("REMOVE", "CUT") or clause.has("KEEP")
        if not kept or _wanted(clause):
            yield Wish("keep" if kept else "cut", ms=length, part="middle", **scope)
        return
    end = clause.has("LAST") and not _AT_THE_START.search(clause.text)
    if clause.has("REMOVE", "CUT", "TRIM") and not clause.has("KEEP") and not _TO_EDGE.search(clause.text):
        yield Wish("trim_end" if end else "trim_start", ms=length, **scope)
    elif _wanted(clause) or _OF.search(clause.text):
        yield Wish("keep_last", ms=length, **scope) if end else Wish("keep", span=(0, length), **scope)


def _keep(context: EditContext, wish: Wish) -> None:
    region, whole = context.region(wish), context.region(replace(wish, span=None, part=""))
    if region is None or whole is None:
        context.note(NO_SUCH_CLIP)
        return
    if wish.spans and wish.span:
        _keep_all(context, [wish.span, *wish.spans])
        return
    begin, end = region
    if begin >= whole[1] or end - begin < LEAST_MS:
        context.note(OUT_OF_FILM, asked=context.long(begin), length=context.long())
        return
    _, within, _ = context.inside(begin, end)
    before, _, after = context.inside(*whole)
    context.timeline.shots = before + within + after
    context.did("trim", _KEPT, begin=context.long(begin), end=context.long(end), length=context.long())


def _keep_all(context: EditContext, spans: Sequence[tuple[int, int | None]]) -> None:
    """Several stretches, in the order of the film."""
    total = context.timeline.length
    counted = ((begin if begin >= 0 else max(0, total + begin), end) for begin, end in spans)
    wanted = sorted((begin, min(total, end if end is not None else total)) for begin, end in counted)
    if any(end - begin < LEAST_MS for begin, end in wanted):
        asked = next(begin for begin, end in wanted if end - begin < LEAST_MS)
        context.note(OUT_OF_FILM, asked=context.long(asked), length=context.long())
        return
    context.timeline.shots = [shot for span in wanted for shot in context.inside(*span)[1]]
    joint = "、" if context.chinese else ", "
    parts = joint.join(f"{context.long(begin)}–{context.long(end)}" for begin, end in wanted)
    context.did("trim", _KEPT_ALL, parts=parts, length=context.long())


def _keep_last(context: EditContext, wish: Wish) -> None:
    _keep(context, replace(wish, op="keep", span=(-(wish.ms or 0), None)))


def _cut(context: EditContext, wish: Wish) -> None:
    region = context.region(wish)
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    _take_out(context, *region, phrase=_CUT, begin=context.long(region[0]), end=context.long(region[1]))


def _trim_start(context: EditContext, wish: Wish) -> None:
    region, ms = context.region(wish), wish.ms or 0
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    _take_out(context, region[0], region[0] + ms, phrase=_OFF_THE_START, ms=context.long(ms), limit=region[1])


def _trim_end(context: EditContext, wish: Wish) -> None:
    region, ms = context.region(wish), wish.ms or 0
    if region is None:
        context.note(NO_SUCH_CLIP)
        return
    if ms >= region[1] - region[0]:
        context.note(OUT_OF_FILM, asked=context.long(ms), length=context.long())
        return
    _take_out(context, region[1] - ms, region[1], phrase=_OFF_THE_END, ms=context.long(ms))


def _take_out(
    context: EditContext, start: int, stop: int, *, phrase: Phrase, limit: int | None = None, **values: object
) -> None:
    total = context.timeline.length
    if start >= total or stop <= start or stop >= (limit or total + 1):
        asked = context.long(start if start >= total else stop - start)
        context.note(OUT_OF_FILM, asked=asked, length=context.long())
        return
    before, _, after = context.inside(start, min(stop, total))
    if sum(shot.length for shot in before + after) < LEAST_MS:
        context.note(NOT_LAST)
        return
    context.timeline.shots = joined(before) + joined(after) if context.timeline.on_beat else before + after
    context.did("cut_range" if phrase is _CUT else "trim", phrase, length=context.long(), **values)


# a part that nobody said the times of
_THAT_PART = bounded(
    r"^\W*(?:(?:please|just|can\s+you|could\s+you)\s+){0,2}(?:cut|remove|delete|lose|bin|snip|trim|take)\s+(?:out\s+)?(?:that|this|the)\s+(?:bit|part|section|piece|scene|moment)(?:\s+(?:out|away|off|please))?\W*$"
    r"|^\W*(?:请|帮我|麻烦)?(?:把|将)?[那这]一?[段部]分?(?:视频|片段|内容)?(?:都|给我)?(?:不要了?|去掉|剪掉|删掉|剪了|删了|掐了|掐掉)吧?\W*$"
)
_FROM_WHEN = Phrase("Tell me from when to when: “cut out 0:03 to 0:06”.", "请告诉我从几秒到几秒：例如“剪掉3到6秒”。")


def _vaguely(clause: Clause) -> Iterator[Wish]:
    if _THAT_PART.match(clause.text):
        yield Wish("cut_ask")


def _ask(context: EditContext, _: Wish) -> None:
    context.note(_FROM_WHEN)


OPERATION = Operation(
    topic="time",
    ability=Phrase("trim, keep or cut out a stretch", "剪头去尾、保留或剪掉一段"),
    example=Phrase("cut out 0:03 to 0:06", "剪掉3到6秒"),
    reads=_read,
    explains=(
        REST_WORDS,
        PLACE_WORDS,
        _FROM_TO,
        _TO_EDGE,
        BOTH_ENDS,
        BOTH_EDGES,
        _MIDDLE,
        pattern("ends|gimme", "[头尾剪裁取片掐]"),
    ),
    generic=True,
    falls_back=_vaguely,
    does={
        "keep": _keep,
        "keep_last": _keep_last,
        "cut": _cut,
        "trim_start": _trim_start,
        "trim_end": _trim_end,
        "cut_ask": _ask,
    },
    asks=frozenset({"cut_ask"}),
    remakes=True,
)
