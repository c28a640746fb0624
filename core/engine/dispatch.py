"""Who runs next: the port of the engine that hands requests to workers, lane by lane.

A lane is a queue of requests. The engine works on one request of a lane at a time, in the order of acceptance; lanes
run side by side. A request is handed out again until its work returns, also after the process that had it has died.
"""

from typing import Protocol


class Suspend(BaseException):
    """Stops the work on a request for now.

    `until` is when it goes on, in epoch seconds (0: at once). `lane` is where it waits from now on, at its old place in
    the order of acceptance; None: where it is.
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
            Suspend: it has not ended; call again at that time, perhaps from another lane.
            Exception: an error that nobody handled; call again after a pause, three times at most.
        """
        ...


class Stop:
    """Whether the process is asked to stop. Every verb of the journal looks at it."""

    def __init__(self) -> None:
        self.asked = False


class Dispatcher(Protocol):
    """The engine."""

    def would_begin(self, lane: str) -> bool:
        """Return whether a request that is accepted in a lane now would be worked on at once.

        Whoever accepts it then counts its first claim in the same transaction, and tells `notify` so.
        """
        ...

    def notify(self, lane: str, begun: int | None = None) -> None:
        """Have the engine look at a lane: a request was accepted there, or may go on.

        Args:
            lane: the lane.
            begun: the request whose first claim was counted when it was accepted; None: there is none.
        """
        ...

    def wake(self, request: int) -> None:
        """Let a suspended request go on at once: it was cancelled."""
        ...

    async def run(self, work: Work, grace_seconds: float) -> None:
        """Work until cancelled. Then begin nothing more, wait the grace for running steps, and cancel the rest."""
        ...
