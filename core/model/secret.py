"""Secrets, which `repr` and `str` mask. The noun, and the port of the secrets that this bot makes."""

from __future__ import annotations

import hmac
from typing import Protocol


class Secret:
    """A secret text, such as a token; only `reveal` returns it."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """Return the text, to be sent or encrypted and never shown."""
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
    """The store of the secrets that this bot makes."""

    async def settle(self, name: str, proposed: Secret) -> Secret:
        """Return the secret of this name; if there is none, `proposed` becomes it. Processes always agree.

        Raises:
            StorageError: it cannot be read or written.
        """
        ...
