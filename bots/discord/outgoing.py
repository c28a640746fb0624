"""One outgoing message with its target: who may see it, and the note on why it comes as it does. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Final

import discord

from bots.discord.films import SpooledFilm
from bots.discord.formatting import cut
from bots.discord.handle import Handle
from bots.discord.message import RenderedMessage
from bots.discord.permissions import NEEDED, SPEAKING, cannot_post
from bots.discord.refusals import MISSING_ACCESS, MISSING_PERMISSION, MODERATED, REPLY_FORBIDDEN
from core.model.chat import Post, Priority, Role, Target
from core.words.language import Language, from_locale, language_of
from core.words.phrases import say

_MISSING_BY_CODE: Final = {
    MISSING_ACCESS: "view_channel",
    MISSING_PERMISSION: "send_messages",
    REPLY_FORBIDDEN: "read_message_history",
}
SENDING_SECONDS: Final = {
    # until a bucket of messages has room again: a film that is ready to be sent is not fetched anew for that
    Priority.RESULT: 5.0,
    Priority.PROMISED: 1.0,  # it waited before
    Priority.PROGRESS: 0.0,
}
"""For how long a message waits for room while it is sent, or an edit while it is made."""

_REST_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message of a post, its film, and where it goes; `continues`: a part of the post has arrived.

    `part` is the text of the post's first message where it has several, else "", and the number of this one.
    """

    client: discord.Client
    to: Target
    handle: Handle
    post: Post
    message: RenderedMessage
    film: SpooledFilm | None = None
    continues: bool = False
    part: tuple[str, int] = ("", 0)

    @property
    def max_wait_seconds(self) -> float:
        """For how long it waits for room while it is sent. A repetition of the post would double what has arrived."""
        return _REST_SECONDS if self.continues else SENDING_SECONDS[self.post.priority]

    @property
    def nonce(self) -> int | None:
        """That of a status, or of a message of several; None: it has one of its own.

        It is the same in the next process: the message may stand there already, and nobody know its key. So it does not
        depend on the mark of a repetition.
        """
        named = self.post.role is Role.STATUS or bool(self.part[0])
        if not named or self.to.request is None:
            return None
        name = f"{self.to.address} {self.to.reply_to} {self.to.request}"
        if self.part[0]:
            name = f"{name} {self.part[1]} {self.part[0]}"
        return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) >> 1

    @property
    def ephemeral(self) -> bool:
        """Whether only the asker may see it."""
        reply = self.handle.reply
        return bool(reply and reply.ephemeral) or (self.post.ephemeral and not self.to.private)

    @property
    def language(self) -> Language:
        """The language of what is said beside the post: that of its words."""
        return language_of(self.post.text, from_locale(self.handle.locale) or "en")

    @property
    def addressed(self) -> RenderedMessage:
        """The message as a new one: it mentions the asker if it is loud and others read it too."""
        shared = not (self.to.private or self.ephemeral)
        return self.message.addressed_to(int(self.to.asker)) if self.message.loud and shared else self.message


def with_reason(outgoing: Outgoing, codes: Collection[int]) -> Outgoing:
    """Return the message with a note on why it comes by this route, if that was not the first to be tried.

    `codes` are Discord's codes for the routes that were closed. What a code leaves open the handle may know.
    """
    missing = {_MISSING_BY_CODE[code] for code in codes if code in _MISSING_BY_CODE}
    if missing:
        known = set(outgoing.handle.lacks)
        if not known.isdisjoint(SPEAKING):
            missing.discard("send_messages")  # the code fits three permissions, and the handle knows which it is
        missing |= known
    elif not MODERATED.isdisjoint(codes):
        return _with_note(outgoing, say(outgoing.language, "discord.moderated"))
    elif outgoing.message.buttons and outgoing.post.film and "attach_files" in outgoing.handle.lacks:
        missing = {"attach_files"}
    return _with_missing(outgoing, missing)


def without_film(outgoing: Outgoing) -> Outgoing:
    """Return the message without its file, for a place where the bot may not attach one; it has the link too."""
    return _with_missing(replace(outgoing, film=None), {"attach_files"})


def instead_of(outgoing: Outgoing) -> Outgoing:
    """Return what is said in a place where moderation refuses the message itself."""
    message = RenderedMessage(say(outgoing.language, "discord.moderated_here"), loud=outgoing.message.loud)
    return replace(outgoing, message=message, film=None, part=("", 0))


def _with_missing(outgoing: Outgoing, missing: Collection[str]) -> Outgoing:
    if not missing:
        return outgoing
    names = tuple(name for name in NEEDED if name in missing)
    return _with_note(outgoing, cannot_post(names, outgoing.language))


def _with_note(outgoing: Outgoing, note: str) -> Outgoing:
    if not outgoing.message.loud:
        return outgoing
    return replace(outgoing, message=replace(outgoing.message, text=cut(f"{note}\n\n{outgoing.message.text}")))
