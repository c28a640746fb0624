"""Clauses that point back: "cut that out", "put it after A", "it's at 2 to 4 s" speak of what was said before. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace

from sandbox.wording.clauses import Clause
from sandbox.wording.corrections import Said
from sandbox.wording.lexicon import bounded
from sandbox.wording.marks import FIRST_MARK, MARK, MARKS
from sandbox.wording.remarks import tells

_THAT_PART = bounded(r"(?<![a-z])(?:that|this)\s+(?:bit|part|section|stretch)(?![a-z])|[这那]一?[段部里儿]")
_THAT = bounded(r"(?<![a-z])(?:that|this|it|those|them)(?![a-z])|[这那]一?[段部里儿]|它")
_TO_FIT = bounded(
    r"(?<![a-z])(?:to|so\s+(?:that\s+)?it)\s+fits?\W*$|(?<![a-z])(?:un)?till?\s+it\s+(?:does|is|fits|lasts\s+that\s+long)\W*$"
    r"|刚好放得下\W*$"
)
# a clip that was just named: "reverse C and put it after A"
_IT_BESIDE = bounded(
    r"(?<![a-z])(?:put|move|stick|place|play)\s+(it)(?=\s+(?:right\s+)?(?:before|after|behind|in\s+front\s+of)(?![a-z]))|把(它)(?=放|移|排)"
)
# a clause that is nothing but a time
ITS_PLACE = bounded(
    rf"^\W*(?:(?:it'?s|that'?s|which is|happens|is)\s+)?(?:just\s+|only\s+)?(?:at|from|between|around)?\s*{MARK}\W*$"
)


def with_its_place(clause: Clause, about: Clause) -> Clause | None:
    """The clause before with the stretch that this one is: "slow motion for the jump, it's at 2 to 4 s"."""
    if not ITS_PLACE.search(clause.text) or clause.marks[0][0] not in {"range", "time"}:
        return None
    return replace(about, text=f"{about.text} {clause.text}", marks=(*about.marks, *clause.marks))


def referring(clause: Clause, said: Sequence[Said]) -> Clause | None:
    """The clause with the stretch that was named just before it, where it says "cut that out" and no time itself."""
    if said and (it := _IT_BESIDE.search(clause.text)) and not clause.forbids:
        return _with_what_it_is(clause, it, said[-1].clause)
    words = _THAT_PART if said and said[-1].wishes and not tells(said[-1].clause) else _THAT
    if not said or said[-1].clause.forbids or clause.forbids:
        return None
    # "3 to 6 s is boring, four times as fast"
    told = not said[-1].wishes and tells(said[-1].clause)
    if not words.search(clause.text) and not (told and _changes_a_stretch(clause)):
        return None
    kind = "span" if _TO_FIT.search(clause.text) else "range"
    stretches = [mark for mark in said[-1].clause.marks if mark[0] == kind]
    if len(stretches) != 1 or any(kind in {"range", "span", "time"} for kind, _ in clause.marks):
        return None
    return replace(clause, text=f"{clause.text} {chr(FIRST_MARK)}", marks=(*clause.marks, *stretches))


def _changes_a_stretch(clause: Clause) -> bool:
    paced = clause.one("pace") or clause.one("factor")
    return bool(paced) or clause.has("SPEED", "MUTE", "VOLUME", carried=False)


def _with_what_it_is(clause: Clause, it: re.Match[str], before: Clause) -> Clause | None:
    """The clause with the one clip that was named before in place of "it"."""
    named = [mark for mark in before.marks if mark[0] in {"asset", "nth"}]
    if len(named) != 1:
        return None
    start, end = it.span(1) if it[1] else it.span(2)
    place = len(MARKS.findall(clause.text[:start]))
    marks = (*clause.marks[:place], named[0], *clause.marks[place:])
    return replace(clause, text=f"{clause.text[:start]}{chr(FIRST_MARK)}{clause.text[end:]}", marks=marks)
