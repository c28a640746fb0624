"""The place in line: a message that has to wait is told so at once, and again when it moves up."""

from core.flows.case import House
from core.requests import Request
from core.status import Status
from core.words.phrases import say


async def tell_place(house: House, request: Request) -> None:
    """Show a waiting request its place; one that is next at once is not told anything."""
    ahead = await house.requests.ahead(request.id)
    if ahead == 0:
        return
    text = say(request.language, "queue.next") if ahead == 1 else say(request.language, "queue.place", ahead=ahead)
    board = house.board(request)
    status = Status(house.platforms[request.address.platform], request, board, house.requests, house.clock)
    await status.show(text)


async def moved_up(house: House, lane: str, project: int | None) -> None:
    """Tell everybody who waits in a lane that the line is shorter."""
    if project is None:
        return
    for request in await house.requests.open(project=project):
        if request.lane == lane and request.status_key is not None and not request.sealed:
            await tell_place(house, request)
