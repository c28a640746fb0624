"""A message in which a token was typed is taken out of its chat, where the platform lets us."""

import contextlib

from core.model.chat import ChatPlatform, Gone, Target


async def remove_token_message(platform: ChatPlatform, message: Target) -> bool:
    """Remove the message that `message` replies to; False: there is none that could be. Safe to repeat.

    Where the platform shows only the mask, it stays.

    Raises:
        ChatError: it was not removed, or that is not known.
    """
    if platform.capabilities(message).masks_tokens:
        return True
    if message.reply_to is None:
        return False
    with contextlib.suppress(Gone):  # an earlier try has removed it
        await platform.remove(message, message.reply_to)
    return True
