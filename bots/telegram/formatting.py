"""The core's Markdown as text with spans, split to the size of a message, and as Telegram's HTML. Pure.

A text is split before it becomes HTML, so that no tag can be cut in two. Lengths are UTF-16 units, as Telegram's
clients count them (Bot API, "Formatting options" and MessageEntity). The text is escaped: it never becomes markup, and
nothing in it becomes a mention or a link that was not meant as one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Final

from bots.telegram.autolinks import autolinks
from core.words.clean import is_invisible
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
    Spoiler,
    Struck,
    parse,
)

TEXT_UNITS: Final = 4096  # Bot API, sendMessage; Telegram counts after it has read the markup
CAPTION_UNITS: Final = 1024  # Bot API, sendVideo
# Spans of a message; Telegram's server leaves the format of any more out without a word (reported by many bots, in no
# documentation), so that a spoiler would be shown, and a name would become a mention.
MOST_SPANS: Final = 100
_SMALLEST_SHARE: Final = 4  # a break that would leave less than a quarter is searched at the next smaller kind
_BREAKS: Final = ("\n\n", "\n", " ")
_EMPTY: Final = "…"
_JOINER: Final = "\u2060"
_APART: Final = frozenset({"a", "code", "pre"})
_CLOSED: Final = frozenset({"blockquote", "tg-spoiler"})


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text in one tag, from `start` to `end` in characters; `value`: a link's URL, a code's language."""

    start: int
    end: int
    tag: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class FormattedText:
    """Text and its spans, outer ones before inner ones."""

    text: str
    spans: tuple[Span, ...] = ()

    @property
    def units(self) -> int:
        """The length as Telegram counts it, in UTF-16 units."""
        return utf16_units(self.text)

    @property
    def html(self) -> str:
        """The text as HTML (Bot API, "HTML style")."""
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

    def followed_by(self, other: "FormattedText") -> "FormattedText":
        """Return both texts with a blank line between them."""
        at = len(self.text) + 2
        moved = (Span(span.start + at, span.end + at, span.tag, span.value) for span in other.spans)
        return FormattedText(f"{self.text}\n\n{other.text}", (*self.spans, *moved))

    def part(self, start: int, end: int) -> "FormattedText":
        """Return a part without white space around it; a span that is cut in two stands in both parts."""
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        kept = (
            Span(max(span.start, start) - start, min(span.end, end) - start, span.tag, span.value)
            for span in self.spans
            if span.start < end and span.end > start
        )
        return FormattedText(self.text[start:end], tuple(kept))


def formatted(text: str) -> FormattedText:
    """Return Markdown of the core's kind as text with spans; never empty, since Telegram refuses an empty message."""
    writer = _Writer()
    for number, node in enumerate(parse(text)):
        if number:
            writer.write("\n\n")
        writer.block(node)
    whole = without_found_links(writer.whole())
    trimmed = whole.part(0, len(whole.text))
    return FormattedText(_EMPTY) if is_invisible(trimmed.text) else trimmed


def without_found_links(whole: FormattedText) -> FormattedText:
    """Return the text so that Telegram finds no mention, link or the like in it; links that were meant stay.

    What it would find becomes code, in which it looks for nothing, and which is copied as it is. In a quotation or a
    spoiler there may be no code, and a host in Han letters begins nowhere ("我剪了旅行.mov"): there a word joiner,
    which nobody sees, breaks it.
    """
    apart, closed = _Ranges(whole.spans, _APART), _Ranges(whole.spans, _CLOSED)
    code: list[Span] = []
    breaks: list[int] = []
    for found in autolinks(whole.text):
        if apart.touch(found.start, found.end):
            continue
        if found.spread or closed.touch(found.start, found.end):
            breaks += found.breaks
        else:
            code.append(Span(found.start, found.end, "code"))
    return _broken(replace(whole, spans=_with_code(whole.spans, code)), breaks) if code or breaks else whole


class _Ranges:
    """The ranges of the spans with some tags; none of them lies in another."""

    def __init__(self, spans: Sequence[Span], tags: Collection[str]) -> None:
        ranges = sorted((span.start, span.end) for span in spans if span.tag in tags)
        self._starts = [start for start, _ in ranges]
        self._ends = [end for _, end in ranges]

    def touch(self, start: int, end: int) -> bool:
        """Whether one of them has a character in common with this range."""
        after = bisect_left(self._starts, end)
        return after > 0 and self._ends[after - 1] > start


