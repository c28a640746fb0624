"""The lanes in the rows of requests: a lane is its open requests, ordered by (head, child).

A suspended request keeps its place, so that its lane waits for it.
"""

from dataclasses import dataclass
from typing import Final

from core.model.accounts import AccountOrigin
from core.model.chat import Address
from core.model.requests import Outcome
from storage.database import Database, Row, only
from storage.requests import end

_HEAD: Final = (
    "requests.id, lane, wake_at, requests.address, requests.sender, accepted_at, claims, accounts.owner as own_account"
)
_WRITTEN: Final = "(select count(*) from journal where journal.request = requests.id and outcome is not null)"
_PAYER: Final = (
    "left join projects on projects.id = requests.project"
    f" left join accounts on accounts.id = projects.account and accounts.origin = '{AccountOrigin.LOGIN}'"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The first open request of a lane. `wake_at`, `accepted_at` are epoch seconds; `person` is its sender's key.

    `account` is with whom it takes turns: the sender's own NemoVideo account, else all that is asked in its chat.
    `claims` is how often it was begun since it was last known to have got on.
    """

    request: int
    lane: str
    wake_at: float
    platform: str
    person: str = ""
    account: str = ""
    accepted_at: float = 0.0
    claims: int = 0


@dataclass(frozen=True, slots=True)
class OpenRequests:
    """How many requests have not ended, and how many of them are suspended until an hour.

    `oldest` is when the oldest was accepted, in epoch seconds; None: there is none.
    """

    number: int
    suspended: int
    oldest: float | None


class Queue:
    """The statements of a dispatcher. Every method raises `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def heads(self) -> tuple[Head, ...]:
        """Return the head of every lane that has one."""
        rows = await self._database.all(
            f"select {_HEAD} from (select id, lane, wake_at, address, sender, accepted_at, claims, project,"  # noqa: S608 - ours
            " row_number() over (partition by lane order by head, child) as place"
            f" from requests where outcome is null) as requests {_PAYER} where place = 1 order by requests.id"
        )
        return tuple(map(_head, rows))

    async def head(self, lane: str) -> Head | None:
        """Return the head of a lane; None: the lane is empty."""
        rows = await self._database.all(
            f"select {_HEAD} from requests {_PAYER}"  # noqa: S608 - ours
            " where lane = ? and outcome is null order by head, child limit 1",
            lane,
        )
        return _head(rows[0]) if rows else None

    async def open(self, now: float) -> OpenRequests:
        """Return how many requests are open at an epoch second.

        Raises:
            StorageError: they cannot be read.
        """
        (row,) = await self._database.all(
            "select count(*) as number, count(*) filter (where wake_at > ?) as suspended, min(accepted_at) as oldest"
            " from requests where outcome is null",
            now,
        )
        return OpenRequests(int(row["number"]), int(row["suspended"]), row["oldest"])

    async def wait_for_parts(self, until: float) -> None:
        """Let the requests that waited for more parts, and were not sealed, do so until an epoch second at least."""
        await self._database.all(
            "update requests set joins_until = ?"
            " where outcome is null and not sealed and joins_until > accepted_at and joins_until < ?",
            *(until, until),
        )

    async def begin(self, request: int, now: float) -> int:
        """Count a claim, and return how many claims in a row made no progress, including this one.

        A claim made progress if an outcome was written to the journal after it. So a request that progresses is not
        parked because its process is killed often. A request that waits for no more parts is sealed.

        Raises:
            LookupError: there is no such request.
            StorageError: nothing was counted.
        """
        rows = await self._database.all(
            f"update requests set claims = case when {_WRITTEN} > progress then 1 else claims + 1 end,"  # noqa: S608 - ours
            f" progress = {_WRITTEN}, sealed = sealed or joins_until <= ? where id = ? returning claims",
            *(now, request),
        )
        return int(only(rows, f"request {request}")["claims"])

    async def got_on(self, request: int) -> bool:
        """Return whether a request made progress since its last claim.

        Raises:
            StorageError: that cannot be read.
        """
        return bool(
            await self._database.all(
                f"select 1 from requests where id = ? and {_WRITTEN} > progress",  # noqa: S608 - ours
                request,
            )
        )

    async def reschedule(self, request: int, until: float, lane: str | None, *, forgive: bool = True) -> str:
        """Suspend a request until an epoch second, perhaps in another lane, and return the lane it is in.

        Args:
            request: the request.
            until: when it may go on; 0: at once.
            lane: where it waits; None: where it is.
            forgive: whether its claims are set to zero.

        Raises:
            LookupError: there is no such request.
            StorageError: nothing changed.
        """
        rows = await self._database.all(
            "update requests set wake_at = ?, lane = coalesce(?, lane), claims = case when ? then 0 else claims end"
            " where id = ? returning lane",
            *(until, lane, forgive, request),
        )
        return str(only(rows, f"request {request}")["lane"])

    async def park(self, request: int, now: float) -> bool:
        """End a request that is given up; False: it had ended."""
        async with self._database.transaction() as tx:
            return await end(tx, request, Outcome.PARKED, now)

    async def parked(self, since: float) -> tuple[int, ...]:
        """Return the requests that were given up after an epoch second, oldest first."""
        rows = await self._database.all(
            "select id from requests where outcome = ? and ended_at > ? order by id", Outcome.PARKED.value, since
        )
        return tuple(int(row["id"]) for row in rows)

    async def wake(self, request: int) -> str | None:
        """Let a suspended request go on at once, and return the lane it is in; None: there is no such request."""
        rows = await self._database.all("update requests set wake_at = 0 where id = ? returning lane", request)
        return rows[0]["lane"] if rows else None


def _head(row: Row) -> Head:
    address = Address.parse(row["address"])
    person = address.person(row["sender"])
    account = row["own_account"] or str(address.root)
    return Head(
        *(row["id"], row["lane"], row["wake_at"], address.platform, person, account, row["accepted_at"], row["claims"])
    )
