"""Reading values out of JSON whose shape is not known. Pure; only `parse` raises.

Nothing here assumes a shape: the backend is untrusted, and most of its shapes are undocumented.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

from core.nemo.errors import Garbled

if TYPE_CHECKING:
    from collections.abc import Mapping


def parse(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        Garbled: it is no JSON, nests too deeply, or holds a number of more digits than Python converts.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled from None


def storable(text: str) -> str:
    """Return the text without what databases and chats refuse: lone surrogates become U+FFFD, NUL is removed."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def paired(text: str) -> str:
    """Return the text with each surrogate pair as its character; lone surrogates stay."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


def piece(text: str) -> str:
    """Return a piece of a longer text as `storable` does, but for half a character at its beginning or end.

    A stream may be cut inside a surrogate pair: then the neighbour has the other half.
    """
    text = text.replace("\0", "")
    begin = 1 if "\udc00" <= text[:1] <= "\udfff" else 0
    end = len(text) - (1 if "\ud800" <= text[-1:] <= "\udbff" else 0)
    return text[:begin] + storable(text[begin:end]) + text[end:]


def mapping(value: Any) -> Mapping[str, Any]:
    """Return the value if it is a JSON object, else an empty mapping."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return the elements of a list or the values of an object, else an empty list."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """Return a non-empty text, stripped, or None; an integer gives its digits, so that long ids stay exact."""
    if isinstance(value, str):
        return storable(value).strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def number(value: Any) -> float | None:
    """Return a finite number, also one written as a text, or None."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) else None


def first_text(source: Mapping[str, Any], *names: str) -> str | None:
    """Return the first of the named fields that holds a text."""
    return next((found for name in names if (found := text(source.get(name))) is not None), None)


def first_number(source: Mapping[str, Any], *names: str) -> float | None:
    """Return the first of the named fields that holds a finite number."""
    return next((found for name in names if (found := number(source.get(name))) is not None), None)
