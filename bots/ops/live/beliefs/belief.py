"""What a belief is: a sentence about a service that the code rests on, and what it rests on itself."""

from dataclasses import dataclass
from enum import StrEnum


class Evidence(StrEnum):
    """How a belief is known."""

    DOCUMENTED = "documented"  # the service's own text says so
    REPORTED = "reported"  # somebody saw it
    GUESSED = "guessed"  # nobody says so


@dataclass(frozen=True, slots=True)
class Belief:
    """One fact about a service.

    Attributes:
        id: the service, a dot, and a name that stays; doubles, tests and reports point to it.
        sentence: what is believed.
        evidence: how it is known.
        source: where.
        otherwise: what the bot does where it is not so; "" where it would be an error.
        not_tried: why the live walk does not try it; "" where it does.
    """

    id: str
    sentence: str
    evidence: Evidence
    source: str
    otherwise: str = ""
    not_tried: str = ""

    @property
    def service(self) -> str:
        """The service it is about."""
        return self.id.partition(".")[0]
