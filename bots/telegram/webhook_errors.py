"""Whether Telegram reaches the webhook, as it says itself (Bot API, WebhookInfo.last_error_message)."""

import logging
from datetime import datetime
from typing import Final

from telegram import WebhookInfo

from bots.telegram.health import Health, Subject
from bots.telegram.refusals import unquoted
from core.engine.clock import Clock

log = logging.getLogger(__name__)

RECENT_SECONDS: Final = 600.0


class WebhookErrors:
    """Reports the last error that Telegram met on its way to us, until it delivers again or the error is old.

    Telegram tells of an error for ever, so a new one is known by its date, and only at the first look by its age: the
    clocks of both may differ.
    """

    def __init__(self, health: Health, clock: Clock) -> None:
        self._health = health
        self._clock = clock
        self._looked = False
        self._error_at: datetime | None = None
        self._delivered = False  # since the last look
        self._reported = False

    def look(self, info: WebhookInfo) -> None:
        """Report what Telegram says of the webhook."""
        error_at, waiting = info.last_error_date, info.pending_update_count
        is_new = error_at != self._error_at if self._looked else self._is_recent(error_at)
        if error_at is not None and is_new:
            self._report(unquoted(info.last_error_message or "no reason given"), waiting)
        old = not is_new and not self._is_recent(error_at)
        if (old and not waiting) or (self._delivered and not (is_new and waiting)):
            self._recovered()
        self._looked, self._error_at, self._delivered = True, error_at, False

    def delivered(self) -> None:
        """Note that an update arrived."""
        self._delivered = True
        self._recovered()

    def _report(self, error: str, waiting: int) -> None:
        self._reported = True
        self._health.degraded(Subject.WEBHOOK, f"Telegram cannot reach the webhook: {error}")
        log.error(
            "Telegram cannot reach TELEGRAM_WEBHOOK_URL (%s; %d updates wait): look at the address, at the proxy in "
            "front of the bot and at its certificate",
            *(error, waiting),
        )

    def _recovered(self) -> None:
        if self._reported:
            log.info("Telegram reaches the webhook")
        self._reported = False
        self._health.recovered(Subject.WEBHOOK)

    def _is_recent(self, error_at: datetime | None) -> bool:
        return error_at is not None and self._clock.time() - error_at.timestamp() < RECENT_SECONDS
