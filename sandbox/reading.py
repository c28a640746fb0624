"""From words to wishes: every clause is offered to the readers of all operations.

A clause may wish several things. Operations with words of their own are asked first, and take these words away.
Something is removed only where the clause says so in a verb; a clause nobody understands is kept as it was typed, to
be quoted back. Pure and total: any text gives a reading.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from sandbox.operations.overlaid import opacity_of
from sandbox.operations.registry import OPERATIONS, ORDER
from sandbox.wording.clauses import Clause, clauses, is_chinese, names_of, sentences, split_script
from sandbox.wording.lexicon import left_over
from sandbox.wording.literals import pull
from sandbox.wording.places import color_of, place_of
from sandbox.wording.wishes import Reading, Wish

_WHOLE = [each.phrase for each in OPERATIONS if each.phrase is not None]


def read(text: str, files: Mapping[str, str]) -> Reading:
    """Read a message; `files` maps the ids of the uploaded files to their names."""
    head, script = split_script(text)
    literals = pull(head, names_of(files))
    wishes: list[Wish] = []
    missed: list[str] = []
    questions: list[str] = []
    forbids = False
    for sentence, asks in sentences(literals):
        if asks:
            questions.append(literals.original(sentence).strip())
            continue
        for clause in clauses(sentence, literals, _WHOLE):
            found = _wishes_of(clause, wishes)
            wishes += found
            forbids = forbids or clause.forbids
            if not found and not clause.forbids and _says_something(clause):
                missed.append(clause.typed)
    wishes = _settled(wishes, script)
    unknown = tuple(value for kind, value, _ in literals.found if kind == "file")
    ordered = tuple(sorted(wishes, key=lambda wish: ORDER[wish.op]))
    # a Chinese title in an English sentence does not make it Chinese
    bare = literals.text if re.search(r"[a-z]", literals.text, re.IGNORECASE) else text
    return Reading(ordered, tuple(missed), tuple(questions), unknown, script, is_chinese(bare), forbids)


def _says_something(clause: Clause) -> bool:
    """Whether ignoring the clause would hide something: it holds unknown words, a loose number, or a plain command."""
    rest = left_over(clause.text)
    unknown = len(re.findall(r"[a-z]", rest, re.IGNORECASE)) > 1 or is_chinese(rest)
    loose = any(kind in {"factor", "share", "file", "range"} for kind, _ in clause.marks)
    return unknown or loose or clause.has("REMOVE", "CUT", "TRIM", "REPLACE")


def _wishes_of(clause: Clause, before: list[Wish]) -> list[Wish]:
    if clause.forbids:
        return []
    found, rest = _by_their_own_words(clause)
    special = bool(found) and not rest.has("TRIM", "JOIN")
    for each in OPERATIONS:
        if each.phrase is None and not (special and each.generic):
            found += each.reads(rest)
    # "add music, volume 35 %": the volume is the music's
    if before and before[-1].op == "bgm":
        found = [
            replace(wish, op="bgm_volume") if wish.op == "volume" and not clause.has("SOUND") else wish
            for wish in found
        ]
    if (amended := _amended(clause, before, found)) is not None:
        return amended
    if not found:
        found = [wish for each in OPERATIONS for wish in each.falls_back(clause)][:1]
    more = clause.every("nth")[1:]
    return [
        replace(wish, clause=clause.typed, more=wish.more or (more if wish.nth is not None else ())) for wish in found
    ]


def _by_their_own_words(clause: Clause) -> tuple[list[Wish], Clause]:
    """What operations with words of their own find, and the clause without these words."""
    found: list[Wish] = []
    for each in OPERATIONS:
        match = each.phrase.search(clause.text) if each.phrase is not None else None
        if match is not None and (wishes := list(each.reads(clause))):
            if each.exclusive:
                return wishes, replace(clause, text="", tags=frozenset(), marks=())
            found += wishes
            clause = clause.less(match)
    return found, clause


def _amended(clause: Clause, before: list[Wish], found: list[Wish]) -> list[Wish] | None:
    """What only completes the wish before: "…, for 4 seconds", "…, at the bottom", "…, 2 seconds each"."""
    last = before[-1] if before else None
    if found or last is None or last.op not in {"text", "slideshow", "transition", "fade", "logo", "pip", "voice"}:
        return None
    length, place = clause.one("span"), place_of(clause)
    opacity = opacity_of(clause) if last.op == "logo" else None
    files = clause.every("asset") if last.op in {"logo", "pip", "voice"} else ()
    if length is None and opacity is None and not files and not (place and last.op in {"text", "logo", "pip"}):
        return None
    before.pop()
    color = color_of(clause) or last.color
    amount = last.amount if opacity is None else opacity
    return [
        replace(
            last, ms=length or last.ms, place=place or last.place, color=color, amount=amount, files=last.files or files
        )
    ]


def _settled(wishes: list[Wish], script: tuple[str, ...]) -> list[Wish]:
    """Wishes made one: the vague ones step back before the definite, a mood joins its music."""
    ops = {wish.op for wish in wishes}
    if "create" in ops and "slideshow" not in ops:
        wishes = [replace(wish, op="slideshow") if wish.op == "put" else wish for wish in wishes]
    vague = {"polish", "put", "resolution", "aspect", "export"}
    if any(wish.op not in vague for wish in wishes):
        wishes = [wish for wish in wishes if wish.op != "polish"]
    music = [wish for wish in wishes if wish.op == "bgm"]
    if len(music) > 1:
        one = music[0]
        for more in music[1:]:
            one = replace(one, kind=more.kind or one.kind, amount=more.amount or one.amount, ms=more.ms or one.ms)
        wishes = [one if wish is music[0] else wish for wish in wishes if wish.op != "bgm" or wish is music[0]]
    seen: list[Wish] = []
    for wish in wishes:
        if wish.op in {"turn", "mirror"} and any(replace(s, clause="") == replace(wish, clause="") for s in seen):
            continue  # "it's upside down, turn it around" says it twice
        if wish.op in {"beat", "polish", "silence", "export", "create", "undo"} and any(s.op == wish.op for s in seen):
            continue
        seen.append(wish)
    if script and not any(wish.op == "undo" for wish in seen):
        seen = [wish for wish in seen if not (wish.op == "text" and not wish.text)] + [Wish("script")]
    return seen
