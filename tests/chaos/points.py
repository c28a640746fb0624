"""Where a process can be made to die: every pass of a named place in its code is counted and written down."""

import os
import signal
from collections import Counter
from dataclasses import dataclass, field

ANY = "*"


@dataclass
class Points:
    """Counts the passes of each point, notes each in a file, and kills this process at one of them.

    `dies_at` is the point's name and at which of its passes; the name `ANY` counts the passes of all points.
    """

    trace: int
    dies_at: tuple[str, int] | None = None
    passed: Counter[str] = field(default_factory=Counter)

    def __call__(self, name: str) -> None:
        for counted in (name, ANY):
            self.passed[counted] += 1
        os.write(self.trace, f"{name}\n".encode())
        if self.dies_at is not None and self.passed[self.dies_at[0]] >= self.dies_at[1]:
            os.kill(os.getpid(), signal.SIGKILL)
