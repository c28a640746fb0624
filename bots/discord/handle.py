"""What an answer has to know about its place on Discord: the text that travels through the core as `handle`.

Pure. The field names are written into the database with each request, so they do not change between releases. An
interaction's token is a secret for fifteen minutes; it is in the text, never in a repr.
"""

from dataclasses import dataclass, field

from core.engine.codec import from_json, to_json
from core.model.chat import Target

PERSON = "u"
"""Begins the `chat` of an address that belongs to a person: a direct chat, or a place only they installed us for."""

DEFAULT_LIMIT = 10 * 1024 * 1024
"""Bytes of a file, where the place names no limit (Discord developer documentation, "Uploading Files")."""


@dataclass(frozen=True, slots=True)
class InteractionReply:
    """The interaction that waits for an answer. `at` is the epoch second at which it arrived.

    `thinking`: its deferred response shows «thinking» until it gets a text. `ephemeral`: the answer is for the asker
    alone.
    """

    interaction: int
    application: int
    at: float
    token: str = field(repr=False)
    thinking: bool = True
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Handle:
    """A channel and what the bot may do in it.

    `posts`: the bot's own token may post there. `lacks` names missing permissions. `message` is the message that is
    answered, `react` whether it may get a reaction. `limit` is the largest file in bytes.
    """

    channel: int
    guild: int | None = None
    posts: bool = True
    limit: int = DEFAULT_LIMIT
    locale: str = ""
    lacks: tuple[str, ...] = ()
    message: int | None = None
    react: bool = False
    reply: InteractionReply | None = None

    def text(self) -> str:
        """Return the handle as the core carries it."""
        return to_json(self, Handle)


def handle_of(to: Target) -> Handle:
    """Return the handle of a target, else what its address tells; channel 0 is the asker's direct chat.

    Raises:
        ValueError: the target's handle is not one of ours.
    """
    if to.handle:
        return from_json(to.handle, Handle)
    chat, thread, answered = to.address.chat, to.address.thread, to.reply_to or ""
    return Handle(
        channel=int(thread) if thread.isdecimal() else 0,
        guild=int(chat) if chat.isdecimal() else None,
        message=int(answered) if answered.isdecimal() else None,
    )
