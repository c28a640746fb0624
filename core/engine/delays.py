"""How long each thing is waited for. All in seconds; fractions and zero are fine.

The numbers are the seeds' and the design's; the operator may change each, and tests shrink them to almost nothing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Delays:
    """`recovery` and `silent_edit` are the pauses between two snapshots; the last one of `recovery` is repeated."""

    still_working: float = 120.0
    render_poll: float = 30.0
    render_polls: int = 10
    turn_timeout: float = 900.0
    silence_timeout: float = 600.0
    recovery: tuple[float, ...] = (30.0, 60.0, 60.0, 60.0, 60.0)
    silent_edit: tuple[float, ...] = (3.0, 3.0, 3.0)
    retry_429: float = 30.0
    retry_429_most: float = 120.0
    read_pauses: tuple[float, ...] = (1.0, 4.0)
    join: float = 2.5
    album: float = 10.0
    kept_words: float = 3600.0

    def recovery_gap(self, snapshot: int) -> float:
        """Return the seconds before the snapshot of that number, counted from 1."""
        return self.recovery[min(snapshot, len(self.recovery)) - 1]
