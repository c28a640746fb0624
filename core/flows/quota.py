"""What people are told of the operator's limits: how much is used, and when to come back. It costs nothing."""

from math import ceil
from typing import Final

from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.limits import Holder, Limit, Limits, Used
from core.model.requests import LIMIT_REPLIES, InternalReply
from core.words.amounts import duration_words

_LIMITS: Final = {reply: limit for limit, reply in LIMIT_REPLIES.items()}


async def quota(context: RequestContext) -> SavedAnswer:
    """Say what is used and left of each limit that holds for the asker."""
    limits = _limits(context)
    held = [limit for limit in Limit if limits.most(limit)]
    if not held:
        return SavedAnswer.of(context.say("quota.none"))
    lines = [_line(context, await _used(context, limit, limits)) for limit in held]
    return SavedAnswer.of("\n".join([context.say("quota.head"), "", *lines]))


async def limit_reached(context: RequestContext, reply: InternalReply) -> SavedAnswer:
    """Say which limit refused a message, and when to come back."""
    used = await _used(context, _LIMITS[reply], _limits(context))
    return SavedAnswer.of(context.say(f"limit.{used.limit}", most=used.most, wait=_wait(context, used)))


def too_many(context: RequestContext, used: Used, count: int) -> str:
    """Say that one video for each of so many files is more than a limit allows."""
    if used.wait is None:
        return context.say("limit.batch_never", count=count, most=used.most)
    return context.say("limit.batch", count=count, left=used.left, wait=_wait(context, used))


def _limits(context: RequestContext) -> Limits:
    request = context.request
    return context.rules.limits_for(request.address, request.sender) or Limits()


async def _used(context: RequestContext, limit: Limit, limits: Limits) -> Used:
    holder = Holder(context.request.address, context.request.sender)
    return await context.stores.usage.used(limit, holder, limits)


def _wait(context: RequestContext, used: Used) -> str:
    """Return when to come back, as a duration; at once, if it was over before this is said."""
    return _duration(context, used.wait or 0.0)


def _line(context: RequestContext, used: Used) -> str:
    line = context.say(f"quota.{used.limit}", used=used.used, most=used.most, left=used.left)
    if used.back is None:
        return line
    return line + context.say("quota.back", wait=_duration(context, used.back))


def _duration(context: RequestContext, seconds: float) -> str:
    """Return a duration rounded up as far as it is said: whoever comes back then must not be too early."""
    unit = 60.0 if seconds >= 3600 else 1.0
    return duration_words(ceil(seconds / unit) * unit, context.request.language)
