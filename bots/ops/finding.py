"""The result of one check of the doctor."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a check came out."""

    PASSED = "passed"
    WARNING = "warning"
    FAILED = "failed"


_MARKS = {State.PASSED: "✓", State.WARNING: "!", State.FAILED: "✗"}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, what was found, and how to fix it."""

    state: State
    subject: str
    found: str
    mend: str = ""

    @property
    def failed(self) -> bool:
        """Whether a start would fail, or a platform would not work."""
        return self.state is State.FAILED

    def __str__(self) -> str:
        line = f"{_MARKS[self.state]} {self.subject}: {self.found}"
        return f"{line}\n    mend: {self.mend}" if self.mend else line


def passed(subject: str, found: str) -> Finding:
    """Return the finding of a check that passed."""
    return Finding(State.PASSED, subject, found)


def warning(subject: str, found: str, mend: str) -> Finding:
    """Return a finding that does not prevent a start."""
    return Finding(State.WARNING, subject, found, mend)


def failed(subject: str, found: str, mend: str) -> Finding:
    """Return a finding that prevents a start, or keeps a platform from working."""
    return Finding(State.FAILED, subject, found, mend)
