"""Who runs next: the port of the engine that hands requests to a worker, lane by lane.

At least once until the work returns; one at a time a lane, in order of acceptance, lanes beside each other; the
work of a dead process is picked up.
"""

from typing import Protocol


class Suspend(BaseException):
    """A request gives its worker back: until an epoch second, and perhaps to wait in another lane."""

    def __init__(self, until: float, lane: str | None = None) -> None:
        super().__init__(until, lane)
        self.until = until
        self.lane = lane


class Work(Protocol):
    """What a dispatcher calls for a request."""

    async def __call__(self, request: int, /) -> None:
        """Work on a request to its end.

        Raises:
            Suspend: not ended; call again at that time, perhaps from another lane.
        """
        ...


class Stop:
    """Whether the process is asked to stop; every verb of the journal looks at it."""

    def __init__(self) -> None:
        self.asked = False


class Dispatcher(Protocol):
    """The engine."""

    def would_begin(self, lane: str) -> bool:
        """Return whether what is accepted in a lane now is begun at once, so that it can be accepted as begun."""
        ...

    def notify(self, lane: str, begun: int | None = None) -> None:
        """Say that something was accepted in a lane; `begun`: this request, and its first claim is counted already."""
        ...

    def wake(self, request: int) -> None:
        """Wake a sleeping request (it was cancelled)."""
        ...

    async def run(self, work: Work, grace_seconds: float) -> None:
        """Work until cancelled; then begin nothing more, wait the grace for running steps, cut the rest off."""
        ...
