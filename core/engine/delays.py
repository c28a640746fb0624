"""How long the bot waits for each thing, in seconds; fractions and zero are allowed.

The defaults are those of the NemoVideo skill texts and of the settings. Tests shrink them to almost nothing.
"""

from dataclasses import dataclass
from typing import Final

_CONTINUATION_SECONDS: Final = 1.0


@dataclass(frozen=True, slots=True)
class Delays:
    """`settled` is how long nothing but heartbeats comes from a stream whose turn is complete.

    `recovery` and `silent_edit` are pauses between snapshots; the last of `recovery` is repeated.

    `render_polls` and `lost_snapshots` are no times: how often a render is polled, and how many snapshots of a lost
    turn show no change before that is told.
    """

    still_working: float = 120.0
    render_poll: float = 30.0
    render_polls: int = 10
    turn_timeout: float = 900.0
    silence_timeout: float = 600.0
    settled: float = 20.0
    lost_snapshots: int = 5
    recovery: tuple[float, ...] = (30.0, 60.0, 60.0, 60.0, 60.0)
    silent_edit: tuple[float, ...] = (3.0, 3.0, 3.0)
    retry_429: float = 30.0
    retry_429_most: float = 120.0
    read_pauses: tuple[float, ...] = (1.0, 4.0)
    join: float = 2.5
    album: float = 10.0

    def lost_turn_limit(self, asked_at: float, began: float) -> float:
        """Return until when a lost turn is looked for: its own time limit has passed, and `lost_snapshots` were taken.

        Args:
            asked_at: when it was asked, in epoch seconds.
            began: when looking for it began, in epoch seconds.
        """
        looks = sum(self.recovery_gap(number) for number in range(1, self.lost_snapshots + 1))
        return max(asked_at + self.turn_timeout, began + looks)

    @property
    def continuation(self) -> float:
        """How long words wait for what is sent at once after them: short, because most are alone."""
        return min(self.join, _CONTINUATION_SECONDS)

    def recovery_gap(self, snapshot: int) -> float:
        """Return the seconds before a snapshot; `snapshot` counts from 1."""
        return self.recovery[min(snapshot, len(self.recovery)) - 1]
