"""The message that somebody's message replies to: its files, and whether it came without anything in it.

Pure. Without the message-content intent Discord empties every message of a server that neither mentions the bot nor
is its own, the one that is replied to as well (Discord developer documentation, "Message Content Intent").
"""

import discord

from bots.discord.attachments import all_files
from core.model.chat import Attachment
from core.words.intents import Wish, meaning
from core.words.links import links


def quoted(message: discord.Message, me: discord.ClientUser) -> discord.Message | None:
    """Return somebody else's message that is replied to; None: there is none, or it was deleted."""
    replied = message.reference.resolved if message.reference else None
    return replied if isinstance(replied, discord.Message) and replied.author != me else None


def quoted_files(message: discord.Message, me: discord.ClientUser) -> tuple[Attachment, ...]:
    """Return the files of the message that is replied to: a reply to a clip uses that clip."""
    replied = quoted(message, me)
    return all_files(replied) if replied else ()


def came_unseen(message: discord.Message, me: discord.ClientUser) -> bool:
    """Return whether the message that is replied to was emptied on its way to a bot without the content intent."""
    replied = quoted(message, me)
    if replied is None or message.guild is None or me in replied.mentions or replied.is_system():
        return False
    return shows_nothing(replied)


def shows_nothing(message: discord.Message) -> bool:
    """Return whether there is nothing in a message, forwarded ones included: nobody can send such a one."""
    return not (_shows(message) or any(_shows(one) for one in message.message_snapshots))


def needs_it(words: str) -> bool:
    """Return whether these words, which bring no file, would be an edit: without what they reply to, of what?"""
    means = meaning(words)
    edits = means.wish is Wish.EDIT or (means.wish is Wish.NEW and bool(means.argument))
    return not words or (edits and not links(words))


def _shows(one: discord.Message | discord.MessageSnapshot) -> bool:
    return any((one.content, one.attachments, one.embeds, one.components, one.stickers, getattr(one, "poll", None)))
