"""Text of ours and of the backend as Discord's Markdown, in pieces that each fit a message.

Pure. Plain text stays plain text: every character with a meaning for Discord is escaped, a link always shows its
address, and no text becomes a mention.
"""

import re
import unicodedata
from typing import Final, assert_never

from core.words.markup import (
    Bold,
    Code,
    CodeBlock,
    Heading,
    Inline,
    Italic,
    Item,
    Items,
    LinkTo,
    Node,
    Paragraph,
    Plain,
    Quote,
    Spoiler,
    Struck,
    parse,
)

MAX_CHARACTERS: Final = 2000
"""Characters of a bot's message (Discord developer documentation, "Create Message")."""

_MARKUP: Final = re.compile(
    r"[\\*_~|`]|<(?=[@#:/]|a:|t:|id:)|\](?=\()|(?m:^[ \t]*(?:[#>-]|\d+(?=[.)])))", re.IGNORECASE
)
_FENCE: Final = "```"
_HIDDEN: Final = "||"
_MARKS: Final[dict[type, str]] = {Bold: "**", Italic: "*", Struck: "~~"}
_CODE: Final = re.compile(r"(?<!`)(`{1,3})(?!`)[^`\n]+\1")
_JOINER: Final = "\u200d"
_SKIN_TONES: Final = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_LONGEST_EMOJI: Final = 40  # characters; a family with skin tones has ten
_NO_FENCE: Final = "``\u200b`"  # three ticks inside a block would end it
_NO_HIDDEN: Final = "|\u200b|"  # two bars inside a spoiler would end it, in code too (Discord's own reading)


def escaped(text: str) -> str:
    """Return plain text so that Discord shows it unchanged."""
    return _MARKUP.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    markup = found[0]
    if markup.strip().isdigit():
        return f"{markup}\u200b"  # "1." begins a list; a digit cannot be escaped
    return f"{markup[:-1]}\\{markup[-1]}"


def blocks(text: str) -> list[str]:
    """Return the blocks of a text in Discord's Markdown, in order."""
    return [_block(node) for node in parse(text)]


def pieces(parts: list[str], longest: int = MAX_CHARACTERS) -> list[str]:
    """Join blocks into texts of at most `longest` characters; nothing is left out."""
    packed: list[str] = []
    for part in (short for block in parts for short in _short(block, longest)):
        if packed and len(packed[-1]) + 2 + len(part) <= longest:
            packed[-1] += f"\n\n{part}"
        else:
            packed.append(part)
    return packed


def cut(text: str, longest: int = MAX_CHARACTERS) -> str:
    """Return a text, or its beginning and «…» where it is longer than `longest` characters."""
    first, *rest = pieces([text], longest - 2) or [""]
    return f"{first}\n…" if rest else first


def _short(block: str, longest: int) -> list[str]:
    """Return a block as parts that fit, split between lines, else between words.

    A code block is one in each part, and what is hidden stays hidden in each.
    """
    if len(block) <= longest:
        return [block]
    if _HIDDEN in block and not block.startswith(_FENCE):
        return _hidden_in_each(_parts(block, longest - 2 * len(_HIDDEN)))
    return _parts(block, longest)


def _hidden_in_each(parts: list[str]) -> list[str]:
    """Return the parts of a text so that one that ends inside a spoiler closes it, and the next opens it again."""
    closed, inside = list[str](), False
    for part in parts:
        begun = _HIDDEN + part if inside else part
        inside = _CODE.sub("", begun).count(_HIDDEN) % 2 == 1
        closed.append(begun + _HIDDEN if inside else begun)
    return closed


def _parts(block: str, longest: int) -> list[str]:
    fence = block.partition("\n")[0] if block.startswith(_FENCE) else ""
    lines = block.split("\n")[1:-1] if fence else block.split("\n")
    available = longest - len(f"{fence}\n\n{_FENCE}") if fence else longest
    filled: list[str] = []
    for part in (part for line in lines for part in _narrow(line, available)):
        if filled and len(filled[-1]) + 1 + len(part) <= available:
            filled[-1] += f"\n{part}"
        else:
            filled.append(part)
    return [f"{fence}\n{part}\n{_FENCE}" for part in filled] if fence else filled


def _narrow(line: str, longest: int) -> list[str]:
    parts = []
    while len(line) > longest:
        at = line.rfind(" ", longest // 2, longest)
        at = at if at > 0 else _between_characters(line, longest)
        parts.append(line[:at])
        line = line[at:].lstrip(" ")
    return [*parts, line]


def _between_characters(line: str, at: int) -> int:
    """Return the last place up to `at` where nothing is torn apart: no escape, no mark of a spoiler, no emoji."""
    for place in range(at, at - _LONGEST_EMOJI, -1):
        before, after = line[place - 1], line[place]
        torn = before in {"\\", _JOINER} or before + after == _HIDDEN or after == _JOINER
        if not torn and unicodedata.category(after) not in {"Mn", "Me"} and after not in _SKIN_TONES:
            return place
    return at


def _block(node: Node) -> str:
    match node:
        case Paragraph(children=children):
            return _inline(children)
        case Heading(children=children):
            return f"### {_inline(children)}"
        case CodeBlock(text=text, language=language):
            return f"{_FENCE}{language}\n{text.replace(_FENCE, _NO_FENCE)}\n{_FENCE}"
        case Items(items=items):
            return "\n".join(_item(item) for item in items)
        case Quote(children=children):
            return "\n".join(f"> {line}" for line in _inline(children).split("\n"))
        case _:
            assert_never(node)


def _item(item: Item) -> str:
    marker = "-" if item.marker == "•" else item.marker
    return f"{'  ' * item.depth}{marker} {_inline(item.children)}"


def _inline(children: tuple[Inline, ...]) -> str:
    return "".join(_span(child) for child in children)


def _span(node: Inline) -> str:
    match node:
        case Plain(text=text):
            return escaped(text)
        case Code(text=text):
            return f"`` {text} ``" if "`" in text else f"`{text}`"
        case Spoiler():
            inner = _inline(node.children).replace(_HIDDEN, _NO_HIDDEN)
            return f"{_HIDDEN}{inner}{_HIDDEN}"
        case Bold() | Italic() | Struck():
            mark = _MARKS[type(node)]
            return f"{mark}{_inline(node.children)}{mark}"
        case LinkTo(url=url, children=children):
            words = "".join(child.text for child in children if isinstance(child, Plain | Code))
            return f"<{url}>" if words == url else f"{_inline(children)} (<{url}>)"
        case _:
            assert_never(node)
