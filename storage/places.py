"""The places for work that is limited: so many in all, and so many for each sender. First come, first served."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from weakref import WeakValueDictionary


class Places:
    """At most `most` requests have a place, and at most `of_one_sender` of the same sender."""

    def __init__(self, most: int, of_one_sender: int) -> None:
        self._all = asyncio.Semaphore(most)
        self._of_one_sender = of_one_sender
        self._people: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._taken: dict[int, ExitStack] = {}

    def free_for(self, person: str) -> bool:
        """Return whether a request of this person would have a place at once."""
        own = self._people.get(person)
        return not self._all.locked() and (own is None or not own.locked())

    async def reserve(self, person: str) -> ExitStack | None:
        """Return a place for a request that is yet to come, closed to free it; None: it would have to wait for one."""
        return await self._acquire(person) if self.free_for(person) else None

    @asynccontextmanager
    async def take(self, request: int, person: str, reserved: ExitStack | None = None) -> AsyncIterator[bool]:
        """Have a place for a request during the block, or until it leaves; gives whether it had to wait for it."""
        waited = reserved is None and not self.free_for(person)
        with reserved or await self._acquire(person) as taken:
            self._taken[request] = taken
            try:
                yield waited
            finally:
                self._taken.pop(request, None)

    async def _acquire(self, person: str) -> ExitStack:
        """Wait for a place, and take it."""
        own = self._people.setdefault(person, asyncio.Semaphore(self._of_one_sender))
        with ExitStack() as taken:
            # the sender's own first: whoever asks for too much waits apart from all others
            for places in (own, self._all):
                await places.acquire()
                taken.callback(places.release)
            return taken.pop_all()

    def leave(self, request: int) -> None:
        """Free the place of a request before its block ends; it may have none."""
        if taken := self._taken.pop(request, None):
            taken.close()
