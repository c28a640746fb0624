"""A login: a person who uses a NemoVideo account of their own. The noun and its port."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from core.model.accounts import Account
from core.model.chat import Address, Sender
from core.model.secret import Secret

SOON_SECONDS: Final = 3 * 86400.0


class Told(StrEnum):
    """What a person was told of the end of their login."""

    NOTHING = ""
    SOON = "soon"  # it ends in a few days
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Login:
    """`person` is the key of `Address.person`, `address` the direct chat where they logged in.

    `sender` and `locale` are those of `core.model.chat.Sender`. `began_at` and `expires_at` are the epoch seconds at
    which they logged in, and at which the token ends; None: it does not tell.
    """

    person: str
    account: int
    address: Address
    sender: str
    locale: str
    began_at: float
    expires_at: float | None
    told: Told = Told.NOTHING

    def due(self, now: float) -> Told:
        """Return what the person has to have been told by an epoch second.

        They are told three days before the end, or in the last quarter of a login that is shorter than twelve days.
        """
        if self.expires_at is None or now < self.expires_at - soon_seconds(self.expires_at - self.began_at):
            return Told.NOTHING
        return Told.ENDED if now >= self.expires_at else Told.SOON


def soon_seconds(lifetime: float) -> float:
    """Return for how many seconds before its end a token ends soon, of one that was used for a `lifetime` by then."""
    return min(SOON_SECONDS, lifetime / 4)


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """An account that a person is, or was, logged in with; `session` is its newest session, "": it has none."""

    account: Account
    session: str


class Logins(Protocol):
    """The store of logins; tokens are encrypted at rest when the operator set a key.

    Every method raises `StorageError`.
    """

    async def of(self, person: str) -> Login | None:
        """Return the login of a person; None: they have none."""
        ...

    async def accounts(self, person: str) -> Sequence[LoggedIn]:
        """Return the accounts that a person is or was logged in with, and that a project still uses; newest first."""
        ...

    async def begin(self, login: Login, token: Secret) -> int:
        """Log a person in, in place of an earlier login, and return the account.

        `login.account` is the account that the token belongs to, 0: a new one. Its pause of exports ends. A project
        of the direct chat that has no session yet begins with it.
        """
        ...

    async def end(self, person: str) -> bool:
        """Forget the token of a person; False: they were not logged in."""
        ...

    async def ending(self, now: float) -> Sequence[Login]:
        """Return the logins whose token ends soon or has ended, first those that end first."""
        ...

    async def tell(self, person: str, told: Told) -> None:
        """Store what a person was told of the end of their login."""
        ...


async def own_account(logins: Logins, address: Address, sender: Sender) -> int | None:
    """Return the account that new projects of a person begin with, if they are logged in; None: they are not.

    Raises:
        StorageError: the rows cannot be read.
    """
    login = await logins.of(address.person(sender.id))
    return None if login is None else login.account
