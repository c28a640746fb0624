"""JSON of any depth and with integers of any length: no text of one update stops the fetching of all others. Pure."""

import json
import re
from typing import Any, Final

DEPTH: Final = 100
"""What is nested more deeply is left out: nothing that Telegram sends is, and Python's JSON ends at about 900."""
_DIGITS: Final = 400  # Python makes no integer of more than 4300
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*"?|[\[{]|[\]}]', re.DOTALL)


def loads(text: str) -> Any:
    """Return the value of a JSON text, with None for what is nested too deeply and for integers that are too long.

    Raises:
        ValueError: it is no JSON.
    """
    return json.loads(_shallow(text), parse_int=_integer)


def pruned(value: Any, depth: int = DEPTH) -> Any:
    """Return a value without what is nested too deeply to be written and read."""
    match value:
        case dict() | list() if not depth:
            return None
        case dict():
            return {name: pruned(part, depth - 1) for name, part in value.items()}
        case list():
            return [pruned(part, depth - 1) for part in value]
        case _:
            return value


def _integer(digits: str) -> int | None:
    return int(digits) if len(digits) <= _DIGITS else None


def _shallow(text: str) -> str:
    pieces, kept, depth = [], 0, 0
    for token in _TOKEN.finditer(text):
        match token[0]:
            case "[" | "{":
                depth += 1
                if depth == DEPTH + 1:
                    pieces += [text[kept : token.start()], "null"]
            case "]" | "}":
                depth -= 1
                if depth == DEPTH:
                    kept = token.end()
            case _:
                continue
    return "".join([*pieces, text[kept:]])
