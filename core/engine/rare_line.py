"""A line in the log about something that may happen thousands of times a minute."""

import asyncio
import logging
from typing import Final

_PAUSE_SECONDS: Final = 60.0


class RareLine:
    """Logs how often something happened since the last line, at once and then in one line in `pause_seconds` at most.

    It is used on the event loop.
    """

    def __init__(
        self, log: logging.Logger, text: str, *, level: int = logging.INFO, pause_seconds: float = _PAUSE_SECONDS
    ) -> None:
        self._log = log
        self._text = text
        self._level = level
        self._pause_seconds = pause_seconds
        self._untold = 0
        self._about = ""
        self._pause: asyncio.TimerHandle | None = None

    def count(self, about: str = "") -> None:
        """Count one, and log it unless there was a line a moment ago; a line says what the last one was about."""
        self._untold += 1
        self._about = about
        if self._pause is None:
            self._tell()

    def stop(self) -> None:
        """Log what was not told yet."""
        if self._pause is not None:
            self._pause.cancel()
            self._tell(again=False)

    def _tell(self, *, again: bool = True) -> None:
        self._pause = None
        if self._untold:
            self._log.log(self._level, "%s: %d%s", self._text, self._untold, f" ({self._about})" if self._about else "")
            self._untold = 0
            if again:
                self._pause = asyncio.get_running_loop().call_later(self._pause_seconds, self._tell)
