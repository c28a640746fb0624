"""Texts that a regular expression reads slowest: its own repetitions, repeated, after what leads to them.

The parse tree of `re` tells the repetitions of a pattern. It is no public interface, so only tests use it.
"""

import re
import re._constants as op
import re._parser as parser
from collections.abc import Iterator

_PUMPS = " \na0*'(<。"
_OTHERS = '_.-#`"[:/!?中是，点bcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ123456789,;]})>|~+=&%$@^{\\\t“「'
_MANY = 20  # a repetition of fewer is a constant
_IS = {
    op.CATEGORY_SPACE: str.isspace,
    op.CATEGORY_DIGIT: str.isdigit,
    op.CATEGORY_WORD: lambda one: one.isalnum() or one == "_",
}
_IS_NOT = {op.CATEGORY_NOT_SPACE: op.CATEGORY_SPACE, op.CATEGORY_NOT_DIGIT: op.CATEGORY_DIGIT}
_IS_NOT[op.CATEGORY_NOT_WORD] = op.CATEGORY_WORD
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)

Attack = tuple[str, str, str]
"""What stands before, what is repeated, what stands after."""


def attacks(pattern: re.Pattern) -> set[Attack]:
    """Return the attacks on a pattern."""
    source, flags = pattern.pattern, pattern.flags
    if isinstance(source, bytes):
        source, flags = source.decode("latin-1"), flags | re.ASCII
    tree = parser.parse(source, flags & ~re.DEBUG)
    found: set[Attack] = set()
    for pump in _PUMPS:
        found.add(("", pump, ""))
        for before, repeated in _repetitions(tree, pump, ""):
            found |= {(before, repeated, end) for end in ("", "\0", "\n")}
            found |= {("", before + repeated, ""), ("", before + repeated * 5 + "\0", ""), (before, pump, "\0")}
    return found


def text_of(attack: Attack, length: int) -> str:
    """Return the text of an attack with about this length."""
    before, repeated, end = attack
    return before + repeated * max(1, (length - len(before)) // len(repeated)) + end


def _repetitions(tree: object, pump: str, before: str) -> Iterator[tuple[str, str]]:
    for kind, value in tree:
        if kind in _REPEATS:
            _, most, body = value
            repeated = [sample for sample in _samples(body, pump) if sample]
            if most >= _MANY:
                yield from ((before, sample) for sample in repeated)
                yield from ((before + sample * 2, sample) for sample in repeated)
            yield from _repetitions(body, pump, before)
        elif kind is op.BRANCH:
            for branch in value[1]:
                yield from _repetitions(branch, pump, before)
        elif kind is op.SUBPATTERN:
            yield from _repetitions(value[3], pump, before)
        elif kind is op.ATOMIC_GROUP:
            yield from _repetitions(value, pump, before)
        elif kind in (op.ASSERT, op.ASSERT_NOT):
            yield from _repetitions(value[1], pump, before)
        before += _sample_of(kind, value, pump)


def _samples(tree: object, pump: str) -> list[str]:
    """Return texts that a part matches, one for each of its outer branches."""
    items = list(tree)
    if len(items) == 1 and items[0][0] is op.SUBPATTERN:
        return _samples(items[0][1][3], pump)
    if len(items) == 1 and items[0][0] is op.BRANCH:
        return [_sample(branch, pump) for branch in items[0][1][1]]
    return [_sample(items, pump)]


def _sample(tree: object, pump: str) -> str:
    return "".join(_sample_of(kind, value, pump) for kind, value in tree)


def _sample_of(kind: object, value: object, pump: str) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind in (op.NOT_LITERAL, op.ANY):
        return pump
    if kind is op.IN:
        return _one_of(value, pump)
    if kind in _REPEATS:
        return _sample(value[2], pump) * value[0]
    inner = {op.BRANCH: lambda: value[1][0], op.SUBPATTERN: lambda: value[3], op.ATOMIC_GROUP: lambda: value}
    return _sample(inner[kind](), pump) if kind in inner else ""


def _one_of(items: list, pump: str) -> str:
    for one in pump + _PUMPS + _OTHERS:
        if _accepts(items, one):
            return one
    return next((chr(value) for kind, value in items if kind is op.LITERAL), pump)


def _accepts(items: list, one: str) -> bool:
    negated = any(kind is op.NEGATE for kind, _ in items)
    return negated != any(_matches(kind, value, one) for kind, value in items)


def _matches(kind: object, value: object, one: str) -> bool:
    if kind is op.LITERAL:
        return ord(one) == value
    if kind is op.RANGE:
        return value[0] <= ord(one) <= value[1]
    if kind is op.CATEGORY:
        return not _IS[_IS_NOT[value]](one) if value in _IS_NOT else _IS[value](one)
    return False
