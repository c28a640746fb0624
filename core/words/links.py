"""Links in what people type: found by where they end in real messages, Chinese punctuation included.

It finds words that look like links; whether one may be fetched is decided elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Final

_MEDIA: Final = r"(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)"
_STOP: Final = (
    r"\s<>\"'`“”‘’，。；：！？、）】》」』（【《「『\u3400-\u9fff\uff00-\uffef"  # no URL holds these unescaped
)
_LINK: Final = re.compile(
    rf"(?:https?|file|s?ftps?|smb)://[^{_STOP}]+"
    rf"|(?<![\w@/.:-])(?:[a-z0-9](?:[a-z0-9-]{{0,62}}\.))+[a-z]{{2,24}}(?::\d+)?/[^{_STOP}]*?\.{_MEDIA}\b(?:\?[^{_STOP}]*)?",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"[a-z]+://", re.IGNORECASE)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_TRAILING: Final = ".,;:!?*_~|"


@dataclass(frozen=True, slots=True)
class Link:
    """One link; `start` and `end` mark its place in the text, `url` always has a scheme."""

    url: str
    start: int
    end: int


def links(text: str) -> tuple[Link, ...]:
    """Every link in plain text, in order; without a scheme only what ends like a media file.

    Other schemes than http(s) are found too, so that whoever may not fetch them can say so.
    """
    found = []
    for match in _LINK.finditer(text):
        raw = trimmed(match[0])
        if raw.endswith("://"):
            continue
        url = raw if _SCHEME.match(raw) else f"https://{raw}"
        found.append(Link(url, match.start(), match.start() + len(raw)))
    return tuple(found)


def without_links(text: str) -> str:
    """The words around the links, joined by single spaces where a link stood."""
    rest, at = [], 0
    for link in links(text):
        rest.append(text[at : link.start])
        at = link.end
    if not rest:
        return text.strip()
    rest.append(text[at:])
    words = " ".join(part.strip() for part in rest)
    words = re.sub(r"[(\[<]\s*[)\]>]", " ", words)
    return re.sub(r"[ \t]{2,}", " ", words).strip(" \t\r\n,，;；、:：")


def trimmed(raw: str) -> str:
    """A link without the sentence's own punctuation; a bracket that was opened inside it stays."""
    while raw and (raw[-1] in _TRAILING or raw.count(raw[-1]) > raw.count(_PAIRS.get(raw[-1], raw[-1]))):
        raw = raw[:-1]
    return raw
