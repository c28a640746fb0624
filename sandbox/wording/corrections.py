"""What takes something back in the same message: "cut the start, no, the end", "第一段加速，不对，是第二段". Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import VERBS, bounded, left_over, tags_of, without_tags
from sandbox.wording.marks import MARK, MARKS
from sandbox.wording.wishes import Wish

# "no music" takes nothing back, "no, the music" does
_LETTERS = re.compile(r"\w")
_PARTS = re.compile(f"({MARK})")
_NO = (
    r"(?:(?:hm+|oh|er+|um+|uh|oops|ah|sorry|wait|actually|nope|not that|i meant?|scratch that|(?:or )?rather|correction"
    r"|no(?=\s*(?:[,.…!]|$)|\s+(?:wait|sorry|the other|i mean|not|from|it'?s"
    r"|(?:just\s+|only\s+|please\s+)*(?:make|do|let'?s|actually|keep|use|put|mute|turn|leave|set)|just|only)(?![a-z])))(?![a-z])"
    r"|[哦噢呃啊嗯](?=[，,、\s不])|不对|不是(?=[，,]|第)|说?错了|抱歉|对不起|算了|等等|等一?下|我是说|应该是|不(?=[，,]|$))"
)
_BEGINS = bounded(rf"^\W*(?:{_NO}[\s,，.。!！~…]*){{1,6}}(?:是|改成|改为|(?:make (?:it|that)|it'?s)(?![a-z]))?")
_NUMBER = bounded(r"^\W*(\d{1,5}(?:\.\d{1,3})?)\W*$")
_OTHER = re.compile(r"(?<![a-z])(?:the )?other (?:one|clip|video)(?![a-z])|另(?:外)?一?[个段条]", re.IGNORECASE)
_SIDES = re.compile(r"(?<![a-z])(?:left|right)(?![a-z])|[左右]", re.IGNORECASE)
# of each row only one can be meant
_KINDS = (
    {"time", "span", "range"},
    {"nth", "asset"},
    {"song", "voice"},
    {"share", "factor", "pace"},
    {"ratio"},
    {"text"},
)
_TAGS = (
    ("FIRST", "LAST"), ("TOP", "BOTTOM", "CENTER"), ("VERTICAL", "HORIZONTAL", "SQUARE"), ("UP", "DOWN"), ("IN", "OUT"),
    ("lofi", "upbeat", "cinematic", "ambient", "energetic"),
)  # fmt: skip

# what was just said is not to be done
TAKEN_BACK = bounded(
    r"^\W*(?:(?:wait|no|oh|hm+|actually|sorry|ok|okay)\W+){0,3}(?:undo|scratch|forget|cancel|drop|ignore)\s+(?:that|it|this)(?:\s+(?:one|last\s+(?:one|bit)))?\W*$"
    r"|^\W*never\s?mind(?:\s+that)?\W*$|^\W*(?:等等|不|算了|哦|啊)?\W{0,3}(?:刚才(?:那[个句条])?(?:不算|不要|取消|作废)|撤销刚才(?:那[个句条])?的?|当我没说)\W*$"
)
# what was wished before is named, and not to be done
UNDO_THE = bounded(
    r"^\W*(?:(?:wait|no|oh|hm+|actually|sorry|ok|okay)\W+){0,3}(?:undo|scratch|forget|cancel|ignore|drop)\s+(?:the|that|this|my)\s+(\S.{0,60})$"
    r"|^\W*(?:(?:等等|不|算了|哦)\W{0,3})?(?:撤销|取消|不要)(?:刚才)?的?(?!的)(\S.{0,30})$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A clause, and what it was taken for."""

    clause: Clause
    wishes: tuple[Wish, ...]


def says_only_no(clause: Clause) -> bool:
    """Whether the clause is nothing but a word that takes something back."""
    found = _BEGINS.search(clause.text)
    return found is not None and not clause.marks and _LETTERS.search(clause.text, found.end()) is None


def said_before(said: Sequence[Said]) -> Said:
    """The clause that a correction is about: the last one that wished something. There must be one."""
    return next(each for each in reversed(said) if each.wishes)


# who says these means what comes instead, and who says "wait" or "actually" may go on
_INSTEAD = bounded(
    r"(?<![a-z])(?:no|nope|not that|i meant?|scratch that|rather|correction)(?![a-z])"
    r"|不对|不是|错了|算了|我是说|不(?=[，,]|$)"
)


