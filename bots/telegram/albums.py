"""Albums in groups: only one of their messages has the caption, and in it the mention of the bot.

Each file of an album is a message of its own (Bot API, Message.media_group_id). One that comes before the caption is
held until that comes, and one that comes after it is for the bot too. Both are in the database, so that a restart
between two parts loses none, and several processes may take them.
"""

from collections.abc import Sequence
from typing import Final

from telegram import Message

from bots.telegram.mapping import BotUser, from_message
from bots.telegram.raw import Raw, decoded
from core.model.adapter_data import AdapterData
from core.model.inbox import Inbox

_KEEP_SECONDS: Final = 2 * 86400.0  # as long as its other parts are kept: a caption may be changed to name the bot

Held = tuple[int, str]
"""The number and the text of an update that was held."""


class Albums:
    """Which albums are for the bot, and the parts of those of which that is not known yet.

    Every method raises `StorageError`.
    """

    def __init__(self, adapter_data: AdapterData, inbox: Inbox, *, scope: str) -> None:
        self._adapter_data = adapter_data
        self._inbox = inbox
        self._scope = scope
        self._marks = f"{scope}:albums"

    async def is_for_bot(self, message: Message) -> bool:
        """Whether a part of its album was for the bot."""
        if message.media_group_id is None:
            return False
        return await self._adapter_data.get(self._marks, _name(message)) is not None

    async def parts_before(self, raw: Raw, bot: BotUser) -> Sequence[Held] | None:
        """Return the parts of its album that are to be handled before an update; None: it is held.

        Raises:
            Undecodable: it is no update.
        """
        message = _part_of_album(raw)
        if message is None:
            return ()
        for_bot = await self.is_for_bot(message)
        if not for_bot and from_message(message, bot) is not None:
            await self._adapter_data.set(self._marks, _name(message), "", keep_seconds=_KEEP_SECONDS)
            for_bot = True
        if not for_bot:
            if from_message(message, bot, for_bot=True) is None:
                return ()
            await self._inbox.hold(self._scope, raw["update_id"], _name(message))
            # whoever takes the caption in another process marks first and looks then
            if not await self.is_for_bot(message):
                await self._inbox.kept(self._scope, raw["update_id"])
                return None
        return await self._inbox.release(self._scope, _name(message))


def _part_of_album(raw: Raw) -> Message | None:
    """Return the message of an update that is a part of an album in a group; None: it is none."""
    update = decoded(raw)
    message = update.message or update.edited_message
    if message is None or message.media_group_id is None or message.chat.type == message.chat.PRIVATE:
        return None
    return message


def _name(message: Message) -> str:
    return f"{message.chat.id}:{message.media_group_id}"
