"""The rows of logins, and of the accounts that belong to them: each is owned by "<person>#<number>"."""

from collections.abc import Sequence

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.logins import SOON_SECONDS, LoggedIn, Login, Logins, Told
from core.model.secret import Secret
from storage.accounts import account_of
from storage.cipher import Cipher
from storage.database import Database, Row, Statements

_LATEST = 5  # accounts of one person, of which a token may be


class LoginRows(Logins):
    """Implements `core.model.logins.Logins`."""

    def __init__(self, database: Database, cipher: Cipher) -> None:
        self._database = database
        self._cipher = cipher

    async def of(self, person: str) -> Login | None:
        """Return the login of a person; None: they have none."""
        rows = await self._database.all(
            "select logins.*, accounts.expires_at from logins join accounts on accounts.id = logins.account"
            " where person = ?",
            person,
        )
        return _login(rows[0]) if rows else None

    async def accounts(self, person: str) -> Sequence[LoggedIn]:
        """Return the accounts that a person is or was logged in with, and that a project still uses; newest first."""
        rows = await self._database.all(
            "select accounts.*, (select session_id from projects where projects.account = accounts.id"
            " order by (session_id = ''), id desc limit 1) as session"
            " from accounts where owner >= ? and owner < ? order by id desc limit ?",
            *(*_owned(person), _LATEST),
        )
        return [LoggedIn(account_of(row, self._cipher), row["session"] or "") for row in rows]

    async def begin(self, login: Login, token: Secret) -> int:
        """Log a person in, in place of an earlier login, and return the account."""
        async with self._database.transaction() as tx:
            account = login.account or await _new_account(tx, login.person)
            await _forget_token(tx, login.person, but=account)
            await tx.all(
                "update accounts set token = ?, expires_at = ?, export_paused = false, paused_for = '' where id = ?",
                *(self._cipher.seal(token), login.expires_at, account),
            )
            await tx.all(
                "insert into logins (person, account, address, sender, locale, began_at) values (?, ?, ?, ?, ?, ?)"
                " on conflict (person) do update set account = excluded.account, address = excluded.address,"
                " sender = excluded.sender, locale = excluded.locale, began_at = excluded.began_at, told = ''",
                *(login.person, account, str(login.address), login.sender, login.locale, login.began_at),
            )
            await tx.all(
                "update projects set account = ? where address = ? and private and account is null"
                " and session_id = '' and deleted_at is null",
                *(account, str(login.address)),
            )
            await _begin_with(tx, login.person, account)
        return account

    async def end(self, person: str) -> bool:
        """Forget the token of a person; False: they were not logged in."""
        async with self._database.transaction() as tx:
            return await end_login(tx, person)

    async def ending(self, now: float) -> Sequence[Login]:
        """Return the logins whose token ends soon or has ended, first those that end first."""
        rows = await self._database.all(
            "select logins.*, accounts.expires_at from logins join accounts on accounts.id = logins.account"
            " where accounts.expires_at < ? order by accounts.expires_at",
            now + SOON_SECONDS,
        )
        return [_login(row) for row in rows]

    async def tell(self, person: str, told: Told) -> None:
        """Store what a person was told of the end of their login."""
        await self._database.all("update logins set told = ? where person = ?", told.value, person)


async def end_login(tx: Statements, person: str) -> bool:
    """Forget the token of a person; False: they were not logged in."""
    rows = await tx.all("delete from logins where person = ? returning 1", person)
    await _begin_with(tx, person, None)
    await _forget_token(tx, person)
    return bool(rows)


async def _begin_with(tx: Statements, person: str, account: int | None) -> None:
    """Let the projects of a person's own accounts that have no session begin with this one; None: with a shared one."""
    await tx.all(
        "update projects set account = ? where session_id = ''"
        " and account in (select id from accounts where owner >= ? and owner < ?)",
        *(account, *_owned(person)),
    )


async def _new_account(tx: Statements, person: str) -> int:
    """Create an account whose owner is told apart from the person's other ones by its number."""
    (row,) = await tx.all(
        "insert into accounts (owner, origin) values (?, ?) returning id", f"{person}#", AccountOrigin.LOGIN.value
    )
    await tx.all("update accounts set owner = ? where id = ?", f"{person}#{row['id']}", row["id"])
    return int(row["id"])


async def _forget_token(tx: Statements, person: str, *, but: int = 0) -> None:
    await tx.all(
        "update accounts set token = null, expires_at = null where owner >= ? and owner < ? and id <> ?",
        *(*_owned(person), but),
    )


def _owned(person: str) -> tuple[str, str]:
    """Return the first owner of an account of a person, and the first one after all of theirs."""
    return f"{person}#", f"{person}$"


def _login(row: Row) -> Login:
    return Login(
        person=row["person"],
        account=row["account"],
        address=Address.parse(row["address"]),
        sender=row["sender"],
        locale=row["locale"],
        began_at=row["began_at"],
        expires_at=row["expires_at"],
        told=Told(row["told"]),
    )
