"""What is hidden until somebody opens it. Pure.

In the backend's Markdown, and on Discord, it stands between two "||", over several paragraphs too. In the words of
people it stands between two `SWITCH`, which each platform makes of its own marks: the editor is given the words without
them, and where the words are shown again, what was hidden is hidden.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

SWITCH: Final = "\ue010"
"""Private use: what follows is hidden, until the next one."""

_MARK: Final = "||"
_TOKEN: Final = re.compile(
    rf"\\[\\`|]|(?P<ticks>`{{1,3}})[^`\n]+(?P=ticks)(?!`)|(?P<mark>(?<!\|)\|\|(?!\|))|(?P<switch>{SWITCH})"
)
_HIDDEN: Final = re.compile(rf"{SWITCH}[^{SWITCH}]*(?:{SWITCH}|\Z)")
_ELLIPSIS: Final = "…"
_SHORTEST_BYTES: Final = 3  # what is shorter stands in many other words


@dataclass(frozen=True, slots=True)
class _Mark:
    """Two bars at a place of a line; `opens`, `closes`: also with the other ones on another line."""

    line: int
    at: int
    opens: bool
    closes: bool


def with_switches(lines: Sequence[str], skipped: Collection[int] = ()) -> list[str]:
    """Return lines with a `SWITCH` in the place of each two bars that hide something.

    A mark inside code or behind a backslash is none. One with a blank on both sides is taken for a separator ("Paris ||
    Day 1"), unless its own line has the other one. What is hidden already stays as it is.

    Args:
        lines: the lines of a text.
        skipped: the numbers of those that have no marks, such as those of code.
    """
    replaced: dict[int, list[int]] = {}
    waiting: _Mark | None = None
    inside = False
    for mark in (mark for number, line in enumerate(lines) if number not in skipped for mark in _marks(number, line)):
        if mark is None:
            inside, waiting = not inside, None
        elif inside:
            continue
        elif waiting is not None and _hides(waiting, mark, lines):
            replaced.setdefault(waiting.line, []).append(waiting.at)
            replaced.setdefault(mark.line, []).append(mark.at)
            waiting = None
        else:
            waiting = mark
    return [_replaced(line, replaced.get(number, [])) for number, line in enumerate(lines)]


def hidden(words: str) -> str:
    """Return words of somebody as a spoiler."""
    return f"{SWITCH}{words}{SWITCH}"


def is_hidden(words: str) -> bool:
    """Return whether a part of somebody's words is a spoiler."""
    return SWITCH in words


def revealed(words: str) -> str:
    """Return words without the marks, as the editor reads them."""
    return words.replace(SWITCH, "")


def without_hidden(words: str) -> str:
    """Return words with "…" in the place of what is hidden, for where nothing can be hidden."""
    return _HIDDEN.sub(_ELLIPSIS, words)


def hidden_as_in(words: str, text: str) -> str:
    """Return a text with everything hidden that somebody hid in these words, where the text repeats it."""
    parts = {found[0].strip(f"{SWITCH} \n") for found in _HIDDEN.finditer(words)}
    for part in sorted(parts, key=lambda one: (-len(one), one)):  # "Rosebud" before "Rose"
        if len(part.encode(errors="replace")) >= _SHORTEST_BYTES:
            pieces = text.split(SWITCH)
            pieces[::2] = [piece.replace(part, hidden(part)) for piece in pieces[::2]]  # the others are hidden already
            text = SWITCH.join(pieces)
    return text


def excerpt(words: str, most: int) -> str:
    """Return the first `most` characters of words; what is hidden stays hidden where it is cut."""
    begun = words[:most]
    return begun + SWITCH if begun.count(SWITCH) % 2 else begun


def _marks(number: int, line: str) -> Iterator[_Mark | None]:
    """Return the marks of a line in order; None stands for a switch."""
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    for found in _TOKEN.finditer(line):
        if found["switch"]:
            yield None
        elif found["mark"]:
            start, end = found.span()
            opens = start <= first or (end < last and not line[end].isspace())
            closes = end >= last or (start > first and not line[start - 1].isspace())
            yield _Mark(number, start, opens, closes)


def _hides(first: _Mark, second: _Mark, lines: Sequence[str]) -> bool:
    """Whether two marks that follow each other have something to hide between them."""
    start = first.at + len(_MARK)
    if first.line == second.line:
        return bool(lines[first.line][start : second.at].strip())
    if not (first.opens and second.closes):
        return False
    between = (lines[first.line][start:], *lines[first.line + 1 : second.line], lines[second.line][: second.at])
    return any(part.strip() for part in between)


def _replaced(line: str, marks: Sequence[int]) -> str:
    kept = zip([0, *(at + len(_MARK) for at in marks)], [*marks, len(line)], strict=True)
    return SWITCH.join(line[start:end] for start, end in kept)
