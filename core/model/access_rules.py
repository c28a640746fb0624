"""What admins decide in the chat, beside the settings: who is allowed, who is banned, whose limit is another."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class RuleKind(StrEnum):
    """What a rule does."""

    ALLOW = "allow"  # as an entry of NEMOBOT_ALLOW
    BAN = "ban"
    QUOTA = "quota"  # so many requests in 24 hours, in place of the limit for all; 0: any number


@dataclass(frozen=True, slots=True)
class AccessRule:
    """A rule about whoever an entry names (`core.model.access_entries`).

    `amount` is that of a quota. `by` is the key of the admin who made it (`Address.person`), `at` when, in epoch
    seconds.
    """

    kind: RuleKind
    entry: str
    by: str
    at: float
    amount: int = 0


class Banned(Exception):
    """The sender of a request is banned; nothing was accepted."""


class AccessRules(Protocol):
    """The store of rules. Every method is one transaction, and raises `StorageError` when it was not done."""

    async def set(self, rule: AccessRule) -> None:
        """Store a rule in place of the one of its kind about the same entry."""
        ...

    async def remove(self, kind: RuleKind, entry: str) -> bool:
        """Delete a rule; False: there was none."""
        ...

    async def listed(self, kind: RuleKind) -> tuple[AccessRule, ...]:
        """Return the rules of a kind, the newest first."""
        ...

    async def naming(self, entries: Collection[str]) -> tuple[AccessRule, ...]:
        """Return the rules about any of these entries."""
        ...
