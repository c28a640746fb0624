"""Small facts about a place or a person: language, skill, what was told already. The port."""

from typing import Protocol

from core.model.chat import Address


class Preferences(Protocol):
    """Where they are kept. A `scope` is an address's key, or an address's key with a sender behind it."""

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set."""
        ...

    async def set(self, scope: str, name: str, value: str) -> None:
        """Set a value."""
        ...

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first caller ever with this scope and name."""
        ...


def scope_of(address: Address, sender: str = "") -> str:
    """Return the scope of a place, or of one person in it; topics and threads share their chat's."""
    return f"{address.root}|{sender}" if sender else str(address.root)
