"""What is kept of a person here, and deleting it when they ask for that."""

from typing import Final

from core import progress
from core.flows.context import RequestContext
from core.flows.saved_answer import SavedAnswer
from core.model.actions import ForgetEverything
from core.model.logins import own_account
from core.model.requests import Forgotten

_KEYS: Final = {True: "privacy.sealed", False: "privacy.unsealed"}
"""Whether tokens are sealed at rest → what is said of an account of this chat's own."""


async def explain(context: RequestContext) -> SavedAnswer:
    """Say what is stored, for how long, and where files go."""
    rules, request = context.rules, context.request
    logged_in = await own_account(context.stores.logins, request.address, request.sender)
    on_disk = _is_hosted(context) or context.services.upload_page is not None
    lines = [
        context.say("privacy.stand_in") if rules.stand_in else context.say("privacy.backend", host=rules.backend_host),
        context.say("privacy.here", days=rules.keep_days),
        context.say("privacy.files_kept" if on_disk else "privacy.files"),
        *([] if context.services.tokens.is_shared or rules.stand_in else [context.say(_KEYS[rules.sealed])]),
        *([context.say("privacy.login")] if logged_in else []),
        context.say("privacy.film"),
        context.say("privacy.forget"),
    ]
    return SavedAnswer.of("\n".join([context.say("privacy.head"), *lines]))


def offer(context: RequestContext) -> SavedAnswer:
    """Say what would be deleted, with the button that does it."""
    what = "forget.here" if context.request.private else "forget.yours"
    button = context.button("forget", ForgetEverything(context.request.id))
    if context.rules.stand_in:
        stays = "forget.stand_in"
    else:
        stays = "forget.stays_elsewhere" if _is_hosted(context) else "forget.stays"
    return SavedAnswer.of(f"{context.say(what)} {context.say(stays)}", button)


async def forget(context: RequestContext, offered: int) -> SavedAnswer:
    """Delete everything of the sender's here, and say what that was. Safe to repeat.

    What goes on is cancelled, and deleted when it has ended.

    Raises:
        StorageError: it is not all done; the next start goes on.
    """
    request, requests = context.request, context.stores.requests
    if not context.journal.knows(progress.FORGET_MARKED) and not await _is_offered(context, offered):
        return SavedAnswer.of(context.say("forget.gone"))
    marked = await context.journal.step(progress.FORGET_MARKED, lambda: requests.mark_forgotten(request.id), Forgotten)
    for number in marked.running:
        context.services.dispatcher.wake(number)
    await requests.delete_forgotten(request.id)
    await context.platform.delete_files(request.target, before=request.accepted_at)
    lines = [context.say("forget.done", requests=marked.requests, projects=marked.projects)]
    lines += [context.say("forget.running", count=len(marked.running))] if marked.running else []
    host, stand_in = context.rules.backend_host, context.rules.stand_in
    elsewhere = context.say("forget.stand_in") if stand_in else context.say("forget.elsewhere", host=host)
    lines.append(elsewhere if _is_hosted(context) else f"{elsewhere} {context.say('forget.messages')}")
    lines += [] if context.services.tokens.is_shared else [context.say("forget.account")]
    lines += [context.say("forget.login")] if marked.logged_out else []
    return SavedAnswer.of("\n\n".join(lines))


def _is_hosted(context: RequestContext) -> bool:
    return context.platform.capabilities(context.request.target).hosted


async def _is_offered(context: RequestContext, offered: int) -> bool:
    """Return whether a request of this sender, in this chat, was answered by the offer."""
    try:
        asked = await context.stores.requests.get(offered)
    except LookupError:
        return False
    request = context.request
    return (asked.address.root, asked.sender.id) == (request.address.root, request.sender.id)
