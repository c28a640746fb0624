"""One rule of the vocabulary, and the marks that stand for what is read before the words are."""

from dataclasses import dataclass
from typing import Final

SIZE: Final = "<size>"
"""A resolution a render can carry."""
UNSUPPORTED: Final = "<unsupported>"
"""A resolution or format it cannot."""
VERSION: Final = "<version>"
NUMBER: Final = "<number>"


@dataclass(frozen=True, slots=True)
class Rule:
    """A wish by name: one word of each group in `needs`, otherwise only those in `may` and the fillers.

    A rule `with_media` is only for words that came with a file.
    """

    wish: str
    needs: tuple[frozenset[str], ...]
    may: frozenset[str] = frozenset()
    with_media: bool = False

    def matches(self, said: frozenset[str], fillers: frozenset[str]) -> bool:
        """Whether these words are this wish and nothing else."""
        for group in self.needs:
            if group.isdisjoint(said):
                return False
        return said <= self.may.union(fillers, *self.needs)


def words(text: str) -> frozenset[str]:
    """Words written with spaces between them."""
    return frozenset(text.split())


def rule(wish: str, *needs: str, may: str = "", with_media: bool = False) -> Rule:
    """A rule from words written with spaces between them."""
    return Rule(wish, tuple(words(group) for group in needs), words(may), with_media)
