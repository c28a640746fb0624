"""What the live walk found of each belief: confirmed, contradicted, or not seen."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bots.ops.live.beliefs import BELIEFS, Belief


class Outcome(StrEnum):
    """What the walk found."""

    CONFIRMED = "confirmed"
    CONTRADICTED = "contradicted"
    NOT_SEEN = "not seen"


_MARKS = {Outcome.CONFIRMED: "✓", Outcome.CONTRADICTED: "✗", Outcome.NOT_SEEN: "?"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one belief.

    Attributes:
        belief: the belief.
        outcome: what was found.
        seen: what was seen, or why nothing was; types, names of the protocol and codes, never a service's own words.
    """

    belief: Belief
    outcome: Outcome
    seen: str

    def __str__(self) -> str:
        line = f"  {_MARKS[self.outcome]} {self.belief.id}: {self.belief.sentence}"
        if self.outcome is Outcome.CONTRADICTED:
            return f"{line}\n      seen instead: {self.seen}"
        if self.outcome is Outcome.NOT_SEEN:
            return f"{line} (not seen: {self.seen})"
        return f"{line} ({self.seen})" if self.seen else line


class Verdicts:
    """Takes each belief's verdict once; the first one counts."""

    def __init__(self) -> None:
        self._found: dict[str, Verdict] = {}

    def judge(self, belief: str, seen: str = "", *, holds: bool, instead: str = "") -> None:
        """Say that a belief was confirmed, or contradicted.

        Args:
            belief: its id.
            seen: what was seen, either way.
            holds: whether it was confirmed.
            instead: what to say of a contradiction, where that is another thing.
        """
        if holds:
            self._take(belief, Outcome.CONFIRMED, seen)
        else:
            self._take(belief, Outcome.CONTRADICTED, instead or seen)

    def unseen(self, why: str, *beliefs: str) -> None:
        """Say that these beliefs could not be tried."""
        for belief in beliefs:
            self._take(belief, Outcome.NOT_SEEN, why)

    def not_tried(self, service: str) -> None:
        """Say of everything about a service that is not tried why it is not."""
        for belief in BELIEFS.values():
            if belief.service == service and belief.not_tried:
                self._take(belief.id, Outcome.NOT_SEEN, belief.not_tried)

    def of(self, service: str) -> Iterator[Verdict]:
        """Return the verdicts on a service's beliefs, in the order of the catalogue."""
        return (self._found[one.id] for one in BELIEFS.values() if one.service == service and one.id in self._found)

    def count(self, outcome: Outcome) -> int:
        """Return how many beliefs came out so."""
        return sum(verdict.outcome is outcome for verdict in self._found.values())

    def _take(self, belief: str, outcome: Outcome, seen: str) -> None:
        self._found.setdefault(belief, Verdict(BELIEFS[belief], outcome, seen))
