"""One call to a chat: within the budget, and to where the chat has moved to."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from telegram.error import ChatMigrated

from bots.telegram.handle import address
from bots.telegram.rate_limit import ROOM_SECONDS, Pace
from bots.telegram.request import Flooded
from core.model.chat import Address, NotSent

log = logging.getLogger(__name__)

T = TypeVar("T")
Call = Callable[[int], Awaitable[T]]
Moved = Callable[[Address, Address], Awaitable[None]]

_MOVES: Final = 1000


class Calls:
    """Makes calls to chats. A call is a function from the chat's number, so that it can be made to the new one."""

    def __init__(self, pace: Pace, moved: Moved) -> None:
        self._pace = pace
        self._moved = moved
        self._now: dict[int, int] = {}  # a group that became a supergroup → the supergroup

    async def room(self, chat: int, patience: float = ROOM_SECONDS) -> None:
        """Wait up to `patience` seconds until a result may be sent, and hold its place.

        Raises:
            NotSent: there is no room for longer, or flood control is on.
        """
        await self._pace.room(self._now.get(chat, chat), patience)

    async def result(self, chat: int, call: Call[T]) -> T:
        """Make a call that must be made, as soon as `room` has been waited for.

        Raises:
            NotSent: there is no room after all, or flood control is on.
            TelegramError: the call failed.
        """
        there = self._now.get(chat, chat)
        await self._pace.result(there)
        return await self._made(there, call)

    async def courtesy(self, chat: int, call: Call[T], *, action: bool = False) -> T:
        """Make a call that may as well be left out; `action`: it is a chat action.

        Raises:
            NotSent: there is no room now, or flood control is on.
            TelegramError: the call failed.
        """
        there = self._now.get(chat, chat)
        self._pace.courtesy(there, action=action)
        return await self._made(there, call)

    async def free(self, chat: int, call: Call[T]) -> T:
        """Make a call that costs no room, as reactions and deletions.

        Raises:
            NotSent: flood control is on.
            TelegramError: the call failed.
        """
        there = self._now.get(chat, chat)
        self._pace.free(there)
        return await self._made(there, call)

    async def move(self, old: int, new: int) -> None:
        """Carry everything of a group over to the supergroup that it became."""
        await self._moved(address(old, None), address(new, None))
        if len(self._now) >= _MOVES:
            self._now.clear()  # each of them would be told again by Telegram
        self._now[old] = new

    async def _made(self, chat: int, call: Call[T]) -> T:
        try:
            return await call(chat)
        except ChatMigrated as moved:
            new = moved.new_chat_id
        except Flooded as flood:
            log.info("flood control on chat %d for %.0f s", chat, flood.seconds)
            self._pace.ban(chat, flood.seconds)
            raise NotSent("flood control", flood.seconds) from flood
        await self.move(chat, new)
        return await call(new)
