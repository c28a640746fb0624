"""What the agent asked last in a project, as long as nobody has answered."""

from typing import Final

from core.model.requests import Flow
from core.progress import progress_of
from core.services import Stores
from core.words.questions import asks

_BACK: Final = 8  # requests; exports, refusals and cancels may stand between a question and its answer


async def open_question(stores: Stores, project: int) -> str:
    """Return the agent's last words in a project if they ask something and no later turn is on its way, else "".

    Raises:
        StorageError: the rows cannot be read.
    """
    for request in await stores.requests.latest(project, _BACK):
        if said := (await progress_of(stores.entries, request.id)).said:
            return said if asks(said) else ""
        if request.flow is Flow.EDIT and request.outcome is None:
            return ""  # whatever was asked, this request is the answer
    return ""
