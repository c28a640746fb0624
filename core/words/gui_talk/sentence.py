"""One sentence: cut into clauses, each classified with its neighbours, and what remains joined again."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import pairwise
from typing import Final

from core.words.gui_talk.instructions import Instruction, InstructionKind, classify
from core.words.gui_talk.screen import LINK, continues, forbids, heading, instructs, quotes, subordinate, trailing

_VERB_AHEAD: Final = (
    r"(?=(?:then |also |you can (?:also |then |now )?|simply |just |please |you could |feel free to ){0,4}"
    r"(?:(?:double-|right-)?click|drag|tap|hover|scroll|toggle|press|hit|open|go to|head to|navigate|preview|export"
    r"|download|check your|visit"
    r"|use the|select|choose|find|see|view|watch|play|access|adjust|look|switch)\b)"
)
_CUT: Final = re.compile(
    r"(?:(?<!\s)\s++)?[,;]\s++(?:(?:and|or|so|but)\s++(?:then\s++)?)?|(?<!\s)\s++(?:[—–]|-)\s++"
    r"|(?:(?<!\s)\s++)?——\s*+|[，；]\s*+"
    r"|(?<=[^\W\d_])[*_]*+:\s++|：\s*+"
    rf"|(?<!\s)\s++(?:and then|and|or|then|but|so)\s++{_VERB_AHEAD}"
    r"|(?:或者?|并且?|然后|以及|再)(?=(?:请|您|你|可以|可|也可|直接|在[^，。；在]{0,12}?){0,5}(?:点击|单击|双击|打开|拖"
    r"|导出|预览|前往|进入|查看|切换))",
    re.IGNORECASE,
)
_TERMINAL: Final = re.compile(r"(?<![.!?…。！？])[.!?…。！？]++[\"'”’)\]」）】*_]*+\s*\Z")
_CONJUNCTION: Final = re.compile(
    r"^(?:(?:and|or|then|but|so|also)\b[, ]*|(?:或者|或|并且|并|然后|而且|再|同时)(?=\S))+", re.IGNORECASE
)
_ONWARD: Final = re.compile(
    r"\W*(?:then|next|from there|there|after that|now|and|finally|once there|然后|接着|再|接下来|之后|最后)"
)
_OFFERED: Final = re.compile(
    r"\b(?:if|when|whenever|should you|you can|you could|you may|you might|feel free|try|optionally)\b|可以|如果"
    r"|如需|若|的话|也可|随时",
    re.IGNORECASE,
)
_LOOSE: Final = " \t,，;；:：—–-、"


class _Role(Enum):
    CONTENT = auto()
    SCREEN = auto()
    DEPENDENT = auto()  # depends on its neighbour
    HEADING = auto()  # announces what follows the colon


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and its mask, of the same length."""

    masked: str
    original: str


@dataclass(slots=True)
class _Clause:
    masked: str
    original: str
    before: str  # the separator that stands in front of it
    role: _Role = _Role.CONTENT
    cut: bool = False


def strip_sentence(sentence: Sentence, instructions: list[Instruction], *, after_instruction: bool) -> tuple[str, bool]:
    """Return what is left of the sentence, and whether it ended with an instruction.

    `after_instruction`: the sentence before it did. Instructions found are appended to `instructions`.
    """
    ending = _TERMINAL.search(sentence.masked)
    stop = ending.start() if ending else len(sentence.masked.rstrip())
    terminal = sentence.original[stop:]
    clauses = _clauses(sentence, stop)
    _classify_clauses(
        clauses, after_instruction=after_instruction, question=bool(ending) and any(one in terminal for one in "?？")
    )
    _resolve_dependent(clauses)
    _collect_instructions(clauses, instructions)
    ended = any(one.role is _Role.SCREEN for one in clauses[-1:])
    if all(one.role is not _Role.SCREEN and not one.cut for one in clauses):
        return sentence.original, ended
    kept = _rejoined(clauses)
    if not kept:
        return "", ended
    if clauses[-1].role is _Role.SCREEN:
        terminal = terminal.replace("?", ".").replace("？", "。")
    elif not terminal.strip():
        kept = kept.rstrip(" \t,，;；、")
    return kept + terminal, ended


