"""The port of the engine, which calls the work of each request, lane by lane.

A lane is a queue of requests. The engine works on one request of a lane at a time, in the order of acceptance; lanes
run concurrently. The engine calls the work of a request until it returns, also after a restart of the process.
"""

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Final, Protocol

LONGEST_SUSPEND_SECONDS: Final = 600.0
"""No request is suspended for longer at a time: one that has to wait longer is begun meanwhile, and suspends itself
again. So a time that is further ahead was written by a clock that was ahead, and is over."""


class Suspend(BaseException):
    """Suspends the work on a request.

    `until` is when it goes on, in epoch seconds (0: at once). `lane` is the lane it moves to, at its place in the order
    of acceptance; None: it stays.
    """

    def __init__(self, until: float, lane: str | None = None) -> None:
        super().__init__(until, lane)
        self.until = until
        self.lane = lane


class Work(Protocol):
    """What a dispatcher calls for a request."""

    async def __call__(self, request: int, /) -> None:
        """Work on a request to its end.

        Raises:
            Suspend: it has not ended; call again at that time, perhaps in another lane.
            Exception: an error that was not handled; call again after a pause, three times at most.
        """
        ...


class Stop:
    """Whether the process is asked to stop; checked by every verb of the journal."""

    def __init__(self) -> None:
        self.asked = False


class Reservation(Protocol):
    """What is kept for a request that is being accepted, so that it is worked on at once."""

    def take(self, request: int, lane: str) -> None:
        """Give what is kept to the request, whose first claim was counted when it was accepted in this lane."""
        ...


class Dispatcher(Protocol):
    """The engine."""

    def reserve(self, lane: str, person: str) -> AbstractAsyncContextManager[Reservation | None]:
        """Keep an idle lane and a place during the block, for a request that is accepted in it.

        If it gives a reservation, the transaction that accepts the request also counts its first claim, and the request
        takes the reservation before the lane is notified. None: the request has to wait, or may have to.

        Args:
            lane: the lane; "": one that begins with the request.
            person: who sent it, as `core.model.chat.Address.person` names them; each has a share of the places at most.
        """
        ...

    def notify(self, lane: str) -> None:
        """Tell the engine that a lane may have work: a request was accepted there, or may go on."""
        ...

    def wake(self, request: int) -> None:
        """Let a suspended request go on at once, because it was cancelled."""
        ...

    def own(self, task: asyncio.Task[None]) -> None:
        """Own a task that goes on after its request: at a stop it has the grace, and is cancelled after it."""
        ...

    def leave_place(self, request: int) -> None:
        """Let other work begin in the place of a running request, which only tells its end from now on."""
        ...

    async def run(self, work: Work, grace_seconds: float) -> None:
        """Work until cancelled. Then begin nothing more, give running steps the grace, and cancel the rest."""
        ...
