"""The timeline as NemoVideo sent it, kept and sent back as the same text.

Only some keys of a draft are documented, so it is never rebuilt from a model: that would lose unknown keys and change
the order of keys and the spelling of numbers.
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
_QUERY = re.compile(r"(https?://(?:(?!https?://)[^?#\s])*)[?#].*", re.DOTALL)
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)  # no slots: the parsed value is kept beside the text
class Draft:
    """The JSON text of a draft, exactly as received."""

    text: str

    @cached_property
    def value(self) -> Any:
        """Return the parsed draft; do not change it.

        Raises:
            Garbled: the text is no JSON.
        """
        return json_access.parse(self.text)

    @cached_property
    def digest(self) -> str:
        """Return a hash of the draft's content, the same whatever its spacing and the order of its keys.

        Raises:
            Garbled: the text is no JSON.
        """
        return digest(self.value)


def digest(value: Any) -> str:
    """Return a canonical hash of a JSON value.

    The queries of URLs are left out: the server signs its links anew at each read, and every snapshot would differ.

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
    """Return the text of the value under these keys, exactly as it stands in a JSON text; of equal keys the last.

    Args:
        text: a JSON text that was parsed before.
        path: keys of nested objects, each known to exist.
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
