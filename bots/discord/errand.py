"""One message on its way out: what it says, about what, to whom. Pure."""

from dataclasses import dataclass, replace

import discord

from bots.discord.carrier import Carried
from bots.discord.handle import Handle
from bots.discord.letter import Letter
from bots.discord.markdown import cut
from bots.discord.permissions import NEEDED, cannot_post
from bots.discord.refusals import NO_PERMISSION, Shut
from core.chat import Post, Target
from core.words.language import from_locale, language_of


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
        return bool(reply and reply.ephemeral) or (self.post.whisper and not self.to.private)

    @property
    def addressed(self) -> Letter:
        """Its letter as a new message: where others read too, the asker is named if it is loud."""
        shared = not (self.to.private or self.hidden)
        return self.letter.addressed(int(self.to.asker)) if self.letter.loud and shared else self.letter


def explained(errand: Errand, refused: Shut | None) -> Errand:
    """Return the errand, naming what the bot may not do when that changes how the answer comes."""
    if not errand.letter.loud:
        return errand
    lacks: tuple[str, ...] = ()
    if refused is not None and refused.code in NO_PERMISSION:
        lacks = errand.handle.lacks or NEEDED
    elif errand.letter.buttons and errand.post.film and "attach_files" in errand.handle.lacks:
        lacks = ("attach_files",)
    if not lacks:
        return errand
    note = cannot_post(lacks, language_of(errand.post.text, from_locale(errand.handle.locale) or "en"))
    return replace(errand, letter=replace(errand.letter, text=cut(f"{note}\n\n{errand.letter.text}")))
