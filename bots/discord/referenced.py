"""The message that an incoming message replies to, and whether Discord emptied it.

Pure. Without the message-content intent Discord empties every message of a server that neither mentions the bot nor
is its own, including the one that is replied to (Discord developer documentation, "Message Content Intent").
"""

import discord


def referenced_message(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """Return somebody else's message that is replied to; None: there is none, or it was deleted."""
    replied = message.reference.resolved if message.reference else None
    return replied if isinstance(replied, discord.Message) and replied.author != me else None


def referenced_was_emptied(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether the message that is replied to was emptied for want of the message-content intent."""
    replied = referenced_message(message, me)
    if replied is None or message.guild is None or me in replied.mentions or replied.is_system():
        return False
    return is_empty(replied)


def is_empty(message: discord.Message) -> bool:
    """Return whether a message shows nothing, forwarded messages included; nobody can send such a message."""
    return not (_has_content(message) or any(_has_content(snapshot) for snapshot in message.message_snapshots))


def _has_content(one: discord.Message | discord.MessageSnapshot) -> bool:
    return any((one.content, one.attachments, one.embeds, one.components, one.stickers, getattr(one, "poll", None)))
