"""What the edit of a message that was received before asks for. Platforms report more edits than people make.

Telegram reports one for the first reaction and for the preview of a link, with the text as it was.
"""

from dataclasses import dataclass, replace

from core.model.attachments import Attachment
from core.model.chat import Incoming
from core.model.requests import Outcome, Part, Request, WordsFrom
from core.services import Services
from core.words.intents import Wish, meaning
from core.words.links import is_clip


@dataclass(frozen=True, slots=True)
class Received:
    """A message as it was received, and the request that it belongs to."""

    request: Request
    part: Part

    @property
    def text(self) -> str:
        """What its sender wrote in it: the words of a bare clip, or before a link to one, may be pending ones."""
        if self.request.words_from is not WordsFrom.PENDING:
            return self.part.text
        return "" if self._has_own_files else self.part.text.rpartition("\n\n")[2]

    @property
    def _has_own_files(self) -> bool:
        """Whether its sender sent files with it, beside captions that waited for it."""
        return any(file.held is None for file in self.part.attachments)

    def says(self, incoming: Incoming) -> bool:
        """Return whether an edit of it changes nothing that can be seen; what is forwarded cannot be edited at all."""
        if incoming.forwarded:
            return True
        return _said(incoming.text) in {self.text.strip(), _said(self.text)} and not self._other_file(incoming)

    def added_caption(self, incoming: Incoming) -> Incoming | None:
        """Return the caption that an edit added to a bare clip, as a message about that clip; None: it added none.

        The clip is in the session by then, unless its request failed or was refused: then it goes with the caption.
        """
        if self.text.strip() or not self.part.attachments or not incoming.text.strip():
            return None
        never_there = self.request.outcome is Outcome.FAILED or self.request.reply is not None
        files = incoming.attachments if never_there else ()
        key = _caption_key(incoming)
        return replace(
            incoming, key=key, attachments=files, reply_to=incoming.key, album=None, corrects=False, wished=True
        )

    def with_kept_words(self, incoming: Incoming) -> Incoming:
        """Return an edit with the kept words that its request uses, if it is still nothing but a link to a clip."""
        if self.request.words_from is not WordsFrom.PENDING or self._has_own_files or not is_clip(incoming.text):
            return incoming
        kept = self.part.text.rpartition("\n\n")[0]
        return replace(incoming, text=f"{kept}\n\n{incoming.text.strip()}")

    def _other_file(self, incoming: Incoming) -> bool:
        """Return whether its file was replaced; a platform may give a file another `ref` each time."""
        before, now = _files(self.part.attachments), _files(incoming.attachments)
        return bool(before and now) and before != now


async def of_caption(services: Services, incoming: Incoming) -> Incoming:
    """Return an edit of a clip whose caption was added later as an edit of that caption; any other as it is.

    Raises:
        StorageError: it cannot be read.
    """
    key = _caption_key(incoming)
    return replace(incoming, key=key) if await services.stores.requests.seen(incoming.address, key) else incoming


async def received(services: Services, incoming: Incoming) -> Received | None:
    """Return the message that was received under this key; None: there is none.

    Raises:
        StorageError: it cannot be read.
    """
    origin = await services.stores.messages.origin(incoming.address, incoming.key)
    if origin is None or origin.request is None:
        return None
    parts = await services.stores.requests.parts(origin.request)
    part = next((part for part in parts if part.key == incoming.key), None)
    return None if part is None else Received(await services.stores.requests.get(origin.request), part)


def _said(text: str) -> str:
    """Return the words of a message, without the command for a new project, which is not stored with them."""
    means = meaning(text)
    return (means.argument if means.wish is Wish.NEW and means.argument else text).strip()


def _files(files: tuple[Attachment, ...]) -> list[tuple[str, int | None]]:
    return [(file.name, file.size) for file in files if file.held is None]


def _caption_key(incoming: Incoming) -> str:
    """Return the key of the caption that was added to a bare clip: however often it is changed, it is one wish."""
    return f"{incoming.key}#caption"


def edit_key(incoming: Incoming) -> str:
    """Return the key of an edit, by which it is handled once."""
    return f"{incoming.key}#edited.{incoming.at:.0f}"
