"""Foreign text made fit for one line of ours: names, titles and labels that somebody else wrote.

It never keeps what could reorder, hide or break the words around it: control characters, bidi marks, lone
surrogates.
"""

import unicodedata
from typing import Final

_JOINERS: Final = frozenset({"\u200d", "\ufe0f"})  # inside emoji they are letters
_BAD: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, most: int = 40) -> str:
    """The text on one line, trimmed, at most `most` characters, the cut shown as "…"."""
    if text.isascii() and text.isprintable():  # most names; nothing in them has to be looked at
        seen = text
    else:
        seen = "".join(character if _shown(character) else " " for character in text if not _hidden(character))
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character not in _JOINERS


def _shown(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _BAD
