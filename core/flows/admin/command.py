"""`/admin` and what follows it. For everybody else it is a command that does not exist."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Final

from core.flows.admin.access import allow, ban, pair, quota, unban, users
from core.flows.admin.broadcast import broadcast, send_broadcast
from core.flows.admin.requests import cancel, jobs, requeue
from core.flows.admin.status import drain, status
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer

Part = Callable[[RequestContext, str], Awaitable[SavedAnswer]]

_COMMAND: Final = re.compile(r"(?<!\S)/admin(?:@\w+)?(?!\S)", re.IGNORECASE)
_PARTS: Final[Mapping[str, Part]] = {
    "status": status,
    "jobs": jobs,
    "cancel": cancel,
    "requeue": requeue,
    "users": users,
    "allow": allow,
    "pair": pair,
    "ban": ban,
    "unban": unban,
    "quota": quota,
    "drain": drain,
    "broadcast": broadcast,
}


async def administer(context: RequestContext, offered: int | None = None) -> SavedAnswer | None:
    """Do what an admin asks, or send the broadcast `offered`; None: the asker is none, and is not to learn of it.

    What it tells of others is for the admin alone: it is said in a direct chat, or where only they see it.

    Raises:
        Suspend: the process is asked to stop.
        StorageError: the rows cannot be read or written.
    """
    request = context.request
    if not context.rules.access.is_admin(request.address.platform, request.sender):
        return None
    hidden = not request.private
    if hidden and not context.platform.capabilities(request.target).ephemeral:
        return SavedAnswer.of(context.say("admin.in_private"))
    if offered is not None:
        return replace(await send_broadcast(context, offered), ephemeral=hidden)
    called = _COMMAND.search(request.words)  # a mention of the bot may stand before it
    name, _, rest = (request.words[called.end() :] if called else "").strip().partition(" ")
    part = _PARTS.get(name.lower(), _help)
    return replace(await part(context, " ".join(rest.split())), ephemeral=hidden)


async def _help(context: RequestContext, _: str) -> SavedAnswer:
    lines = [context.say(f"admin.help.{name}") for name in _PARTS]
    return SavedAnswer.of("\n".join([context.say("admin.help"), "", *lines]))
