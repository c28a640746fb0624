"""Silences of at least 0.4 s out, of all clips or of the named ones."""

from collections.abc import Iterator

from sandbox.operations.context import EditContext
from sandbox.operations.operation import Operation
from sandbox.timeline.silence import without
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import pattern
from sandbox.wording.phrases import Phrase
from sandbox.wording.wishes import Wish

_CUT = Phrase(
    "Cut {count} silences, {saved} in all; {length} left.",
    "已剪掉 {count} 处静音，共 {saved}，剩余 {length}。",
)
_NONE = Phrase(
    "Nothing to cut: no silences of 0.4 s or more next to sound.",
    "没有可剪的静音：没有找到 0.4 秒以上的静音片段。",
)
_NO_SOUND = Phrase("Nothing to cut: there is no sound to find silences in.", "没有可剪的静音：素材没有声音。")


_NO_GAPS = pattern(r"(?:no|without)\s+gaps?", "无缝")
# what is left by a cut, and is closed by it
_CLOSED = pattern(r"close\s+(?:up\s+)?(?:the|those|that|any)\s+(?:gaps?|holes?)", "前后(?:接上|连上|接起来)")
_NOT_TALKING = pattern(
    r"(?:where|when|in which)\s+(?:i'?m|i am|nobody(?:'?s| is)?|no one(?:'s| is)?|he'?s|she'?s|we'?re|they'?re"
    r"|there is)\s+"
    r"(?:not\s+|n't\s+)?(?:talking|speaking|saying\s+anything|no (?:sound|speech|talking))",
    "(?:没(?:有)?(?:人)?(?:说话|讲话|出声)|不说话)的?(?:部分|地方|片段|时候)",
)


def _read(clause: Clause) -> Iterator[Wish]:
    if _NO_GAPS.search(clause.text) or _CLOSED.search(clause.text):
        return  # clips that follow each other at once
    quiet = clause.has("SILENCE") and clause.has("REMOVE", "CUT", "TRIM", "EDIT")
    # "剪到5秒并且静音" is to mute it; the verb is of the part before
    muted = clause.has("MUTE") and not clause.has("REMOVE", "CUT", "TRIM", "EDIT", carried=False)
    if (quiet and not muted) or (_NOT_TALKING.search(clause.text) and clause.has("REMOVE", "CUT", "TRIM")):
        yield Wish("silence", files=clause.every("asset"), nth=clause.one("nth"))


def _do(context: EditContext, wish: Wish) -> None:
    named = context.sources_of(wish)
    silent = {key: spans for key, spans in context.silences.items() if named is None or key in named}
    if not context.sounds():
        context.note(_NO_SOUND)
        return
    before, was = context.timeline.shots, context.timeline.length
    left = without(before, silent)
    if context.too_many(left):
        return
    saved = was - sum(shot.length for shot in left)
    if saved <= 0:
        context.note(_NONE)
        return
    context.timeline.shots = left
    count = sum(len(spans) for spans in silent.values())
    context.did("cut_silence", _CUT, count=count, saved=context.long(saved), length=context.long())


OPERATION = Operation(
    topic="time",
    ability=Phrase("cut the silences", "去掉静音片段"),
    example=Phrase("cut the silences", "去掉静音片段"),
    reads=_read,
    explains=(_NO_GAPS, _NOT_TALKING, pattern("close|breaths?|breathing|stutter", "说话|讲话|呼吸|换气")),
    does={"silence": _do},
    remakes=True,
)
