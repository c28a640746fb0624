"""Letting a request go on that was given up or has failed: from its journal, so that nothing is asked a second time."""

from collections.abc import Collection

from core.model.actions import TryAgain, to_wire
from core.model.requests import Flow, Outcome
from storage.database import Statements

_CAME_TO_NOTHING = (Outcome.FAILED.value, Outcome.PARKED.value)
_LAST_CHILD = 1_000_000  # behind every child of a batch


async def reopen(tx: Statements, request: int, forget: Collection[str]) -> bool:
    """Open a request again as the last of its lane, as `Requests.reopen` says."""
    again = to_wire(TryAgain(request))
    rows = await tx.all(
        "update requests set outcome = null, ended_at = null, wake_at = 0, claims = 0, reopened = true,"
        " head = (select max(id) from requests), child = ?"  # before whatever is accepted from now on
        " where id = ? and outcome in (?, ?) and flow in (?, ?) and parent is null and not forgotten"
        " and not exists (select 1 from projects where projects.id = requests.project"
        " and (projects.closed_at is not null or projects.deleted_at is not null))"
        " and not exists (select 1 from requests as other where other.action = ?"
        " and (other.outcome is null or other.outcome not in (?, ?, ?)))"
        " returning id",
        *(_LAST_CHILD, request, *_CAME_TO_NOTHING, Flow.EDIT.value, Flow.EXPORT.value, again),
        *(*_CAME_TO_NOTHING, Outcome.CANCELLED.value),
    )
    if not rows:
        return False
    for name in forget:
        await tx.all(
            "delete from journal where request = ? and (name = ? or substr(name, 1, ?) = ?)",
            *(request, name, len(name) + 1, f"{name}."),
        )
    return True


async def is_reopened(tx: Statements, request: int) -> bool:
    """Return whether a request goes on after its end."""
    return bool(await tx.all("select 1 from requests where id = ? and reopened and outcome is null", request))
