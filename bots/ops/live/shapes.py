"""The shape of a JSON value: the names of its fields, and the types and lengths of the rest. Pure.

A report of it may be shown to everybody: no text, number or id of a service or of a person stands in it. Codes and
the words of the protocols (`completed`, `video`) are kept; so are the names of fields, where they look like such.
"""

import re
from typing import Any, Final

_KNOWN_WORDS: Final = frozenset(
    {
        *("pending", "processing", "completed", "failed", "cancelled", "canceled", "queued", "running", "error"),
        *("video", "audio", "image", "music", "text", "heartbeat", "tool_call", "tool_result", "model", "user"),
        *("private", "group", "supergroup", "channel", "nemo_agent", "mp4", "high", "bold", "url", "mention"),
        *("bot_command", "hashtag", "email", "phone_number"),
    }
)
_CODES: Final = frozenset({"code", "error_code", "status", "op", "tt", "type", "premium_tier"})
# What a person or a token could be called is no name of a field: long runs of digits, prefixes of tokens and ids.
_NAME: Final = re.compile(r"(?!(?i:nmv|clm|anon|bot\d))[A-Za-z_@$][A-Za-z_]{0,31}\d{0,2}")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[^ ]*")
_MOST: Final = 60  # fields of an object, and shapes of a list
_DEEP: Final = 12
_LARGEST_CODE: Final = 1_000_000
_CODE_DIGITS: Final = 6


def shape(value: Any, *, field: str = "", depth: int = 0) -> Any:
    """Return the shape of a JSON value as a JSON value.

    Args:
        value: any JSON value.
        field: the name of the field it stands in.
        depth: how deep it lies.
    """
    if depth > _DEEP:
        return "…"
    if isinstance(value, dict):
        named = list(value.items())[:_MOST]
        return {_name(key): shape(inner, field=str(key), depth=depth + 1) for key, inner in named}
    if isinstance(value, list):
        shapes = list[Any]()
        for inner in value[:_MOST]:
            if (found := shape(inner, field=field, depth=depth + 1)) not in shapes:
                shapes.append(found)
        return [f"{len(value)} of", *shapes] if value else []
    return _of_scalar(value, field)


def names(value: Any) -> str:
    """Return the names of an object's fields in a sentence, or the type of what is none."""
    if not isinstance(value, dict):
        return str(_of_scalar(value, "")) if not isinstance(value, list) else f"a list of {len(value)}"
    return ", ".join(_name(key) for key in list(value)[:_MOST]) or "no fields"


def _of_scalar(value: Any, field: str) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        is_code = field in _CODES and isinstance(value, int) and abs(value) < _LARGEST_CODE
        return value if is_code else type(value).__name__
    text = str(value)
    is_number = text.isascii() and text.isdecimal()
    if text in _KNOWN_WORDS or (field in _CODES and is_number and len(text) <= _CODE_DIGITS):
        return text
    kind = "text"
    if is_number:
        kind = "digits"
    elif _TIME.fullmatch(text):
        kind = "time"
    elif "://" in text:
        kind = "address"
    return f"{kind}({len(text)})"


def _name(key: object) -> str:
    text = str(key)
    return text if _NAME.fullmatch(text) else f"name({len(text)})"
