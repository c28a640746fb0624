"""Names, titles and labels from outside, made safe to put into one line of text.

Characters that could reorder, hide or break the text around them are removed: control characters, bidi marks, lone
surrogates.
"""

import unicodedata
from typing import Final

_JOINERS: Final = frozenset({"\u200d", "\ufe0f"})  # parts of emoji
_SHAPELESS: Final = frozenset({"Cc", "Cf", "Cs", "Cn", "Zl", "Zp", "Zs"})
_BLANK: Final = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"  # fillers, an empty Braille cell, a joiner that is a mark
    + "".join(map(chr, range(0xFE00, 0xFE10)))  # variation selectors
    + "\u20e3"  # a keycap without its key
)
_BAD: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, most: int = 40) -> str:
    """Return the text on one line, trimmed, at most `most` characters; where it was cut it ends in "…"."""
    if text.isascii() and text.isprintable():  # most names; the fast path
        seen = text
    else:
        seen = "".join(character if _shown(character) else " " for character in text if not _hidden(character))
    line = " ".join(seen.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def is_invisible(text: str) -> bool:
    """Return whether a reader sees nothing of a text: it is empty, or all blanks and characters without a shape."""
    return all(unicodedata.category(character) in _SHAPELESS or character in _BLANK for character in text)


def _hidden(character: str) -> bool:
    return unicodedata.category(character) == "Cf" and character not in _JOINERS


def _shown(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) not in _BAD
