"""What an operator counts: the port of the metrics. Nothing in it holds a person's words, name or secret."""

from typing import Protocol


class Measures(Protocol):
    """Counts what happens. Each call is cheap and never fails; `seconds` are durations."""

    def accepted(self, platform: str) -> None:
        """Count a request that was accepted."""
        ...

    def ended(self, platform: str, outcome: str, seconds: float) -> None:
        """Count a request that ended, `seconds` after it was accepted.

        `outcome` is "refused" for one by a stranger, or beyond a limit.
        """
        ...

    def dropped(self, platform: str, why: str) -> None:
        """Count what somebody asked and was not even answered, because they were told shortly before.

        `why` is "not_allowed" or "limit".
        """
        ...

    def delivered(self, platform: str) -> None:
        """Count an answer that arrived."""
        ...

    def turn(self, end: str) -> None:
        """Count a turn of the editor: "answered", "lost" or "refused"."""
        ...

    def rendering(self) -> None:
        """Count a film that was ordered."""
        ...

    def took(self, kind: str, seconds: float) -> None:
        """Count how long a "turn" or a "render" took."""
        ...

    def called(self, endpoint: str, end: str, seconds: float) -> None:
        """Count a call of NemoVideo; `end` is "ok", or the class of its error."""
        ...

    def credits(self, available: float) -> None:
        """Note how many credits the operator's account has."""
        ...

    def told_to_wait(self, platform: str, seconds: float) -> None:
        """Count a wait that a platform asked for."""
        ...


class NoMeasures(Measures):
    """Counts nothing."""
