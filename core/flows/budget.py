"""The credits that all chats may spend in a day from an account that they share.

What a turn takes is seen in the account alone: by how much its credits fell between two readings, while a turn of ours
was under way. So what else is spent from the account meanwhile counts too, and nothing that we spent is missed.
"""

import logging

from core.flows.context import RequestContext
from core.flows.refusals import BudgetUsedUp
from core.model.limits import Holder, Limit, Reading
from core.nemo.errors import NemoError
from core.tokens import TokenError

log = logging.getLogger(__name__)


async def begin_turn(context: RequestContext, *, may_refuse: bool) -> None:
    """Read the account's credits before a turn, and note that it begins.

    Raises:
        BudgetUsedUp: the credits of a day are used up; only where it `may_refuse`, and not for admins.
        StorageError: the rows cannot be read or written.
    """
    account = await _limited_account(context)
    if not account:
        return
    await _observe(context, account)
    request, usage = context.request, context.stores.usage
    if may_refuse and (limits := context.rules.limits_for(request.address, request.sender)) is not None:
        used = await usage.used(Limit.CREDITS, Holder(request.address, request.sender, account), limits)
        if used.wait:
            raise BudgetUsedUp(used)
    await usage.turn_begins(account, request.id)


async def end_turns(context: RequestContext) -> None:
    """Read the account's credits after the turns of a request that ends.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    usage, request = context.stores.usage, context.request.id
    if account := await usage.turn_of(request):
        await _observe(context, account)
        await usage.turn_ended(request)


async def _limited_account(context: RequestContext) -> str:
    """Return the account whose credits are limited, and which pays for this project; "": there is none."""
    if not context.rules.limits.credits_per_day:
        return ""
    return await context.services.tokens.shared_by_all(context.project)


async def _observe(context: RequestContext, account: str) -> None:
    """Note the account's credits; where they cannot be read, the next reading tells what was spent."""
    usage, most = context.stores.usage, context.rules.limits.credits_per_day
    at = usage.now()
    try:
        left = await context.backend.credits()
    except (NemoError, TokenError) as error:
        log.info("the credits of the account could not be read: %s", str(error) or type(error).__name__)
        return
    if await usage.observe(account, Reading(left.available + left.frozen, left.frozen, at), most):
        log.warning("NEMOBOT_CREDITS_PER_DAY: the %d credits of 24 hours are used up; new turns are refused", most)
