"""Whose button it is: the asker's, and the admins' of the place."""

from core.chat import Incoming
from core.messages import Messages


async def may_press(messages: Messages, incoming: Incoming) -> bool:
    """Return whether this person may press a button of the message it belongs to; an unknown one is anybody's."""
    if incoming.private or incoming.sender.admin or incoming.reply_to is None:
        return True
    origin = await messages.origin(incoming.address, incoming.reply_to)
    return origin is None or origin.sender in {"", incoming.sender.id}
