"""What the agent asked last in a project, as long as nobody has answered and people remember it."""

from typing import Final

from core.model.requests import Flow
from core.progress import progress_of
from core.services import Stores
from core.words.questions import asks

_BACK: Final = 8  # requests; exports, refusals and cancels may stand between a question and its answer
_OPEN_SECONDS: Final = (
    24 * 3600.0
)  # a question of the evening is answered the next day; later "ok" is about something else


async def open_question(stores: Stores, project: int, now: float, *, replied_to: int | None = None) -> str:
    """Return the agent's last words in a project if they ask something that is still open, else "".

    A question is open for a day, until a later turn is on its way.

    Args:
        stores: the stores.
        project: the project.
        now: the present, in epoch seconds.
        replied_to: the request whose message is replied to: its question is before people's eyes, however old it is.

    Raises:
        StorageError: the rows cannot be read.
    """
    for request in await stores.requests.latest(project, _BACK):
        if said := (await progress_of(stores.entries, request.id)).said:
            # an end in the future is one of a clock that was ahead
            remembered = request.ended_at is None or abs(now - request.ended_at) <= _OPEN_SECONDS
            return said if asks(said) and (remembered or request.id == replied_to) else ""
        if request.flow is Flow.EDIT and request.outcome is None:
            return ""  # whatever was asked, this request is the answer
    return ""
