"""Deleting what belongs to one person in one chat, as that person asked for.

It is marked in one transaction, which also cancels what goes on, and deleted in others, a few requests in each: at
once what has ended, and the rest in the transaction that ends the last request of that person in its project. What
is marked and left by a process that died goes with the next clean-up. Nothing of another person's is touched.

What stays says nothing: the receipt of a message without text or sender, so that one that is sent again is known to
have been taken; a message of ours without text, whose buttons do nothing; the row of a project without a title.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

from collections.abc import Sequence
from typing import Final

from core.model.chat import Address
from core.model.requests import Forgotten
from storage.addresses import current_address
from storage.database import Row, Statements
from storage.logins import end_login
from storage.retention import renew_first_files

_BATCHES: Final = 50  # of requests, in one transaction

_FAMILY: Final = "(own.id = requests.id or own.parent = requests.id)"
_READY: Final = (
    "select id from requests where forgotten and parent is null"
    f" and not exists (select 1 from requests as own where {_FAMILY} and own.outcome is null)"
    " and not exists (select 1 from requests as open where open.project = requests.project"
    f" and open.sender = requests.sender and open.outcome is null) order by id limit {_BATCHES}"
)
_CHAT: Final = "address >= ? and address < ?"


async def mark_forgotten(tx: Statements, asked: int) -> Forgotten:
    """Mark all that belongs to the sender of a request in its chat, itself too, and cancel what goes on beside it."""
    (request,) = await tx.all("select address, sender, private from requests where id = ?", asked)
    address = await current_address(tx, Address.parse(request["address"]))
    chat, sender, private = _within(address), request["sender"], bool(request["private"])
    theirs, whose = (_CHAT, chat) if private else (f"{_CHAT} and sender = ?", (*chat, sender))
    running = await tx.all(
        f"update requests set cancelled = true where {theirs} and outcome is null and id <> ? returning id",
        *(*whose, asked),
    )
    await tx.all(f"update requests set forgotten = true where {theirs}", *whose)
    (counted,) = await tx.all(
        "select count(*) as requests, count(distinct project) as projects from requests"
        f" where forgotten and parent is null and flow <> 'answer' and {theirs}",
        *whose,
    )
    await tx.all(f"delete from pending_words where {theirs}", *whose)
    await tx.all(f"delete from undelivered_answers where {theirs}", *whose)
    await _delete_choices(tx, address, sender, private=private)
    await _empty(tx, f"request is null and {theirs}", whose)
    await tx.all(f"delete from current_projects where {theirs}", *whose)
    logged_out = private and await end_login(tx, address.person(sender))
    stopped = tuple(sorted(row["id"] for row in running))
    return Forgotten(int(counted["requests"]), int(counted["projects"]), stopped, logged_out=logged_out)


async def delete_forgotten(tx: Statements, now: float) -> bool:
    """Delete a few requests that are marked and of which nothing goes on; return whether there may be more."""
    if not await tx.all("select 1 from requests where forgotten limit 1"):
        return False
    await _cancel_what_follows(tx)
    roots = [row["id"] for row in await tx.all(_READY)]
    if not roots:
        return False
    batch, both = f"select id from requests where id in ({_marks(roots)}) or parent in ({_marks(roots)})", (*roots,) * 2
    worked = await tx.all(f"select distinct project, sender from requests where id in ({batch})", *both)
    await tx.all(
        "delete from adapter_data where scope like 'telegram:%:films' and name in"
        f" (select render_id from versions where request in ({batch}) and render_id <> '')",
        *both,
    )
    await tx.all(f"delete from versions where request in ({batch})", *both)
    await tx.all(f"delete from journal where request in ({batch})", *both)
    await tx.all(f"delete from undelivered_answers where request in ({batch}) or handed_to in ({batch})", *both, *both)
    await tx.all(f"update pending_words set request = null where request in ({batch})", *both)
    await _empty(tx, f"request in ({batch})", both)
    await renew_first_files(tx, batch, both)
    await tx.all(f"delete from requests where parent in ({_marks(roots)})", *roots)
    await tx.all(f"delete from requests where id in ({_marks(roots)})", *roots)
    for row in worked:
        if row["project"] is not None:
            await _leave_project(tx, row["project"], row["sender"], now)
    return len(roots) == _BATCHES


async def delete_projects(tx: Statements, asked: int, now: float) -> None:
    """Empty the projects of the sender of a request in its chat of which no request is left."""
    (request,) = await tx.all("select address, sender, private from requests where id = ?", asked)
    chat = _within(await current_address(tx, Address.parse(request["address"])))
    theirs, whose = (_CHAT, chat) if request["private"] else (f"{_CHAT} and sender = ?", (*chat, request["sender"]))
    rows = await tx.all(
        f"select id from projects where {theirs} and (deleted_at is null or session_id <> '')"
        " and not exists (select 1 from requests where requests.project = projects.id)",
        *whose,
    )
    for row in rows:
        await _leave_project(tx, row["id"], request["sender"], now)


async def _cancel_what_follows(tx: Statements) -> None:
    """Mark what an agent goes on with after a turn that is to be forgotten: nobody asked for it."""
    await tx.all(
        "update requests set forgotten = true, cancelled = true where outcome is null and flow = 'later'"
        " and not forgotten and exists (select 1 from requests as told where told.forgotten"
        " and told.project = requests.project and told.sender = requests.sender)"
    )


async def _delete_choices(tx: Statements, address: Address, sender: str, *, private: bool) -> None:
    """Delete what a person chose, and what was said to them once; in a direct chat all of it is theirs."""
    root, end = _within(address)
    for table in ("preferences", "first_times"):
        await tx.all(f"delete from {table} where scope = ?", f"{root}|{sender}")
        if private:
            await tx.all(f"delete from {table} where scope >= ? and scope < ?", root, end)


async def _empty(tx: Statements, which: str, params: Sequence[object]) -> None:
    """Leave of some messages that they were received, or that their buttons do nothing; a page is told of each."""
    shown = await tx.all(f"select id from messages where body is not null and {which}", *params)
    counted = await tx.all(
        "update counters set value = value + ? where name = 'transcript' returning value", len(shown)
    )
    first = int(counted[0]["value"]) - len(shown) + 1
    for change, row in enumerate(shown, first):
        await tx.all("update messages set body = null, change = ? where id = ?", change, row["id"])
    await tx.all(
        "update messages set text = '', attachments = '[]', quoted = '', album = null, cut = false, sender = null,"
        f" withdrawn = true, request = null, project = null where {which}",
        *params,
    )


async def _leave_project(tx: Statements, project: int, sender: str, now: float) -> None:
    """Empty a project in which nothing is left; one in which somebody else asked something is theirs from now on.

    One on an account of the person's own is nobody else's.
    """
    others = await tx.all(
        "select requests.sender from requests join projects on projects.id = requests.project"
        " left join accounts on accounts.id = projects.account where project = ? and requests.sender <> ?"
        " and coalesce(accounts.origin, '') <> 'login' order by requests.id desc limit 1",
        *(project, sender),
    )
    if not others and await tx.all("select 1 from requests where project = ? and sender = ? limit 1", project, sender):
        return  # the person asked something new in it
    await tx.all("delete from current_projects where project = ? and sender in (?, '')", project, sender)
    if others:
        await _hand_over(tx, project, sender, others[0])
        return
    await tx.all("delete from current_projects where project = ?", project)
    await tx.all("delete from versions where project = ?", project)
    await _empty(tx, "project = ?", (project,))
    await tx.all(
        "update projects set deleted_at = ?, title = '', account = null, task_id = '', session_id = '' where id = ?",
        *(now, project),
    )


async def _hand_over(tx: Statements, project: int, sender: str, other: Row) -> None:
    await tx.all(
        "update projects set title = '', sender = ?, number = (select coalesce(max(number), 0) + 1"
        " from projects as all_of where all_of.address = projects.address and all_of.sender = ?)"
        " where id = ? and sender = ?",
        *(other["sender"], other["sender"], project, sender),
    )


def _within(address: Address) -> tuple[str, str]:
    """Return the first address of a chat, and the first one after all its topics and threads."""
    root = str(address.root)
    return root, f"{root[:-1]};"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
