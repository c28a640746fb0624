"""Links in messages, with and without a scheme, between words of any script.

This module finds what looks like a link; `core.media.urls` and `core.media.fetch` decide whether it may be fetched.
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
    """One link; `start` and `end` are its position in the text, `url` always has a scheme."""

    url: str
    start: int
    end: int


def links(text: str) -> tuple[Link, ...]:
    """Return every link in a text, in order; one without a scheme only when it ends like a media file.

    Links of other schemes than http(s) are found too, so that the person can be told that they are not supported.
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
    """Return the text without its links, with a single space in the place of each."""
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
    """Return a link without the punctuation of its sentence; a closing bracket that was opened inside it stays."""
    while raw and (raw[-1] in _TRAILING or raw.count(raw[-1]) > raw.count(_PAIRS.get(raw[-1], raw[-1]))):
        raw = raw[:-1]
    return raw
