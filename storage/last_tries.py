"""The last tries of requests that were being worked on whenever the process died: they are made one at a time.

One more death sets such a request aside, and one of them at most is at fault. So each is tried without the others of
its kind, until it got on: then a death before that names it, and sets no other of them aside. Those that were begun
less often go on beside it; what they are charged with a death is no last one.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Final

from core.engine.clock import Clock
from storage.errors import StorageError
from storage.queue import Head, Queue

LONGEST_SECONDS: Final = 10.0  # the others wait no longer for one that neither dies nor gets on
_LOOK_SECONDS: Final = 0.1


class LastTries:
    """Who has the last try now, and who waits for theirs, first come, first served."""

    def __init__(self, queue: Queue, clock: Clock, max_claims: int) -> None:
        self._queue = queue
        self._clock = clock
        self._max_claims = max_claims
        self._turn = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def turn(self, head: Head) -> AsyncIterator[bool]:
        """Let a request be worked on in the block when it is its turn; gives whether it may have waited for that.

        The turn ends with the block, or before that when the request got on, or after `LONGEST_SECONDS`.

        Raises:
            StorageError: it is not known whether this is its last try.
        """
        if head.claims + 1 < self._max_claims or await self._queue.got_on(head.request):
            yield False
            return
        await self._turn.acquire()
        watch = asyncio.create_task(self._until_it_got_on(head.request), name=f"last try of R{head.request}")
        watch.add_done_callback(lambda _: self._turn.release())
        try:
            yield True
        finally:
            watch.cancel()
            await asyncio.wait({watch})

    async def _until_it_got_on(self, request: int) -> None:
        end = self._clock.monotonic() + LONGEST_SECONDS
        while self._clock.monotonic() < end:
            await self._clock.sleep(_LOOK_SECONDS)
            with contextlib.suppress(StorageError):  # then its turn lasts longer
                if await self._queue.got_on(request):
                    return
