"""One pass over a text, line by line and sentence by sentence, that removes what is about a screen.

Quoted titles, code and links are masked in a copy of the same length, so that a position in the copy is a position in
the text. List marks and emphasis stay intact.
"""

import re
from dataclasses import dataclass
from typing import Final

from core.words.gui_talk.instructions import Instruction, InstructionKind, classify
from core.words.gui_talk.screen import LINK, MASK, forbids, instructs
from core.words.gui_talk.sentence import Sentence, strip_sentence

_PROTECTED: Final = re.compile(
    r"```.*?(?:```|\Z)|`[^`\n]+`|\"[^\"\n]{1,300}\"|“[^“”\n]{1,300}”|「[^「」\n]{1,300}」|『[^『』\n]{1,300}』"
    r"|《[^《》\n]{1,300}》"
    r"|‘[^‘’\n]{1,200}’(?!\w)|(?<![\w])'[^'\n]{1,200}'(?!\w)",
    re.DOTALL,
)
_LINK: Final = re.compile(r"\[[^\[\]\n]{0,500}\]\([^()\[\n]{0,2000}\)|https?://[^\s，。）)]+")
_PREFIX: Final = re.compile(r"[ \t]*(?:(?:[-*+•]|\d{1,3}[.)、]|#{1,6}|>)(?:[ \t]+|(?<=、)))*")
_ORDERED: Final = re.compile(r"[ \t]*\d{1,3}[.)、]")
_TITLED: Final = re.compile(
    r"\W{0,40}(?:title|text|caption|subtitle|overlay|cta|headline|watermark|end card|call[- ]to[- ]action|script"
    r"|voiceover|narration"
    r"|文字|标题|字幕|文案|片尾|片头|水印|口播|旁白|台词|脚本)(?: \w{1,30}){0,3}[*_]{0,4}\s{0,20}[:：]",
    re.IGNORECASE,
)
_END: Final = re.compile(r"(?:(?<![.!?…])[.!?…]++[\"'”’)\]*_]*+(?=\s|\Z)|[。！？]++[”’」）】*_]*+)\s*+")
_PARENS: Final = re.compile(r"[ \t]?(?:\(([^()\n]*)\)|（([^（）\n]*)）)")
_EMPTY_BOLD: Final = re.compile(r"\*\*\s*+\*\*")
_ANNOUNCES: Final = re.compile(r"(?:[:：][*_]*|\A[ \t]*#{1,6}[ \t].*|\A\s*\*\*[^*]+\*\*)\s*\Z")


@dataclass(slots=True)
class _Line:
    """A line after the pass; `gone`: everything it said was removed."""

    text: str
    gone: bool = False
    listed: bool = False


def strip_screen_talk(text: str, instructions: list[Instruction]) -> str:
    """Return the text without screen talk, the same object when there is none, and append to `instructions`."""
    masked = _masked(text)
    lines: list[_Line] = []
    start, after_instruction = 0, False
    for piece in masked.split("\n"):
        original = text[start : start + len(piece)]
        start += len(piece) + 1
        listed = _ORDERED.match(piece) is not None
        line, ended = _line(piece, original, instructions, after_instruction=after_instruction and listed)
        after_instruction = ended
        lines.append(line)
    if not any(line.gone for line in lines) and "\n".join(line.text for line in lines) == text:
        return text
    return _joined(lines)


def _masked(text: str) -> str:
    masked = _LINK.sub(lambda found: LINK * len(found[0]), text)
    return _PROTECTED.sub(lambda found: "".join(LINK if one == LINK else MASK for one in found[0]), masked)


def _line(
    masked: str, original: str, instructions: list[Instruction], *, after_instruction: bool
) -> tuple[_Line, bool]:
    """Return the line, and whether it ended with an instruction that the next line may continue."""
    prefix = _PREFIX.match(masked)
    at = prefix.end() if prefix else 0
    body = masked[at:]
    listed = bool(masked[:at].strip())
    if not body.strip() or body.lstrip().startswith("|") or _TITLED.match(body):
        return _Line(original, listed=listed), after_instruction and not body.strip()
    body, kept_body = _without_parens(body, original[at:], instructions)
    shown, ended = [], after_instruction
    for begin, end in _sentences(body):
        left, ended = strip_sentence(
            Sentence(body[begin:end], kept_body[begin:end]), instructions, after_instruction=ended
        )
        shown.append(left)
    rest = "".join(shown)
    if rest == original[at:]:
        return _Line(original, listed=listed), ended
    rest = _balanced(rest.strip())
    if not rest:
        return _Line("", gone=True, listed=listed), ended
    return _Line(original[:at] + rest, listed=listed), ended


def _without_parens(masked: str, original: str, instructions: list[Instruction]) -> tuple[str, str]:
    """Return mask and text without the brackets that hold an instruction."""
    kept, at = [], 0
    for found in _PARENS.finditer(masked):
        inner = found[1] or found[2] or ""
        if not instructs(inner):
            continue
        if not forbids(inner):
            aside = classify(original[found.start() : found.end()].strip(" ()（）"))
            instructions.append(
                aside if aside.kind is not InstructionKind.ASK_EDIT else Instruction(InstructionKind.DESCRIBE)
            )
        kept.append((at, found.start()))
        at = found.end()
    kept.append((at, len(masked)))
    return "".join(masked[start:end] for start, end in kept), "".join(original[start:end] for start, end in kept)


def _sentences(masked: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in _END.finditer(masked)]
    if not ends or ends[-1] < len(masked):
        ends.append(len(masked))
    return list(zip([0, *ends[:-1]], ends, strict=True))


def _balanced(body: str) -> str:
    """Return the text with its bold marks in pairs: one left open is closed, one left closing is removed."""
    body = _EMPTY_BOLD.sub("", body).strip()
    if body.count("**") % 2 == 0:
        return body
    last = body.rindex("**")
    opens = body[last + 2 : last + 3].strip() and not body[:last].rstrip().endswith(tuple(".!?。！？"))
    if opens or last == 0:
        return f"{body}**" if body[last + 2 :].strip() else body[:last].strip()
    return (body[:last] + body[last + 2 :]).strip()


def _joined(lines: list[_Line]) -> str:
    """Return the remaining lines, without headings of removed lines and without doubled blank lines."""
    empty = _announcing_nothing(lines)
    kept: list[str] = []
    for at, line in enumerate(lines):
        if line.gone or at in empty:
            continue
        if line.text.strip() or not kept or kept[-1].strip():
            kept.append(line.text)
    return "\n".join(kept).strip()


def _announcing_nothing(lines: list[_Line]) -> set[int]:
    """Return the numbers of the headings below which were instructions, and below those no list item is left."""
    empty: set[int] = set()
    below: _Line | None = None  # the nearest line that says something, or did
    left: _Line | None = None  # the nearest one that still does
    for at in range(len(lines) - 1, -1, -1):
        line = lines[at]
        nothing_follows = below is not None and below.gone and (left is None or not left.listed)
        if nothing_follows and not line.gone and _ANNOUNCES.search(line.text):
            empty.add(at)
        if line.gone or line.text.strip():
            below = line
            left = left if line.gone else line
    return empty
