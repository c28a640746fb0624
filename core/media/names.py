"""File names that are safe to show, to store and to send. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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
    last = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    visible = "".join(" " if letter in "\t\r\n" else letter for letter in last if _visible(letter))
    stem, extension = _split(" ".join(_RESERVED.sub("_", visible).split()))
    stem = stem.strip(" .") or default
    room = LONGEST_BYTES - len(extension.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + extension


def distinct_names(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """Return safe names that can be told apart: "clip.mp4" twice is "clip.mp4" and "clip-2.mp4".

    An extension alone tells nothing apart, because it is corrected when the content is another type's.

    Args:
        names: untrusted names, in their order.
        taken: safe names that are not to be used either.
    """
    safe = [safe_name(name) for name in names]
    used, own = {_stem(name) for name in taken}, {_stem(name) for name in safe}
    found = []
    for name in safe:
        numbers = itertools.count(2)
        distinct = name
        while _stem(distinct) in used or (distinct != name and _stem(distinct) in own):
            distinct = _numbered(name, next(numbers))
        used.add(_stem(distinct))
        found.append(distinct)
    return tuple(found)


def _stem(name: str) -> str:
    return _split(name)[0].casefold()


def _numbered(name: str, number: int) -> str:
    stem, extension = _split(name)
    end = f"-{number}{extension}"
    room = LONGEST_BYTES - len(end.encode())
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + end


def _visible(letter: str) -> bool:
    return letter in "\t\r\n" or unicodedata.category(letter) not in _UNSEEN


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if dot and extension.isalnum() and extension.isascii() and len(extension) <= _LONGEST_EXTENSION:
        return stem, dot + extension
    return name, ""
