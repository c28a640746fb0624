"""Marked-up text as the server reads it: the words, their entities, and what is wrong with the markup.

That offsets and lengths are UTF-16 code units is documented [telegram.offsets], and so is how long a text may be:
documented [telegram.text]. The server measures a message in code points; the tighter UTF-16 count is asked for here,
because clients cut and show by it.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.telegram_found import found_in
from tests.doubles.telegram_refusal import bad_request

TEXT_UNITS = 4096
CAPTION_UNITS = 1024
RAW_BYTES = 32768
# That the server keeps so many of a message's entities and drops the others without a word is reported
# [telegram.entities]; its documentation names no number. That it finds links nevertheless is guessed
# [telegram.entities.found]: the worse case.
MOST_ENTITIES = 100

_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_PIECE = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z-]*)(?P<rest>[^>]*)>|&(?P<name>#?\w+);|(?P<bare>[<&])")
_ATTRIBUTE = re.compile(r'\s*([a-z-]+)(?:\s*=\s*"([^"]*)")?')


def units(text: str) -> int:
    """Return the length as Telegram counts entities."""
    return len(text.encode("utf-16-le")) // 2


@dataclass
class Marked:
    """Words with their entities."""

    text: str
    entities: list[dict[str, Any]] = field(default_factory=list)


def read(text: str, parse_mode: str | None, entities: list[dict[str, Any]] | None, limit: int) -> Marked:
    """Return a message's words. Raises Refused for markup, entities or a length that the server does not take."""
    if len(text.encode()) > RAW_BYTES:
        raise bad_request("message is too long", breach=True)
    if parse_mode and entities:
        raise bad_request("parse_mode and entities exclude each other", breach=True)
    if parse_mode not in (None, "", "HTML"):
        raise bad_request(f"the double reads HTML only, not {parse_mode!r}", breach=True)
    marked = _html(text) if parse_mode else Marked(text, _checked(text, entities or []))
    marked = _trimmed(marked)
    marked.entities = marked.entities[:MOST_ENTITIES]
    if limit == TEXT_UNITS and not any(map(_has_shape, marked.text)):
        raise bad_request("text must be non-empty" if marked.text else "message text is empty", breach=True)
    if units(marked.text) > limit:
        what = "message caption is too long" if limit == CAPTION_UNITS else "message is too long"
        raise bad_request(f"{what} ({units(marked.text)} > {limit})", breach=True)
    return with_found(marked)


@dataclass
class _Open:
    tag: str
    at: int
    attributes: dict[str, str]


