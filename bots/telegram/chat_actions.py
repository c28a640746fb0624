"""«typing…» and «sending a video…» above the chat while something is worked on. A courtesy that never fails.

Telegram shows an action for five seconds. It rides on the edits of a status, so that nothing ticks for it; groups,
where each action costs one of twenty calls a minute, get it once.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.calls import Calls
from bots.telegram.handle import Place
from core.engine.clock import Clock, keepalive
from core.model.chat import ChatError

log = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 4.5
_MANY: Final = 1000


class Actions:
    """Shows what the bot is doing."""

    def __init__(self, api: Api, calls: Calls, clock: Clock) -> None:
        self._api = api
        self._calls = calls
        self._clock = clock
        self._shown: dict[tuple[int, int | None], float] = {}

    async def typing(self, place: Place) -> None:
        """Show that something is worked on, unless it is shown already."""
        now, where = self._clock.monotonic(), (place.chat, place.thread)
        if not place.private or now - self._shown.get(where, float("-inf")) < _EVERY_SECONDS:
            return
        if len(self._shown) >= _MANY:
            self._shown.clear()
        self._shown[where] = now
        await self._show(place, ChatAction.TYPING)

    @asynccontextmanager
    async def sending(self, place: Place) -> AsyncGenerator[None]:
        """Show that a video is on its way for as long as the block runs."""

        async def show() -> None:
            await self._show(place, ChatAction.UPLOAD_VIDEO)

        await show()
        if not place.private:
            yield
            return
        async with keepalive(show, every=_EVERY_SECONDS, clock=self._clock, name=f"telegram action {place.chat}"):
            yield

    async def _show(self, place: Place, action: ChatAction) -> None:
        try:
            await self._calls.courtesy(
                place.chat,
                lambda chat: self._api.send_chat_action(chat, action, message_thread_id=place.thread),
                action=True,
            )
        except (ChatError, TelegramError) as error:
            log.debug("no action was shown: %s", type(error).__name__)
