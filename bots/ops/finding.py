"""The result of one check of the doctor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, what was found, and how to fix it."""

    mark: str
    subject: str
    found: str
    mend: str = ""

    @property
    def failed(self) -> bool:
        """Whether a start would fail."""
        return self.mark == "✗"

    def __str__(self) -> str:
        line = f"{self.mark} {self.subject}: {self.found}"
        return f"{line}\n    mend: {self.mend}" if self.mend else line


def passed(subject: str, found: str) -> Finding:
    """Return the finding of a check that passed."""
    return Finding("✓", subject, found)


def warning(subject: str, found: str, mend: str) -> Finding:
    """Return a finding that does not prevent a start."""
    return Finding("!", subject, found, mend)


def failed(subject: str, found: str, mend: str) -> Finding:
    """Return a finding that prevents a start."""
    return Finding("✗", subject, found, mend)
