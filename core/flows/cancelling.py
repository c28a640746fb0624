"""Cancelling: a waiting request ends, an upload stops, a running turn is read to its end without further messages.

A request is only marked here. It stops itself at its next safe point; an upload is said to have stopped when it has.
"""

from core import progress
from core.flows.context import RequestContext
from core.flows.kept_words import forget_kept_words
from core.model.actions import number_of
from core.model.requests import Flow, Outcome, Request
from core.progress import Progress, progress_of
from core.words.spoilers import excerpt

_STOP_SECONDS = 10.0  # an upload looks every second whether it is still wanted
_LOOK_SECONDS = 0.1


async def cancel(context: RequestContext, number: int | None) -> str:
    """Cancel a request and return what the sender is told.

    Args:
        context: the request that asks for it.
        number: the request to cancel; None: the one replied to, else all open requests of the sender here, and the
            words that wait for a clip.

    Raises:
        StorageError: the rows cannot be read or written.
    """

    async def find() -> tuple[int, ...]:
        named = await _request_number(context, number)
        if named is None:
            requests = await _own(context)
        else:
            requests = await _open_requests(context, named, replied=number is None)
        return tuple(request.id for request in requests)

    # written down first: after a crash those that are cancelled by now are told all the same
    numbers = await context.journal.step(progress.CANCEL_FOUND, find, tuple[int, ...])
    found = [await context.stores.requests.get(one) for one in numbers]
    everything = number is None and (context.request.reply_to is None or not found)
    forgotten = await forget_kept_words(context) if everything else []
    if not found:
        return "\n\n".join(forgotten) or context.say("cancel.nothing" if number is None else "cancel.ended")
    told = [await _cancel_one(context, request) for request in found]
    return "\n\n".join([_together(context, found, told), *forgotten])


def _together(context: RequestContext, found: list[Request], told: list[str]) -> str:
    if len(told) == 1:
        return told[0]
    several = context.say("cancel.several", count=len(told), list=", ".join(_short(request) for request in found))
    began = context.say("cancel.turn")
    return f"{several}\n\n{began}" if began in told else several


async def not_yours(context: RequestContext) -> str:
    """Return the answer to a sender whose words name another person's request; an ended one is called ended.

    Raises:
        StorageError: the rows cannot be read.
    """
    meaning = context.request.meaning
    number = number_of(meaning.argument) if meaning else None
    named = await _request_number(context, number)
    found = await _open_requests(context, named, replied=number is None) if named else ()
    return context.say("cancel.not_yours" if found else "cancel.nothing")


def _short(request: Request) -> str:
    return f"“{excerpt(request.words, 40)}”" if request.words else request.reference


async def _request_number(context: RequestContext, number: int | None) -> int | None:
    """Return `number`, else the request of the message replied to."""
    request = context.request
    if number is not None or request.reply_to is None:
        return number
    origin = await context.stores.messages.origin(request.address, request.reply_to)
    if origin is None or origin.request is None:
        return None
    named = await context.stores.requests.get(origin.request)
    return None if named.flow is Flow.ANSWER else named.id  # an answer has nothing to cancel: its project has


async def _own(context: RequestContext) -> tuple[Request, ...]:
    """Return the sender's open requests in this project, else in this chat."""
    request = context.request
    own = await context.stores.requests.open(address=request.address, sender=request.sender.id)
    project = await context.current_project()
    return tuple(one for one in own if project is not None and one.project == project.id) or own


async def _open_requests(context: RequestContext, number: int, *, replied: bool) -> tuple[Request, ...]:
    """Return a request that is open, or the open children of a batch; `replied`: a message of it is replied to."""
    try:
        request = await context.stores.requests.get(number)
    except LookupError:
        return ()
    if request.address != context.request.address and not replied:
        return ()  # a number from another chat
    parts = await context.stores.requests.children(number) if request.outcome is Outcome.SPLIT else (request,)
    return tuple(part for part in parts if part.outcome is None)


async def _has_ended(context: RequestContext, request: Request) -> bool:
    """Return whether a cancelled request ends within a few seconds, so that its place is free."""
    until = context.clock.monotonic() + _STOP_SECONDS
    while (await context.stores.requests.get(request.id)).outcome is None:
        if context.clock.monotonic() >= until:
            return False
        await context.clock.sleep(_LOOK_SECONDS)
    return True


async def stop(context: RequestContext, request: Request) -> Progress | None:
    """Mark a request as cancelled, and return how far it was by then; None: it had ended.

    Raises:
        StorageError: the rows cannot be read or written.
    """
    requests, services = context.stores.requests, context.services
    if not await requests.cancel(request.id) and not (await requests.get(request.id)).cancelled:
        return None
    # read after the mark: what has not begun by now never begins, and what has begun is in the journal
    so_far = await progress_of(context.stores.entries, request.id)
    services.dispatcher.wake(request.id)
    await services.queue_positions.update_waiting(request)
    if not (so_far.rendering or so_far.asked or so_far.uploading):
        board = await services.status_boards.shared(request)
        stopped = RequestContext(services, request, context.journal, None, board)
        await stopped.status.finish(stopped.say("stage.cancelled"))
    return so_far


async def _cancel_one(context: RequestContext, request: Request) -> str:
    so_far = await stop(context, request)
    if so_far is None:
        return context.say("cancel.nothing")
    if so_far.rendering:
        return context.say("cancel.render")
    if so_far.asked:
        return context.say("cancel.turn")
    if so_far.uploading:
        return context.say("cancel.uploading" if await _has_ended(context, request) else "cancel.stopping")
    return context.say("cancel.waiting", words=excerpt(request.words, 60))
