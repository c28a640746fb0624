"""The door for updates: each is decoded, understood and committed, or kept as it came. It never answers a request.

When `take` returns, an update may be acknowledged. What one update is made of never stops the ones behind it.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final

from telegram import CallbackQuery, ChatMember, Message, Update
from telegram.error import TelegramError

from bots.telegram.albums import Albums
from bots.telegram.api import Api
from bots.telegram.calls import Calls
from bots.telegram.mapping import Me, heard, pressed
from bots.telegram.presses import Presses
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.chat import Address, Incoming
from core.model.messages import Origin
from core.words.language import from_locale
from core.words.phrases import say

log = logging.getLogger(__name__)

_SCOPE: Final = "telegram:undecoded"
_KEPT: Final = 100  # the newest so many are enough to see what Telegram changed
_KEPT_LETTERS: Final = 20_000
_RULERS: Final = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})

Receive = Callable[[Incoming], Awaitable[None]]
MayPress = Callable[[Incoming], Awaitable[bool]]
OriginOf = Callable[[Address, str], Awaitable[Origin | None]]


@dataclass(frozen=True, slots=True)
class Core:
    """What the core offers a platform: commit a message, judge a press, name what a message belongs to."""

    receive: Receive
    may_press: MayPress
    origin: OriginOf


class Intake:
    """Takes updates as they came over the wire."""

    def __init__(
        self, api: Api, calls: Calls, core: Core, presses: Presses, adapter_data: AdapterData, clock: Clock
    ) -> None:
        self._api = api
        self._calls = calls
        self._core = core
        self._presses = presses
        self._adapter_data = adapter_data
        self._clock = clock
        self._albums = Albums()
        self._beside: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Let the answers to presses come to their end."""
        await asyncio.gather(*self._beside, return_exceptions=True)

    async def take(self, raw: dict[str, Any], me: Me) -> None:
        """Commit what an update says.

        Raises:
            Exception: it could not be committed; it is to be brought again.
        """
        try:
            update = Update.de_json(raw, None)
        except Exception:
            log.exception("update %s cannot be decoded; it is kept and skipped", raw.get("update_id"))
            await self.keep(raw)
            return
        if message := update.message:
            await self._message(message, me)
        elif message := update.edited_message:
            await self._corrected(message, me)
        elif update.callback_query:
            await self._press(update.callback_query)

    async def keep(self, raw: dict[str, Any]) -> None:
        """Keep an update that nothing can be done with, for whoever looks into it later."""
        number = raw.get("update_id")
        slot = str(number % _KEPT if isinstance(number, int) else 0)
        await self._adapter_data.set(_SCOPE, slot, json.dumps(raw, ensure_ascii=False)[:_KEPT_LETTERS])

    async def _message(self, message: Message, me: Me) -> None:
        if message.migrate_to_chat_id:
            await self._calls.move(message.chat.id, message.migrate_to_chat_id)
            return
        if message.migrate_from_chat_id:
            await self._calls.move(message.migrate_from_chat_id, message.chat.id)
            return
        known = heard(message, me, meant=self._albums.ours(message))
        if known is None:
            self._albums.hold(message)
            return
        for earlier in self._albums.claim(message):
            if part := heard(earlier, me, meant=True):
                await self._core.receive(part.incoming)
        incoming = known.incoming
        if known.quoted and not await self._belongs(incoming):
            incoming = known.with_quoted
        await self._core.receive(incoming)

    async def _belongs(self, incoming: Incoming) -> bool:
        """Whether what is replied to belongs to a project already, so that its file is there."""
        if incoming.reply_to is None:
            return False
        origin = await self._core.origin(incoming.address, incoming.reply_to)
        return origin is not None and origin.project is not None

    async def _corrected(self, message: Message, me: Me) -> None:
        known = heard(message, me, edited=True, meant=self._albums.ours(message))
        if known is not None:
            await self._core.receive(known.incoming)

    async def _press(self, query: CallbackQuery) -> None:
        incoming = pressed(query)
        if incoming is None:
            self._answer(query, "")
            return
        action = await self._presses.action(incoming.press or "")
        incoming = replace(incoming, press=action, at=self._clock.time())
        allowed = await self._allowed(incoming)
        if allowed is None:
            language = from_locale(query.from_user.language_code) or "en"
            self._answer(query, say(language, "error.button_not_yours"))
            return
        self._answer(query, "")
        await self._core.receive(allowed)

    async def _allowed(self, incoming: Incoming) -> Incoming | None:
        """Return the press of somebody who may press; whether a stranger is an admin is asked of Telegram."""
        if await self._core.may_press(incoming):
            return incoming
        ruling = replace(incoming, sender=replace(incoming.sender, admin=True))
        if await self._core.may_press(ruling) and await self._rules(incoming):
            return ruling
        return None

    async def _rules(self, incoming: Incoming) -> bool:
        try:
            member = await self._api.get_chat_member(int(incoming.address.chat), int(incoming.sender.id))
        except TelegramError as error:
            log.info("nobody could say who rules chat %s: %s", incoming.address.chat, type(error).__name__)
            return False
        return member.status in _RULERS

    def _answer(self, query: CallbackQuery, words: str) -> None:
        """Stop the button's spinner at once, beside the commit."""
        self._aside(self._answered(query.id, words), f"telegram press {query.id}")

    async def _answered(self, query: str, words: str) -> None:
        try:
            await self._api.answer_callback_query(query, text=words or None)
        except TelegramError as error:
            log.info("a press was not answered: %s", type(error).__name__)

    def _aside(self, work: Coroutine[None, None, None], name: str) -> None:
        task = asyncio.create_task(work, name=name)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
