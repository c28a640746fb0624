"""Whether a message is written in English or Chinese. Pure.

A text that is neither Chinese nor plain Latin words has the language that the platform or the person set.
"""

import re
from typing import Final, Literal

Language = Literal["en", "zh"]

API_LANGUAGE: Final[dict[Language, str]] = {"en": "en", "zh": "zh-CN"}
"""The `language` of a new session (NemoVideo skill text, "Create session")."""

_NOISE: Final = re.compile(
    r"https?://\S+|www\.\S+"  # links
    r"|^\s*/[a-z_]+(?:@\w+)?"  # a command is the same word in every language
    r"|<@!?\d+>|[@#]\w+"  # mentions and tags
    r"|(?<!\S)\S{1,200}\.(?:mp4|mov|avi|webm|mkv|jpe?g|png|gif|webp|mp3|wav|m4a|aac|txt|md)\b",
    re.IGNORECASE,
)
_QUOTED: Final = re.compile(r"\"[^\"]*\"|“[^“”]*”|「[^「」]*」|『[^『』]*』|《[^《》]*》|`[^`]*`")
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_KANA: Final = re.compile(r"[\u3041-\u30ff\u31f0-\u31ff]")
_LATIN: Final = re.compile(r"(?<![\w'])[A-Za-z\u00c0-\u024f']{2,}(?![\w])")
_EVERYWHERE: Final = frozenset({"ok", "okay", "bgm", "vlog", "mp", "hd", "diy"})
"""Words people of both languages type; they say nothing about the language."""

_ENOUGH: Final = 2_000  # a script tells its language long before it ends

_HAN_PER_WORD: Final = 3
"""An English sentence may name a Chinese title; so many Latin words a Han character make it English."""


def language_of(text: str, fallback: Language, *, kanji: bool = False) -> Language:
    """Return the language of a message: Han script is Chinese, plain Latin words are English, else the fallback.

    `kanji`: its writer reads Japanese, so that Han script says nothing.
    """
    words = _NOISE.sub(" ", text[:_ENOUGH])
    return _plain(_QUOTED.sub(" ", words), kanji=kanji) or _plain(words, kanji=kanji) or fallback


def _plain(text: str, *, kanji: bool) -> Language | None:
    if _KANA.search(text):
        return None
    han = 0 if kanji else len(_HAN.findall(text))
    latin = [word for word in _LATIN.findall(text) if word.lower() not in _EVERYWHERE]
    if han:
        return "en" if len(latin) >= _HAN_PER_WORD * han else "zh"
    return "en" if latin else None


def from_locale(tag: str | None) -> Language | None:
    """Return the language of a locale tag such as `en-US`, `zh_CN` or `zh-Hant-TW`, or None for any other language."""
    match _primary(tag):
        case "en":
            return "en"
        case "zh":
            return "zh"
        case _:
            return None


def writes_kanji(tag: str | None) -> bool:
    """Return whether a locale tag such as `ja` or `ja-JP` is of a language that is written in Han script too."""
    return _primary(tag) == "ja"


def _primary(tag: str | None) -> str:
    """Return the language subtag."""
    return (tag or "").strip().lower().replace("_", "-").partition("-")[0].partition(".")[0].partition("@")[0]
