"""The rows of accounts. Secrets are encrypted and decrypted by the cipher."""

from core.model.accounts import Account, AccountOrigin, Accounts
from core.model.secret import Secret
from storage.addresses import current_scope
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
            owner = await current_scope(tx, owner)
            await tx.all(
                "insert into accounts (owner, origin, client_id) values (?, ?, ?) on conflict do nothing",
                owner,
                origin.value,
                self._cipher.seal(client_id),
            )
            rows = await tx.all("select * from accounts where owner = ?", owner)
        return self._account(rows[0])

    async def save_token(self, minted: Account, replaced: Secret | None) -> Account:
        """Store a token that was just minted, unless another one has taken the place of `replaced` meanwhile."""
        user_id = self._cipher.seal_text(minted.user_id)
        async with self._database.transaction() as tx:
            # changes nothing, but locks the row: encrypted tokens can only be compared here
            rows = await tx.all("update accounts set owner = owner where id = ? returning *", minted.id)
            if self._account(only(rows, f"account {minted.id}")).token == replaced:
                rows = await tx.all(
                    "update accounts set client_id = ?, token = ?, expires_at = ?, minted_at = ?,"
                    " export_paused = false, user_id = case when ? = '' then user_id else ? end"
                    " where id = ? returning *",
                    *(self._cipher.seal(minted.client_id), self._cipher.seal(minted.token)),
                    *(minted.expires_at, minted.minted_at, user_id, user_id, minted.id),
                )
            await tx.all(
                "insert into mints (account, minted_at) values (?, ?) on conflict do nothing",
                *(minted.id, minted.minted_at),
            )
        return self._account(rows[0])

    async def save_user(self, account: int, user_id: str) -> None:
        """Store the id that a registration link needs."""
        sealed = self._cipher.seal_text(user_id)  # a registration link is made of it
        await self._database.all("update accounts set user_id = ? where id = ?", sealed, account)

    async def pause_exports(self, account: int, *, paused: bool, paused_for: str = "") -> None:
        """Store whether films are made automatically, and with which token they were refused."""
        await self._database.all(
            "update accounts set export_paused = ?, paused_for = ? where id = ?", paused, paused_for, account
        )

    async def minted_since(self, moment: float) -> tuple[float, ...]:
        """Return when tokens were minted since an epoch second, oldest first."""
        rows = await self._database.all("select minted_at from mints where minted_at >= ? order by minted_at", moment)
        return tuple(row["minted_at"] for row in rows)

    def _account(self, row: Row) -> Account:
        return account_of(row, self._cipher)


def account_of(row: Row, cipher: Cipher) -> Account:
    """Return the account of a row."""
    return Account(
        id=row["id"],
        owner=row["owner"],
        origin=AccountOrigin(row["origin"]),
        client_id=cipher.open(row["client_id"]),
        token=cipher.open(row["token"]),
        user_id=cipher.open_text(row["user_id"]) or "",
        expires_at=row["expires_at"],
        minted_at=row["minted_at"],
        export_paused=bool(row["export_paused"]),
        paused_for=row["paused_for"],
    )
