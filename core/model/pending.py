"""What waits outside the lanes: words without their clip, and answers that could not be delivered. The port."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from core.model.attachments import Attachment
from core.model.chat import Address

KEPT_SECONDS: Final = 3600.0
"""How long words wait for their clip."""


@dataclass(frozen=True, slots=True)
class PendingWords:
    """Words that wait for a clip. `fresh`: the clip starts a new project. `request`: its upload page waits too.

    `quoted` is as in `core.model.chat.Incoming`. `captions`: the subtitles files that wait for it, already read.
    """

    words: str
    fresh: bool
    request: int | None = None
    quoted: str = ""
    captions: tuple[Attachment, ...] = ()

    def with_later(self, later: "PendingWords") -> "PendingWords":
        """Return these words and later ones for the same clip, in order; what was said before is said once."""
        words, quoted = _joined(self.words, later.words), _joined(self.quoted, later.quoted)
        captions = tuple(dict.fromkeys((*self.captions, *later.captions)))
        return replace(later, words=words, quoted=quoted, captions=captions, fresh=self.fresh or later.fresh)


def _joined(earlier: str, later: str) -> str:
    said = f"\n\n{later}\n\n" in f"\n\n{earlier}\n\n"
    return earlier if said or not later else "\n\n".join(filter(None, (earlier, later)))


class WordsGone(Exception):
    """The pending words are not stored any more: newer ones replaced them, or another clip used them."""


class Pending(Protocol):
    """The store of both. Every method raises `StorageError`."""

    async def keep(self, address: Address, sender: str, words: PendingWords, until: float) -> None:
        """Store words for this sender's next clip here, until an epoch second; they replace older ones."""
        ...

    async def keep_too(self, address: Address, sender: str, words: PendingWords, until: float, now: float) -> None:
        """Store words as `keep` does, behind those that wait at `now` (epoch seconds). Safe to repeat."""
        ...

    async def waiting(self, address: Address, sender: str, now: float) -> PendingWords | None:
        """Return the words that wait for this sender's next clip here at an epoch second; None: there are none."""
        ...

    async def end(self, address: Address, sender: str, until: float) -> None:
        """Delete this sender's words here that were to be kept until an epoch second at most. Safe to repeat."""
        ...

    async def keep_undelivered(self, address: Address, sender: str, request: int, text: str) -> None:
        """Store an answer that could not be delivered, until the sender writes again. Safe to repeat."""
        ...

    async def has_undelivered(self, address: Address, sender: str, *, private: bool) -> bool:
        """Return whether an answer waits that no request has taken over; `private` is as for `hand_over`."""
        ...

    async def hand_over(self, address: Address, sender: str, by: int, *, private: bool) -> tuple[str, ...]:
        """Hand the waiting answers over to the request `by`, and return them, oldest first. Safe to repeat.

        `private`: it was asked in the sender's direct chat, where those of all their chats on this platform are handed
        over: a chat that the bot was removed from is never written in again.
        """
        ...
