"""The door for updates: each is decoded, mapped and handed to the core, or set aside as it came.

When `receive` returns, what the update says is committed. It never sends an answer to a message.
"""

import asyncio
import json
import logging
from dataclasses import replace
from typing import Final

from telegram import CallbackQuery, Message
from telegram.error import TelegramError

from bots.telegram.admins import Admins
from bots.telegram.albums import Albums
from bots.telegram.api import Api
from bots.telegram.keyboard import ShortNames
from bots.telegram.mapping import BotUser, Mapped, from_added, from_callback, from_message
from bots.telegram.rate_limit import RateLimiter
from bots.telegram.raw import Raw, Undecodable, decoded, is_number, unreadable
from bots.telegram.refusals import causes
from core.engine.clock import Clock
from core.model.adapter_data import AdapterData
from core.model.chat import Incoming
from core.model.front_door import FrontDoor
from core.model.secret import Secret
from core.words.language import from_locale
from core.words.phrases import say

log = logging.getLogger(__name__)

_SCOPE: Final = "telegram:undecoded"
_SET_ASIDE: Final = 100  # the newest so many are enough to see what Telegram changed
_SET_ASIDE_LETTERS: Final = 20_000


class Updates:
    """Takes updates as Telegram sends them, undecoded."""

    def __init__(
        self,
        api: Api,
        limiter: RateLimiter,
        front_door: FrontDoor,
        short_names: ShortNames,
        albums: Albums,
        adapter_data: AdapterData,
        clock: Clock,
    ) -> None:
        self._api = api
        self._admins = Admins(api, clock)
        self._limiter = limiter
        self._front_door = front_door
        self._short_names = short_names
        self._adapter_data = adapter_data
        self._clock = clock
        self._albums = albums
        self._background: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Wait until the callback queries that are being answered are answered."""
        await asyncio.gather(*self._background, return_exceptions=True)

    async def receive(self, raw: Raw, bot: BotUser, token: Secret | None = None) -> None:
        """Commit what an update says; one that is received again changes nothing.

        `token` was typed in its message, where a mask stands.

        Raises:
            Undecodable: it will never be committed.
            Exception: it is not committed.
        """
        update = decoded(raw)
        if message := update.message:
            await self._message(message, bot, token)
        elif message := update.edited_message:
            await self._edited_message(message, bot, token)
        elif update.callback_query:
            await self._callback_query(update.callback_query)
        elif update.my_chat_member and (added := from_added(update.my_chat_member)):
            await self._front_door.receive(added)

    async def set_aside(self, raw: Raw, bot: BotUser) -> None:
        """Store an update that cannot be handled, for whoever investigates it later, and tell its sender.

        Only the newest ones are kept. An update that no message can be made of has no sender.

        Raises:
            StorageError: it is not stored.
        """
        number = raw["update_id"]
        await self._adapter_data.set(
            _SCOPE, str(number % _SET_ASIDE), json.dumps(raw, ensure_ascii=False)[:_SET_ASIDE_LETTERS]
        )
        if (incoming := unreadable(raw, bot)) is not None:
            await self._front_door.receive(incoming)

    async def _message(self, message: Message, bot: BotUser, token: Secret | None) -> None:
        if move := _move(message):
            await self._limiter.migrate(*move)
            return
        mapped = from_message(message, bot, for_bot=await self._albums.is_for_bot(message))
        if mapped is not None:
            await self._front_door.receive(replace(await self._with_referenced(mapped), token=token))

    async def _edited_message(self, message: Message, bot: BotUser, token: Secret | None) -> None:
        if message.edit_date is None:  # nobody edited it: somebody reacted to it, or its link got a preview
            return
        mapped = from_message(message, bot, edited=True, for_bot=await self._albums.is_for_bot(message))
        if mapped is not None:
            await self._front_door.receive(replace(await self._with_referenced(mapped), token=token))

    async def _with_referenced(self, mapped: Mapped) -> Incoming:
        """Return a message with what it replies to, unless the project of that has it already."""
        known = not (mapped.referenced or mapped.referenced_text) or await self._has_project(mapped.incoming)
        return mapped.incoming if known else mapped.with_referenced

    async def _callback_query(self, query: CallbackQuery) -> None:
        action = await self._short_names.action(query.data or "")
        incoming = from_callback(query, action, self._clock.time())
        if incoming is None:
            self._answer_later(query, "")
            return
        if query.message is not None and not query.message.is_accessible:
            incoming = await self._in_its_topic(incoming)
        judged = await self._judged(incoming)
        if isinstance(judged, Incoming):
            self._answer_later(query, "")
            await self._front_door.receive(judged)
            return
        self._answer_later(query, say(from_locale(query.from_user.language_code) or "en", judged))

    async def _in_its_topic(self, incoming: Incoming) -> Incoming:
        """Return a press with its topic, which an old message does not tell any more (Bot API, InaccessibleMessage)."""
        found = await self._front_door.address_of(incoming.address, incoming.reply_to or "")
        return incoming if found is None else replace(incoming, address=found)

    async def _has_project(self, incoming: Incoming) -> bool:
        """Whether the message replied to belongs to a project, which then has its file and its words already."""
        if incoming.reply_to is None:
            return False
        origin = await self._front_door.origin(incoming.address, incoming.reply_to)
        return origin is not None and origin.is_in_project

    async def _judged(self, incoming: Incoming) -> Incoming | str:
        """Return the press if its sender may press, else the phrase that says why not.

        Telegram is asked about a stranger only if an admin may.
        """
        if await self._front_door.may_press(incoming):
            return await self._once(incoming)
        by_admin = replace(incoming, sender=replace(incoming.sender, admin=True))
        if not await self._front_door.may_press(by_admin):
            return "error.button_not_yours"
        admin = await self._admins.is_admin(int(incoming.address.chat), int(incoming.sender.id))
        if admin is None:
            return "error.admin_unknown"
        if admin:
            return await self._once(by_admin)
        return "error.button_of_channel" if await self._asked_as_channel(incoming) else "error.button_not_yours"

    async def _once(self, incoming: Incoming) -> Incoming | str:
        return "press.before" if await self._front_door.refused_press(incoming) else incoming

    async def _asked_as_channel(self, incoming: Incoming) -> bool:
        """Whether the request was made in a channel's name: whoever presses has another id, and may be its author."""
        if incoming.reply_to is None:
            return False
        origin = await self._front_door.origin(incoming.address, incoming.reply_to)
        return origin is not None and origin.sender.startswith("-") and origin.sender != incoming.address.chat

    def _answer_later(self, query: CallbackQuery, text: str) -> None:
        """Stop the button's progress indicator at once, while the press is committed (Bot API, CallbackQuery)."""
        task = asyncio.create_task(self._answer(query.id, text), name=f"telegram callback {query.id}")
        self._background.add(task)
        task.add_done_callback(self._background.discard)

    async def _answer(self, query_id: str, text: str) -> None:
        try:
            await self._api.answer_callback_query(query_id, text=text or None)
        except TelegramError as error:
            log.info("a callback query was not answered: %s", causes(error))


def _move(message: Message) -> tuple[int, int] | None:
    """Return a group and the supergroup that it became; None: the message tells nothing of the kind.

    Raises:
        Undecodable: what it tells are no chats; all that is stored of the group would be under an address of nothing.
    """
    here, to, came_from = message.chat.id, message.migrate_to_chat_id, message.migrate_from_chat_id
    if not (to or came_from):
        return None
    group, supergroup = (here, to) if to else (came_from, here)
    if not (is_number(group) and is_number(supergroup)):
        raise Undecodable("a group moved, but not to a chat") from TypeError(f"{group!r} to {supergroup!r}")
    return group, supergroup
