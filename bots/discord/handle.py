"""What a request has to know about its place on Discord, as the text that travels through the core as `handle`.

Pure. An interaction's token is a secret for fifteen minutes; it is in the text, never in a repr.
"""

from dataclasses import dataclass, field

from core.engine.codec import from_json, to_json
from core.model.chat import Target

PERSON = "u"
"""Begins the `chat` of an address that belongs to a person: a direct chat, or a place only they installed us for."""

DEFAULT_LIMIT = 10 * 1024 * 1024
"""Bytes of a file in a place nothing is known of (Discord developer documentation, "Uploading Files")."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The interaction that waits for an answer. `at` is the epoch second it began.

    `thinking`: a reply of ours stands there and waits for its text. `ephemeral`: only the asker may see what is said.
    """

    interaction: int
    application: int
    at: float
    token: str = field(repr=False)
    thinking: bool = True
    ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Handle:
    """A channel and what we may do in it.

    `posts`: messages may be posted there with the bot's own token. `lacks` names permissions that are missing.
    `message` is the message that is answered, `react` whether it may be marked. `limit` is in bytes.
    """

    channel: int
    guild: int | None = None
    posts: bool = True
    limit: int = DEFAULT_LIMIT
    locale: str = ""
    lacks: tuple[str, ...] = ()
    message: int | None = None
    react: bool = False
    reply: Reply | None = None

    def text(self) -> str:
        """Return what the core carries along."""
        return to_json(self, Handle)


def handle_of(to: Target) -> Handle:
    """Return the handle of a target, else what its address tells; channel 0 is the asker's direct chat."""
    if to.handle:
        return from_json(to.handle, Handle)
    chat, thread, answered = to.address.chat, to.address.thread, to.reply_to or ""
    return Handle(
        channel=int(thread) if thread.isdecimal() else 0,
        guild=int(chat) if chat.isdecimal() else None,
        message=int(answered) if answered.isdecimal() else None,
    )