def _html(text: str) -> Marked:
    words: list[str] = []
    size, past = 0, 0
    opened: list[_Open] = []
    entities: list[dict[str, Any]] = []

    def add(piece: str) -> None:
        nonlocal size
        words.append(piece)
        size += units(piece)

    for found in _PIECE.finditer(text):
        add(text[past : found.start()])
        past = found.end()
        if found["bare"]:
            raise _unparsed(f"unescaped {found['bare']!r} at character {found.start()}")
        if found["name"]:
            add(_character(found["name"]))
        elif found["end"]:
            entities += _closed(opened, found["tag"].lower(), size)
        else:
            opened.append(_open(found["tag"].lower(), found["rest"], size))
    add(text[past:])
    if opened:
        raise _unparsed(f'Can\'t find end tag corresponding to start tag "{opened[-1].tag}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Marked("".join(words), [entity for entity in entities if entity["length"]])


def _open(tag: str, rest: str, at: int) -> _Open:
    if tag not in _TAGS:
        raise _unparsed(f'Unsupported start tag "{tag}"')
    attributes = {name: _unescaped(value or "") for name, value in _ATTRIBUTE.findall(rest)}
    if _ATTRIBUTE.sub("", rest).strip():
        raise _unparsed(f"unreadable attributes {rest!r} of <{tag}>")
    if tag == "span" and attributes.get("class") != "tg-spoiler":
        raise _unparsed('Tag "span" must have class "tg-spoiler"')
    return _Open(tag, at, attributes)


def _closed(opened: list[_Open], tag: str, at: int) -> Iterator[dict[str, Any]]:
    if not opened:
        raise _unparsed(f"Unexpected end tag </{tag}>")
    start = opened.pop()
    if tag not in ("", start.tag):
        raise _unparsed(f'Unmatched end tag, expected "</{start.tag}>", found "</{tag}>"')
    if tag == "code" and opened and opened[-1].tag == "pre":
        opened[-1].attributes |= start.attributes
        return
    if opened and opened[-1].tag in {"code", "pre"}:
        raise _unparsed(f"<{tag}> inside <{opened[-1].tag}>")
    entity: dict[str, Any] = {"type": _TAGS[tag], "offset": start.at, "length": at - start.at}
    if tag == "a":
        url = start.attributes.get("href", "")
        if not re.match(r"(https?|tg|mailto)://?\S+$", url):
            raise _unparsed(f"a link to {url!r}")
        entity["url"] = url
    if tag == "pre" and (language := start.attributes.get("class", "").removeprefix("language-")):
        entity["language"] = language
    if tag == "blockquote" and "expandable" in start.attributes:
        entity["type"] = "expandable_blockquote"
    yield entity


def _character(name: str) -> str:
    if name in _NAMED:
        return _NAMED[name]
    if found := re.fullmatch(r"#(?:x([0-9a-fA-F]+)|(\d+))", name):
        return chr(int(found[1], 16) if found[1] else int(found[2]))
    raise _unparsed(f"unknown character reference &{name};")


def _unescaped(text: str) -> str:
    return re.sub(r"&(#?\w+);", lambda found: _character(found[1]), text)


def _checked(text: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Entities given outright must lie within the text and begin and end between characters."""
    whole = text.encode("utf-16-le")
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        if start < 0 or entity["length"] <= 0 or end * 2 > len(whole):
            raise bad_request(f"entity {entity} lies outside the text", breach=True)
        try:
            whole[start * 2 : end * 2].decode("utf-16-le")
        except UnicodeDecodeError:
            raise bad_request(f"entity {entity} cuts a character", breach=True) from None
    return entities


def _trimmed(marked: Marked) -> Marked:
    """The server cuts the white space around a message."""
    lead = units(marked.text) - units(marked.text.lstrip())
    text = marked.text.strip()
    size = units(text)
    kept = []
    for entity in marked.entities:
        start = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] - lead + entity["length"], size)
        if end > start:
            kept.append({**entity, "offset": start, "length": end - start})
    return Marked(text, kept)


def _unparsed(why: str) -> Exception:
    return bad_request(f"can't parse entities: {why}", breach=True)


# What the server finds it finds in every text, whoever wrote it and however it is marked up, except in code and links
# (td, MessageEntity.cpp, fix_formatted_text, find_entities: documented [telegram.found]).
_APART = {"code", "pre", "text_link"}
_NO_SHAPE = {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"}
_FILLERS = "\u034f\u115f\u1160\u2800\u3164\uffa0\ufe0f"


def _has_shape(character: str) -> bool:
    return unicodedata.category(character) not in _NO_SHAPE and character not in _FILLERS


def with_found(marked: Marked) -> Marked:
    """Add what the server finds in a text of the bot's."""
    apart = [one for one in marked.entities if one["type"] in _APART]

    def free(found: dict[str, Any]) -> bool:
        end = found["offset"] + found["length"]
        return not any(one["offset"] < end and found["offset"] < one["offset"] + one["length"] for one in apart)

    return Marked(marked.text, [*marked.entities, *filter(free, noticed(marked.text, {}))])


def noticed(text: str, links: dict[str, str]) -> list[dict[str, Any]]:
    """Return the entities that Telegram finds in what a person wrote; `links` hides addresses under words."""
    entities: list[dict[str, Any]] = []
    for words, url in links.items():
        at = text.index(words)
        entities.append({"type": "text_link", "offset": units(text[:at]), "length": units(words), "url": url})
    for kind, begin, end in found_in(text):
        start = units(text[:begin])
        if any(one["offset"] <= start < one["offset"] + one["length"] for one in entities):
            continue
        entities.append({"type": kind, "offset": start, "length": units(text[begin:end])})
    return sorted(entities, key=lambda entity: int(entity["offset"]))
