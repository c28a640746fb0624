"""How long turns and renders usually take, from past durations. The port."""

from typing import Protocol


class Timings(Protocol):
    """The store of durations by kind of work. Every method raises `StorageError`."""

    async def took(self, kind: str, seconds: float) -> None:
        """Add one duration."""
        ...

    async def usual(self, kind: str) -> tuple[float, float] | None:
        """Return the 50th and 90th percentile in seconds of the last 50; None: fewer than 3 are known."""
        ...
