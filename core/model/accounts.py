"""An account: a NemoVideo token and where it came from. The noun and its port."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from core.model.secret import Secret


class AccountOrigin(StrEnum):
    """Where a token came from."""

    OPERATOR = "operator"  # NEMO_TOKEN, used by all chats
    ANONYMOUS = "anonymous"  # a starter token of one chat
    LOGIN = "login"  # a person's own, by /login; see core.model.logins


@dataclass(frozen=True, slots=True)
class Account:
    """`owner` is a chat's key, one name for an account that all chats use, or a person's key with `#` and a number.

    `expires_at` and `minted_at` are epoch seconds. `export_paused`: the plan refused a render, so that films are not
    made automatically; `paused_for` is the fingerprint of the token that it was refused with, where that may be
    replaced without our doing.
    """

    id: int
    owner: str
    origin: AccountOrigin
    client_id: Secret | None
    token: Secret | None
    user_id: str = ""
    expires_at: float | None = None
    minted_at: float | None = None
    export_paused: bool = False
    paused_for: str = ""

    @property
    def person(self) -> str:
        """The person whose own account it is, as `Address.person` names them; "": it is nobody's own."""
        return self.owner.partition("#")[0] if self.origin is AccountOrigin.LOGIN else ""


class Accounts(Protocol):
    """The store of accounts; secrets are encrypted at rest when the operator set a key.

    Every method raises `StorageError`.
    """

    async def of(self, owner: str) -> Account | None:
        """Return the account of an owner; None: there is none."""
        ...

    async def get(self, account: int) -> Account:
        """Return an account.

        Raises:
            LookupError: there is none.
        """
        ...

    async def create(self, owner: str, origin: AccountOrigin, client_id: Secret | None) -> Account:
        """Create an account, or return the one that this owner has."""
        ...

    async def save_token(self, minted: Account, replaced: Secret | None) -> Account:
        """Store a token that was just minted, with its client id and times, and end the pause of exports.

        Args:
            minted: the account with its new token; an empty `user_id` changes nothing.
            replaced: the token that the new one takes the place of; None: there was none.

        Returns:
            The account as it is stored. Where the stored token is not `replaced` any more, another process was faster:
            only the mint is recorded, and its token is the one that counts.
        """
        ...

    async def save_user(self, account: int, user_id: str) -> None:
        """Store the id that a registration link needs."""
        ...

    async def pause_exports(self, account: int, *, paused: bool, paused_for: str = "") -> None:
        """Store whether films are made automatically, and with which token they were refused."""
        ...

    async def minted_since(self, moment: float) -> tuple[float, ...]:
        """Return when tokens were minted since an epoch second, oldest first; seven days are known at least."""
        ...
