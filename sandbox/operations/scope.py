"""Which stretch of the film, or which clip, a clause speaks of: what all operations on a part of it share."""

import re
from typing import TypedDict

from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import bounded, pattern
from sandbox.wording.marks import MARK
from sandbox.wording.wishes import Part

_PARTS: tuple[tuple[Part, re.Pattern[str]], ...] = (
    ("first half", pattern(r"(?:the\s+)?(?:first|1st) half", "前半(?:段|部分)?")),
    ("second half", pattern(r"(?:the\s+)?(?:second|2nd|last|latter|other) half", "后半(?:段|部分)?")),
    (
        "start",
        pattern(r"the\s+(?:very\s+)?(?:start|beginning|opening|first (?:part|third))", "开头|开始(?:部分|处|那段)"),
    ),
    (
        "end",
        pattern(
            r"(?<!by )(?<!till )(?<!until )the\s+(?:very\s+)?(?:end|ending|last (?:part|third))",
            "结尾|末尾|片尾|最后(?:部分|那段)",
        ),
    ),
    ("middle", pattern(r"the\s+middle(?:\s+(?:part|section))?", "中间(?:部分|那段|一段)|中段")),
)
_FROM = pattern(r"(?:at|from|after|starting|since)(?:\s+(?:at|from))?(?:\s+the)?", "在|从|第|自")
# not until then, but from then on: "it shouldn't start until 0:03", 等到三秒再进
NOT_UNTIL = bounded(
    rf"(?<![a-z])(?:not|\w+n'?t)\s+(?:\w+\s+){{1,5}}?(?:un)?till?\s+(?:the\s+)?{MARK}"
    rf"|{MARK}\s*(?:的时候|以?后|之后)?[再才](?:进|响|起|放|播|开始|加|出|冒|跑|现|显|来|蹦)"
    rf"|{MARK}\s+into\s+(?:the|my|this)\s+(?:video|film|clip|movie|footage)"
)
_ONWARDS = bounded(
    rf"{NOT_UNTIL.pattern}|从\s*{MARK}\s*(?:处|的地方)?\s*(?:开始|起|进)|自\s*{MARK}\s*起"
    rf"|{MARK}\s+later(?![a-z])|{MARK}\s+in(?![a-z]|\s+(?:the|a|my|this)\s)|(?<![a-z])(?:start|begin)(?:s|ing)?\s+(?:[a-z]+\s+){{0,4}}(?:at|from|after)\s+(?:the\s+)?{MARK}"
)
# "at 5s … til the end": from then on
_TO_THE_END = bounded(
    rf"(?<![a-z])(?:at|from|after|starting)\s+(?:the\s+)?{MARK}[^\ue000-\uefff]{{0,80}}(?<![a-z])(?:(?:un)?till?|to)\s+the\s+(?:very\s+)?end(?![a-z])"
    rf"|[从在]?第?{MARK}[^\ue000-\uefff]{{0,20}}一?直?[到至](?:最后|结尾|片尾|结束)"
)
_FOR = pattern(r"for", "持续|长达")
# when something comes into the picture, beside the time of it
APPEARS = pattern(
    r"(?:(?:it|which|that|to|should|only|just)\s+){0,3}(?:pop(?:s|ping)?|show(?:s|ing)?|appear(?:s|ing)?|com(?:es?|ing))(?:\s+(?:up|in|on))?(?=\W*(?:at|from|after|for|in|\W*$))",
    "[再才](?:冒|跑|蹦|显|出|现)?(?:出来|出现|现身|显示|显出来|出)(?:就[好行])?",
)
# and when it is gone again
_GOES = r"(?:gone|disappear(?:s|ing)?|vanish(?:es)?|go(?:es)?\s+away|comes?\s+(?:off|down))"
GONE = bounded(
    rf"(?<![a-z])(?:(?:and|then|it|it'?s|should|to|be)\s+){{0,4}}{_GOES}\s+(?:again\s+)?(?:(?:after|at|by)\s+)?(?:the\s+)?(?:second\s+)?({MARK})"
    rf"|[过到满等]?第?({MARK})(?:之?后|以后|时|的时候)?(?:就|再|才)?(?:没了?|消失|不见了?|撤掉|收掉|收起来?|隐去|下去|拿掉)\W*$"
)
_LAST_LENGTH = bounded(rf"(?<![a-z])(?:last|final)\s+{MARK}|(?:最后|末尾|结尾|尾)的?{MARK}")

# all that a clause may say of when it holds
STRETCHES = bounded("|".join(f"(?:{words.pattern})" for words in (*(words for _, words in _PARTS), _ONWARDS)))


class Scope(TypedDict):
    """The fields of a wish that say where it holds; a stretch that begins below 0 counts from the end."""

    span: tuple[int, int | None] | None
    files: tuple[str, ...]
    nth: int | None
    part: Part


def scope_of(clause: Clause) -> Scope:
    """Where the wish of a clause holds: everywhere, unless the clause says when, in which clip, or in which part."""
    span = _span(clause)
    nowhere: Part = ""
    part = nowhere if span else next((name for name, words in _PARTS if words.search(clause.text)), nowhere)
    return Scope(span=span, files=clause.every("asset"), nth=clause.one("nth"), part=part)


def _span(clause: Clause) -> tuple[int, int | None] | None:
    stretch: tuple[int, int | None] | None = clause.one("range")
    moment, length = clause.one("time"), clause.one("span")
    if stretch is not None:
        return stretch
    if moment is not None:
        return moment, moment + length if length else None
    return None if length is None else _edge(clause, length)


def _edge(clause: Clause, length: int) -> tuple[int, int | None] | None:
    """So much of the beginning or of the end, or from there on."""
    if _LAST_LENGTH.search(clause.text) and not _FOR.search(clause.text):
        return -length, None
    if _ONWARDS.search(clause.text) or _TO_THE_END.search(clause.text):
        return length, None
    first, last = clause.has("FIRST"), clause.has("LAST")
    if last and not first:
        return -length, None
    onwards = _FROM.search(clause.text) and not (first or _FOR.search(clause.text))
    return (length, None) if onwards else (0, length) if first or _FOR.search(clause.text) else None
