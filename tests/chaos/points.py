"""Where a process can be made to die, or its disk to be full: each pass of a named place in its code is counted."""

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field

ANY = "*"


@dataclass
class Points:
    """Counts the passes of each point, notes each in a file, and kills this process at one of them.

    `dies_at` is the point's name and at which of its passes; the name `ANY` counts the passes of all points. With a
    third member nobody dies: the disk is full from then on, for so many seconds.
    """

    trace: int
    dies_at: tuple[str, int] | tuple[str, int, float] | None = None
    full_until: float = 0.0
    passed: Counter[str] = field(default_factory=Counter)

    def __call__(self, name: str) -> None:
        for counted in (name, ANY):
            self.passed[counted] += 1
        os.write(self.trace, f"{name}\n".encode())
        match self.dies_at:
            case (counted, count) if self.passed[counted] >= count:
                os.kill(os.getpid(), signal.SIGKILL)
            case (counted, count, seconds) if self.passed[counted] == count and not self.full_until:
                self.full_until = time.monotonic() + seconds

    @property
    def full(self) -> bool:
        """Whether nothing can be written now."""
        return time.monotonic() < self.full_until
