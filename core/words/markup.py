"""The backend's Markdown as a small tree that each platform renders in its own format.

Any text parses. Only http(s) URLs become links, and HTML tags are plain text. A table becomes a line for each row.
"""

import re
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import Final

from core.words.character_references import decoded, with_line_breaks
from core.words.links import trimmed
from core.words.spoilers import SWITCH, with_switches
from core.words.tables import table_at


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without formatting; its line breaks are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A span of code, as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """Strong text."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Italic:
    """Emphasised text."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Struck:
    """Text that is struck through."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Spoiler:
    """Text that is hidden until somebody opens it; it may have several lines."""

    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class LinkTo:
    """A link; `url` is http(s)."""

    url: str
    children: tuple["Inline", ...]


Inline = Plain | Code | Bold | Italic | Struck | Spoiler | LinkTo


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, level 1 to 6."""

    level: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines of code, as they are."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One list item; `depth` counts from 0, `marker` is "•" or "1." as written."""

    marker: str
    depth: int
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, nested ones as deeper items."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Quoted lines."""

    children: tuple[Inline, ...]


Node = Paragraph | Heading | CodeBlock | Items | Quote

_FENCE: Final = re.compile(r"[ ]{0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]{0,40})[^`]*")  # a longer name is no language's
_HEADING: Final = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(\S.*)")
_ITEM: Final = re.compile(r"([ \t]*)(?:([-*+•])|(\d{1,4})[.)])[ \t]+(\S.*)")
_QUOTE: Final = re.compile(r"[ ]{0,3}>[ \t]?(.*)")
_SWITCHED_BLOCK: Final = re.compile(rf"([ \t]*)({SWITCH})[ \t]*((?:#{{1,6}}|[-*+•]|\d{{1,4}}[.)])[ \t]+|>[ \t]?)")
_BEHIND_ITS_MARK: Final = r"\1\3\2"
_DEEP: Final = 6
_RULE: Final = "─" * 10
_RULED: Final = 3  # the fewest marks of a rule
_CELLS: Final = " · "
_EMPTY: Final = "–"

_SPAN: Final = re.compile(  # no address holds the switch of a spoiler, \ue010
    r"\\(?P<escaped>[\\`*_{}\[\]()#+\-.!|~>])"
    r"|(?P<ticks>`{1,3})(?P<code>[^`\n]+?)(?P=ticks)(?!`)"
    r"|!?\[(?P<label>(?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){0,500})\]\((?P<url>https?://[^\s()<>\ue010]{1,2000}(?:\([^\s()<>\ue010]{0,200}\)[^\s()<>\ue010]{0,500})?)"
    r"(?:[ ]+\"[^\"\n]{0,200}\")?\)"
    r"|<?(?P<bare>https?://[^\s<>\"'`*\ue010，。；：！？、）】》」』\u4e00-\u9fff]{1,2000})>?"
    r"|(?P<strong>(?<!\*)\*\*(?!\*\*)|(?<!_)__(?!__))(?=\S)(?P<bold>[^\n]{1,600}?)(?<=\S)(?P=strong)(?!\*)"
    r"|~~(?=[^\s~])(?P<struck>[^~\n]{1,600}?)(?<=\S)~~(?!~)"
    r"|(?P<star>\*)(?=[^\s*])(?P<italic>[^*\n]{1,600}?)(?<=\S)\*"
    r"|(?<![\w_])_(?=[^\s_])(?P<under>[^_\n]{1,600}?)(?<=\S)_(?![\w_])"
)

_FORMATS: Final[dict[str, type[Bold | Italic | Struck]]] = {
    "bold": Bold,
    "italic": Italic,
    "under": Italic,
    "struck": Struck,
}


