"""One message on its way out: what it says, about what, to whom. Pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Final

import discord

from bots.discord.films import Carried
from bots.discord.formatting import cut
from bots.discord.handle import Handle
from bots.discord.message import Letter
from bots.discord.permissions import NEEDED, SPEAKING, cannot_post
from bots.discord.refusals import NO_ACCESS, NO_PERMISSION, NO_REPLY
from core.model.chat import Post, Target
from core.words.language import from_locale, language_of

_FOR_WANT_OF: Final = {
    NO_ACCESS: "view_channel",
    NO_PERMISSION: "send_messages",
    NO_REPLY: "read_message_history",
}


@dataclass(frozen=True, slots=True)
class Errand:
    """One message that has to get somewhere, and what it is about."""

    client: discord.Client
    to: Target
    handle: Handle
    post: Post
    letter: Letter
    film: Carried | None = None

    @property
    def hidden(self) -> bool:
        """Whether nobody but the asker may see it."""
        reply = self.handle.reply
        return bool(reply and reply.ephemeral) or (self.post.ephemeral and not self.to.private)

    @property
    def addressed(self) -> Letter:
        """Its letter as a new message: where others read too, the asker is named if it is loud."""
        shared = not (self.to.private or self.hidden)
        return self.letter.addressed(int(self.to.asker)) if self.letter.loud and shared else self.letter


def explained(errand: Errand, refusals: Collection[int]) -> Errand:
    """Return the errand, naming what the bot may not do when that changes how the answer comes.

    `refusals` are Discord's codes for the ways that were shut; what a code leaves open the handle may know.
    """
    lacks = {_FOR_WANT_OF[code] for code in refusals if code in _FOR_WANT_OF}
    if lacks:
        known = set(errand.handle.lacks)
        if not known.isdisjoint(SPEAKING):
            lacks.discard("send_messages")  # a guess: in a thread it is another, and the handle knows which
        lacks |= known
    elif errand.letter.buttons and errand.post.film and "attach_files" in errand.handle.lacks:
        lacks = {"attach_files"}
    return _naming(errand, lacks)


def without_film(errand: Errand) -> Errand:
    """Return the errand for a place where the bot may speak and attach nothing: the link is in it all the same."""
    return _naming(replace(errand, film=None), {"attach_files"})


def _naming(errand: Errand, lacks: Collection[str]) -> Errand:
    if not (lacks and errand.letter.loud):
        return errand
    language = language_of(errand.post.text, from_locale(errand.handle.locale) or "en")
    note = cannot_post(tuple(name for name in NEEDED if name in lacks), language)
    return replace(errand, letter=replace(errand.letter, text=cut(f"{note}\n\n{errand.letter.text}")))
