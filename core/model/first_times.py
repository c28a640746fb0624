"""What is said only once in a chat: the greeting, a refusal, a hint. The port."""

from typing import Final, Protocol

HOUR_SECONDS: Final = 3600.0
ADDED: Final = "added"
"""The bot was added to a group, which is greeted."""


class FirstTimes(Protocol):
    """The store of what was said. A `scope` is an address as text, or what `scope_of` of the preferences returns."""

    async def first(self, scope: str, name: str) -> bool:
        """Return True for the first call with this scope and name. After a year without messages it is forgotten.

        Raises:
            StorageError: it cannot be written.
        """
        ...

    async def happened(self, scope: str, name: str, *, within: float | None = None) -> bool:
        """Return whether there was a first caller with this scope and name; `within`: in the last so many seconds.

        Raises:
            StorageError: it cannot be read.
        """
        ...
