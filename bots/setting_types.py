"""The types of the settings: how each is read from text, and the rule that it states in words.

Pure. A rule never quotes the value it refuses: a token pasted into the wrong line would be printed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

SHORTEST_SECRET = 8  # shorter ones could not be hidden in a log without hiding half of every line


@dataclass(frozen=True, slots=True)
class Must:
    """What a value must be: the end of a sentence that begins "NAME must be"."""

    be: str


def rule(annotation: object) -> str:
    """Return the rule of a kind of value, also inside `... | None`."""
    return next((found.be for found in _rules(annotation)), "something else")


def _rules(annotation: object) -> Iterator[Must]:
    yield from (mark for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Must))
    for inner in get_args(annotation):
        yield from _rules(inner)


def _items(value: object) -> object:
    """Split a comma list; empty parts (a comma at the end) are dropped."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def address(schemes: frozenset[str]) -> Callable[[str], str]:
    """Return a reader of addresses with one of `schemes` and a host; a slash at the end is dropped."""

    def read(value: str) -> str:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is no port
        if parts.scheme not in schemes or not parts.hostname or any(map(str.isspace, value)):
            raise ValueError("no such address")
        return value.rstrip("/")

    return read


def _one_word(secret: SecretStr) -> SecretStr:
    """Accept what can stand in an HTTP header as it is."""
    value = secret.get_secret_value()
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ValueError("not one word")
    return secret


def _letters(secret: SecretStr) -> SecretStr:
    """Accept the letters Telegram allows in a webhook's secret (Bot API, setWebhook)."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", secret.get_secret_value()):
        raise ValueError("not such letters")
    return secret


def _proxy(secret: SecretStr) -> SecretStr:
    return SecretStr(address(frozenset({"http", "https"}))(secret.get_secret_value()))


def _sqlite(secret: SecretStr) -> SecretStr:
    kind, separator, path = secret.get_secret_value().partition("://")
    if kind == "sqlite" and separator and len(path) > 1 and path.startswith("/") and ":memory:" not in path:
        return secret
    if kind in {"postgresql", "postgres"}:
        return secret
    raise ValueError("no such database")


Text = Annotated[str, Field(min_length=1), Must("some text")]
Switch = Annotated[bool, Must("1 (on) or 0 (off)")]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False), Must("a number of seconds above 0, such as 30 or 2.5")]
Waits = Annotated[
    tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...],
    NoDecode,
    BeforeValidator(_items),
    Field(min_length=1),
    Must("a list of seconds above 0, such as 30,60,60"),
]
Count = Annotated[int, Field(gt=0), Must("a whole number above 0")]
Port = Annotated[int, Field(ge=0, le=65535), Must("a port from 1 to 65535, or 0 for any free one")]
Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_items), Must("a comma list")]
Ids = Annotated[
    tuple[Annotated[int, Field(ge=0)], ...],
    NoDecode,
    BeforeValidator(_items),
    Must("a list of whole numbers, such as 0,1"),
]
Folder = Annotated[Path, AfterValidator(Path.expanduser), Must("the path of a folder")]
WebAddress = Annotated[
    str,
    AfterValidator(address(frozenset({"http", "https"}))),
    Must("a web address, such as https://example.org"),
]
SocketAddress = Annotated[
    str,
    AfterValidator(address(frozenset({"ws", "wss"}))),
    Must("a WebSocket address, such as wss://example.org"),
]
SecretWord = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET),
    AfterValidator(_one_word),
    Must(f"one word of at least {SHORTEST_SECRET} plain characters, as it was given to you"),
]
ClientId = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET, max_length=64),
    AfterValidator(_one_word),
    Must(f"one word of {SHORTEST_SECRET} to 64 plain characters, such as a UUID"),
]
WebhookSecret = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET, max_length=256),
    AfterValidator(_letters),
    Must(f"{SHORTEST_SECRET} to 256 letters, digits, - or _"),
]
SecretKey = Annotated[SecretStr, Field(min_length=16), Must("at least 16 characters, such as `openssl rand -hex 32`")]
Proxy = Annotated[SecretStr, AfterValidator(_proxy), Must("an HTTP proxy, such as http://user:password@host:3128")]
Database = Annotated[
    SecretStr,
    AfterValidator(_sqlite),
    Must("sqlite:///name.db (inside the data folder), sqlite:////full/path.db or postgresql://…"),
]
