"""The core's small Markdown as text with spans, cut to the size of a message, and as the HTML that Telegram reads.

Pure. A text is cut before it becomes HTML, so that no cut can fall into a tag; lengths are counted in UTF-16 units,
as Telegram's clients do (Bot API, "Formatting options" and MessageEntity). Nothing of the text is ever markup.
"""

from dataclasses import dataclass
from html import escape
from itertools import pairwise
from typing import Final

from core.words.markup import (
    Bold,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Italic,
    Items,
    LinkTo,
    Node,
    Plain,
    Quote,
    parse,
)

TEXT_UNITS: Final = 4096
CAPTION_UNITS: Final = 1024
_SMALLEST_SHARE: Final = 4  # a cut that would leave less than a quarter is looked for at the next smaller mark
_BREAKS: Final = ("\n\n", "\n", " ")
_EMPTY: Final = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one tag; `value` is a link's address or a code block's language."""

    start: int
    end: int
    tag: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Styled:
    """Text and its spans, outer ones before inner ones."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def units(self) -> int:
        """How long Telegram finds it."""
        return units(self.text)

    @property
    def html(self) -> str:
        """The text as HTML."""
        opening: dict[int, list[str]] = {}
        closing: dict[int, list[str]] = {}
        for span in self.spans:
            opening.setdefault(span.start, []).append(_open(span))
            closing.setdefault(span.end, []).insert(0, _close(span))
        marks = sorted({0, len(self.text), *opening, *closing})
        pieces = list(closing.get(0, ())) + list(opening.get(0, ()))
        for before, at in pairwise(marks):
            pieces += [escape(self.text[before:at], quote=False), *closing.get(at, ()), *opening.get(at, ())]
        return "".join(pieces)

    def followed_by(self, other: "Styled") -> "Styled":
        """Return both, a blank line between them."""
        at = len(self.text) + 2
        moved = (Span(span.start + at, span.end + at, span.tag, span.value) for span in other.spans)
        return Styled(f"{self.text}\n\n{other.text}", (*self.spans, *moved))

    def part(self, start: int, end: int) -> "Styled":
        """Return a stretch of it without blanks around; a span that was cut goes on in both parts."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        kept = (
            Span(max(span.start, start) - start, min(span.end, end) - start, span.tag, span.value)
            for span in self.spans
            if span.start < end and span.end > start
        )
        return Styled(self.text[start:end], tuple(kept))


def styled(text: str) -> Styled:
    """Return Markdown of the small kind as text with spans; never empty, since an empty message is refused."""
    writer = _Writer()
    for number, node in enumerate(parse(text)):
        if number:
            writer.write("\n\n")
        writer.block(node)
    whole = writer.whole()
    trimmed = whole.part(0, len(whole.text))
    return trimmed if trimmed.text else Styled(_EMPTY)


def cut(whole: Styled, limit: int = TEXT_UNITS) -> list[Styled]:
    """Return it in parts of at most `limit` units: cut between paragraphs, else lines, else words, else anywhere."""
    parts = []
    start = 0
    while units(whole.text[start:]) > limit:
        end = _cut_at(whole, start, start + _fitting(whole.text[start:], limit))
        parts.append(whole.part(start, end))
        start = end
    parts.append(whole.part(start, len(whole.text)))
    return [part for part in parts if part.text]


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _fitting(text: str, limit: int) -> int:
    """Return how many letters of it fit."""
    used = 0
    for at, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > limit:
            return at
    return len(text)


def _cut_at(whole: Styled, start: int, end: int) -> int:
    least = start + (end - start) // _SMALLEST_SHARE
    for mark in _BREAKS:
        at = whole.text.rfind(mark, least, end + len(mark))
        while at > least:
            if not any(span.start < at < span.end for span in whole.spans):
                return at
            at = whole.text.rfind(mark, least, at)
    outside = min((span.start for span in whole.spans if span.start < end < span.end), default=end)
    return outside if outside > start else _inside(whole.text, start, end)


def _inside(text: str, start: int, end: int) -> int:
    """Return where to cut a span that is longer than a message: at a line or a word of it where there is one."""
    for mark in _BREAKS[1:]:
        if (at := text.rfind(mark, start + 1, end)) > start:
            return at
    return end


class _Writer:
    """Collects text and spans as the nodes are walked."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._spans: list[Span | None] = []
        self._open: list[str] = []

    def whole(self) -> Styled:
        return Styled("".join(self._pieces), tuple(span for span in self._spans if span is not None))

    def write(self, text: str) -> None:
        self._pieces.append(text)
        self._length += len(text)

    def block(self, node: Node) -> None:
        match node:
            case CodeBlock(text=text, language=language):
                self._plain_within("pre", text, language)
            case Items(items=items):
                for number, item in enumerate(items):
                    self.write(f"{chr(10) if number else ''}{'  ' * item.depth}{item.marker} ")
                    self._inlines(item.children)
            case Heading(children=children):
                self._within("b", children)
            case Quote(children=children):
                self._within("blockquote", children)
            case _:
                self._inlines(node.children)

    def _inlines(self, children: tuple[Inline, ...]) -> None:
        for child in children:
            match child:
                case Plain(text=text):
                    self.write(text)
                case Code(text=text):
                    self._plain_within("code", text)
                case Bold(children=inner):
                    self._within("b", inner)
                case Italic(children=inner):
                    self._within("i", inner)
                case LinkTo(url=url, children=inner):
                    self._within("a", inner, url)

    def _within(self, tag: str, children: tuple[Inline, ...], value: str = "") -> None:
        if tag in self._open:
            self._inlines(children)  # Telegram does not nest a tag in itself
            return
        self._open.append(tag)
        place, start = self._begin()
        self._inlines(children)
        self._end(place, Span(start, self._length, tag, value))
        self._open.pop()

    def _plain_within(self, tag: str, text: str, value: str = "") -> None:
        place, start = self._begin()
        self.write(text)
        if not self._open:  # code is part of no other entity (Bot API, "Formatting options")
            self._end(place, Span(start, self._length, tag, value))

    def _begin(self) -> tuple[int, int]:
        """Keep a place in front of the spans inside: outer ones come first."""
        self._spans.append(None)
        return len(self._spans) - 1, self._length

    def _end(self, place: int, span: Span) -> None:
        if span.end > span.start:
            self._spans[place] = span


def _open(span: Span) -> str:
    if span.tag == "a":
        return f'<a href="{escape(span.value)}">'
    if span.tag == "pre" and span.value:
        return f'<pre><code class="language-{escape(span.value)}">'
    return f"<{span.tag}>"


def _close(span: Span) -> str:
    return "</code></pre>" if span.tag == "pre" and span.value else f"</{span.tag}>"
