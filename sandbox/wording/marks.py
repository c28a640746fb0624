"""A text with marks in place of its literals, one private-use character each. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sandbox.wording.lexicon import bounded
from sandbox.wording.traditional import simplified

FIRST_MARK = 0xE000
MARK = "[\ue000-\uefff]"
MARKS = re.compile(MARK)


@dataclass(slots=True)
class Literals:
    """The text with marks in place of its literals, and what each mark stands for: kind, value, original.

    `text` is what rules read, in simplified characters once `fold` was called; `typed` is the same, place by place, as
    it was typed.
    """

    text: str
    typed: str = ""
    found: list[tuple[str, Any, str]] = field(default_factory=list)

    def take(self, pattern: str | re.Pattern[str], make: Callable[[re.Match[str]], tuple[str, Any] | None]) -> None:
        """Replace every match that `make` accepts, but not what it has in a group called "before".

        Of a text that is to be shown, `make` gives the part of the match that holds it.
        """
        words = bounded(pattern) if isinstance(pattern, str) else pattern
        text, typed, end = "", "", 0
        for match in words.finditer(self.text):
            made = make(match)
            if made is None or len(self.found) >= 0xF00:
                continue
            kind, value = made
            start = match.end("before") if "before" in match.re.groupindex and match["before"] else match.start()
            if kind == "text":
                at = self.text.index(value, start)
                value = self.original(self.typed[at : at + len(value)]).strip()
            self.found.append((kind, value, self.original(self.typed[start : match.end()])))
            mark = chr(FIRST_MARK + len(self.found) - 1)
            text, typed, end = (
                f"{text}{self.text[end:start]}{mark}",
                f"{typed}{self.typed[end:start]}{mark}",
                match.end(),
            )
        self.text, self.typed = text + self.text[end:], typed + self.typed[end:]

    def change(self, changed: Callable[[str], str]) -> None:
        """Change the words beside the marks, both as they are read and as they were typed."""
        self.text, self.typed = changed(self.text), changed(self.typed)

    def fold(self) -> None:
        """Read traditional characters as simplified ones from here on."""
        self.text = simplified(self.text)

    def as_typed(self, piece: str) -> str:
        """A piece of the text with its literals, as it was typed."""
        at = self.text.find(piece)
        return self.original(piece if at < 0 else self.typed[at : at + len(piece)])

    def at(self, mark: str) -> tuple[str, Any, str]:
        """Kind, value and original of one mark."""
        return self.found[ord(mark) - FIRST_MARK]

    def original(self, text: str) -> str:
        """The text with its literals in place of their marks."""
        return MARKS.sub(lambda match: self.at(match[0])[2], text)

    def within(self, text: str) -> list[tuple[str, Any]]:
        """Kind and value of every mark in a piece of the text, in order."""
        return [self.at(match[0])[:2] for match in MARKS.finditer(text)]


def always(kind: str, value: Any) -> Callable[[re.Match[str]], tuple[str, Any]]:
    """For `take`: every match is of that kind and value."""
    return lambda _: (kind, value)
