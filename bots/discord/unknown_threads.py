"""Threads that the library does not know: it is not told of all of them, and their messages come without the thread."""

import asyncio
from collections import OrderedDict
from typing import Final
from weakref import WeakValueDictionary

import discord

_MOST_KEPT: Final = 1000


class UnknownThreads:
    """Fetches the thread that a message is in, once: what holds in the channel above it holds there.

    The messages of a thread keep their order.
    """

    def __init__(self) -> None:
        self._fetched: OrderedDict[int, discord.Thread | None] = OrderedDict()
        self._order: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    async def complete(self, message: discord.Message) -> None:
        """Give a message its thread, where the library does not know it.

        Raises:
            discord.DiscordException: the channel cannot be fetched, so that what holds there is not known.
        """
        number, guild = message.channel.id, message.guild
        if guild is None or not isinstance(message.channel, discord.PartialMessageable):
            return
        async with self._order.setdefault(number, asyncio.Lock()):
            if number not in self._fetched:
                channel = await guild.fetch_channel(number)
                self._fetched[number] = channel if isinstance(channel, discord.Thread) else None
                if len(self._fetched) > _MOST_KEPT:
                    self._fetched.popitem(last=False)
            message.channel = self._fetched[number] or message.channel
