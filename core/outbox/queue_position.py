"""The place in the queue, shown in the status of a waiting request at once and whenever it moves up."""

import asyncio
import logging
from collections.abc import Mapping

from core.engine.clock import Clock
from core.engine.current_request import working_on
from core.engine.delays import Delays
from core.engine.journal import Entries
from core.model.chat import ChatPlatform, NotSent
from core.model.requests import Request, Requests
from core.outbox.status import Status
from core.outbox.status_board import StatusBoards
from core.progress import progress_of
from core.words.amounts import duration_words
from core.words.phrases import say

log = logging.getLogger(__name__)


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
        self._due: set[int] = set()  # requests whose place waits for room in the send budget
        self._showing: set[asyncio.Task[None]] = set()

    async def show(self, request: Request) -> None:
        """Show a request its place, as soon as the send budget has room; nothing for the one at the head of its lane.

        Raises:
            StorageError: the rows cannot be read. What a platform refuses is only logged.
        """
        if request.id in self._due:
            return  # whoever waits to show it reads the place when there is room
        board = self._boards.of(request)
        while not board.begun:
            self._due.add(request.id)
            platform = self._platforms[request.address.platform]
            status = Status(platform, request, board, self._requests, self._clock)
            try:
                await status.promise_newest(lambda: self._place(request), waiting=True)
            except NotSent as refusal:
                await self._clock.sleep(refusal.retry_seconds or 0.0)
            else:
                return
            finally:
                self._due.discard(request.id)

    async def update_waiting(self, gone: Request) -> None:
        """Update the places of the requests that wait behind one that has begun or was cancelled, in the background.

        Raises:
            StorageError: the rows cannot be read.
        """
        if gone.project is None:
            return
        for request in await self._requests.open(project=gone.project):
            waits = request.lane == gone.lane and not request.sealed and not request.cancelled
            if waits and request.status_key is not None:
                self._show_soon(request)

    async def close(self) -> None:
        """End what is shown in the background."""
        for task in self._showing:
            task.cancel()
        await asyncio.gather(*self._showing, return_exceptions=True)

    def _show_soon(self, request: Request) -> None:
        async def guarded() -> None:
            with working_on(request.id):
                try:
                    await self.show(request)
                except Exception:
                    log.exception("the place of R%d was not shown", request.id)

        task = asyncio.create_task(guarded(), name=f"place of R{request.id}")
        self._showing.add(task)
        task.add_done_callback(self._showing.discard)

    async def _place(self, request: Request) -> str | None:
        """Return what to show of a place; None: the request does not wait in a queue any more."""
        self._due.discard(request.id)
        now = await self._requests.get(request.id)
        ahead = 0 if now.cancelled or now.outcome is not None else await self._requests.ahead(request.id)
        if ahead == 0:
            return None
        if (until := await self._lost_turn_limit(request)) is not None:
            wait = duration_words(max(until - self._clock.time(), 0.0), request.language)
            return say(request.language, "queue.until", wait=wait)
        return say(request.language, "queue.next") if ahead == 1 else say(request.language, "queue.place", ahead=ahead)

    async def _lost_turn_limit(self, request: Request) -> float | None:
        """Return until when a lost turn may hold the lane, in epoch seconds; None: the request at its head has none."""
        open_requests = [one for one in await self._requests.open(project=request.project) if one.lane == request.lane]
        if not open_requests:
            return None
        return (await progress_of(self._entries, open_requests[0].id)).lost_turn_limit(self._delays)
