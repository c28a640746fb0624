"""Codes by which an admin lets somebody in whose number they do not know: made in the chat, good once, for an hour."""

import hashlib
import re
import secrets
from enum import StrEnum
from typing import Final, Protocol

CODE_SECONDS: Final = 3600.0
TRIES: Final = 5
"""So many wrong codes of a person in `CODE_SECONDS`, and no code of theirs is looked at for so long."""

_LETTERS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"  # none that is taken for another
_LENGTH: Final = 8
_CODE: Final = re.compile(rf"\s*([{_LETTERS}]{{4}})[- ]?([{_LETTERS}]{{4}})\s*", re.IGNORECASE)


class CodeGone(Exception):
    """The code was used meanwhile, or its time is over; nothing was accepted."""


class Judgement(StrEnum):
    """What is said of a code that somebody typed."""

    GOOD = "good"
    WRONG = "wrong"
    LOCKED = "locked"  # too many wrong ones were typed, so that this one was not looked at
    NONE = "none"  # no code is good for anything now


def new_code() -> str:
    """Return a code as it is shown: "K7QM-2XRP"."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def fingerprint_in(text: str) -> str | None:
    """Return the fingerprint of the code that a text consists of; None: it is something else."""
    found = _CODE.fullmatch(text)
    if found is None:
        return None
    return hashlib.sha256(f"pairing {found[1]}{found[2]}".upper().encode()).hexdigest()


class PairingCodes(Protocol):
    """The store of codes, by their fingerprints. Times are epoch seconds; every method raises `StorageError`.

    A code is used up by the request that it makes (`core.model.requests.UsedUp`), which allows its sender.
    """

    async def add(self, fingerprint: str, by: str, now: float) -> None:
        """Store a code that an admin made; those whose time is over go."""
        ...

    async def judge(self, fingerprint: str, person: str, now: float) -> Judgement:
        """Say whether a person's code is good; nothing is written."""
        ...
