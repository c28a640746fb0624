"""How the bot is, and whether it begins anything new."""

import logging
from dataclasses import fields

from core.flows.admin.shown import by
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.access_rules import RuleKind
from core.words.amounts import duration_words, size_words

log = logging.getLogger(__name__)


async def status(context: RequestContext, _: str) -> SavedAnswer:
    """Say how the bot is.

    Raises:
        StorageError: the rows cannot be read.
    """
    now = await context.services.operations.condition()
    free, size = _size(context, now.free_bytes), _size(context, now.database_bytes)
    lines = [
        context.say("admin.status.version", version=now.version, up=_duration(context, now.up_seconds)),
        *([context.say("admin.status.draining")] if context.services.drain.on else []),
        await _queue(context),
        *(context.say("admin.status.check", name=name, said=said) for name, said in now.checks.items()),
        context.say("admin.status.disk", free=free, database=size),
        _limits(context),
        await _rules(context),
    ]
    return SavedAnswer.of("\n".join(lines))


async def drain(context: RequestContext, argument: str) -> SavedAnswer:
    """Begin nothing new, or do so again; what is open goes on.

    Raises:
        StorageError: the rows cannot be read.
    """
    switch = argument.lower()
    if switch not in {"on", "off", ""}:
        return SavedAnswer.of(context.say("admin.drain.how"))
    if switch:
        context.services.drain.on = switch == "on"
        log.warning("drain is %s, by %s", switch, by(context))
    key = "admin.drain.on" if context.services.drain.on else "admin.drain.off"
    return SavedAnswer.of(context.say(key, count=len(await context.stores.requests.open())))


async def _queue(context: RequestContext) -> str:
    found = await context.stores.requests.open()
    if not found:
        return context.say("admin.status.idle")
    age = context.clock.time() - min(one.accepted_at for one in found)
    return context.say("admin.status.queue", count=len(found), oldest=_duration(context, age))


def _limits(context: RequestContext) -> str:
    limits = context.rules.limits
    amounts = ((field.name, getattr(limits, field.name)) for field in fields(limits))
    shown = ", ".join(f"{name} {most}" for name, most in amounts if most)
    return context.say("admin.status.limits", limits=shown) if shown else context.say("admin.status.free")


async def _rules(context: RequestContext) -> str:
    made = {kind: len(await context.stores.access.listed(kind)) for kind in RuleKind}
    allowed, banned, quotas = made[RuleKind.ALLOW], made[RuleKind.BAN], made[RuleKind.QUOTA]
    return context.say("admin.status.rules", allowed=allowed, banned=banned, quotas=quotas)


def _duration(context: RequestContext, seconds: float) -> str:
    return duration_words(seconds, context.request.language)


def _size(context: RequestContext, size: int) -> str:
    return size_words(size, context.request.language)
