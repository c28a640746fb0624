"""What somebody hid is hidden where a text of ours repeats it, in another case, width or script, or cut short. Pure."""

import html
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from core.words.han_characters import same_han
from core.words.spoilers import SPOILER, SWITCH, hidden

_MOST_PARTS: Final = 1_000  # so that a text is read in a short time, whatever was hidden
_SHORT_COLUMNS: Final = 2  # what is no wider, such as two letters or a Chinese character, stands in many other words
_HEAD: Final = 8  # letters of a part, by which one that is cut short is found
_LONGEST_CUT: Final = 300
_CUT: Final = "..."
_EDGES: Final = re.compile(r"^\W+|\W+$")
_MARKED_NAME: Final = re.compile(r"SPOILER\\?_(?:[^\W_]|[\\._-]+(?=[^\W_]))*")
_MARKS: Final = frozenset("*_~`\\")  # of Markdown, which may stand inside: "he **dies**"
_SAME: Final = str.maketrans("‘’“”´–—‑", "''\"\"'---")


class _Fold(dict[int, str]):
    """What a letter is compared as, by its number: without case, width and Traditional form; "": no letter."""

    def __missing__(self, number: int) -> str:
        letter = unicodedata.normalize("NFKC", chr(number).translate(_SAME)).casefold()
        if letter in _MARKS or unicodedata.category(chr(number)) == "Cf":
            letter = ""
        self[number] = found = " " if letter.isspace() else same_han(letter)
        return found


_FOLD: Final = _Fold()
_ENTITY: Final = re.compile(r"&(?:amp;)*?((?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)(?!amp;)")


def hide(text: str, parts: Iterable[str] = ()) -> str:
    """Return a text with everything hidden that is one of these parts, and the names of hidden files.

    What is only a syllable long is hidden where it stands as a word of its own; of a file it is the name that begins
    with `core.words.spoilers.SPOILER`. What is hidden in the text already stays as it is.
    """
    folded, places = _folded(text)
    repeated = _in_letters(folded, places, _repeated("".join(folded), parts))
    spans = [*repeated, *(one.span() for one in _MARKED_NAME.finditer(text))]
    switches = [at for at, letter in enumerate(text) if letter == SWITCH]
    pieces, at = [], 0
    for start, end in _joined(spans):
        if bisect_left(switches, start) % 2 == 0:
            pieces += [text[at:start], hidden(text[start:end])]
            at = end
    return "".join([*pieces, text[at:]])


def shown_name(name: str, parts: Iterable[str] = ()) -> str:
    """Return the name of a project as it is shown: hidden as a whole where it has the mark of a spoiler."""
    return hidden(name.removeprefix(SPOILER)) if name.startswith(SPOILER) else hide(name, parts)


def _repeated(whole: str, parts: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Return where a folded text repeats one of these parts."""
    heads: dict[str, list[str]] = {}
    for part in _folded_parts(parts):
        is_short = sum(1 + (unicodedata.east_asian_width(letter) in "WF") for letter in part) <= _SHORT_COLUMNS
        at = whole.find(part)
        while at >= 0:
            end = at + len(part)
            if not is_short or _is_word(whole, at, end):
                yield at, end
            at = whole.find(part, end)
        if len(part) > _HEAD:
            heads.setdefault(part[:_HEAD], []).append(part)
    if _CUT in whole:
        for head, longer in heads.items():
            yield from _cut_short(whole, head, sorted(longer))


def _folded_parts(parts: Iterable[str]) -> list[str]:
    """Return what is looked for: each part, and each of its lines, without what stands around its words."""
    lines = (one for part in parts for one in dict.fromkeys((_stem(part), *part.split("\n"))))
    folded = (" ".join("".join(_folded(one)[0]).split()) for one in lines)
    found = dict.fromkeys(_EDGES.sub("", one) or one for one in folded if any(map(_tells, one)))
    return list(found)[:_MOST_PARTS]


def _stem(part: str) -> str:
    """Return the name of a file without its ending, which is corrected or left out where it is shown."""
    return part.rpartition(".")[0] or part if part.startswith(SPOILER) else part


def _tells(letter: str) -> bool:
    """Whether a letter says something: a letter, a digit or a picture."""
    return letter.isalnum() or unicodedata.category(letter) == "So"


def _is_word(whole: str, start: int, end: int) -> bool:
    """Whether no other letters touch this part of a text."""
    before, after = whole[max(start - 1, 0) : start], whole[end : end + 1]
    return not (before.isalnum() and whole[start].isalnum()) and not (after.isalnum() and whole[end - 1].isalnum())


def _cut_short(whole: str, head: str, parts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Return where one of the parts that begin with a head is cut short and ends in "…"; they are sorted."""
    at = whole.find(head)
    while at >= 0:
        end = whole.find(_CUT, at, at + _LONGEST_CUT)
        if end >= 0 and _begins_one(whole[at:end].rstrip(), parts):
            yield at, end
        at = whole.find(head, at + _HEAD)


def _begins_one(words: str, parts: Sequence[str]) -> bool:
    """Whether one of these parts, which are sorted, begins with these words."""
    place = bisect_left(parts, words)
    return place < len(parts) and parts[place].startswith(words)


def _folded(text: str) -> tuple[list[str], list[int]]:
    """Return what each letter of a text is compared as, and where each stands; an HTML entity is one letter."""
    folded: list[str] = []
    places: list[int] = []
    at = 0
    for entity in [*_ENTITY.finditer(text), None]:
        start = entity.start() if entity else len(text)
        folded += [_FOLD[ord(letter)] for letter in text[at:start]]
        places += range(at, start)
        if entity:
            folded.append(html.unescape(f"&{entity[1]}").translate(_FOLD))
            places.append(start)
            at = entity.end()
    return folded, [*places, len(text)]


def _in_letters(
    folded: Sequence[str], places: Sequence[int], spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Return places of a folded text as places of the text; one letter may be folded to several, or to none."""
    starts = list(accumulate(map(len, folded), initial=0))
    for start, end in spans:
        yield places[bisect_right(starts, start) - 1], places[bisect_left(starts, end)]


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return these places in order, those that touch or overlap as one."""
    done: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if done and start <= done[-1][1]:
            done[-1] = (done[-1][0], max(end, done[-1][1]))
        else:
            done.append((start, end))
    return done
