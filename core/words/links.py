"""Links in messages, with and without a scheme, between words of any script.

This module finds what looks like a link, and what its place in the words tells; `core.media.urls` and
`core.media.fetch` decide whether it may be fetched.
"""

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final
from urllib.parse import unquote, urlsplit

from core.words.captions import ENDINGS
from core.words.quotes import QUOTED
from core.words.spoilers import SWITCH

_MEDIA: Final = r"(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac)"
_FILE: Final = rf"(?:{_MEDIA}|{'|'.join(ending[1:] for ending in ENDINGS)})"
_STOP: Final = (
    r"\s<>\"'`“”„‘’«»，。；：！？、）】》」』（【《「『\u3400-\u9fff\ue010\uff00-\uffef"  # no URL holds these unescaped
)
_LINK: Final = re.compile(
    rf"(?:https?|file|s?ftps?|smb)://[^{_STOP}]+"
    rf"|(?<![\w@/.:-])(?:[a-z0-9](?:[a-z0-9-]{{0,62}}\.))+[a-z]{{2,24}}(?::\d+)?/(?:[^{_STOP}.]{{0,200}}+\.(?!{_FILE}\b)){{0,20}}[^{_STOP}.]{{0,200}}+\.{_FILE}\b(?:\?[^{_STOP}]*)?",
    re.IGNORECASE,
)
_SCHEME: Final = re.compile(r"[a-z]+://", re.IGNORECASE)
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}
_BRACKETS: Final = {"(": ")", "[": "]", "<": ">", SWITCH: SWITCH}
_TRAILING: Final = ".,;:!?*_~|"
_MEDIA_PATH: Final = re.compile(rf"\.{_MEDIA}", re.IGNORECASE)
_MOST_BARE_WORDS: Final = 4
_WORD: Final = re.compile(r"[\u3400-\u9fff]{1,2}|[^\W\u3400-\u9fff]+")
# Where words like these stand, an address is a thing to show, or what the video is about, and not the video.
_SHOWN: Final = re.compile(
    r"\b(?:ads?|advert\w*|promo\w*|commercial|trailer|teaser|intro|outro|titles?|captions?|subtitles?|text|cards?"
    r"|credits|logo|watermark|banner|overlay|cta|qr|slogan|call|say\w*|writ\w*|show\w*|display\w*|put|visit|mention\w*"
    r"|urls?|web|website|site|page|shop|store|link|address|make|create|generate|produce|about|for|with|using|like)\b"
    r"|[字标標题題片]幕?[尾头頭]|文字|字幕|[标標][题題]|[广廣]告|宣[传傳]|[网網][址站页頁]|[链鏈連][接結]|地址|水印|二[维維][码碼]"
    r"|[显顯]示|[写寫]|生成|制作|製作|介[绍紹]|推[广廣]|商店",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Link:
    """One link; `start` and `end` are its position in the text, `url` always has a scheme.

    `quoted`: it stands between quotation marks, so that it is meant as a text. `hidden`: it stands in a spoiler.
    """

    url: str
    start: int
    end: int
    quoted: bool = False
    hidden: bool = False

    @property
    def is_media(self) -> bool:
        """Whether its path ends like a media file."""
        return _MEDIA_PATH.fullmatch(_ending(self.url)) is not None

    @property
    def names_file(self) -> bool:
        """Whether its path ends like a media file or one of subtitles."""
        return self.is_media or _ending(self.url).lower() in ENDINGS

    @property
    def is_web(self) -> bool:
        """Whether its scheme is http or https."""
        return self.url[:8].lower().startswith(("http://", "https://"))


def links(text: str) -> tuple[Link, ...]:
    """Return every link in a text, in order; one without a scheme only when it ends like a file.

    Links of other schemes than http(s) are found too, so that the person can be told that they are not supported.
    """
    found = []
    quotations = [match.span() for match in QUOTED.finditer(text)]
    switches = [at for at, letter in enumerate(text) if letter == SWITCH]
    for match in _LINK.finditer(text):
        raw = trimmed(match[0])
        if raw.endswith("://"):
            continue
        url = raw if _SCHEME.match(raw) else f"https://{raw}"
        start = match.start()
        before = bisect(quotations, (start, start)) - 1
        quoted = before >= 0 and start < quotations[before][1]
        found.append(Link(url, start, start + len(raw), quoted, bisect(switches, start) % 2 == 1))
    return tuple(found)


def is_bare(text: str, found: Sequence[Link]) -> bool:
    """Return whether these links are all that a text can be about: no words, or a few that name nothing else.

    "add music https://example.com/watch" means the video on that page; "add an end card with https://example.com", or
    a longer text, shows the address or is about it.
    """
    rest = without_links(text, found)
    if not rest or len(found) != 1:
        return bool(found) and not rest
    before, after = text[: found[0].start].strip(), text[found[0].end :].strip(" \t\r\n.!。！")
    return not (before and after) and is_about_links(text, found)


def is_clip(text: str) -> bool:
    """Return whether a text is nothing but one link whose path ends like a media file."""
    found = links(text)
    return len(found) == 1 and found[0].is_media and not found[0].quoted and not without_links(text, found)


def is_about_links(text: str, found: Sequence[Link]) -> bool:
    """Return whether words ask for something to be done with these links: they are few, and name nothing to show."""
    rest = without_links(text, found)
    return len(_WORD.findall(rest)) <= _MOST_BARE_WORDS and not _SHOWN.search(rest)


def without_links(text: str, taken: Sequence[Link] | None = None) -> str:
    """Return the text without some of its links, by default without all; a single space is in the place of each.

    Brackets around nothing but a link go with it; everything else stays as it is.
    """
    taken = links(text) if taken is None else taken
    if not taken:
        return text.strip()
    pieces = [text[: taken[0].start].rstrip()]
    for link, following in zip_longest(taken, taken[1:]):
        piece = text[link.end : following.start].strip() if following else text[link.end :].lstrip()
        if _BRACKETS.get(pieces[-1][-1:]) == piece[:1]:
            pieces[-1], piece = pieces[-1][:-1].rstrip(), piece[1:].lstrip()
        if piece:
            pieces.append(piece)
    return " ".join(piece for piece in pieces if piece).strip(" \t\r\n,，;；、:：")


def trimmed(raw: str) -> str:
    """Return a link without the punctuation of its sentence; a closing bracket that was opened inside it stays."""
    count = {bracket: raw.count(bracket) for pair in _PAIRS.items() for bracket in pair}
    end = len(raw)
    while end and ((last := raw[end - 1]) in _TRAILING or (last in _PAIRS and count[last] > count[_PAIRS[last]])):
        if last in _PAIRS:
            count[last] -= 1
        end -= 1
    return raw[:end]


def _ending(url: str) -> str:
    """Return the last dot of a link's path and what follows it."""
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return ""
    return path[path.rfind(".") :] if "." in path else ""
