"""The previews of links. Discord adds them to a message a moment after it was written, as embeds of a second event.

Documented: "Message Update" events bring them, and the time of the last edit stays as it was. Reported: most come
within a second; a page without a preview brings no event at all.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from typing import Final
from weakref import WeakValueDictionary

import discord

from core.engine.clock import Clock, deadline
from core.words.links import Link, links

_LONGEST_SECONDS: Final = 1.5


class Previews:
    """Waits for the previews of messages that are about to be taken; one person's messages keep their order."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._awaited: dict[int, asyncio.Future[list[discord.Embed]]] = {}
        self._order: WeakValueDictionary[tuple[int, int], asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def completed(self, message: discord.Message) -> AsyncGenerator[None]:
        """Give a message the embeds that Discord makes of its links to pages.

        A message that has none to wait for is ready at once, unless the one before it waits.
        """
        preview = asyncio.get_running_loop().create_future() if _may_get_preview(message) else None
        if preview is not None:  # before anything is waited for: the event may come meanwhile
            self._awaited[message.id] = preview
        order = self._order.setdefault((message.channel.id, message.author.id), asyncio.Lock())
        try:
            async with order:
                if preview is not None:
                    await self._give(message, preview)
                yield
        finally:
            self._awaited.pop(message.id, None)

    def arrived(self, message: discord.Message) -> None:
        """Take the embeds of a message, if it waits for them."""
        preview = self._awaited.get(message.id)
        if preview is not None and not preview.done():
            preview.set_result(message.embeds)

    async def _give(self, message: discord.Message, preview: asyncio.Future[list[discord.Embed]]) -> None:
        with suppress(TimeoutError):
            async with deadline(_LONGEST_SECONDS, clock=self._clock):
                message.embeds = await preview


def _may_get_preview(message: discord.Message) -> bool:
    if message.edited_at is not None or message.embeds or message.flags.suppress_embeds:
        return False
    return any(_is_page(link, message.content) for link in links(message.content))


def _is_page(link: Link, text: str) -> bool:
    """Return whether a link may get a preview that tells more than it: in <angle brackets> it gets none."""
    bracketed = text[: link.start].endswith("<") and text[link.end :].startswith(">")
    return link.is_web and not (link.names_file or link.quoted or bracketed)
