"""The places for work that is limited: so many in all, and so many for each sender.

Who waits for one is served in turns: account by account, within an account sender by sender, and of a sender first
come, first served. So whoever asks for much waits behind their own requests, and nobody else does.
"""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Any, Final


class Places:
    """At most `most` requests have a place, and at most `of_one_sender` of the same sender."""

    def __init__(self, most: int, of_one_sender: int) -> None:
        self._free = most
        self._of_one_sender: Final = of_one_sender
        self._used = Counter[str]()  # by sender
        self._waiting = _Turns()
        self._taken: dict[int, ExitStack] = {}

    def free_for(self, person: str) -> bool:
        """Return whether a request of this person would have a place at once."""
        return self._free > 0 and self._has_share(person)

    def reserve(self, person: str) -> ExitStack | None:
        """Return a place for a request that is yet to come, closed to free it; None: it would have to wait for one."""
        return self._place(person) if self.free_for(person) else None

    @asynccontextmanager
    async def take(
        self, request: int, person: str, account: str, reserved: ExitStack | None = None
    ) -> AsyncIterator[bool]:
        """Have a place for a request during the block, or until it leaves; gives whether it had to wait for it.

        Args:
            request: the request.
            person: who sent it.
            account: who takes turns with others while all places are taken.
            reserved: the place that was kept for it; None: none was.
        """
        reserved = reserved or self.reserve(person)
        with reserved or await self._wait(person, account) as taken:
            self._taken[request] = taken
            try:
                yield reserved is None
            finally:
                self._taken.pop(request, None)

    def leave(self, request: int) -> None:
        """Free the place of a request before its block ends; it may have none."""
        if taken := self._taken.pop(request, None):
            taken.close()

    def _has_share(self, person: str) -> bool:
        return self._used[person] < self._of_one_sender

    def _place(self, person: str) -> ExitStack:
        self._free -= 1
        self._used[person] += 1
        place = ExitStack()
        place.callback(self._give_back, person)
        return place

    def _give_back(self, person: str) -> None:
        self._free += 1
        self._used[person] -= 1
        if not self._used[person]:
            del self._used[person]
        while self._free > 0 and (served := self._waiting.next(self._has_share)) is not None:
            waits, place = served
            place.set_result(self._place(waits))

    async def _wait(self, person: str, account: str) -> ExitStack:
        place: asyncio.Future[ExitStack] = asyncio.get_running_loop().create_future()
        self._waiting.add(account, person, place)
        try:
            return await place
        except asyncio.CancelledError:
            if not place.cancelled():  # it was served just before
                place.result().close()
            raise


class _Turns:
    """Those who wait, by account and sender, each in the order in which they are served."""

    def __init__(self) -> None:
        self._accounts: OrderedDict[str, OrderedDict[str, deque[asyncio.Future[ExitStack]]]] = OrderedDict()

    def add(self, account: str, person: str, place: asyncio.Future[ExitStack]) -> None:
        """Let one more wait."""
        self._accounts.setdefault(account, OrderedDict()).setdefault(person, deque()).append(place)

    def next(self, may: Callable[[str], bool]) -> tuple[str, asyncio.Future[ExitStack]] | None:
        """Return the sender who is served next, of those who may, and what they wait for; None: there is nobody."""
        while (turn := self._turn(may)) is not None:
            account, person = turn
            people = self._accounts[account]
            place = people[person].popleft()
            _served(people, person)
            _served(self._accounts, account)
            if not place.cancelled():
                return person, place
        return None

    def _turn(self, may: Callable[[str], bool]) -> tuple[str, str] | None:
        turns = ((account, person) for account, people in self._accounts.items() for person in people)
        return next((turn for turn in turns if may(turn[1])), None)


def _served(turns: OrderedDict[str, Any], name: str) -> None:
    """Let the one that was served have the last turn, or none if nobody waits there any more."""
    if turns[name]:
        turns.move_to_end(name)
    else:
        del turns[name]
