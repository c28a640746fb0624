"""What the bot may do in a channel, and the sentence that names what it may not. Pure.

Names: Discord developer documentation, "Permissions".
"""

from typing import Final

import discord

from core.words.language import Language
from core.words.phrases import say

SPEAKING: Final = ("view_channel", "send_messages", "send_messages_in_threads")
NEEDED: Final = (*SPEAKING, "attach_files", "read_message_history")
"""What the invite link asks for, beside reactions."""


def missing_permissions(permissions: discord.Permissions, *, thread: bool) -> tuple[str, ...]:
    """Return which of the needed permissions are missing; a thread has a permission to speak of its own."""
    elsewhere = "send_messages" if thread else "send_messages_in_threads"
    return tuple(name for name in NEEDED if name != elsewhere and not getattr(permissions, name))


def may_react(permissions: discord.Permissions) -> bool:
    """Return whether the bot may put a reaction under a message."""
    return permissions.add_reactions and permissions.read_message_history


def cannot_post(missing: tuple[str, ...], language: Language) -> str:
    """Return the sentence that names the missing permissions."""
    names = [say(language, f"discord.may.{name}") for name in missing]
    return say(language, "discord.cannot_post", permissions=", ".join(names))
