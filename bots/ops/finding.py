"""What a check of the doctor found, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was checked, what was found, and what to do about it."""

    mark: str
    what: str
    seen: str
    mend: str = ""

    @property
    def failed(self) -> bool:
        """Whether a start would fail on it."""
        return self.mark == "✗"

    def __str__(self) -> str:
        line = f"{self.mark} {self.what}: {self.seen}"
        return f"{line}\n    mend: {self.mend}" if self.mend else line


def fine(what: str, seen: str) -> Finding:
    """Return that all is well."""
    return Finding("✓", what, seen)


def note(what: str, seen: str, mend: str) -> Finding:
    """Return what is worth knowing and stops nothing."""
    return Finding("!", what, seen, mend)


def failed(what: str, seen: str, mend: str) -> Finding:
    """Return what a start would fail on."""
    return Finding("✗", what, seen, mend)
