"""Whether a clause is explained by the operations that took it: what is left over makes it a question, not an act.

An operation looks for its own words only, so that none of them would notice that "make only the sky brighter" speaks of
the sky. Here the words of all of them are laid over the clause, then those that carry nothing; content words that are
still bare were explained by nobody. Pure.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sandbox.amendments import EXCEPT
from sandbox.operations.operation import Operation
from sandbox.operations.registry import NEVER, OF_WISH
from sandbox.operations.scope import STRETCHES
from sandbox.values import SHARED, VALUES
from sandbox.wording.clauses import Clause
from sandbox.wording.lexicon import FILLER, MOOD_TAGS, bounded, words_of
from sandbox.wording.marks import MARKS
from sandbox.wording.traditional import simplified
from sandbox.wording.vocabulary import ALWAYS_ASIDE, COMPARISONS, COUNTS, DESCRIPTIONS, NEUTRAL
from sandbox.wording.wishes import Wish

# words that mean something to some operations only, which say so
_OF_SOME = ("TOP", "BOTTOM", "CENTER", *MOOD_TAGS)
_COMMON = (EXCEPT, STRETCHES, COUNTS, *words_of(but=_OF_SOME))
_MOODS = words_of(MOOD_TAGS)
_BARE, _LIGHT, _KNOWN, _EXPLAINED = range(4)
_CONTENT = re.compile(
    r"[a-z][a-z'’-]{1,40}|[\u3400-\u9fff]|\d[\d.:]{0,20}|(?-i:(?<![A-Za-z])[B-H](?![A-Za-z0-9&/'’-]))", re.IGNORECASE
)
_LEADS = bounded(
    r"(?:(?<![a-z])(?:only|just|not|on|onto|in|into|at|of|over|above|behind|when|while|where|until|whenever|the|my|his|her|their|our|its|a|an|all|to)\s+"
    r"|只有?|仅)*$"
)
# parts that nobody could find who does not see the film: "only the shaky bits"
_SOME_PARTS = bounded(
    r"(?<![a-z])(?:only|just)\s+(?:the|those|these)\s+(?:[a-z]+\s+){1,3}(?:parts?|bits?|scenes?|shots?|moments?|sections?|ones)(?![a-z])"
    r"|(?:只|仅)[^，,。\ue000-\uefff]{1,10}的(?:部分|镜头|地方|片段|画面)"
    # one pass of those that play in a row
    r"|(?<![a-z])(?:on\s+)?(?:the\s+)?(?:first|second|third|middle|last)\s+(?:time(?:\s+(?:a?round|through))?|pass|play-?through|repeat)(?![a-z])"
    r"|(?:第[一二两三四五六七八九十\d]|中间|最后|头)那?一?[遍回]"
)
_WORD = re.compile(r"\S{1,20}\s{0,9}")
_EXACT = frozenset({"range", "time", "span"})


def unexplained(clause: Clause, wishes: Sequence[Wish]) -> str:
    """The words of a clause that none of the operations of its wishes explains, as they stand there; "" if none."""
    if all(wish.op in NEVER for wish in wishes):
        return ""
    text = clause.text
    covered = bytearray(len(text))
    operations = [OF_WISH[wish.op] for wish in wishes]
    _cover(covered, text, (FILLER, NEUTRAL), _LIGHT)
    _cover(covered, text, _COMMON, _KNOWN)
    lost = [value for value in VALUES if not value.is_held(wishes)]
    _uncover(covered, text, (value.words for value in lost))
    _cover(covered, text, ALWAYS_ASIDE, _LIGHT)
    exact = any(kind in _EXACT for kind, _ in clause.marks) or any(wish.part for wish in wishes)
    if exact:
        _cover(covered, text, (DESCRIPTIONS,), _LIGHT)
    elif clause.one("nth") is None and (some := _SOME_PARTS.search(text)):
        return some[0].strip()
    if any(each.topic in {"picture", "time", "film"} for each in operations):
        _cover(covered, text, (COMPARISONS,), _LIGHT)
    for each in operations:
        _cover(covered, text, _words(each, wishes), _EXPLAINED)
    _uncover(covered, text, (value.words for value in lost if value.times > 1))
    for shown in _shown(wishes):
        _cover(covered, text, (re.compile(re.escape(shown), re.IGNORECASE),), _EXPLAINED)
    return _first_bare(text, covered)


def _words(operation: Operation, wishes: Sequence[Wish]) -> Iterator[re.Pattern[str]]:
    if operation.phrase is not None:
        yield operation.phrase
    lost = [value.words for value in SHARED if not value.is_held(wishes)]
    yield from (words for words in operation.explains if words not in lost)
    if operation.topic == "sound":
        yield from _MOODS


def _shown(wishes: Iterable[Wish]) -> Iterator[str]:
    """What is to be read in the film, where it stands in the clause without quotation marks."""
    for wish in wishes:
        for words in (wish.text, wish.about):
            if words.strip():
                yield simplified(words)


def _cover(covered: bytearray, text: str, patterns: Iterable[re.Pattern[str]], how: int) -> None:
    for each in patterns:
        for found in each.finditer(text):
            for place in range(*found.span()):
                covered[place] = max(covered[place], how)


def _uncover(covered: bytearray, text: str, patterns: Iterable[re.Pattern[str]]) -> None:
    for each in patterns:
        for found in each.finditer(text):
            covered[slice(*found.span())] = bytes(found.end() - found.start())


def _is_bare(found: re.Match[str], covered: bytearray) -> bool:
    """Whether nobody explains a word; a number has to be explained, and not only carried along."""
    known = max(covered[found.start() : found.end()])
    return known < (_KNOWN if found[0][0].isdecimal() else _LIGHT)


def _first_bare(text: str, covered: bytearray) -> str:
    """The first run of words of which one is bare, from the word that leads to it; words that carry nothing join."""
    first = next((found for found in _CONTENT.finditer(text) if _is_bare(found, covered)), None)
    if first is None:
        return ""
    end = first.end()
    for found in _CONTENT.finditer(text, end):
        how = covered[found.start()]
        if how >= _KNOWN or MARKS.search(text, end, found.start()):
            break
        if how == _BARE:
            end = found.end()
    return f"{_lead(text, covered, first.start())}{text[first.start() : end]}".strip()


def _lead(text: str, covered: bytearray, end: int) -> str:
    """The little words before that place which lead to what stands there, such as "only the"."""
    found = _LEADS.search(text[:end])
    begin = found.start() if found else end
    # "in" is a part of "zoom in", and leads to nothing
    while (word := _WORD.match(text, begin, end)) and covered[begin] == _EXPLAINED:
        begin = word.end()
    return text[begin:end]
