"""Played backwards, with its sound: the whole film, a clip or a stretch; and forth and back as a boomerang."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sandbox.model.draft import Shot
from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.operations.scope import scope_of
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.numbers import number
from sandbox.wording.phrases import NO_SUCH_CLIP, Phrase
from sandbox.wording.vocabulary import PACE_WORDS
from sandbox.wording.wishes import Wish

_BOOMERANG = pattern(
    r"(?:goes\s+|play(?:s|ed)?\s+)?forwards?\s+(?:and\s+)?then\s+(?:rewinds?|back(?:wards?)?|reverses?|in\s+reverse)"
    r"|(?:loop(?:s|ed|ing)?\s+(?:it\s+)?)?(?:boomerang\w*(?:\s+(?:thing|effect))?"
    r"(?:\s+where\s+it\s+(?:goes|plays)\s+forwards?\s+(?:and\s+)?(?:then\s+)?back(?:wards?)?(?:\s+again)?)?"
    r"|ping-?\s?pong|back and forth|forth and back)"
    r"|(?:play(?:s|ed)?\s+(?:it\s+|the\s+\w+\s+)?)?forwards?(?:\s+(?:and|then)|,){1,2} (?:back(?:wards?)?"
    r"|(?:in )?reverse)",
    "正着?放(?:一[遍次])?[，,]?(?:再|然后|接着){1,2}倒(?:着放|着|回去|放|回来)(?:一[遍次])?|回旋镖|来回[一二两三四五六七八九十\\d]{1,2}[次遍]|来回(?:播放|放|循环)|正放(?:再|然后|后)?倒放|往返播放|先正后倒|正着?放(?:一[遍次])?[，,]?(?:再|然后|接着)倒着?放(?:一[遍次])?|一来一回",
)
_BACKWARDS = pattern(
    r"(?:this|it|the\s+(?:video|clip|film))\s+running\s+backwards"
    r"|(?<!walking )(?<!running )(?<!driving )(?<!moving )(?<!going )(?<!skating )"
    r"(?:play(?:s|ed|ing)?\s+(?:it\s+|this\s+|the (?:video|clip|film)\s+)?)?(?:backwards?|in reverse)"
    r"|revers(?:e|ed|ing)(?!\s+(?:the\s+)?(?:order|sequence))|rewind(?:ing)?(?:\s+effect)?|back to front",
    "倒放|倒着(?:放|播)|倒过来(?:播|放(?!在|到))|倒播|反向播放|倒带|逆(?:向|序)?播放|从后往前(?:放|播)|回放效果",
)
_WORDS = re.compile(f"{_BOOMERANG.pattern}|{_BACKWARDS.pattern}", re.IGNORECASE)
# how the words in a picture look, which mirroring mends
READS_BACKWARDS = bounded(
    r"(?:(?<![a-z])(?:mirror|flip)(?:\s+(?:it|this|the \w+))?[\s,]*(?:(?:pls|please|because|cause|cos)\s+)?)?(?<![a-z])"
    r"(?:the\s+|my\s+|this\s+)?(?:text|writing|letters?|letter?ing|words?|signs?|logo|numbers?)\s+(?:[\w']+\s+){0,6}?"
    r"(?:is|are|looks?|reads?|comes out)\s+(?:all\s+)?(?:backwards?|mirrored|reversed|the wrong way (?:a?round))"
    r"(?![a-z])|(?<![a-z])(?:(?:the|my|his|her|our|this)\s+)?[\w-]+\s+reads?\s+(?:all\s+)?(?:backwards?|mirrored|reversed)(?![a-z])"
    r"|(?:字|文字|标志)(?:都|全)?(?:是)?反(?:的|了|着)"
)
_TIMES_ZH = re.compile(r"([一二两三四五六七八九十\d]{1,2})[次遍]")
_ORDER = pattern(r"order|sequence", "顺序|次序|倒序")

_MOST = 20

_DONE = Phrase("It plays backwards now, sound and all.", "已改为倒放（声音一起倒放）。")
_TWICE = Phrase("It plays forwards again.", "已恢复正放。")
_THERE_AND_BACK = Phrase("It plays forwards and then backwards, {length} in all.", "先正放再倒放，共 {length}。")
_DURING = Phrase(" (only {begin}–{end})", "（仅 {begin}–{end}）")
_STRETCH = Phrase(
    "{begin}–{end} plays forwards and then backwards, {length} in all; the rest is left out.",
    "{begin}–{end} 先正放再倒放，共 {length}，其余部分已去掉。",
)
_STILLS = Phrase(
    "Pictures have no direction to play in; there is no film to reverse.", "照片没有播放方向，没有可倒放的视频。"
)


def _read(clause: Clause) -> Iterator[Wish]:
    if (
        not _WORDS.search(clause.text)
        or READS_BACKWARDS.search(clause.text)
        or _ORDER.search(clause.text)
        or clause.has("MUSIC")
    ):
        return
    if not _BOOMERANG.search(clause.text):
        yield Wish("backwards", **scope_of(clause))
        return
    found, factor = _TIMES_ZH.search(clause.text), clause.one("factor")
    yield Wish("boomerang", amount=factor or (number(found[1]) if found else None), **scope_of(clause))


def _do(context: EditContext, wish: Wish) -> None:
    parts = _parts(context, wish)
    if parts is None:
        return
    before, within, after = parts
    there = _turned(within)
    if before or after:
        begin, end = context.region(wish) or (0, 0)
        context.where = context.said(_DURING, begin=context.long(begin), end=context.long(end))
    context.timeline.shots = [*before, *there, *after]
    context.did("reverse", _DONE if any(shot.backwards for shot in there) else _TWICE)


def _boomerang(context: EditContext, wish: Wish) -> None:
    parts = _parts(context, wish)
    if parts is None:
        return
    before, within, after = parts
    count = min(_MOST, max(1, round(wish.amount or 1)))
    alone = wish.span is not None  # a boomerang of a stretch is a film of that stretch
    shots = [*within, *_turned(within)] * count
    if not alone:
        shots = [*before, *shots, *after]
    if context.too_many(shots):
        return
    begin, end = context.region(wish) or (0, 0)
    context.timeline.shots = shots
    if alone:
        context.did("boomerang", _STRETCH, begin=context.long(begin), end=context.long(end), length=context.long())
    else:
        context.did("boomerang", _THERE_AND_BACK, length=context.long())


def _parts(context: EditContext, wish: Wish) -> tuple[list[Shot], list[Shot], list[Shot]] | None:
    region = context.region(wish)
    if region is None:
        context.note(NO_SUCH_CLIP)
        return None
    before, within, after = context.inside(*region)
    if all(shot.still for shot in within):
        context.note(_STILLS)
        return None
    return before, within, after


def _turned(shots: Sequence[Shot]) -> list[Shot]:
    """The last shot first, each played the other way round."""
    return [
        replace(shot, backwards=not shot.backwards and not shot.still, join="", join_ms=0) for shot in reversed(shots)
    ]


OPERATION = Operation(
    topic="time",
    ability=Phrase("play backwards, boomerang", "倒放、回旋镖"),
    example=Phrase("play it backwards", "倒放"),
    phrase=_WORDS,
    reads=_read,
    explains=(PACE_WORDS,),
    does={"backwards": _do, "boomerang": _boomerang},
    remakes=True,
)
