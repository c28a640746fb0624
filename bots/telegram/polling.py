"""Updates by long polling: an update is acknowledged, by the next offset, only after its receipt is committed.

The library's own updater confirms what it has handed on in memory, and stops for ever at an update it cannot decode.
"""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Final

from telegram.error import Conflict, TelegramError

from bots.telegram.api import Api
from bots.telegram.health import Health
from bots.telegram.mapping import Me
from bots.telegram.updates import Intake
from core.engine.clock import Clock

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 30
_COMMIT_TRIES: Final = 5
_COMMIT_SECONDS: Final = 1.0


class Polling:
    """Fetches updates until cancelled."""

    def __init__(
        self, api: Api, intake: Intake, health: Health, clock: Clock, *, poll_seconds: int = POLL_SECONDS
    ) -> None:
        self._api = api
        self._intake = intake
        self._health = health
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._offset: int | None = None

    async def serve(self, me: Me) -> None:
        """Fetch and take updates for ever; whatever fails is logged with its mend and tried again."""
        await self._without_webhook()
        while True:
            # What was ill asks without waiting, so that it is known at once to be well again.
            seconds = self._poll_seconds if self._health.state is None else 0
            try:
                updates = await self._api.raw_updates(self._offset, seconds)
            except TelegramError as error:
                await self._failed(error)
                continue
            self._health.well()
            await asyncio.gather(*(self._take_all(lane, me) for lane in lanes(updates)))
            self._offset = max((raw["update_id"] + 1 for raw in updates if _is_update(raw)), default=self._offset)

    async def _take_all(self, updates: list[dict[str, Any]], me: Me) -> None:
        for raw in updates:
            await self._take(raw, me)

    async def _take(self, raw: dict[str, Any], me: Me) -> None:
        """Commit one update; while it can neither be committed nor kept, nothing behind it is acknowledged."""
        while not (await self._committed(raw, me) or await self._kept(raw)):
            await self._clock.sleep(_COMMIT_SECONDS * _COMMIT_TRIES)
        self._health.well()

    async def _committed(self, raw: dict[str, Any], me: Me) -> bool:
        number = raw["update_id"]
        for attempt in range(1, _COMMIT_TRIES + 1):
            try:
                await self._intake.take(raw, me)
            except Exception:
                log.exception("update %d could not be committed (try %d of %d)", number, attempt, _COMMIT_TRIES)
                self._health.ill("messages cannot be written down")
            else:
                return True
            if attempt < _COMMIT_TRIES:
                await self._clock.sleep(_COMMIT_SECONDS * attempt)
        return False

    async def _kept(self, raw: dict[str, Any]) -> bool:
        """Keep aside an update that is itself the reason, so that the rest still come.

        It is asked at once after a failed commit: a database that is away for both says nothing against the update.
        """
        try:
            await self._intake.keep(raw)
        except Exception:
            log.exception("an update cannot even be kept; nothing is taken until it can")
            return False
        return True

    async def _without_webhook(self) -> None:
        """Take a webhook away: while one is set, Telegram gives nothing to whoever asks."""
        try:
            await self._api.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.info("the webhook could not be taken away: %s", type(error).__name__)

    async def _failed(self, error: TelegramError) -> None:
        seconds = self._health.failed(error)
        if isinstance(error, Conflict) and "webhook" in error.message.lower():
            await self._without_webhook()
        await self._clock.sleep(seconds)


def lanes(updates: Sequence[Any]) -> list[list[dict[str, Any]]]:
    """Return updates chat by chat: order matters inside a chat, and one chat's commit holds up no other's."""
    chats: dict[object, list[dict[str, Any]]] = {}
    for raw in updates:
        if _is_update(raw):
            chats.setdefault(_chat(raw), []).append(raw)
        else:
            log.error("Telegram sent an update without a number; it is skipped")
    return list(chats.values())


def _is_update(raw: Any) -> bool:
    return isinstance(raw, dict) and isinstance(raw.get("update_id"), int)


def _chat(raw: dict[str, Any]) -> object:
    """Return the chat an update is about; a group that moves is in the line of the supergroup that it becomes."""
    try:
        message = raw.get("message") or raw.get("edited_message") or raw["callback_query"]["message"]
        return message.get("migrate_to_chat_id") or message["chat"]["id"]
    except (KeyError, TypeError, AttributeError):
        return None
