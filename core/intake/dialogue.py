"""What short words mean after what was said before: "yes" answers a question, "show me" asks for a film."""

from typing import Final

from core.flows.open_question import open_question
from core.intake.routing import Route, in_dialogue
from core.model.chat import Incoming
from core.model.projects import Project
from core.model.requests import InternalReply, Request
from core.nemo.draft import Draft
from core.services import Stores
from core.words.timeline import exportable

_OPEN_SECONDS: Final = 3600.0


async def routed_in_dialogue(
    stores: Stores, route: Route, project: Project | None, incoming: Incoming, now: float
) -> Route:
    """Return the route of words that depend on the dialogue so far.

    Args:
        stores: the stores.
        route: theirs by themselves.
        project: the one they are about.
        incoming: their message.
        now: the present, in epoch seconds.

    Raises:
        StorageError: the rows cannot be read.
    """
    if project is None:
        return in_dialogue(route, asked=False, film=False)
    origin = await stores.messages.origin(incoming.address, incoming.reply_to) if incoming.reply_to else None
    asked = bool(await open_question(stores, project.id, now, replied_to=origin.request if origin else None))
    return in_dialogue(route, asked=asked, film=await _has_film(stores, project))


async def doubted(stores: Stores, incoming: Incoming, now: float) -> Request | None:
    """Return the sender's words in doubt that a "yes" is about: said last, within an hour, or replied to; else None.

    Raises:
        StorageError: the rows cannot be read.
    """
    origin = await stores.messages.origin(incoming.address, incoming.reply_to) if incoming.reply_to else None
    if origin is not None and origin.request is not None:
        found = await stores.requests.get(origin.request)
        remembered = found.sender.id == incoming.sender.id
    elif (newest := await stores.requests.newest(incoming.address, incoming.sender.id)) is not None:
        found = newest
        remembered = abs(now - found.accepted_at) <= _OPEN_SECONDS  # ahead of now is one of a clock that was ahead
    else:
        return None
    return found if remembered and found.reply is InternalReply.IN_DOUBT else None


async def _has_film(stores: Stores, project: Project) -> bool:
    """Whether a project has a timeline to show, and nothing is being changed in it."""
    if await stores.requests.open(project=project.id):
        return False
    newest = await stores.versions.newest(project.id)
    return newest is not None and exportable(Draft(newest.draft).value)
