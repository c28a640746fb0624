"""Who asks how much, read from the rows of requests."""

from core.model.chat import Address, Sender
from core.model.requests import Activity, Flow
from storage.database import Statements


async def senders(statements: Statements, since: float) -> tuple[Activity, ...]:
    """Return who asked for something since an epoch second, those first who did so last."""
    rows = await statements.all(
        "select address, sender, max(sender_name) as name, count(*) as requests, max(accepted_at) as last_at"
        " from requests where accepted_at >= ? and parent is null and flow in (?, ?) group by address, sender",
        *(since, Flow.EDIT.value, Flow.EXPORT.value),
    )
    people: dict[tuple[str, str], Activity] = {}
    for row in rows:
        platform, sender = Address.parse(row["address"]).platform, Sender(row["sender"], row["name"])
        before = people.get((platform, sender.id), Activity(platform, sender, 0, 0.0))
        last_at = max(before.last_at, row["last_at"])
        people[platform, sender.id] = Activity(platform, sender, before.requests + row["requests"], last_at)
    return tuple(sorted(people.values(), key=lambda one: -one.last_at))
