"""The words of a text file by its bytes: which encoding it was written in, nobody says. Pure.

The detectors of packages guess among dozens of encodings, and take a few lines of Chinese for Korean and of French for
Polish. Text files that people send are Unicode, else what Windows wrote for Chinese or for Western Europe.
"""

from __future__ import annotations

import codecs
import itertools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

_MARKS: Final = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_WESTERN_MARKS: Final = frozenset("€‚„…‘’“”•–—™œŒŠšŽžŸ¡¿«»°©®§·ªº£¥")


def decoded(data: bytes) -> str:
    """Return the text of a file with line feeds alone as line ends; what no encoding explains is replaced by marks."""
    return _decoded(data).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if (wide := _without_mark(data)) is not None:
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # one torn character in a long text makes it no other encoding
        if error.start >= len(data) - 3 and not data[: error.start].isascii():
            return data.decode("utf-8", errors="ignore")
    likely = max(_COMMON, key=lambda encoding: _likelihood(data, encoding))
    if _likelihood(data, likely) > _likelihood_of_damage(data):
        return data.decode(likely)
    return data.decode("utf-8", errors="replace")


def _without_mark(data: bytes) -> str | None:
    """Return the UTF-16 of a text without a byte order mark: line ends and digits have an empty byte there."""
    evens, odds = data[::2].count(0), data[1::2].count(0)
    if max(evens, odds) * 10 < len(data) // 2:
        return None
    return "utf-16-le" if odds > evens else "utf-16-be"


def _likelihood(data: bytes, encoding: str) -> float:
    """Return how many of the characters beyond ASCII are common ones in this encoding, 0 to 1; −1: it is another."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    foreign = [letter for letter in text if not letter.isascii()]
    alone = 0
    if encoding == "cp1252":  # a letter with an accent stands between plain ones
        alone = sum(not one.isascii() and not other.isascii() for one, other in itertools.pairwise(text))
    return (sum(map(_COMMON[encoding], foreign)) - alone) / max(1, len(foreign))


def _likelihood_of_damage(data: bytes) -> float:
    """Return how much of the text beyond ASCII is UTF-8 all the same."""
    text = data.decode("utf-8", errors="replace")
    foreign = [letter for letter in text if not letter.isascii()]
    return sum(letter != "\ufffd" for letter in foreign) / max(1, len(foreign)) * 0.9


def _common_gb(letter: str) -> bool:
    """Whether GB 2312 has it among its marks or in its first level, the 3755 characters that are used most."""
    code = letter.encode("gb18030")
    return len(code) == 2 and code[1] >= 0xA1 and (code[0] <= 0xA9 or 0xB0 <= code[0] <= 0xD7)


def _common_big5(letter: str) -> bool:
    """Whether Big5 has it among its marks or in its first level, the 5401 characters that are used most."""
    return letter.encode("big5")[0] <= 0xC6


def _common_western(letter: str) -> bool:
    return letter in _WESTERN_MARKS or "À" <= letter <= "ÿ"


_COMMON: Final[dict[str, Callable[[str], bool]]] = {
    "gb18030": _common_gb,
    "big5": _common_big5,
    "cp1252": _common_western,
}
