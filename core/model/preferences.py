"""What users chose for a chat or for themselves: the language, the skill. The port."""

from typing import Protocol

from core.model.chat import Address


class Preferences(Protocol):
    """The store of preferences. A `scope` is what `scope_of` returns. Every method raises `StorageError`."""

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set."""
        ...

    async def set(self, scope: str, name: str, value: str) -> None:
        """Set a value."""
        ...


def scope_of(address: Address, sender: str = "") -> str:
    """Return the scope of a chat, or of one person in it; topics and threads share their chat's."""
    return f"{address.root}|{sender}" if sender else str(address.root)
