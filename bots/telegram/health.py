"""Whether messages are taken: judged by the last time Telegram answered, never by a task that is merely alive."""

import logging
from dataclasses import dataclass
from typing import Final

from telegram.error import TelegramError

from bots.telegram.troubles import trouble
from core.engine.clock import Clock

log = logging.getLogger(__name__)

STARTING: Final = "not yet connected"


@dataclass(slots=True)
class Health:
    """What `/readyz` is told. `fresh_seconds`: for how long a success counts."""

    clock: Clock
    fresh_seconds: float
    missing: str | None = STARTING
    _failures: int = 0
    _well_at: float = float("-inf")

    def well(self) -> None:
        """Telegram answered as it should."""
        if self._failures:
            log.info("Telegram answers again")
        self._failures = 0
        self.missing = None
        self._well_at = self.clock.monotonic()

    def ill(self, missing: str) -> None:
        """Something is wrong; the words carry no secret."""
        self.missing = missing

    def failed(self, error: TelegramError) -> float:
        """Say what a failed call means, with its mend, and return the seconds to wait before the next."""
        found = trouble(error, self._failures)
        self.missing = found.reason
        level = logging.WARNING if self._failures else logging.ERROR
        log.log(level, "%s (next try in %.0f s)", found.mend, found.seconds)
        self._failures += 1
        return found.seconds

    @property
    def state(self) -> str | None:
        """None while messages are taken, else what is missing."""
        if self.missing is None and self.clock.monotonic() - self._well_at > self.fresh_seconds:
            return "Telegram has not answered for a while"
        return self.missing
