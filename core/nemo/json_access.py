"""Reading values out of somebody else's JSON. Pure and total: whatever it is, a value or None.

Nothing here may assume a shape: the backend is untrusted, and most of its shapes are undocumented.
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
        Garbled: it is none, nests too deeply, or holds a number of thousands of digits.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled from None


def storable(text: str) -> str:
    """Return the text without what no database or chat takes: lone surrogates become U+FFFD, NUL goes."""
    return text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def mapping(value: Any) -> Mapping[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: Any) -> list[Any]:
    """Return the elements of a list, or of an object that is used as one, else none."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """Return a non-empty text; a whole number counts as its digits, so that long ids lose none."""
    if isinstance(value, str):
        return storable(value).strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def number(value: Any) -> float | None:
    """Return a finite number, also when it is written as a text."""
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
