"""Deleting a project: everything that was said or made in it goes at once, in the transaction that marks it.

What stays says nothing: the row of the project, its requests without their words, and receipts without their text, so
that a message which is sent again is known to have been taken. Where something goes on in it, that is cancelled: what
is seen goes at once, and the rest in the transaction in which the last of it ends.
"""

# ruff: noqa: S608 - the statements are put together from the text of this file alone

from typing import Final

from storage.database import Statements

# The requests that worked on the project, and those that were answered about it.
_REQUESTS: Final = (
    "select id from requests where project = ?"
    " union select request from messages where project = ? and request is not null"
)
_MESSAGES: Final = f"select key from messages where address = ? and (project = ? or request in ({_REQUESTS}))"


async def delete_project(tx: Statements, project: int, now: float) -> bool:
    """Delete a project; False: it is gone already, or a request of it is open, and nothing was deleted."""
    rows = await tx.all(
        f"update projects set deleted_at = ?, title = '' where id = ? and deleted_at is null"
        f" and not exists (select 1 from requests where outcome is null and id in ({_REQUESTS})) returning address",
        *(now, project, project, project),
    )
    if not rows:
        return False
    address, twice = rows[0]["address"], (project, project)
    await tx.all("delete from current_projects where project = ?", project)
    await tx.all("delete from versions where project = ?", project)
    await tx.all(f"delete from journal where request in ({_REQUESTS})", *twice)
    await tx.all(
        f"delete from undelivered_answers where request in ({_REQUESTS}) or handed_to in ({_REQUESTS})",
        *(*twice, *twice),
    )
    await _hide(tx, address, project)
    await tx.all(
        "update messages set text = '', attachments = '[]', quoted = '', withdrawn = true"
        f" where address = ? and key in ({_MESSAGES})",
        *(address, address, project, *twice),
    )
    # the meaning holds the words behind a command
    await tx.all(f"update requests set words = '', meaning = '' where id in ({_REQUESTS})", *twice)
    return True


async def close_project(tx: Statements, project: int, now: float) -> tuple[int, ...]:
    """Cancel what goes on in a project and hide it; delete it when all that has ended. Return what goes on."""
    rows = await tx.all(
        "update projects set closed_at = ? where id = ? and deleted_at is null returning address", now, project
    )
    if not rows:
        return ()
    going_on = await tx.all(
        f"update requests set cancelled = true where outcome is null and id in ({_REQUESTS}) returning id",
        *(project, project),
    )
    await tx.all("delete from current_projects where project = ?", project)
    await _hide(tx, rows[0]["address"], project)
    await delete_closed(tx, now)
    return tuple(sorted(row["id"] for row in going_on))


async def delete_closed(tx: Statements, now: float) -> None:
    """Delete the closed projects in which nothing goes on any more."""
    for row in await tx.all("select id from projects where closed_at is not null and deleted_at is null"):
        await delete_project(tx, row["id"], now)


async def _hide(tx: Statements, address: str, project: int) -> None:
    """Remove what a transcript shows of it, reactions too; each line is a change of its own."""
    shown = await tx.all(
        "select id from messages where address = ? and body is not null"
        f" and (key in ({_MESSAGES}) or key in (select 'm-' || ours.key from ({_MESSAGES}) as ours))",
        *(address, *(address, project, project, project) * 2),
    )
    counted = await tx.all(
        "update counters set value = value + ? where name = 'transcript' returning value", len(shown)
    )
    first = int(counted[0]["value"]) - len(shown) + 1
    for change, row in enumerate(shown, first):
        await tx.all("update messages set body = null, change = ? where id = ?", change, row["id"])
