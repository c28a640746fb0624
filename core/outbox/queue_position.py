"""The place in the queue: a message that has to wait is told so at once, and again when it moves up."""

from collections.abc import Mapping

from core.engine.clock import Clock
from core.engine.delays import Delays
from core.engine.journal import Entries
from core.model.chat import ChatPlatform
from core.model.requests import Request, Requests
from core.outbox.status import Status
from core.outbox.status_board import StatusBoards
from core.progress import progress_of
from core.words.amounts import duration_words
from core.words.phrases import say


class QueuePositions:
    """Tells waiting requests how many stand before them in their lane."""

    def __init__(
        self,
        requests: Requests,
        entries: Entries,
        platforms: Mapping[str, ChatPlatform],
        boards: StatusBoards,
        *,
        delays: Delays,
        clock: Clock,
    ) -> None:
        self._requests = requests
        self._entries = entries
        self._platforms = platforms
        self._boards = boards
        self._delays = delays
        self._clock = clock

    async def tell(self, request: Request) -> None:
        """Show a waiting request its place; one that is next at once is not told anything.

        Raises:
            StorageError: the rows cannot be read. What a platform refuses is only logged.
        """
        ahead = await self._requests.ahead(request.id)
        if ahead == 0:
            return
        text = say(request.language, "queue.next") if ahead == 1 else say(request.language, "queue.place", ahead=ahead)
        if (until := await self._lost_turn_ends(request)) is not None:
            wait = duration_words(max(until - self._clock.time(), 0.0), request.language)
            text = say(request.language, "queue.until", wait=wait)
        platform, board = self._platforms[request.address.platform], self._boards.of(request)
        await Status(platform, request, board, self._requests, self._clock).wait(text)

    async def moved_up(self, begun: Request) -> None:
        """Tell everybody who waits behind a request that has begun that the queue is shorter.

        Raises:
            StorageError: the rows cannot be read. What a platform refuses is only logged.
        """
        if begun.project is None:
            return
        for request in await self._requests.open(project=begun.project):
            if request.lane == begun.lane and request.status_key is not None and not request.sealed:
                await self.tell(request)

    async def _lost_turn_ends(self, request: Request) -> float | None:
        """Return when the lane goes on at the latest (epoch seconds); None: no lost turn is looked for at its head."""
        waiting = [one for one in await self._requests.open(project=request.project) if one.lane == request.lane]
        if not waiting:
            return None
        lost = (await progress_of(self._entries, waiting[0].id)).lost_turn
        return lost.asked_at + self._delays.turn_timeout if lost else None
