"""The place in line: a message that has to wait is told so at once, and again when it moves up."""

from core.codec import from_json
from core.flows.case import House
from core.flows.turn import Turn
from core.requests import Request
from core.status import Status
from core.words.amounts import duration_words
from core.words.phrases import say

GATES = ("ask", "ask.2", "follow")


async def tell_place(house: House, request: Request) -> None:
    """Show a waiting request its place; one that is next at once is not told anything."""
    ahead = await house.requests.ahead(request.id)
    if ahead == 0:
        return
    text = say(request.language, "queue.next") if ahead == 1 else say(request.language, "queue.place", ahead=ahead)
    if (until := await _settled_by(house, request)) is not None:
        wait = duration_words(max(until - house.clock.time(), 0.0), request.language)
        text = say(request.language, "queue.until", wait=wait)
    status = Status(
        house.platforms[request.address.platform], request, house.board(request), house.requests, house.clock
    )
    await status.wait(text)


async def moved_up(house: House, begun: Request) -> None:
    """Tell everybody who waits behind a request that has begun that the line is shorter."""
    if begun.project is None:
        return
    for request in await house.requests.open(project=begun.project):
        if request.lane == begun.lane and request.status_key is not None and not request.sealed:
            await tell_place(house, request)


async def _settled_by(house: House, request: Request) -> float | None:
    """Return by when the lane goes on, where a turn at its head is lost and looked for (epoch seconds)."""
    line = [one for one in await house.requests.open(project=request.project) if one.lane == request.lane]
    written = await house.entries.load(line[0].id) if line else {}
    turns = [from_json(text, Turn) for gate in GATES if (text := written.get(gate))]
    lost = [turn.asked_at for turn in turns if turn.lost]
    return lost[-1] + house.patience.turn_timeout if lost else None
