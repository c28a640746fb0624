"""A text that must not be seen: masked wherever Python prints it by itself. The noun, and the port of our own ones."""

from __future__ import annotations

import hmac
from typing import Protocol


class Secret:
    """A token; only `reveal` gives its text, and only a header is the place for that."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text itself."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(self._text.encode(), other._text.encode())

    def __hash__(self) -> int:
        return hash((Secret, self._text))

    def __repr__(self) -> str:
        return "Secret('***')"

    def __str__(self) -> str:
        return "***"


class Secrets(Protocol):
    """Where the secrets are kept that this bot makes for itself."""

    async def settle(self, name: str, proposed: Secret) -> Secret:
        """Return the secret of this name: the one that was proposed first, whichever process did.

        Raises:
            StorageError: it cannot be written down.
        """
        ...
