"""Updates by long polling: an update is acknowledged, by the next offset, only after it is committed.

The library's own updater acknowledges what it has only queued in memory, and stops for ever at an update that it cannot
decode.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from telegram.error import TelegramError
from tenacity import RetryCallState, stop_after_attempt, stop_never, wait_fixed, wait_incrementing

from bots.telegram.api import Api
from bots.telegram.health import Health, webhook_is_set
from bots.telegram.mapping import BotUser
from bots.telegram.refusals import causes
from bots.telegram.retries import logged
from bots.telegram.updates import Updates
from core.engine.clock import Clock
from core.engine.retries import retry

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 30
_COMMIT_ATTEMPTS: Final = 5
_COMMIT_SECONDS: Final = 1.0
_STORAGE_SECONDS: Final = 5.0


class Polling:
    """Fetches updates until cancelled."""

    def __init__(
        self, api: Api, updates: Updates, health: Health, clock: Clock, *, poll_seconds: int = POLL_SECONDS
    ) -> None:
        self._api = api
        self._updates = updates
        self._health = health
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._offset: int | None = None

    async def serve(self, bot: BotUser) -> None:
        """Fetch and commit updates until cancelled; a failure is logged with its fix and tried again."""
        await self._remove_webhook()
        while True:
            updates = await self._health.until_answered(self._fetch, self._after_failure)
            self._health.answered()
            await asyncio.gather(*(self._take_all(lane, bot) for lane in lanes(updates)))
            self._offset = max((raw["update_id"] + 1 for raw in updates if _is_update(raw)), default=self._offset)

    async def _fetch(self) -> list[Any]:
        """Ask for updates; without waiting for one after a failure, so that a recovery is noticed at once."""
        return await self._api.raw_updates(self._offset, self._poll_seconds if self._health.problem is None else 0)

    async def _after_failure(self, error: TelegramError) -> None:
        if webhook_is_set(error):
            await self._remove_webhook()

    async def _take_all(self, updates: list[dict[str, Any]], bot: BotUser) -> None:
        for raw in updates:
            await self._take(raw, bot)

    async def _take(self, raw: dict[str, Any], bot: BotUser) -> None:
        """Commit one update, or set it aside; until either is done, no later update is acknowledged."""
        blocked = f"update {raw['update_id']} cannot be stored at all; no more are taken until it can"
        await retry(
            lambda: self._commit_or_set_aside(raw, bot),
            what=blocked,
            on=Exception,
            wait=wait_fixed(_STORAGE_SECONDS),
            stop=stop_never,
            clock=self._clock,
            before_sleep=logged(log, logging.ERROR, blocked),
        )
        self._health.answered()

    async def _commit_or_set_aside(self, raw: dict[str, Any], bot: BotUser) -> None:
        """Commit an update in a few attempts, else set it aside: it may itself be the reason.

        It is set aside at once after the last attempt: a database that is away for both is no fault of the update.

        Raises:
            Exception: it can be neither committed nor set aside.
        """
        number = raw["update_id"]
        log_attempt = logged(log, logging.ERROR, f"update {number} was not committed")

        def failed(state: RetryCallState) -> None:
            self._health.degraded("messages cannot be written down")
            log_attempt(state)

        try:
            await retry(
                lambda: self._updates.receive(raw, bot),
                what=f"update {number}",
                on=Exception,
                wait=wait_incrementing(_COMMIT_SECONDS, _COMMIT_SECONDS),
                stop=stop_after_attempt(_COMMIT_ATTEMPTS),
                clock=self._clock,
                before_sleep=failed,
            )
        except Exception:
            log.exception("update %d was not committed in %d attempts; it is set aside", number, _COMMIT_ATTEMPTS)
            await self._updates.set_aside(raw)

    async def _remove_webhook(self) -> None:
        """Remove a webhook: while one is set, updates cannot be polled (Bot API, getUpdates)."""
        try:
            await self._api.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.info("the webhook could not be removed: %s", causes(error))


def lanes(updates: Sequence[Any]) -> list[list[dict[str, Any]]]:
    """Return the updates of each chat: their order matters inside a chat, and no chat waits for another's commit."""
    chats: dict[object, list[dict[str, Any]]] = {}
    for raw in updates:
        if _is_update(raw):
            chats.setdefault(_chat(raw), []).append(raw)
        else:
            log.error("Telegram sent an update without an id; it is skipped")
    return list(chats.values())


def _is_update(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _chat(raw: dict[str, Any]) -> object:
    """Return the chat an update is about; that a group becomes a supergroup is about the supergroup."""
    try:
        changed = raw.get("message") or raw.get("edited_message") or raw.get("my_chat_member")
        message = changed or raw["callback_query"]["message"]
        return message.get("migrate_to_chat_id") or message["chat"]["id"]
    except (KeyError, TypeError, AttributeError):
        return None
