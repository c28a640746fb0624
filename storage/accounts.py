"""The rows of accounts. Secrets are encrypted and decrypted by the cipher."""

from core.model.accounts import Account, AccountOrigin, Accounts
from core.model.secret import Secret
from storage.cipher import Cipher
from storage.database import Database, Row, only


class AccountRows(Accounts):
    """Implements `core.model.accounts.Accounts`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def of(self, owner: str) -> Account | None:
        """Return the account of an owner; None: there is none."""
        rows = await self._database.all("select * from accounts where owner = ?", owner)
        return self._account(rows[0]) if rows else None

    async def get(self, account: int) -> Account:
        """Return an account.

        Raises:
            LookupError: there is none.
        """
        rows = await self._database.all("select * from accounts where id = ?", account)
        return self._account(only(rows, f"account {account}"))

    async def create(self, owner: str, origin: AccountOrigin, client_id: Secret | None) -> Account:
        """Create an account, or return the one that this owner has."""
        async with self._database.transaction() as tx:
            await tx.all(
                "insert into accounts (owner, origin, client_id) values (?, ?, ?) on conflict do nothing",
                owner,
                origin.value,
                self._cipher.seal(client_id),
            )
            rows = await tx.all("select * from accounts where owner = ?", owner)
        return self._account(rows[0])

    async def save(self, account: Account) -> None:
        """Write all fields of an account; a new `minted_at` is also added to the mints."""
        async with self._database.transaction() as tx:
            await tx.all(
                "update accounts set origin = ?, client_id = ?, token = ?, user_id = ?, expires_at = ?, minted_at = ?,"
                " export_paused = ? where id = ?",
                account.origin.value,
                self._cipher.seal(account.client_id),
                self._cipher.seal(account.token),
                account.user_id,
                account.expires_at,
                account.minted_at,
                account.export_paused,
                account.id,
            )
            if account.minted_at is not None:
                await tx.all(
                    "insert into mints (account, minted_at) values (?, ?) on conflict do nothing",
                    account.id,
                    account.minted_at,
                )

    async def minted_since(self, moment: float) -> tuple[float, ...]:
        """Return when tokens were minted since an epoch second, oldest first."""
        rows = await self._database.all("select minted_at from mints where minted_at >= ? order by minted_at", moment)
        return tuple(row["minted_at"] for row in rows)

    def _account(self, row: Row) -> Account:
        return Account(
            id=row["id"],
            owner=row["owner"],
            origin=AccountOrigin(row["origin"]),
            client_id=self._cipher.open(row["client_id"]),
            token=self._cipher.open(row["token"]),
            user_id=row["user_id"],
            expires_at=row["expires_at"],
            minted_at=row["minted_at"],
            export_paused=bool(row["export_paused"]),
        )
