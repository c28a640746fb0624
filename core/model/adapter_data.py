"""Values that an adapter stores for itself, such as the last command menu and the platform's file ids. The port.

The core never reads them.
"""

from typing import Protocol


class AdapterData(Protocol):
    """The store of values by scope and name, which the adapter chooses. Every method raises `StorageError`."""

    async def get(self, scope: str, name: str) -> str | None:
        """Return a value; None: it was never set, or it has expired and was deleted."""
        ...

    async def set(self, scope: str, name: str, value: str, *, keep_seconds: float | None = None) -> None:
        """Set a value.

        Args:
            scope: the kind of value.
            name: unique in its scope.
            value: any text.
            keep_seconds: how long after the last `set` it may be deleted; None: never. A value that is set for each
                message or file must have such a time.
        """
        ...
