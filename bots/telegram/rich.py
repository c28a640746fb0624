"""The words of a rich message, which bots send: the library does not decode it yet. Pure.

Bot API, RichMessage: blocks hold blocks, cells and texts; a text is a string, a list of texts, or an object around one.
"""

from collections.abc import Iterator
from typing import Any, Final

from core.words.spoilers import SWITCH

_TEXTS: Final = ("label", "text", "summary", "caption", "credit", "expression", "alternative_text", "url")
"""Where a block or a text has words, in the order in which they are read."""
_PARTS: Final = ("blocks", "items", "cells")
_SHOWN_AGAIN: Final = object()


def rich_words(message: Any) -> str:
    """Return the words of a rich message, a line for each block; "": it is none, or has none."""
    lines = (" ".join("".join(_texts(block)).split()) for block in _blocks(message))
    return "\n".join(line for line in lines if line)


def _blocks(message: Any) -> Iterator[dict[str, Any]]:
    """Return every block, those in others behind them; without recursion, for it may be nested deeply."""
    waiting = [message]
    while waiting:
        match waiting.pop():
            case dict() as block:
                yield block
                waiting += [block[name] for name in reversed(_PARTS) if name in block]
            case list() as several:
                waiting += reversed(several)


def _texts(block: dict[str, Any]) -> Iterator[str]:
    """Return the strings in the texts of one block; the address of a link stands behind its words.

    What is hidden (Bot API, RichTextSpoiler) is marked as such.
    """
    waiting, spoilers = _words_of(block), 0
    while waiting:
        match waiting.pop():
            case str() as words:
                yield words
            case list() as several:
                waiting += reversed(several)
            case dict() as text:
                if text.get("type") == "spoiler":
                    spoilers += 1
                    if spoilers == 1:
                        yield SWITCH
                    waiting.append(_SHOWN_AGAIN)
                waiting += _words_of(text)
            case end if end is _SHOWN_AGAIN:
                spoilers -= 1
                if spoilers == 0:
                    yield SWITCH


def _words_of(part: dict[str, Any]) -> list[Any]:
    """Return what in a part holds words, the first last."""
    found = [part[name] for name in _TEXTS if name in part]
    if "url" in part:  # behind the words that it stands under, unless they show it
        found[-1:] = [] if part["url"] == part.get("text") else [" ", part["url"]]
    return found[::-1]
