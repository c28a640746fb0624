"""The types of the settings: how each is read from text, and its rule in words.

Pure. A rule never quotes the refused value: a token in the wrong line would be printed.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from core.model.access_entries import entry_of, is_of_people, place_policy

PLATFORMS = ("telegram", "discord", "web")
SHORTEST_SECRET = 8  # redacting shorter ones would hide ordinary words in the log


@dataclass(frozen=True, slots=True)
class Rule:
    """What a value must be, as the end of a sentence that begins "NAME must be"."""

    text: str


@dataclass(frozen=True, slots=True)
class Unset:
    """What holds where a setting is left open, for whoever reads of it."""

    text: str


def rule_of(annotation: object) -> str:
    """Return the rule of a setting's type, also inside `... | None`."""
    return next((found.text for found in _rules(annotation)), "something else")


def _rules(annotation: object) -> Iterator[Rule]:
    yield from (one for one in getattr(annotation, "__metadata__", ()) if isinstance(one, Rule))
    for inner in get_args(annotation):
        yield from _rules(inner)


def _items(value: object) -> object:
    """Split a comma list; empty parts (a comma at the end) are dropped."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


def _some_items(value: object) -> object:
    """Split a comma list; one of commas alone is none: unset, it would mean something else."""
    items = _items(value)
    if isinstance(value, str) and value.strip() and not items:
        raise ValueError("no items")
    return items


def _allowed(entry: str) -> str:
    """Accept an entry that can be somebody's."""
    return entry_of(entry, PLATFORMS)


def _admin(entry: str) -> str:
    """Accept an entry of people: whoever may do everything is named by it. The web chat is for this machine only."""
    entry = entry_of(entry, PLATFORMS)
    if not (is_of_people(entry) or entry == "web"):
        raise ValueError("too many people")
    return entry


def _place(entry: str) -> str:
    """Accept `place=policy`."""
    return place_policy(entry, PLATFORMS)


def _no_contradiction(entries: tuple[str, ...]) -> tuple[str, ...]:
    places = {entry.partition("=")[0] for entry in entries}
    if len(places) < len(set(entries)):
        raise ValueError("two policies for one place")
    return entries


def _chat(value: str) -> str:
    """Accept a chat that a message can be sent to: on Discord a channel stands in its server."""
    if not re.fullmatch(r"telegram:(@\d+|-?\d+(:\d+)?)|discord:(@\d+|\d+:\d+)", value):
        raise ValueError("no such chat")
    return value


def address(schemes: frozenset[str]) -> Callable[[str], str]:
    """Return a validator of URLs with one of `schemes` and a host; it drops a slash at the end."""

    def validate(value: str) -> str:
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError when it is no port
        if parts.scheme not in schemes or not parts.hostname or any(map(str.isspace, value)):
            raise ValueError("no such address")
        return value.rstrip("/")

    return validate


def _one_word(secret: SecretStr) -> SecretStr:
    """Accept what an HTTP header can hold."""
    value = secret.get_secret_value()
    if not (value.isascii() and value.isprintable()) or " " in value:
        raise ValueError("not one word")
    return secret


def _letters(secret: SecretStr) -> SecretStr:
    """Accept the characters that Telegram allows in a webhook's secret (Bot API, setWebhook)."""
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


Text = Annotated[str, Field(min_length=1), Rule("some text")]
Switch = Annotated[bool, Rule("1 (on) or 0 (off)")]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False), Rule("a number of seconds above 0, such as 30 or 2.5")]
Waits = Annotated[
    tuple[Annotated[float, Field(gt=0, allow_inf_nan=False)], ...],
    NoDecode,
    BeforeValidator(_items),
    Field(min_length=1),
    Rule("a list of seconds above 0, such as 30,60,60"),
]
Hours = Annotated[float, Field(gt=0, allow_inf_nan=False), Rule("a number of hours above 0, such as 168")]
Count = Annotated[int, Field(gt=0), Rule("a whole number above 0")]
Limit = Annotated[int, Field(ge=0), Rule("a whole number, or 0 for no limit")]
Days = Annotated[int, Field(gt=0, le=36500), Rule("a whole number of days from 1 to 36500; nothing is kept for ever")]
Port = Annotated[int, Field(ge=0, le=65535), Rule("a port from 1 to 65535, or 0 for any free one")]
AllowList = Annotated[
    tuple[Annotated[str, AfterValidator(_allowed)], ...],
    NoDecode,
    BeforeValidator(_some_items),
    Rule(
        "a list of platforms (telegram, discord, web), chats and servers (telegram:-1001234567890, discord:112233), "
        "topics and channels (telegram:-1001234567890:77), direct chats or groups (telegram:direct, discord:groups), "
        "roles (discord:role:778899) and people by their numbers (telegram:@4242, no usernames)"
    ),
]
Admins = Annotated[
    tuple[Annotated[str, AfterValidator(_admin)], ...],
    NoDecode,
    BeforeValidator(_some_items),
    Rule("a list of people by their numbers (telegram:@4242, no usernames), roles (discord:role:778899), or web"),
]
Places = Annotated[
    tuple[Annotated[str, AfterValidator(_place)], ...],
    NoDecode,
    BeforeValidator(_some_items),
    AfterValidator(_no_contradiction),
    Rule(
        "a list of place=open, place=admins or place=closed, each place once: telegram:-1001234567890=admins, "
        "telegram:-1001234567890:77=open (a topic), discord:112233=closed (a server), discord:groups=closed, "
        "telegram:direct=open"
    ),
]
AlertChat = Annotated[
    str,
    AfterValidator(_chat),
    Rule("a chat: telegram:-1001234567890, telegram:@4242 for a person, discord:SERVER:CHANNEL or discord:@4242"),
]
Ids = Annotated[
    tuple[Annotated[int, Field(ge=0)], ...],
    NoDecode,
    BeforeValidator(_items),
    Rule("a list of whole numbers, such as 0,1"),
]
Folder = Annotated[Path, AfterValidator(Path.expanduser), Rule("the path of a folder")]
WebAddress = Annotated[
    str,
    AfterValidator(address(frozenset({"http", "https"}))),
    Rule("a web address, such as https://example.org"),
]
SocketAddress = Annotated[
    str,
    AfterValidator(address(frozenset({"ws", "wss"}))),
    Rule("a WebSocket address, such as wss://example.org"),
]
SecretWord = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET),
    AfterValidator(_one_word),
    Rule(f"one word of at least {SHORTEST_SECRET} plain characters, as it was given to you"),
]
ClientId = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET, max_length=64),
    AfterValidator(_one_word),
    Rule(f"one word of {SHORTEST_SECRET} to 64 plain characters, such as a UUID"),
]
WebhookSecret = Annotated[
    SecretStr,
    Field(min_length=SHORTEST_SECRET, max_length=256),
    AfterValidator(_letters),
    Rule(f"{SHORTEST_SECRET} to 256 letters, digits, - or _"),
]
SecretKey = Annotated[SecretStr, Field(min_length=16), Rule("at least 16 characters, such as `openssl rand -hex 32`")]
Proxy = Annotated[SecretStr, AfterValidator(_proxy), Rule("an HTTP proxy, such as http://user:password@host:3128")]
Database = Annotated[
    SecretStr,
    AfterValidator(_sqlite),
    Rule("sqlite:///name.db (inside the data folder), sqlite:////full/path.db or postgresql://…"),
]
