"""The backend's words in two: what is read at once, and what may be folded away. Pure.

Nothing is folded that asks the person something, or that tells of what was not done.
"""

import re
from typing import Final

from core.words.questions import asks

_SHORT: Final = 180  # letters that nobody minds reading; a Chinese character counts as two
_MOST: Final = 260
_FENCE: Final = "```"
_BLANK: Final = re.compile(r"\n\s*\n")
_HEADING: Final = re.compile(r"#{1,6} [^\n]*")
_ITEM: Final = re.compile(r"\s*(?:[-*+•>]|\d{1,3}[.)]) ")
_REACH: Final = 2_000  # letters in which the end of the first sentences is looked for
_SENTENCE: Final = re.compile(r"(?<![.!?。！？…])(?:[.!?…]+[\"”’)*_]*(?=\s)|[。！？…]+[”’）*_]*)\s*")
_WIDE: Final = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")
_LEFT_UNDONE: Final = re.compile(
    r"\b(?:can(?:not|['’]t)|could(?: not|n['’]t)|was(?: not|n['’]t)|were(?: not|n['’]t)|did(?: not|n['’]t)|unable"
    r"|however|unfortunately|failed|skipped|sorry|instead|nothing|too short|too long|warning|note that)\b"
    r"|无法|不能|不可|没有|没能|没法|未能|不过|但是|可惜|抱歉|失败|跳过|注意|警告|只能",
    re.IGNORECASE,
)


def summary(text: str) -> tuple[str, str]:
    """Return the beginning of a text that says what was done, and the rest of it; "" where all of it is read at once.

    The beginning ends with a paragraph or a sentence, and mark-up is never torn.
    """
    text = text.strip()
    if _weight(text) <= _SHORT or _FENCE in text:
        return text, ""
    blocks = _BLANK.split(text)
    first = next((place for place, block in enumerate(blocks) if not _HEADING.fullmatch(block.strip())), 0)
    while first + 1 < len(blocks) and _weight("\n\n".join(blocks[: first + 2])) <= _SHORT:
        first += 1
    beginning, rest = blocks[: first + 1], blocks[first + 1 :]
    opening, more = _sentences(beginning[-1])
    head = "\n\n".join([*beginning[:-1], opening])
    tail = "\n\n".join([more, *rest] if more else rest)
    torn = head.count("||") % 2 == 1  # a spoiler over several paragraphs
    return (text, "") if torn or asks(tail) or _LEFT_UNDONE.search(tail) else (head, tail)


def _sentences(block: str) -> tuple[str, str]:
    """Return the first sentences of a long paragraph, and its others; a list is left whole."""
    if _weight(block) <= _MOST or _ITEM.match(block) or "\n" in block:
        return block, ""
    ends = [found.end() for found in _SENTENCE.finditer(block, 0, _REACH)]
    whole = [end for end in ends if _balanced(block[:end])]
    fitting = [end for end in whole if _weight(block[:end]) <= _MOST] or whole[:1]
    if not fitting:
        return block, ""
    return block[: fitting[-1]].rstrip(), block[fitting[-1] :].lstrip()


def _balanced(text: str) -> bool:
    pairs = all(text.count(one) == text.count(other) for one, other in ("[]", "()", "“”", "（）", "「」"))
    return pairs and all(text.count(mark) % 2 == 0 for mark in ("**", "__", "`", '"', "||", "~~"))


def _weight(text: str) -> int:
    return len(text) + len(_WIDE.findall(text))
