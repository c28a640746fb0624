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


# "the hum is annoying, swap it for this song", 嗡嗡声太烦了，换成这首歌
_WITH_A_SONG = bounded(
    rf"(?<![a-z])(?:replace|swap|change|exchange)\s+(it|that|this)\s+(?:with|for|to|by)\s+(?:(?:the|this|my|that)\s+)?(?:song|music|tune|track|{MARK})"
    rf"|^\W*(?:给我|帮我|请|就|都)?(?:把?它)?(?:换|替换|改)[成为上](?:这首|那首|我的?|这个|这段)?(?:歌曲?|音乐|曲子|{MARK})"
)


def _instead_of_the_sound(clause: Clause, before: Clause) -> Clause | None:
    """The clause with the sound in place of "it", where that was just spoken of and a song shall take its place."""
    found = _WITH_A_SONG.search(clause.text)
    if found is None or not before.has("SOUND") or before.has("MUSIC", "REMOVE", "MUTE"):
        return None
    begin, end = found.span(1) if found[1] else (found.start(), found.start())
    named = f"{clause.text[:begin]}{'the sound' if found[1] else '把原声'}{clause.text[end:]}"
    text = named if found[1] else named.replace("它", "", 1)
    return replace(clause, text=text, tags=clause.tags | {"SOUND"})


def spoken_of(said: Sequence[Said]) -> Said | None:
    """The last clause that holds anything exact, or wishes or forbids anything."""
    return next((each for each in reversed(said) if each.wishes or each.clause.marks or each.clause.forbids), None)


def referring(clause: Clause, said: Sequence[Said]) -> Clause | None:
    """The clause with the stretch that was named just before it, where it says "cut that out" and no time itself."""
    if said and not clause.forbids and (instead := _instead_of_the_sound(clause, said[-1].clause)):
        return instead
    about = spoken_of(said)
    if about is None or clause.forbids or clause.one("text") is not None:
        return None
    if it := _IT_BESIDE.search(clause.text):
        return _with_what_it_is(clause, it, about.clause)
    words = _THAT_PART if about.wishes and not tells(about.clause) else _THAT
    # "3 to 6 s is boring, four times as fast"
    told = not about.wishes and tells(about.clause)
    if about.clause.forbids or not (words.search(clause.text) or (told and _changes_a_stretch(clause))):
        return None
    kind = "span" if _TO_FIT.search(clause.text) else "range"
    stretches = [mark for mark in about.clause.marks if mark[0] == kind]
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
