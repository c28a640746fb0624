"""The timeline as NemoVideo sent it: kept and handed back as the very same text.

Only some of a draft's keys are documented, so nothing may model it, reorder it or print its floats again.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.nemo import json_access
from core.nemo.errors import Garbled

_BLANK = re.compile(r"[ \t\n\r]*")
_QUERY = re.compile(r"(https?://[^?#\s]*)[?#].*", re.DOTALL)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)  # no slots: the parsed value is kept beside the text
class Draft:
    """The JSON text of a draft, exactly as received."""

    text: str

    @cached_property
    def value(self) -> Any:
        """Return the parsed draft, to be read only.

        Raises:
            Garbled: the text is no JSON.
        """
        return json_access.parse(self.text)

    @cached_property
    def digest(self) -> str:
        """Return a name for what the draft says; spacing and the order of keys do not change it."""
        return digest(self.value)


def digest(value: Any) -> str:
    """Return a canonical hash of a JSON value.

    The query of a URL does not count: links that are signed anew at every read would otherwise
    make each look differ from the last.

    Raises:
        Garbled: the value nests too deeply.
    """
    try:
        canonical = json.dumps(_without_signatures(value), sort_keys=True, separators=(",", ":"))
    except RecursionError:
        raise Garbled from None
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]


def _without_signatures(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_signatures(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_without_signatures(part) for part in value]
    return _QUERY.sub(r"\1", value) if isinstance(value, str) and "://" in value else value


def raw_value(text: str, path: tuple[str, ...]) -> str:
    """Return the slice of a JSON text that holds the value under these keys; of equal keys the last.

    Args:
        text: a JSON text that was parsed before.
        path: keys of nested objects that are known to be there.
    """
    start, end = 0, len(text)
    for key in path:
        start, end = _members(text, _after_blank(text, start))[key]
    return text[start:end]


def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """Return where each member's value of the object at `start` lies."""
    found: dict[str, tuple[int, int]] = {}
    at = _after_blank(text, start + 1)
    while text[at] != "}":
        key, at = _DECODER.raw_decode(text, at)
        at = _after_blank(text, _after_blank(text, at) + 1)
        _, end = _DECODER.raw_decode(text, at)
        found[key] = (at, end)
        at = _after_blank(text, end)
        if text[at] == ",":
            at = _after_blank(text, at + 1)
    return found


def _after_blank(text: str, at: int) -> int:
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
