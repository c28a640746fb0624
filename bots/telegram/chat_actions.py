"""The "typing…" and "sending a video…" shown above a chat while something is worked on. A failure is only logged.

Telegram shows an action for five seconds (Bot API, sendChatAction). "typing" is sent with the edits of a status
message, so it needs no timer. A group sees an action rarely: there each one counts as one of twenty calls a minute.
"""

import logging
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

from telegram.constants import ChatAction
from telegram.error import TelegramError

from bots.telegram.api import Api
from bots.telegram.handle import ChatTarget
from bots.telegram.rate_limit import Level, RateLimiter
from bots.telegram.refusals import causes
from core.engine.clock import Clock, keepalive
from core.model.chat import ChatError

log = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 4.5
_GROUP_SECONDS: Final = 30.0  # twice a minute at most, and never for one of the calls that results need
_CHATS: Final = 1000


class ChatActions:
    """Shows what the bot is doing."""

    def __init__(self, api: Api, limiter: RateLimiter, clock: Clock) -> None:
        self._api = api
        self._limiter = limiter
        self._clock = clock
        self._shown: dict[tuple[int, int | None], float] = {}

    async def typing(self, target: ChatTarget) -> None:
        """Show "typing…", unless it is shown already, or was a moment ago in a group."""
        now, where = self._clock.monotonic(), (target.chat, target.thread)
        every = _EVERY_SECONDS if target.private else _GROUP_SECONDS
        if now - self._shown.get(where, float("-inf")) < every:
            return
        if len(self._shown) >= _CHATS:
            self._shown.clear()
        self._shown[where] = now
        await self._show(target, ChatAction.TYPING)

    @asynccontextmanager
    async def sending(self, target: ChatTarget) -> AsyncGenerator[None]:
        """Show "sending a video…" while the block runs; a group sees it once."""

        async def show() -> None:
            await self._show(target, ChatAction.UPLOAD_VIDEO)

        await show()
        if not target.private:
            yield
            return
        async with keepalive(show, every=_EVERY_SECONDS, clock=self._clock, name=f"telegram action {target.chat}"):
            yield

    async def _show(self, target: ChatTarget, action: ChatAction) -> None:
        try:
            await self._limiter.call(
                Level.CHAT_ACTION, target.chat, self._api.send_chat_action, action, message_thread_id=target.thread
            )
        except (ChatError, TelegramError) as error:
            log.debug("a chat action was not shown: %s", causes(error))
