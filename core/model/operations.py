"""How the installation is: the port by which the core tells its admins of what it does not know itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Condition:
    """How the installation is at one moment.

    `checks` are those of `/readyz`, by name: "ok", or a few words on what is missing. Sizes are in bytes.
    """

    version: str
    up_seconds: float
    free_bytes: int
    database_bytes: int
    checks: Mapping[str, str] = field(default_factory=dict)


class Operations(Protocol):
    """The installation."""

    async def condition(self) -> Condition:
        """Return how it is."""
        ...


@dataclass(slots=True)
class Drain:
    """Whether nothing new is begun, since the operator is about to stop this process; it ends with the process."""

    on: bool = False
