"""File names that are safe to show, to store and to send. Pure."""

from __future__ import annotations

import re
import unicodedata

LONGEST_BYTES = 120
_LONGEST_EXTENSION = 10

# Controls, formats (right-to-left overrides among them), surrogates, private use, line and paragraph ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_RESERVED = re.compile(r'[<>:"|?*]')


def safe_name(name: str, default: str = "clip") -> str:
    """Return a file name of printable characters without folders, at most 120 bytes; its extension is kept.

    Args:
        name: an untrusted name, perhaps a path of any operating system.
        default: the stem where nothing is left of the name.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if letter in "\t\r\n" else letter for letter in last if _visible(letter))
    stem, extension = _split(" ".join(_RESERVED.sub("_", visible).split()))
    stem = stem.strip(" .") or default
    room = LONGEST_BYTES - len(extension.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + extension


def _visible(letter: str) -> bool:
    return letter in "\t\r\n" or unicodedata.category(letter) not in _UNSEEN


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if dot and extension.isalnum() and extension.isascii() and len(extension) <= _LONGEST_EXTENSION:
        return stem, dot + extension
    return name, ""
