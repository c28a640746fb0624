"""The port of the engine, which calls the work of each request, lane by lane.

A lane is a queue of requests. The engine works on one request of a lane at a time, in the order of acceptance; lanes
run concurrently. The engine calls the work of a request until it returns, also after a restart of the process.
"""

import asyncio
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


class Dispatcher(Protocol):
    """The engine."""

    def would_begin(self, lane: str, person: str) -> bool:
        """Return whether a request that is accepted in a lane now would be worked on at once.

        If so, the transaction that accepts it also counts its first claim, and its number is passed to `notify`.

        Args:
            lane: the lane.
            person: who sent it, as `core.model.chat.Address.person` names them; each has a share of the places at most.
        """
        ...

    def notify(self, lane: str, begun: int | None = None) -> None:
        """Tell the engine that a lane may have work: a request was accepted there, or may go on.

        Args:
            lane: the lane.
            begun: the request whose first claim was counted when it was accepted; None: no claim was counted.
        """
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
