"""Give up what is under way: what waits is gone, an upload stops, a turn is read to its end in silence.

Each request hears of it at its next safe point, and stops what it began itself.
"""

from core.flows.context import RequestContext
from core.flows.scope import current_project
from core.model.actions import number_of
from core.model.requests import Outcome, Request
from core.progress import progress_of


async def cancel(context: RequestContext, number: int | None) -> str:
    """Cancel the request of this number or replied to, else all of the sender's own here; say what came of it."""
    named = await _named(context, number)
    found = await _own(context) if named is None else await _open_parts(context, named)
    if not found:
        return context.say("cancel.nothing")
    said = [await _one(context, request) for request in found]
    if len(said) == 1:
        return said[0]
    several = context.say("cancel.several", count=len(said), list=", ".join(_short(request) for request in found))
    began = context.say("cancel.turn")
    return f"{several}\n\n{began}" if began in said else several


async def not_yours(context: RequestContext) -> str:
    """Say that a request is not theirs to cancel, to whoever named it in words; one that has ended is nobody's."""
    meaning = context.request.meaning
    named = await _named(context, number_of(meaning.argument) if meaning else None)
    return context.say("cancel.not_yours" if named and await _open_parts(context, named) else "cancel.nothing")


def _short(request: Request) -> str:
    return f"“{request.words[:40]}”" if request.words else request.reference


async def _named(context: RequestContext, number: int | None) -> int | None:
    """Return the number that was given, else that of the request which is replied to."""
    request = context.request
    if number is not None or request.reply_to is None:
        return number
    origin = await context.stores.messages.origin(request.address, request.reply_to)
    return origin.request if origin else None


async def _own(context: RequestContext) -> tuple[Request, ...]:
    """Return the sender's open requests in this project, else in this place."""
    request = context.request
    own = await context.stores.requests.open(address=request.address, sender=request.sender.id)
    project = await current_project(context)
    return tuple(one for one in own if project is not None and one.project == project.id) or own


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
