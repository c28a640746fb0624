"""Give up what is under way: what waits is gone, an upload stops, a turn is read to its end in silence.

Each request hears of it at its next safe point, and stops what it began itself.
"""

from core.flows.context import RequestContext
from core.flows.scope import current_project
from core.model.requests import Outcome, Request, number_of
from core.progress import progress_of


async def cancel(context: RequestContext) -> str:
    """Cancel the request that was named by button or reply, else all of the sender's own here; say what came of it."""
    named, found = await _named(context)
    if named and found and not context.request.press:  # the door gives this press to whoever may
        return context.say("cancel.not_yours")
    if not found:
        return context.say("cancel.nothing")
    said = [await _one(context, request) for request in found]
    if len(said) == 1:
        return said[0]
    several = context.say("cancel.several", count=len(said), list=", ".join(_short(request) for request in found))
    began = context.say("cancel.turn")
    return f"{several}\n\n{began}" if began in said else several


def _short(request: Request) -> str:
    return f"“{request.words[:40]}”" if request.words else request.reference


async def _named(context: RequestContext) -> tuple[bool, tuple[Request, ...]]:
    services, request = context.services, context.request
    wanted = number_of(request.meaning.argument)
    if wanted is None and request.reply_to is not None:
        origin = await services.stores.messages.origin(request.address, request.reply_to)
        wanted = origin.request if origin else None
    if wanted is not None:
        return True, await _open_parts(context, wanted)
    own = await services.stores.requests.open(address=request.address, sender=request.sender.id)
    project = await current_project(context)
    here = tuple(one for one in own if project is not None and one.project == project.id)
    return False, here or own


async def _open_parts(context: RequestContext, number: int) -> tuple[Request, ...]:
    """Return a request that is open, or the open children of a batch."""
    try:
        request = await context.stores.requests.get(number)
    except LookupError:
        return ()
    if request.address != context.request.address:
        return ()  # a number that somebody made up
    parts = await context.stores.requests.children(number) if request.outcome is Outcome.SPLIT else (request,)
    return tuple(part for part in parts if part.outcome is None)


async def _one(context: RequestContext, request: Request) -> str:
    so_far = await progress_of(context.stores.entries, request.id)
    if not await context.stores.requests.cancel(request.id):
        return context.say("cancel.nothing")
    context.services.dispatcher.wake(request.id)
    if so_far.rendering:
        return context.say("cancel.render")
    if so_far.asked:
        return context.say("cancel.turn")
    if so_far.uploading:
        return context.say("cancel.uploading")
    await RequestContext(
        context.services, request, context.journal, None, await context.services.status_boards.shared(request)
    ).status.finish(context.say("stage.cancelled"))
    return context.say("cancel.waiting", words=request.words[:60])