def without_no(clause: Clause, said: Sequence[Said]) -> tuple[Clause, bool] | None:
    """The clause without what it begins with that takes something back, and whether it is meant instead for certain.

    None where neither it nor the clause before it takes anything back.
    """
    found = _BEGINS.search(clause.text)
    after_no = bool(said) and says_only_no(said[-1].clause)
    if not said or (found is None and not after_no):
        return None
    words = f"{said[-1].clause.text if after_no else ''} {found[0] if found else ''}"
    text = clause.text[found.end() :] if found else clause.text
    tags = tags_of(MARKS.sub(" ", text))
    bare = replace(clause, text=text, tags=tags if tags & VERBS else tags | clause.carried)
    return bare, _INSTEAD.search(words) is not None


def corrected(clause: Clause, said: Sequence[Said]) -> Clause | None:
    """The clause before with what this one says instead; None where it takes nothing back."""
    found = _BEGINS.search(clause.text)
    after_no = bool(said) and says_only_no(said[-1].clause)
    if (found is None and not after_no) or not any(each.wishes for each in said):
        return None
    text = clause.text[found.end() :] if found else clause.text
    before = said_before(said).clause
    marks = list(before.marks)
    if number := _NUMBER.search(text):
        return _with_number(before, float(number[1]))
    if _OTHER.search(text) and (nth := before.one("nth")) in {1, 2}:
        text, mine = _OTHER.sub("", text), [("nth", 3 - nth)]
        return replace(before, marks=tuple(mine[0] if kind == "nth" else (kind, value) for kind, value in marks))
    own = tuple(mark for mark in clause.marks)
    if (moved := _with_moment(before, own)) and not left_over(MARKS.sub(" ", text)):
        return moved
    kinds = {kind for row in _KINDS for kind in row if row & {each for each, _ in own}}
    kept = "".join(part for part, mark in _parts(before.text, marks) if mark is None or mark[0] not in kinds)
    tags = [tag for row in _TAGS for tag in row if tags_of(text) & set(row)]
    kept = without_tags(kept, tags)
    if sides := _SIDES.search(text):
        kept = _SIDES.sub(" ", kept)
    if not kinds and not tags and not sides:
        return None
    whole = f"{kept} {text}"
    return replace(
        before,
        text=whole,
        typed=f"{before.typed}, {clause.typed}",
        tags=tags_of(MARKS.sub(" ", whole)) | before.carried,
        marks=tuple(mark for mark in marks if mark[0] not in kinds) + own,
    )


def _with_moment(before: Clause, own: Sequence[tuple[str, Any]]) -> Clause | None:
    """The clause with another moment from which on, or until which, it is: "everything after 0:12, no, 0:14"."""
    moments = [value for kind, value in own if kind in {"time", "span"}]
    stretches = [place for place, (kind, _) in enumerate(before.marks) if kind == "range"]
    if len(own) != 1 or not moments or len(stretches) != 1:
        return None
    begin, end = before.marks[stretches[0]][1]
    if end is not None and begin:
        return None
    marks = [*before.marks]
    marks[stretches[0]] = ("range", (moments[0], None) if end is None else (0, moments[0]))
    return replace(before, marks=tuple(marks), typed=before.typed)


def _parts(text: str, marks: Sequence[tuple[str, Any]]) -> list[tuple[str, tuple[str, Any] | None]]:
    """The text in pieces, each mark by itself with what it stands for."""
    pieces = _PARTS.split(text)
    left = iter(marks)
    return [(piece, next(left, None) if MARKS.fullmatch(piece) else None) for piece in pieces]


def _with_number(before: Clause, number: float) -> Clause | None:
    """The clause with that number in place of its last one, in the same unit."""
    scale = {"share": 0.01, "span": 1000, "factor": 1, "pace": 1, "bpm": 1, "fps": 1}
    places = [place for place, (kind, _) in enumerate(before.marks) if kind in scale]
    if not places:
        return None
    kind = before.marks[places[-1]][0]
    value = round(number * 1000) if kind == "span" else number * scale[kind]
    marks = [*before.marks]
    marks[places[-1]] = (kind, value)
    return replace(before, marks=tuple(marks), typed=before.typed)
