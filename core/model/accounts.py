"""An account: a NemoVideo token and where it came from. The noun and its port."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.model.secret import Secret


class Origin(StrEnum):
    """Where a token came from."""

    OPERATOR = "operator"  # NEMO_TOKEN: one for all
    ANONYMOUS = "anonymous"  # a starter token of one chat
    OWN = "own"  # a person's own login


@dataclass(frozen=True, slots=True)
class Account:
    """`owner` says whose it is (a chat's key, or one name for all). The token is a secret; so is the client id.

    `expires_at` and `minted_at` are epoch seconds. `export_paused`: the plan refused a render, so films are not
    begun by themselves.
    """

    id: int
    owner: str
    origin: Origin
    client_id: Secret | None
    token: Secret | None
    user_id: str = ""
    expires_at: float | None = None
    minted_at: float | None = None
    export_paused: bool = False


class Accounts(Protocol):
    """Where accounts are kept; secrets are encrypted at rest when the operator gave a key.

    Every method raises `StorageError`.
    """

    async def of(self, owner: str) -> Account | None:
        """Return the account of an owner; None: there is none yet."""
        ...

    async def get(self, account: int) -> Account:
        """Return an account.

        Raises:
            LookupError: there is none.
        """
        ...

    async def create(self, owner: str, origin: Origin, client_id: Secret | None) -> Account:
        """Make an account, or return the one this owner has."""
        ...

    async def save(self, account: Account) -> None:
        """Write all that changed of an account."""
        ...

    async def minted_since(self, moment: float) -> tuple[float, ...]:
        """Return when tokens were minted since then, oldest first (epoch seconds); of the last seven days at least."""
        ...
