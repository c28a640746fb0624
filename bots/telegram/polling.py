"""Updates by long polling: an update is acknowledged, by the next offset, only after it is stored.

The library's own updater acknowledges what it has only queued in memory, and stops for ever at an update that it cannot
decode.
"""

import logging
from typing import Any, Final
from urllib.parse import urlsplit

from telegram.error import TelegramError
from tenacity import stop_never

from bots.telegram.api import Api
from bots.telegram.health import Health, webhook_is_set
from bots.telegram.inbox import HOST_REFUSALS, HOST_WAIT, Inbox
from bots.telegram.raw import is_update
from bots.telegram.refusals import causes
from bots.telegram.retries import logged
from core.engine.clock import Clock
from core.engine.retries import retry

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 30
_NOT_STORED: Final = "updates cannot be stored at all; no more are taken until they can"


class Polling:
    """Fetches updates until cancelled."""

    def __init__(
        self, api: Api, inbox: Inbox, health: Health, clock: Clock, *, poll_seconds: int = POLL_SECONDS
    ) -> None:
        self._api = api
        self._inbox = inbox
        self._health = health
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._offset: int | None = None

    async def serve(self) -> None:
        """Fetch and store updates until cancelled; a failure is logged with its fix and tried again."""
        await self._remove_webhook()
        while True:
            updates = await self._health.until_answered(self._fetch, self._after_failure)
            self._health.answered()
            await self._store(updates)
            self._offset = max((raw["update_id"] + 1 for raw in updates if is_update(raw)), default=self._offset)

    async def _fetch(self) -> list[Any]:
        """Ask for updates; without waiting for one after a failure, so that a recovery is noticed at once."""
        return await self._api.raw_updates(self._offset, self._poll_seconds if self._health.answers else 0)

    async def _after_failure(self, error: TelegramError) -> None:
        if webhook_is_set(error):
            await self._remove_webhook()

    async def _store(self, updates: list[Any]) -> None:
        if not all(map(is_update, updates)):
            log.error("Telegram sent an update without an id; it is skipped")
        await retry(
            lambda: self._inbox.take(updates),
            on=HOST_REFUSALS,
            wait=HOST_WAIT,
            stop=stop_never,
            clock=self._clock,
            before_sleep=logged(log, logging.ERROR, _NOT_STORED),
        )

    async def _remove_webhook(self) -> None:
        """Remove a webhook: while one is set, updates cannot be polled (Bot API, getUpdates)."""
        try:
            url = (await self._api.get_webhook_info()).url
            await self._api.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.info("the webhook could not be removed: %s", causes(error))
            return
        if url:  # only its host: a path may be a secret
            log.warning(
                "TELEGRAM_WEBHOOK_URL is not set, so that updates are polled: the webhook at %s was removed",
                urlsplit(url).hostname,
            )
