"""The place in the queue, shown in the status of a waiting request at once and whenever it moves up."""

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
    """Shows waiting requests how many requests are before them in their lane."""

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

    async def show(self, request: Request) -> None:
        """Show a request its place; nothing is shown for the one at the head of its lane.

        Raises:
            StorageError: the rows cannot be read. What a platform refuses is only logged.
        """
        ahead = await self._requests.ahead(request.id)
        if ahead == 0:
            return
        text = say(request.language, "queue.next") if ahead == 1 else say(request.language, "queue.place", ahead=ahead)
        if (until := await self._lost_turn_limit(request)) is not None:
            wait = duration_words(max(until - self._clock.time(), 0.0), request.language)
            text = say(request.language, "queue.until", wait=wait)
        platform, board = self._platforms[request.address.platform], self._boards.of(request)
        await Status(platform, request, board, self._requests, self._clock).show_waiting(text)

    async def update_waiting(self, gone: Request) -> None:
        """Update the places of the requests that wait behind one that has begun or was cancelled.

        Raises:
            StorageError: the rows cannot be read. What a platform refuses is only logged.
        """
        if gone.project is None:
            return
        for request in await self._requests.open(project=gone.project):
            waits = request.lane == gone.lane and not request.sealed and not request.cancelled
            if waits and request.status_key is not None:
                await self.show(request)

    async def _lost_turn_limit(self, request: Request) -> float | None:
        """Return until when a lost turn may hold the lane, in epoch seconds; None: the request at its head has none."""
        open_requests = [one for one in await self._requests.open(project=request.project) if one.lane == request.lane]
        if not open_requests:
            return None
        lost = (await progress_of(self._entries, open_requests[0].id)).lost_turn
        return lost.asked_at + self._delays.turn_timeout if lost else None