def _with_code(spans: Sequence[Span], code: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans with code among them; those that would hold code end before it and begin again after it."""
    cut: list[Span] = [*code]
    for span in spans:
        start = span.start
        first = bisect_left(code, span.start, key=lambda one: one.end)
        for one in code[first : bisect_left(code, span.end, key=lambda one: one.start)]:
            cut.append(replace(span, start=start, end=max(one.start, start)))
            start = one.end
        cut.append(replace(span, start=min(start, span.end)))
    return tuple(sorted((span for span in cut if span.end > span.start), key=lambda span: (span.start, -span.end)))


def _broken(whole: FormattedText, breaks: Sequence[int]) -> FormattedText:
    """Return the text with a word joiner at each of these places."""
    pieces = [whole.text[start:end] for start, end in pairwise([0, *breaks, len(whole.text)])]
    moved = (
        replace(span, start=span.start + bisect_right(breaks, span.start), end=span.end + bisect_left(breaks, span.end))
        for span in whole.spans
    )
    return FormattedText(_JOINER.join(pieces), tuple(moved))


def split(whole: FormattedText, limit: int = TEXT_UNITS, most_spans: int = MOST_SPANS) -> list[FormattedText]:
    """Return parts of at most `limit` units and `most_spans` spans.

    They are split between paragraphs, else lines, else words, else anywhere.
    """
    parts = []
    start, spans = 0, whole.spans
    while (end := _farthest(whole.text, spans, start, limit, most_spans)) < len(whole.text):
        end = _split_at(whole.text, spans[: most_spans + 1], start, end)
        parts.append(whole.part(start, end))
        start, spans = end, tuple(span for span in spans if span.end > end)
    parts.append(whole.part(start, len(whole.text)))
    return [part for part in parts if not is_invisible(part.text)]


def _farthest(text: str, spans: Sequence[Span], start: int, limit: int, most_spans: int) -> int:
    """Return where a part that begins at `start` has to end at the latest; `spans` are those that end behind it."""
    end = start + _letters_in(text[start : start + limit], limit)
    return end if len(spans) <= most_spans else min(end, max(spans[most_spans].start, start + 1))


def utf16_units(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _letters_in(text: str, limit: int) -> int:
    """Return how many characters fit into `limit` units."""
    used = 0
    for at, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > limit:
            return at
    return len(text)


def _split_at(text: str, spans: Sequence[Span], start: int, end: int) -> int:
    """Return where to end the part that begins at `start` and reaches `end` at most; outside spans where it can."""
    least = start + (end - start) // _SMALLEST_SHARE
    for mark in _BREAKS:
        at = text.rfind(mark, least, end + len(mark))
        while at > least:
            if not any(span.start < at < span.end for span in spans):
                return at
            at = text.rfind(mark, least, at)
    outside = min((span.start for span in spans if span.start < end < span.end), default=end)
    return outside if outside > start else _inside(text, start, end)


def _inside(text: str, start: int, end: int) -> int:
    """Return where to split a span that is longer than a message: at a line or a word where there is one."""
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

    def whole(self) -> FormattedText:
        return FormattedText("".join(self._pieces), tuple(span for span in self._spans if span is not None))

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
                case Struck(children=inner):
                    self._within("s", inner)
                case Spoiler(children=inner):
                    self._within("tg-spoiler", inner)
                case LinkTo(url=url, children=inner):
                    self._within("a", inner, url)

    def _within(self, tag: str, children: tuple[Inline, ...], value: str = "") -> None:
        if tag in self._open:
            self._inlines(children)  # Telegram does not nest a tag in itself
            return
        self._open.append(tag)
        position, start = self._begin()
        self._inlines(children)
        self._end(position, Span(start, self._length, tag, value))
        self._open.pop()

    def _plain_within(self, tag: str, text: str, value: str = "") -> None:
        position, start = self._begin()
        self.write(text)
        if not self._open:  # code is part of no other entity (Bot API, "Formatting options")
            self._end(position, Span(start, self._length, tag, value))

    def _begin(self) -> tuple[int, int]:
        """Reserve a position in front of the inner spans: outer ones come first."""
        self._spans.append(None)
        return len(self._spans) - 1, self._length

    def _end(self, position: int, span: Span) -> None:
        if span.end > span.start:
            self._spans[position] = span


def _open(span: Span) -> str:
    if span.tag == "a":
        return f'<a href="{escape(span.value)}">'
    if span.tag == "pre" and span.value:
        return f'<pre><code class="language-{escape(span.value)}">'
    return f"<{span.tag}>"


def _close(span: Span) -> str:
    return "</code></pre>" if span.tag == "pre" and span.value else f"</{span.tag}>"
