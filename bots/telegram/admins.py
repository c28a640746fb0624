"""Who administers a group: asked for at most once a minute for each person, however often they press a button."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final
from weakref import WeakValueDictionary

from telegram import ChatMember
from telegram.error import ChatMigrated, TelegramError

from bots.telegram.api import Api
from bots.telegram.refusals import causes
from core.engine.clock import Clock

log = logging.getLogger(__name__)

REMEMBERED_SECONDS: Final = 60.0
_PEOPLE: Final = 1000
_RULES: Final = frozenset({ChatMember.OWNER, ChatMember.ADMINISTRATOR})

Person = tuple[int, int]
"""The ids of a chat and of a user."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What Telegram said, and until when it counts (on the monotonic clock)."""

    admin: bool
    until: float


class Admins:
    """Knows the admins of groups for a minute."""

    def __init__(self, api: Api, clock: Clock) -> None:
        self._api = api
        self._clock = clock
        self._known: dict[Person, _Known] = {}
        self._locks: WeakValueDictionary[Person, asyncio.Lock] = WeakValueDictionary()

    async def is_admin(self, chat: int, user: int) -> bool | None:
        """Return whether a user administers a chat; None: Telegram cannot be asked now."""
        lock = self._locks.setdefault((chat, user), asyncio.Lock())
        async with lock:  # who asks meanwhile waits for the same answer
            known = self._known.get((chat, user))
            if known is not None and known.until > self._clock.monotonic():
                return known.admin
            try:
                admin = await self._asked(chat, user)
            except TelegramError as error:
                log.info("chat %d could not be asked who administers it: %s", chat, causes(error))
                return None
            self._remember((chat, user), _Known(admin, self._clock.monotonic() + REMEMBERED_SECONDS))
            return admin

    async def _asked(self, chat: int, user: int) -> bool:
        try:
            member = await self._api.get_chat_member(chat, user)
        except ChatMigrated as moved:  # an old button
            member = await self._api.get_chat_member(moved.new_chat_id, user)
        return member.status in _RULES

    def _remember(self, person: Person, known: _Known) -> None:
        if len(self._known) >= _PEOPLE:
            self._known.clear()  # they are asked for again
        self._known[person] = known
