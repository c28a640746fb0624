"""What an adapter keeps for itself: what it told its platform last, and names and numbers it got there. The port.

The core never reads it.
"""

from typing import Protocol


class AdapterData(Protocol):
    """Values by scope and name; the adapter chooses both. Every method raises `StorageError`."""

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set, or it was deleted because its time was over."""
        ...

    async def set(self, scope: str, name: str, value: str, *, keep_seconds: float | None = None) -> None:
        """Set a value.

        Args:
            scope: the kind of value.
            name: unique in its scope.
            value: any text.
            keep_seconds: it may be deleted so long after it was set last; None: never. What is set for each message
                or file must have an end.
        """
        ...
