"""One rule of the vocabulary, and the marks that replace sizes and numbers before the rules are tried."""

from dataclasses import dataclass
from typing import Final

SIZE: Final = "<size>"
"""A resolution that a render can have."""
UNSUPPORTED: Final = "<unsupported>"
"""A resolution or format that a render cannot have."""
VERSION: Final = "<version>"
NUMBER: Final = "<number>"


@dataclass(frozen=True, slots=True)
class Rule:
    """The name of a `Wish`, and the words that ask for it.

    Attributes:
        wish: the value of the `Wish`.
        needs: groups of words; the message has one of each group.
        may: further words that it may have.
        with_media: the rule is only for messages with a file.
    """

    wish: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str] = frozenset()
    with_media: bool = False

    def matches(self, said: frozenset[str], fillers: frozenset[str] = frozenset()) -> bool:
        """Whether a message of these words asks for this and nothing else."""
        for group in self.needs:
            if group.isdisjoint(said):
                return False
        return said <= self.may.union(fillers, *self.needs)


def words(text: str) -> frozenset[str]:
    """Return a set of words, given in one text with spaces between them."""
    return frozenset(text.split())


def rule(wish: str, *needs: str, may: str = "", with_media: bool = False) -> Rule:
    """Return a rule; each group of words is given in one text with spaces between them."""
    return Rule(wish, tuple(words(group) for group in needs), words(may), with_media)
