"""Where a process can be made to die, to stop, or its disk to be full: each pass of a named place is counted."""

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

ANY = "*"
STOP = "stop"
STOP_AT_ONCE = "stop at once"
Point = tuple[str, int] | tuple[str, int, float | str]
"""A name, at which of its passes, and what happens there: with no third member, a death by SIGKILL; with seconds, a
disk that is full for so long; with `STOP`, a SIGTERM; with `STOP_AT_ONCE`, a second one once the first is heeded."""


@dataclass
class Points:
    """Counts the passes of each point, notes each in a file, and ends this process at one of them.

    The name `ANY` counts the passes of all points.
    """

    trace: int
    dies_at: Point | None = None
    full_until: float = 0.0
    stopping: bool = False
    passed: Counter[str] = field(default_factory=Counter)

    def __call__(self, name: str) -> None:
        for counted in (name, ANY):
            self.passed[counted] += 1
        os.write(self.trace, f"{name}\n".encode())
        match self.dies_at:
            case (counted, count) if self.passed[counted] >= count:
                os.kill(os.getpid(), signal.SIGKILL)
            case (counted, count, "stop") if self.passed[counted] >= count and not self.stopping:
                self.stopping = True
                os.kill(os.getpid(), signal.SIGTERM)
            case (counted, count, "stop at once") if self.passed[counted] >= count:
                os.kill(os.getpid(), signal.SIGTERM)  # those that come before the first is heeded are one with it
            case (counted, count, float(seconds)) if self.passed[counted] == count and not self.full_until:
                self.full_until = time.monotonic() + seconds

    @property
    def full(self) -> bool:
        """Whether nothing can be written now."""
        return time.monotonic() < self.full_until
