"""Give up what is under way: what waits is gone, an upload stops, a turn is read to its end in silence.

Each request hears of it at its next safe point, and stops what it began itself.
"""

from core.flows.case import Case
from core.flows.scope import current_project
from core.requests import Outcome, Request, number_of


async def cancel(case: Case) -> str:
    """Cancel the request that was named by button or reply, else all of the sender's own here; say what came of it."""
    named, found = await _named(case)
    if named and found and not case.request.press:  # the door gives this press to whoever may
        return case.say("cancel.not_yours")
    if not found:
        return case.say("cancel.nothing")
    said = [await _one(case, request) for request in found]
    if len(said) == 1:
        return said[0]
    several = case.say("cancel.several", count=len(said), list=", ".join(_short(request) for request in found))
    began = case.say("cancel.turn")
    return f"{several}\n\n{began}" if began in said else several


def _short(request: Request) -> str:
    return f"“{request.words[:40]}”" if request.words else request.reference


async def _named(case: Case) -> tuple[bool, tuple[Request, ...]]:
    house, request = case.house, case.request
    wanted = number_of(request.meaning.argument)
    if wanted is None and request.reply_to is not None:
        origin = await house.messages.origin(request.address, request.reply_to)
        wanted = origin.request if origin else None
    if wanted is not None:
        return True, await _open_parts(case, wanted)
    own = await house.requests.open(address=request.address, sender=request.sender.id)
    project = await current_project(case)
    here = tuple(one for one in own if project is not None and one.project == project.id)
    return False, here or own


async def _open_parts(case: Case, number: int) -> tuple[Request, ...]:
    """Return a request that is open, or the open children of a batch."""
    try:
        request = await case.house.requests.get(number)
    except LookupError:
        return ()
    if request.address != case.request.address:
        return ()  # a number that somebody made up
    parts = await case.house.requests.children(number) if request.outcome is Outcome.SPLIT else (request,)
    return tuple(part for part in parts if part.outcome is None)


async def _one(case: Case, request: Request) -> str:
    written = await case.house.entries.load(request.id)
    if not await case.house.requests.cancel(request.id):
        return case.say("cancel.nothing")
    case.house.dispatcher.hurry(request.id)
    if "film.began" in written:
        return case.say("cancel.render")
    if any(name == "ask" or name.startswith("ask.") for name in written):
        return case.say("cancel.turn")
    if any(name.startswith("upload") for name in written):
        return case.say("cancel.uploading")
    await Case(case.house, request, case.journal, None, await case.house.shared_board(request)).status.finish(
        case.say("stage.cancelled")
    )
    return case.say("cancel.waiting", words=request.words[:60])
