"""What people are told of the operator's limits: how much is used, and when to come back. It costs nothing."""

from math import ceil
from typing import Final

from core.flows.context import RequestContext
from core.flows.refusals import UPLOAD_REFUSED, UPLOAD_TOO_LARGE, FileRefused
from core.flows.saved_answer import SavedAnswer
from core.model.attachments import smallest_file
from core.model.limits import Holder, Limit, Limits, Used
from core.model.logins import own_account
from core.model.requests import LIMIT_REPLIES, InternalReply
from core.words.amounts import duration_words, size_words

_LIMITS: Final = {reply: limit for limit, reply in LIMIT_REPLIES.items()}


async def quota(context: RequestContext) -> SavedAnswer:
    """Say what is used and left of each limit that holds for the asker."""
    limits = await _limits(context)
    held = [limit for limit in Limit if limits.most(limit)]
    if Limit.CREDITS in held and not await _account(context):
        held.remove(Limit.CREDITS)
    if not held:
        return SavedAnswer.of(context.say("quota.none"))
    lines = [_line(context, await _used(context, limit, limits)) for limit in held]
    return SavedAnswer.of("\n".join([context.say("quota.head"), "", *lines]))


async def limit_reached(context: RequestContext, reply: InternalReply) -> SavedAnswer:
    """Say which limit refused a message, and when to come back."""
    limit = _LIMITS[reply]
    wanted = await _smallest_file(context) if limit is Limit.UPLOAD else 1
    used = await _used(context, limit, await _limits(context), wanted)
    if limit is Limit.UPLOAD:
        key = UPLOAD_TOO_LARGE if used.wait is None else UPLOAD_REFUSED
        return SavedAnswer.of(over_quota(context, FileRefused(key, limit=used.left, wait=used.wait or 0.0)))
    return SavedAnswer.of(limited(context, used))


def limited(context: RequestContext, used: Used) -> str:
    """Say that a limit allows no more, and when it does again."""
    return context.say(f"limit.{used.limit}", most=used.most, wait=_wait(context, used))


def too_many(context: RequestContext, used: Used, count: int) -> str:
    """Say that one video for each of so many files is more than a limit allows."""
    if used.wait is None:
        return context.say("limit.batch_never", count=count, most=used.most)
    return context.say("limit.batch", count=count, left=used.left, wait=_wait(context, used))


def over_quota(context: RequestContext, refusal: FileRefused) -> str:
    """Say that a file is larger than what its sender may upload, and when it may be sent again."""
    language = context.request.language
    return context.say(
        refusal.key,
        name=refusal.name or context.say("file.yours"),
        left=size_words(refusal.limit or 0, language),
        most=size_words(context.rules.limits.upload_bytes_per_day, language),
        wait=_duration(context, refusal.wait),
    )


async def _limits(context: RequestContext) -> Limits:
    request = context.request
    return await context.services.limits_for(request.address, request.sender) or Limits()


async def _smallest_file(context: RequestContext) -> int:
    parts = await context.stores.requests.parts(context.request.id)
    return smallest_file([file for part in parts for file in part.attachments]) or 1


async def _used(context: RequestContext, limit: Limit, limits: Limits, wanted: int = 1) -> Used:
    account = await _account(context) if limit is Limit.CREDITS else ""
    holder = Holder(context.request.address, context.request.sender, account)
    return await context.stores.usage.used(limit, holder, limits, wanted)


async def _account(context: RequestContext) -> str:
    """Return the account that pays here, if all chats share it; "": they do not."""
    project, request = await context.current_project(), context.request
    if project is None and await own_account(context.stores.logins, request.address, request.sender):
        return ""
    return await context.services.tokens.shared_by_all(project)


def _wait(context: RequestContext, used: Used) -> str:
    """Return when to come back, as a duration; at once, if it was over before this is said."""
    return _duration(context, used.wait or 0.0)


def _line(context: RequestContext, used: Used) -> str:
    amounts = {"used": used.used, "most": used.most, "left": used.left}
    if used.limit is Limit.UPLOAD:
        sizes = {name: size_words(amount, context.request.language) for name, amount in amounts.items()}
        line = context.say(f"quota.{used.limit}", **sizes)
    else:
        line = context.say(f"quota.{used.limit}", **amounts)
    if used.back is None:
        return line
    return line + context.say("quota.back", wait=_duration(context, used.back))


def _duration(context: RequestContext, seconds: float) -> str:
    """Return a duration rounded up as far as it is said: whoever comes back then must not be too early."""
    unit = 60.0 if seconds >= 3600 else 1.0
    return duration_words(ceil(seconds / unit) * unit, context.request.language)
