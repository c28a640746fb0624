"""Tables of Markdown (GitHub Flavored Markdown, "Tables") as rows of cells. Pure."""

import re
from collections.abc import Sequence
from typing import Final

_DELIMITER: Final = re.compile(r":?-+:?")
_ESCAPED: Final = "\\|"
_KEPT: Final = "\ue000"  # private use: stands for an escaped bar while a row is split


def table_at(lines: Sequence[str], at: int) -> list[list[str]]:
    """Return the rows of the table that begins at a line, its head first; []: none begins there.

    The line below the head, which is no row, has as many cells as the head. Every row is given that many cells.
    """
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return []
    head, below = _cells(lines[at]), _cells(lines[at + 1])
    if "|" not in lines[at + 1] or len(below) != len(head) or not all(map(_DELIMITER.fullmatch, below)):
        return []
    rows = [head]
    for line in lines[at + 2 :]:
        if "|" not in line:
            break
        rows.append((_cells(line) + [""] * len(head))[: len(head)])
    return rows


def _cells(line: str) -> list[str]:
    row = line.replace(_ESCAPED, _KEPT).strip()
    row = row.removeprefix("|").removesuffix("|")
    return [cell.replace(_KEPT, "|").strip() for cell in row.split("|")]
