"""What is said only once in a place: the greeting, a refusal, a hint. The port."""

from typing import Protocol


class FirstTimes(Protocol):
    """Where it is kept. A `scope` is an address's text, perhaps with a sender behind it."""

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first caller with this scope and name. A place that was silent for a year starts anew.

        Raises:
            StorageError: it cannot be written down.
        """
        ...

    async def happened(self, scope: str, name: str) -> bool:
        """Return whether somebody called `first` with this scope and name; only reads.

        Raises:
            StorageError: it cannot be read.
        """
        ...