def parse(text: str) -> tuple[Node, ...]:
    """Return the blocks of a text, in order."""
    return _Blocks(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")).nodes()


def plain(text: str) -> str:
    """Return the text without formatting; a link gives its label, and its URL when that differs."""
    return "\n\n".join(_plain_block(node) for node in parse(text))


@dataclass(frozen=True, slots=True)
class _Fence:
    """Lines `start` to before `end` are code, with the lines around it."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines `start` to before `end` are a table."""

    start: int
    end: int
    rows: list[list[str]]


def _regions(lines: list[str]) -> list[_Fence | _Table]:
    """Return the parts of a text that are read as a whole, in order; every other line is read by itself."""
    found: list[_Fence | _Table] = []
    at = 0
    while at < len(lines):
        if opening := _FENCE.fullmatch(lines[at]):
            end = at + 1
            while end < len(lines) and not lines[end].strip().startswith(opening[1]):
                end += 1
            found.append(_Fence(at, end + 1))
        elif rows := table_at(lines, at):
            found.append(_Table(at, at + len(rows) + 1, rows))
        at = found[-1].end if found and found[-1].start == at else at + 1
    return found


class _Blocks:
    """One pass over the lines; an open block ends where a line of another kind begins.

    A spoiler that several blocks share is one of its own in each of them.
    """

    def __init__(self, lines: list[str]) -> None:
        self._regions = {region.start: region for region in _regions(lines)}
        kept = {at for one in self._regions.values() for at in range(one.start, one.end)}
        self._lines = with_switches(lines, kept)
        self._done: list[Node] = []
        self._open: list[str] = []
        self._quote: list[str] = []
        self._items: list[Item] = []
        self._hidden = False

    def nodes(self) -> tuple[Node, ...]:
        at = 0
        while at < len(self._lines):
            match self._regions.get(at):
                case None:
                    self._line(self._lines[at])
                    at += 1
                case _Fence(end=end):
                    self._fenced(self._lines[at:end])
                    at = end
                case _Table(end=end, rows=rows):
                    self._table(rows)
                    at = end
        self._flush()
        return tuple(self._done)

    def _fenced(self, lines: list[str]) -> None:
        self._flush()
        opening = _FENCE.fullmatch(lines[0])
        mark, language = (opening[1], opening[2]) if opening else ("", "")
        inside = lines[1:-1] if len(lines) > 1 and lines[-1].strip().startswith(mark) else lines[1:]
        text = "\n".join(inside)
        if self._hidden or SWITCH in text:  # code is hidden on no platform
            self._done.append(Paragraph((Spoiler((Plain(text.replace(SWITCH, "")),)),)))
        else:
            self._done.append(CodeBlock(text, language))

    def _table(self, rows: list[list[str]]) -> None:
        """Add a table as a line for each row: a chat has no columns, and its screens are narrow."""
        self._flush()
        head, *body = [_CELLS.join(cell or _EMPTY for cell in with_switches(row)) for row in rows]
        if any(rows[0]):
            self._done.append(Paragraph((Bold(self._inline(head)),)))
        self._done.append(Items(tuple(Item("•", 0, self._inline(row)) for row in body)))

    def _line(self, line: str) -> None:
        switched = _SWITCHED_BLOCK.match(line)
        moved = f"{switched.expand(_BEHIND_ITS_MARK)}{line[switched.end() :]}" if switched else line
        if not line.replace(SWITCH, "").strip():
            self._flush()
            self._hidden ^= line.count(SWITCH) % 2 == 1
        elif _underlines(line) and len(self._open) == 1:
            title, self._open = self._open[0], []
            self._done.append(Heading(1 if "=" in line else 2, self._inline(title)))
        elif _is_rule(line):
            self._flush()
            self._done.append(Paragraph((Plain(_RULE),)))
        elif found := _HEADING.fullmatch(moved):
            self._flush()
            self._done.append(Heading(len(found[1]), self._inline(_without_closing(found[2]))))
        elif found := _ITEM.fullmatch(moved):
            self._item(found)
        elif found := _QUOTE.fullmatch(moved):
            self._keep_only(self._quote)
            self._quote.append(found[1])
        else:
            self._keep_only(self._open)
            self._open.append(line.strip())

    def _item(self, found: re.Match[str]) -> None:
        self._keep_only(self._items)
        depth = min(len(found[1].replace("\t", "    ")) // 2, _DEEP)
        marker = f"{found[3]}." if found[3] else "•"
        self._items.append(Item(marker, depth, self._inline(found[4].rstrip())))

    def _keep_only(self, kept: list[str] | list[Item]) -> None:
        if any(waiting and waiting is not kept for waiting in (self._open, self._quote, self._items)):
            self._flush()

    def _flush(self) -> None:
        if self._open:
            self._done.append(Paragraph(self._inline("\n".join(self._open))))
        if self._quote:
            self._done.append(Quote(self._inline("\n".join(self._quote))))
        if self._items:
            self._done.append(Items(tuple(self._items)))
        self._open, self._quote, self._items = [], [], []

    def _inline(self, text: str) -> tuple[Inline, ...]:
        nodes = _inline(text)
        if SWITCH in text or self._hidden:
            nodes, self._hidden = _with_spoilers(nodes, hidden=self._hidden)
        return nodes


def _with_spoilers(nodes: tuple[Inline, ...], *, hidden: bool) -> tuple[tuple[Inline, ...], bool]:
    """Return the nodes with what stands between two switches in spoilers, and whether one is open behind them.

    `hidden`: one is open before them.
    """
    parts: list[tuple[bool, Inline]] = []
    for node in nodes:
        more, hidden = _parts(node, hidden=hidden)
        parts += more
    done: list[Inline] = []
    for is_hidden, run in groupby(parts, key=itemgetter(0)):
        inside = tuple(node for _, node in run)
        done += [Spoiler(inside)] if is_hidden else inside
    return tuple(done), hidden


def _parts(node: Inline, *, hidden: bool) -> tuple[list[tuple[bool, Inline]], bool]:
    """Return the parts of a node, each with whether it is hidden; arguments and result as of `_with_spoilers`."""
    match node:
        case Plain(text) | Code(text) if SWITCH in text:
            pieces = text.split(SWITCH)
            parts = [(hidden ^ (number % 2 == 1), Plain(piece)) for number, piece in enumerate(pieces) if piece]
            return list(parts), hidden ^ (len(pieces) % 2 == 0)
        case Plain() | Code() | Spoiler():
            return [(hidden, node)], hidden
        case _:
            children, after = _with_spoilers(node.children, hidden=hidden)
            if children == (Spoiler(node.children),):
                return [(True, node)], after
            return [(False, replace(node, children=children))] if children else [], after


def _is_rule(line: str) -> bool:
    marks = line.replace(" ", "").replace("\t", "")
    return len(marks) >= _RULED and marks[0] in "-*_" and marks == marks[0] * len(marks)


def _underlines(line: str) -> bool:
    """Whether a line under a single line of text makes a heading of that."""
    marks = line.strip()
    return len(marks) >= _RULED and marks[0] in "=-" and marks == marks[0] * len(marks)


def _without_closing(heading: str) -> str:
    """Return a heading without the marks that may close it: "Title ##"."""
    words = heading.rstrip(" \t")
    bare = words.rstrip("#")
    return bare.rstrip(" \t") if bare.endswith((" ", "\t")) else words


def _inline(text: str, depth: int = 0) -> tuple[Inline, ...]:
    if depth >= _DEEP:
        return (Plain(_read(text)),)
    nodes: list[Inline] = []
    at = 0
    for found in _SPAN.finditer(text):
        _add(nodes, _read(text[at : found.start()]))
        if found["bare"] and not found[0].startswith("<"):
            at = found.start() + _bare(nodes, found["bare"])
            continue
        node = _span(found, depth)
        if isinstance(node, Plain):
            _add(nodes, node.text)
        else:
            nodes.append(node)
        at = found.end()
    _add(nodes, _read(text[at:]))
    return tuple(nodes)


def _read(text: str) -> str:
    parts = (decoded(with_line_breaks(part)).replace(SWITCH, "") for part in text.split(SWITCH))  # "&#xe010;" is none
    return SWITCH.join(parts)


def _bare(nodes: list[Inline], raw: str) -> int:
    """Add a bare link, without the punctuation after it, and return how many characters it took."""
    url = trimmed(raw)
    if len(url) > len("https://"):
        nodes.append(LinkTo(decoded(url), (Plain(decoded(url)),)))
    else:
        _add(nodes, url)
    return len(url)


def _add(nodes: list[Inline], text: str) -> None:
    """Add plain text; next to plain text it is joined to one node."""
    if not text:
        return
    if nodes and isinstance(before := nodes[-1], Plain):
        nodes[-1] = Plain(before.text + text)
    else:
        nodes.append(Plain(text))


def _span(found: re.Match[str], depth: int) -> Inline:
    parts = found.groupdict()
    if parts["escaped"]:
        return Plain(parts["escaped"])
    if parts["code"]:
        return Code(parts["code"])
    if url := decoded(parts["url"] or parts["bare"] or ""):
        return LinkTo(url, _inline(parts["label"], depth + 1) if parts["label"] else (Plain(url),))
    kind, inner = next((kind, parts[name]) for name, kind in _FORMATS.items() if parts[name])
    return kind(_inline(inner, depth + 1))


def _plain_block(node: Node) -> str:
    match node:
        case CodeBlock(text=text):
            return text
        case Items(items=items):
            return "\n".join(f"{'  ' * one.depth}{one.marker} {_plain_inline(one.children)}" for one in items)
        case _:
            return _plain_inline(node.children)


def _plain_inline(children: tuple[Inline, ...]) -> str:
    return "".join(_plain_span(child) for child in children)


def _plain_span(node: Inline) -> str:
    match node:
        case Plain(text=text) | Code(text=text):
            return text
        case LinkTo(url=url, children=children):
            words = _plain_inline(children)
            return words if words == url else f"{words} ({url})"
        case _:
            return _plain_inline(node.children)
