"""File names as clients send them, made fit to be shown. They are never used as paths. Pure."""

import unicodedata
from typing import Final

CHARACTERS: Final = 120
_UNSAFE: Final = frozenset('<>:"|?*')
_HIDDEN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, direction marks, separators


def shown_name(sent: str, kind: str = "") -> str:
    """The last part of a name, without controls or direction marks, shortened, ending in the kind its content has.

    Without a kind (nobody knows it yet) the ending stays as it was sent.
    """
    last = sent.replace("\\", "/").rsplit("/", 1)[-1]
    clean = " ".join("".join(character for character in last if _showable(character)).split()).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or not stem:
        stem, suffix = clean, ""
    suffix = suffix if not kind or _suits(suffix.lower(), kind) else kind
    stem = stem[: max(1, CHARACTERS - len(suffix) - 1)].strip(" .") or "upload"
    return f"{stem}.{suffix}"[:CHARACTERS] if suffix else stem


def _showable(character: str) -> bool:
    return character not in _UNSAFE and unicodedata.category(character) not in _HIDDEN


def _suits(suffix: str, kind: str) -> bool:
    return suffix == kind or {suffix, kind} == {"jpeg", "jpg"}
