"""How long things usually take here, learnt from how long they took. The port."""

from typing import Protocol


class Timings(Protocol):
    """Where durations are kept. Every method raises `StorageError`."""

    async def took(self, kind: str, seconds: float) -> None:
        """Add one duration of a kind of work."""
        ...

    async def usual(self, kind: str) -> tuple[float, float] | None:
        """Return the 50th and 90th percentile in seconds of the last 50; None: fewer than 3 are known."""
        ...
