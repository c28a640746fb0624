"""The end of requests, projects, accounts and preferences that nobody has used for long, few in each transaction.

A batch is one request with its children. It goes when all of it ended long ago, with its messages and its journal,
unless something is open in its project, an answer of it is still to be delivered, or words wait for its upload page.
In a project that lives on its older versions go; the newest stay. A project in which nothing is left goes in two steps:
it is emptied, and listed no more; its row stays for as long again, because until then a list of projects may stand in
the chat that names its number. A login ends when no project on its account is left, an account when its token has
expired and nothing refers to it or could use it. What a clock has dated that was ahead goes with what came after it.

Each transaction leaves a state that is right, so that it does not matter where a process ends.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from storage.database import Database, Row, Statements
from storage.logins import end_login

_BATCHES: Final = 50  # of requests, in one transaction
_ROWS: Final = 500  # that one statement looks at
_AHEAD_SECONDS: Final = 86_400.0  # what ended later than in so many seconds, a clock has dated that was ahead

_FAMILY: Final = "(own.id = requests.id or own.parent = requests.id)"
_ENDED: Final = (
    "select id, ended_at from requests where parent is null and ended_at is not null and ended_at < ?"
    " and (ended_at, id) > (?, ?)"
    f" and not exists (select 1 from requests as own where {_FAMILY} and (own.outcome is null or own.ended_at >= ?))"
    " and not exists (select 1 from requests as open where open.project = requests.project and open.outcome is null)"
    f" and not exists (select 1 from requests as own join undelivered_answers as due"
    f" on due.request = own.id or due.handed_to = own.id where {_FAMILY})"
    f" and not exists (select 1 from requests as own join pending_words on pending_words.request = own.id"
    f" where {_FAMILY}) order by ended_at, id limit {_BATCHES}"
)
# It is as old as what was accepted after it. By the present alone, a clock that is behind would make everything old.
_OF_A_CLOCK_AHEAD: Final = (
    "update requests set ended_at = ? where ended_at > ? and exists"
    " (select 1 from requests as later where later.id > requests.id and later.ended_at < ?)"
)
_UNUSED: Final = (
    "not exists (select 1 from requests where requests.project = projects.id)"
    " and not exists (select 1 from messages where messages.project = projects.id)"
)


class Retention:
    """Deletes what nobody has used for `seconds`."""

    def __init__(self, database: Database, seconds: float) -> None:
        self._database = database
        self._seconds = seconds

    async def sweep(self, now: float) -> int:
        """Delete what has come to its end by an epoch second, and return how many rows were deleted or emptied.

        Raises:
            StorageError: some are left; they go the next time.
        """
        before = now - self._seconds
        await self._database.all(_OF_A_CLOCK_AHEAD, before - 1.0, now + _AHEAD_SECONDS, before)
        return (
            await self._requests(before)
            + await self._pages("versions", lambda tx, rows: _old_versions(tx, rows, before))
            + await self._pages("projects", lambda tx, rows: _projects(tx, rows, now, before))
            + await self._logins(before)
            + await self._pages("accounts", lambda tx, rows: _accounts(tx, rows, now))
            + await self._preferences()
        )

    async def _requests(self, before: float) -> int:
        deleted, last = 0, (-1.0, 0)
        while True:
            async with self._database.transaction() as tx:
                rows = await tx.all(_ENDED, before, *last, before)
                if rows:
                    last = rows[-1]["ended_at"], rows[-1]["id"]
                    deleted += await _delete_requests(tx, [row["id"] for row in rows])
            if len(rows) < _BATCHES:
                return deleted

    async def _pages(self, table: str, delete: Callable[[Statements, Sequence[int]], Awaitable[int]]) -> int:
        """Give the ids of a table to `delete`, so many in each transaction, and return the sum of what it returns."""
        deleted, last = 0, 0
        while True:
            async with self._database.transaction() as tx:
                rows = await tx.all(f"select id from {table} where id > ? order by id limit ?", last, _ROWS)
                if rows:
                    last = rows[-1]["id"]
                    deleted += await delete(tx, [row["id"] for row in rows])
            if len(rows) < _ROWS:
                return deleted

    async def _logins(self, before: float) -> int:
        """End the logins that began long ago, and on whose account no project is left."""
        async with self._database.transaction() as tx:
            unused = await tx.all(
                "select person from logins where began_at < ? and not exists (select 1 from projects"
                f" where projects.account = logins.account and deleted_at is null) limit {_ROWS}",
                before,
            )
            for row in unused:
                await end_login(tx, row["person"])
        return len(unused)

    async def _preferences(self) -> int:
        """Delete what was chosen in chats where nothing that was said is left."""
        deleted, last = 0, ""
        while True:
            async with self._database.transaction() as tx:
                rows = await tx.all(
                    "select distinct scope from preferences where scope > ? order by scope limit ?", last, _ROWS
                )
                for row in rows:
                    last = row["scope"]
                    if not await _is_used(tx, last):
                        deleted += len(await tx.all("delete from preferences where scope = ? returning 1", last))
            if len(rows) < _ROWS:
                return deleted


async def _delete_requests(tx: Statements, roots: Sequence[int]) -> int:
    """Delete requests with their children and all that belongs to them; return how many rows went."""
    batch = f"select id from requests where id in ({_marks(roots)}) or parent in ({_marks(roots)})"
    both = (*roots, *roots)
    deleted = list[Row]()
    deleted += await tx.all(f"delete from journal where request in ({batch}) returning 1", *both)
    deleted += await tx.all(f"delete from messages where request in ({batch}) returning 1", *both)
    await tx.all(f"update versions set request = null where request in ({batch})", *both)
    await renew_first_files(tx, batch, both)
    deleted += await tx.all(f"delete from requests where parent in ({_marks(roots)}) returning 1", *roots)
    deleted += await tx.all(f"delete from requests where id in ({_marks(roots)}) returning 1", *roots)
    return len(deleted)


async def renew_first_files(tx: Statements, batch: str, params: Sequence[object]) -> None:
    """Let the oldest request that stays stand for those of a batch that brought the first files into a session."""
    await tx.all(
        "update projects set files_since = (select min(id) from requests where requests.project = projects.id"
        f" and requests.id not in ({batch})) where files_since in ({batch})",
        *(*params, *params),
    )


async def _old_versions(tx: Statements, versions: Sequence[int], before: float) -> int:
    """Delete versions that are neither the newest nor the last of their project, unless something is open in it."""
    rows = await tx.all(
        f"delete from versions where id in ({_marks(versions)}) and made_at < ?"
        " and seen < (select max(other.seen) from versions as other where other.project = versions.project)"
        " and number < (select max(other.number) from versions as other where other.project = versions.project)"
        " and not exists (select 1 from requests where requests.project = versions.project"
        " and requests.outcome is null) returning 1",
        *(*versions, before),
    )
    return len(rows)


async def _projects(tx: Statements, projects: Sequence[int], now: float, before: float) -> int:
    """Empty the projects in which nothing is left, and delete the rows of those that were emptied long ago."""
    these = _marks(projects)
    rows = await tx.all(
        f"update projects set deleted_at = ?, title = '', account = null, task_id = '', session_id = ''"
        f" where id in ({these}) and deleted_at is null and created_at < ? and {_UNUSED} returning id",
        *(now, *projects, before),
    )
    gone = await tx.all(
        f"select id from projects where id in ({these}) and deleted_at < ? and {_UNUSED}", *projects, before
    )
    ended = [row["id"] for row in (*rows, *gone)]
    if not ended:
        return 0
    await tx.all(f"delete from current_projects where project in ({_marks(ended)})", *ended)
    await tx.all(f"delete from versions where project in ({_marks(ended)})", *ended)
    old = [row["id"] for row in gone]
    await tx.all(f"delete from projects where id in ({_marks(old)})", *old)
    return len(ended)


async def _accounts(tx: Statements, accounts: Sequence[int], now: float) -> int:
    """Delete accounts of single chats and persons without a valid token, which nothing refers to or could use."""
    rows = await tx.all(
        f"select id, owner, origin from accounts where id in ({_marks(accounts)}) and owner like '%:%'"
        " and (token is null or (origin = 'anonymous' and expires_at < ?))"
        " and not exists (select 1 from logins where logins.account = accounts.id)"
        " and not exists (select 1 from projects where projects.account = accounts.id)"
        " and not exists (select 1 from versions where versions.render_account = accounts.id)"
        " and not exists (select 1 from mints where mints.account = accounts.id)",
        *(*accounts, now),
    )
    ended = [
        row["id"] for row in rows if row["origin"] == AccountOrigin.LOGIN or not await _has_project(tx, row["owner"])
    ]
    await tx.all(f"delete from accounts where id in ({_marks(ended)})", *ended)
    return len(ended)


async def _has_project(tx: Statements, chat: str) -> bool:
    rows = await tx.all(
        "select 1 from projects where address >= ? and address < ? and deleted_at is null limit 1", *_within(chat)
    )
    return bool(rows)


async def _is_used(tx: Statements, scope: str) -> bool:
    """Return whether anything that was said is left in the chat of a scope."""
    rows = await tx.all("select 1 from messages where address >= ? and address < ? limit 1", *_within(scope))
    return bool(rows)


def _within(scope: str) -> tuple[str, str]:
    """Return the first address of a scope's chat, and the first one after all its topics and threads."""
    root = str(Address.parse(scope.partition("|")[0]).root)
    return root, f"{root[:-1]};"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
