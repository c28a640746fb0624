"""What is hidden until somebody opens it. Pure.

In the backend's Markdown, and on Discord, it stands between two "||", over several paragraphs too. In the words of
people it stands between two `SWITCH`, which each platform makes of its own marks: the editor is given the words without
them, and where the words are shown again, what was hidden is hidden.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SWITCH: Final = "\ue010"
"""Private use: what follows is hidden, until the next one."""

SPOILER: Final = "SPOILER_"
"""Begins the name of a file that Discord hides until somebody opens it (Discord developer documentation, "Attachment
Object"). It stays in the names of what is made of such a file."""

_MARK: Final = "||"
# Discord's clients read /^\|\|([\s\S]+?)\|\|/: of three bars the first two begin a spoiler, and the next two end it
# (reported: the patterns of its Android app as OpenCord ported them, Patterns.kt; its documentation names no rule).
_TOKEN: Final = re.compile(rf"\\[\\`|]|(?P<ticks>`{{1,3}})[^`\n]+(?P=ticks)(?!`)|(?P<mark>\|\|)|(?P<switch>{SWITCH})")
_HIDDEN: Final = re.compile(rf"{SWITCH}[^{SWITCH}]*(?:{SWITCH}|\Z)")
_ELLIPSIS: Final = "…"


@dataclass(frozen=True, slots=True)
class _Mark:
    """Two bars, or a switch, at a place of a line; `opens`, `closes`: also with other bars on another line."""

    line: int
    at: int
    is_switch: bool
    opens: bool = False
    closes: bool = False

    @property
    def end(self) -> int:
        """The place behind it."""
        return self.at + (len(SWITCH) if self.is_switch else len(_MARK))


def with_switches(lines: Sequence[str], skipped: Collection[int] = ()) -> list[str]:
    """Return lines with a `SWITCH` in the place of each two bars that hide something.

    Bars inside code or behind a backslash are none. Of three or more, the first two are some (`_TOKEN`). Those with a
    blank on both sides are taken for a separator ("Paris || Day 1"), unless their own line has the other ones. What is
    hidden already stays so, and is no spoiler of its own inside another.

    Args:
        lines: the lines of a text.
        skipped: the numbers of those that have no marks, such as those of code.
    """
    replaced: dict[int, dict[_Mark, str]] = {}
    waiting: _Mark | None = None
    switches: list[_Mark] = []  # since the bars that wait
    inside = False
    row: tuple[int, int] | None = None  # line and place at which the row of bars ends that those that wait begin
    for mark in (mark for number, line in enumerate(lines) if number not in skipped for mark in _marks(number, line)):
        if mark.is_switch:
            inside = not inside
            switches.append(mark)
        elif inside:
            continue
        elif waiting is not None and (mark.line, mark.at) == row:
            row = mark.line, mark.end
        elif waiting is not None and _hides(waiting, mark, lines):
            for one in (waiting, *switches, mark):
                replaced.setdefault(one.line, {})[one] = "" if one.is_switch else SWITCH
            waiting = None
        else:
            waiting, switches, row = mark, [], (mark.line, mark.end)
    return [_replaced(line, replaced.get(number, {})) for number, line in enumerate(lines)]


def marked(words: str) -> str:
    """Return what somebody wrote with a `SWITCH` in the place of each two bars that hide something."""
    return "\n".join(with_switches(words.split("\n")))


def hidden(words: str) -> str:
    """Return words of somebody as a spoiler."""
    return f"{SWITCH}{words}{SWITCH}"


def is_hidden(words: str) -> bool:
    """Return whether a part of somebody's words is a spoiler."""
    return SWITCH in words


def is_all_hidden(words: str) -> bool:
    """Return whether nothing is left of words without what is hidden in them."""
    return is_hidden(words) and not _HIDDEN.sub("", words).strip()


def label_of_file(name: str) -> str:
    """Return the name of a file for where nothing can be hidden: of a hidden one no more than its kind, "MP4"."""
    return name.rpartition(".")[2].upper() if name.startswith(SPOILER) else name


def revealed(words: str) -> str:
    """Return words without the marks, as the editor reads them."""
    return words.replace(SWITCH, "")


def without_hidden(words: str) -> str:
    """Return words with "…" in the place of what is hidden, for where nothing can be hidden."""
    return _HIDDEN.sub(_ELLIPSIS, words)


def shown_and_hidden(words: str) -> list[tuple[str, bool]]:
    """Return the parts of words in order, each with whether it is hidden; none is empty."""
    return [(part, number % 2 == 1) for number, part in enumerate(words.split(SWITCH)) if part]


def hidden_parts(words: str) -> tuple[str, ...]:
    """Return what somebody hid in their words."""
    return tuple(found[0].strip(f"{SWITCH} \n") for found in _HIDDEN.finditer(words))


def as_spoiler(name: str) -> str:
    """Return the name of a file that is hidden until somebody opens it."""
    return name if name.startswith(SPOILER) else SPOILER + name


def excerpt(words: str, most: int) -> str:
    """Return the first `most` characters of words; what is hidden stays hidden where it is cut."""
    begun = words[:most]
    return begun + SWITCH if begun.count(SWITCH) % 2 else begun


def _marks(number: int, line: str) -> Iterator[_Mark]:
    """Return the marks of a line in order."""
    first, last = len(line) - len(line.lstrip()), len(line.rstrip())
    for found in _TOKEN.finditer(line):
        start, end = found.span()
        if found["switch"]:
            yield _Mark(number, start, is_switch=True)
        elif found["mark"]:
            opens = start <= first or (end < last and not line[end].isspace())
            closes = end >= last or (start > first and not line[start - 1].isspace())
            yield _Mark(number, start, is_switch=False, opens=opens, closes=closes)


def _hides(first: _Mark, second: _Mark, lines: Sequence[str]) -> bool:
    """Whether bars that follow each other have something to hide between them."""
    if first.line == second.line:
        return bool(lines[first.line][first.end : second.at].strip())
    if not (first.opens and second.closes):
        return False
    between = (lines[first.line][first.end :], *lines[first.line + 1 : second.line], lines[second.line][: second.at])
    return any(part.strip() for part in between)


def _replaced(line: str, marks: Mapping[_Mark, str]) -> str:
    pieces, at = [], 0
    for mark, mark_instead in marks.items():
        pieces += [line[at : mark.at], mark_instead]
        at = mark.end
    return "".join([*pieces, line[at:]])
