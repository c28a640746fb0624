"""Names, titles and labels from outside, made safe to put into one line of text.

Characters that could reorder, hide or break the text around them are removed: control characters, bidi marks, lone
surrogates.
"""

import unicodedata
from typing import Final

_JOINERS: Final = frozenset({"\u200d", "\ufe0f"})  # parts of emoji
_BAD: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, most: int = 40) -> str:
    """Return the text on one line, trimmed, at most `most` characters; where it was cut it ends in "…"."""
    if text.isascii() and text.isprintable():  # most names; the fast path
        seen = text
    else:
        seen = "".join(character if _shown(character) else " " for character in text if not _hidden(character))
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character not in _JOINERS


def _shown(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _BAD