def _clauses(sentence: Sentence, stop: int) -> list[_Clause]:
    cuts = [(found.start(), found.end()) for found in _CUT.finditer(sentence.masked, 0, stop) if found.start()]
    edges = [(0, 0), *cuts, (stop, stop)]
    return [
        _Clause(sentence.masked[end:start], sentence.original[end:start], sentence.original[begin:end])
        for (begin, end), (start, _) in pairwise(edges)
    ]


def _classify_clauses(clauses: list[_Clause], *, after_instruction: bool, question: bool) -> None:
    asked = after_instruction
    for at, clause in enumerate(clauses):
        said = "".join(one.before + one.masked for one in clauses[max(0, at - 2) : at]) + clause.before
        onward = asked and (at > 0 or _ONWARD.match(clause.masked) is not None or after_instruction)
        announced = at + 1 < len(clauses) and clauses[at + 1].before.strip()[:1] in {":", "："}
        if (at and quotes(said)) or (announced and LINK in clauses[at + 1].masked):
            clause.role = _Role.CONTENT
        elif instructs(clause.masked, question=question) or (onward and continues(clause.masked)):
            clause.role = _Role.SCREEN
        elif announced and heading(clause.masked):
            clause.role = _Role.HEADING
        elif subordinate(clause.masked):
            clause.role = _Role.DEPENDENT
        asked = clause.role is _Role.SCREEN or (asked and clause.role is _Role.DEPENDENT)


def _resolve_dependent(clauses: list[_Clause]) -> None:
    """Give each dependent clause the role of the next clause; the last one that of the clause before it."""
    only_screen_after = True
    for at in range(len(clauses) - 1, -1, -1):
        clause = clauses[at]
        if clause.role in {_Role.DEPENDENT, _Role.HEADING}:
            if at == len(clauses) - 1:
                falls = at > 0 and clauses[at - 1].role is _Role.SCREEN
            elif clause.role is _Role.HEADING:
                falls = only_screen_after
            else:
                falls = clauses[at + 1].role is _Role.SCREEN
            clause.role = _Role.SCREEN if falls else _Role.CONTENT
        only_screen_after = only_screen_after and clause.role is _Role.SCREEN


def _collect_instructions(clauses: list[_Clause], instructions: list[Instruction]) -> None:
    purpose = ""
    for clause in clauses:
        if clause.role is _Role.SCREEN:
            if not instructs(clause.masked):
                purpose = clause.original if subordinate(clause.masked) else purpose
            elif not forbids(clause.masked):
                instructions.append(_instruction(clause.original, purpose))
        elif size := trailing(clause.masked):
            stem = len(clause.masked.rstrip(" ,.;:!?，。；：！？*_"))
            what = classify(clause.original[stem - size : stem])
            instructions.append(
                what
                if what.kind not in {InstructionKind.DESCRIBE, InstructionKind.ASK_EDIT}
                else Instruction(InstructionKind.NOTHING)
            )
            clause.original = clause.original[: stem - size] + clause.original[stem:]
            clause.cut = True


def _instruction(words: str, purpose: str) -> Instruction:
    """Return what a clause asks for; for an unnamed button the clause before it tells ("To export, click ...")."""
    asked = classify(words)
    if asked.kind is InstructionKind.ASK_EDIT and (purpose or _OFFERED.search(words)):
        return Instruction(
            InstructionKind.DESCRIBE
        )  # only an offer: the person did not ask for it, and a turn costs credits
    wanted = classify(purpose) if asked.kind is InstructionKind.DESCRIBE and purpose else asked
    return wanted if wanted.kind is InstructionKind.EXPORT else asked


def _rejoined(clauses: list[_Clause]) -> str:
    parts: list[str] = []
    last = -1
    for at, clause in enumerate(clauses):
        if clause.role is _Role.SCREEN:
            continue
        words = clause.original
        if not parts:
            words = words if at == 0 else _capitalised(words)
        else:
            parts.append(clause.before if last == at - 1 else _separator(clause.before, words))
        parts.append(words)
        last = at
    kept = "".join(parts)
    return kept if last == len(clauses) - 1 else kept.rstrip(_LOOSE)


def _capitalised(words: str) -> str:
    """Return a clause that now begins its sentence."""
    words = _CONJUNCTION.sub("", words.lstrip(_LOOSE))
    return words[:1].upper() + words[1:]


def _separator(before: str, words: str) -> str:
    if before.strip()[:1] in set("，；：") or "\u3400" <= words[:1] <= "\u9fff":
        return "，"
    return before if before.strip()[:1] in {",", ";"} else ", "
